from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schedule.calendars import DAY, NINE, ics, vevent
from vardklient.base.clock import STOCKHOLM
from vardklient.domain.visit import CalendarEvent, JoinKind, Key, Kind, Problem
from vardklient.schedule.files import BYTES_MAX
from vardklient.schedule.ics import PROBLEMS_MAX, IcsSource, read_ics
from vardklient.schedule.regions import default_region

PROJECT = Path(__file__).resolve().parent.parent.parent
REGION = replace(default_region(), meeting_hosts=frozenset({"meet.region.example"}))


def read(data: bytes, day: date = DAY) -> tuple[list[CalendarEvent], list[str]]:
    events, problems = read_ics(data, day, "k.ics", REGION)
    return list(events), [problem.reason for problem in problems]


def starts(data: bytes, day: date = DAY) -> list[str]:
    return sorted(f"{event.start:%H:%M}" for event in read(data, day)[0])


WEEKLY = vevent("w", NINE - timedelta(days=14), extra="RRULE:FREQ=WEEKLY\r\n")
GOOD = vevent("good", NINE + timedelta(hours=1))

# name: (file, UTC times of the day, reasons)
FILES: dict[str, tuple[bytes, list[str], list[str]]] = {
    "plain": (ics(vevent()), ["08:00"], []),
    "UTC": (ics(vevent(zone="").replace("T090000", "T080000Z").replace("T093000", "T083000Z")), ["08:00"], []),
    "folded after every sign": (
        b"\r\n".join(b"\r\n ".join(bytes([sign]) for sign in line) for line in ics(vevent()).split(b"\r\n")),
        ["08:00"],
        [],
    ),
    "UTF-16 without a mark": (ics(vevent()).decode().encode("utf-16-le"), ["08:00"], []),
    "until that very day": (
        ics(vevent("w", NINE - timedelta(days=14), extra="RRULE:FREQ=WEEKLY;UNTIL=20261123\r\n")),
        ["08:00"],
        [],
    ),
    "whole days until that very day": (
        ics(
            "BEGIN:VEVENT\r\nUID:w\r\nDTSTART;VALUE=DATE:20261120\r\nRRULE:FREQ=DAILY;UNTIL=20261123\r\nEND:VEVENT\r\n"
        ),
        ["23:00"],
        [],
    ),
    "until the day before": (
        ics(vevent("w", NINE - timedelta(days=14), extra="RRULE:FREQ=WEEKLY;UNTIL=20261122\r\n")),
        [],
        [],
    ),
    **{
        f"no rule, {rule!r}": (ics(vevent(extra=f"RRULE:{rule}\r\n"), GOOD), ["08:00", "09:00"], ["bad_event"])
        for rule in ("", "W1 MO #0", "D1 #0", "FREQ=DAILY;COUNT=0", "COUNT=00;FREQ=WEEKLY")
    },
    "a rule that counts to ten": (ics(vevent(extra="RRULE:FREQ=DAILY;COUNT=10;INTERVAL=01\r\n")), ["08:00"], []),
    "floating": (ics(vevent(zone="")), ["08:00"], []),
    "Windows zone": (ics(vevent(zone=";TZID=W. Europe Standard Time")), ["08:00"], []),
    "Windows zone in quotes": (ics(vevent(zone=';TZID="Romance Standard Time"')), ["08:00"], []),
    "vendor's zone": (ics(vevent(zone=";TZID=/vendor.example/20260101/Europe/Helsinki")), ["07:00"], []),
    "zone with a slash": (ics(vevent(zone=";TZID=/Europe/Stockholm")), ["08:00"], []),
    "odd duration": (
        ics("BEGIN:VEVENT\r\nUID:d\r\nDTSTART:20261120T080000Z\r\nDURATION:PXD\r\nEND:VEVENT\r\n", vevent()),
        ["08:00"],
        ["bad_event"],
    ),
    "unknown zone": (ics(vevent(zone=";TZID=Nowhere/Land")), ["08:00"], ["unknown_time_zone"]),
    "zone with a colon": (
        ics(vevent(zone=';TZID="(UTC+01:00) Amsterdam, Stockholm"')),
        ["08:00"],
        ["unknown_time_zone"],
    ),
    "another day": (ics(vevent(start=NINE + timedelta(days=1))), [], []),
    "weekly": (ics(WEEKLY), ["08:00"], []),
    "spaces in a rule, an exception of nothing": (
        ics(WEEKLY.replace("WEEKLY\r\n", "WEEKLY;BYDAY=MO, TU\r\nEXDATE;VALUE=DATE:\r\n")),
        ["08:00"],
        [],
    ),
    "weekly, this day removed": (
        ics(WEEKLY.replace("RRULE", "EXDATE;TZID=Europe/Stockholm:20261123T090000\r\nRRULE")),
        [],
        [],
    ),
    "weekly, this day moved": (
        ics(
            WEEKLY,
            vevent("w", NINE + timedelta(hours=3), extra="RECURRENCE-ID;TZID=Europe/Stockholm:20261123T090000\r\n"),
        ),
        ["11:00"],
        [],
    ),
    "weekly, moved here from another day": (
        ics(
            vevent("w", NINE - timedelta(days=13), extra="RRULE:FREQ=WEEKLY\r\n"),
            vevent("w", NINE, extra="RECURRENCE-ID;TZID=Europe/Stockholm:20261124T090000\r\n"),
        ),
        ["08:00"],
        [],
    ),
    "RDATE": (
        ics(vevent(start=NINE - timedelta(days=40), extra="RDATE;TZID=Europe/Stockholm:20261123T100000\r\n")),
        ["09:00"],
        [],
    ),
    "spans midnight": (ics(vevent(start=NINE - timedelta(hours=9, minutes=30), minutes=60)), ["22:30"], []),
    "began days earlier": (ics(vevent(start=NINE - timedelta(days=5), minutes=10 * 24 * 60)), ["08:00"], []),
    "began days earlier, by duration": (
        ics(
            "BEGIN:VEVENT\r\nUID:d\r\nDTSTART:20261101T080000Z\r\nDURATION:P3W2DT1H\r\nSUMMARY:Kurs\r\nEND:VEVENT\r\n",
            "BEGIN:VEVENT\r\nUID:e\r\nDTSTART:20261101T080000Z\r\nDURATION:PT1H\r\nSUMMARY:Kurs\r\nEND:VEVENT\r\n",
        ),
        ["08:00"],
        [],
    ),
    "no end": (ics("BEGIN:VEVENT\r\nUID:n\r\nDTSTART:20261123T080000Z\r\nEND:VEVENT\r\n"), ["08:00"], []),
    "all day": (ics("BEGIN:VEVENT\r\nUID:n\r\nDTSTART;VALUE=DATE:20261123\r\nEND:VEVENT\r\n"), ["23:00"], []),
    "folded line": (ics(vevent().replace("DTSTART;TZID", "DTST\r\n ART;TZID")), ["08:00"], []),
    "Unix line ends": (ics(vevent()).replace(b"\r\n", b"\n"), ["08:00"], []),
    "old Macintosh line ends": (ics(vevent()).replace(b"\r\n", b"\r"), ["08:00"], []),
    "byte order mark": (b"\xef\xbb\xbf" + ics(vevent()), ["08:00"], []),
    "UTF-16": (ics(vevent()).decode().encode("utf-16"), ["08:00"], []),
    "cp1252": (ics(vevent()).decode().encode("cp1252"), ["08:00"], ["encoding"]),
    "newer version": (
        ics(vevent(), vevent(start=NINE + timedelta(hours=2), extra="SEQUENCE:1\r\n")),
        ["10:00"],
        [],
    ),
    "newer version on another day": (
        ics(vevent(), vevent(start=NINE + timedelta(days=2), extra="SEQUENCE:1\r\n")),
        [],
        [],
    ),
    "one UID for two meetings": (ics(vevent(), vevent(start=NINE + timedelta(hours=2))), ["08:00", "10:00"], []),
    "every second since 2020": (
        ics(vevent("s", datetime(2020, 1, 1), extra="RRULE:FREQ=SECONDLY\r\n"), GOOD),
        ["09:00"],
        ["too_often"],
    ),
    "every minute": (ics(vevent("s", extra="RRULE:INTERVAL=1;FREQ=MINUTELY\r\n"), GOOD), ["09:00"], ["too_often"]),
    "every minute by another name": (
        ics(vevent("s", extra="RRULE:FREQ=HOURLY;BYMINUTE=" + ",".join(map(str, range(60))) + "\r\n"), GOOD),
        ["09:00"],
        ["too_often"],
    ),
    "no start": (ics("BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\n", GOOD), ["09:00"], ["bad_event"]),
    "broken start": (ics(vevent("b").replace("20261123T09", "2026-11-23T09"), GOOD), ["09:00"], ["bad_event"]),
    "impossible start": (ics(vevent("b").replace("20261123T09", "20261399T99"), GOOD), ["09:00"], ["bad_event"]),
    "broken end": (ics(vevent("b").replace("DTEND;TZID=Europe/Stockholm:2026", "DTEND:x")), ["08:00"], ["bad_event"]),
    "broken rule": (ics(vevent("b", extra="RRULE:FREQ=SOMETIMES\r\n"), GOOD), ["09:00"], ["bad_event"]),
    "event in an event": (
        ics("BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20261123T080000Z\r\n", GOOD),
        ["09:00"],
        ["bad_event"],
    ),
    "cut off": (ics(GOOD, "BEGIN:VEVENT\r\nUID:z\r\nDTSTA", end=""), ["09:00"], ["truncated", "bad_event"]),
    "only an end": (ics("END:VEVENT\r\n", GOOD), ["09:00"], []),
    "login page": (b"<!DOCTYPE html><html><body>Logga in</body></html>", [], ["login_page"]),
    "not a calendar": (b"\x00\x01\x02" * 99, [], ["not_a_calendar"]),
    "empty": (b" \r\n", [], ["empty"]),
}


@pytest.mark.parametrize("name", FILES)
def test_files(name: str) -> None:
    data, times, reasons = FILES[name]
    assert (starts(data), sorted(read(data)[1])) == (times, sorted(reasons))


def test_what_is_kept_of_an_event() -> None:
    (event,), _ = read(ics(vevent(extra="X-VARDKLIENT-BOOKING:b7\r\n")))
    assert event == CalendarEvent(
        source="k.ics",
        uid="a",
        start=datetime(2026, 11, 23, 8, tzinfo=UTC),
        end=datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
        keys=(Key("IK", 82),),
        video=True,
        booking_id="b7",
    )


@pytest.mark.parametrize(
    "data",
    [
        ics(vevent(subject="Inställd: IK-82 Videobesök")),
        ics(vevent(extra="STATUS:CANCELLED\r\n")),
        ics("METHOD:CANCEL\r\n", vevent()),
    ],
)
def test_cancelled(data: bytes) -> None:
    (event,), _ = read(data)
    assert event.cancelled
    assert event.keys == (Key("IK", 82),)


def test_a_series_with_one_cancelled_day() -> None:
    change = vevent("w", extra="RECURRENCE-ID;TZID=Europe/Stockholm:20261123T090000\r\nSTATUS:CANCELLED\r\n")
    (event,), _ = read(ics(WEEKLY, change))
    assert event.cancelled


def test_whole_days() -> None:
    outlook = vevent(start=NINE - timedelta(hours=9), minutes=1440, extra="X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\r\n")
    for data in (FILES["all day"][0], ics(outlook)):
        (event,), _ = read(data)
        assert event.all_day
        assert event.end - event.start == timedelta(days=1)


def test_kind() -> None:
    (event,), _ = read(ics(vevent(subject="Gruppmöte via video")))
    assert (event.kind, event.video, event.keys) == (Kind.GROUP, True, ())


@pytest.mark.parametrize(
    ("extra", "link"),
    [
        ("LOCATION:https://meet.region.example/abc\r\n", "https://meet.region.example/abc"),
        ("DESCRIPTION:Anslut (https://a.meet.region.example/x?y=1).\r\n", "https://a.meet.region.example/x?y=1"),
        ("X-MICROSOFT-SKYPETEAMSMEETINGURL:https://meet.region.example/t\r\n", "https://meet.region.example/t"),
        ("LOCATION:https://evil.example/meet.region.example\r\n", ""),
        ("LOCATION:https://meet.region.example.evil.example/\r\n", ""),
        ("LOCATION:https://meet.region.example@evil.example/\r\n", ""),
        ("LOCATION:https://user@meet.region.example/\r\n", ""),
        ("LOCATION:https://meet.region.example:8443/\r\n", ""),
        ("LOCATION:https://meet.region.example:x/\r\n", ""),
        ("LOCATION:http://meet.region.example/abc\r\n", ""),
    ],
)
def test_links_to_allowed_hosts_only(extra: str, link: str) -> None:
    (event,), _ = read(ics(vevent(extra=extra)))
    assert event.join.link == link
    assert event.join.kind is (JoinKind.LINK if link else JoinKind.NONE)


def test_without_an_allow_list_no_link_is_kept() -> None:
    data = ics(vevent(extra="LOCATION:https://meet.region.example/abc\r\n"))
    (event,), _ = read_ics(data, DAY, "k.ics", default_region())
    assert event.join.kind is JoinKind.NONE


def test_a_link_makes_a_visit_of_a_key_and_of_nothing_else() -> None:
    link = "LOCATION:https://meet.region.example/abc\r\n"
    assert read(ics(vevent(subject="IK82", extra=link)))[0][0].video
    assert not read(ics(vevent(subject="Ledningsmöte", extra=link)))[0][0].video


def test_a_files_own_zone_is_its_own() -> None:
    def zone(hours: int) -> str:
        return (
            "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
            f"TZOFFSETFROM:+0{hours}00\r\nTZOFFSETTO:+0{hours}00\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        )

    event = vevent(zone=";TZID=Customized Time Zone")
    assert starts(ics(zone(1), event)) == ["08:00"]
    assert starts(ics(zone(4), event)) == ["05:00"]


def test_the_hour_that_the_clock_skips() -> None:
    (event,), _ = read(ics(vevent(start=datetime(2026, 3, 29, 2, 30))), date(2026, 3, 29))
    assert event.start == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_days_of_23_and_25_hours() -> None:
    late = vevent(start=datetime(2026, 10, 25, 23, 30))
    assert starts(ics(late), date(2026, 10, 25)) == ["22:30"]
    assert starts(ics(late), date(2026, 10, 26)) == []
    weekly = vevent(start=datetime(2026, 10, 12, 9), extra="RRULE:FREQ=WEEKLY\r\n")
    assert starts(ics(weekly), date(2026, 10, 19)) == ["07:00"], "summer time"
    assert starts(ics(weekly), date(2026, 10, 26)) == ["08:00"], "winter time"


def test_a_rule_that_never_comes_true_is_given_up() -> None:
    never = vevent("n", datetime(2000, 1, 1, 9), extra="RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30\r\n")
    began_s = time.thread_time()
    events, reasons = read(ics(never, GOOD))
    assert ([event.uid for event in events], reasons) == (["good"], ["too_slow"])
    assert time.thread_time() - began_s < 6


def test_a_file_full_of_such_rules_is_given_up_as_a_whole() -> None:
    never = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n"
    many = [vevent(f"n{n}", datetime(1900, 1, 1, 9), extra=never) for n in range(30)]
    began_s = time.thread_time()
    events, problems = read_ics(ics(*many, GOOD), DAY, "k.ics", REGION, file_box_s=0.5)
    assert time.thread_time() - began_s < 5
    assert problems == (Problem("k.ics", "too_slow", "event 1 and later"),)
    assert [event.uid for event in events] == ["good"], "what does not repeat is read first"


HOSTILE = {
    "quotes that are not closed": vevent("q").replace("DTSTART;TZID=Europe/Stockholm:", "DTSTART;X=" + '"' * 61),
    "zones that do not end": "BEGIN:VTIMEZONE\r\n" * 50_000,
    "guests without number": vevent("g", extra="ATTENDEE;CN=A:mailto:a@b.example\r\n" * 50_000),
    "dates without number": vevent("d", extra="RRULE:FREQ=WEEKLY\r\n" + "EXDATE:20261130T080000Z\r\n" * 50_000),
    "a number without end": vevent("n", extra=f"SEQUENCE:{'9' * 1_500_000}\r\n"),
    "events without anything": "BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_calendar_cannot_hurt(name: str) -> None:
    """Each of these took minutes, or would have filled the list with problems."""
    began_s = time.thread_time()
    events, problems = read_ics(ics(HOSTILE[name], GOOD), DAY, "k.ics", REGION)
    assert "good" in [event.uid for event in events]
    assert len(problems) <= PROBLEMS_MAX + 1
    assert time.thread_time() - began_s < 10


def test_a_calendar_without_an_event_that_begins_is_told() -> None:
    assert read(ics("  BEGIN:VEVENT\r\n"))[1] == ["bad_event"]
    assert read(ics())[1] == []


def test_an_alarm_has_a_start_and_a_name_of_its_own() -> None:
    alarm = "BEGIN:VALARM\r\nUID:other\r\nSUMMARY:MN-91\r\nDTSTART:19700101T000000Z\r\nEND:VALARM\r\n"
    (event,), reasons = read(ics(vevent().replace("BEGIN:VEVENT\r\n", "BEGIN:VEVENT\r\n" + alarm)))
    assert (event.keys, event.start.hour, reasons) == ((Key("IK", 82),), 8, [])


def test_an_unchanged_file_is_not_parsed_again(tmp_path: Path) -> None:
    path = tmp_path / "k.ics"
    path.write_bytes(ics(vevent()))
    source = IcsSource(path)
    first, second = asyncio.run(source.day(DAY)), asyncio.run(source.day(DAY))
    assert second.events[0] is first.events[0]
    assert second.read_at >= first.read_at
    path.write_bytes(ics(vevent("b")))
    assert [event.uid for event in asyncio.run(source.day(DAY)).events] == ["b"]


def test_ten_thousand_events_are_quick() -> None:
    other = [vevent(f"o{n}", datetime(2024, 1, 1) + timedelta(minutes=30 * n)) for n in range(10_000)]
    data = ics(*other, *(vevent(f"d{n}", NINE + timedelta(minutes=5 * n)) for n in range(40)))
    began_s = time.thread_time()
    events, problems = read_ics(data, DAY, "k.ics", REGION, file_box_s=60)  # of a busy machine's time
    assert (len(events), problems) == (40, ())
    assert time.thread_time() - began_s < 5


def test_the_source(tmp_path: Path) -> None:
    path = tmp_path / "kalender.ics"
    path.write_bytes(ics(vevent()))
    source = IcsSource(path)
    result = asyncio.run(source.day(DAY))
    assert source.name == "kalender.ics"
    assert [event.source for event in result.events] == ["kalender.ics"]
    assert result.read_at.tzinfo is UTC


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    big, pipe = tmp_path / "big.ics", tmp_path / "pipe.ics"
    with big.open("wb") as file:
        file.truncate(BYTES_MAX + 1)
    os.mkfifo(pipe)
    for path, reason in (
        (big, "too_large"),
        (pipe, "unreadable"),
        (tmp_path, "unreadable"),
        (Path("/no"), "unreadable"),
    ):
        result = asyncio.run(IcsSource(path).day(DAY))
        assert [problem.reason for problem in result.problems] == [reason]


def test_the_last_day_of_all() -> None:
    assert read(ics(vevent()), date(9999, 12, 31)) == ([], [])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_file_raises(data: st.DataObject) -> None:
    """Damage a real file: bytes replaced, lines dropped, doubled and swapped."""
    lines = ics(WEEKLY, vevent(), FILES["all day"][0][56:].decode()).split(b"\r\n")
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["drop", "double", "cut", "noise", "swap"]))
        if change == "drop" and len(lines) > 1:
            del lines[at]
        elif change == "double":
            lines.insert(at, lines[at])
        elif change == "cut":
            lines[at] = lines[at][: data.draw(st.integers(0, 20))]
        elif change == "noise":
            lines[at] += data.draw(st.binary(max_size=8))
        else:
            lines[at], lines[0] = lines[0], lines[at]
    read(b"\r\n".join(lines))
    read(data.draw(st.binary(max_size=200)))
    read(b"BEGIN:VCALENDAR\n" + data.draw(st.binary(max_size=200)))


IMPORTS = """
import sys
late = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        if sys.getprofile() is not None:
            late.append(name)
sys.meta_path.insert(0, Watch())
from tests.schedule.calendars import DAY, ics, vevent
from vardklient.schedule.ics import read_ics
from vardklient.schedule.regions import default_region
events, problems = read_ics(ics(vevent(extra="RRULE:FREQ=DAILY\\r\\n")), DAY, "k", default_region())
assert len(events) == 1 and not problems
print(*late)
"""


def test_nothing_is_imported_within_the_time_that_a_calendar_has() -> None:
    """On a cold disk that takes longer than any calendar may."""
    answer = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert answer.stdout.split() == []


def test_an_end_that_is_for_ever_can_be_shown() -> None:
    event = vevent().replace("DTEND;TZID=Europe/Stockholm:20261123T093000", "DTEND:99991231T235959Z")
    ((found,), problems) = read(ics(event))
    assert (f"{found.start:%H:%M}", problems) == ("08:00", [])
    assert found.end.astimezone(STOCKHOLM).year == 9999
