"""What several checks need of one picture, computed once: small luma, its spread, the background.

Luma is 8-bit (0-255) at a width of 320 px; "linear" is luma to the power of 2.2, 0..1, in which light adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from vardklient.checks.face import Face, Picture

WIDTH_PX = 320
CLIPPED_LUMA = 250
_BACKGROUND_MIN_PX = 400
_BODY_MIN_PX = 200
LIGHT_FLOOR = 0.003  # linear: keeps ratios finite in the dark
LINEAR: NDArray[np.float32] = ((np.arange(256) / 255.0) ** 2.2).astype(np.float32)


def median(values: Iterable[float | None]) -> float | None:
    """The median of those that are known; None when none is."""
    known = [v for v in values if v is not None]
    return float(np.median(known)) if known else None


def cut(picture: Picture, x0: float, y0: float, x1: float, y1: float) -> Picture:
    """The part of the picture in that rectangle, as far as it lies inside."""
    height, width = picture.shape[:2]
    left, right = (int(min(max(x, 0), width)) for x in (x0, x1))
    top, bottom = (int(min(max(y, 0), height)) for y in (y0, y1))
    return picture[top:bottom, left:right]


@dataclass(frozen=True)
class Scene:
    """One picture with its faces, ready to be measured.

    Attributes:
        bgr: (height, width, 3) uint8, as captured.
        luma: (about 180, 320) uint8.
        faces: in pixels of `bgr`, the main person's first.
        luma_faces: the same, in pixels of `luma`.
    """

    bgr: Picture
    luma: Picture
    faces: tuple[Face, ...]
    luma_faces: tuple[Face, ...]

    @cached_property
    def _histogram(self) -> NDArray[np.float64]:
        """The share of pixels at or below each luma."""
        counts = np.bincount(self.luma.ravel(), minlength=256)
        return np.cumsum(counts) / self.luma.size

    def percentile_luma(self, share: float) -> float:
        """The luma that this share of the picture does not pass."""
        return float(np.searchsorted(self._histogram, share))

    @cached_property
    def mean_luma(self) -> float:
        """The mean of the whole picture."""
        return float(self.luma.mean())

    @cached_property
    def spread_luma(self) -> float:
        """The standard deviation over the whole picture."""
        return float(self.luma.std())

    @cached_property
    def background(self) -> Picture:
        """255 where there is background in `luma`: outside an ellipse round each head and a trapezoid for the body."""
        mask = np.full(self.luma.shape, 255, np.uint8)
        for face in self.luma_faces[:1]:
            _erase_person(mask, face)
        return mask

    @cached_property
    def background_luma(self) -> NDArray[np.uint8]:
        """(n,) the luma of the background; empty when the person fills the picture."""
        values = self.luma[self.background > 0]
        return values if values.size > _BACKGROUND_MIN_PX else values[:0]

    @cached_property
    def background_p90(self) -> float | None:
        """What nine tenths of the background's light stay below, linear; None without a background."""
        values = self.background_luma
        return float(np.percentile(LINEAR[values], 90)) if values.size else None

    @cached_property
    def body_ratio(self) -> float | None:
        """How many times as bright as the brightest tenth of the clothes the background's is, linear.

        It tells a person in the shade from one with dark skin: light from behind darkens the clothes too. None when
        the body or the background is not to be seen.
        """
        if not self.luma_faces or self.background_p90 is None:
            return None
        face = self.luma_faces[0]
        x, y, w, h = face.centre_x, face.y, face.width, face.height
        body = cut(self.luma, x - 0.7 * w, y + 1.2 * h, x + 0.7 * w, y + 2.2 * h)
        if body.size < _BODY_MIN_PX:
            return None
        return self.background_p90 / (float(np.percentile(LINEAR[body], 90)) + LIGHT_FLOOR)

    @cached_property
    def skin_luma(self) -> Picture:
        """The inner part of the main face: skin, without hair and background; may be empty."""
        if not self.luma_faces:
            return self.luma[:0, :0]
        face = self.luma_faces[0]
        x, y, w, h = face.x, face.y, face.width, face.height
        return cut(self.luma, x + 0.2 * w, y + 0.1 * h, x + 0.8 * w, y + 0.9 * h)


def _erase_person(mask: Picture, face: Face) -> None:
    height = mask.shape[0]
    x, y, w, h = face.centre_x, face.y, face.width, face.height
    cv2.ellipse(mask, (int(x), int(y + 0.4 * h)), (int(0.95 * w), int(1.05 * h)), 0, 0, 360, 0, -1)
    half: Sequence[tuple[float, float]] = ((0.9 * w, y + h), (2.1 * w, y + 2 * h), (2.2 * w, height + h))
    outline = [(x - across, down) for across, down in half] + [(x + across, down) for across, down in reversed(half)]
    cv2.fillPoly(mask, [np.array(outline, np.int32)], 0)


def small_luma(bgr: Picture) -> Picture:
    """The picture's luma at the width that everything is measured at."""
    height, width = bgr.shape[:2]
    size = (WIDTH_PX, max(1, round(height * WIDTH_PX / width)))
    return cv2.cvtColor(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY).astype(np.uint8)


def prepare(bgr: Picture, faces: tuple[Face, ...], luma: Picture | None = None) -> Scene:
    """Make a picture ready to be measured; `luma` is its `small_luma`, where the caller has it already."""
    scale = WIDTH_PX / bgr.shape[1]
    return Scene(bgr, small_luma(bgr) if luma is None else luma, faces, tuple(face.scaled(scale) for face in faces))
