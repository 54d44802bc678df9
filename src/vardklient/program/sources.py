"""The day's sources, read together: at the start, every minute, when the user comes back, when the computer wakes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from vardklient.flows.day import DAYS_AHEAD, DAYS_BACK
from vardklient.ports.visits import DayResult, VisitSource
from vardklient.schedule.reader import Reading, earlier, key_of, read_day, settle

Results = tuple[tuple[str, DayResult], ...]
Colours = tuple[tuple[str, int], ...]
Tell = Callable[[Results], None]

KEPT_WITHIN = timedelta(days=DAYS_BACK + DAYS_AHEAD)
"""So far from the day that is read last others are kept: the first that can be looked at is so far from the last, and
today is nearer to each. What is further away nobody can see any more."""
ROUNDS_WAITED = 3
"""A question that is not answered is asked anew in the third round only. A network drive that has gone holds a thread
until the system gives up on it, a minute or two, and threads are few."""


class Sources:
    """Implements `outlets.DayReader`: what each source last knew stays when it fails, marked stale.

    Attributes:
        colours: of the sources that have one, by name.
    """

    def __init__(self, sources: Sequence[VisitSource], colours: Colours = ()) -> None:
        self._sources = self._all(sources)
        self.colours = colours
        self._last: dict[date, tuple[Reading, ...]] = {}
        self._recalled: dict[date, tuple[Reading, ...]] = {}
        self._tells: dict[date, Tell] = {}
        self._reading: set[date] = set()

    def exchange(self, sources: Sequence[VisitSource], colours: Colours = ()) -> None:
        """Read these from the next time on. Earlier readings still count for those with the same key, and go else."""
        self._sources = self._all(sources)
        self.colours = colours
        self._reading = set()
        keys = {key_of(source) for source in sources}
        for readings in (self._last, self._recalled):
            for day, known in readings.items():
                readings[day] = tuple(reading for reading in known if reading.known_by in keys)

    def recall(self, day: date, results: Results) -> None:
        """What an earlier run knew of that day, by the sources' keys; what was read in this run counts before it."""
        # what was wrong then is of no interest now
        self._recalled = {day: tuple(Reading("", day, replace(r, problems=()), True, key) for key, r in results)}

    def known(self, day: date) -> Results:
        """What is known of that day, by the sources' keys: what another run may recall."""
        return tuple((r.known_by, _as_told(r)) for r in earlier(self._sources, day, self._before(day)))

    async def read(self, day: date, tell: Tell) -> None:
        """Tell what each source gave, by its name: what there is soon, and again whenever there is more.

        While a day is being read it is not read once more.
        """
        if day in self._reading:
            return
        sources, reading = self._sources, self._reading
        reading.add(day)
        self._tells[day] = tell

        def hear(readings: tuple[Reading, ...]) -> None:
            if sources is self._sources:
                self._say(day, readings)

        try:
            hear(await read_day(sources, day, self._before(day), tell=hear))
        finally:
            reading.discard(day)

    def _all(self, sources: Sequence[VisitSource]) -> list[_Asked]:
        return [_Asked(source, self._take) for source in sources]

    def _take(self, asked: _Asked, day: date, answer: DayResult) -> None:
        """An answer after all, for which nobody waits any more."""
        if asked in self._sources and day in self._tells:
            known = zip(self._sources, earlier(self._sources, day, self._before(day)), strict=True)
            self._say(day, tuple(settle(r, answer) if source is asked else r for source, r in known))

    def _say(self, day: date, readings: tuple[Reading, ...]) -> None:
        """Kept as it comes: also a reading that is not gone through with has news."""
        self._last[day] = readings
        for kept in (self._last, self._recalled, self._tells):
            for old in [old for old in kept if abs(old - day) > KEPT_WITHIN]:
                del kept[old]
        self._tells[day](tuple((reading.name, _as_told(reading)) for reading in readings))

    def _before(self, day: date) -> tuple[Reading, ...]:
        """What is known of the day: of each source what was read in this run, or else in an earlier one."""
        recalled = {reading.known_by: reading for reading in self._recalled.get(day, ())}
        last = self._last.get(day, ())
        own = [r if _was_read(r) else recalled.get(r.known_by, r) for r in last]
        heard = {reading.known_by for reading in last}
        return (*own, *(reading for key, reading in recalled.items() if key not in heard))


def _as_told(reading: Reading) -> DayResult:
    return replace(reading.result, stale=reading.stale)


def _was_read(reading: Reading) -> bool:
    """Well, in this run, and not in parts that are as old as what may be recalled."""
    result = reading.result
    return bool(result.events or result.bookings) or not (result.unread or result.pending or result.stale)


class _Question:
    """What a source has been asked about a day.

    Attributes:
        rounds: so often somebody has waited for the answer, or begun to.
        waiting: so many wait for it now.
        settled: it has been given to somebody, or is not wanted any more.
    """

    def __init__(self, task: asyncio.Task[DayResult]) -> None:
        self.task = task
        self.rounds = self.waiting = 0
        self.settled = False

    def unheard(self) -> DayResult | None:
        """The answer, where it has come and nobody was there to hear it; this once."""
        if self.settled or self.waiting or not self.task.done():
            return None
        self.settled = True
        return None if self.task.cancelled() or self.task.exception() is not None else self.task.result()


class _Asked:
    """A source with the questions that it has not answered yet. Implements `ports.visits.KeyedSource`.

    Args:
        late: told what comes when nobody waits for it any more.
    """

    def __init__(self, source: VisitSource, late: Callable[[_Asked, date, DayResult], None]) -> None:
        self.name, self.key = source.name, key_of(source)
        self._source, self._late = source, late
        self._open: dict[date, _Question] = {}

    async def day(self, day: date) -> DayResult:
        """The answer to the question under way, if there is one, else to a new one."""
        question = self._open.get(day)
        if question is not None and question.rounds >= ROUNDS_WAITED:
            question.settled = True
            question.task.cancel()
            question = None
        if question is None:
            question = self._ask(day)
        question.rounds += 1
        question.waiting += 1
        try:
            answer = await asyncio.shield(question.task)
            question.settled = True
            return answer
        finally:
            question.waiting -= 1
            self._pass_on(day, question)

    def _ask(self, day: date) -> _Question:
        question = _Question(asyncio.get_running_loop().create_task(self._answer(day)))
        self._open[day] = question
        question.task.add_done_callback(lambda _: self._close(day, question))
        return question

    async def _answer(self, day: date) -> DayResult:
        return await self._source.day(day)

    def _close(self, day: date, question: _Question) -> None:
        if self._open.get(day) is question:
            del self._open[day]
        self._pass_on(day, question)

    def _pass_on(self, day: date, question: _Question) -> None:
        answer = question.unheard()
        if answer is not None:
            self._late(self, day, answer)
