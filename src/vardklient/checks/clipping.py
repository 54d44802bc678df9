"""Is the voice cut off at the top? Flat runs of samples at the signal's own maximum.

The own maximum, and not full scale alone, so that clipping ahead of a volume control is found too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vardklient.checks.runs import runs
from vardklient.checks.sound_limits import ClippingLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FULL_SCALE = 0.985
_OWN_MAXIMUM = 0.9985  # within 0.15 % of the largest sample
_RUN_SAMPLES = 3
_RUNS_LEAST = 3  # one round top at the very maximum is no clipping: it must happen again at the same height


@dataclass(frozen=True, slots=True)
class ClippingReading:
    """What was found.

    Attributes:
        clipped_share: samples in flat runs, of all samples.
        runs: how many flat runs.
        peak: the largest amplitude, 0..1.
        seconds: length of the recording.
    """

    clipped_share: float
    runs: int
    peak: float
    seconds: float


def measure(samples: NDArray[np.float32], rate_hz: int = 48_000) -> ClippingReading:
    """Measure `samples`, (n,) in -1..1."""
    size = np.abs(samples)
    peak = float(np.max(size, initial=0.0))
    seconds = samples.size / rate_hz
    if peak == 0.0:
        return ClippingReading(0.0, 0, 0.0, seconds)
    flat = size >= min(peak * _OWN_MAXIMUM, _FULL_SCALE)
    starts, ends = runs(flat)
    lengths = ends - starts
    lengths = lengths[lengths >= _RUN_SAMPLES]
    if lengths.size < _RUNS_LEAST:
        return ClippingReading(0.0, 0, peak, seconds)
    return ClippingReading(float(lengths.sum()) / samples.size, int(lengths.size), peak, seconds)


def judge(reading: ClippingReading, limits: ClippingLimits) -> Verdict:
    """Unknown for what is too short or too faint to tell."""
    if reading.seconds < limits.least_s or reading.peak < limits.peak_least:
        severity, advice = Severity.UNKNOWN, Advice.CLIPPING_UNSURE
    elif reading.clipped_share > limits.red_above_share:
        severity, advice = Severity.RED, Advice.CLIPPING_SOME
    elif reading.clipped_share > limits.yellow_above_share:
        severity, advice = Severity.YELLOW, Advice.CLIPPING_SOME
    else:
        severity, advice = Severity.GREEN, Advice.CLIPPING_OK
    return Verdict(
        Check.CLIPPING,
        severity,
        advice,
        measures={"clipped_share": reading.clipped_share, "peak_ratio": round(reading.peak, 3)},
        limits={"yellow_above_share": limits.yellow_above_share, "red_above_share": limits.red_above_share},
    )
