"""Light on the face: too dark, too bright, or from one side only.

The brightness of a face alone says nothing about the light on it: a correctly lit dark face can be as dark in the
picture as a badly lit pale one. So the scene decides: "dark" takes a scene without anything bright in it, and the face
only has a veto. A dark face in a light scene is well lit when the clothes below it are; else the verdict is unknown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vardklient.checks.limits import LightLimits
from vardklient.checks.scene import CLIPPED_LUMA, LINEAR, Scene, median
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

_SKIN_MIN_PX = 20
_LINEAR_FLOOR = 0.004  # about luma 20: noise in the shade shall not count as a difference between the sides
_ENOUGH = 3


_MEASURES = (
    "scene_mean_luma",
    "scene_p90_luma",
    "scene_p99_luma",
    "face_luma",
    "face_clipped_share",
    "sides_stops",
    "body_ratio",
)


@dataclass(frozen=True, slots=True)
class LightReading:
    """One picture's light. The face's values are None when there is no face.

    Attributes:
        scene_p90_luma, scene_p99_luma: what so many percent of the picture stay below.
        sides_stops: the difference between the face's halves.
        body_ratio: see `Scene.body_ratio`.
    """

    scene_mean_luma: float
    scene_p90_luma: float
    face_luma: float | None
    face_clipped_share: float | None
    sides_stops: float | None
    scene_p99_luma: float
    body_ratio: float | None = None


def measure(scene: Scene) -> LightReading:
    """Median luma and clipped share of the face's skin, and how many stops apart its halves are."""
    mean, p90, p99 = scene.mean_luma, scene.percentile_luma(0.9), scene.percentile_luma(0.99)
    skin = scene.skin_luma
    if skin.size <= _SKIN_MIN_PX:
        return LightReading(mean, p90, None, None, None, p99)
    light = LINEAR[skin]
    middle = skin.shape[1] // 2
    left, right = (float(half.mean()) + _LINEAR_FLOOR for half in (light[:, :middle], light[:, middle:]))
    clipped = float((skin >= CLIPPED_LUMA).mean())
    stops = abs(math.log2(left / right))
    return LightReading(mean, p90, float(np.median(skin)), clipped, stops, p99, scene.body_ratio)


def judge(readings: Sequence[LightReading], limits: LightLimits) -> Verdict:
    """The verdict over a window of readings; unknown until there are three."""
    measures = {
        name: value
        for name in _MEASURES
        if (value := median(getattr(reading, name) for reading in readings)) is not None
    }
    with_face = sum(reading.face_luma is not None for reading in readings)
    if len(readings) < _ENOUGH:
        severity, advice = Severity.UNKNOWN, Advice.LIGHT_UNSURE
    elif with_face * 2 < len(readings):
        severity, advice = _without_face(measures, limits)
    else:
        severity, advice = _with_face(measures, limits)
    return Verdict(Check.LIGHT, severity, advice, measures, limits.as_measures())


def _without_face(m: dict[str, float], limits: LightLimits) -> tuple[Severity, Advice]:
    if m["scene_mean_luma"] < limits.empty_scene_dark_luma:
        return Severity.RED, Advice.LIGHT_DARK
    return Severity.UNKNOWN, Advice.LIGHT_UNSURE


def _with_face(m: dict[str, float], limits: LightLimits) -> tuple[Severity, Advice]:
    face, scene = m["face_luma"], m["scene_p90_luma"]
    nothing_bright = m["scene_p99_luma"] < limits.scene_bright_luma
    if m["face_clipped_share"] > limits.clipped_share or face > limits.face_over_luma:
        return Severity.RED, Advice.LIGHT_OVER
    if nothing_bright and face < limits.face_dark_luma and scene < limits.scene_dark_luma:
        return Severity.RED, Advice.LIGHT_DARK
    if nothing_bright and face < limits.face_dim_luma and scene < limits.scene_dim_luma:
        return Severity.YELLOW, Advice.LIGHT_DIM
    if face < limits.face_unsure_luma and not _is_in_the_light(m, limits):
        return Severity.UNKNOWN, Advice.LIGHT_UNSURE
    if m["sides_stops"] > limits.sides_stops:
        return Severity.YELLOW, Advice.LIGHT_UNEVEN
    if m["face_clipped_share"] > limits.clipped_some_share:
        return Severity.YELLOW, Advice.LIGHT_OVER
    return Severity.GREEN, Advice.LIGHT_OK


def _is_in_the_light(m: dict[str, float], limits: LightLimits) -> bool:
    """Whether a dark face is dark by itself: the room is light, and the clothes have their share of that light."""
    body_ratio = m.get("body_ratio", float("inf"))
    lit = m["scene_p90_luma"] >= limits.scene_dim_luma and body_ratio < limits.body_lit_ratio
    return lit and m["face_luma"] >= limits.face_floor_luma
