from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.checks.pictures import GOOD_FACE, LIMITS, Picture, wall
from vardklient.checks import sharpness
from vardklient.checks.face import Face
from vardklient.checks.scene import prepare
from vardklient.checks.sharpness import SharpnessReading
from vardklient.domain.verdict import Advice, Severity


def textured(width: int = 640, height: int = 360) -> Picture:
    rng = np.random.default_rng(3)
    blocks = rng.integers(40, 215, (height // 6, width // 6), np.uint8)
    return cv2.cvtColor(cv2.resize(blocks, (width, height), interpolation=cv2.INTER_NEAREST), cv2.COLOR_GRAY2BGR)


def ratio(picture: Picture, *faces: Face) -> float:
    value = sharpness.measure(prepare(picture, faces)).reblur_ratio
    assert value is not None
    return value


def test_blur_only_ever_raises_the_ratio() -> None:
    sharp = textured()
    ratios = [ratio(cv2.GaussianBlur(sharp, (0, 0), s) if s else sharp, GOOD_FACE) for s in (0, 1, 2, 4)]
    assert ratios == sorted(ratios)
    assert ratios[0] < 0.5
    assert ratios[-1] > 0.7


def test_the_person_counts_not_the_room() -> None:
    soft_room = cv2.GaussianBlur(textured(), (0, 0), 8)
    x, y = int(GOOD_FACE.x) - 40, int(GOOD_FACE.y) - 50
    soft_room[y : y + 220, x : x + 200] = textured()[y : y + 220, x : x + 200]
    assert ratio(soft_room, GOOD_FACE) < 0.5


def test_large_pictures_are_measured_small() -> None:
    large = cv2.resize(textured(), (1280, 720), interpolation=cv2.INTER_NEAREST)
    assert ratio(large, GOOD_FACE.scaled(2)) == pytest.approx(ratio(textured(), GOOD_FACE), abs=0.05)


def test_a_tiny_face_falls_back_on_the_middle() -> None:
    assert ratio(textured(), Face(300, 100, 8, 8, 0.9)) == ratio(textured())


def test_nothing_to_see_is_unknown() -> None:
    assert sharpness.measure(prepare(wall(128, noise=0), ())) == SharpnessReading(None)
    verdict = sharpness.judge([SharpnessReading()] * 5, LIMITS.sharpness)
    assert (verdict.severity, verdict.advice, verdict.measures) == (Severity.UNKNOWN, Advice.SHARPNESS_UNSURE, {})


@pytest.mark.parametrize(
    ("value", "severity"),
    [(0.53, Severity.GREEN), (0.60, Severity.UNKNOWN), (0.66, Severity.YELLOW), (0.69, Severity.RED)],
)
def test_each_limit_is_where_the_verdict_turns(value: float, severity: Severity) -> None:
    assert sharpness.judge([SharpnessReading(value)] * 3, LIMITS.sharpness).severity is severity


def test_unknown_when_most_pictures_could_not_tell() -> None:
    readings = [SharpnessReading(0.9)] * 3 + [SharpnessReading()] * 4
    assert sharpness.judge(readings, LIMITS.sharpness).severity is Severity.UNKNOWN
