"""Reads all sources of a day at once, and keeps what a source last knew when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from vardklient.domain.visit import Problem
from vardklient.ports.visits import DayResult, VisitSource
from vardklient.schedule.reasons import FATAL, Reason

TIMEOUT_S = 20.0


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
    sources: Sequence[VisitSource], day: date, last: Sequence[Reading] = (), timeout_s: float = TIMEOUT_S
) -> tuple[Reading, ...]:
    """Every source at the same time, in their order.

    Args:
        sources: calendars and booking systems.
        day: in Stockholm.
        last: the readings of the time before; where a source fails, its own of the same day are kept and marked stale.
        timeout_s: a source that takes longer has failed.
    """
    results = await asyncio.gather(*(_read(source, day, timeout_s) for source in sources))
    seen: set[int] = set()
    readings = []
    for source, result in zip(sources, results, strict=True):
        before = next((n for n, r in enumerate(last) if n not in seen and (r.name, r.day) == (source.name, day)), None)
        if before is not None:
            seen.add(before)
        readings.append(_settle(source.name, day, result, None if before is None else last[before]))
    return tuple(readings)


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
    failed = empty and any(p.reason in FATAL for p in result.problems)
    if failed and before is not None:
        return Reading(name, day, replace(before.result, problems=result.problems), stale=True)
    return Reading(name, day, result, stale=failed)
