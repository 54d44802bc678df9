"""A window or lamp behind: the background is many times as bright as the face, and part of it is blown out.

The ratio alone would accuse every dark face before a white wall. So the person's clothes have to lie in the shade too
(light from behind does not stop at the chin), and some of the background has to be clipped, unless the ratio is beyond
what skin can explain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vardklient.checks.limits import BacklightLimits
from vardklient.checks.scene import CLIPPED_LUMA, LIGHT_FLOOR, LINEAR, Scene, median
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class BacklightReading:
    """One picture; None when there is no face or no background to compare.

    Attributes:
        background_ratio: the brightest tenth of the background to the face's median, in linear light.
        body_ratio: the same to the brightest tenth of the clothes; None where they are not to be seen.
    """

    face_luma: float | None = None
    background_ratio: float | None = None
    background_clipped_share: float | None = None
    body_ratio: float | None = None


def measure(scene: Scene) -> BacklightReading:
    """How much brighter than the face the background is, and how much of it is clipped."""
    skin, behind = scene.skin_luma, scene.background_p90
    if not skin.size or behind is None:
        return BacklightReading()
    ratio = behind / (float(np.median(LINEAR[skin])) + LIGHT_FLOOR)
    clipped = float((scene.background_luma >= CLIPPED_LUMA).mean())
    return BacklightReading(float(np.median(skin)), ratio, clipped, scene.body_ratio)


def judge(readings: Sequence[BacklightReading], limits: BacklightLimits) -> Verdict:
    """The verdict over a window of readings; unknown until a face was seen in three of them, and in half of them."""
    seen = [reading for reading in readings if reading.background_ratio is not None]
    measures = {
        name: value
        for name in ("face_luma", "background_ratio", "background_clipped_share", "body_ratio")
        if (value := median(getattr(reading, name) for reading in seen)) is not None
    }
    if len(seen) < _ENOUGH or len(seen) * 2 < len(readings):
        severity, advice = Severity.UNKNOWN, Advice.BACKLIGHT_UNSURE
    else:
        severity, advice = _judge(measures, limits)
    return Verdict(Check.BACKLIGHT, severity, advice, measures, limits.as_measures())


def _judge(m: dict[str, float], limits: BacklightLimits) -> tuple[Severity, Advice]:
    """Never worse than yellow: a visit can be held, and the curtain drawn meanwhile (issue 4, acceptance 7)."""
    face, ratio = m["face_luma"], min(m["background_ratio"], m.get("body_ratio", float("inf")))
    blown_out = m["background_clipped_share"] > limits.background_clipped_share
    if face < limits.face_max_luma and blown_out and ratio > limits.ratio:
        return Severity.YELLOW, Advice.BACKLIGHT_STRONG
    if face < limits.hard_face_max_luma and ratio > limits.hard_ratio:
        return Severity.YELLOW, Advice.BACKLIGHT_STRONG
    if blown_out and ratio > limits.some_ratio:
        return Severity.YELLOW, Advice.BACKLIGHT_SOME
    return Severity.GREEN, Advice.BACKLIGHT_OK
