from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vardklient.domain.summary import Errand, Topic, summary
from vardklient.domain.visit import Kind, Match, Modality, Participant, Role, Status, Visit

DAY = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    return DAY + timedelta(hours=hour - 7, minutes=minute)


def visit(hour: int, *people: Participant, match: Match = Match.AGREES, **more: object) -> Visit:
    facts = {"match": match, "calendar_start": at(hour), "booking_start": at(hour), "participants": people, **more}
    return Visit(f"v{hour}", at(hour), at(hour, 30), **facts)  # type: ignore[arg-type]


PATIENT = Participant(Role.PATIENT)
INTERPRETER = Participant(Role.INTERPRETER)


def test_a_quiet_day_has_nothing_to_see_to() -> None:
    assert summary([visit(8, PATIENT), visit(9, PATIENT)], {}, DAY) == ()
    assert summary([], {}, DAY) == ()


def test_the_day_of_the_issue() -> None:
    day = [
        visit(8, PATIENT, INTERPRETER),
        visit(10, PATIENT, Participant(Role.CO_HOST), kind=Kind.GROUP),
        visit(11, match=Match.MISMATCH),
        visit(13, match=Match.TIME_DIFFERS),
    ]
    assert summary(day, {}, DAY) == (
        Errand(Topic.INTERPRETER, (at(8),)),
        Errand(Topic.PRINT_LIST, (at(10),)),
        Errand(Topic.DOUBT, (at(11), at(13))),
    )


def test_who_is_missing_and_where_there_is_little_air() -> None:
    day = [
        visit(8, Participant(Role.PATIENT, language="so")),
        visit(9, PATIENT, kind=Kind.GROUP),
        visit(10, PATIENT, kind=Kind.DIGI_PHYSICAL),
        visit(11, PATIENT),
    ]
    assert [e.topic for e in summary(day, {"v11": 3}, DAY)] == [
        Topic.NO_INTERPRETER, Topic.PRINT_LIST, Topic.NO_CO_HOST, Topic.NO_STAFF, Topic.LITTLE_AIR,
    ]  # fmt: skip


def test_what_is_over_or_cancelled_or_not_by_video_needs_nothing() -> None:
    day = [
        visit(8, INTERPRETER),
        visit(9, INTERPRETER, match=Match.CANCELLED, status=Status.CANCELLED),
        visit(10, INTERPRETER, modality=Modality.PHYSICAL),
        visit(11, INTERPRETER),
    ]
    assert summary(day, {}, at(8, 30)) == (Errand(Topic.INTERPRETER, (at(11),)),)


@pytest.mark.parametrize(("both", "counted"), [(True, 1), (False, 0)])
def test_a_visit_of_one_side_is_in_doubt_only_where_both_sides_are_read(both: bool, counted: int) -> None:
    alone = visit(8, match=Match.CALENDAR_ONLY, booking_start=None)
    other = visit(9) if both else visit(9, match=Match.CALENDAR_ONLY, booking_start=None)
    assert len(summary([alone, other], {}, DAY)) == counted
