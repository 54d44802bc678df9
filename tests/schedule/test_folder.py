from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.schedule.calendars import DAY, NINE, ics, vevent
from vardklient.ports.visits import DayResult
from vardklient.schedule.files import shown_name
from vardklient.schedule.folder import FolderSource, has_gone
from vardklient.schedule.reader import read_day

CSV = b"Boknings-id;Datum;Starttid;Personnummer;Namn;Kontakttyp\r\nb1;2026-11-23;09:00;196101182803;A B;Video\r\n"


def said(result: DayResult) -> list[tuple[str, str]]:
    return [(problem.source, problem.reason) for problem in result.problems]


def uids(result: DayResult) -> list[str]:
    return [event.uid for event in result.events]


async def test_all_calendars_and_booking_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(ics(vevent("a")))
    (tmp_path / "B.ICS").write_bytes(ics(vevent("b")))
    (tmp_path / "tidbok.csv").write_bytes(CSV)
    result = await FolderSource(tmp_path).day(DAY)
    assert sorted(uids(result)) == ["a", "b"]
    assert [event.source for event in result.events] == ["B.ICS", "a.ics"]
    assert [(b.booking_id, b.source) for b in result.bookings] == [("b1", "tidbok.csv")]
    assert said(result) == []


async def test_what_is_not_meant_is_not_read(tmp_path: Path) -> None:
    data = ics(vevent())
    for name in (".hidden.ics", "~$tidbok.csv", "notes.txt", "a.ics.part", "a.ics~"):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.ics").write_bytes(data)
    (tmp_path / "bundle.ics").mkdir()
    (tmp_path / "lost.ics").symlink_to(tmp_path / "nothing")
    result = await FolderSource(tmp_path).day(DAY)
    assert uids(result) == []
    assert said(result) == [(tmp_path.name, "empty")]


async def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(ics(vevent("a")))
    (tmp_path / "b.ics").write_bytes(b"<!DOCTYPE html><html>Logga in</html>")
    (tmp_path / "c.csv").write_bytes(b"\x00\x01")
    os.mkfifo(tmp_path / "d.ics")
    result = await FolderSource(tmp_path).day(DAY)
    assert uids(result) == ["a"]
    assert {("b.ics", "login_page"), ("c.csv", "no_headings"), ("d.ics", "unreadable")} <= set(said(result))


@pytest.mark.parametrize("what", ["missing", "a file"])
async def test_a_folder_that_cannot_be_listed_keeps_the_last_list(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "dag"
    folder.mkdir()
    (folder / "a.ics").write_bytes(ics(vevent("a")))
    source = FolderSource(folder)
    first = await read_day([source], DAY)
    (folder / "a.ics").unlink()
    folder.rmdir()
    if what == "a file":
        folder.write_bytes(b"")
    (second,) = await read_day([source], DAY, first)
    assert second.stale
    assert (uids(second.result), said(second.result)) == (["a"], [("dag", "unreadable")])


async def test_a_file_that_goes_bad_keeps_what_it_held_and_one_that_goes_is_gone(tmp_path: Path) -> None:
    clock = FakeClock()
    source = FolderSource(tmp_path, clock=clock)
    for name in ("a", "b"):
        (tmp_path / f"{name}.ics").write_bytes(ics(vevent(name)))
    begun = (await source.day(DAY)).read_at
    clock.advance(60)
    (tmp_path / "a.ics").write_bytes(b"half of i")
    (tmp_path / "b.ics").write_bytes(ics(vevent("b2")))
    result = await source.day(DAY)
    assert (sorted(uids(result)), said(result)) == (["a", "b2"], [("a.ics", "not_a_calendar")])
    assert (result.read_at, result.stale) == (begun, False)
    (tmp_path / "a.ics").unlink()
    result = await source.day(DAY)
    assert (uids(result), said(result), result.read_at) == (["b2"], [], clock.now())


async def test_a_file_that_cannot_be_looked_at_is_not_taken_for_gone(tmp_path: Path) -> None:
    """As on a network drive, or where rights are taken away for a moment."""
    source = FolderSource(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.ics").write_bytes(ics(vevent(name)))
    await source.day(DAY)
    (tmp_path / "a.ics").unlink()
    (tmp_path / "a.ics").symlink_to(tmp_path / "a.ics")  # leads to itself: the system says neither file nor nothing
    result = await source.day(DAY)
    assert (sorted(uids(result)), said(result)) == (["a", "b"], [("a.ics", "unreadable")])


def test_only_what_is_not_there_has_gone(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_bytes(b"")
    there = {name: has_gone(tmp_path / name) for name in ("file", "loop", "loop/a.ics", "none", "file/a.ics")}
    assert there == {"file": False, "loop": False, "loop/a.ics": False, "none": True, "file/a.ics": True}


async def test_when_all_files_go_bad_the_list_is_an_old_one(tmp_path: Path) -> None:
    clock = FakeClock()
    source = FolderSource(tmp_path, clock=clock)
    (tmp_path / "a.ics").write_bytes(ics(vevent("a")))
    first = await read_day([source], DAY)
    clock.advance(60)
    (tmp_path / "a.ics").write_bytes(b"half of i")
    (reading,) = await read_day([source], DAY, first)
    assert (uids(reading.result), reading.stale) == (["a"], True)


async def test_a_bad_file_beside_an_empty_day_is_no_reason_for_an_old_list(tmp_path: Path) -> None:
    (tmp_path / "bad.ics").write_bytes(b"half of i")
    (tmp_path / "a.ics").write_bytes(ics(vevent("a")))
    source = FolderSource(tmp_path)
    first = await read_day([source], DAY)
    (tmp_path / "a.ics").write_bytes(ics())
    (reading,) = await read_day([source], DAY, first)
    assert (uids(reading.result), reading.stale) == ([], False)


async def test_without_time_for_all_files_the_next_reading_goes_on(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.ics").write_bytes(ics(vevent(str(n))))
    result = await FolderSource(tmp_path, seconds=0).day(DAY)
    assert (uids(result), said(result)) == ([], [(tmp_path.name, "too_slow")])
    assert result.problems[0].detail == "3 files"


async def test_unchanged_files_are_not_parsed_again(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(ics(vevent("a")))
    source = FolderSource(tmp_path)
    first, second = await source.day(DAY), await source.day(DAY)
    assert second.events[0] is first.events[0]


async def test_a_thousand_files_of_other_days(tmp_path: Path) -> None:
    for n in range(1000):
        (tmp_path / f"{n}.ics").write_bytes(ics(vevent(str(n), NINE - timedelta(days=n % 50))))
    assert len((await FolderSource(tmp_path, seconds=600).day(DAY)).events) == 20


async def test_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"m\xf6te\n.ics")
    (tmp_path / name).write_bytes(ics(vevent("a")))
    result = await FolderSource(tmp_path).day(DAY)
    assert result.events[0].source == "m\ufffdte\ufffd.ics"
    assert shown_name(Path(name)).encode()


def test_a_folder_has_a_name_also_where_it_is_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert FolderSource(Path(".")).name == tmp_path.name


async def test_another_day(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(ics(vevent("a"), vevent("b", datetime(2026, 11, 24, 9))))
    source = FolderSource(tmp_path)
    assert uids(await source.day(DAY)) == ["a"]
    assert uids(await source.day(DAY + timedelta(days=1))) == ["b"]
