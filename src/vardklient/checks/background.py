"""How much goes on behind the person: the share of strong edges. A hint, never red: a bookcase harms nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from vardklient.checks.limits import BackgroundLimits
from vardklient.checks.scene import Scene, median
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_EDGE_MIN_LUMA = 24.0
_EDGE_MEAN_SHARE = 0.42  # an edge has to be strong for how bright the background is
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class BackgroundReading:
    """One picture; None when hardly any background is to be seen."""

    edge_share: float | None = None


def measure(scene: Scene) -> BackgroundReading:
    """The share of background pixels on a strong edge (Sobel after a blur of sigma 1)."""
    background = scene.background_luma
    inner = cv2.erode(scene.background, np.ones((5, 5), np.uint8)) > 0  # the person's own outline does not count
    if not background.size or not inner.any():
        return BackgroundReading()
    soft = cv2.GaussianBlur(scene.luma, (0, 0), 1.0)
    across, down = (cv2.convertScaleAbs(cv2.Sobel(soft, cv2.CV_16S, *order)) for order in ((1, 0), (0, 1)))
    strong = max(_EDGE_MIN_LUMA, _EDGE_MEAN_SHARE * float(background.mean()))
    return BackgroundReading(float((cv2.add(across, down)[inner] > strong).mean()))


def judge(readings: Sequence[BackgroundReading], limits: BackgroundLimits) -> Verdict:
    """The verdict over a window of readings; unknown until three showed a background, and for an ordinary office."""
    seen = [reading.edge_share for reading in readings if reading.edge_share is not None]
    share = median(seen)
    if share is None or len(seen) < _ENOUGH:
        severity, advice = Severity.UNKNOWN, Advice.BACKGROUND_UNSURE
    elif share > limits.edge_share:
        severity, advice = Severity.YELLOW, Advice.BACKGROUND_CLUTTER
    elif share > limits.edge_unsure_share:
        severity, advice = Severity.UNKNOWN, Advice.BACKGROUND_UNSURE
    else:
        severity, advice = Severity.GREEN, Advice.BACKGROUND_OK
    measures = {} if share is None else {"edge_share": share}
    return Verdict(Check.BACKGROUND, severity, advice, measures, limits.as_measures())
