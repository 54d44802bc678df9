"""The lines to the visit server: one per visit of today, so that every arrival is heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from vardklient.base.errors import SignallingError
from vardklient.domain.visit import Role
from vardklient.ports.signalling import (
    IceServer,
    Knocked,
    PeerJoined,
    PeerLeft,
    Signalling,
    SignallingCommand,
    SignallingEvent,
    Welcomed,
)

Listener = Callable[[str, SignallingEvent], None]


@dataclass
class _Line:
    signalling: Signalling
    you: str = ""
    ice: tuple[IceServer, ...] = ()
    waiting: dict[str, tuple[Role, bool | None]] = field(default_factory=dict)


class Lines:
    """Opens, remembers and closes the lines. All methods belong to the core loop.

    Args:
        connect: makes a signalling client out of a link.
        on_event: told everything that any line hears, with the visit's id.
    """

    def __init__(self, connect: Callable[[str], Signalling], on_event: Listener) -> None:
        self._connect = connect
        self._on_event = on_event
        self._lines: dict[str, _Line] = {}

    async def open(self, visit_id: str, link: str) -> None:
        """Open the line of one visit.

        Raises:
            SignallingError: the server cannot be reached or refuses the link.
        """
        line = _Line(self._connect(link))
        line.signalling.on_event(lambda event: self._heard(visit_id, line, event))
        self._lines[visit_id] = line
        try:
            await line.signalling.open()
        except SignallingError:
            self._lines.pop(visit_id, None)
            await line.signalling.close()
            raise

    def _heard(self, visit_id: str, line: _Line, event: SignallingEvent) -> None:
        match event:
            case Welcomed(you, ice):
                line.you, line.ice = you, ice
            case Knocked(peer, role, devices_ok):
                line.waiting[peer] = (role, devices_ok)
            case PeerLeft(peer) | PeerJoined(peer):
                line.waiting.pop(peer, None)
            case _:
                pass
        self._on_event(visit_id, event)

    def has(self, visit_id: str) -> bool:
        """Is there a line for this visit?"""
        return visit_id in self._lines

    def you(self, visit_id: str) -> str:
        """Our own id in that visit."""
        line = self._lines.get(visit_id)
        return line.you if line else ""

    def ice(self, visit_id: str) -> tuple[IceServer, ...]:
        """The ICE servers of that visit."""
        line = self._lines.get(visit_id)
        return line.ice if line else ()

    def waiting(self, visit_id: str) -> tuple[tuple[str, Role, bool | None], ...]:
        """Who is in the waiting room of that visit: id, role, and how their own test went."""
        line = self._lines.get(visit_id)
        return tuple((peer, *known) for peer, known in line.waiting.items()) if line else ()

    async def say(self, visit_id: str, command: SignallingCommand) -> None:
        """Say something in that visit; without a line nothing happens."""
        line = self._lines.get(visit_id)
        if line is not None:
            await line.signalling.say(command)

    async def close(self, visit_id: str) -> None:
        """Close the line of one visit for good."""
        line = self._lines.pop(visit_id, None)
        if line is not None:
            await line.signalling.close()

    async def close_all(self, but: str = "") -> None:
        """Close every line, or every line but that of one visit."""
        gone = {visit_id: line for visit_id, line in self._lines.items() if visit_id != but}
        self._lines = {visit_id: line for visit_id, line in self._lines.items() if visit_id == but}
        await asyncio.gather(*(line.signalling.close() for line in gone.values()), return_exceptions=True)
