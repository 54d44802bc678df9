"""Is the picture in focus and the lens clean? How little another blur changes the strongest edges.

After F. Crété, T. Dolmiere, P. Ladret, M. Nicolas, "The blur effect", 2007: sharp pictures change much, blurred ones
little. On our clips sharp is at most .50, blurred at least .78. Measured on the person, since the background of a
good picture may be soft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from vardklient.checks.face import Face, Picture
from vardklient.checks.limits import SharpnessLimits
from vardklient.checks.scene import Scene, cut, median
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_WIDTH_MAX_PX = 640
_CROP_MIN_PX = 900
_CROP_SIDE_PX = 220
_EDGE_MIN_LUMA = 3.0
_EDGE_PERCENTILE = 92
_EDGES_MIN = 30
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class SharpnessReading:
    """One picture; None when there are too few edges to tell.

    Attributes:
        reblur_ratio: 0 (sharp) .. 1 (blurred).
    """

    reblur_ratio: float | None = None


def measure(scene: Scene) -> SharpnessReading:
    """The worse direction's re-blur ratio round the main face, or of the picture's middle without one."""
    height, width = scene.bgr.shape[:2]
    scale = min(1.0, _WIDTH_MAX_PX / width)
    bgr = scene.bgr
    if scale < 1:
        bgr = cv2.resize(bgr, (_WIDTH_MAX_PX, round(height * scale)), interpolation=cv2.INTER_AREA).astype(np.uint8)
    grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY).astype(np.uint8)
    grey = _crop(grey, scene.faces[0].scaled(scale) if scene.faces else None)
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.6).astype(np.float32)  # takes the sensor's noise, which is always sharp
    ratios = []
    for axis, kernel in ((1, (9, 1)), (0, (1, 9))):
        before = np.abs(np.diff(smooth, axis=axis))
        after = np.abs(np.diff(cv2.blur(smooth, kernel), axis=axis))
        strong = before >= max(_EDGE_MIN_LUMA, float(np.percentile(before, _EDGE_PERCENTILE)))
        if strong.sum() >= _EDGES_MIN:
            lost = np.maximum(0, before - after)[strong].sum()
            ratios.append(1 - float(lost / before[strong].sum()))
    return SharpnessReading(max(ratios) if ratios else None)


def _crop(grey: Picture, face: Face | None) -> Picture:
    if face is not None:
        x, y, w, h = face.x, face.y, face.width, face.height
        person = cut(grey, x - 0.3 * w, y - 0.4 * h, x + 1.3 * w, y + 1.3 * h)
        grey = person if person.size > _CROP_MIN_PX else grey
    if grey.size <= 200 * 200:
        return grey
    middle_y, middle_x, half = grey.shape[0] // 2, grey.shape[1] // 2, _CROP_SIDE_PX // 2
    return cut(grey, middle_x - half, middle_y - half, middle_x + half, middle_y + half)


def judge(readings: Sequence[SharpnessReading], limits: SharpnessLimits) -> Verdict:
    """The verdict over a window of readings; unknown until three of them, and half of them, could tell."""
    known = [reading.reblur_ratio for reading in readings if reading.reblur_ratio is not None]
    ratio = median(known)
    if ratio is None or len(known) < _ENOUGH or len(known) * 2 < len(readings):
        severity, advice = Severity.UNKNOWN, Advice.SHARPNESS_UNSURE
    elif ratio > limits.reblur_ratio:
        severity, advice = Severity.RED, Advice.SHARPNESS_BLURRED
    elif ratio > limits.reblur_some_ratio:
        severity, advice = Severity.YELLOW, Advice.SHARPNESS_BLURRED
    elif ratio > limits.reblur_unsure_ratio:
        severity, advice = Severity.UNKNOWN, Advice.SHARPNESS_UNSURE
    else:
        severity, advice = Severity.GREEN, Advice.SHARPNESS_OK
    measures = {} if ratio is None else {"reblur_ratio": ratio}
    return Verdict(Check.SHARPNESS, severity, advice, measures, limits.as_measures())
