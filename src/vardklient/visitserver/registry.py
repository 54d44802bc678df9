"""All visits of this server: which ticket leads where, who is who, what has been over for long.

Pure as `visit.py`: no socket, time comes in as an argument (Unix seconds of a clock that never goes back).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vardklient.base.errors import VardklientError
from vardklient.domain.visit import Kind, Role
from vardklient.visitserver.tickets import ResumeBook, TicketBook, new_secret
from vardklient.visitserver.visit import GRACE_S, HangUp, Person, Place, Room, Send
from vardklient.wire import messages as wire

OPENS_BEFORE_S = 12 * 3600.0
CLOSES_AFTER_S = 4 * 3600.0
MAX_VISITS = 10_000


class Refusal(StrEnum):
    """Why somebody does not get in."""

    TICKET = "ticket"
    TOO_EARLY = "too_early"


class ServerFull(VardklientError):
    """There are more visits than this server keeps."""


@dataclass(frozen=True, slots=True)
class VisitOrder:
    """A visit to be made. No patient data: `meets` is the host's title, times are Unix seconds."""

    start_s: float
    end_s: float
    meets: str
    kind: Kind
    invite: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Invitation:
    """One person's way in."""

    role: Role
    ticket: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody is in: where they sit, and the token for the next time."""

    room: Room
    person: Person
    resume: str


class Registry:
    """Knows every visit and every way in."""

    def __init__(self, *, grace_s: float = GRACE_S, max_visits: int = MAX_VISITS) -> None:
        self._grace_s = grace_s
        self._max_visits = max_visits
        self._tickets = TicketBook()
        self._resumes = ResumeBook()
        self._visits: dict[str, Room] = {}
        self._rooms: dict[str, Room] = {}
        self._opens_s: dict[str, float] = {}

    @property
    def visits(self) -> int:
        """How many visits are not over."""
        return len(self._visits)

    def create(self, order: VisitOrder) -> tuple[str, tuple[Invitation, ...]]:
        """Make a visit: its id and one ticket for each person invited, in the order asked for.

        Raises:
            ServerFull: there are too many.
        """
        if len(self._visits) >= self._max_visits:
            raise ServerFull("too many visits")
        visit, closes_s = new_secret(), order.end_s + CLOSES_AFTER_S
        room = self._visits[visit] = Room(meets=order.meets, closes_s=closes_s, grace_s=self._grace_s)
        return visit, tuple(self._invite(room, order, role) for role in order.invite)

    def _invite(self, room: Room, order: VisitOrder, role: Role) -> Invitation:
        peer = new_secret()
        room.invite(peer, role)
        self._rooms[peer] = room
        self._opens_s[peer] = order.start_s - OPENS_BEFORE_S
        return Invitation(role, self._tickets.issue(peer, order.end_s + CLOSES_AFTER_S))

    def enter(self, hello: wire.Hello, now_s: float) -> Entry | Refusal:
        """Who says this hello? A ticket is spent by it; a resume token is exchanged for a new one."""
        peer = self._resumes.look(hello.resume) if hello.resume else self._tickets.look(hello.ticket, now_s)
        room = self._rooms.get(peer) if peer is not None else None
        if peer is None or room is None or not room.may_arrive(peer, now_s):
            return Refusal.TICKET
        person = room.person(peer)
        if not person.host and now_s < self._opens_s[peer]:
            return Refusal.TOO_EARLY  # the ticket stays good: trying a link the week before must not spend it
        if not hello.resume:
            self._tickets.spend(hello.ticket, now_s)
        return Entry(room, person, self._resumes.rotate(peer))

    def room(self, peer: str) -> Room:
        """The visit of this person, who must be in one."""
        return self._rooms[peer]

    def spoke(self, peer: str) -> None:
        """The person has spoken on the newest line: older resume tokens are worthless."""
        self._resumes.settle(peer)

    def tick(self, now_s: float) -> Iterator[Send | HangUp]:
        """Time has passed in every visit."""
        for visit, room in list(self._visits.items()):
            yield from room.tick(now_s)
            self._sweep(visit, room)

    def gone(self, peer: str) -> None:
        """The person does not come back: nothing of theirs is good any more."""
        self._resumes.forget(peer)

    def _sweep(self, visit: str, room: Room) -> None:
        if any(person.place is not Place.GONE for person in room.people):
            return
        for person in room.people:
            self._tickets.forget(person.peer)
            self._resumes.forget(person.peer)
            del self._rooms[person.peer], self._opens_s[person.peer]
        del self._visits[visit]
