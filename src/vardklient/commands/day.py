"""`vardklient day`: the day's visits with the cross-check, as a table for people or as JSON."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from vardklient.base.clock import STOCKHOLM, SystemClock, local_clock
from vardklient.base.errors import UsageError
from vardklient.commands.daysources import read_sources
from vardklient.commands.output import write_json, write_lines
from vardklient.domain.match import cross_check
from vardklient.domain.visit import Kind, Match, Modality, Participant, Problem, Role, Status, Visit
from vardklient.schedule.practice import practice_sources
from vardklient.schedule.reader import Reading, read_day

_MATCH = {
    Match.AGREES: "Stämmer",
    Match.TIME_DIFFERS: "Tiden skiljer",
    Match.AMBIGUOUS: "Flera möjliga",
    Match.MISMATCH: "Stämmer inte",
    Match.CALENDAR_ONLY: "Bara i kalendern",
    Match.BOOKING_ONLY: "Bara i tidboken – ingen länk",
    Match.PROTECTED: "Skyddade uppgifter",
    Match.CANCELLED: "Avbokad",
    Match.UNCOMPARED: "Inte jämfört",
    Match.WITHDRAWN: "Finns inte kvar",
}
_KIND = {
    Kind.ONE_TO_ONE: "Enskilt besök",
    Kind.GROUP: "Gruppmöte",
    Kind.DIGI_PHYSICAL: "Digifysiskt besök",
    Kind.INSTANT: "Direktkonsultation",
    Kind.PRACTICE: "Övningssamtal",
}
_MODALITY = {
    Modality.VIDEO: "video",
    Modality.PHONE: "telefon",
    Modality.PHYSICAL: "på plats",
    Modality.OTHER: "annat",
    Modality.UNKNOWN: "okänt sätt",
}
_REASON = {
    "unreadable": "kan inte läsas",
    "too_large": "är för stor",
    "too_slow": "tar för lång tid att läsa",
    "not_a_calendar": "är inte en kalender",
    "login_page": "är en inloggningssida",
    "truncated": "är avklippt",
    "encoding": "har en annan teckenkodning än väntat",
    "bad_event": "har en trasig händelse",
    "too_often": "har en händelse som upprepas oftare än varje timme",
    "unknown_time_zone": "har en okänd tidszon, läst som svensk tid",
    "empty": "är tom",
    "no_headings": "har inga rubriker som känns igen",
    "unknown_column": "har en kolumn som inte känns igen",
    "missing_column": "saknar en kolumn",
    "bad_row": "har en trasig rad",
    "bad_personal_number": "har ett personnummer som inte går att läsa",
    "not_an_address": "har en adress som inte går att använda",
    "not_safe": "har en adress utan kryptering (http i stället för https)",
    "unreachable": "går inte att nå",
    "slow_server": "svarar inte i tid",
    "wrong_password": "tar inte emot lösenordet",
    "sign_in": "kräver att du loggar in igen",
    "not_allowed": "ger inte ditt konto läsrätt",
    "not_found": "finns inte på den adressen",
    "busy": "är överbelastad just nu",
    "server_fault": "har ett fel på servern",
    "bad_answer": "svarar något som inte går att förstå",
    "bad_record": "har en post som inte går att läsa",
    "other_server": "ligger på en annan server, dit lösenordet inte skickas",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="the day in Stockholm (default: today)")
    calendar = "an .ics file, a folder of such files, or an address (https, webcal, caldav); may be repeated"
    bookings = "a .csv file or a folder of such files; may be repeated"
    parser.add_argument("--calendar", metavar="FILE|FOLDER|URL", action="append", default=[], help=calendar)
    parser.add_argument("--bookings", metavar="FILE|FOLDER", action="append", default=[], help=bookings)


def run(options: argparse.Namespace) -> int:
    """Print the day. A source that cannot be read is a problem in the answer, not a failure: exit code 0."""
    now = SystemClock().now()
    day = _day(options.date) if options.date else now.astimezone(STOCKHOLM).date()
    practice = not (options.calendar or options.bookings)
    if practice:
        readings = asyncio.run(read_day(practice_sources(_practice_time(day, now)), day))
    else:
        readings = read_sources(options.calendar, options.bookings, day)
    visits = cross_check(
        [event for reading in readings for event in reading.result.events],
        [booking for reading in readings for booking in reading.result.bookings],
    )
    problems = [problem for reading in readings for problem in reading.result.problems]
    if options.json:
        write_json(_document(day, visits, problems, readings, practice=practice))
    else:
        write_lines(_lines(day, visits, problems, practice=practice))
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--date must be like 2026-11-23, not {text!r}") from error


def _practice_time(day: date, now: datetime) -> datetime:
    """Now, or half past nine of another day."""
    if day == now.astimezone(STOCKHOLM).date():
        return now
    return datetime(day.year, day.month, day.day, 9, 26, tzinfo=STOCKHOLM)


# ---------------------------------------------------------------- JSON


def _document(
    day: date, visits: Sequence[Visit], problems: Sequence[Problem], readings: Sequence[Reading], *, practice: bool
) -> dict[str, Any]:
    return {
        "date": day.isoformat(),
        "practice": practice,
        "rows": [_row(visit) for visit in visits],
        "others": sum(visit.modality not in (Modality.VIDEO, Modality.UNKNOWN) for visit in visits),
        "problems": [{"kind": "problem", "source": p.source, "reason": p.reason, "detail": p.detail} for p in problems],
        "sources": [
            {
                "name": r.name,
                "read_at": _iso(r.result.read_at),
                "records": len(r.result.events) + len(r.result.bookings),
            }
            for r in readings
        ],
    }


def _row(visit: Visit) -> dict[str, Any]:
    return {
        "visit_id": visit.visit_id,
        "start": _iso(visit.start),
        "end": _iso(visit.end),
        "label": visit.label,
        "kind": visit.kind,
        "modality": visit.modality,
        "status": visit.status,
        "match": visit.match,
        "sources": list(visit.sources),
        "join": visit.join.kind,
        "protected": visit.protected,
        "calendar_start": _iso(visit.calendar_start),
        "booking_start": _iso(visit.booking_start),
        "candidates": list(visit.candidates),
        "birth_years": list(visit.birth_years),
        "participants": [{"role": p.role, "language": p.language, "place": p.place} for p in visit.participants],
        "phone": visit.phone,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(STOCKHOLM).isoformat(timespec="seconds")


# ---------------------------------------------------------------- for people


def _lines(day: date, visits: Sequence[Visit], problems: Sequence[Problem], *, practice: bool) -> list[str]:
    listed = [v for v in visits if v.modality in (Modality.VIDEO, Modality.UNKNOWN)]
    others = len(visits) - len(listed)
    active = sum(v.status is Status.BOOKED for v in listed)
    head = ("Övning · " if practice else "") + f"{day.isoformat()} · {active} videobesök · {others} annat"
    cells = [_cells(visit) for visit in listed]
    widths = [max((len(row[n]) for row in cells), default=0) for n in range(len(cells[0]) if cells else 0)]
    table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    faults = [
        f"Problem: {p.source} {_REASON.get(p.reason, p.reason)}" + (f" ({p.detail})" if p.detail else "")
        for p in problems
    ]
    return [head, "", *(table or ["Inga videobesök."]), *([""] if faults else []), *faults]


def _cells(visit: Visit) -> tuple[str, ...]:
    minutes = (visit.end - visit.start) // timedelta(minutes=1)
    who = "Skyddade uppgifter" if visit.protected else visit.label or "–"
    what = (
        _KIND[visit.kind] if visit.modality is Modality.VIDEO else f"{_KIND[visit.kind]} ({_MODALITY[visit.modality]})"
    )
    people = ", ".join(_people(visit.participants))
    return local_clock(visit.start), f"{minutes} min", who, what, _verdict(visit), people


def _verdict(visit: Visit) -> str:
    text = _MATCH[visit.match]
    if visit.match is Match.TIME_DIFFERS and visit.calendar_start and visit.booking_start:
        text += f": kalender {local_clock(visit.calendar_start)}, tidbok {local_clock(visit.booking_start)}"
    elif visit.candidates:
        text += ": " + ", ".join(visit.candidates)
    return text


_ROLE = {
    Role.CLINICIAN: "behandlare",
    Role.CO_HOST: "medbehandlare",
    Role.PATIENT: "patient",
    Role.GUARDIAN: "vårdnadshavare",
    Role.PROXY: "ombud",
    Role.RELATIVE: "närstående",
    Role.INTERPRETER: "tolk",
    Role.STAFF_ON_SITE: "personal på plats",
}


def _people(participants: Sequence[Participant]) -> list[str]:
    patients = sum(p.role is Role.PATIENT for p in participants)
    others = [
        _ROLE[p.role] + (f" ({p.language or p.place})" if p.language or p.place else "")
        for p in participants
        if p.role is not Role.PATIENT
    ]
    return [f"{patients} anmälda", *others] if patients > 1 else others
