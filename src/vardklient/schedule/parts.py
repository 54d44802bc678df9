"""A source of many parts, such as the files of a folder: a part that fails keeps what it last gave of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from vardklient.domain.visit import Problem
from vardklient.ports.visits import DayResult
from vardklient.schedule.found import DAYS_KEPT, Found


@dataclass(frozen=True, slots=True)
class _Good:
    """What a part gave when it was last read."""

    at: datetime
    found: Found


class Parts:
    """Remembers the last good reading of every part. Used by one thread at a time."""

    def __init__(self) -> None:
        self._last: dict[date, dict[str, _Good]] = {}

    def settle(
        self, day: date, found: Mapping[str, Found | None], now: datetime, problems: tuple[Problem, ...] = ()
    ) -> DayResult:
        """All parts in one result, as old as its oldest part, stale when nothing of it is new, unread without any.

        A part that is named no more is forgotten.

        Args:
            day: which was read.
            found: by part; None for one that was not come to.
            now: when.
            problems: of the source as a whole.
        """
        last = self._last.pop(day, {})
        good = {part: kept for part, new in found.items() if (kept := _settled(new, last.get(part), now)) is not None}
        self._last[day] = good
        for old in tuple(self._last)[:-DAYS_KEPT]:
            del self._last[old]
        told = [problem for new in found.values() if new is not None for problem in new.problems]
        return DayResult(
            read_at=min((kept.at for kept in good.values()), default=now),
            events=tuple(event for kept in good.values() for event in kept.found.events),
            bookings=tuple(booking for kept in good.values() for booking in kept.found.bookings),
            problems=(*problems, *told),
            stale=bool(good) and all(kept.at != now for kept in good.values()),
            unread=bool(found) and not good,
        )


def _settled(new: Found | None, before: _Good | None, now: datetime) -> _Good | None:
    return before if new is None or new.failed else _Good(now, replace(new, problems=()))
