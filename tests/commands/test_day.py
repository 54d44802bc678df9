"""The cross-check through the real command line, on real files. `pytest -s` prints the table of all cases."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.schedule.calendars import NINE, ics, vevent
from vardklient.main import main

HEAD = "Boknings-id;Datum;Starttid;Längd;Personnummer;Förnamn;Efternamn;Kontakttyp;Status;Skyddad;Telefon;Roll"
TEN, TWO = NINE + timedelta(hours=1), NINE + timedelta(hours=5)
INGRID, IVAR = ("Ingrid", "Karlsson", "19820314-1234"), ("Ivar", "Kron", "19820601-1111")
IK = "IK-82 Videobesök"


def booking(
    number: int,
    person: tuple[str, str, str] = INGRID,
    start: datetime = NINE,
    *,
    contact: str = "Videobesök",
    status: str = "Bokad",
    protected: str = "",
    role: str = "",
) -> str:
    given, family, pnr = person
    return f"b{number};{start:%Y-%m-%d;%H:%M};30;{pnr};{given};{family};{contact};{status};{protected};;{role}"


@dataclass(frozen=True)
class Case:
    name: str
    events: Sequence[str] = ()
    bookings: Sequence[str] = ()
    expect: Sequence[str] = ()  # "HH:MM match" of the remote rows, in order
    problems: Sequence[str] = ()
    others: int = 0
    raw: dict[str, bytes] = field(default_factory=dict)


WEEKLY = vevent("w", NINE - timedelta(days=14), IK, extra="RRULE:FREQ=WEEKLY\r\n")
MOVED = vevent("w", TEN, IK, extra="RECURRENCE-ID;TZID=Europe/Stockholm:20261123T090000\r\n")
SUMMER = datetime(2026, 10, 25, 9)

CASES = [
    Case("initials, year and time agree", [vevent()], [booking(1)], ["09:00 agrees"]),
    Case("ik82 videobesök", [vevent(subject="ik82 videobesök")], [booking(1)], ["09:00 agrees"]),
    Case("non-breaking hyphen, full year", [vevent(subject="IK\u20111982 videobesök")], [booking(1)], ["09:00 agrees"]),
    Case("SV: VB:", [vevent(subject="SV: VB: " + IK)], [booking(1)], ["09:00 agrees"]),
    Case(
        "ÅÄ-05",
        [vevent(subject="ÅÄ-05 Videobesök")],
        [booking(1, ("Åsa", "Ängman", "20050101-1234"))],
        ["09:00 agrees"],
    ),
    Case("two minutes apart", [vevent(start=NINE + timedelta(minutes=2))], [booking(1)], ["09:02 agrees"]),
    Case("three minutes apart", [vevent(start=NINE + timedelta(minutes=3))], [booking(1)], ["09:03 time_differs"]),
    Case("moved an hour", [vevent()], [booking(1, start=TEN)], ["09:00 time_differs"]),
    Case(
        "two IK-82, 09:00 and 14:00",
        [vevent("a"), vevent("b", TWO)],
        [booking(1), booking(2, IVAR, TWO)],
        ["09:00 ambiguous", "14:00 ambiguous"],
    ),
    Case("two IK-82 at one time", [vevent()], [booking(1), booking(2, IVAR)], ["09:00 ambiguous"]),
    Case(
        "1925 or 2025",
        [vevent(subject="IK-25 Videobesök")],
        [booking(1, ("Ingrid", "K", "19250314-1234")), booking(2, ("Ida", "K", "20250314-1234"))],
        ["09:00 ambiguous"],
    ),
    Case("same time, other initials", [vevent(subject="MN-91 Videobesök")], [booking(1)], ["09:00 mismatch"]),
    Case("same initials, other year", [vevent(subject="IK-28 Videobesök")], [booking(1)], ["09:00 mismatch"]),
    Case("on site says the booking system", [vevent()], [booking(1, contact="Nybesök")], ["09:00 mismatch"]),
    Case("only in the calendar", [vevent()], [], ["09:00 calendar_only"]),
    Case("only in the booking system", [], [booking(1)], ["09:00 booking_only"]),
    Case("bare Videobesök", [vevent(subject="Videobesök")], [], ["09:00 calendar_only"]),
    Case(
        "Lunch 12-13 at a visit's time",
        [vevent("a"), vevent("l", subject="Lunch 12-13")],
        [booking(1)],
        ["09:00 agrees"],
        others=1,
    ),
    Case("Covid-19 APT", [vevent(subject="Covid-19 APT")], [booking(1)], ["09:00 booking_only"], others=1),
    Case("v-48", [vevent(subject="Planering v-48")], [], [], others=1),
    Case(
        "protected, by time alone",
        [vevent(subject="XX-50 Videobesök")],
        [booking(1, protected="Ja")],
        ["09:00 protected"],
    ),
    Case(
        "protected, and another at that time",
        [vevent(subject="XX-50 Videobesök")],
        [booking(1, protected="Ja"), booking(2, ("Mona", "Nord", "19910101-1234"))],
        ["09:00 ambiguous", "09:00 booking_only"],
    ),
    Case("cancelled in both", [vevent(subject="Inställd: " + IK)], [booking(1, status="Avbokad")], ["09:00 cancelled"]),
    Case("cancelled in the booking system", [vevent()], [booking(1, status="Avbokad")], ["09:00 cancelled"]),
    Case(
        "cancelled in the calendar alone",
        [vevent(extra="STATUS:CANCELLED\r\n")],
        [booking(1)],
        ["09:00 booking_only", "09:00 cancelled"],
    ),
    Case("weekly", [WEEKLY], [booking(1)], ["09:00 agrees"]),
    Case("weekly, moved this day", [WEEKLY, MOVED], [booking(1, start=TEN)], ["10:00 agrees"]),
    Case(
        "the day the clock goes back",
        [vevent(start=SUMMER - timedelta(days=7), extra="RRULE:FREQ=WEEKLY\r\n")],
        [booking(1, start=SUMMER)],
        ["09:00 agrees"],
    ),
    Case(
        "booking id before initials",
        [vevent(subject="Videobesök", extra="X-VARDKLIENT-BOOKING:b2\r\n")],
        [booking(1, ("Mona", "Nord", "19910101-1234")), booking(2)],
        ["09:00 agrees", "09:00 booking_only"],
    ),
    Case(
        "copied event with another's booking id",
        [vevent(subject="MN-91 Videobesök", extra="X-VARDKLIENT-BOOKING:b1\r\n")],
        [booking(1)],
        ["09:00 mismatch"],
    ),
    Case(
        "a guardian's own booking",
        [vevent(subject="AL-15 Videobesök")],
        [
            booking(1, ("Alva", "Lind", "20150601-1234")),
            booking(2, ("Eva", "Lind", "19830601-1234"), role="Vårdnadshavare"),
        ],
        ["09:00 agrees"],
    ),
    Case(
        "two keys: a group",
        [vevent(subject="IK-82 och MN-91 Gruppmöte via video")],
        [booking(1, contact="Gruppbesök video"), booking(2, ("Mona", "Nord", "19910101-1234"))],
        ["09:00 agrees"],
    ),
    Case(
        "phone and on site are counted",
        [],
        [booking(1, contact="Telefon"), booking(2, IVAR, contact="Nybesök")],
        [],
        others=2,
    ),
    Case(
        "a login page for a calendar",
        raw={"kalender.ics": b"<!DOCTYPE html><html>Logga in</html>"},
        bookings=[booking(1)],
        expect=["09:00 booking_only"],
        problems=["login_page"],
    ),
    Case(
        "noise for a booking file",
        [vevent()],
        raw={"tidbok.csv": bytes(range(256)) * 20},
        expect=["09:00 calendar_only"],
        problems=["encoding", "no_headings"],
    ),
    Case(
        "a bad event and a bad row",
        ["BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\n", vevent()],
        [booking(1), "b2;2026-11-23;nio"],
        ["09:00 agrees"],
        problems=["bad_event", "bad_row"],
    ),
    Case(
        "a rule of every second",
        [vevent("s", datetime(2020, 1, 1), extra="RRULE:FREQ=SECONDLY\r\n"), vevent()],
        [booking(1)],
        ["09:00 agrees"],
        problems=["too_often"],
    ),
    Case(
        "a calendar cut off in the middle",
        raw={"kalender.ics": ics(vevent(), vevent("b", TEN))[:-60]},
        bookings=[booking(1)],
        expect=["09:00 agrees"],
        problems=["truncated", "bad_event"],
    ),
]


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    """Collects a line per case and prints them all at the end (seen with `pytest -s`)."""
    lines: list[str] = []
    yield lines
    sys.stdout.write("\n" + "\n".join(sorted(lines)) + "\n")


def run_day(folder: Path, case: Case, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    files = {
        "kalender.ics": ics(*case.events),
        "tidbok.csv": "\r\n".join([HEAD, *case.bookings]).encode("cp1252", "replace"),
        **case.raw,
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    day = "2026-10-25" if "clock" in case.name else "2026-11-23"
    words = ["day", "--date", day, "--calendar", str(folder / "kalender.ics"), "--bookings", str(folder / "tidbok.csv")]
    assert main([*words, *more]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_cross_check(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str], table: list[str]) -> None:
    document: dict[str, Any] = json.loads(run_day(tmp_path, case, capsys, "--json"))
    rows = [row for row in document["rows"] if row["modality"] in ("video", "unknown")]
    found = [f"{row['start'][11:16]} {row['match']}" for row in rows]
    problems = [problem["reason"] for problem in document["problems"]]
    table.append(f"{case.name:40} {', '.join(found) or '-':40} {', '.join(problems)}".rstrip())
    assert sorted(found) == sorted(case.expect)
    assert sorted(problems) == sorted(case.problems)
    assert document["others"] == case.others
    assert all(problem["kind"] == "problem" for problem in document["problems"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_table_for_people_never_fails(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = run_day(tmp_path, case, capsys)
    assert text.count("Problem: ") == len(case.problems)
    for name in ("Ingrid", "Karlsson", "19820314", "Kron"):
        assert name not in text


def test_both_times_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moved = run_day(tmp_path, Case("", [vevent()], [booking(1, start=TEN)]), capsys)
    assert "Tiden skiljer: kalender 09:00, tidbok 10:00" in moved
    twins = Case("", [vevent("a"), vevent("b", TWO)], [booking(1), booking(2, IVAR, TWO)])
    assert run_day(tmp_path, twins, capsys).count("Flera möjliga: 09:00 IK-82, 14:00 IK-82") == 2


def test_a_missing_file_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["day", "--calendar", str(tmp_path / "none.ics"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["problems"] == [{"kind": "problem", "source": "none.ics", "reason": "unreadable", "detail": ""}]
    assert document["rows"] == []
    assert document["practice"] is False


def test_without_a_source_it_is_a_practice_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["day", "--json", "--date", "2026-11-24"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["practice"] is True
    assert document["rows"][0]["start"][11:16] == "09:30"
    assert main(["day"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Övning · ")
    assert "8 anmälda" in text
    assert "tolk (arabiska)" in text


@pytest.mark.parametrize(
    "words",
    [
        ["--date", "i dag"],
        ["--calendar", "ftp://x.example/a?token=SECRET"],
        ["--calendar", "https://lakare1:SECRET@x.example/a.ics"],
        ["--calendar", "https://SECRET@x.example/a.ics"],
        ["--calendar", "https://[SECRET"],
        ["--bookings", "https://x.example/a.csv?token=SECRET"],
        ["--what"],
    ],
)
def test_wrong_use(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["day", *words]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "SECRET" not in err
