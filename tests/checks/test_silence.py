from __future__ import annotations

import numpy as np
import pytest

from tests.checks.sounds import noise, voice
from vardklient.checks import silence
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity

LIMITS = load_sound_limits().silence


def dither(seconds: float) -> np.ndarray:
    return np.random.default_rng(3).integers(-1, 2, int(seconds * 48_000)).astype(np.float32) / 32768


@pytest.mark.parametrize(
    ("samples", "severity", "advice"),
    [
        (np.zeros(48_000, np.float32), Severity.RED, Advice.SILENCE_MUTED),
        (dither(2.0), Severity.RED, Advice.SILENCE_MUTED),
        (np.zeros(24_000, np.float32), Severity.UNKNOWN, Advice.SILENCE_UNSURE),
        (np.zeros(0, np.float32), Severity.UNKNOWN, Advice.SILENCE_UNSURE),
        (noise(1.0, -80.0), Severity.GREEN, Advice.SILENCE_OK),
        (voice(1.0, -26.0), Severity.GREEN, Advice.SILENCE_OK),
        (np.concatenate((np.zeros(90_000, np.float32), noise(0.1, -40.0))), Severity.GREEN, Advice.SILENCE_OK),
    ],
    ids=["zeros", "dither", "too short", "nothing", "quiet room", "voice", "noise gate"],
)
def test_zeros_are_muted_and_a_quiet_room_is_not(samples: np.ndarray, severity: Severity, advice: Advice) -> None:
    verdict = silence.judge(silence.measure(samples), LIMITS)
    assert (verdict.check, verdict.severity, verdict.advice) == (Check.SILENCE, severity, advice)


def test_the_numbers_go_with_it() -> None:
    verdict = silence.judge(silence.measure(np.full(96_000, 10 / 32768, np.float32)), LIMITS)
    assert verdict.measures == {"peak_lsb": 10.0, "listened_s": 2.0}
    assert verdict.limits["peak_lsb"] == LIMITS.peak_lsb
