from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.signalling import ScriptedLine
from vardklient.base.errors import SourceError, TicketRefused
from vardklient.domain.visit import Kind, Participant, Role, Visit
from vardklient.ports.signalling import (
    Admit,
    IceServer,
    Knocked,
    PeerJoined,
    PeerLeft,
    SignallingEvent,
    SignallingLost,
    Welcomed,
)
from vardklient.program.lines import Lines
from vardklient.program.rooms import Rooms
from vardklient.schedule.visitserver import Invited

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ICE = (IceServer(("turn:127.0.0.1",)),)


class Rig:
    def __init__(self) -> None:
        self.heard: list[tuple[str, SignallingEvent]] = []
        self.made: list[ScriptedLine] = []
        self.links: list[str] = []
        self.lines = Lines(self._connect, lambda visit, event: self.heard.append((visit, event)))

    def _connect(self, link: str) -> ScriptedLine:
        self.links.append(link)
        self.made.append(ScriptedLine(Welcomed("me", ICE)))
        return self.made[-1]


async def test_a_line_remembers_who_we_are_and_who_waits() -> None:
    rig = Rig()
    await rig.lines.open("v", "link")
    rig.made[0].hear(Knocked("p", Role.PATIENT))
    rig.made[0].hear(Knocked("t", Role.INTERPRETER))
    rig.made[0].hear(Knocked("x", Role.PATIENT))
    rig.made[0].hear(PeerLeft("x"))
    rig.made[0].hear(PeerJoined("t", Role.INTERPRETER))
    rig.made[0].hear(SignallingLost())
    assert rig.lines.waiting("v") == (("p", Role.PATIENT, None),)
    assert (rig.lines.you("v"), rig.lines.ice("v"), rig.lines.has("v")) == ("me", ICE, True)
    assert rig.heard[-1] == ("v", SignallingLost())
    await rig.lines.say("v", Admit("p"))
    await rig.lines.say("other", Admit("p"))
    assert rig.made[0].said == [Admit("p")]
    await rig.lines.close("v")
    await rig.lines.close("v")
    assert rig.made[0].closed
    assert (rig.lines.you("v"), rig.lines.ice("v"), rig.lines.waiting("v")) == ("", (), ())


async def test_a_refused_link_leaves_no_line() -> None:
    rig = Rig()
    lines = Lines(lambda link: ScriptedLine(TicketRefused("spent")), lambda *_: None)
    with pytest.raises(TicketRefused):
        await lines.open("v", "link")
    assert not lines.has("v")
    await rig.lines.open("a", "1")
    await rig.lines.open("b", "2")
    await rig.lines.close_all(but="b")
    assert [m.closed for m in rig.made] == [True, False]
    await rig.lines.close_all()
    assert [m.closed for m in rig.made] == [True, True]


class Maker:
    def __init__(self, fail: bool = False) -> None:
        self.asked: list[tuple[Role, ...]] = []
        self.fail = fail

    async def create(
        self, start: datetime, end: datetime, kind: Kind, host: str, roles: tuple[Role, ...], visit: str
    ) -> Maker:
        assert visit == "v"
        self.asked.append(roles)
        if self.fail:
            raise SourceError("away")
        self.invited = tuple(Invited(role, f"link {role.value} {n}") for n, role in enumerate(roles))
        return self


def visit(*roles: Role) -> Visit:
    return Visit("v", NOW, NOW + timedelta(minutes=20), participants=tuple(Participant(r) for r in roles))


async def test_a_room_is_made_once_with_a_link_for_everybody_and_those_expected_first() -> None:
    rig, maker, rooms = Rig(), Maker(), []
    making = Rooms(maker, rig.lines, "Leg. läkare", lambda *room: rooms.append(room))
    await making.make(visit(Role.GUARDIAN, Role.INTERPRETER, Role.CLINICIAN))
    await making.make(visit(Role.GUARDIAN))
    (asked,) = maker.asked
    assert asked[:3] == (Role.CLINICIAN, Role.GUARDIAN, Role.INTERPRETER)
    assert sorted(asked) == sorted(Role)
    ((made, links),) = rooms
    assert (made, links[0]) == ("v", (Role.GUARDIAN, "link guardian 1"))
    assert [role for role, _ in links] == list(asked[1:])
    assert rig.links == ["link clinician 0"]


async def test_in_a_group_each_patient_has_a_link_of_their_own() -> None:
    rig, maker, rooms = Rig(), Maker(), []
    making = Rooms(maker, rig.lines, "Leg. läkare", lambda *room: rooms.append(room))
    await making.make(replace(visit(*[Role.PATIENT] * 7), kind=Kind.GROUP))
    links = [link for role, link in rooms[0][1] if role is Role.PATIENT]
    assert len(links) == len(set(links)) == 7


async def test_a_room_that_could_not_be_made_can_be_tried_again() -> None:
    rig, maker = Rig(), Maker(fail=True)
    making = Rooms(maker, rig.lines, "", lambda *_: None)
    with pytest.raises(SourceError):
        await making.make(visit())
    maker.fail = False
    await making.make(visit())
    assert [asked[:2] for asked in maker.asked] == [(Role.CLINICIAN, Role.PATIENT)] * 2
