"""The practice day: a fixed set of made-up visits round the current time, so that the real cross-check runs on them.

The people do not exist; the telephone numbers are from the series that PTS keeps for fiction (070-174 06 05 to 99).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.subject import initials, parse_subject, short_initials
from vardklient.domain.visit import (
    Booking,
    CalendarEvent,
    Join,
    JoinKind,
    Key,
    Kind,
    Modality,
    Participant,
    Role,
    Visit,
)
from vardklient.ports.visits import DayResult

PRACTICE_CALENDAR = "practice-calendar"
PRACTICE_BOOKINGS = "practice-bookings"

_FIVE = timedelta(minutes=5)
_SOON = timedelta(minutes=2)
_LONGEST_GAP_MIN = 45
_SHORTEST_GAP_MIN = 5
_LAST_GAP = 8


@dataclass(frozen=True, slots=True)
class PracticeSource:
    """Implements `ports.visits.VisitSource` on records in memory; they do not move when the day is read again."""

    name: str
    result: DayResult
    laid_on: date

    async def day(self, day: date) -> DayResult:
        """The practice records on the day they were laid on, else nothing."""
        return self.result if day == self.laid_on else DayResult(self.result.read_at)


def practice_sources(now: datetime) -> tuple[PracticeSource, PracticeSource]:
    """A calendar and a booking system: IK-82 within minutes, the others after it.

    Late in the evening the gaps shrink, so that the day stays one day as far as that can be done.

    Args:
        now: the current time, aware.
    """
    first = _round_up(now + _SOON)
    local = first.astimezone(STOCKHOLM)
    midnight = datetime(local.year, local.month, local.day, tzinfo=STOCKHOLM) + timedelta(days=1)
    room_min = int((midnight - local).total_seconds() // 60)
    gap = timedelta(minutes=max(_SHORTEST_GAP_MIN, min(_LONGEST_GAP_MIN, room_min // (_LAST_GAP + 1) // 5 * 5)))
    day = now.astimezone(STOCKHOLM).date()
    return (
        PracticeSource(PRACTICE_CALENDAR, DayResult(now, events=_events(first, gap)), day),
        PracticeSource(PRACTICE_BOOKINGS, DayResult(now, bookings=_bookings(first, gap)), day),
    )


def is_practice(visit: Visit) -> bool:
    """Is this visit made up? A practice visit has no other source than the two above."""
    return bool(visit.sources) and set(visit.sources) <= {PRACTICE_CALENDAR, PRACTICE_BOOKINGS}


def _round_up(moment: datetime) -> datetime:
    """To the next five minutes."""
    over = timedelta(minutes=moment.minute % 5, seconds=moment.second, microseconds=moment.microsecond)
    return moment + (_FIVE - over if over else timedelta())


def _events(first: datetime, gap: timedelta) -> tuple[CalendarEvent, ...]:
    lines = (
        ("IK-82 Videobesök", 0, 20),
        ("MS-47 Digifysiskt besök", 1, 30),
        ("AL-15 Videobesök", 2, 20),
        ("Lunch 12-13", 3, 30),
        ("Gruppmöte via video", 5, 60),
        ("JN-61 Videobesök", 7, 20),
    )
    return tuple(_event(n, subject, first + gap * gaps, minutes) for n, (subject, gaps, minutes) in enumerate(lines))


def _event(number: int, subject: str, start: datetime, minutes: int) -> CalendarEvent:
    said = parse_subject(subject)
    return CalendarEvent(
        source=PRACTICE_CALENDAR,
        uid=f"practice-{number}",
        start=start,
        end=start + timedelta(minutes=minutes),
        keys=said.keys,
        video=said.video,
        kind=said.kind,
    )


def _bookings(first: datetime, gap: timedelta) -> tuple[Booking, ...]:
    patient = Participant(Role.PATIENT)
    staff = Participant(Role.STAFF_ON_SITE, place="Hemgårdens boende")
    return (
        _booking(
            1, ("Inga", "Kvist", 1982), first, 20, people=(patient, Participant(Role.INTERPRETER, language="arabiska"))
        ),
        _booking(2, ("Maja", "Strand", 1947), first + gap, 30, kind=Kind.DIGI_PHYSICAL, people=(patient, staff)),
        _booking(3, ("Alva", "Ljung", 2015), first + 2 * gap, 20, people=(patient, Participant(Role.GUARDIAN))),
        _booking(4, ("Bo", "Ek", 1958), first + 4 * gap, 30, modality=Modality.PHYSICAL),
        _booking(5, None, first + 5 * gap, 60, kind=Kind.GROUP, people=(patient,) * 8),
        _booking(6, ("Jan", "Näs", 1961), _elsewhere(first + 7 * gap, gap), 20),
        _booking(7, ("Rut", "Holm", 1939), first + _LAST_GAP * gap, 15, modality=Modality.PHONE),
    )


def _elsewhere(start: datetime, gap: timedelta) -> datetime:
    """Another time of the same day, some minutes later; earlier where later would be tomorrow."""
    moved = timedelta(minutes=min(20, int(gap.total_seconds() // 60)))
    same_day = (start + moved).astimezone(STOCKHOLM).date() == start.astimezone(STOCKHOLM).date()
    return start + moved if same_day else start - moved


def _booking(
    number: int,
    person: tuple[str, str, int] | None,
    start: datetime,
    minutes: int,
    *,
    modality: Modality = Modality.VIDEO,
    kind: Kind = Kind.ONE_TO_ONE,
    people: tuple[Participant, ...] = (),
) -> Booking:
    given, family, year = person or ("", "", 0)
    return Booking(
        source=PRACTICE_BOOKINGS,
        booking_id=f"practice-{number}",
        start=start,
        end=start + timedelta(minutes=minutes),
        key=Key(short_initials(given, family), year % 100) if person else None,
        initials=initials(given, family),
        birth_year=year or None,
        modality=modality,
        kind=kind,
        participants=people,
        phone=f"070-174 06 {4 + number:02d}" if person else "",
        join=Join(JoinKind.SERVER) if modality is Modality.VIDEO else Join(),
    )
