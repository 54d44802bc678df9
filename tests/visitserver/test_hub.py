from __future__ import annotations

from vardklient.domain.visit import Kind, Role
from vardklient.visitserver.hub import NORMAL_CLOSE, PING_EVERY_S, Hub
from vardklient.visitserver.ice import IceSource
from vardklient.visitserver.registry import Refusal, Registry, VisitOrder
from vardklient.wire import messages as wire

NOW_S = 1_000_000.0


class ListedLine:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.heard: list[wire.ServerMessage] = []
        self.code = 0

    def send(self, message: wire.ServerMessage) -> None:
        self.heard.append(message)

    def hang_up(self, code: int) -> None:
        self.code = code


class Bed:
    """A hub with a clock in the test's hand, and one visit."""

    def __init__(self) -> None:
        self.now_s = NOW_S
        self.hub = Hub(Registry(), IceSource(stun_urls=("stun:a",)), lambda: self.now_s)
        order = VisitOrder(NOW_S, NOW_S + 1800, "Leg. läkare", Kind.ONE_TO_ONE, (Role.CLINICIAN, Role.PATIENT))
        _, self.invitations = self.hub.create(order)

    def enter(self, number: int) -> tuple[str, ListedLine]:
        line = ListedLine()
        peer = self.hub.enter(wire.Hello(self.invitations[number].ticket, wire.PROTOCOL, ""), line)
        assert not isinstance(peer, Refusal)
        return peer, line


def test_the_welcome_comes_before_anything_else() -> None:
    bed = Bed()
    _, line = bed.enter(0)
    welcome, roster = line.heard
    assert isinstance(welcome, wire.Welcome)
    assert welcome.ice == (wire.WireIceServer(("stun:a",), "", ""),)
    assert roster == wire.Roster(())


def test_lines_are_tried_every_few_seconds() -> None:
    bed = Bed()
    _, line = bed.enter(1)
    bed.hub.tick()
    assert wire.Ping() not in line.heard
    bed.now_s += PING_EVERY_S
    bed.hub.tick()
    bed.hub.tick()
    assert line.heard.count(wire.Ping()) == 1


def test_an_outdated_line_is_neither_heard_nor_missed() -> None:
    bed = Bed()
    clinician, old = bed.enter(0)
    welcome = old.heard[0]
    assert isinstance(welcome, wire.Welcome)
    new = ListedLine()
    assert bed.hub.enter(wire.Hello("", wire.PROTOCOL, welcome.resume), new) == clinician
    assert old.code == wire.CloseCode.TICKET
    bed.hub.hear(clinician, old, wire.End())
    bed.hub.drop(clinician, old)
    bed.now_s += 1000
    bed.hub.tick()
    assert new.code == 0
    bed.hub.hear(clinician, new, wire.End())
    assert (new.heard[-1], new.code) == (wire.Ended(), NORMAL_CLOSE)


def test_what_is_for_a_dropped_line_is_not_kept() -> None:
    bed = Bed()
    clinician, line = bed.enter(0)
    patient, gone = bed.enter(1)
    bed.hub.hear(clinician, line, wire.Admit(patient))
    bed.hub.drop(patient, gone)
    count = len(gone.heard)
    bed.hub.hear(clinician, line, wire.Media(True, True))
    assert len(gone.heard) == count
    assert line.heard[-1] == wire.Left(patient, False)
