from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.checks.sounds import noise, tone
from vardklient.base.resources import resource
from vardklient.checks import noise as noise_check
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.media.soundfile import read_wave

LIMITS = load_sound_limits()


def verdict_on(samples: np.ndarray) -> Verdict:
    return noise_check.judge(noise_check.measure(samples), LIMITS.noise, LIMITS.silence)


@pytest.mark.parametrize(
    ("level_dbfs", "severity", "advice"),
    [
        (-90.0, Severity.GREEN, Advice.NOISE_OK),
        (-70.0, Severity.GREEN, Advice.NOISE_OK),
        (-62.0, Severity.GREEN, Advice.NOISE_OK),
        (-55.0, Severity.YELLOW, Advice.NOISE_SOME),
        (-45.0, Severity.RED, Advice.NOISE_LOUD),
    ],
)
def test_each_floor_has_its_verdict(level_dbfs: float, severity: Severity, advice: Advice) -> None:
    verdict = verdict_on(noise(1.0, level_dbfs))
    assert (verdict.check, verdict.severity, verdict.advice) == (Check.NOISE, severity, advice)
    assert verdict.measures["noise_dbfs"] == pytest.approx(level_dbfs, abs=0.5)


def test_somebody_speaking_is_no_noise() -> None:
    speech = read_wave(resource("sounds/patient_voice.wav"))
    found = {verdict_on(speech[at : at + 48_000]).advice for at in range(0, speech.size - 48_000, 24_000)}
    assert found == {Advice.NOISE_UNSURE, Advice.NOISE_OK}, "between sentences it is quiet"


def test_a_cough_in_a_quiet_second_does_no_harm() -> None:
    cough = np.concatenate((noise(0.8, -70.0), noise(0.2, -25.0)))
    assert verdict_on(cough).severity is Severity.GREEN


@pytest.mark.parametrize("mains_hz", [50, 60])
def test_hum_is_no_noise(mains_hz: int) -> None:
    assert verdict_on((noise(1.0, -70.0) + tone(1.0, 0.01, 3 * mains_hz)).astype(np.float32)).severity is Severity.GREEN


@pytest.mark.parametrize(
    "samples",
    [np.zeros(48_000, np.float32), noise(0.3, -40.0), np.zeros(0, np.float32)],
    ids=["muted", "short", "none"],
)
def test_what_says_nothing_is_unknown(samples: np.ndarray) -> None:
    assert verdict_on(samples).severity is Severity.UNKNOWN


@given(arrays.arrays(np.float32, st.integers(0, 3000), elements=st.floats(-1, 1, width=32)))
def test_no_sound_breaks_it(samples: np.ndarray) -> None:
    assert noise_check.measure(samples).noise_dbfs <= 0.1
