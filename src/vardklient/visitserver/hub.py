"""Between the lines and the visits: carries what people say to their visit and its effects to the lines.

Knows no network: a line is anything that can send and hang up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from vardklient.visitserver.ice import IceSource
from vardklient.visitserver.registry import Entry, Invitation, Refusal, Registry, VisitOrder
from vardklient.visitserver.visit import HangUp, Send
from vardklient.wire import messages as wire

PING_EVERY_S = 5.0
NORMAL_CLOSE = 1000


class Line(Protocol):
    """One client's connection. Neither method waits or raises."""

    def send(self, message: wire.ServerMessage) -> None:
        """Queue this message."""
        ...

    def hang_up(self, code: int) -> None:
        """Close after what is queued."""
        ...


class Hub:
    """All lines and all visits. Everything happens on one thread, one call after the other."""

    def __init__(self, registry: Registry, ice: IceSource, now_s: Callable[[], float]) -> None:
        self._registry = registry
        self._ice = ice
        self._now_s = now_s
        self._lines: dict[str, Line] = {}
        self._pinged_s = now_s()

    def create(self, order: VisitOrder) -> tuple[str, tuple[Invitation, ...]]:
        """Make a visit, see `Registry.create`."""
        return self._registry.create(order)

    def enter(self, hello: wire.Hello, line: Line) -> str | Refusal:
        """Put the line in its place: the person's id, or why not. An older line of the same person is closed."""
        entry = self._registry.enter(hello, self._now_s())
        if isinstance(entry, Refusal):
            return entry
        peer = entry.person.peer
        older = self._lines.pop(peer, None)
        if older is not None:
            self._carry_out(entry.room.drop(peer, self._now_s()))
            older.hang_up(wire.CloseCode.TICKET)
        self._lines[peer] = line
        effects = entry.room.arrive(peer)
        line.send(self._welcome(entry))
        self._carry_out(effects)
        return peer

    def _welcome(self, entry: Entry) -> wire.Welcome:
        person = entry.person
        ice = self._ice.servers(self._now_s())
        return wire.Welcome(person.peer, person.role, person.wire_state, entry.resume, entry.room.meets, ice)

    def hear(self, peer: str, line: Line, message: wire.ClientMessage) -> None:
        """The person says something through this line; an outdated line is not heard."""
        if self._lines.get(peer) is line:
            self._registry.spoke(peer)
            self._carry_out(self._registry.room(peer).hear(peer, message))

    def drop(self, peer: str, line: Line) -> None:
        """This line is down."""
        if self._lines.get(peer) is line:
            del self._lines[peer]
            self._carry_out(self._registry.room(peer).drop(peer, self._now_s()))

    def tick(self) -> None:
        """To be called twice a second or so: graces end, visits close, lines are tried."""
        now_s = self._now_s()
        self._carry_out(self._registry.tick(now_s))
        if now_s - self._pinged_s >= PING_EVERY_S:
            self._pinged_s = now_s
            for line in list(self._lines.values()):
                line.send(wire.Ping())

    def _carry_out(self, effects: Iterable[Send | HangUp]) -> None:
        for effect in effects:
            if isinstance(effect, Send):
                line = self._lines.get(effect.to)
                if line is not None:
                    line.send(effect.message)
            else:
                self._registry.gone(effect.peer)
                gone = self._lines.pop(effect.peer, None)
                if gone is not None:
                    gone.hang_up(NORMAL_CLOSE)
