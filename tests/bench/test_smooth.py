"""What the smoothness of a call is judged by."""

from __future__ import annotations

from typing import Any

import pytest
from bench.call.figures import Painted
from bench.smooth import BYSTANDER, CALL, IDLE, judge, picture, sentence
from bench.ticks import Lateness


def a_round(idle: int, call: int, hd_share: float = 1.0, fps: float = 29.0) -> dict[str, Any]:
    parts = {IDLE: Lateness(1000, idle), CALL: Lateness(1000, call), BYSTANDER: Lateness(1000, 2)}
    return parts | {"hd_share": hd_share, "fps": fps, "others": 0.1}


def test_the_share_of_all_rounds_counts() -> None:
    found = judge([a_round(1, 3), a_round(0, 9), a_round(2, 4)])
    assert found["idle"]["late_share"] == pytest.approx(0.001)
    assert found["more_share"] == pytest.approx(13 / 3000)
    assert found["more_than_beside_share"] == pytest.approx(10 / 3000)
    assert found["goal_met"]
    assert found["others_cores"] == 0.1


def test_half_a_percent_more_is_too_much() -> None:
    assert not judge([a_round(10, 16)])["goal_met"]
    assert judge([a_round(10, 14)])["goal_met"]


@pytest.mark.parametrize("wrong", [{"hd_share": 0.5}, {"fps": 12.0}])
def test_what_is_no_call_at_720p_proves_nothing(wrong: dict[str, float]) -> None:
    found = judge([a_round(0, 0), a_round(0, 0, **wrong)])
    assert (found["was_720p"], found["goal_met"]) == (False, False)


def test_without_ticks_nothing_is_met() -> None:
    assert not judge([a_round(0, 0) | {CALL: Lateness()}])["goal_met"]


def test_the_pictures_of_the_window_are_looked_at() -> None:
    small = [Painted(t / 10, 1, 640, 360, t) for t in range(20)]
    large = [Painted(t / 10, 1, 1280, 720, 3 * t) for t in range(20, 60)]
    found = picture(small + large, 1.0, 5.0)
    assert found["hd_share"] == 0.75
    assert found["fps"] == pytest.approx((3 * 49 - 10 + 1) / 4)
    assert picture([], 1.0, 5.0) == {"fps": 0.0, "hd_share": 0.0}


def test_a_line_for_people() -> None:
    said = sentence("late", judge([a_round(0, 5)])["call"])
    assert "0.50 %" in said
    assert "(5 of 1000 ticks" in said
