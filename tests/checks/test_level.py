from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.checks.sounds import noise, tone, voice
from vardklient.checks import level
from vardklient.checks.level import LevelReading
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity

LIMITS = load_sound_limits().level


def test_a_full_scale_sine_reads_3_db_under_full_scale() -> None:
    assert level.rms_dbfs(tone(1.0, 1.0)) == pytest.approx(-3.01, abs=0.01)
    assert level.measure(tone(2.0, 1.0)).active_dbfs == pytest.approx(-3.01, abs=0.1)


def test_pauses_do_not_make_a_voice_faint() -> None:
    speech = voice(4.0, -26.0)
    sparse = np.concatenate((speech, noise(8.0, -75.0)))
    assert level.measure(speech).active_dbfs == pytest.approx(-26.0, abs=1.0)
    assert level.measure(sparse).active_dbfs == pytest.approx(level.measure(speech).active_dbfs, abs=0.3)
    assert level.measure(sparse).activity_share < 0.4
    assert level.rms_dbfs(sparse) < level.rms_dbfs(speech) - 4


def test_gain_moves_the_level_by_as_much() -> None:
    quiet, loud = level.measure(voice(4.0, -40.0, -95.0)), level.measure(voice(4.0, -20.0, -75.0))
    assert loud.active_dbfs - quiet.active_dbfs == pytest.approx(20.0, abs=0.5)


@pytest.mark.parametrize("floor_dbfs", [-90.0, -70.0, -55.0, -45.0])
def test_the_floor_is_read_in_the_pauses(floor_dbfs: float) -> None:
    assert level.measure(voice(6.0, -20.0, floor_dbfs)).noise_dbfs == pytest.approx(floor_dbfs, abs=1.0)


def test_a_constant_offset_is_no_sound() -> None:
    reading = level.measure(np.full(48_000, 0.2, np.float32))
    assert reading.active_dbfs == -120.0
    assert not level.is_speech(reading, LIMITS)


@pytest.mark.parametrize(
    ("active_dbfs", "severity", "advice"),
    [
        (-46.0, Severity.RED, Advice.MICROPHONE_LOW),
        (-39.0, Severity.YELLOW, Advice.MICROPHONE_LOW),
        (-34.0, Severity.GREEN, Advice.MICROPHONE_OK),
        (-26.0, Severity.GREEN, Advice.MICROPHONE_OK),
        (-18.0, Severity.GREEN, Advice.MICROPHONE_OK),
        (-14.0, Severity.YELLOW, Advice.MICROPHONE_LOUD),
        (-9.0, Severity.RED, Advice.MICROPHONE_LOUD),
    ],
)
def test_each_band_has_its_verdict(active_dbfs: float, severity: Severity, advice: Advice) -> None:
    verdict = level.judge(level.measure(voice(6.0, active_dbfs)), LIMITS)
    assert (verdict.check, verdict.severity, verdict.advice) == (Check.MICROPHONE, severity, advice)
    assert verdict.measures["active_dbfs"] == pytest.approx(active_dbfs, abs=1.0)
    assert verdict.limits["green_from_dbfs"] == LIMITS.green_from_dbfs


def test_each_limit_is_where_it_says() -> None:
    def severity(active_dbfs: float) -> Severity:
        return level.judge(LevelReading(active_dbfs, 0.6, -75.0, active_dbfs + 75.0, 4.0), LIMITS).severity

    assert severity(LIMITS.red_below_dbfs) is Severity.YELLOW
    assert severity(LIMITS.green_from_dbfs) is Severity.GREEN
    assert severity(LIMITS.green_to_dbfs) is Severity.GREEN
    assert severity(LIMITS.red_above_dbfs) is Severity.YELLOW
    assert severity(LIMITS.red_above_dbfs + 0.1) is Severity.RED


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(96_000, np.float32),
        noise(4.0, -30.0),
        noise(4.0, -75.0),
        np.concatenate((noise(3.9, -70.0), noise(0.05, -20.0))),  # a door
        voice(0.3, -26.0),
        np.zeros(0, np.float32),
    ],
    ids=["zeros", "loud fan", "quiet room", "door", "too short", "nothing"],
)
def test_without_speech_it_is_unknown_and_not_faint(samples: np.ndarray) -> None:
    verdict = level.judge(level.measure(samples), LIMITS)
    assert (verdict.severity, verdict.advice) == (Severity.UNKNOWN, Advice.MICROPHONE_NO_SPEECH)


@given(arrays.arrays(np.float32, st.integers(0, 3000), elements=st.floats(-1, 1, width=32)))
def test_no_sound_breaks_it(samples: np.ndarray) -> None:
    reading = level.measure(samples)
    assert -120.0 <= reading.active_dbfs <= 0.1
    assert 0.0 <= reading.activity_share <= 1.0
    assert reading.noise_dbfs <= reading.active_dbfs + 1e-6 or reading.activity_share == 0.0
    assert level.rms_dbfs(samples) <= 0.1
    level.judge(reading, LIMITS)
