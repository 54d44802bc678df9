"""When the user is reminded, and that it is once: no snooze, no second time, no sound in a call.

| occasion | when | again |
|---|---|---|
| SOON | ten minutes before the start, or later if the program starts later; nobody waits yet | if the visit is moved |
| ARRIVED | somebody comes into the waiting room of a visit that is not open | for each person |
| STILL_WAITING | the same person after two minutes, the visit still not open | no |
| OVERRUN | the open visit's time is over, and the next one has begun | for each next visit |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from vardklient.domain.visit import Role
from vardklient.flows.day import DUE_BEFORE, DayState, Row, Stage
from vardklient.flows.reminders.words import Occasion, Remind, ReminderEvent, RemindersState, Said, Seen
from vardklient.ports.clock import Clock

AGAIN_AFTER = timedelta(minutes=2)
"""F16."""

Step = tuple[RemindersState, tuple[Remind, ...]]


def step(state: RemindersState, event: ReminderEvent, _clock: Clock) -> Step:
    """One event; the time is that of the day's snapshot. Never raises."""
    if not isinstance(event, Seen):
        return state, ()
    day = event.state
    said = state.said if state.day == day.day else frozenset()
    due = [(key, reminder) for key, reminder in _due(day) if key not in said]
    now_said = said | {key for key, _ in due}
    return replace(state, day=day.day, said=now_said), tuple(reminder for _, reminder in due)


def _due(day: DayState) -> Iterator[tuple[Said, Remind]]:
    for row in day.rows:
        if row.visit.visit_id == day.active_id:
            yield from _overrun(day, row)
        elif row.visit.remote and row.stage not in (Stage.ENDED, Stage.MISSED):
            yield from _soon(day, row)
            yield from _arrivals(day, row)


def _remind(day: DayState, occasion: Occasion, row: Row, about: str, role: Role | None = None) -> tuple[Said, Remind]:
    visit = row.visit
    label = "" if visit.protected else visit.label
    reminder = Remind(occasion, visit.visit_id, label, visit.start, quiet=bool(day.active_id), role=role)
    return (occasion, visit.visit_id, about), reminder


def _soon(day: DayState, row: Row) -> Iterator[tuple[Said, Remind]]:
    start = row.visit.start
    if start - DUE_BEFORE <= day.now < start and not row.waiting:
        yield _remind(day, Occasion.SOON, row, start.isoformat())


def _arrivals(day: DayState, row: Row) -> Iterator[tuple[Said, Remind]]:
    for waiting in row.waiting:
        yield _remind(day, Occasion.ARRIVED, row, waiting.peer, waiting.role)
        if day.now >= waiting.since + AGAIN_AFTER:
            yield _remind(day, Occasion.STILL_WAITING, row, waiting.peer, waiting.role)


def _overrun(day: DayState, active: Row) -> Iterator[tuple[Said, Remind]]:
    """The first that is still to come after the one under way; not one that began before it."""
    later = [r for r in day.rows if r.visit.start > active.visit.start and r.visit.remote and _to_come(r)]
    following = min(later, key=lambda r: r.visit.start, default=None)
    if following is not None and day.now >= max(active.visit.end, following.visit.start):
        yield _remind(day, Occasion.OVERRUN, following, active.visit.visit_id)


def _to_come(row: Row) -> bool:
    return row.stage in (Stage.PLANNED, Stage.DUE, Stage.WAITING)
