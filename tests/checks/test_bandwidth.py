from __future__ import annotations

import numpy as np
import pytest

from tests.checks.sounds import noise, voice
from vardklient.base.resources import resource
from vardklient.checks import bandwidth
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.media.soundfile import read_wave

LIMITS = load_sound_limits()


def verdict_on(samples: np.ndarray) -> Verdict:
    return bandwidth.judge(bandwidth.measure(samples, LIMITS.level, LIMITS.bandwidth), LIMITS.bandwidth)


def through(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """The sound as a chain delivers it that samples at that rate, with 16 bits."""
    spectrum = np.fft.rfft(samples)
    spectrum[samples.size * rate_hz // 2 // 48_000 :] = 0
    return (np.round(np.fft.irfft(spectrum, samples.size) * 32_768) / 32_768).astype(np.float32)


@pytest.mark.parametrize("floor_dbfs", [-90.0, -75.0, -60.0])
@pytest.mark.parametrize("active_dbfs", [-36.0, -26.0, -16.0])
@pytest.mark.parametrize(
    ("rate_hz", "severity", "advice"),
    [
        (8_000, Severity.RED, Advice.BANDWIDTH_CALL_MODE),
        (16_000, Severity.YELLOW, Advice.BANDWIDTH_SOME),
        (32_000, Severity.GREEN, Advice.BANDWIDTH_OK),
        (48_000, Severity.GREEN, Advice.BANDWIDTH_OK),
    ],
)
def test_each_chain_has_its_verdict(
    rate_hz: int, severity: Severity, advice: Advice, active_dbfs: float, floor_dbfs: float
) -> None:
    verdict = verdict_on(through(voice(5.0, active_dbfs, floor_dbfs), rate_hz))
    assert (verdict.check, verdict.severity, verdict.advice) == (Check.BANDWIDTH, severity, advice)


@pytest.mark.parametrize(("rate_hz", "upper_hz"), [(8_000, 4_000), (16_000, 8_000)])
def test_speech_through_a_narrow_chain(rate_hz: int, upper_hz: int) -> None:
    speech = read_wave(resource("sounds/patient_voice.wav"))
    for at in range(0, speech.size - 240_000, 120_000):
        verdict = verdict_on(through(speech[at : at + 240_000], rate_hz))
        assert verdict.measures["upper_hz"] == upper_hz


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(240_000, np.float32),
        noise(5.0, -75.0),
        voice(1.0, -26.0),
        voice(5.0, -55.0, -90.0),
        np.zeros(0, np.float32),
    ],
    ids=["muted", "nobody speaks", "too short", "too faint", "none"],
)
def test_near_silence_is_unknown(samples: np.ndarray) -> None:
    verdict = verdict_on(samples)
    assert verdict.advice is Advice.BANDWIDTH_UNSURE
    assert "upper_hz" not in verdict.measures
