from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.pictures import GOOD_FACE, LIMITS, wall
from vardklient.checks import framing
from vardklient.checks.face import Face
from vardklient.checks.framing import FramingReading
from vardklient.checks.scene import prepare
from vardklient.domain.verdict import Advice, Severity, Verdict

WALL = wall(128)


def judge(face: Face | None, count: int = 4) -> Verdict:
    reading = framing.measure(prepare(WALL, () if face is None else (face,)))
    return framing.judge([reading] * count, LIMITS.framing)


def face_at(centre_x: float, y: float, height: float) -> Face:
    return Face(centre_x - height / 2, y, height, height, 0.9)


@pytest.mark.parametrize(
    ("face", "severity", "advice"),
    [
        (GOOD_FACE, Severity.GREEN, Advice.FRAMING_OK),
        (None, Severity.RED, Advice.FRAMING_NO_FACE),
        (face_at(320, 70, 0.47 * 360), Severity.RED, Advice.FRAMING_NEAR),
        (face_at(320, 75, 0.45 * 360), Severity.YELLOW, Advice.FRAMING_NEAR),
        (face_at(320, 100, 0.17 * 360), Severity.RED, Advice.FRAMING_FAR),
        (face_at(320, 100, 0.19 * 360), Severity.YELLOW, Advice.FRAMING_FAR),
        (face_at(320 + 0.18 * 640, 90, 120), Severity.RED, Advice.FRAMING_OFF_CENTRE),
        (face_at(320 - 0.18 * 640, 90, 120), Severity.RED, Advice.FRAMING_OFF_CENTRE),
        (face_at(320 + 0.16 * 640, 90, 120), Severity.GREEN, Advice.FRAMING_OK),
        (face_at(320, 30, 120), Severity.RED, Advice.FRAMING_HIGH),
        (face_at(320, 160, 120), Severity.RED, Advice.FRAMING_LOW),
        (face_at(320, 180, 80), Severity.RED, Advice.FRAMING_LOW),
        (face_at(320, 250, 70), Severity.RED, Advice.FRAMING_LOW),
    ],
)
def test_says_how_to_sit(face: Face | None, severity: Severity, advice: Advice) -> None:
    verdict = judge(face)
    assert (verdict.severity, verdict.advice) == (severity, advice)


def test_measures_in_shares_of_the_picture() -> None:
    reading = framing.measure(prepare(WALL, (GOOD_FACE,)))
    assert reading.face_height_share == pytest.approx(1 / 3)
    assert reading.off_centre_share == pytest.approx(0)
    assert reading.eyes_share == pytest.approx(130 / 360)
    assert reading.headroom_share == pytest.approx((90 - 48) / 360)
    assert reading.below_faces == pytest.approx(150 / 120)


def test_unknown_until_there_are_three() -> None:
    assert judge(GOOD_FACE, 2).severity is Severity.UNKNOWN
    assert judge(GOOD_FACE, 0).measures == {}


def test_a_face_that_is_seen_half_the_time_is_there() -> None:
    seen = framing.measure(prepare(WALL, (GOOD_FACE,)))
    half = framing.judge([seen, FramingReading()] * 2, LIMITS.framing)
    fewer = framing.judge([seen, FramingReading(), FramingReading()], LIMITS.framing)
    assert half.advice is Advice.FRAMING_OK
    assert fewer.advice is Advice.FRAMING_NO_FACE
    assert half.measures["face_seen_share"] == 0.5


@given(st.floats(-200, 800), st.floats(-200, 500), st.floats(1, 600))
def test_any_face_gives_one_verdict(centre_x: float, y: float, height: float) -> None:
    verdict = judge(face_at(centre_x, y, height))
    assert verdict.severity is not Severity.UNKNOWN
    if verdict.severity is Severity.GREEN:
        assert 0.2 <= verdict.measures["face_height_share"] <= 0.42
        assert abs(verdict.measures["off_centre_share"]) <= 0.17
