"""The day: which visits there are, how far each has come, who waits. The cross-check is a field, not a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from vardklient.domain.record import Outcome
from vardklient.domain.visit import JoinKind, Match, Modality, Problem, Role, Visit
from vardklient.flows.timers import StartTimer, TimerFired
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult


class Stage(StrEnum):
    """How far a visit has come."""

    PLANNED = "planned"
    DUE = "due"
    WAITING = "waiting"
    IN_CALL = "in_call"
    ENDED = "ended"
    MISSED = "missed"


class DayNotice(StrEnum):
    """The one sentence over the list; `ui/texts` holds the words."""

    NO_ROOM = "no_room"
    SERVER_LOST = "server_lost"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the waiting room, since when, and how their own test went (None: not known)."""

    peer: str
    role: Role
    since: datetime
    devices_ok: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One visit on the list.

    Attributes:
        confirmed: the user has looked at a row that is not green and opened it all the same.
        room: has it a room on our visit server?
        links: the others' one-time links, to be handed over, by role.
    """

    visit: Visit
    stage: Stage = Stage.PLANNED
    waiting: tuple[Waiting, ...] = ()
    confirmed: bool = False
    outcome: Outcome | None = None
    room: bool = False
    links: tuple[tuple[Role, str], ...] = ()

    @property
    def patient_link(self) -> str:
        """The link of the first who is not an interpreter; empty when there is none to hand over."""
        return next((link for role, link in self.links if role is not Role.INTERPRETER), "")


@dataclass(frozen=True, slots=True)
class SourceState:
    """How fresh a source is; `stale`: the last reading failed and the rows are those of `read_at`."""

    name: str
    read_at: datetime | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class DayState:
    """The snapshot that the list shows.

    Attributes:
        rows: remote visits by time, cancelled ones among them.
        others: how many bookings of the day are not remote.
        next_id: the visit on the hero card.
        asking: the visit that waits for the user's confirmation before it opens.
        active_id: the visit that is in a call.
        server: can rooms be made on a visit server?
        notice: what is wrong, if anything.
    """

    day: date
    now: datetime
    rows: tuple[Row, ...] = ()
    others: int = 0
    problems: tuple[Problem, ...] = ()
    sources: tuple[SourceState, ...] = ()
    next_id: str = ""
    asking: str = ""
    active_id: str = ""
    practice: bool = False
    loading: bool = True
    server: bool = False
    notice: DayNotice | None = None

    def row(self, visit_id: str) -> Row | None:
        """The row of that visit."""
        return next((r for r in self.rows if r.visit.visit_id == visit_id), None)


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Refresh:
    """Read the sources again."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the sources gave, by name."""

    results: tuple[tuple[str, DayResult], ...]


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody is in the waiting room of that visit."""

    visit_id: str
    peer: str
    role: Role
    devices_ok: bool | None = None


@dataclass(frozen=True, slots=True)
class Departed:
    """Somebody left the waiting room, or was admitted."""

    visit_id: str
    peer: str


@dataclass(frozen=True, slots=True)
class ServerChanged:
    """A visit server is there, or not any more."""

    there: bool


@dataclass(frozen=True, slots=True)
class RoomMade:
    """The visit has its room, and these are the others' links to it."""

    visit_id: str
    links: tuple[tuple[Role, str], ...]


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """The user wants to join."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class ConfirmOpen:
    """The user has seen both sides and opens the row all the same."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class CancelOpen:
    """The user does not open it."""


@dataclass(frozen=True, slots=True)
class CallEnded:
    """The call of that visit is over."""

    visit_id: str
    outcome: Outcome


DayEvent = (
    Refresh
    | Loaded
    | Arrived
    | Departed
    | ServerChanged
    | RoomMade
    | OpenVisit
    | ConfirmOpen
    | CancelOpen
    | CallEnded
    | TimerFired
)

# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class ReadSources:
    """Read every source for that day."""

    day: date


@dataclass(frozen=True, slots=True)
class JoinVisit:
    """Open the call of that visit."""

    visit: Visit
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Open a meeting in another program; the link's host is one that the clinic allows."""

    link: str


@dataclass(frozen=True, slots=True)
class LogConfirmation:
    """Note that a row that was not green was opened on purpose; the id is opaque."""

    visit_id: str
    match: str


@dataclass(frozen=True, slots=True)
class MakeRoom:
    """Make a room on the visit server for this visit."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class Notify:
    """Say that somebody waits."""

    label: str
    quiet: bool


DayEffect = ReadSources | JoinVisit | OpenLink | LogConfirmation | MakeRoom | Notify | StartTimer

DUE_BEFORE = timedelta(minutes=10)
MISSED_AFTER = timedelta(minutes=15)
POLL_S = 60.0
TICK_S = 15.0

Step = tuple[DayState, tuple[DayEffect, ...]]


def step(state: DayState, event: DayEvent, clock: Clock) -> Step:
    """One event. Never raises, whatever the order of events."""
    state = replace(state, now=clock.now())
    match event:
        case Refresh():
            return replace(state, loading=not state.rows), (ReadSources(state.day), StartTimer("poll", POLL_S))
        case Loaded(results):
            state = _ordered(_loaded(state, results))
            return state, (StartTimer("tick", TICK_S), *_rooms(state))
        case TimerFired("poll"):
            return state, (ReadSources(state.day), StartTimer("poll", POLL_S))
        case TimerFired():
            return _ordered(state), (StartTimer("tick", TICK_S),)
        case Arrived():
            return _arrived(state, event)
        case Departed(visit_id, peer):
            return _departed(state, visit_id, peer), ()
        case ServerChanged(there):
            state = replace(state, server=there, notice=None if there else DayNotice.SERVER_LOST)
            state = (
                state if there else replace(state, rows=tuple(replace(r, room=False, waiting=()) for r in state.rows))
            )
            return _ordered(state), _rooms(state)
        case RoomMade(visit_id, links):
            return _change(state, visit_id, lambda r: replace(r, room=True, links=links)), ()
        case OpenVisit(visit_id):
            return _open(state, visit_id)
        case ConfirmOpen(visit_id):
            return _confirm(state, visit_id)
        case CancelOpen():
            return replace(state, asking=""), ()
        case CallEnded(visit_id, outcome):
            ended = _change(state, visit_id, lambda r: replace(r, stage=Stage.ENDED, outcome=outcome, waiting=()))
            return _ordered(replace(ended, active_id="")), ()


def _loaded(state: DayState, results: tuple[tuple[str, DayResult], ...]) -> DayState:
    """New rows; what is known of a visit besides its sources (who waits, the outcome) is kept by its id."""
    # Imported here: the first window shows a day that is not read yet, and does not wait for the cross-check's modules.
    from vardklient.domain.match import cross_check

    events = [e for _, r in results for e in r.events]
    bookings = [b for _, r in results for b in r.bookings]
    visits = cross_check(events, bookings)
    known = {row.visit.visit_id: row for row in state.rows}
    shown = [v for v in visits if v.modality in (Modality.VIDEO, Modality.UNKNOWN)]
    rows = tuple(
        replace(known[v.visit_id], visit=v) if v.visit_id in known else Row(v)
        for v in sorted(shown, key=lambda v: (v.start, v.visit_id))
    )
    return replace(
        state,
        rows=rows,
        others=len(visits) - len(shown),
        problems=tuple(p for _, r in results for p in r.problems),
        sources=tuple(SourceState(name, r.read_at, r.stale) for name, r in results),
        loading=False,
    )


def _rooms(state: DayState) -> tuple[MakeRoom, ...]:
    """Rooms that are wanted and not there: for visits that nobody else's link leads to, the next one first."""
    if not state.server:
        return ()
    wanted = [r for r in state.rows if r.visit.remote and r.visit.join.kind is not JoinKind.LINK and not r.room]
    wanted = [r for r in wanted if r.stage is not Stage.ENDED]
    return tuple(MakeRoom(r.visit) for r in sorted(wanted, key=lambda r: r.visit.visit_id != state.next_id))


def _stage(row: Row, state: DayState) -> Stage:
    if row.stage is Stage.ENDED:
        return Stage.ENDED
    if row.visit.visit_id == state.active_id:
        return Stage.IN_CALL
    if row.waiting:
        return Stage.WAITING
    if state.now >= max(row.visit.end, row.visit.start + MISSED_AFTER):
        return Stage.MISSED
    return Stage.DUE if state.now >= row.visit.start - DUE_BEFORE else Stage.PLANNED


def _ordered(state: DayState) -> DayState:
    """Stages by the clock, and the next visit: somebody who waits first, then by time."""
    rows = tuple(replace(row, stage=_stage(row, state)) for row in state.rows)
    open_ = [r for r in rows if r.stage in (Stage.WAITING, Stage.DUE, Stage.PLANNED) and r.visit.remote]
    first = min(open_, key=lambda r: (r.stage is not Stage.WAITING, r.visit.start), default=None)
    return replace(state, rows=rows, next_id=first.visit.visit_id if first else "")


def _change(state: DayState, visit_id: str, change: Callable[[Row], Row]) -> DayState:
    return replace(state, rows=tuple(change(r) if r.visit.visit_id == visit_id else r for r in state.rows))


def _arrived(state: DayState, event: Arrived) -> Step:
    row = state.row(event.visit_id)
    if row is None:
        return state, ()
    old = next((w for w in row.waiting if w.peer == event.peer), None)
    new = Waiting(event.peer, event.role, old.since if old else state.now, event.devices_ok)
    others = tuple(w for w in row.waiting if w.peer != event.peer)
    state = _ordered(_change(state, event.visit_id, lambda r: replace(r, waiting=(*others, new))))
    if old is not None or event.visit_id == state.active_id:
        return state, ()
    return state, (Notify(row.visit.label, quiet=bool(state.active_id)),)


def _departed(state: DayState, visit_id: str, peer: str) -> DayState:
    def without(row: Row) -> Row:
        return replace(row, waiting=tuple(w for w in row.waiting if w.peer != peer))

    return _ordered(_change(state, visit_id, without))


def needs_confirmation(row: Row) -> bool:
    """Must the user look at both sides first? A protected identity has only one side; it is settled in the visit."""
    return not row.confirmed and row.visit.match not in (Match.AGREES, Match.PROTECTED)


def _open(state: DayState, visit_id: str) -> Step:
    row = state.row(visit_id)
    if row is None or state.active_id or row.visit.match is Match.CANCELLED:
        return state, ()
    if row.stage is Stage.ENDED:
        return _open_again(state, row)
    if needs_confirmation(row):
        return replace(state, asking=visit_id), ()
    return _join(state, row)


def _open_again(state: DayState, row: Row) -> Step:
    """A visit that was ended, by mistake perhaps: its room is over, so it gets a new one, with new links."""
    again = replace(row, stage=Stage.PLANNED, outcome=None, room=False, links=())
    joined, effects = _join(_change(state, row.visit.visit_id, lambda _: again), again)
    return joined, (MakeRoom(row.visit), *effects) if joined.active_id else effects


def _confirm(state: DayState, visit_id: str) -> Step:
    row = state.row(visit_id)
    if row is None or state.asking != visit_id or state.active_id:
        return replace(state, asking=""), ()
    state = _change(state, visit_id, lambda r: replace(r, confirmed=True))
    joined, effects = _join(replace(state, asking=""), row)
    return joined, (LogConfirmation(visit_id, row.visit.match.value), *effects)


def _join(state: DayState, row: Row) -> Step:
    state = replace(state, asking="")
    if row.visit.join.kind is JoinKind.LINK:
        return state, (OpenLink(row.visit.join.link),)
    if not (row.room or state.server):
        return replace(state, notice=DayNotice.NO_ROOM), ()
    state = replace(state, active_id=row.visit.visit_id, notice=None)
    return _ordered(state), (JoinVisit(row.visit, row.waiting),)
