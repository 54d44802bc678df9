"""Builds iCalendar texts for tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

DAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9)


def vevent(
    uid: str = "a",
    start: datetime = NINE,
    subject: str = "IK-82 Videobesök",
    *,
    minutes: int = 30,
    zone: str = ";TZID=Europe/Stockholm",
    extra: str = "",
) -> str:
    end = start + timedelta(minutes=minutes)
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T080000Z\r\nDTSTART{zone}:{start:%Y%m%dT%H%M%S}\r\n"
        f"DTEND{zone}:{end:%Y%m%dT%H%M%S}\r\nSUMMARY:{subject}\r\n{extra}END:VEVENT\r\n"
    )


def ics(*parts: str, end: str = "END:VCALENDAR\r\n") -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//SV\r\n" + "".join(parts) + end).encode()
