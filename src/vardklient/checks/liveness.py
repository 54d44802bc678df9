"""Does the picture live? Not black or covered, not standing still.

A real sensor is never twice the same: noise moves even when nobody does. So a picture that does not change at all is
frozen, and a person who sits still is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2

from vardklient.checks.face import Picture
from vardklient.checks.limits import LivenessLimits
from vardklient.checks.scene import Scene, median
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_ENOUGH_S = 0.4


@dataclass(frozen=True, slots=True)
class LivenessReading:
    """One picture.

    Attributes:
        at_s: when.
        difference_luma: mean difference from the picture before; None for the first one.
        edge_share: of strong edges in the background; None when that was not looked at.
    """

    at_s: float
    difference_luma: float | None
    mean_luma: float
    spread_luma: float
    p99_luma: float
    face: bool
    edge_share: float | None = None


def measure(
    scene: Scene, before: Picture | None, at_s: float, edge_share: float | None = None
) -> tuple[LivenessReading, Picture]:
    """Compare with the picture before, given as this function returned it with the last reading."""
    thinned = scene.bgr[::2, ::2, 1]
    difference = None
    if before is not None and before.shape == thinned.shape:
        difference = float(cv2.mean(cv2.absdiff(thinned, before))[0])
    reading = LivenessReading(
        at_s,
        difference,
        scene.mean_luma,
        scene.spread_luma,
        scene.percentile_luma(0.99),
        bool(scene.faces),
        edge_share,
    )
    return reading, thinned.copy()


def still_s(readings: Sequence[LivenessReading], difference_luma: float) -> float:
    """The longest stretch in the window without any change, in seconds."""
    longest = run = 0.0
    for earlier, later in pairwise(readings):
        same = later.difference_luma is not None and later.difference_luma < difference_luma
        run = run + later.at_s - earlier.at_s if same else 0.0
        longest = max(longest, run)
    return longest


def judge(readings: Sequence[LivenessReading], limits: LivenessLimits) -> Verdict:
    """The verdict over a window of readings; unknown until it spans .4 s."""
    still = still_s(readings, limits.frozen_difference_luma)
    measures = {"still_s": still}
    if not readings or readings[-1].at_s - readings[0].at_s < _ENOUGH_S:
        severity, advice = Severity.UNKNOWN, Advice.LIVENESS_UNSURE
    elif (dark := _without_picture(readings, limits, measures)) is not None:
        severity, advice = Severity.RED, dark
    elif still >= limits.frozen_s:
        severity, advice = Severity.RED, Advice.LIVENESS_FROZEN
    else:
        severity, advice = Severity.GREEN, Advice.LIVENESS_OK
    return Verdict(Check.LIVENESS, severity, advice, measures, limits.as_measures())


def _without_picture(
    readings: Sequence[LivenessReading], limits: LivenessLimits, measures: dict[str, float]
) -> Advice | None:
    """No light at all, or little and even light without any edge (a lid, tape or a finger); fills in `measures`.

    A dark room is not even: its spread grows with its light, as everything does that has things in it.
    """
    for name in ("mean_luma", "spread_luma", "p99_luma", "edge_share"):
        value = median(getattr(reading, name) for reading in readings)
        measures[name] = 0.0 if value is None else value
    if sum(reading.face for reading in readings) * 2 >= len(readings):
        return None
    mean = measures["mean_luma"]
    if mean < limits.black_mean_luma and measures["p99_luma"] < limits.black_p99_luma:
        return Advice.LIVENESS_BLACK
    even = measures["spread_luma"] < limits.covered_spread_share * mean
    covered = mean < limits.covered_mean_luma and even and measures["edge_share"] < limits.covered_edge_share
    return Advice.LIVENESS_COVERED if covered else None
