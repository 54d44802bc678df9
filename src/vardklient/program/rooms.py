"""Rooms on the visit server: one for each visit that wants one, made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from vardklient.base.errors import SignallingError, SourceError
from vardklient.domain.visit import Kind, Role, Visit
from vardklient.program.lines import Lines


class CreatedRoom(Protocol):
    """What the visit server answers, as far as it matters here."""

    @property
    def links(self) -> Mapping[Role, str]:
        """A one-time link for each role."""
        ...


class RoomMaker(Protocol):
    """The visit server's HTTP side."""

    async def create(
        self, start: datetime, end: datetime, kind: Kind, host: str, roles: tuple[Role, ...]
    ) -> CreatedRoom:
        """Make a room with a link for each role.

        Raises:
            SourceError: the server cannot be reached or refuses.
        """
        ...


OnRoom = Callable[[str, tuple[tuple[Role, str], ...]], None]


class Rooms:
    """Makes rooms and opens their lines. All methods belong to the core loop.

    Args:
        maker: the visit server.
        host: what the patient reads about whom they meet: title and unit, never a patient's data.
        on_room: told the visit's id and the others' links when the room is there and its line is open.
    """

    def __init__(self, maker: RoomMaker, lines: Lines, host: str, on_room: OnRoom) -> None:
        self._maker, self._lines, self._host, self._on_room = maker, lines, host, on_room
        self._under_way: set[str] = set()

    async def make(self, visit: Visit) -> None:
        """Make the room of one visit; a visit that has one, or is getting one, is left alone.

        Raises:
            SourceError, SignallingError: it could not be made; the next reading of the day tries again.
        """
        if visit.visit_id in self._under_way or self._lines.has(visit.visit_id):
            return
        self._under_way.add(visit.visit_id)
        try:
            guests = tuple(dict.fromkeys(p.role for p in visit.participants if p.role is not Role.CLINICIAN))
            roles = (Role.CLINICIAN, *(guests or (Role.PATIENT,)))
            room = await self._maker.create(visit.start, visit.end, visit.kind, self._host, roles)
            await self._lines.open(visit.visit_id, room.links[Role.CLINICIAN])
            self._on_room(visit.visit_id, tuple((role, room.links[role]) for role in roles[1:]))
        finally:
            self._under_way.discard(visit.visit_id)


ROOM_ERRORS = (SourceError, SignallingError)
