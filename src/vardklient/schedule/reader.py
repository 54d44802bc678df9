"""Reads all sources of a day at once, and keeps what a source last knew when it fails.

A source that is slow or dead does not keep the others waiting: what has come so far is told on the way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from vardklient.domain.visit import Problem
from vardklient.ports.visits import DayResult, KeyedSource, VisitSource
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
        key: what the source is known by; empty where that is its name.
    """

    name: str
    day: date
    result: DayResult
    stale: bool = False
    key: str = ""

    @property
    def known_by(self) -> str:
        """Whose reading it is: a name may be another source's tomorrow."""
        return self.key or self.name


def key_of(source: VisitSource) -> str:
    """What its readings are known by."""
    return source.key if isinstance(source, KeyedSource) else source.name


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
    before = earlier(sources, day, last)
    asked = [asyncio.create_task(_read(source, day, timeout_s)) for source in sources]

    def found() -> tuple[Reading, ...]:
        ways = zip(asked, before, strict=True)
        return tuple(settle(known, task.result()) if task.done() else known for task, known in ways)

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


def earlier(sources: Sequence[VisitSource], day: date, last: Sequence[Reading]) -> tuple[Reading, ...]:
    """What is known of each source until it has answered: its own earlier reading, else one that says `pending`.

    Of two sources with one key each has its own. A source that was called otherwise then is called as it is now.
    """
    left = [reading for reading in last if reading.day == day]
    own: list[Reading] = []
    for source in sources:
        known = next((reading for reading in left if reading.known_by == key_of(source)), None)
        if known is None:
            known = Reading(source.name, day, DayResult(datetime.now(UTC), pending=True), key=key_of(source))
        else:
            left.remove(known)
        own.append(_called(known, source.name))
    return tuple(own)


def _called(reading: Reading, name: str) -> Reading:
    if reading.name == name:
        return reading
    result = replace(
        reading.result,
        events=tuple(replace(event, source=name) for event in reading.result.events),
        bookings=tuple(replace(booking, source=name) for booking in reading.result.bookings),
        problems=tuple(replace(p, source=name + p.source.removeprefix(reading.name)) for p in reading.result.problems),
    )
    return replace(reading, name=name, result=result)


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


def settle(before: Reading, result: DayResult) -> Reading:
    """The source's reading after this answer; where it has failed, what it gave before stays."""
    empty = not result.events and not result.bookings
    fatal = any(p.reason in FATAL and p.source == before.name for p in result.problems)  # not a part of it
    failed = empty and (fatal or result.unread)
    known = before.result
    shorter = result.partial and not known.partial and bool(known.events or known.bookings)
    if (failed and not known.pending) or shorter:
        return replace(before, result=replace(before.result, problems=result.problems), stale=True)
    return replace(before, result=replace(result, unread=failed), stale=failed or result.stale)
