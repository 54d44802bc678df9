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
from vardklient.visitserver.visit import GRACE_S, HangUp, Person, Place, Room, Send, VisitState
from vardklient.wire import messages as wire

OPENS_BEFORE_S = 12 * 3600.0
CLOSES_AFTER_S = 4 * 3600.0
MAX_VISITS = 10_000
MAX_PEOPLE = 1000
"""Invited to one visit. A program invites some ten at every start."""


class Refusal(StrEnum):
    """Why somebody does not get in."""

    TICKET = "ticket"
    TOO_EARLY = "too_early"


class ServerFull(VardklientError):
    """There are more visits than this server keeps."""


@dataclass(frozen=True, slots=True)
class VisitOrder:
    """A visit to be made. No patient data: `meets` is the host's title, times are Unix seconds.

    `name` is what the orderer knows it by, opaque; empty: nothing, it is ordered once only.
    """

    start_s: float
    end_s: float
    meets: str
    kind: Kind
    invite: tuple[Role, ...]
    name: str = ""


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
        self._named: dict[str, str] = {}

    @property
    def visits(self) -> int:
        """How many visits are not over."""
        return len(self._visits)

    def create(self, order: VisitOrder) -> tuple[str, tuple[Invitation, ...]]:
        """Make a visit: its id and one ticket for each person invited, in the order asked for.

        One of the same name that is not over is not made again but gets these invitations besides: a program that was
        started anew finds who waits there, and the links that were handed out before go on leading to it.

        Raises:
            ServerFull: there are too many, or too many were invited to this one.
        """
        visit = self._named.get(order.name, "")
        room = self._visits.get(visit)
        if room is None or room.state is VisitState.ENDED:
            visit, room = self._open(order)
        elif len(room.people) + len(order.invite) > MAX_PEOPLE:
            raise ServerFull("too many people in one visit")
        room.stay_open(order.end_s + CLOSES_AFTER_S)
        number = 1 + max((person.order for person in room.people), default=-1)
        return visit, tuple(self._invite(room, order, role, number) for role in order.invite)

    def _open(self, order: VisitOrder) -> tuple[str, Room]:
        if len(self._visits) >= self._max_visits:
            raise ServerFull("too many visits")
        visit, closes_s = new_secret(), order.end_s + CLOSES_AFTER_S
        room = self._visits[visit] = Room(meets=order.meets, closes_s=closes_s, grace_s=self._grace_s)
        if order.name:
            self._named[order.name] = visit
        return visit, room

    def _invite(self, room: Room, order: VisitOrder, role: Role, number: int) -> Invitation:
        peer = new_secret()
        room.invite(peer, role, number)
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
        self._named = {name: named for name, named in self._named.items() if named != visit}
