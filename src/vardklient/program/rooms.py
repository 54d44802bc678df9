"""Rooms on the visit server: one for each visit that wants one, made once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from vardklient.base.errors import SignallingError, SourceError
from vardklient.domain.invitation import invited_roles
from vardklient.domain.visit import Kind, Role, Visit
from vardklient.program.lines import Lines


class Seat(Protocol):
    """One person's way in."""

    @property
    def role(self) -> Role:
        """Whose it is."""
        ...

    @property
    def link(self) -> str:
        """Good once."""
        ...


class CreatedRoom(Protocol):
    """What the visit server answers, as far as it matters here."""

    @property
    def invited(self) -> Sequence[Seat]:
        """One for each role asked for, in that order; a role may be there several times."""
        ...


class RoomMaker(Protocol):
    """The visit server's HTTP side."""

    async def create(
        self, start: datetime, end: datetime, kind: Kind, host: str, roles: tuple[Role, ...], visit: str
    ) -> CreatedRoom:
        """Make a room with a link for each role, or find the one that was made for this visit before a restart.

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

        Links are made for everybody who may come, as none can be added later: those expected come first.

        Raises:
            SourceError, SignallingError: it could not be made; the next reading of the day tries again.
        """
        if visit.visit_id in self._under_way or self._lines.has(visit.visit_id):
            return
        self._under_way.add(visit.visit_id)
        try:
            roles = (Role.CLINICIAN, *invited_roles(visit))
            room = await self._maker.create(visit.start, visit.end, visit.kind, self._host, roles, visit.visit_id)
            own, *others = room.invited
            await self._lines.open(visit.visit_id, own.link)
            self._on_room(visit.visit_id, tuple((seat.role, seat.link) for seat in others))
        finally:
            self._under_way.discard(visit.visit_id)


ROOM_ERRORS = (SourceError, SignallingError)
