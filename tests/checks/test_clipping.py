from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.checks.sounds import noise, tone, voice
from vardklient.checks import clipping
from vardklient.checks.clipping import ClippingReading
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity

LIMITS = load_sound_limits().clipping


def smooth_voice(gain_db: float) -> np.ndarray:
    """A voice with the band of speech, its peak at full scale and then `gain_db` louder."""
    samples = np.convolve(voice(4.0, -26.0), np.hanning(15) / 7, "same")
    return (samples / np.abs(samples).max() * 10 ** (gain_db / 20)).astype(np.float32)


@pytest.mark.parametrize("after_db", [0.0, -14.0])
@pytest.mark.parametrize("over_db", [3.0, 6.0])
def test_clipping_is_found_also_ahead_of_a_volume_control(over_db: float, after_db: float) -> None:
    samples = np.clip(smooth_voice(over_db), -1, 1) * np.float32(10 ** (after_db / 20))
    verdict = clipping.judge(clipping.measure(samples), LIMITS)
    assert (verdict.check, verdict.advice) == (Check.CLIPPING, Advice.CLIPPING_SOME)
    assert verdict.severity in (Severity.YELLOW, Severity.RED)
    assert verdict.measures["clipped_share"] > 0


def test_much_clipping_is_red() -> None:
    verdict = clipping.judge(clipping.measure(np.clip(smooth_voice(9.0), -1, 1)), LIMITS)
    assert verdict.severity is Severity.RED


@pytest.mark.parametrize("gain_db", [-14.0, -6.0, -1.0])
def test_a_whole_voice_is_left_alone(gain_db: float) -> None:
    verdict = clipping.judge(clipping.measure(smooth_voice(gain_db)), LIMITS)
    assert (verdict.severity, verdict.advice) == (Severity.GREEN, Advice.CLIPPING_OK)


def test_a_clipped_tone_is_found_and_a_whole_one_is_not() -> None:
    assert clipping.measure(tone(1.0, 0.7)).runs == 0
    assert clipping.measure(np.clip(tone(1.0, 1.4), -1, 1) * np.float32(0.25)).clipped_share > 0.1


@pytest.mark.parametrize(
    "samples",
    [np.zeros(96_000, np.float32), noise(2.0, -60.0), tone(0.5, 0.9), np.zeros(0, np.float32)],
    ids=["zeros", "faint", "too short", "nothing"],
)
def test_what_cannot_tell_is_unknown(samples: np.ndarray) -> None:
    verdict = clipping.judge(clipping.measure(samples), LIMITS)
    assert (verdict.severity, verdict.advice) == (Severity.UNKNOWN, Advice.CLIPPING_UNSURE)


@given(arrays.arrays(np.float32, st.integers(0, 500), elements=st.floats(-1, 1, width=32)))
def test_no_sound_breaks_it(samples: np.ndarray) -> None:
    reading = clipping.measure(samples)
    assert 0.0 <= reading.clipped_share <= 1.0
    clipping.judge(reading, LIMITS)


def test_one_round_top_is_no_clipping() -> None:
    samples = noise(2.0, -40.0)
    samples[1000:1004] = 0.5
    assert clipping.judge(clipping.measure(samples), LIMITS).severity is Severity.GREEN


def test_a_little_is_yellow() -> None:
    assert clipping.judge(ClippingReading(1e-4, 4, 1.0, 4.0), LIMITS).severity is Severity.YELLOW
    assert clipping.judge(ClippingReading(LIMITS.red_above_share, 9, 1.0, 4.0), LIMITS).severity is Severity.YELLOW
