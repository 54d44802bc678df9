"""The day's sources: told bit by bit, asked once at a time, exchanged while they are read, known by their accounts."""

from __future__ import annotations

import asyncio
import os
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes import looptime
from tests.schedule.calendars import ics, vevent
from vardklient.domain.visit import Booking, CalendarEvent, Problem
from vardklient.flows.day import DAYS_AHEAD, DAYS_BACK
from vardklient.ports.visits import DayResult
from vardklient.program.sources import KEPT_WITHIN, ROUNDS_WAITED, Results, Sources
from vardklient.schedule.bookings import CsvSource
from vardklient.schedule.folder import FolderSource
from vardklient.schedule.ics import IcsSource

DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
GOOD = DayResult(NINE, events=(CalendarEvent("a", "1", NINE, NINE),))
OTHER = DayResult(NINE, events=(CalendarEvent("a", "2", NINE, NINE),))
DEAD = DayResult(NINE, problems=(Problem("a", "unreachable"),))


class Source:
    """Answers after so many seconds of the loop's time, each time with the next answer; counts the questions."""

    def __init__(self, name: str, after_s: float = 0.0, *answers: DayResult | Exception) -> None:
        self.name, self.after_s = name, after_s
        self.gives(*(answers or (GOOD,)))
        self.asked = self.given_up = 0

    def gives(self, *answers: DayResult | Exception) -> None:
        self._answers = answers

    async def day(self, day: date) -> DayResult:
        self.asked += 1
        answer, self._answers = self._answers[0], self._answers[1:] or self._answers
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
        self.all: list[Results] = []

    @property
    def last(self) -> Results:
        return self.all[-1]

    def __call__(self, results: Results) -> None:
        self.all.append(results)
        self.heard.append("".join("-" if r.pending else "!" if r.stale else "+" for _, r in results))


def test_what_has_come_is_told_and_then_the_rest() -> None:
    async def day() -> None:
        ear = Ear()
        await Sources([Source("quick"), Source("slow", 5)]).read(DAY, ear)
        assert ear.heard == ["+-", "++"]
        assert [name for name, _ in ear.last] == ["quick", "slow"]

    looptime.run(day())


def test_a_source_that_fails_keeps_its_list_whatever_else_was_looked_at() -> None:
    async def days() -> None:
        source, ear = Source("a"), Ear()
        sources = Sources([source])
        reach = [DAY + timedelta(days=n) for n in range(-DAYS_BACK, DAYS_AHEAD + 1)]
        for wanted in (DAY, *reversed(reach), *reach):
            if wanted != DAY or source.asked == 0:
                await sources.read(wanted, ear)
        source.gives(DEAD)
        for wanted in reach:
            await sources.read(wanted, ear)
            assert ear.heard[-1] == "!"
            assert ear.last[0][1].events == GOOD.events

    looptime.run(days())


def test_a_day_that_nobody_can_look_at_any_more_is_forgotten() -> None:
    async def days() -> None:
        source, ear = Source("a"), Ear()
        sources = Sources([source])
        await sources.read(DAY, ear)
        await sources.read(DAY + KEPT_WITHIN + timedelta(days=1), ear)
        source.gives(DEAD)
        await sources.read(DAY, ear)
        assert ear.last[0][1].events == ()

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


def test_each_day_has_its_own_rounds() -> None:
    """Somebody who looks at tomorrow meanwhile does not have today's question asked anew, or never asked anew."""

    async def minutes() -> None:
        gone = Source("gone", 1e6)
        sources = Sources([gone])
        for _ in range(ROUNDS_WAITED):
            for wanted in (DAY, DAY + timedelta(days=1)):
                await sources.read(wanted, Ear())
        assert (gone.asked, gone.given_up) == (2, 0)
        for wanted in (DAY, DAY + timedelta(days=1)):
            await sources.read(wanted, Ear())
        assert (gone.asked, gone.given_up) == (4, 2)

    looptime.run(minutes())


def test_a_late_answer_is_told_when_it_comes_and_counts_from_then_on() -> None:
    """A source that takes 25 s every time is not one that is never read."""

    async def late() -> None:
        source, ear = Source("a", 25, GOOD, DEAD), Ear()
        sources = Sources([Source("quick"), source])
        await sources.read(DAY, ear)
        assert ear.heard == ["+-", "+!"]
        assert [p.reason for p in ear.last[1][1].problems] == ["slow_server"]
        await asyncio.sleep(10)
        assert ear.heard[2:] == ["++"]
        assert ear.last[1][1] == GOOD
        source.after_s = 0
        await sources.read(DAY, ear)
        assert (ear.heard[3:], ear.last[1][1].events) == (["+!"], GOOD.events)

    looptime.run(late())


def test_a_late_answer_is_that_of_its_own_day_and_source() -> None:
    async def late() -> None:
        today, tomorrow = Ear(), Ear()
        slow = Source("slow", 25, GOOD, OTHER)
        sources = Sources([slow, Source("quick", 0.0, DEAD)])
        await asyncio.gather(sources.read(DAY, today), sources.read(DAY + timedelta(days=1), tomorrow))
        await asyncio.sleep(10)
        assert [ear.last[0][1].events for ear in (today, tomorrow)] == [GOOD.events, OTHER.events]
        assert [ear.last[1][1].events for ear in (today, tomorrow)] == [(), ()]

    looptime.run(late())


def test_an_older_question_does_not_answer_for_a_newer_one() -> None:
    class Stubborn(Source):
        """Answers also when nobody wants to know any more."""

        async def day(self, day: date) -> DayResult:
            try:
                return await super().day(day)
            except asyncio.CancelledError:
                return OTHER

    async def late() -> None:
        source, ear = Stubborn("a", 1e6, GOOD), Ear()
        sources = Sources([source])
        for _ in range(ROUNDS_WAITED + 1):
            await sources.read(DAY, ear)
        assert (source.asked, ear.last[0][1].events) == (2, ())

    looptime.run(late())


def test_a_late_fault_is_nothing_new() -> None:
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
        sources = Sources([Source("quick"), Source("slow", 5), Source("late", 25)])
        reading = asyncio.create_task(sources.read(DAY, ear))
        await asyncio.sleep(1)
        sources.exchange([Source("new")], (("new", 3),))
        await sources.read(DAY, other)
        await reading
        await asyncio.sleep(10)
        assert (ear.heard, other.heard) == (["+--"], ["+"])
        await sources.read(DAY, other)
        assert [name for name, _ in other.last] == ["new"]
        assert sources.colours == (("new", 3),)

    looptime.run(exchange())


# ---------------------------------------------------------------- known by their accounts, called by their names


class Known(Source):
    """An account: what it gives carries its name."""

    def __init__(self, key: str, name: str, after_s: float = 0.0, *answers: DayResult) -> None:
        called = [
            replace(
                answer,
                events=tuple(replace(event, source=name) for event in answer.events),
                bookings=tuple(replace(booking, source=name) for booking in answer.bookings),
                problems=tuple(replace(problem, source=name) for problem in answer.problems),
            )
            for answer in answers
        ]
        super().__init__(name, after_s, *called)
        self.key = key


BOOKED = DayResult(NINE, bookings=(Booking("b", "17", NINE, NINE, None, frozenset(), None),))


def said(results: Results) -> list[tuple[str, list[str], list[str]]]:
    """By name: whose records and which, and whose problems."""
    return [
        (name, [f"{e.source} {e.uid}" for e in r.events] + [f"{b.source} {b.booking_id}" for b in r.bookings],
         [p.source for p in r.problems])
        for name, r in results
    ]  # fmt: skip


@pytest.mark.parametrize("after_s", [0.0, 5.0], ids=["fails", "fails later"])
def test_accounts_that_change_names_keep_their_own_lists(after_s: float) -> None:
    async def swap() -> None:
        ear = Ear()
        sources = Sources([Known("k1", "Region", 0, GOOD), Known("k2", "Privat", 0, BOOKED)])
        await sources.read(DAY, ear)
        sources.exchange([Known("k2", "Region", after_s, DEAD), Known("k1", "Privat", after_s, DEAD), Source("quick")])
        await sources.read(DAY, ear)
        for told in ear.all[1:]:
            region, privat = said(told)[:2]
            assert region[:2] == ("Region", ["Region 17"])
            assert privat[:2] == ("Privat", ["Privat 1"])
        assert [problems for _, _, problems in said(ear.last)] == [["Region"], ["Privat"], []]

    looptime.run(swap())


def test_the_second_account_of_a_name_does_not_inherit_the_first_ones_list() -> None:
    async def remove() -> None:
        ear = Ear()
        sources = Sources([Known("k1", "Region", 0, GOOD), Known("k2", "Region 2", 0, DEAD)])
        await sources.read(DAY, ear)
        sources.exchange([Known("k2", "Region", 0, DEAD)])
        await sources.read(DAY, ear)
        assert said(ear.last) == [("Region", [], ["Region"])]
        sources.exchange([Known("k1", "Region", 0, DEAD), Known("k2", "Region 2", 0, DEAD)])
        await sources.read(DAY, ear)
        assert said(ear.last)[0] == ("Region", [], ["Region"]), "what is removed is forgotten"

    looptime.run(remove())


def test_what_came_before_the_accounts_were_changed_stays_while_they_are_read() -> None:
    """The first reading is not through yet, because another source hangs."""

    async def change() -> None:
        ear = Ear()
        sources = Sources([Known("k1", "Region", 0, GOOD), Source("gone", 1e6)])
        reading = asyncio.create_task(sources.read(DAY, ear))
        await asyncio.sleep(1)
        sources.exchange([Known("k1", "Min region", 5, GOOD), Source("gone", 1e6), Source("quick")])
        await sources.read(DAY, ear)
        await reading
        assert ear.heard == ["+-", "+-+", "+-+", "+!+"]
        assert {tuple(records) for told in ear.all[1:] for name, records, _ in said(told) if name == "Min region"} == {
            ("Min region 1",)
        }

    looptime.run(change())


def test_what_an_earlier_run_knew_counts_until_the_account_has_been_read_also_if_it_comes_late() -> None:
    async def recall() -> None:
        ear = Ear()
        sources = Sources([Known("k1", "Region", 5, DEAD, DEAD, GOOD), Known("k2", "Privat", 0, BOOKED)])
        reading = asyncio.create_task(sources.read(DAY, ear))
        await asyncio.sleep(1)
        sources.recall(DAY, (("k1", OTHER), ("k2", OTHER), ("k3", OTHER)))
        await reading
        await sources.read(DAY, ear)
        assert ear.heard == ["-+", "!+", "!+", "!+"]
        assert [records for _, records, _ in said(ear.last)] == [["Region 2"], ["Privat 17"]]
        assert [(key, r.events[:1]) for key, r in sources.known(DAY)] == [
            ("k1", (replace(OTHER.events[0], source="Region"),)),
            ("k2", ()),
        ]
        await sources.read(DAY, ear)
        assert [records for _, records, _ in said(ear.last)] == [["Region 1"], ["Privat 17"]]

    looptime.run(recall())


# ---------------------------------------------------------------- files on a drive that has gone


async def test_files_that_hang_keep_nobody_waiting(tmp_path: Path) -> None:
    """More of them than the pool has threads, and a good one after them."""
    back = threading.Event()

    class Gone(type(tmp_path)):  # type: ignore[misc]
        def is_file(self) -> bool:
            assert back.wait(60)
            return False

    (tmp_path / "good.ics").write_bytes(ics(vevent()))
    kinds = (IcsSource, CsvSource)
    gone = [kinds[n % 2](Gone(f"/gone/{n}")) for n in range((os.cpu_count() or 1) + 8)]
    told: asyncio.Queue[Results] = asyncio.Queue()
    sources = Sources([*gone, FolderSource(tmp_path), IcsSource(tmp_path / "good.ics")])
    reading = asyncio.create_task(sources.read(DAY, told.put_nowait))
    while [name for name, result in (await told.get()) if result.events] != [tmp_path.name, "good.ics"]:
        pass
    assert await asyncio.to_thread(lambda: "a camera") == "a camera"
    back.set()
    await reading
