"""What is left out unparsed has nothing on that day: said by the library that expands the rules."""

from __future__ import annotations

import warnings
from datetime import datetime, timedelta

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.schedule.calendars import DAY, NINE, ics, vevent
from vardklient.base.clock import STOCKHOLM
from vardklient.schedule.icsfile import cut
from vardklient.schedule.icssift import sift

ZONES = [";TZID=Europe/Stockholm", ";TZID=America/Los_Angeles", ";TZID=Pacific/Auckland", ""]


def kept(*parts: str) -> int:
    return len(sift(cut(ics(*parts)).series, DAY))


def known_by_the_library(event: str) -> int:
    begins = datetime(DAY.year, DAY.month, DAY.day, tzinfo=STOCKHOLM)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = recurring_ical_events.of(Calendar.from_ical(ics(event))).between(begins, begins + timedelta(days=1))
        return len(found)


@st.composite
def repeating(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    start = NINE + timedelta(days=draw(st.integers(-800, 10)), minutes=draw(st.integers(-540, 899)))
    rule = f"RRULE:FREQ={freq}"
    if draw(st.booleans()):
        rule += f";INTERVAL={draw(st.integers(1, 4))}"
    ending = draw(st.sampled_from(["none", "count", "until"]))
    if ending == "count":
        rule += f";COUNT={draw(st.integers(1, 40))}"
    elif ending == "until":
        rule += f";UNTIL={start + timedelta(days=draw(st.integers(0, 900))):%Y%m%dT%H%M%SZ}"
    days = draw(st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=3, unique=True))
    if days and freq in ("WEEKLY", "DAILY"):
        rule += f";BYDAY={','.join(days)}"
    zone = draw(st.sampled_from(ZONES))
    return vevent("r", start, minutes=draw(st.integers(0, 8 * 1440)), zone=zone, extra=rule + "\r\n")


@settings(max_examples=300)
@given(repeating())
def test_what_repeats_is_left_out_only_when_it_is_another_days(event: str) -> None:
    assert kept(event) or not known_by_the_library(event)


@pytest.mark.parametrize(
    ("rule", "stays"),
    [
        ("FREQ=WEEKLY", True),
        ("FREQ=WEEKLY;BYDAY=TH", False),
        ("FREQ=WEEKLY;BYDAY=TU", True),  # a Tuesday in another zone may be this Monday
        ("FREQ=WEEKLY;UNTIL=20261101", False),
        ("FREQ=WEEKLY;COUNT=2", False),
        ("FREQ=MONTHLY", False),
        ("FREQ=MONTHLY;BYDAY=4MO", True),
        ("FREQ=MONTHLY;COUNT=2;BYDAY=4MO", True),
        ("FREQ=YEARLY", False),
        ("FREQ=DAILY;COUNT=5", False),
        ("FREQ=SECONDLY", True),
        ("FREQ=SOMETIMES;COUNT=1", True),
        ("FREQ=WEEKLY;UNTIL=never", True),
        ("FREQ=WEEKLY;COUNT=some", True),
        ("FREQ=DAILY;COUNT=99999999999", True),
        ("COUNT=1", True),
        ("", True),
    ],
)
def test_rules(rule: str, stays: bool) -> None:
    event = vevent("r", NINE - timedelta(days=70), extra=f"RRULE:{rule}\r\n")
    assert bool(kept(event)) is stays


def test_the_first_one_is_no_earlier_than_its_start() -> None:
    assert not kept(vevent("r", NINE + timedelta(days=7), extra="RRULE:FREQ=DAILY\r\n"))


def test_one_change_near_the_day_keeps_the_whole_series() -> None:
    ended = vevent("r", NINE - timedelta(days=90), extra="RRULE:FREQ=WEEKLY;COUNT=3\r\n")
    moved = vevent("r", NINE, extra="RECURRENCE-ID;TZID=Europe/Stockholm:20260901T090000\r\n")
    away = vevent("r", NINE - timedelta(days=50), extra="RECURRENCE-ID;TZID=Europe/Stockholm:20260901T090000\r\n")
    assert not kept(ended)
    assert kept(ended, moved)
    assert not kept(ended, away)
    assert kept(ended, away.replace("RECURRENCE-ID;", "RECURRENCE-ID;RANGE=THISANDFUTURE;"))


def test_the_times_of_an_alarm_are_not_the_events() -> None:
    alarm = "BEGIN:VALARM\r\nDURATION:PT5M\r\nREPEAT:3\r\nEND:VALARM\r\n"
    assert kept(vevent("long", NINE - timedelta(days=5), minutes=10 * 1440, extra=alarm))
    assert not kept(vevent("short", NINE - timedelta(days=5), extra=alarm))
