from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes import looptime
from vardklient.domain.match import cross_check
from vardklient.domain.visit import CalendarEvent, Kind, Match, Modality, Problem, Role, Visit
from vardklient.ports.visits import DayResult
from vardklient.schedule.folder import FolderSource
from vardklient.schedule.practice import is_practice, practice_sources
from vardklient.schedule.reader import Reading, read_day

DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
GOOD = DayResult(NINE, events=(CalendarEvent("a", "1", NINE, NINE),))
BROKEN = DayResult(NINE, problems=(Problem("a", "unreadable"),))


@dataclass
class Scripted:
    """A source that gives one answer after another; an exception is raised."""

    name: str
    answers: list[DayResult | Exception]

    async def day(self, day: date) -> DayResult:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Hanging:
    name = "slow"

    async def day(self, day: date) -> DayResult:
        await asyncio.Event().wait()
        raise AssertionError


class Meeting:
    """Answers only when the other one is being asked too."""

    def __init__(self, name: str, barrier: asyncio.Barrier) -> None:
        self.name, self._barrier = name, barrier

    async def day(self, day: date) -> DayResult:
        await self._barrier.wait()
        return GOOD


async def test_all_at_once() -> None:
    barrier = asyncio.Barrier(2)
    readings = await read_day([Meeting("a", barrier), Meeting("b", barrier)], DAY)
    assert [(r.name, r.stale) for r in readings] == [("a", False), ("b", False)]


@pytest.mark.parametrize("failure", [BROKEN, RuntimeError("boom")])
async def test_the_last_good_reading_is_kept(failure: DayResult | Exception) -> None:
    source = Scripted("a", [GOOD, failure, failure, GOOD])
    first = await read_day([source], DAY)
    second = await read_day([source], DAY, first)
    third = await read_day([source], DAY, second)
    for readings in (second, third):
        assert readings[0].stale
        assert readings[0].result.events == GOOD.events
        assert [p.reason for p in readings[0].result.problems] == ["unreadable"]
        assert readings[0].result.read_at == GOOD.read_at
    assert await read_day([source], DAY, third) == first


async def test_the_whole_list_is_kept_instead_of_a_part_of_the_new_one() -> None:
    part = replace(GOOD, events=(), bookings=(), problems=(Problem("a", "busy"),), partial=True)
    longer = replace(GOOD, events=GOOD.events * 2, partial=True)
    first = await read_day([Scripted("a", [GOOD])], DAY)
    (second,) = await read_day([Scripted("a", [part])], DAY, first)
    assert (second.stale, second.result.events, second.result.problems) == (True, GOOD.events, part.problems)
    (third,) = await read_day([Scripted("a", [longer])], DAY)
    assert (third.stale, third.result) == (False, longer), "where nothing is known a part is better than nothing"
    (fourth,) = await read_day([Scripted("a", [GOOD])], DAY, [third])
    assert (fourth.stale, fourth.result) == (False, GOOD)
    (fifth,) = await read_day([Scripted("a", [replace(part, events=GOOD.events)])], DAY, [third])
    assert (fifth.stale, len(fifth.result.events)) == (False, 1), "of two parts the newer one counts"


async def test_a_source_none_of_whose_parts_can_be_read_has_failed(tmp_path: Path) -> None:
    """Also at its first reading: what an earlier run knew is not lost."""
    (tmp_path / "a.ics").write_bytes(b"half of i")
    source = FolderSource(tmp_path)
    before = Reading(source.name, DAY, GOOD, stale=True)
    (reading,) = await read_day([source], DAY, [before])
    assert (reading.stale, reading.result.events) == (True, GOOD.events)
    assert [(p.source, p.reason) for p in reading.result.problems] == [("a.ics", "not_a_calendar")]
    (alone,) = await read_day([source], DAY)
    assert (alone.stale, alone.result.unread) == (True, True)


@pytest.mark.parametrize("files", [{}, {"a.ics": b""}])
async def test_a_folder_without_calendars_keeps_what_was_known(tmp_path: Path, files: dict[str, bytes]) -> None:
    """A share that is not mounted is an empty folder, and a file that is being written may be empty for a moment."""
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    source = FolderSource(tmp_path)
    (reading,) = await read_day([source], DAY, [Reading(source.name, DAY, GOOD)])
    assert (reading.stale, reading.result.events) == (True, GOOD.events)


async def test_another_days_reading_is_not_kept() -> None:
    old = Reading("a", DAY - timedelta(days=1), GOOD)
    (reading,) = await read_day([Scripted("a", [BROKEN])], DAY, [old])
    assert (reading.result, reading.stale) == (replace(BROKEN, unread=True), True)


async def test_two_sources_of_one_name_keep_their_own() -> None:
    other = DayResult(NINE, events=(CalendarEvent("a", "2", NINE, NINE),))
    first = await read_day([Scripted("a", [GOOD]), Scripted("a", [other])], DAY)
    second = await read_day([Scripted("a", [BROKEN]), Scripted("a", [BROKEN])], DAY, first)
    assert [r.result.events for r in second] == [GOOD.events, other.events]


async def test_a_slow_source_does_not_hold_the_others() -> None:
    readings = await read_day([Hanging(), Scripted("a", [GOOD])], DAY, timeout_s=0.05)
    assert [p.reason for p in readings[0].result.problems] == ["slow_server"]
    assert readings[0].stale
    assert readings[1].result == GOOD


class Timed:
    """Answers after so long; the time is the loop's, which here does not pass but jumps."""

    def __init__(self, name: str, after_s: float, answer: DayResult = GOOD) -> None:
        self.name, self._after_s, self._answer = name, after_s, answer

    async def day(self, day: date) -> DayResult:
        await asyncio.sleep(self._after_s)
        return self._answer


def told(sources: list[Timed], last: tuple[Reading, ...] = ()) -> tuple[list[tuple[float, str]], list[Reading]]:
    """When what was told ("+" has answered, "-" has not, "!" has failed), and the end."""
    heard: list[tuple[float, str]] = []

    def hear(readings: tuple[Reading, ...]) -> None:
        marks = "".join("-" if r.result.pending else "!" if r.stale else "+" for r in readings)
        heard.append((round(asyncio.get_running_loop().time(), 2), marks))

    async def read() -> tuple[Reading, ...]:
        found = await read_day(sources, DAY, last, tell=hear)
        hear(found)
        return found

    return heard, list(looptime.run(read()))


def test_four_sources_one_dead_one_slow_are_on_the_list_long_before_two_seconds() -> None:
    dead, slow = Timed("dead", 3600), Timed("slow", 5)
    heard, found = told([Timed("calendar", 0.1), dead, slow, Timed("bookings", 0.15)])
    assert heard == [(0.3, "+--+"), (5.0, "+-++"), (20.0, "+!++")]
    assert [p.reason for p in found[1].result.problems] == ["slow_server"]
    assert not any(r.result.pending for r in found)


def test_sources_that_answer_soon_are_told_together() -> None:
    heard, _ = told([Timed("calendar", 0.05), Timed("bookings", 0.29)])
    assert heard == [(0.29, "++")]


def test_nothing_is_told_before_somebody_has_answered() -> None:
    heard, _ = told([Timed("calendar", 1.0), Timed("bookings", 2.0)])
    assert heard == [(1.0, "+-"), (2.0, "++")]
    assert told([])[0] == [(0.0, "")]


def test_a_source_that_is_still_to_come_shows_what_it_said_before() -> None:
    heard, found = told([Timed("a", 5, BROKEN), Timed("b", 0)], (Reading("a", DAY, GOOD),))
    assert heard == [(0.3, "++"), (5.0, "!+")]
    assert found[0].result.events == GOOD.events


# ---------------------------------------------------------------- the practice day


async def practice(now: datetime, day: date) -> tuple[Visit, ...]:
    readings = await read_day(practice_sources(now), day)
    return cross_check(readings[0].result.events, readings[1].result.bookings)


@pytest.mark.parametrize("hour", range(0, 24, 3))
async def test_the_practice_day_shows_every_kind_at_any_hour(hour: int) -> None:
    now = datetime(2026, 11, 23, hour, 26, 41, tzinfo=UTC)
    visits = await practice(now, (now + timedelta(hours=1)).date())
    remote = [v for v in visits if v.modality is Modality.VIDEO]
    assert [v.label for v in remote] == ["IK-82", "MS-47", "AL-15", "", "JN-61"]
    assert [v.kind for v in remote] == [
        Kind.ONE_TO_ONE,
        Kind.DIGI_PHYSICAL,
        Kind.ONE_TO_ONE,
        Kind.GROUP,
        Kind.ONE_TO_ONE,
    ]
    assert [v.match for v in remote] == [Match.AGREES] * 4 + [Match.TIME_DIFFERS]
    assert timedelta(0) < remote[0].start - now <= timedelta(minutes=7)
    assert len(visits) == 8
    assert all(is_practice(v) for v in visits)


async def test_the_people_of_the_practice_day() -> None:
    visits = await practice(NINE, DAY)
    roles = {v.label: [p.role for p in v.participants] for v in visits}
    assert roles["IK-82"] == [Role.PATIENT, Role.INTERPRETER]
    assert roles["AL-15"] == [Role.PATIENT, Role.GUARDIAN]
    group = next(v for v in visits if v.kind is Kind.GROUP)
    assert [p.role for p in group.participants] == [Role.PATIENT] * 8, "no co-host: the list says so"
    assert all(v.phone.startswith("070-174 06 ") for v in visits if v.label and v.modality is not Modality.OTHER)


async def test_the_practice_day_does_not_move_and_is_one_day() -> None:
    sources = practice_sources(NINE)
    assert await sources[0].day(DAY) == await sources[0].day(DAY)
    assert (await sources[1].day(DAY + timedelta(days=1))).bookings == ()
    assert not is_practice(Visit("x", NINE, NINE, sources=("kalender.ics",)))


async def test_a_practice_day_that_begins_on_the_mark() -> None:
    visits = await practice(NINE - timedelta(minutes=2), DAY)
    assert visits[0].start == NINE


@pytest.mark.parametrize("minute", range(0, 60, 4))
async def test_the_practice_day_holds_together_up_to_midnight(minute: int) -> None:
    """Stockholm is an hour ahead: these are the minutes before its midnight, when the day runs over into the next."""
    visits = await practice(datetime(2026, 11, 23, 22, minute, 20, tzinfo=UTC), DAY)
    matches = {v.label: v.match for v in visits if v.modality is Modality.VIDEO and v.label}
    assert matches == {
        "IK-82": Match.AGREES,
        "MS-47": Match.AGREES,
        "AL-15": Match.AGREES,
        "JN-61": Match.TIME_DIFFERS,
    }
