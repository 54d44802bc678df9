"""A calendar of 10,000 events over five years, of which 40 are visits of one day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

DAY = date(2026, 11, 23)
EVENTS = 10_000
VISITS = 40
SERIES = 40
_FIRST = datetime(2022, 1, 3, 7)
_GUESTS = 4


def events() -> dict[str, str]:
    """By UID the VEVENTs of each: the visits, meetings that repeat (one on that day), and all other days."""
    found = {f"visit{n}": _event(f"visit{n}", _visit_at(n), "IK-82 Videobesök") for n in range(VISITS - 1)}
    found |= {f"series{n}": _series(n) for n in range(SERIES)}
    at = 0
    while len(found) < EVENTS:
        start = _FIRST + timedelta(minutes=30 * (at % 20), days=at // 8)
        at += 1
        if start.date() != DAY:
            found[f"other{at}"] = _event(f"other{at}", start, "Möte om schemat")
    return found


def as_calendar(*parts: str) -> bytes:
    """An .ics file of these events."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//SV\r\n"
    return (head + "".join(parts) + "END:VCALENDAR\r\n").encode()


def moved_visit(n: int) -> bytes:
    """The first visit at another minute, as a file of its own."""
    return as_calendar(_event("visit0", _visit_at(0) + timedelta(minutes=n % 9), "IK-82 Videobesök", sequence=n))


def _visit_at(n: int) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, 7) + timedelta(minutes=15 * n)


def _series(n: int) -> str:
    """Weekly, on all weekdays in turn; the last one is on the day, ended ones among them."""
    last = n == SERIES - 1
    start = datetime(2024, 1, 1, 12) + timedelta(days=0 if last else 1 + n % 6)
    rule = "FREQ=WEEKLY" if last or n % 2 else "FREQ=WEEKLY;UNTIL=20251231T230000Z"
    return _event(f"series{n}", start, "IK-82 Videobesök" if last else "Behandlingskonferens", rule=rule)


def _event(uid: str, start: datetime, subject: str, rule: str = "", sequence: int = 0) -> str:
    zone, end = "TZID=Europe/Stockholm", start + timedelta(minutes=30)
    guests = "".join(
        f"ATTENDEE;CN=Kollega {n};PARTSTAT=ACCEPTED:mailto:kollega{n}@vard.example\r\n" for n in range(_GUESTS)
    )
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T080000Z\r\nSEQUENCE:{sequence}\r\n"
        f"DTSTART;{zone}:{start:%Y%m%dT%H%M%S}\r\nDTEND;{zone}:{end:%Y%m%dT%H%M%S}\r\n"
        f"SUMMARY:{subject}\r\nLOCATION:Rum 4\r\n{guests}" + (f"RRULE:{rule}\r\n" if rule else "") + "END:VEVENT\r\n"
    )
