"""A window or lamp behind: the background is many times as bright as the face, and part of it is blown out.

The ratio alone would accuse every dark face before a white wall; so some of the background has to be clipped too,
unless the ratio is beyond what skin can explain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vardklient.checks.limits import BacklightLimits
from vardklient.checks.scene import CLIPPED_LUMA, LINEAR, Scene, median
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_FACE_FLOOR = 0.003  # linear: keeps the ratio finite in the dark
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class BacklightReading:
    """One picture; None when there is no face or no background to compare.

    Attributes:
        background_ratio: the brightest tenth of the background to the face's median, in linear light.
    """

    face_luma: float | None = None
    background_ratio: float | None = None
    background_clipped_share: float | None = None


def measure(scene: Scene) -> BacklightReading:
    """How much brighter than the face the background is, and how much of it is clipped."""
    skin, background = scene.skin_luma, scene.background_luma
    if not skin.size or not background.size:
        return BacklightReading()
    ratio = float(np.percentile(LINEAR[background], 90)) / (float(np.median(LINEAR[skin])) + _FACE_FLOOR)
    return BacklightReading(float(np.median(skin)), ratio, float((background >= CLIPPED_LUMA).mean()))


def judge(readings: Sequence[BacklightReading], limits: BacklightLimits) -> Verdict:
    """The verdict over a window of readings; unknown until a face was seen in three of them, and in half of them."""
    seen = [reading for reading in readings if reading.background_ratio is not None]
    measures = {
        name: value
        for name in ("face_luma", "background_ratio", "background_clipped_share")
        if (value := median(getattr(reading, name) for reading in seen)) is not None
    }
    if len(seen) < _ENOUGH or len(seen) * 2 < len(readings):
        severity, advice = Severity.UNKNOWN, Advice.BACKLIGHT_UNSURE
    else:
        severity, advice = _judge(measures, limits)
    return Verdict(Check.BACKLIGHT, severity, advice, measures, limits.as_measures())


def _judge(m: dict[str, float], limits: BacklightLimits) -> tuple[Severity, Advice]:
    """Never worse than yellow: a visit can be held, and the curtain drawn meanwhile (issue 4, acceptance 7)."""
    face, ratio = m["face_luma"], m["background_ratio"]
    blown_out = m["background_clipped_share"] > limits.background_clipped_share
    if face < limits.face_max_luma and blown_out and ratio > limits.ratio:
        return Severity.YELLOW, Advice.BACKLIGHT_STRONG
    if face < limits.hard_face_max_luma and ratio > limits.hard_ratio:
        return Severity.YELLOW, Advice.BACKLIGHT_STRONG
    if blown_out and ratio > limits.some_ratio:
        return Severity.YELLOW, Advice.BACKLIGHT_SOME
    return Severity.GREEN, Advice.BACKLIGHT_OK
