from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vardklient.domain.spacing import spacing
from vardklient.domain.visit import Modality, Status, Visit

EIGHT = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def visit(name: str, start_min: int, length_min: int = 20, **more: object) -> Visit:
    start = EIGHT + timedelta(minutes=start_min)
    return Visit(name, start, start + timedelta(minutes=length_min), **more)  # type: ignore[arg-type]


def test_less_than_five_minutes_is_little_air() -> None:
    day = [visit("a", 0), visit("b", 24), visit("c", 49), visit("d", 69), visit("e", 80)]
    assert spacing(day) == {"b": 4, "d": 0, "e": -9}


def test_what_takes_no_time_does_not_count_and_what_is_on_site_does() -> None:
    day = [
        visit("whole day", -400, 1440, modality=Modality.PHYSICAL),
        visit("lunch", 0, modality=Modality.OTHER),
        visit("cancelled", 0, status=Status.CANCELLED),
        visit("a", 20),
        visit("on site", 42, modality=Modality.PHYSICAL),
        visit("by phone", 63, modality=Modality.PHONE),
    ]
    assert spacing(day) == {"on site": 2, "by phone": 1}


def test_a_long_visit_reaches_over_a_short_one() -> None:
    assert spacing([visit("long", 0, 60), visit("short", 10, 5), visit("next", 62)]) == {"short": -50, "next": 2}


def one_sided(name: str, start_min: int, side: str, **more: object) -> Visit:
    made = visit(name, start_min, **more)  # type: ignore[arg-type]
    return replace(made, **{f"{side}_start": made.start})  # type: ignore[arg-type]


def test_a_visit_that_each_side_has_for_itself_does_not_overlap_with_itself() -> None:
    day = [one_sided("event", 0, "calendar"), one_sided("booking", 2, "booking"), visit("next", 40)]
    assert spacing(day) == {}
    assert spacing([visit("before", -20, 22), *day]) == {"event": -2, "booking": -2}, "each says so"
    assert spacing([*day[:2], visit("next", 24)]) == {"next": 2}, "the later end counts"


def test_two_visits_at_once_overlap() -> None:
    events = [one_sided(name, 0, "calendar") for name in "ab"]
    assert spacing(events) == {"b": -20}
    assert spacing([*events, one_sided("c", 0, "booking")]) == {"b": -20}, "one of them is booked, the other is not"
    assert spacing([events[0], one_sided("b", 3, "booking")]) == {"b": -17}, "another time"
    assert spacing([events[0], one_sided("b", 0, "booking", modality=Modality.PHYSICAL)]) == {"b": -20}
    both = replace(events[1], booking_start=EIGHT)
    assert spacing([events[0], both]) == {"b": -20}


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 90)), max_size=12))
def test_the_first_is_never_close_and_numbers_stay_under_five(times: list[tuple[int, int]]) -> None:
    visits = [visit(f"v{n}", start, length) for n, (start, length) in enumerate(times)]
    close = spacing(visits)
    assert all(minutes < 5 for minutes in close.values())
    assert len(close) < max(1, len(visits))
