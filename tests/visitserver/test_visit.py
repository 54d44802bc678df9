"""The rules of one visit, first by example, then by property: nobody gets past the waiting room by himself."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from vardklient.domain.visit import Role
from vardklient.visitserver.visit import GRACE_S, HangUp, Place, Room, Send, VisitState
from vardklient.wire import messages as wire

OFFER = wire.DescriptionType.OFFER
FORBIDDEN = wire.Error(wire.ErrorCode.FORBIDDEN)
WAITING = wire.PersonState.WAITING
ADMITTED = wire.PersonState.ADMITTED


def room(*roles: Role) -> Room:
    """A visit whose people are named after their roles."""
    made = Room(meets="Leg. läkare", closes_s=1e6)
    for role in roles or (Role.CLINICIAN, Role.PATIENT, Role.INTERPRETER):
        made.invite(role.value, role)
    return made


def to(effects: list[Send | HangUp], peer: str) -> list[wire.ServerMessage]:
    return [effect.message for effect in effects if isinstance(effect, Send) and effect.to == peer]


def in_call() -> Room:
    """Clinician and patient are in, the interpreter waits."""
    made = room()
    for peer in ("clinician", "patient", "interpreter"):
        made.arrive(peer)
    made.hear("clinician", wire.Admit("patient"))
    return made


def test_who_comes_first_waits_and_hears_nothing_of_others() -> None:
    made = room()
    assert made.state is VisitState.SCHEDULED
    assert made.arrive("patient") == []
    assert made.person("patient").place is Place.WAITING
    assert made.state is VisitState.OPEN
    assert made.arrive("interpreter") == []
    effects = made.arrive("clinician")
    assert to(effects, "clinician") == [
        wire.Roster(
            (
                wire.RosterEntry("patient", Role.PATIENT, WAITING, None),
                wire.RosterEntry("interpreter", Role.INTERPRETER, WAITING, None),
            )
        )
    ]
    assert len(effects) == 1
    assert made.state is VisitState.OPEN


def test_the_clinician_hears_the_knock_and_the_device_test() -> None:
    made = room()
    made.arrive("clinician")
    assert made.arrive("patient") == [Send("clinician", wire.Knock("patient", Role.PATIENT, None))]
    assert made.hear("patient", wire.Ready(True)) == [Send("clinician", wire.Knock("patient", Role.PATIENT, True))]
    made.drop("clinician", 0)
    assert made.arrive("clinician") == [
        Send("clinician", wire.Roster((wire.RosterEntry("patient", Role.PATIENT, WAITING, True),)))
    ]
    assert made.person("patient").place is Place.WAITING, "the clinician's return lets nobody in"


def test_admitted_people_are_told_of_each_other() -> None:
    made = room()
    made.arrive("clinician")
    made.hear("clinician", wire.Media(True, False))
    made.arrive("patient")
    effects = made.hear("clinician", wire.Admit("patient"))
    assert to(effects, "patient") == [
        wire.Admitted((wire.RosterEntry("clinician", Role.CLINICIAN, ADMITTED, None),)),
        wire.PeerMedia("clinician", True, False),
    ]
    assert to(effects, "clinician") == [wire.Joined("patient", Role.PATIENT)]
    assert made.state is VisitState.ACTIVE
    assert made.hear("clinician", wire.Admit("patient")) == [], "twice is once"


def test_nobody_admits_himself_or_commands() -> None:
    made = room()
    for peer in ("clinician", "patient", "interpreter"):
        made.arrive(peer)
    commands = [wire.Admit("patient"), wire.Hold("patient"), wire.Deny("patient", wire.DenyReason.NOT_NOW), wire.End()]
    for command in commands:
        assert made.hear("patient", command) == [Send("patient", FORBIDDEN)]
    made.hear("clinician", wire.Admit("patient"))
    for command in [*commands, wire.Admit("interpreter")]:
        assert made.hear("patient", command) == [Send("patient", FORBIDDEN)]
    assert made.person("interpreter").place is Place.WAITING


def test_set_up_passes_only_between_two_admitted() -> None:
    made = in_call()
    offer = wire.SendDescription("clinician", 1, OFFER, "v=0")
    assert made.hear("patient", offer) == [Send("clinician", wire.Description("patient", 1, OFFER, "v=0"))]
    assert made.hear("clinician", wire.SendCandidate("patient", 1, "c")) == [
        Send("patient", wire.RemoteCandidate("clinician", 1, "c"))
    ]
    for target in ("interpreter", "nobody", "patient", ""):
        assert made.hear("patient", wire.SendDescription(target, 1, OFFER, "v=0")) == [Send("patient", FORBIDDEN)]
    for message in (offer, wire.SendCandidate("patient", 1, "c"), wire.Media(True, True)):
        assert made.hear("interpreter", message) == [Send("interpreter", FORBIDDEN)]
    assert made.hear("interpreter", wire.Rejoin(wire.RejoinReason.NO_MEDIA)) == [Send("interpreter", FORBIDDEN)]


def test_media_and_rejoin_reach_the_admitted_only() -> None:
    made = in_call()
    assert made.hear("patient", wire.Media(True, False)) == [Send("clinician", wire.PeerMedia("patient", True, False))]
    assert made.hear("clinician", wire.Rejoin(wire.RejoinReason.NO_PICTURE)) == [
        Send("patient", wire.PeerRejoin("clinician", wire.RejoinReason.NO_PICTURE))
    ]


def test_a_dropped_line_keeps_its_place_for_the_grace() -> None:
    made = in_call()
    assert made.drop("patient", 100) == [Send("clinician", wire.Left("patient", False))]
    assert made.drop("patient", 101) == []
    assert made.hear("patient", wire.Media(True, True)) == []
    assert made.hear("clinician", wire.SendDescription("patient", 1, OFFER, "v=0")) == [], "stale, not forbidden"
    assert made.tick(100 + GRACE_S - 0.1) == []
    assert made.may_arrive("patient", 100 + GRACE_S - 0.1)
    effects = made.arrive("patient")
    assert to(effects, "clinician") == [wire.Joined("patient", Role.PATIENT)]
    assert to(effects, "patient") == [wire.Admitted((wire.RosterEntry("clinician", Role.CLINICIAN, ADMITTED, None),))]
    made.drop("patient", 200)
    assert not made.may_arrive("patient", 200 + GRACE_S)
    assert made.tick(200 + GRACE_S) == [Send("clinician", wire.Left("patient", True)), HangUp("patient")]
    assert not made.may_arrive("patient", 200)


def test_who_waits_and_drops_is_told_of_to_the_hosts_only() -> None:
    made = in_call()
    assert made.drop("interpreter", 0) == [Send("clinician", wire.Left("interpreter", False))]
    assert made.arrive("interpreter") == [Send("clinician", wire.Knock("interpreter", Role.INTERPRETER, None))]
    assert made.hear("interpreter", wire.Leave()) == [
        Send("clinician", wire.Left("interpreter", True)),
        HangUp("interpreter"),
    ]


def test_admitted_while_the_line_is_down_comes_in_on_return() -> None:
    made = in_call()
    made.drop("interpreter", 0)
    assert made.hear("clinician", wire.Admit("interpreter")) == []
    effects = made.arrive("interpreter")
    assert isinstance(to(effects, "interpreter")[0], wire.Admitted)
    assert to(effects, "patient") == [wire.Joined("interpreter", Role.INTERPRETER)]


def test_hold_and_admit_again() -> None:
    made = in_call()
    effects = made.hear("clinician", wire.Hold("patient"))
    assert to(effects, "patient") == [wire.Held()]
    assert to(effects, "clinician") == [wire.Left("patient", True), wire.Knock("patient", Role.PATIENT, None)]
    assert made.hear("clinician", wire.Hold("patient")) == []
    assert made.hear("patient", wire.Media(True, True)) == [Send("patient", FORBIDDEN)]
    assert to(made.hear("clinician", wire.Admit("patient")), "clinician") == [wire.Joined("patient", Role.PATIENT)]
    made.drop("patient", 0)
    assert made.hear("clinician", wire.Hold("patient")) == [Send("clinician", wire.Left("patient", True))]
    assert made.arrive("patient") == [Send("clinician", wire.Knock("patient", Role.PATIENT, None))]


def test_denied_people_hear_why_and_can_be_let_in_after_all() -> None:
    made = in_call()
    effects = made.hear("clinician", wire.Deny("interpreter", wire.DenyReason.WRONG_VISIT))
    assert to(effects, "interpreter") == [wire.Denied(wire.DenyReason.WRONG_VISIT)]
    assert to(effects, "clinician") == [wire.Left("interpreter", True)]
    assert made.person("interpreter").wire_state is wire.PersonState.DENIED
    assert made.drop("interpreter", 0) == []
    assert made.arrive("interpreter") == []
    made.drop("clinician", 0)
    assert "interpreter" not in repr(made.arrive("clinician")), "who was turned away is on nobody's list"
    assert to(made.hear("clinician", wire.Admit("interpreter")), "patient")


def test_hosts_command_no_hosts_and_nobody_unknown() -> None:
    made = room(Role.CLINICIAN, Role.CO_HOST, Role.PATIENT)
    made.arrive("clinician")
    assert made.arrive("co_host") == [
        Send("co_host", wire.Roster((wire.RosterEntry("clinician", Role.CLINICIAN, ADMITTED, None),))),
        Send("clinician", wire.Joined("co_host", Role.CO_HOST)),
    ]
    assert made.hear("clinician", wire.Hold("co_host")) == [Send("clinician", FORBIDDEN)]
    for peer in ("patient", "nobody"):
        unknown = wire.Error(wire.ErrorCode.UNKNOWN_PEER)
        assert made.hear("clinician", wire.Admit(peer)) == [Send("clinician", unknown)], "not here yet"


def test_without_hosts_everybody_waits_again() -> None:
    made = room(Role.CLINICIAN, Role.CO_HOST, Role.PATIENT, Role.INTERPRETER)
    for peer in ("clinician", "co_host", "patient", "interpreter"):
        made.arrive(peer)
    for peer in ("patient", "interpreter"):
        made.hear("clinician", wire.Admit(peer))
    assert wire.Held() not in to(made.hear("clinician", wire.Leave()), "patient"), "the co-host is still there"
    made.drop("co_host", 0)
    effects = made.tick(GRACE_S)
    assert to(effects, "patient")[-1] == wire.Held()
    assert to(effects, "interpreter")[-1] == wire.Held()
    assert made.hear("patient", wire.SendDescription("interpreter", 1, OFFER, "v=0")) == [Send("patient", FORBIDDEN)]


def test_the_end_is_for_everybody_and_final() -> None:
    made = in_call()
    made.drop("interpreter", 0)
    effects = made.hear("clinician", wire.End())
    assert to(effects, "clinician") == to(effects, "patient") == [wire.Ended()]
    assert {effect.peer for effect in effects if isinstance(effect, HangUp)} == {"clinician", "patient", "interpreter"}
    assert made.state is VisitState.ENDED
    assert not any(made.may_arrive(person.peer, 1) for person in made.people)
    assert made.hear("clinician", wire.Admit("patient")) == []


def test_a_visit_closes_by_itself() -> None:
    made = room()
    made.arrive("patient")
    assert to(made.tick(1e6), "patient") == [wire.Ended()]
    assert made.tick(1e6) == []
    assert not made.may_arrive("interpreter", 1e6)


ROLES = [Role.CLINICIAN, Role.CO_HOST, Role.PATIENT, Role.GUARDIAN, Role.INTERPRETER]
PEERS = st.sampled_from([role.value for role in ROLES] + ["nobody"])
REAL = st.sampled_from([role.value for role in ROLES])
MESSAGES = st.one_of(
    st.builds(wire.Ready, st.booleans()),
    st.builds(wire.Admit, PEERS),
    st.builds(wire.Deny, PEERS, st.sampled_from(wire.DenyReason)),
    st.builds(wire.Hold, PEERS),
    st.builds(wire.SendDescription, PEERS, st.just(1), st.sampled_from(wire.DescriptionType), st.just("v=0")),
    st.builds(wire.SendCandidate, PEERS, st.just(1), st.just("c")),
    st.builds(wire.Media, st.booleans(), st.booleans()),
    st.builds(wire.Rejoin, st.sampled_from(wire.RejoinReason)),
    st.just(wire.Leave()),
    st.just(wire.Pong()),
    st.just(wire.End()),
    st.builds(wire.Hello, st.just("t"), st.just(1), st.just("")),
)
MEDIA = (wire.Description, wire.RemoteCandidate, wire.PeerMedia, wire.PeerRejoin)
OF_OTHERS = (wire.Roster, wire.Knock, wire.Joined, wire.Left, wire.Admitted, *MEDIA)


class WaitingRoom(RuleBasedStateMachine):
    """Any people, any order, any messages. An own, simpler book tells who was let in by a host."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 0.0
        self.room = room(*ROLES)
        self.allowed: set[str] = set()
        self.lines: set[str] = set()
        self.gone: set[str] = set()
        self.over = False

    @initialize(peers=st.lists(REAL, unique=True))
    def some_are_there(self, peers: list[str]) -> None:
        for peer in peers:
            self.arrive(peer)

    @rule(peer=REAL)
    def arrive(self, peer: str) -> None:
        if peer not in self.lines and self.room.may_arrive(peer, self.now_s):
            self.lines.add(peer)
            if peer in ("clinician", "co_host"):
                self.allowed.add(peer)
            self.check(self.room.arrive(peer))

    @rule(peer=REAL)
    def drop(self, peer: str) -> None:
        self.lines.discard(peer)
        self.check(self.room.drop(peer, self.now_s))

    @rule(seconds=st.sampled_from([1.0, GRACE_S / 2, GRACE_S]))
    def wait(self, seconds: float) -> None:
        self.now_s += seconds
        self.check(self.room.tick(self.now_s))

    @precondition(lambda self: self.lines)
    @rule(data=st.data(), message=MESSAGES.filter(lambda m: not isinstance(m, wire.Admit | wire.End)))
    def say(self, data: st.DataObject, message: wire.ClientMessage) -> None:
        self.hear(data.draw(st.sampled_from(sorted(self.lines))), message)

    @precondition(lambda self: self.lines)
    @rule(data=st.data(), message=st.builds(wire.Admit, PEERS))
    def admit(self, data: st.DataObject, message: wire.ClientMessage) -> None:
        self.hear(data.draw(st.sampled_from(sorted(self.lines))), message)

    @rule(guest=st.sampled_from(["patient", "guardian", "interpreter"]), host=st.sampled_from(["clinician", "co_host"]))
    def bring_in(self, guest: str, host: str) -> None:
        for peer in (host, guest):
            self.arrive(peer)
        if host in self.lines:
            self.hear(host, wire.Admit(guest))

    @precondition(lambda self: self.lines)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        self.hear(data.draw(st.sampled_from(sorted(self.lines))), wire.Leave())

    @precondition(lambda self: len(self.lines) > 3)
    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        self.hear(data.draw(st.sampled_from(sorted(self.lines))), wire.End())

    def hear(self, peer: str, message: wire.ClientMessage) -> None:
        places = {person.peer: person.place for person in self.room.people}
        effects = self.room.hear(peer, message)
        if isinstance(message, MEDIA_SENT) and peer not in self.allowed:
            assert effects == [Send(peer, FORBIDDEN)], "who is not let in sends nothing"
        if peer in ("clinician", "co_host"):
            target = getattr(message, "peer", "")
            if isinstance(message, wire.Admit) and places.get(target) not in (None, Place.INVITED, Place.GONE):
                self.allowed.add(target)
            if isinstance(message, wire.Hold | wire.Deny) and target not in ("clinician", "co_host"):
                self.allowed.discard(target)
        self.check(effects)

    def check(self, effects: list[Send | HangUp]) -> None:
        for effect in effects:
            if isinstance(effect, HangUp):
                self.lines.discard(effect.peer)
                self.allowed.discard(effect.peer)
                self.gone.add(effect.peer)
                continue
            assert effect.to in self.lines, "no message to somebody without a line"
            if isinstance(effect.message, wire.Held):
                self.allowed.discard(effect.to)
            if isinstance(effect.message, OF_OTHERS):
                assert effect.to in self.allowed, "who waits hears only about himself"
            if isinstance(effect.message, MEDIA):
                assert effect.message.from_ in self.allowed, "and nothing comes from somebody who waits"
        if not self.allowed & {"clinician", "co_host"}:
            self.allowed.clear()

    @invariant()
    def the_books_agree(self) -> None:
        assert {p.peer for p in self.room.people if p.admitted} == self.allowed
        assert {p.peer for p in self.room.people if p.here} == self.lines
        assert {p.peer for p in self.room.people if p.place is Place.GONE} == self.gone
        if self.room.state is VisitState.ENDED:
            assert not self.lines
        if self.room.state is VisitState.ACTIVE:
            assert self.allowed & {"clinician", "co_host"}, "nobody is in without a host"


MEDIA_SENT = (wire.SendDescription, wire.SendCandidate, wire.Media, wire.Rejoin)
TestWaitingRoom = WaitingRoom.TestCase
