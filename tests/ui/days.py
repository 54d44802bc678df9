"""Days to show: built by hand, as the flow would make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from vardklient.domain.lack import Lack
from vardklient.domain.record import Outcome
from vardklient.domain.spacing import spacing
from vardklient.domain.summary import summary
from vardklient.domain.visit import Join, JoinKind, Kind, Match, Participant, Problem, Role, Status, Visit
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
            visit(
                "09:30",
                "IK-82",
                participants=(Participant(Role.PATIENT), interpreter),
                phone="070-174 06 01",
                join=Join(JoinKind.SERVER),
            ),
            Stage.WAITING,
            (Waiting("p1", Role.PATIENT, NOW - timedelta(minutes=2, seconds=10), True),),
            room=True,
            lacks=(Lack.INTERPRETER,),
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
        Row(visit("13:00", "", 60, kind=Kind.GROUP), lacks=(Lack.CO_HOST,)),
        Row(visit("14:00", "IK-82", match=Match.AMBIGUOUS, candidates=("09:30 IK-82", "14:00 IK-82"))),
        Row(visit("14:30", "", match=Match.PROTECTED, protected=True)),
        Row(visit("15:20", "JN-61", match=Match.TIME_DIFFERS, booking_start=at("15:40"), birth_years=(1961,))),
        Row(visit("16:00", "RO-90", match=Match.CANCELLED, status=Status.CANCELLED)),
    )
    return settled(
        DayState(
            DAY, NOW, rows, others=OTHERS, next_id=rows[1].visit.visit_id, loading=False, server=True, practice=False,
            sources=(SourceState("kalender.ics", at("09:25")), SourceState("tidbok.csv", at("09:25"), colour=1)),
        )
    )  # fmt: skip


def settled(day: DayState) -> DayState:
    """With what the flow would say of how close the visits lie, and of what there is to see to."""
    close = spacing(row.visit for row in day.rows)
    rows = tuple(replace(row, gap_min=close.get(row.visit.visit_id)) for row in day.rows)
    visits = [row.visit for row in rows if row.stage is not Stage.ENDED]
    return replace(day, rows=rows, errands=summary(visits, close, day.now))


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


def offline() -> DayState:
    """Neither source answers since 07:58; what they said then is still shown."""
    day = morning()
    names = tuple(source.name for source in day.sources)
    rows = tuple(replace(r, visit=replace(r.visit, sources=names), waiting=(), lacks=()) for r in day.rows)
    problems = tuple(Problem(name, "unreachable") for name in names)
    sources = tuple(replace(s, read_at=at("07:58"), stale=True) for s in day.sources)
    return replace(day, rows=rows, sources=sources, problems=problems)


def unread() -> DayState:
    """Nothing could be read since the start."""
    sources = (SourceState("kalender.ics", None, stale=True), SourceState("tidbok.csv", at("09:25"), colour=1))
    problems = (Problem("kalender.ics", "unreachable"),)
    return replace(morning(), rows=(), others=(), errands=(), next_id="", sources=sources, problems=problems)


def looking(days: int) -> DayState:
    """So many days from today are looked at."""
    day, ahead = morning(), timedelta(days=days)
    rows = tuple(
        Row(replace(r.visit, start=r.visit.start + ahead, end=r.visit.end + ahead), gap_min=r.gap_min) for r in day.rows
    )
    look = DayState(DAY + ahead, NOW, rows, others=day.others[:3], sources=day.sources, loading=False)
    return replace(day, look=look)


def many(count: int) -> DayState:
    """So many visits."""
    rows = tuple(
        Row(visit(f"{8 + n // 60:02d}:{n % 60:02d}", f"AB-{n % 100:02d}", visit_id=f"v{n}")) for n in range(count)
    )
    return replace(morning(), rows=rows, next_id=rows[0].visit.visit_id)
