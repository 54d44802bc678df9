"""Repeated, moved and cancelled meetings, and the days of 23 and 25 hours: from the calendar file to the list."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.matching import booking, lines
from tests.schedule.calendars import ics, vevent
from vardklient.base.clock import STOCKHOLM
from vardklient.domain.match import cross_check
from vardklient.domain.visit import Booking
from vardklient.schedule.ics import read_ics
from vardklient.schedule.regions import default_region

MONDAY = date(2026, 11, 23)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
ZONE = ";TZID=Europe/Stockholm"


def wall(day: date, clock: str, fold: int = 0) -> datetime:
    """That time on the clock in Stockholm, in UTC, as the readers make it."""
    hours, minutes = (int(part) for part in clock.split(":"))
    local = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=STOCKHOLM, fold=fold)
    return local.astimezone(UTC)


def ingrid(day: date, clock: str, fold: int = 0, **more: object) -> Booking:
    return booking("Ingrid", "Karlsson", 1982, wall(day, clock, fold), **more)


def on(day: date, clock: str, *, uid: str = "a", subject: str = "IK-82 Videobesök", extra: str = "") -> str:
    hours, minutes = (int(part) for part in clock.split(":"))
    return vevent(uid, datetime(day.year, day.month, day.day, hours, minutes), subject, extra=extra)


def weekly(day: date, clock: str, extra: str = "") -> str:
    return on(day, clock, extra="RRULE:FREQ=WEEKLY\r\n" + extra)


def instead(old: date, old_clock: str, new: date, new_clock: str, subject: str = "IK-82 Videobesök") -> str:
    replaced = f"RECURRENCE-ID{ZONE}:{old:%Y%m%d}T{old_clock.replace(':', '')}00\r\n"
    return on(new, new_clock, subject=subject, extra=replaced)


WEEK = timedelta(weeks=1)
CASES: dict[str, tuple[date, list[str], list[Booking], list[str]]] = {
    "weekly": (MONDAY, [weekly(MONDAY - 3 * WEEK, "09:00")], [ingrid(MONDAY, "09:00")], ["09:00 IK-82 agrees"]),
    "weekly, begun in summer time": (
        MONDAY,
        [weekly(date(2026, 8, 31), "09:00")],
        [ingrid(MONDAY, "09:00")],
        ["09:00 IK-82 agrees"],
    ),
    "weekly, this one moved": (
        MONDAY,
        [weekly(MONDAY - WEEK, "09:00"), instead(MONDAY, "09:00", MONDAY, "11:00")],
        [ingrid(MONDAY, "11:00")],
        ["11:00 IK-82 agrees"],
    ),
    "weekly, this one moved in the calendar alone": (
        MONDAY,
        [weekly(MONDAY - WEEK, "09:00"), instead(MONDAY, "09:00", MONDAY, "11:00")],
        [ingrid(MONDAY, "09:00")],
        ["11:00 IK-82 time_differs"],
    ),
    "weekly, this one moved to another day": (
        MONDAY,
        [weekly(MONDAY - WEEK, "09:00"), instead(MONDAY, "09:00", MONDAY + timedelta(days=1), "09:00")],
        [ingrid(MONDAY, "09:00")],
        ["09:00 IK-82 booking_only"],
    ),
    "weekly, this one cancelled": (
        MONDAY,
        [weekly(MONDAY - WEEK, "09:00"), instead(MONDAY, "09:00", MONDAY, "09:00", "Inställd: IK-82 Videobesök")],
        [ingrid(MONDAY, "09:00", cancelled=True)],
        ["09:00 IK-82 cancelled"],
    ),
    "weekly, this one removed": (
        MONDAY,
        [weekly(MONDAY - WEEK, "09:00", f"EXDATE{ZONE}:20261123T090000\r\n")],
        [ingrid(MONDAY, "09:00")],
        ["09:00 IK-82 booking_only"],
    ),
    "weekly, this one for somebody else": (
        MONDAY,
        [weekly(MONDAY - WEEK, "09:00"), instead(MONDAY, "09:00", MONDAY, "09:00", "MN-91 Videobesök")],
        [booking("Mona", "Nord", 1991, wall(MONDAY, "09:00"))],
        ["09:00 MN-91 agrees"],
    ),
    "twice a day by one series": (
        MONDAY,
        [on(MONDAY, "09:00", extra="RRULE:FREQ=DAILY;BYHOUR=9,14\r\n")],
        [ingrid(MONDAY, "09:00"), ingrid(MONDAY, "14:00")],
        ["09:00 IK-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "spring: weekly over the change": (
        SPRING,
        [weekly(SPRING - WEEK, "09:00")],
        [ingrid(SPRING, "09:00")],
        ["09:00 IK-82 agrees"],
    ),
    "spring: a time that the clock skips": (
        SPRING,
        [on(SPRING, "02:30")],
        [ingrid(SPRING, "03:30")],
        ["03:30 IK-82 agrees"],
    ),
    "spring: skipped on both sides": (
        SPRING,
        [on(SPRING, "02:30")],
        [ingrid(SPRING, "02:30")],
        ["03:30 IK-82 agrees"],
    ),
    "spring: an hour before and after are two hours on the clock": (
        SPRING,
        [on(SPRING, "01:58")],
        [ingrid(SPRING, "03:00")],
        ["01:58 IK-82 agrees"],
    ),
    "spring: the last of 23 hours": (
        SPRING,
        [on(SPRING, "23:30")],
        [ingrid(SPRING, "23:30")],
        ["23:30 IK-82 agrees"],
    ),
    "autumn: the hour that comes twice, the same one": (
        AUTUMN,
        [on(AUTUMN, "02:30")],
        [ingrid(AUTUMN, "02:30")],
        ["02:30 IK-82 agrees"],
    ),
    "autumn: the hour that comes twice, not the same one": (
        AUTUMN,
        [on(AUTUMN, "02:30")],
        [ingrid(AUTUMN, "02:30", fold=1)],
        ["02:30 IK-82 time_differs"],
    ),
    "autumn: the last of 25 hours": (
        AUTUMN,
        [on(AUTUMN, "23:30")],
        [ingrid(AUTUMN, "23:30")],
        ["23:30 IK-82 agrees"],
    ),
    "autumn: moved over the change": (
        AUTUMN,
        [on(AUTUMN, "01:00")],
        [ingrid(AUTUMN, "04:00")],
        ["01:00 IK-82 time_differs"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_days(name: str) -> None:
    day, parts, bookings, expected = CASES[name]
    events, problems = read_ics(ics(*parts), day, "k.ics", default_region())
    assert problems == ()
    assert sorted(lines(cross_check(events, bookings))) == sorted(expected)


def test_a_visit_that_comes_every_week_has_its_id_for_the_day() -> None:
    day, parts, bookings, _ = CASES["weekly"]
    (event,), _ = read_ics(ics(*parts), day, "k.ics", default_region())
    alone, both = cross_check([event], []), cross_check([event], bookings)
    assert alone[0].marks == both[0].marks
