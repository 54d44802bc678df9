"""The day's sources, read together: at the start, every minute, when the user comes back, when the computer wakes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from vardklient.ports.visits import DayResult, VisitSource
from vardklient.schedule.reader import Reading, read_day

Results = tuple[tuple[str, DayResult], ...]
Colours = tuple[tuple[str, int], ...]

DAYS_KEPT = 3
"""Yesterday, today and tomorrow: so many days' readings are kept for when a source fails."""
ROUNDS_WAITED = 3
"""A question that is not answered is asked anew in the third round only. A network drive that has gone holds a thread
until the system gives up on it, a minute or two, and threads are few."""


class Sources:
    """Implements `outlets.DayReader`: what each source last knew stays when it fails, marked stale.

    Attributes:
        colours: of the sources that have one, by name.
    """

    def __init__(self, sources: Sequence[VisitSource], colours: Colours = ()) -> None:
        self._sources = [_Asked(source) for source in sources]
        self.colours = colours
        self._last: dict[date, tuple[Reading, ...]] = {}
        self._reading: set[date] = set()

    def exchange(self, sources: Sequence[VisitSource], colours: Colours = ()) -> None:
        """Read these from the next time on; of those that have the same name the earlier readings still count."""
        self._sources = [_Asked(source) for source in sources]
        self.colours = colours
        self._reading = set()

    def recall(self, day: date, results: Results) -> None:
        """What an earlier run knew of that day, for when a source fails; what was read in this run counts before it."""
        read = [r for r in self._last.get(day, ()) if r.result.events or r.result.bookings or not r.stale]
        names = {reading.name for reading in read}
        earlier = (Reading(name, day, result, stale=True) for name, result in results if name not in names)
        self._last[day] = (*read, *earlier)

    async def read(self, day: date, tell: Callable[[Results], None]) -> None:
        """Tell what each source gave, by its name: what there is soon, and again whenever there is more.

        While a day is being read it is not read once more.
        """
        if day in self._reading:
            return
        sources, reading = self._sources, self._reading
        reading.add(day)

        def hear(readings: tuple[Reading, ...]) -> None:
            if sources is self._sources:
                tell(tuple((r.name, replace(r.result, stale=r.stale)) for r in readings))

        try:
            found = await read_day(sources, day, self._last.get(day, ()), tell=hear)
        finally:
            reading.discard(day)
        if sources is self._sources:
            self._keep(day, found)
        hear(found)

    def _keep(self, day: date, found: tuple[Reading, ...]) -> None:
        self._last.pop(day, None)
        self._last[day] = found
        for old in tuple(self._last)[:-DAYS_KEPT]:
            del self._last[old]


class _Asked:
    """A source with the questions that it has not answered yet. Implements `ports.visits.VisitSource`."""

    def __init__(self, source: VisitSource) -> None:
        self.name = source.name
        self._source = source
        self._open: dict[date, asyncio.Task[DayResult]] = {}
        self._rounds = 0

    async def day(self, day: date) -> DayResult:
        """The answer to the question under way, if there is one, else to a new one."""
        task = self._open.get(day)
        if task is not None and self._rounds >= ROUNDS_WAITED:
            task.cancel()
            task = None
        if task is None:
            task = self._open[day] = asyncio.get_running_loop().create_task(self._ask(day))
            self._rounds = 0
            task.add_done_callback(lambda done: self._close(day, done))
        self._rounds += 1
        return await asyncio.shield(task)

    async def _ask(self, day: date) -> DayResult:
        return await self._source.day(day)

    def _close(self, day: date, task: asyncio.Task[DayResult]) -> None:
        """Answered, perhaps too late for whoever asked."""
        if self._open.get(day) is task:
            del self._open[day]
        if not task.cancelled():
            task.exception()
