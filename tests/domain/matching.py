"""Events and bookings for tests of the cross-check: made the way the readers make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from vardklient.base.clock import local_clock
from vardklient.domain.match import cross_check
from vardklient.domain.subject import initials, parse_subject, short_initials
from vardklient.domain.visit import Booking, CalendarEvent, Key, Kind, Match, Participant, Role, Visit

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
GUARDIAN = (Participant(Role.GUARDIAN),)


def event(subject: str, start: datetime = NINE, **more: object) -> CalendarEvent:
    said = parse_subject(subject)
    plain = CalendarEvent(
        source="kalender.ics",
        uid="",
        start=start,
        end=start + timedelta(minutes=30),
        keys=said.keys,
        video=said.video,
        cancelled=said.cancelled,
        kind=said.kind,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def booking(given: str, family: str, year: int, start: datetime = NINE, **more: object) -> Booking:
    plain = Booking(
        source="tidbok.csv",
        booking_id="",
        start=start,
        end=start + timedelta(minutes=30),
        key=Key(short_initials(given, family), year % 100),
        initials=initials(given, family),
        birth_year=year,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def hidden(start: datetime = NINE, **more: object) -> Booking:
    plain = Booking("tidbok.csv", "", start, start + HOUR, None, frozenset(), None, protected=True)
    return replace(plain, **more)  # type: ignore[arg-type]


def meeting(start: datetime = NINE, **more: object) -> Booking:
    people = (Participant(Role.PATIENT),) * 8
    plain = Booking(
        "tidbok.csv", "", start, start + HOUR, None, frozenset(), None, kind=Kind.GROUP, participants=people
    )
    return replace(plain, **more)  # type: ignore[arg-type]


IK = "IK-82 Videobesök"
INGRID = booking("Ingrid", "Karlsson", 1982)
IVAR = booking("Ivar", "Kron", 1982)
MONA = booking("Mona", "Nord", 1991)


def at(clock: str) -> datetime:
    """That time of the day in Stockholm, in UTC: "09:30"."""
    hours, minutes = clock.split(":")
    return NINE + timedelta(hours=int(hours) - 9, minutes=int(minutes))


def outcomes(events: Sequence[CalendarEvent], bookings: Sequence[Booking]) -> list[Match]:
    return [visit.match for visit in cross_check(events, bookings)]


def lines(visits: Sequence[Visit]) -> list[str]:
    """What the list would say, a line each: "09:00 IK-82 agrees"."""
    return [" ".join(part for part in (local_clock(v.start), v.label, v.match.value) if part) for v in visits]


def one(events: Sequence[CalendarEvent], bookings: Sequence[Booking]) -> Visit:
    (visit,) = cross_check(events, bookings)
    return visit
