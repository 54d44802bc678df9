"""Calendars made by a grammar, and spoilt: whatever they hold, nothing is raised and the good event is read.

Run for long: python -m tests.schedule.test_fuzz_ics MINUTES
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.schedule.calendars import DAY, NINE, ics, vevent
from vardklient.domain.visit import CalendarEvent, JoinKind, Problem
from vardklient.schedule.files import BYTES_MAX
from vardklient.schedule.ics import FILE_BOX_S, OCCURRENCES_MAX, PROBLEMS_MAX, read_ics
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import default_region

REGION = replace(default_region(), meeting_hosts=frozenset({"meet.region.example"}))
GOOD = vevent("good", NINE + timedelta(hours=1))
GOOD_START = datetime(2026, 11, 23, 9, tzinfo=UTC)

# ---------------------------------------------------------------- the grammar (RFC 5545), and what breaks it

names = st.sampled_from(
    """SUMMARY DESCRIPTION LOCATION DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID UID SEQUENCE STATUS
    TRANSP CLASS URL ATTENDEE ORGANIZER CATEGORIES PRIORITY CREATED DTSTAMP LAST-MODIFIED X-MICROSOFT-CDO-ALLDAYEVENT
    X-VARDKLIENT-BOOKING CONFERENCE ATTACH GEO METHOD TZID TZOFFSETFROM TZOFFSETTO X-WR-TIMEZONE BEGIN END""".split()  # noqa: SIM905
)
junk = st.text(max_size=40)
zones = st.sampled_from(
    [
        *(
            "Europe/Stockholm",
            "W. Europe Standard Time",
            "UTC",
            "America/New_York",
            "Nowhere/Land",
            "",
            '"',
            "/",
            "..",
            "a:b",
        ),
        *("Customized Time Zone", "/vendor.example/1/Europe/Stockholm", "GMT+0100", "x-" + "a" * 16, "\x00", "Ö" * 300),
    ]
)
parameters = st.one_of(
    zones.map(lambda zone: f";TZID={zone}"),
    zones.map(lambda zone: f';TZID="{zone}"'),
    st.sampled_from(
        [";VALUE=DATE", ";VALUE=PERIOD", ";VALUE=X", ";RANGE=THISANDFUTURE", ";", ";=", ";X", ";X=;Y", ";LANGUAGE=sv"]
    ),
    junk.map(lambda text: f";X-P={text}"),
)
days = st.dates(date(2026, 11, 20), date(2026, 11, 26)) | st.dates(date(1, 1, 1), date(9999, 12, 31))
moments = st.one_of(
    st.tuples(days, st.integers(0, 25), st.integers(0, 61)).map(lambda t: f"{t[0]:%Y%m%d}T{t[1]:02d}{t[2]:02d}00"),
    days.map(lambda day: f"{day:%Y%m%d}"),
    st.sampled_from(
        ["00000000T000000", "99999999T999999Z", "20261123T0900", "2026-11-23T09:00:00Z", "20261123T24:00", "NaN"]
    ),
)
dates = st.tuples(moments, st.sampled_from(["", "Z", "ZZ", "+0100"])).map("".join)
durations = st.one_of(
    st.sampled_from(["PT1H", "P1D", "P1W", "-PT15M", "P", "PT", "PXD", "P99999D", "PT1H1D", "PT999999999H", "+P1Y"]),
    junk,
)
rule_parts = st.one_of(
    st.sampled_from("SECONDLY MINUTELY HOURLY DAILY WEEKLY MONTHLY YEARLY SOMETIMES".split()).map("FREQ={}".format),  # noqa: SIM905
    st.integers(-1, 10**12).map("COUNT={}".format),
    st.integers(-1, 1000).map("INTERVAL={}".format),
    dates.map("UNTIL={}".format),
    st.lists(st.sampled_from(["MO", "TU", "-1SU", "53MO", "XX", ""]), max_size=8).map(lambda d: "BYDAY=" + ",".join(d)),
    st.tuples(
        st.sampled_from("BYMONTH BYMONTHDAY BYYEARDAY BYWEEKNO BYHOUR BYMINUTE BYSECOND BYSETPOS".split()),  # noqa: SIM905
        st.lists(st.integers(-400, 400), max_size=60),
    ).map(lambda t: f"{t[0]}=" + ",".join(map(str, t[1]))),
    st.sampled_from(["WKST=MO", "RSCALE=HEBREW", "SKIP=OMIT", "", "=", "FREQ", "BYEASTER=0"]),
)
rules = st.lists(rule_parts, max_size=6).map(";".join)
subjects = st.sampled_from(
    ["IK-82 Videobesök", "Inställd: ÅÄ-05 Videobesök", "Lunch 12-13", "Gruppmöte via video", "ik82", ""]
)
links = st.sampled_from(
    [
        "https://meet.region.example/a",
        "https://evil.example/@meet.region.example",
        "https://[",
        "https://meet.region.example:99999/",
    ]
)
values = st.one_of(dates, durations, rules, subjects, links, junk, zones, st.integers().map(str))
fitting = st.one_of(
    st.tuples(
        st.sampled_from(["DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"]), parameters | st.just(""), dates
    ),
    st.tuples(st.just("RRULE"), st.just(""), rules),
    st.tuples(st.just("DURATION"), st.just(""), durations),
    st.tuples(st.just("SUMMARY"), parameters | st.just(""), subjects),
    st.tuples(st.sampled_from(["LOCATION", "URL", "DESCRIPTION"]), st.just(""), links | junk),
    st.tuples(st.just("UID"), st.just(""), st.sampled_from(["a", "b", "", "\x00", "ä" * 400])),
    st.tuples(st.just("SEQUENCE"), st.just(""), st.integers().map(str) | junk),
).map("{0[0]}{0[1]}:{0[2]}".format)
wild = st.tuples(names, parameters | st.just(""), st.sampled_from([":", "", "::", " : ", "="]), values).map("".join)
lines = st.one_of(fitting, fitting, fitting, wild, junk)


def fold(line: str, at: int) -> str:
    return "\r\n ".join(line[n : n + at] for n in range(0, len(line), at)) or line


folded = st.tuples(lines, st.integers(1, 75)).map(lambda t: fold(*t)) | lines
kinds = st.sampled_from(
    ["VEVENT", "VEVENT", "VEVENT", "VTIMEZONE", "VTODO", "VALARM", "STANDARD", "vevent", "VCALENDAR", "VJOURNAL"]
)


@st.composite
def components(draw: st.DrawFn, deep: int = 3) -> str:
    """BEGIN, properties and components within, END; each of the edges may be missing."""
    kind = draw(kinds)
    inner = draw(st.lists(folded, max_size=8))
    if deep and draw(st.integers(0, 3)) == 0:
        inner.append(draw(components(deep - 1)))
    edges = draw(st.sampled_from(["both", "both", "both", "both", "begin", "end"]))
    begin, end = edges != "end", edges != "begin"
    return "\r\n".join([*([f"BEGIN:{kind}"] if begin else []), *inner, *([f"END:{kind}"] if end else [])]) + "\r\n"


@st.composite
def calendars(draw: st.DrawFn) -> bytes:
    """A calendar that begins with a good event, as bytes in one of the encodings, perhaps with the wrong line ends."""
    parts = draw(st.lists(components(), max_size=6))
    text = ics(GOOD, *parts).decode("utf-8", "replace")
    text = text.replace("\r\n", draw(st.sampled_from(["\r\n", "\r\n", "\n", "\r"])))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return text.encode(encoding, "replace")


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Bytes of such a calendar changed, cut or doubled anywhere."""
    data = bytearray(draw(calendars()))
    for _ in range(draw(st.integers(1, 8))):
        if not data:
            break
        place = draw(st.integers(0, len(data) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                data[place] = draw(st.integers(0, 255))
            case 1:
                del data[place : place + draw(st.integers(1, 50))]
            case 2:
                data[place:place] = draw(st.binary(max_size=20))
            case _:
                data[place:place] = data[place : place + draw(st.integers(1, 200))]
    return bytes(data)


# ---------------------------------------------------------------- what has to hold


def look_into(data: bytes) -> tuple[tuple[CalendarEvent, ...], tuple[Problem, ...]]:
    """What holds of every calendar."""
    events, problems = read_ics(data, DAY, "k.ics", REGION)
    first, last = datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 23, 23, tzinfo=UTC)
    for event in events:
        assert event.start.utcoffset() == event.end.utcoffset() == timedelta(0)
        assert event.start < last
        assert event.start <= event.end
        assert event.end > first or event.start >= first
        assert event.join.kind is JoinKind.NONE or event.join.link.startswith("https://meet.region.example")
    per_series = Counter((event.uid, event.source) for event in events)
    assert max(per_series.values(), default=0) <= OCCURRENCES_MAX * 10
    assert len(problems) <= PROBLEMS_MAX + 5
    assert all(problem.reason in Reason and problem.source == "k.ics" for problem in problems)
    assert not any("IK-82" in problem.detail or "Videobesök" in problem.detail for problem in problems)
    return events, problems


def keeps_the_good_one(data: bytes) -> None:
    events, _ = look_into(data)
    assert any(event.uid == "good" and event.start == GOOD_START for event in events)


QUICK = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(calendars())
def test_a_good_event_is_read_whatever_stands_after_it(data: bytes) -> None:
    keeps_the_good_one(data)


@QUICK
@given(spoilt())
def test_a_spoilt_calendar_raises_nothing(data: bytes) -> None:
    look_into(data)


@QUICK
@given(
    st.binary(max_size=400)
    | st.text(max_size=400).map(lambda text: ("BEGIN:VCALENDAR\n" + text).encode("utf-8", "replace"))
)
def test_any_bytes_raise_nothing(data: bytes) -> None:
    look_into(data)


# ---------------------------------------------------------------- made to hurt

OLD = datetime(2000, 1, 1, 9)
BOMBS: dict[str, str] = {
    "every second since 2000": vevent("s", OLD, extra="RRULE:FREQ=SECONDLY\r\n"),
    "every minute, spelt small": vevent("s", OLD, extra="rrule:freq=minutely\r\n"),
    "every second, folded": vevent("s", OLD, extra="RRULE:FREQ=SECO\r\n NDLY\r\n"),
    "every second, by a parameter too": vevent("s", OLD, extra="RRULE;X=1:FREQ=SECONDLY\r\n"),
    "every second of the hour": vevent(
        "s", OLD, extra="RRULE:FREQ=HOURLY;BYSECOND=" + ",".join(map(str, range(60))) + "\r\n"
    ),
    "never": vevent("s", OLD, extra="RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
    "never, by week": vevent("s", OLD, extra="RRULE:FREQ=DAILY;BYWEEKNO=53;BYMONTH=6\r\n"),
    "a billion times": vevent("s", OLD, extra="RRULE:FREQ=HOURLY;COUNT=1000000000\r\n"),
    "since year one": vevent("s", datetime(1, 1, 1, 9), extra="RRULE:FREQ=HOURLY\r\n"),
    "a thousand rules": vevent("s", OLD, extra="RRULE:FREQ=DAILY\r\n" * 1000),
    "a hundred thousand extra dates": vevent("s", OLD, extra="RDATE:20261123T100000Z\r\n" * 100_000),
    "one long list of dates": vevent("s", OLD, extra="RDATE:" + ",".join(["20261123T100000Z"] * 100_000) + "\r\n"),
    "a thousand changes of one day": "".join(
        vevent("s", NINE, extra=f"RECURRENCE-ID:20261123T080000Z\r\nSEQUENCE:{n}\r\n") for n in range(1000)
    ),
    "components within components": "BEGIN:VEVENT\r\nBEGIN:VALARM\r\n" * 20_000
    + "END:VALARM\r\nEND:VEVENT\r\n" * 20_000,
    "zones within zones": "BEGIN:VTIMEZONE\r\nTZID:a\r\nBEGIN:STANDARD\r\n" * 5_000,
    "a zone that repeats every second": "BEGIN:VTIMEZONE\r\nTZID:Bomb\r\nBEGIN:STANDARD\r\nDTSTART:19000101T000000\r\n"
    "RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    + vevent("z", zone=";TZID=Bomb"),
    "a megabyte in one subject": vevent("s", subject="IK-82 Videobesök " + "ä" * 500_000),
    "a line of dashes for the subject's rules": vevent("s", subject="I.K-" * 100_000),
    "folded after every letter": vevent("s", subject="IK-82 Videobesök " + "\r\n ".join("x" * 100_000)),
    "a hundred thousand parameters": vevent("s").replace("SUMMARY:", "SUMMARY" + ";X=1" * 100_000 + ":"),
    "ten thousand series that repeat": "".join(
        vevent(f"s{n}", OLD, extra="RRULE:FREQ=DAILY\r\n") for n in range(5_000)
    ),
    "an expanding entity": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\r\n' + vevent("s", subject="&b;"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_neither_raises_nor_takes_the_good_event_with_it(name: str) -> None:
    keeps_the_good_one(ics(GOOD, BOMBS[name]))


def test_ten_megabytes_are_read() -> None:
    filling = vevent("f", OLD)
    whole = ics(GOOD, filling * (BYTES_MAX // len(filling.encode()) - 2))
    assert len(whole) > 0.99 * BYTES_MAX
    keeps_the_good_one(whole)


# ---------------------------------------------------------------- for long


def main(minutes: float) -> None:
    """Other calendars until the time is over; prints how many, and the slowest."""
    until, count, slowest_s = time.monotonic() + 60 * minutes, 0, 0.0
    number = int(time.time())

    def measured(data: bytes, good: bool) -> None:
        nonlocal count, slowest_s
        began_s = time.monotonic()
        (keeps_the_good_one if good else look_into)(data)
        count, slowest_s = count + 1, max(slowest_s, time.monotonic() - began_s)

    long = settings(QUICK, max_examples=500, database=None, phases=[Phase.generate, Phase.shrink])
    while time.monotonic() < until:
        number += 1
        seed(number)(long(given(calendars())(lambda data: measured(data, True))))()
        seed(number)(long(given(spoilt())(lambda data: measured(data, False))))()
    took = f"the slowest {slowest_s:.2f} s (box {FILE_BOX_S} s)"
    sys.stdout.write(f"{count} calendars in {minutes:g} min, {took}, none escaped\n")


if __name__ == "__main__":
    main(float(sys.argv[1]))
