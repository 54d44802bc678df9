"""The day's sources, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vardklient.ports.visits import DayResult, VisitSource
from vardklient.schedule.reader import Reading, read_day


class Sources:
    """Implements `backend.DayReader`: what each source last knew stays when it fails, marked stale."""

    def __init__(self, sources: Sequence[VisitSource]) -> None:
        self._sources = tuple(sources)
        self._last: tuple[Reading, ...] = ()

    async def read(self, day: date) -> tuple[tuple[str, DayResult], ...]:
        """What each source gave, by its name."""
        self._last = await read_day(self._sources, day, self._last)
        return tuple((r.name, replace(r.result, stale=r.stale)) for r in self._last)
