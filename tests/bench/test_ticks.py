"""How late a timer was, from ticks whose lateness is known."""

from __future__ import annotations

import pytest
from bench.ticks import LATE_MS, STEP_MS, Beat, Lateness, Ticker, lateness, together
from pytestqt.qtbot import QtBot


def beats(*steps_ms: float, computed_ms: float = 1.0) -> list[Beat]:
    """From second 1 on, so far apart; the thread computes for `computed_ms` before each."""
    found = [Beat(1.0, 0.0, 0.0)]
    for step_ms in steps_ms:
        at_s, computed_s, _ = found[-1]
        found.append(Beat(at_s + step_ms / 1000, computed_s + computed_ms / 1000, 0.0))
    return found


def test_a_punctual_timer() -> None:
    found = lateness(beats(*[STEP_MS] * 100), 0.0, 10.0)
    assert (found.due, found.late, found.share) == (100, 0, 0.0)
    assert found.max_ms == pytest.approx(0.0, abs=1e-6)


def test_a_little_late_is_not_late() -> None:
    found = lateness(beats(STEP_MS, STEP_MS + LATE_MS - 1, STEP_MS), 0.0, 10.0)
    assert found.late == 0
    assert found.max_ms == pytest.approx(LATE_MS - 1)


def test_late_ticks_and_those_that_fell_out_count() -> None:
    """84 ms late: the ticks that were due 84, 68, 52, 36, 20 and 4 ms before; four of them over 33 ms."""
    found = lateness(beats(STEP_MS, STEP_MS + 84, STEP_MS), 0.0, 10.0)
    assert (found.due, found.late) == (1 + 6 + 1, 4)
    assert found.max_ms == pytest.approx(84)


def test_a_tick_a_little_late_does_not_move_the_next_one() -> None:
    found = lateness(beats(STEP_MS + 10, STEP_MS - 10, STEP_MS + 10), 0.0, 10.0)
    assert found.max_ms == pytest.approx(10)


def test_a_tick_later_than_a_step_begins_a_new_row() -> None:
    found = lateness(beats(STEP_MS + 40, STEP_MS, STEP_MS), 0.0, 10.0)
    assert found.due == 3 + 2
    assert found.late == 1
    assert found.max_ms == pytest.approx(40)


def test_only_what_came_between_the_times_counts() -> None:
    ticks = beats(STEP_MS + 100, *[STEP_MS] * 50, STEP_MS + 100)
    found = lateness(ticks, ticks[1].at_s + 0.001, ticks[-1].at_s)
    assert (found.due, found.late) == (50, 0)


def test_what_the_thread_did_before_late_ticks_is_told() -> None:
    ticks = [Beat(1.0, 0.0, 0.0), Beat(1.016, 0.001, 0.0), Beat(1.132, 0.081, 0.03), Beat(1.148, 0.082, 0.03)]
    found = lateness(ticks, 0.0, 10.0)
    assert (found.computed_ms, found.queued_ms) == (pytest.approx(80), pytest.approx(30))


def test_no_ticks_are_no_good_sign() -> None:
    assert lateness([], 0.0, 1.0) == Lateness()
    assert Lateness().share == 1.0


def test_windows_are_summed_up() -> None:
    found = together([Lateness(100, 1, 5.0, 40.0, 3.0, 0.5), Lateness(300, 3, 7.0, 35.0, 2.0, 0.7)])
    assert found == Lateness(400, 4, 7.0, 40.0, 3.0, 0.7)
    assert found.share == 0.01
    assert together([]) == Lateness()


def test_the_timer_ticks(qtbot: QtBot) -> None:
    ticker = Ticker()
    qtbot.waitUntil(lambda: len(ticker.beats) >= 3)
    ticker.close()
    ticks = list(ticker.beats)
    assert ticks == sorted(ticks)
    assert ticks[-1].computed_s > 0
