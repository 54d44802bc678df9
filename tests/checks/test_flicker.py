"""Bands of lamp light, drawn as a sensor that is read line by line sees them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.checks.pictures import GOOD_FACE, LIMITS, portrait, wall
from vardklient.checks import flicker
from vardklient.checks.flicker import FlickerReading
from vardklient.checks.scene import prepare
from vardklient.domain.verdict import Advice, Severity, Verdict

STRONG = 0.06


def readings(
    rate_hz: float, strength: float, bands: float = 2.5, seconds: float = 2.0, lamp_hz: float = 100.0
) -> list[FlickerReading]:
    """What a wall in such light gives; the bands are a share of the light."""
    rows = np.arange(180) / 180
    told = []
    for i in range(round(seconds * rate_hz)):
        at_s = i / rate_hz
        light = 1 + strength * np.cos(2 * np.pi * (lamp_hz * at_s + bands * rows))
        noise = np.random.default_rng(i).normal(0, 0.3, 180)
        told.append(FlickerReading(at_s, i, (140 * light + noise).astype(np.float32)))
    return told


def judged(told: list[FlickerReading]) -> Verdict:
    return flicker.judge(told, LIMITS.flicker)


@pytest.mark.parametrize("rate_hz", [15.0, 24.0, 29.97, 30.0, 60.0])
@pytest.mark.parametrize("bands", [0.8, 1.6, 3.3, 4.9])
def test_bands_that_turn_with_the_lamp_are_told_mildly(rate_hz: float, bands: float) -> None:
    verdict = judged(readings(rate_hz, STRONG, bands))
    assert (verdict.severity, verdict.advice) == (Severity.YELLOW, Advice.FLICKER_SOME)
    assert verdict.measures["bands_share"] == pytest.approx(STRONG, rel=0.3)


@pytest.mark.parametrize("rate_hz", [10.0, 20.0, 25.0, 50.0, 25.1])
@pytest.mark.parametrize("strength", [0.0, STRONG])
def test_where_bands_stand_still_nobody_can_tell(rate_hz: float, strength: float) -> None:
    assert judged(readings(rate_hz, strength, seconds=3)).advice is Advice.FLICKER_UNSURE


@pytest.mark.parametrize("strength", [0.0, 0.01])
def test_steady_light_is_calm(strength: float) -> None:
    assert judged(readings(30, strength)).advice is Advice.FLICKER_OK


@pytest.mark.parametrize("moving_hz", [0.5, 2.0, 5.0, 120.0])
def test_what_moves_at_another_pace_is_no_lamp(moving_hz: float) -> None:
    assert judged(readings(30, 0.2, lamp_hz=moving_hz)).advice is Advice.FLICKER_OK


def test_pictures_that_arrive_unevenly_are_put_straight() -> None:
    late = np.random.default_rng(3).uniform(0, 0.006, 60)
    told = [FlickerReading(r.at_s + late[r.seq], r.seq, r.rows_luma) for r in readings(30, STRONG)]
    assert judged(told).advice is Advice.FLICKER_SOME


def test_pictures_that_nobody_looked_at_do_no_harm() -> None:
    dropped = np.random.default_rng(4).random(90) < 0.3
    told = [r for r in readings(30, STRONG, seconds=3) if not dropped[r.seq]]
    unnumbered = [FlickerReading(r.at_s, i, r.rows_luma) for i, r in enumerate(told)]
    assert judged(told).advice is Advice.FLICKER_SOME
    assert judged(unnumbered).advice is Advice.FLICKER_SOME


def test_a_camera_without_a_steady_rate_cannot_be_judged() -> None:
    told = readings(30, STRONG)
    wild_s = np.cumsum(np.random.default_rng(5).choice([0.02, 0.05, 0.07], len(told)))
    wild = [FlickerReading(float(at_s), r.seq, r.rows_luma) for at_s, r in zip(wild_s, told, strict=True)]
    assert judged(wild).advice is Advice.FLICKER_UNSURE


def test_unknown_in_the_dark_standing_still_or_too_short() -> None:
    told = readings(30, STRONG)
    dark = [FlickerReading(r.at_s, r.seq, r.rows_luma / 20) for r in told]
    still = [FlickerReading(r.at_s, r.seq, told[0].rows_luma, changes=False) for r in told]
    same_time = [FlickerReading(0.0, r.seq, r.rows_luma) for r in told[:-1]] + told[-1:]
    for few in (dark, still, told[:10], [], same_time):
        assert judged(few).severity is Severity.UNKNOWN


def test_an_even_wall_behind_somebody_who_moves_has_no_bands() -> None:
    told = [FlickerReading(r.at_s, r.seq, np.full(180, 140, np.float32)) for r in readings(30, 0)]
    assert judged(told).advice is Advice.FLICKER_OK


def test_the_person_in_the_middle_does_not_count() -> None:
    empty, sitting = prepare(wall(140), ()), prepare(portrait(60, 140), (GOOD_FACE,))
    one, other = (flicker.measure(scene, 0.0, 0).rows_luma for scene in (empty, sitting))
    assert one.shape == (180,)
    assert one == pytest.approx(other)
    assert one.mean() == pytest.approx(140, abs=1)
