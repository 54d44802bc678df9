from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.video.schedule import BEGINNING, MOST_S, NEW_STREAM_S, WINDOW, PictureSchedule

STEP, STEP_S = 3000, 1 / 30


def run(lates_s: list[float]) -> list[float]:
    """How long after its own moment each picture is due."""
    schedule = PictureSchedule()
    return [schedule.due_s(n * STEP, n * STEP_S + late_s) - n * STEP_S for n, late_s in enumerate(lates_s)]


def test_a_picture_that_was_held_up_is_due_as_the_others() -> None:
    assert run([0.05, 0.05, 0.08, 0.06, 0.05]) == pytest.approx([0.05] * 5)


def test_a_way_that_becomes_shorter_counts_at_once_and_a_longer_one_after_the_window() -> None:
    assert run([0.05, 0.03, 0.05]) == pytest.approx([0.05, 0.03, 0.03])
    assert run([0.05] * (BEGINNING + 1) + [0.08] * WINDOW)[-2:] == pytest.approx([0.05, 0.08])


def test_where_many_come_late_all_wait_and_no_longer_than_needed() -> None:
    repaired = [0.05, 0.05, 0.10] * 100
    dues_s = run(repaired)
    assert dues_s[-1] == pytest.approx(0.10)
    assert all(later - earlier <= 0.005 + 1e-9 for earlier, later in pairwise(dues_s))
    assert run([*repaired, *[0.05] * 300])[-1] == pytest.approx(0.05)


def test_nobody_waits_for_what_the_first_pictures_did_to_the_line() -> None:
    filled = [0.05 + 0.1 * (n % 2) for n in range(BEGINNING)]
    assert max(run([*filled, *[0.05] * 100])) == pytest.approx(0.05)
    assert max(run([*filled, *filled, *filled])) > 0.1


def test_a_new_count_begins_anew() -> None:
    assert run([0.05, 0.05, 0.05 + NEW_STREAM_S * 1.1])[-1] == pytest.approx(0.05 + NEW_STREAM_S * 1.1)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=400))
def test_nobody_waits_longer_than_the_most_behind_the_quickest(lates_s: list[float]) -> None:
    for n, due_s in enumerate(run(lates_s)):
        first = BEGINNING if n >= BEGINNING else 0
        quickest_s = min(lates_s[max(first, n - WINDOW + 1) : n + 1])
        assert quickest_s - 1e-6 <= due_s <= quickest_s + MOST_S + 1e-6
