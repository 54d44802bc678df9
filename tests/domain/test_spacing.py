from __future__ import annotations

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


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 90)), max_size=12))
def test_the_first_is_never_close_and_numbers_stay_under_five(times: list[tuple[int, int]]) -> None:
    visits = [visit(f"v{n}", start, length) for n, (start, length) in enumerate(times)]
    close = spacing(visits)
    assert all(minutes < 5 for minutes in close.values())
    assert len(close) < max(1, len(visits))
