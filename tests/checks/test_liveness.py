from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.checks.pictures import GOOD_FACE, LIMITS, Picture, portrait, wall
from vardklient.checks import background, liveness
from vardklient.checks.face import Face
from vardklient.checks.liveness import LivenessReading
from vardklient.checks.scene import prepare
from vardklient.domain.verdict import Advice, Severity, Verdict


def watched(pictures: list[Picture], rate_hz: float = 30.0, *faces: Face) -> Verdict:
    readings, before = [], None
    for i, picture in enumerate(pictures):
        scene = prepare(picture, faces)
        edges = background.measure(scene).edge_share if i % 4 == 0 else None
        reading, before = liveness.measure(scene, before, i / rate_hz, edges)
        readings.append(reading)
    return liveness.judge(readings, LIMITS.liveness)


def noisy(luma: float, count: int, noise: float = 1.5) -> list[Picture]:
    return [wall(luma, noise=noise, seed=i) for i in range(count)]


def test_a_still_person_before_a_real_sensor_is_alive() -> None:
    verdict = watched(noisy(128, 40), 30.0, GOOD_FACE)
    assert (verdict.severity, verdict.advice) == (Severity.GREEN, Advice.LIVENESS_OK)
    assert verdict.measures["still_s"] == 0


@pytest.mark.parametrize(("same", "advice"), [(25, Advice.LIVENESS_OK), (35, Advice.LIVENESS_FROZEN)])
def test_a_picture_that_stands_still_for_a_second_is_frozen(same: int, advice: Advice) -> None:
    verdict = watched([*noisy(128, 8), *[portrait(150, 140)] * same, *noisy(128, 4)], 30.0, GOOD_FACE)
    assert verdict.advice is advice
    assert verdict.measures["still_s"] == pytest.approx((same - 1) / 30, abs=0.001)


@pytest.mark.parametrize(
    ("luma", "noise", "advice"),
    [
        (3, 2, Advice.LIVENESS_BLACK),  # no light
        (13, 2, Advice.LIVENESS_BLACK),
        (35, 4, Advice.LIVENESS_COVERED),  # a lid before the lens
        (60, 4, Advice.LIVENESS_OK),
        (35, 30, Advice.LIVENESS_OK),  # dark, but there is something to see
    ],
)
def test_black_and_covered_are_told_from_dark(luma: float, noise: float, advice: Advice) -> None:
    rng = np.random.default_rng(2)
    spots = cv2.resize(rng.normal(0, noise, (9, 16)), (640, 360))[..., None]
    pictures = [np.clip(wall(luma, seed=i) + spots, 0, 255).astype(np.uint8) for i in range(20)]
    assert watched(pictures).advice is advice


def test_a_person_in_the_dark_is_not_a_covered_lens() -> None:
    assert watched(noisy(10, 20, noise=2), 30.0, GOOD_FACE).advice is Advice.LIVENESS_OK


def test_a_new_size_is_no_standstill() -> None:
    small, large = wall(120, noise=0), wall(120, 1280, 720, noise=0)
    assert watched([small, large] * 20).measures["still_s"] == 0


def test_unknown_until_there_is_half_a_second() -> None:
    assert watched([]).severity is Severity.UNKNOWN
    assert watched(noisy(3, 8)).severity is Severity.UNKNOWN
    reading = LivenessReading(0.0, None, 3, 1, 5, face=False)
    assert liveness.judge([reading], LIMITS.liveness).advice is Advice.LIVENESS_UNSURE
