"""Pictures made to measure: an even wall, a face as an even patch, and a detector that says what it is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vardklient.checks.face import Face
from vardklient.checks.limits import load_limits
from vardklient.checks.scene import Scene, prepare

Picture = NDArray[np.uint8]
LIMITS = load_limits()
GOOD_FACE = Face(260, 90, 120, 120, 0.95, (292, 130), (348, 130))
MODEL = Path(__file__).resolve().parents[2] / "resources" / "models" / "face_detection_full_range.tflite"

FOOTAGE = Path(__file__).resolve().parents[3] / "shared" / "footage"
"""The labelled clips, which are no part of the project."""

needs_model = pytest.mark.skipif(not MODEL.exists(), reason="the face model is missing: run packaging/fetch_model.py")
needs_footage = pytest.mark.skipif(
    not (FOOTAGE / "labels.json").exists(), reason="footage: the labelled clips are not here"
)


def wall(luma: float, width: int = 640, height: int = 360, noise: float = 1.0, seed: int = 1) -> Picture:
    """An even grey picture with a sensor's noise."""
    grain = np.random.default_rng(seed).normal(luma, noise, (height, width, 1))
    return np.repeat(np.clip(grain, 0, 255), 3, axis=2).astype(np.uint8)


def portrait(
    skin: float | tuple[float, float],
    background: float,
    face: Face = GOOD_FACE,
    width: int = 640,
    height: int = 360,
    clothes: float | None = None,
) -> Picture:
    """A wall with an even patch of skin where the face is; two lumas make a left and a right half.

    The clothes below are as bright as the skin, unless said otherwise.
    """
    picture = wall(background, width, height)
    left, right = skin if isinstance(skin, tuple) else (skin, skin)
    x0, y0 = max(0, int(face.x)), max(0, int(face.y))
    x1, y1, middle = int(face.x + face.width), int(face.y + face.height), int(face.centre_x)
    picture[y0:y1, x0:middle], picture[y0:y1, middle:x1] = left, right
    picture[y1:, max(0, int(face.centre_x - 0.8 * face.width)) : int(face.centre_x + 0.8 * face.width)] = (
        (left + right) / 2 if clothes is None else clothes
    )
    return picture


def portrait_scene(
    skin: float | tuple[float, float], background: float, face: Face = GOOD_FACE, *others: Face
) -> Scene:
    return prepare(portrait(skin, background, face), (face, *others))


class ToldDetector:
    """Finds what it is told to; counts its looks."""

    def __init__(self, faces: Sequence[Face] = (), more: Sequence[Face] = (), trusted: bool = True) -> None:
        self.faces, self.more, self.trusted = tuple(faces), tuple(more), trusted
        self.quick = self.thorough = 0

    def detect(self, bgr: Picture) -> tuple[Face, ...]:
        assert bgr.ndim == 3
        assert bgr.shape[2] == 3
        self.quick += 1
        return self.faces

    def detect_all(self, bgr: Picture) -> tuple[Face, ...]:
        assert bgr.shape[2] == 3
        self.thorough += 1
        return (*self.faces, *self.more)
