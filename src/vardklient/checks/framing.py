"""Where the person is in the picture: distance, sideways, height.

The goal (Arizona Telemedicine Program: eyes a third from the top) is a face of .24-.36 of the picture's height with the
eyes .30-.42 from the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vardklient.checks.limits import FramingLimits
from vardklient.checks.scene import Scene, median
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_CROWN_FACES = 0.40  # hair and forehead above the face's box, in box heights
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class FramingReading:
    """One picture; all None when there is no face.

    Attributes:
        face_height_share: of the picture's height.
        off_centre_share: of the picture's width; the face's middle right (+) or left (-) of the picture's.
        headroom_share: from the top to the crown, of the picture's height; below 0 the head is cut.
        eyes_share: the eyes from the top, of the picture's height.
        below_faces: room below the chin, in heights of the face's box.
    """

    face_height_share: float | None = None
    off_centre_share: float | None = None
    headroom_share: float | None = None
    eyes_share: float | None = None
    below_faces: float | None = None


def measure(scene: Scene) -> FramingReading:
    """Where the main face is."""
    if not scene.faces:
        return FramingReading()
    height, width = scene.bgr.shape[:2]
    face = scene.faces[0]
    return FramingReading(
        face.height / height,
        face.centre_x / width - 0.5,
        (face.y - _CROWN_FACES * face.height) / height,
        face.eye_y / height,
        (height - face.y - face.height) / face.height,
    )


def judge(readings: Sequence[FramingReading], limits: FramingLimits) -> Verdict:
    """The verdict over a window of readings; unknown until there are three."""
    seen = sum(reading.face_height_share is not None for reading in readings)
    measures = {
        name: value
        for name in ("face_height_share", "off_centre_share", "headroom_share", "eyes_share", "below_faces")
        if (value := median(getattr(reading, name) for reading in readings)) is not None
    }
    if readings:
        measures["face_seen_share"] = seen / len(readings)
    if len(readings) < _ENOUGH:
        severity, advice = Severity.UNKNOWN, Advice.FRAMING_UNSURE
    elif measures["face_seen_share"] < limits.face_seen_share:
        severity, advice = Severity.RED, Advice.FRAMING_NO_FACE
    else:
        severity, advice = _judge(measures, limits)
    return Verdict(Check.FRAMING, severity, advice, measures, limits.as_measures())


def _judge(m: dict[str, float], limits: FramingLimits) -> tuple[Severity, Advice]:
    """The first fault in the order of how much it hides; then the milder ones."""
    height = m["face_height_share"]
    low = (
        m["eyes_share"] > limits.eyes_max_share
        or m["headroom_share"] > limits.headroom_max_share
        or m["below_faces"] < limits.below_min_faces
    )
    faults = (
        (height > limits.near_share, Severity.RED, Advice.FRAMING_NEAR),
        (height < limits.far_share, Severity.RED, Advice.FRAMING_FAR),
        (abs(m["off_centre_share"]) > limits.off_centre_share, Severity.RED, Advice.FRAMING_OFF_CENTRE),
        (m["headroom_share"] < limits.headroom_min_share, Severity.RED, Advice.FRAMING_HIGH),
        (low, Severity.RED, Advice.FRAMING_LOW),
        (height > limits.near_some_share, Severity.YELLOW, Advice.FRAMING_NEAR),
        (height < limits.far_some_share, Severity.YELLOW, Advice.FRAMING_FAR),
    )
    return next(
        ((severity, advice) for is_so, severity, advice in faults if is_so), (Severity.GREEN, Advice.FRAMING_OK)
    )
