"""Is the microphone muted? A muted microphone, or one that the system's privacy setting refuses, delivers zeros.

A real microphone never does: its own noise moves the last bits. So this needs nobody to speak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vardklient.checks.sound_limits import SilenceLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LSB = 1 / 32768


@dataclass(frozen=True, slots=True)
class SilenceReading:
    """The largest sample, in steps of 16 bits, and the length in seconds."""

    peak_lsb: float
    seconds: float


def measure(samples: NDArray[np.float32], rate_hz: int = 48_000) -> SilenceReading:
    """Measure `samples`, (n,) in -1..1."""
    return SilenceReading(float(np.max(np.abs(samples), initial=0.0)) / _LSB, samples.size / rate_hz)


def judge(reading: SilenceReading, limits: SilenceLimits) -> Verdict:
    """Muted if there was nothing but zeros for long enough; unknown if we did not listen for long enough."""
    if reading.peak_lsb > limits.peak_lsb:
        severity, advice = Severity.GREEN, Advice.SILENCE_OK
    elif reading.seconds >= limits.least_s:
        severity, advice = Severity.RED, Advice.SILENCE_MUTED
    else:
        severity, advice = Severity.UNKNOWN, Advice.SILENCE_UNSURE
    return Verdict(
        Check.SILENCE,
        severity,
        advice,
        measures={"peak_lsb": round(reading.peak_lsb, 1), "listened_s": round(reading.seconds, 2)},
        limits={"peak_lsb": limits.peak_lsb, "least_s": limits.least_s},
    )
