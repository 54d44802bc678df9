from __future__ import annotations

import numpy as np
import pytest

from tests.checks.pictures import GOOD_FACE, LIMITS, portrait, wall
from vardklient.checks import background
from vardklient.checks.background import BackgroundReading
from vardklient.checks.face import Face
from vardklient.checks.scene import prepare
from vardklient.domain.verdict import Advice, Severity


def striped(step_px: int) -> np.ndarray:  # type: ignore[type-arg]
    picture = portrait(150, 150)
    for x in range(0, 640, 2 * step_px):
        picture[:, x : x + step_px] = 60
    return picture


def test_a_wall_is_calm() -> None:
    reading = background.measure(prepare(portrait(150, 150), (GOOD_FACE,)))
    assert reading.edge_share == pytest.approx(0, abs=0.002)
    verdict = background.judge([reading] * 3, LIMITS.background)
    assert (verdict.severity, verdict.advice) == (Severity.GREEN, Advice.BACKGROUND_OK)


def test_stripes_are_clutter_and_only_a_hint() -> None:
    reading = background.measure(prepare(striped(12), (GOOD_FACE,)))
    verdict = background.judge([reading] * 3, LIMITS.background)
    assert (verdict.severity, verdict.advice) == (Severity.YELLOW, Advice.BACKGROUND_CLUTTER)


def test_the_person_is_no_clutter() -> None:
    picture = portrait(150, 150)
    x, y, size = int(GOOD_FACE.x), int(GOOD_FACE.y), int(GOOD_FACE.width)
    picture[y : y + size : 4, x : x + size] = 0
    reading = background.measure(prepare(picture, (GOOD_FACE,)))
    assert reading.edge_share == pytest.approx(0, abs=0.002)


@pytest.mark.parametrize(
    ("share", "severity"), [(0.14, Severity.GREEN), (0.16, Severity.UNKNOWN), (0.19, Severity.YELLOW)]
)
def test_the_limit_is_where_the_verdict_turns(share: float, severity: Severity) -> None:
    assert background.judge([BackgroundReading(share)] * 3, LIMITS.background).severity is severity


def test_unknown_when_the_person_fills_the_picture_or_readings_are_few() -> None:
    filling = Face(60, 20, 500, 330, 0.9)
    assert background.measure(prepare(wall(150), (filling,))) == BackgroundReading()
    verdict = background.judge([BackgroundReading(0.5)] * 2 + [BackgroundReading()] * 5, LIMITS.background)
    assert verdict.severity is Severity.UNKNOWN
    assert background.judge([], LIMITS.background).measures == {}
