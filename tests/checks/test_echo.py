from __future__ import annotations

import numpy as np
import pytest

from tests.checks.sounds import noise, voice
from vardklient.checks import echo
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity

LIMITS = load_sound_limits().level


@pytest.mark.parametrize(
    ("heard", "severity", "advice"),
    [
        (None, Severity.UNKNOWN, Advice.ECHO_UNASKED),
        (True, Severity.GREEN, Advice.ECHO_OK),
        (False, Severity.RED, Advice.ECHO_NOT_HEARD),
    ],
)
def test_the_user_answers(heard: bool | None, severity: Severity, advice: Advice) -> None:
    reading = echo.measure(voice(4.0, -26.0), LIMITS)
    verdict = echo.judge(reading, heard)
    assert (verdict.check, verdict.severity, verdict.advice) == (Check.ECHO, severity, advice)
    assert verdict.measures["active_dbfs"] == pytest.approx(-26.0, abs=1.0)


@pytest.mark.parametrize("heard", [None, True, False])
@pytest.mark.parametrize("samples", [np.zeros(192_000, np.float32), noise(4.0, -50.0)], ids=["zeros", "noise"])
def test_no_answer_counts_where_nobody_spoke(samples: np.ndarray, heard: bool | None) -> None:
    verdict = echo.judge(echo.measure(samples, LIMITS), heard)
    assert (verdict.severity, verdict.advice) == (Severity.UNKNOWN, Advice.ECHO_EMPTY)
