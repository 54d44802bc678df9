from __future__ import annotations

import pytest

from tests.checks.pictures import GOOD_FACE, LIMITS, portrait, portrait_scene, wall
from vardklient.checks import backlight
from vardklient.checks.backlight import BacklightReading
from vardklient.checks.face import Face
from vardklient.checks.scene import prepare
from vardklient.domain.verdict import Advice, Severity, Verdict


def judge(*readings: BacklightReading) -> Verdict:
    return backlight.judge(readings if len(readings) > 1 else readings * 4, LIMITS.backlight)


def test_the_ratio_is_of_light_not_of_luma() -> None:
    reading = backlight.measure(portrait_scene(100, 200))
    assert reading.background_ratio == pytest.approx(2**2.2, rel=0.06)
    assert reading.background_clipped_share == 0


def test_a_window_behind_is_yellow() -> None:
    verdict = judge(backlight.measure(portrait_scene(60, 254)))
    assert (verdict.severity, verdict.advice) == (Severity.YELLOW, Advice.BACKLIGHT_STRONG)
    assert verdict.measures["background_clipped_share"] > 0.9


@pytest.mark.parametrize("skin", [72, 75, 85])
@pytest.mark.parametrize("background", [150, 180, 200])
def test_a_dark_face_before_a_light_wall_is_not_backlit(skin: float, background: float) -> None:
    assert judge(backlight.measure(portrait_scene(skin, background))).severity is Severity.GREEN


@pytest.mark.parametrize(
    ("face", "ratio", "clipped", "advice"),
    [
        (99, 4.1, 0.05, Advice.BACKLIGHT_STRONG),
        (101, 4.1, 0.05, Advice.BACKLIGHT_SOME),
        (99, 3.9, 0.05, Advice.BACKLIGHT_SOME),
        (99, 2.9, 0.05, Advice.BACKLIGHT_OK),
        (99, 4.1, 0.03, Advice.BACKLIGHT_OK),
        (69, 10.6, 0.0, Advice.BACKLIGHT_STRONG),
        (71, 10.6, 0.0, Advice.BACKLIGHT_OK),
        (69, 7.9, 0.0, Advice.BACKLIGHT_OK),
    ],
)
def test_each_limit_is_where_the_verdict_turns(face: float, ratio: float, clipped: float, advice: Advice) -> None:
    assert judge(BacklightReading(face, ratio, clipped)).advice is advice


@pytest.mark.parametrize("skin", [40, 55, 69])
@pytest.mark.parametrize("background", [170, 200, 254])
def test_whose_clothes_are_lit_has_no_window_behind(skin: float, background: float) -> None:
    scene = prepare(portrait(skin, background, clothes=165), (GOOD_FACE,))
    assert scene.body_ratio == pytest.approx((background / 165) ** 2.2, rel=0.06)
    assert judge(backlight.measure(scene)).severity is Severity.GREEN


def test_a_body_out_of_view_tells_nothing() -> None:
    low = Face(260, 250, 120, 120, 0.9)
    assert prepare(portrait(60, 254, low), (low,)).body_ratio is None
    assert prepare(wall(120), ()).body_ratio is None


def test_unknown_without_a_face_or_a_background() -> None:
    assert judge(backlight.measure(prepare(wall(120), ()))).severity is Severity.UNKNOWN
    filling = Face(100, 40, 420, 300, 0.9)
    assert backlight.measure(prepare(portrait(150, 150, filling), (filling,))) == BacklightReading()
    assert backlight.judge([], LIMITS.backlight).measures == {}


def test_unknown_when_the_face_is_seen_too_seldom() -> None:
    seen, empty = BacklightReading(60, 20, 0.5), BacklightReading()
    assert judge(seen, seen, seen, empty, empty, empty, empty).severity is Severity.UNKNOWN
    assert judge(seen, seen, seen, empty, empty).severity is Severity.YELLOW
