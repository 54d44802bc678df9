from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.schedule.calendars import DAY
from vardklient.domain.visit import CalendarEvent, Problem
from vardklient.schedule.found import DAYS_KEPT, SLOW_TRIES, Found, Kept, UnchangedFile
from vardklient.schedule.reasons import Reason

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
SOMETHING = Found(events=(CalendarEvent("k.ics", "a", NINE, NINE),))
HOUR_AGO_NS = (int(datetime.now().timestamp()) - 3600) * 1_000_000_000


class Counting:
    """Reads nothing, and counts how often."""

    def __init__(self) -> None:
        self.days: list[tuple[bytes, date]] = []

    def __call__(self, data: bytes, day: date) -> Found:
        self.days.append((data, day))
        return SOMETHING


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "k.ics"
    write(found, b"one")
    return found


def write(path: Path, data: bytes, time_ns: int = HOUR_AGO_NS) -> None:
    path.write_bytes(data)
    os.utime(path, ns=(time_ns, time_ns))


def test_a_file_that_has_not_changed_is_not_even_opened(path: Path) -> None:
    reads = Counting()
    file = UnchangedFile(path, "k.ics", reads)
    assert file.day(DAY) == SOMETHING
    path.write_bytes(b"two")
    os.utime(path, ns=(HOUR_AGO_NS, HOUR_AGO_NS))  # as if it were the same
    assert file.day(DAY) == SOMETHING
    assert reads.days == [(b"one", DAY)]


@pytest.mark.parametrize(("data", "time_ns"), [(b"two", HOUR_AGO_NS + 5), (b"three", HOUR_AGO_NS)])
def test_another_time_or_size_is_another_content(path: Path, data: bytes, time_ns: int) -> None:
    reads = Counting()
    file = UnchangedFile(path, "k.ics", reads)
    file.day(DAY)
    write(path, data, time_ns)
    file.day(DAY)
    assert [data for data, _ in reads.days] == [b"one", data]


def test_a_file_put_in_its_place_with_the_same_time_and_size_is_read(path: Path, tmp_path: Path) -> None:
    reads = Counting()
    file = UnchangedFile(path, "k.ics", reads)
    file.day(DAY)
    write(tmp_path / "new", b"two")
    (tmp_path / "new").replace(path)
    file.day(DAY)
    assert [data for data, _ in reads.days] == [b"one", b"two"]


def test_a_file_saved_again_without_a_change_is_not_parsed_again(path: Path) -> None:
    reads = Counting()
    file = UnchangedFile(path, "k.ics", reads)
    file.day(DAY)
    write(path, b"one", HOUR_AGO_NS + 5)
    file.day(DAY)
    assert len(reads.days) == 1


def test_while_its_time_is_young_the_content_decides(path: Path) -> None:
    reads = Counting()
    file = UnchangedFile(path, "k.ics", reads)
    future_ns = HOUR_AGO_NS + 2 * 3600 * 1_000_000_000
    for data in (b"one", b"one", b"two"):
        write(path, data, future_ns)
        file.day(DAY)
    assert [data for data, _ in reads.days] == [b"one", b"two"]


def test_a_file_that_goes_and_comes_back(path: Path) -> None:
    reads = Counting()
    file = UnchangedFile(path, "k.ics", reads)
    file.day(DAY)
    path.unlink()
    assert file.day(DAY) == Found(problems=(Problem("k.ics", "unreadable"),))
    write(path, b"two")
    assert file.day(DAY) == SOMETHING
    assert len(reads.days) == 2


def test_another_day_is_read_and_the_first_is_still_known(path: Path) -> None:
    reads = Counting()
    file = UnchangedFile(path, "k.ics", reads)
    days = [DAY + timedelta(days=n) for n in range(DAYS_KEPT)]
    for day in [*days, *days]:
        file.day(day)
    assert [day for _, day in reads.days] == days
    file.day(DAY + timedelta(days=DAYS_KEPT))
    file.day(DAY)
    assert [day for _, day in reads.days][-2:] == [DAY + timedelta(days=DAYS_KEPT), DAY]


def test_what_took_too_long_is_tried_again_a_few_times() -> None:
    kept, slow = Kept(), Found(problems=(Problem("k.ics", Reason.TOO_SLOW),))
    for n in range(SLOW_TRIES):
        assert kept.get(DAY, b"x") is None, n
        kept.put(DAY, b"x", slow)
    assert kept.get(DAY, b"x") == slow
    kept.put(DAY, b"y", slow)
    assert kept.get(DAY, b"y") is None, "another content may be quicker"


def test_a_part_has_failed_when_nothing_of_it_could_be_read() -> None:
    fatal = (Problem("k.ics", Reason.LOGIN_PAGE),)
    assert Found(problems=fatal).failed
    assert not Found(events=SOMETHING.events, problems=fatal).failed
    assert not Found(problems=(Problem("k.ics", Reason.BAD_EVENT),)).failed
