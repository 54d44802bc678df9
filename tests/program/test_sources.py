"""The day's sources: told bit by bit, asked once at a time, exchanged while they are read."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from tests.fakes import looptime
from vardklient.domain.visit import CalendarEvent, Problem
from vardklient.ports.visits import DayResult
from vardklient.program.sources import DAYS_KEPT, ROUNDS_WAITED, Results, Sources

DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
GOOD = DayResult(NINE, events=(CalendarEvent("a", "1", NINE, NINE),))
DEAD = DayResult(NINE, problems=(Problem("a", "unreachable"),))


class Source:
    """Answers after so many seconds of the loop's time, each time with the next answer; counts the questions."""

    def __init__(self, name: str, after_s: float = 0.0, *answers: DayResult | Exception) -> None:
        self.name, self.after_s = name, after_s
        self._answers = list(answers or (GOOD,))
        self.asked = self.given_up = 0

    async def day(self, day: date) -> DayResult:
        self.asked += 1
        answer = self._answers[min(self.asked, len(self._answers)) - 1]
        try:
            await asyncio.sleep(self.after_s)
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        if isinstance(answer, Exception):
            raise answer
        return answer


class Ear:
    """Notes what is told: per source "+" fresh, "!" stale, "-" not there yet."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.last: Results = ()

    def __call__(self, results: Results) -> None:
        self.last = results
        self.heard.append("".join("-" if r.pending else "!" if r.stale else "+" for _, r in results))


def test_what_has_come_is_told_and_then_the_rest() -> None:
    async def day() -> None:
        ear = Ear()
        await Sources([Source("quick"), Source("slow", 5)]).read(DAY, ear)
        assert ear.heard == ["+-", "++"]
        assert [name for name, _ in ear.last] == ["quick", "slow"]

    looptime.run(day())


def test_a_source_that_fails_keeps_its_list_and_other_days_do_not_push_it_out() -> None:
    async def days() -> None:
        source, ear = Source("a", 0.0, GOOD, GOOD, DEAD), Ear()
        sources = Sources([source])
        for wanted in (DAY, DAY + timedelta(days=1), DAY):
            await sources.read(wanted, ear)
        assert ear.heard == ["+", "+", "!"]
        assert ear.last[0][1].events == GOOD.events
        for n in range(1, DAYS_KEPT + 1):
            await sources.read(DAY + timedelta(days=n), ear)
        await sources.read(DAY, ear)
        assert ear.last[0][1].events == (), "a day that nobody looks at is forgotten"

    looptime.run(days())


def test_a_day_that_is_being_read_is_not_read_once_more() -> None:
    async def twice() -> None:
        slow, first, second = Source("slow", 5), Ear(), Ear()
        sources = Sources([slow])
        await asyncio.gather(sources.read(DAY, first), sources.read(DAY, second))
        assert (slow.asked, first.heard, second.heard) == (1, ["+"], [])
        await asyncio.gather(sources.read(DAY, first), sources.read(DAY + timedelta(days=1), second))
        assert (slow.asked, second.heard) == (3, ["+"]), "another day is"

    looptime.run(twice())


def test_a_source_that_hangs_is_left_in_peace_for_a_while() -> None:
    """Each question to a network drive that has gone holds a thread."""

    async def minutes() -> None:
        gone, ear = Source("gone", 1e6), Ear()
        sources = Sources([gone])
        asked = []
        for _ in range(2 * ROUNDS_WAITED):
            await sources.read(DAY, ear)
            asked.append(gone.asked)
        assert asked == [1] * ROUNDS_WAITED + [2] * ROUNDS_WAITED
        assert gone.given_up == 1
        assert set(ear.heard) == {"!"}

    looptime.run(minutes())


def test_an_answer_that_comes_too_late_is_dropped_also_when_it_is_a_fault() -> None:
    async def late() -> None:
        source, ear = Source("late", 30, RuntimeError("boom"), GOOD), Ear()
        sources = Sources([source])
        await sources.read(DAY, ear)
        await asyncio.sleep(60)
        source.after_s = 0
        await sources.read(DAY, ear)
        assert (source.asked, ear.heard) == (2, ["!", "+"])

    looptime.run(late())


def test_sources_that_are_exchanged_while_they_are_read_are_told_no_more() -> None:
    async def exchange() -> None:
        ear, other = Ear(), Ear()
        sources = Sources([Source("quick"), Source("slow", 5)])
        reading = asyncio.create_task(sources.read(DAY, ear))
        await asyncio.sleep(1)
        sources.exchange([Source("new")], (("new", 3),))
        await sources.read(DAY, other)
        await reading
        assert (ear.heard, other.heard) == (["+-"], ["+"])
        await sources.read(DAY, other)
        assert [name for name, _ in other.last] == ["new"]
        assert sources.colours == (("new", 3),)

    looptime.run(exchange())
