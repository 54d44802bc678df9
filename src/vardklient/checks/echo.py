"""The echo test: was there speech to play back, and did the user hear himself?

Whether a loudspeaker is heard, only the person in front of it can say: a headset, a wrong output and a muted
loudspeaker all leave the same nothing in the microphone. So this compares no spectra; it asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vardklient.checks import level
from vardklient.checks.sound_limits import LevelLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class EchoReading:
    """Whether the recording is worth playing back, and its active level."""

    audible: bool
    active_dbfs: float


def measure(samples: NDArray[np.float32], limits: LevelLimits, rate_hz: int = 48_000) -> EchoReading:
    """Measure the recording, (n,) in -1..1."""
    reading = level.measure(samples, rate_hz)
    return EchoReading(level.is_speech(reading, limits), reading.active_dbfs)


def judge(reading: EchoReading, heard: bool | None) -> Verdict:
    """`heard` is the user's answer, None before it is given. Unknown without speech and without an answer."""
    if not reading.audible:
        severity, advice = Severity.UNKNOWN, Advice.ECHO_EMPTY
    elif heard is None:
        severity, advice = Severity.UNKNOWN, Advice.ECHO_UNASKED
    elif heard:
        severity, advice = Severity.GREEN, Advice.ECHO_OK
    else:
        severity, advice = Severity.RED, Advice.ECHO_NOT_HEARD
    return Verdict(Check.ECHO, severity, advice, measures={"active_dbfs": round(reading.active_dbfs, 1)})
