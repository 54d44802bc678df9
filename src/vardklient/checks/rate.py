"""How many pictures a second the camera gives, and how large they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vardklient.checks.limits import RateLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_ENOUGH_FRAMES = 3
_ENOUGH_S = 0.4


@dataclass(frozen=True, slots=True)
class RateReading:
    """One picture as it came.

    Attributes:
        at_s: when it was taken.
        seq: its number as the camera counts, so that pictures nobody looked at count too.
    """

    at_s: float
    seq: int
    width_px: int
    height_px: int


def measure(width_px: int, height_px: int, at_s: float, seq: int) -> RateReading:
    """Note a picture."""
    return RateReading(at_s, seq, width_px, height_px)


def judge(readings: Sequence[RateReading], limits: RateLimits) -> Verdict:
    """The verdict over a window of readings; unknown until three pictures span .4 s."""
    span_s = readings[-1].at_s - readings[0].at_s if readings else 0.0
    if span_s < _ENOUGH_S or len(readings) < _ENOUGH_FRAMES:
        return Verdict(Check.RATE, Severity.UNKNOWN, Advice.RATE_UNSURE, {}, limits.as_measures())
    newest = readings[-1]
    rate_hz = (newest.seq - readings[0].seq) / span_s
    measures = {"rate_hz": rate_hz, "width_px": float(newest.width_px), "height_px": float(newest.height_px)}
    if newest.width_px < limits.width_min_px or newest.height_px < limits.height_min_px:
        severity, advice = Severity.RED, Advice.RATE_SMALL
    elif rate_hz < limits.rate_min_hz:
        severity, advice = Severity.RED, Advice.RATE_LOW
    elif rate_hz < limits.rate_some_hz:
        severity, advice = Severity.YELLOW, Advice.RATE_LOW
    else:
        severity, advice = Severity.GREEN, Advice.RATE_OK
    return Verdict(Check.RATE, severity, advice, measures, limits.as_measures())
