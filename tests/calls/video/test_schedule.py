from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.video.schedule import NEW_STREAM_S, WINDOW, PictureSchedule

STEP, STEP_S = 3000, 1 / 30


def run(lates_s: list[float]) -> list[float]:
    """How long after its own moment each picture is due."""
    schedule = PictureSchedule()
    return [schedule.earliest_s(n * STEP, n * STEP_S + late_s) - n * STEP_S for n, late_s in enumerate(lates_s)]


def test_a_picture_that_was_held_up_is_due_as_the_others() -> None:
    assert run([0.05, 0.05, 0.12, 0.09, 0.05]) == pytest.approx([0.05] * 5)


def test_a_way_that_becomes_shorter_counts_at_once_and_a_longer_one_after_the_window() -> None:
    assert run([0.05, 0.03, 0.05]) == pytest.approx([0.05, 0.03, 0.03])
    assert run([0.05] + [0.08] * WINDOW)[-2:] == pytest.approx([0.05, 0.08])


def test_a_new_count_begins_anew() -> None:
    assert run([0.05, 0.05, 0.05 + NEW_STREAM_S * 1.1])[-1] == pytest.approx(0.05 + NEW_STREAM_S * 1.1)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=400))
def test_it_is_the_smallest_of_the_window(lates_s: list[float]) -> None:
    for n, due_s in enumerate(run(lates_s)):
        assert due_s == pytest.approx(min(lates_s[max(0, n - WINDOW + 1) : n + 1]))
