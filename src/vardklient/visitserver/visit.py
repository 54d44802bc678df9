"""One visit on the server: who waits, who is let in, who hears what. Pure rules, no socket, no clock.

Everybody but the hosts (clinician, co-host) waits until a host lets them in: also who comes first, also while the host
reconnects. Those who wait hear only about themselves. A person whose line drops keeps the place for `GRACE_S`. When the
last host is gone for good, everybody is held in the waiting room again: nobody is left alone with another one there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vardklient.domain.visit import Role
from vardklient.wire import messages as wire

GRACE_S = 60.0
HOSTS = frozenset({Role.CLINICIAN, Role.CO_HOST})


class Place(StrEnum):
    """Where a person is. A dropped line does not change the place until the grace is over."""

    INVITED = "invited"
    WAITING = "waiting"
    ADMITTED = "admitted"
    HELD = "held"
    DENIED = "denied"
    GONE = "gone"


class VisitState(StrEnum):
    """How far the visit is."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(slots=True)
class Person:
    """Somebody invited.

    Attributes:
        peer: opaque id, new for every visit.
        lost_at_s: when the line dropped; None while there is a line, and before the first.
        devices_ok: what their own device test said, None before it has spoken.
        media: what they send now, None before they have said it.
        order: by which order of the visit they were invited, from 0.
    """

    peer: str
    role: Role
    place: Place = Place.INVITED
    lost_at_s: float | None = None
    devices_ok: bool | None = None
    media: tuple[bool, bool] | None = None
    order: int = 0

    @property
    def host(self) -> bool:
        """May this person let others in?"""
        return self.role in HOSTS

    @property
    def here(self) -> bool:
        """Is there a line to them?"""
        return self.place not in (Place.INVITED, Place.GONE) and self.lost_at_s is None

    @property
    def waits(self) -> bool:
        """In the waiting room, for the first time or again."""
        return self.place in (Place.WAITING, Place.HELD)

    @property
    def admitted(self) -> bool:
        """Let in, whether or not the line is up."""
        return self.place is Place.ADMITTED

    def entry(self) -> wire.RosterEntry:
        """As others are told of them."""
        return wire.RosterEntry(self.peer, self.role, self.wire_state, self.devices_ok)

    @property
    def wire_state(self) -> wire.PersonState:
        """The state as the protocol names it: held is waiting."""
        if self.admitted:
            return wire.PersonState.ADMITTED
        return wire.PersonState.DENIED if self.place is Place.DENIED else wire.PersonState.WAITING


@dataclass(frozen=True, slots=True)
class Send:
    """Effect: this message goes to this person."""

    to: str
    message: wire.ServerMessage


@dataclass(frozen=True, slots=True)
class HangUp:
    """Effect: this person's line is closed and does not come back; the tokens are worthless."""

    peer: str


Effects = Iterator[Send | HangUp]


class Room:
    """The visit's state machine.

    Every method that changes something returns the effects, complete and in order. Times are seconds of one clock
    that never goes back.
    """

    def __init__(self, *, meets: str, closes_s: float, grace_s: float = GRACE_S) -> None:
        """`meets` is the title the patient is shown; at `closes_s` the visit ends by itself."""
        self.meets = meets
        self._closes_s = closes_s
        self._grace_s = grace_s
        self._people: dict[str, Person] = {}
        self._ended = False

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who was ever invited."""
        return tuple(self._people.values())

    @property
    def state(self) -> VisitState:
        """How far the visit is."""
        if self._ended:
            return VisitState.ENDED
        if any(p.admitted and not p.host for p in self.people):
            return VisitState.ACTIVE
        return VisitState.OPEN if any(p.here for p in self.people) else VisitState.SCHEDULED

    def invite(self, peer: str, role: Role, order: int = 0) -> None:
        """Expect somebody. The clinician of a later order takes the place of those of earlier ones on arrival."""
        self._people[peer] = Person(peer, role, order=order)

    def stay_open(self, until_s: float) -> None:
        """The visit ends by itself no earlier than then."""
        self._closes_s = max(self._closes_s, until_s)

    def person(self, peer: str) -> Person:
        """The person with this id, who must have been invited."""
        return self._people[peer]

    # ------------------------------------------------------------ lines

    def may_arrive(self, peer: str, now_s: float) -> bool:
        """Is there still a place for this person? Not after leaving, not when the grace or the visit is over."""
        person = self._people[peer]
        late = person.lost_at_s is not None and now_s - person.lost_at_s >= self._grace_s
        return person.place is not Place.GONE and not late and now_s < self._closes_s

    def arrive(self, peer: str) -> list[Send | HangUp]:
        """A line to this person is up: the first time by ticket, later by resume token.

        Only when `may_arrive`. The welcome itself is the caller's.
        """
        person = self._people[peer]
        person.lost_at_s = None
        effects: list[Send | HangUp] = []
        if person.place is Place.INVITED:
            effects += self._take_over(person)
            person.place = Place.ADMITTED if person.host else Place.WAITING
        return [*effects, *self._announce(person)]

    def _take_over(self, person: Person) -> Effects:
        """A clinician's program that was started anew: whom the dead one had let in waits again, and is let in anew."""
        if person.role is Role.CLINICIAN:
            for other in self.people:
                if other.role is Role.CLINICIAN and other.order < person.order and other.place is not Place.GONE:
                    yield from self._go(other)

    def drop(self, peer: str, now_s: float) -> list[Send | HangUp]:
        """The line to this person is down; the grace begins."""
        person = self._people[peer]
        if not person.here:
            return []
        person.lost_at_s = now_s
        return list(self._tell_left(person, gone=False))

    def tick(self, now_s: float) -> list[Send | HangUp]:
        """Time has passed: graces end, and at last the visit itself."""
        effects: list[Send | HangUp] = []
        if now_s >= self._closes_s and not self._ended:
            return list(self._end())
        for person in self.people:
            if person.lost_at_s is not None and now_s - person.lost_at_s >= self._grace_s:
                effects += self._go(person)
        return effects

    def hear(self, peer: str, message: wire.ClientMessage) -> list[Send | HangUp]:
        """What this person says; who says it is decided by the line it came through, never by the message."""
        sender = self._people[peer]
        if not sender.here:
            return []
        return list(self._answer(sender, message))

    # ------------------------------------------------------------ what may be said

    def _answer(self, sender: Person, message: wire.ClientMessage) -> Effects:
        match message:
            case wire.Pong():
                return iter(())
            case wire.Leave():
                return self._go(sender)
            case wire.Ready(devices_ok) if sender.waits:
                return self._ready(sender, devices_ok)
            case wire.Admit(peer) | wire.Deny(peer) | wire.Hold(peer) if sender.host and sender.admitted:
                return self._decide(sender, self._people.get(peer), message)
            case wire.End() if sender.host and sender.admitted:
                return self._end()
            case wire.SendDescription() | wire.SendCandidate() if sender.admitted:
                return self._relay(sender, message)
            case wire.Media(audio, video) if sender.admitted:
                sender.media = (audio, video)
                return self._tell_admitted(sender, wire.PeerMedia(sender.peer, audio, video))
            case wire.Rejoin(why) if sender.admitted:
                return self._tell_admitted(sender, wire.PeerRejoin(sender.peer, why))
        return self._refuse(sender)

    def _refuse(self, sender: Person, code: wire.ErrorCode = wire.ErrorCode.FORBIDDEN) -> Effects:
        yield Send(sender.peer, wire.Error(code))

    def _ready(self, sender: Person, devices_ok: bool) -> Effects:
        sender.devices_ok = devices_ok
        return self._tell_hosts(sender, wire.Knock(sender.peer, sender.role, devices_ok))

    def _relay(self, sender: Person, message: wire.SendDescription | wire.SendCandidate) -> Effects:
        target = self._people.get(message.to)
        if target is None or target is sender or not target.admitted:
            yield from self._refuse(sender)
        elif target.here:  # what is meant for a dropped line is stale before it could arrive
            if isinstance(message, wire.SendDescription):
                relayed = wire.Description(sender.peer, message.epoch, message.type, message.sdp)
                yield Send(target.peer, relayed)
            else:
                yield Send(target.peer, wire.RemoteCandidate(sender.peer, message.epoch, message.cand))

    def _decide(self, host: Person, target: Person | None, what: wire.Admit | wire.Deny | wire.Hold) -> Effects:
        if target is None or target.place in (Place.INVITED, Place.GONE):
            return self._refuse(host, wire.ErrorCode.UNKNOWN_PEER)
        if target.host:
            return self._refuse(host)
        if isinstance(what, wire.Admit):
            return self._admit(target)
        if isinstance(what, wire.Deny):
            return self._put_out(target, Place.DENIED, wire.Denied(what.reason))
        return self._hold(target)

    # ------------------------------------------------------------ what happens then

    def _announce(self, person: Person) -> Effects:
        if person.host:
            others = tuple(p.entry() for p in self._others(person) if p.here and (p.waits or p.admitted))
            yield Send(person.peer, wire.Roster(others))
            yield from self._tell_media_to(person)
            yield from self._tell_admitted(person, wire.Joined(person.peer, person.role))
        elif person.admitted:
            yield from self._let_in(person)
        elif person.waits:
            yield from self._tell_hosts(person, wire.Knock(person.peer, person.role, person.devices_ok))

    def _admit(self, person: Person) -> Effects:
        if person.admitted:
            return
        person.place = Place.ADMITTED
        if person.here:  # otherwise they are let in when they come back
            yield from self._let_in(person)

    def _let_in(self, person: Person) -> Effects:
        peers = tuple(p.entry() for p in self._others(person) if p.admitted and p.here)
        yield Send(person.peer, wire.Admitted(peers))
        yield from self._tell_media_to(person)
        yield from self._tell_admitted(person, wire.Joined(person.peer, person.role))

    def _hold(self, person: Person) -> Effects:
        if not person.admitted:
            return
        yield from self._put_out(person, Place.HELD, wire.Held())
        if person.here:
            yield from self._tell_hosts(person, wire.Knock(person.peer, person.role, person.devices_ok))

    def _put_out(self, person: Person, place: Place, message: wire.ServerMessage) -> Effects:
        yield from self._tell_left(person, gone=True)
        person.place, person.media = place, None
        if person.here:
            yield Send(person.peer, message)

    def _go(self, person: Person) -> Effects:
        yield from self._tell_left(person, gone=True)
        person.place, person.lost_at_s = Place.GONE, None
        yield HangUp(person.peer)
        if person.host and not any(p.host and p.admitted for p in self.people):
            for other in self.people:
                if other.admitted:
                    yield from self._put_out(other, Place.HELD, wire.Held())

    def _end(self) -> Effects:
        self._ended = True
        for person in self.people:
            if person.here:
                yield Send(person.peer, wire.Ended())
            person.place, person.lost_at_s = Place.GONE, None
            yield HangUp(person.peer)

    # ------------------------------------------------------------ who hears it

    def _tell_left(self, person: Person, *, gone: bool) -> Effects:
        """Those who know of the person: everybody admitted, or the hosts of somebody who waits."""
        left = wire.Left(person.peer, gone)
        if person.admitted:
            return self._tell_admitted(person, left)
        return self._tell_hosts(person, left) if person.waits else iter(())

    def _tell_media_to(self, person: Person) -> Effects:
        for other in self._others(person):
            if other.admitted and other.here and other.media is not None:
                yield Send(person.peer, wire.PeerMedia(other.peer, *other.media))

    def _tell_hosts(self, about: Person, message: wire.ServerMessage) -> Effects:
        return iter([Send(p.peer, message) for p in self._others(about) if p.host and p.here])

    def _tell_admitted(self, about: Person, message: wire.ServerMessage) -> Effects:
        return iter([Send(p.peer, message) for p in self._others(about) if p.admitted and p.here])

    def _others(self, person: Person) -> tuple[Person, ...]:
        return tuple(p for p in self.people if p is not person)
