from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.pictures import GOOD_FACE, LIMITS, portrait, portrait_scene, wall
from vardklient.checks import light
from vardklient.checks.light import LightReading
from vardklient.checks.scene import prepare
from vardklient.domain.verdict import Advice, Check, Severity, Verdict


def judge(reading: LightReading, count: int = 5) -> Verdict:
    return light.judge([reading] * count, LIMITS.light)


def judged(skin: float | tuple[float, float], background: float) -> tuple[Severity, Advice]:
    verdict = judge(light.measure(portrait_scene(skin, background)))
    return verdict.severity, verdict.advice


def test_measures_skin_and_scene() -> None:
    reading = light.measure(prepare(portrait(150, 120, clothes=120), (GOOD_FACE,)))
    assert reading.face_luma == pytest.approx(150, abs=2)
    assert reading.scene_mean_luma == pytest.approx(122, abs=2)
    assert reading.scene_p90_luma == pytest.approx(122, abs=3)
    assert reading.face_clipped_share == 0
    assert reading.sides_stops == pytest.approx(0, abs=0.05)


def test_a_stop_between_the_sides_is_measured_as_one() -> None:
    half = 200 * 2 ** (-1 / 2.2)  # half the light
    reading = light.measure(portrait_scene((200, half), 150))
    assert reading.sides_stops == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize(
    ("skin", "background", "severity", "advice"),
    [
        (150, 150, Severity.GREEN, Advice.LIGHT_OK),
        (40, 45, Severity.RED, Advice.LIGHT_DARK),
        (75, 80, Severity.RED, Advice.LIGHT_DARK),
        (90, 92, Severity.RED, Advice.LIGHT_DARK),  # light skin in the dark
        (38, 92, Severity.RED, Advice.LIGHT_DARK),  # dark skin in the same room
        (70, 100, Severity.YELLOW, Advice.LIGHT_DIM),
        (110, 90, Severity.GREEN, Advice.LIGHT_OK),
        (230, 200, Severity.RED, Advice.LIGHT_OVER),
        (254, 254, Severity.RED, Advice.LIGHT_OVER),
        ((190, 90), 150, Severity.YELLOW, Advice.LIGHT_UNEVEN),
        ((150, 110), 150, Severity.GREEN, Advice.LIGHT_OK),
    ],
)
def test_says_what_is_wrong_with_the_light(
    skin: float | tuple[float, float], background: float, severity: Severity, advice: Advice
) -> None:
    assert judged(skin, background) == (severity, advice)


@pytest.mark.parametrize("skin", [20, 35, 50, 62])
@pytest.mark.parametrize("background", [125, 160, 200])
def test_a_dark_face_in_a_light_room_is_never_accused(skin: float, background: float) -> None:
    # a correctly lit dark face measured 72-75: the picture alone cannot tell it from a badly lit pale one
    assert judged(skin, background) == (Severity.UNKNOWN, Advice.LIGHT_UNSURE)


@pytest.mark.parametrize("skin", [46, 55, 65, 79])
@pytest.mark.parametrize("clothes", [110, 150])
def test_a_dark_face_above_lit_clothes_is_well_lit(skin: float, clothes: float) -> None:
    verdict = judge(light.measure(prepare(portrait(skin, 170, clothes=clothes), (GOOD_FACE,))))
    assert (verdict.severity, verdict.advice) == (Severity.GREEN, Advice.LIGHT_OK)


def test_what_cannot_be_made_out_is_unknown_above_any_clothes() -> None:
    assert judge(light.measure(prepare(portrait(40, 170, clothes=150), (GOOD_FACE,)))).severity is Severity.UNKNOWN


def test_a_dark_room_with_a_lamp_in_view_is_unknown() -> None:
    assert judge(LightReading(60, 90, 60, 0.0, 0.1, 220.0, 1.0)).severity is Severity.UNKNOWN


@pytest.mark.parametrize(("share", "severity"), [(0.14, Severity.GREEN), (0.16, Severity.YELLOW), (0.26, Severity.RED)])
def test_the_clipped_share_crosses_warning_and_fault(share: float, severity: Severity) -> None:
    assert judge(LightReading(150, 180, 180, share, 0.2, 200.0)).severity is severity


@pytest.mark.parametrize("limit", ["face_dark_luma", "face_unsure_luma", "face_over_luma", "sides_stops"])
def test_each_limit_is_where_the_verdict_turns(limit: str) -> None:
    edge = getattr(LIMITS.light, limit)
    under, over = edge * 0.99, edge * 1.01
    readings = {
        "face_dark_luma": lambda v: LightReading(60, 90, v, 0.0, 0.1, 100.0),
        "face_unsure_luma": lambda v: LightReading(150, 180, v, 0.0, 0.1, 200.0),
        "face_over_luma": lambda v: LightReading(150, 180, v, 0.0, 0.1, 200.0),
        "sides_stops": lambda v: LightReading(150, 180, 150, 0.0, v, 200.0),
    }[limit]
    assert judge(readings(under)).severity is not judge(readings(over)).severity


def test_without_anybody_only_darkness_is_told() -> None:
    assert judge(light.measure(prepare(wall(30), ()))).advice is Advice.LIGHT_DARK
    assert judge(light.measure(prepare(wall(120), ()))).severity is Severity.UNKNOWN


def test_two_pictures_are_not_enough() -> None:
    reading = light.measure(portrait_scene(40, 40))
    assert judge(reading, 2).severity is Severity.UNKNOWN
    assert judge(reading, 0).measures == {}


def test_one_odd_picture_does_not_turn_the_verdict() -> None:
    good, odd = light.measure(portrait_scene(150, 150)), light.measure(portrait_scene(40, 40))
    assert light.judge([good, odd, good, good], LIMITS.light).severity is Severity.GREEN


@given(
    st.floats(0, 255), st.floats(0, 255), st.none() | st.floats(0, 255), st.floats(0, 1), st.floats(0, 8)
)  # fmt: skip
def test_any_reading_gives_a_verdict_with_its_numbers(
    mean: float, p90: float, face: float | None, clipped: float, stops: float
) -> None:
    seen = (None, None, None) if face is None else (face, clipped, stops)
    verdict = judge(LightReading(mean, p90, *seen, p90))
    assert verdict.check is Check.LIGHT
    assert ("face_luma" in verdict.measures) == (face is not None)
    assert verdict.limits["sides_stops"] == LIMITS.light.sides_stops
    if verdict.severity is Severity.RED and verdict.advice is Advice.LIGHT_DARK and face is not None:
        assert p90 < LIMITS.light.scene_dark_luma
