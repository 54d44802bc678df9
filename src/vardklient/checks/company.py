"""Is anybody else in the picture? A second face, also a small one further away.

Only thorough looks (`FaceDetector.detect_all`) count: the quick one misses 4 of 10 second persons, and a look that
cannot see must not vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vardklient.checks.limits import CompanyLimits
from vardklient.checks.scene import Scene
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_SURE_HITS = 2  # one hit may be a picture on the wall or a shadow
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class CompanyReading:
    """One thorough look.

    Attributes:
        faces: how many.
        second_height_share: the second largest face's height, of the picture's; 0 without one.
    """

    faces: int
    second_height_share: float = 0.0


def measure(scene: Scene) -> CompanyReading:
    """Count the faces; the scene's have to come from a thorough look."""
    heights = sorted((face.height / scene.bgr.shape[0] for face in scene.faces), reverse=True)
    return CompanyReading(len(heights), heights[1] if len(heights) > 1 else 0.0)


def is_hit(reading: CompanyReading, limits: CompanyLimits) -> bool:
    """Whether somebody else was seen in this look."""
    return reading.second_height_share > limits.second_height_share


def judge(readings: Sequence[CompanyReading], limits: CompanyLimits) -> Verdict:
    """Red when two looks and a fair share of all saw a second face, yellow for one, unknown until there are two looks.

    Without any face at all the verdict is unknown too: nobody is alone in an empty picture.
    """
    hits = sum(is_hit(reading, limits) for reading in readings)
    measures = {"looks_count": float(len(readings))}
    if readings:
        measures["seen_share"] = hits / len(readings)
        measures["second_height_share"] = max(reading.second_height_share for reading in readings)
    nobody = not any(reading.faces for reading in readings)
    if nobody or (len(readings) < _ENOUGH and not hits):
        severity, advice = Severity.UNKNOWN, Advice.COMPANY_UNSURE
    elif hits >= _SURE_HITS and measures["seen_share"] >= limits.seen_share:
        severity, advice = Severity.RED, Advice.COMPANY_SECOND
    elif hits:
        severity, advice = Severity.YELLOW, Advice.COMPANY_SECOND
    else:
        severity, advice = Severity.GREEN, Advice.COMPANY_ALONE
    return Verdict(Check.COMPANY, severity, advice, measures, limits.as_measures())
