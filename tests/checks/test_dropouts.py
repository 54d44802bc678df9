from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.checks.sounds import noise, tone, voice
from vardklient.base.resources import resource
from vardklient.checks import dropouts
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.media.soundfile import read_wave

LIMITS = load_sound_limits()


def verdict_on(samples: np.ndarray) -> Verdict:
    return dropouts.judge(dropouts.measure(samples), LIMITS.dropouts, LIMITS.silence)


def holed(count: int, hole_ms: int) -> np.ndarray:
    """Steady sound of 5 s with holes in it."""
    samples = noise(5.0, -30.0)
    for number in range(count):
        at = 24_000 + number * 20_000
        samples[at : at + hole_ms * 48] = 0
    return samples


@pytest.mark.parametrize(
    ("count", "hole_ms", "severity"),
    [
        (0, 10, Severity.GREEN),
        (1, 100, Severity.GREEN),
        (2, 10, Severity.GREEN),
        (3, 10, Severity.YELLOW),
        (8, 10, Severity.YELLOW),
        (8, 30, Severity.RED),
    ],
)
def test_holes(count: int, hole_ms: int, severity: Severity) -> None:
    verdict = verdict_on(holed(count, hole_ms))
    assert (verdict.check, verdict.severity) == (Check.DROPOUTS, severity)
    assert verdict.measures["holes_count"] == count
    assert verdict.measures["lost_share"] == pytest.approx(count * hole_ms / 5_000, abs=0.001)


@pytest.mark.parametrize("block", [240, 480, 512, 960, 1024])
def test_blocks_that_a_driver_repeats(block: int) -> None:
    samples = noise(5.0, -30.0)
    for number in range(8):
        at = 24_000 + number * 20_000
        samples[at : at + block] = samples[at - block : at]
    reading = dropouts.measure(samples)
    assert (reading.holes, reading.repeats) == (0, 8)
    assert reading.lost_share == pytest.approx(8 * block / samples.size)
    assert verdict_on(samples).advice is Advice.DROPOUTS_SOME


def test_a_noise_gate_a_pause_and_a_tone_are_no_drop_outs() -> None:
    gated = voice(5.0, -26.0, -120.0)
    gated[np.abs(np.convolve(np.abs(gated), np.ones(480) / 480, "same")) < 0.003] = 0
    for samples in (gated, holed(3, 600), tone(5.0, 0.1, 1_000.0), voice(5.0, -26.0)):
        assert verdict_on(samples).severity is Severity.GREEN


def test_speech_has_none() -> None:
    speech = read_wave(resource("sounds/patient_voice.wav"))
    assert dropouts.measure(speech).lost_share == 0


@pytest.mark.parametrize("samples", [np.zeros(96_000, np.float32), noise(0.5, -30.0)], ids=["muted", "short"])
def test_what_says_nothing_is_unknown(samples: np.ndarray) -> None:
    assert verdict_on(samples).advice is Advice.DROPOUTS_UNSURE


@given(arrays.arrays(np.float32, st.integers(0, 3000), elements=st.floats(-1, 1, width=32)))
def test_no_sound_breaks_it(samples: np.ndarray) -> None:
    assert 0 <= dropouts.measure(samples).lost_share <= 1
