"""The sources that the command line of the window names, as a program that stays reads them."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.peers.radicale import PASSWORD, USER, radicale
from tests.schedule.calendars import DAY, NINE, ics, vevent
from vardklient.base.errors import UsageError
from vardklient.commands.window import add_options
from vardklient.ports.visits import DayResult
from vardklient.program.named import PASSWORD_VARIABLE, USER_VARIABLE, Named, named
from vardklient.program.sources import Results, Sources
from vardklient.schedule.regions import default_region

CLOCK = FakeClock(datetime(2026, 11, 23, 7, tzinfo=UTC))


def of_window(*words: str) -> Named:
    parser = argparse.ArgumentParser()
    add_options(parser)
    options = parser.parse_args(words)
    return named(options.calendar, options.bookings)


async def read(found: Named, times: int = 1) -> dict[str, DayResult]:
    heard: list[Results] = []
    sources = Sources(found.sources(default_region(), CLOCK))
    for _ in range(times):
        await sources.read(DAY, heard.append)
    return dict(heard[-1])


async def test_folders_and_files(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.ics").write_bytes(ics(vevent()))
    (tmp_path / "b.ics").write_bytes(ics(vevent("b"), vevent("c")))
    found = await read(of_window("--calendar", str(tmp_path / "folder"), "--calendar", str(tmp_path / "b.ics")))
    assert {name: len(result.events) for name, result in found.items()} == {"folder": 1, "b.ics": 2}


async def test_addresses_are_told_apart_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for end in ("", "_2"):
        monkeypatch.setenv(USER_VARIABLE + end, USER)
        monkeypatch.setenv(PASSWORD_VARIABLE + end, PASSWORD)
    with radicale(tmp_path) as peer:
        peer.put(f"{USER}/kalender/", ics(vevent()))
        peer.put(f"{USER}/kalender/b.ics", ics(vevent("b", NINE.replace(hour=13), "MN-91 Videobesök")))
        found = of_window(*("--calendar", peer.url), *("--calendar", f"{peer.calendar}b.ics"))
        heard = await read(found, times=2)
    assert {name: len(result.events) for name, result in heard.items()} == {"127.0.0.1": 2, "127.0.0.1 2": 1}
    assert not any(result.problems for result in heard.values())


async def test_an_address_without_its_password_is_a_problem_and_not_a_question(tmp_path: Path) -> None:
    with radicale(tmp_path) as peer:
        heard = await read(of_window("--calendar", peer.calendar))
    assert [problem.reason for problem in heard["127.0.0.1"].problems] == ["wrong_password"]


def test_what_is_no_address_is_refused_before_the_window_is_made() -> None:
    assert not of_window()
    for words in (["--calendar", "ftp://x.example/a"], ["--bookings", "https://x.example/a.csv"]):
        with pytest.raises(UsageError):
            of_window(*words)
