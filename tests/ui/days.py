"""Days to show: built by hand, as the flow would make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from vardklient.domain.record import Outcome
from vardklient.domain.visit import Join, JoinKind, Kind, Match, Participant, Problem, Role, Visit
from vardklient.flows.day import DayState, Other, Row, SourceState, Stage, Waiting

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 26, tzinfo=UTC)  # 09:26 in Stockholm
LINK = Join(JoinKind.LINK, "https://example.invalid/visit#ticket")


def at(clock: str) -> datetime:
    """That time of the day in Stockholm."""
    hour, minute = clock.split(":")
    return datetime(2026, 11, 24, int(hour) - 1, int(minute), tzinfo=UTC)


OTHERS = tuple(Other(at(f"{hour:02d}:00"), at(f"{hour:02d}:30")) for hour in (8, 10, 12, 13, 15, 16))


def visit(clock: str, label: str, length_min: int = 20, **more: object) -> Visit:
    start = at(clock)
    words = {"match": Match.AGREES, "join": LINK, "calendar_start": start, "booking_start": start, **more}
    made = Visit(visit_id=f"v-{clock}-{label}", start=start, end=start + timedelta(minutes=length_min), label=label)
    return replace(made, **words)  # type: ignore[arg-type]


def morning() -> DayState:
    """The day of the drawings."""
    interpreter = Participant(Role.INTERPRETER, language="ar")
    rows = (
        Row(visit("08:30", "BE-71"), Stage.ENDED, outcome=Outcome.BY_VIDEO),
        Row(
            visit("09:30", "IK-82", participants=(Participant(Role.PATIENT), interpreter), phone="070-174 06 01"),
            Stage.WAITING,
            (Waiting("p1", Role.PATIENT, NOW - timedelta(minutes=2, seconds=10), True),),
            room=True,
        ),
        Row(
            visit(
                "10:15",
                "MS-47",
                30,
                kind=Kind.DIGI_PHYSICAL,
                participants=(Participant(Role.STAFF_ON_SITE, place="Hemgårdens boende"),),
            )
        ),
        Row(visit("11:00", "AL-15", participants=(Participant(Role.GUARDIAN),))),
        Row(visit("13:00", "", 60, kind=Kind.GROUP)),
        Row(visit("14:00", "IK-82", match=Match.AMBIGUOUS, candidates=("09:30 IK-82", "14:00 IK-82"))),
        Row(visit("14:30", "", match=Match.PROTECTED, protected=True)),
        Row(visit("15:20", "JN-61", match=Match.TIME_DIFFERS, booking_start=at("15:40"), birth_years=(1961,))),
        Row(visit("16:00", "RO-90", match=Match.CANCELLED)),
    )
    return DayState(
        DAY, NOW, rows, others=OTHERS, next_id=rows[1].visit.visit_id, loading=False, server=True, practice=False,
        sources=(SourceState("kalender.ics", at("09:25")), SourceState("tidbok.csv", at("09:25"))),
    )  # fmt: skip


def troubled() -> DayState:
    """A stale source, records that could not be read, nobody waiting."""
    day = morning()
    rows = tuple(replace(r, waiting=(), stage=Stage.DUE if r.stage is Stage.WAITING else r.stage) for r in day.rows)
    problems = (
        Problem("kalender.ics", "bad_event", "event 3"),
        Problem("tidbok.csv", "bad_row", "line 7"),
    )
    sources = (SourceState("kalender.ics", at("07:42"), stale=True), day.sources[1])
    return replace(day, rows=rows, problems=problems, sources=sources)


def many(count: int) -> DayState:
    """So many visits."""
    rows = tuple(
        Row(visit(f"{8 + n // 60:02d}:{n % 60:02d}", f"AB-{n % 100:02d}", visit_id=f"v{n}")) for n in range(count)
    )
    return replace(morning(), rows=rows, next_id=rows[0].visit.visit_id)
