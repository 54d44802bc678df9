"""Reads all sources of a day at once, and keeps what a source last knew when it fails.

A source that is slow or dead does not keep the others waiting: what has come so far is told on the way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from vardklient.domain.visit import Problem
from vardklient.ports.visits import DayResult, VisitSource
from vardklient.schedule.reasons import FATAL, Reason

TIMEOUT_S = 20.0
FIRST_S = 0.3
"""So long all are waited for together: a booking whose calendar comes at once is not first shown as without one. Long
for a file and a server nearby, short beside the two seconds that the list has. Own choice."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source gave.

    Attributes:
        stale: the source failed now; events and bookings are those of `result.read_at`, the problems those of today.
    """

    name: str
    day: date
    result: DayResult
    stale: bool = False


async def read_day(
    sources: Sequence[VisitSource],
    day: date,
    last: Sequence[Reading] = (),
    timeout_s: float = TIMEOUT_S,
    *,
    tell: Callable[[tuple[Reading, ...]], None] | None = None,
    first_s: float = FIRST_S,
) -> tuple[Reading, ...]:
    """Every source at the same time, in their order.

    Args:
        sources: calendars and booking systems.
        day: in Stockholm.
        last: the readings of the time before; where a source fails, its own of the same day are kept and marked stale.
        timeout_s: a source that takes longer has failed.
        tell: hears what has come so far, each time that a source has answered while others have not. A source that is
            still to come has the reading of the time before, else one that says `pending`.
        first_s: how long it is not told anything, because all may answer.
    """
    before = _own(sources, day, last)
    asked = [asyncio.create_task(_read(source, day, timeout_s)) for source in sources]

    def found() -> tuple[Reading, ...]:
        ways = zip(sources, asked, before, strict=True)
        return tuple(_reading(source.name, day, task, earlier) for source, task, earlier in ways)

    try:
        _, open_ = await asyncio.wait(asked, timeout=first_s) if asked else (set(), set())
        while open_:
            if tell is not None and len(open_) < len(asked):
                tell(found())
            _, open_ = await asyncio.wait(open_, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in asked:
            task.cancel()
    return found()


def _own(sources: Sequence[VisitSource], day: date, last: Sequence[Reading]) -> list[Reading | None]:
    """The earlier reading of each source; of two sources with one name each has its own."""
    left = [reading for reading in last if reading.day == day and not reading.result.pending]
    own: list[Reading | None] = []
    for source in sources:
        earlier = next((reading for reading in left if reading.name == source.name), None)
        if earlier is not None:
            left.remove(earlier)
        own.append(earlier)
    return own


def _reading(name: str, day: date, task: asyncio.Task[DayResult], before: Reading | None) -> Reading:
    if task.done():
        return _settle(name, day, task.result(), before)
    return before or Reading(name, day, DayResult(datetime.now(UTC), pending=True))


async def _read(source: VisitSource, day: date, timeout_s: float) -> DayResult:
    try:
        async with asyncio.timeout(timeout_s):
            return await source.day(day)
    except TimeoutError:
        return _failure(source, Reason.SLOW_SERVER)
    except Exception:  # noqa: BLE001 - the edge of an adapter: one source must never take the others with it
        return _failure(source, Reason.UNREADABLE)


def _failure(source: VisitSource, reason: Reason) -> DayResult:
    return DayResult(datetime.now(UTC), problems=(Problem(source.name, reason),))


def _settle(name: str, day: date, result: DayResult, before: Reading | None) -> Reading:
    empty = not result.events and not result.bookings
    failed = empty and any(p.reason in FATAL and p.source == name for p in result.problems)  # not of a part of it
    if failed and before is not None:
        return Reading(name, day, replace(before.result, problems=result.problems), stale=True)
    return Reading(name, day, replace(result, unread=failed), stale=failed or result.stale)
