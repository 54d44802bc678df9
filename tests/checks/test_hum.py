from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.checks.sounds import noise, tone
from vardklient.base.resources import resource
from vardklient.checks import hum
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.media.soundfile import read_wave

LIMITS = load_sound_limits()


def verdict_on(samples: np.ndarray) -> Verdict:
    return hum.judge(hum.measure(samples, LIMITS.hum), LIMITS.hum, LIMITS.silence)


def hummed(level_dbfs: float, mains_hz: float) -> np.ndarray:
    """A quiet room with the mains and its third harmonic, together of that level."""
    size = 10 ** (level_dbfs / 20) * np.sqrt(2)
    lines = tone(1.0, size * 0.8, mains_hz) + tone(1.0, size * 0.6, 3 * mains_hz)
    return (noise(1.0, -70.0) + lines).astype(np.float32)


@pytest.mark.parametrize("mains_hz", [50.0, 60.0, 49.9])
@pytest.mark.parametrize(
    ("level_dbfs", "severity", "advice"),
    [
        (-65.0, Severity.GREEN, Advice.HUM_OK),
        (-55.0, Severity.YELLOW, Advice.HUM_SOME),
        (-47.0, Severity.YELLOW, Advice.HUM_SOME),
        (-40.0, Severity.RED, Advice.HUM_LOUD),
    ],
)
def test_each_hum_has_its_verdict(level_dbfs: float, severity: Severity, advice: Advice, mains_hz: float) -> None:
    verdict = verdict_on(hummed(level_dbfs, mains_hz))
    assert (verdict.check, verdict.severity, verdict.advice) == (Check.HUM, severity, advice)
    assert verdict.measures["hum_dbfs"] == pytest.approx(level_dbfs, abs=1.0)
    assert verdict.measures["mains_hz"] == round(mains_hz, -1)


@pytest.mark.parametrize("seed", range(20))
def test_loud_rumble_without_lines_is_no_hum(seed: int) -> None:
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(48_000))
    spectrum[1:] /= np.arange(1, spectrum.size)
    rumble = np.fft.irfft(spectrum)
    rumble *= 10 ** (-35 / 20) / np.sqrt(np.mean(rumble**2))
    assert verdict_on(rumble.astype(np.float32)).severity is Severity.GREEN


def test_a_voice_is_no_hum() -> None:
    speech = read_wave(resource("sounds/patient_voice.wav"))
    found = {verdict_on(speech[at : at + 48_000]).severity for at in range(0, speech.size - 48_000, 24_000)}
    assert found == {Severity.GREEN, Severity.UNKNOWN}


def test_a_line_that_comes_and_goes_is_unknown() -> None:
    passing = noise(1.0, -70.0)
    passing[:12_000] += tone(0.25, 0.03, 100.0)
    assert verdict_on(passing).advice is Advice.HUM_UNSURE


@pytest.mark.parametrize("samples", [np.zeros(48_000, np.float32), hummed(-40.0, 50.0)[:9_600]], ids=["muted", "short"])
def test_what_says_nothing_is_unknown(samples: np.ndarray) -> None:
    assert verdict_on(samples).severity is Severity.UNKNOWN


@given(arrays.arrays(np.float32, st.integers(38_400, 39_000), elements=st.floats(-1, 1, width=32), fill=st.just(0.0)))
def test_no_sound_breaks_it(samples: np.ndarray) -> None:
    assert np.isfinite(hum.measure(samples, LIMITS.hum).wander_db)
