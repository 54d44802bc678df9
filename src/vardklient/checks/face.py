"""Where the faces are. The picture checks ask nothing else of a detector.

The main detector is MediaPipe's full-range model, run by OpenCV's own network module: 13 ms of one core per picture,
27 of 28 faces in real stills and no surplus one. A small second face needs the picture in three tiles (10 of 10 found
instead of 6). Without the model file there is only OpenCV's Haar cascade, which misses averted and dark faces and
gives no usable eyes: what rests on it is not told to anybody (`trusted` is False).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Point = tuple[float, float]

MODEL = "models/face_detection_full_range.tflite"
SCORE_MIN = 0.6
WEAK_SCORE_MIN = 0.4
_TILE_HEIGHT_SHARE = 0.72
_SAME_IOU = 0.3
_SAME_COVERED_SHARE = 0.55


@dataclass(frozen=True, slots=True)
class Face:
    """A face, in pixels of the picture.

    Attributes:
        x, y: upper left corner of the box, which goes from brow to chin; it may lie outside the picture.
        score: 0..1; how sure the detector is.
        left_eye, right_eye: left and right as seen in the picture; None when the detector does not tell.
    """

    x: float
    y: float
    width: float
    height: float
    score: float
    left_eye: Point | None = None
    right_eye: Point | None = None

    @property
    def centre_x(self) -> float:
        """The middle of the box from the left."""
        return self.x + self.width / 2

    @property
    def eye_y(self) -> float:
        """The height of the eyes from the top; a fair guess where they were not found."""
        if self.left_eye is None or self.right_eye is None:
            return self.y + 0.35 * self.height
        return (self.left_eye[1] + self.right_eye[1]) / 2

    def scaled(self, factor: float) -> Face:
        """The same face in a picture that is `factor` times as large."""
        return Face(
            self.x * factor,
            self.y * factor,
            self.width * factor,
            self.height * factor,
            self.score,
            None if self.left_eye is None else (self.left_eye[0] * factor, self.left_eye[1] * factor),
            None if self.right_eye is None else (self.right_eye[0] * factor, self.right_eye[1] * factor),
        )

    def moved(self, right: float, down: float) -> Face:
        """The same face, so many pixels further right and down."""
        return replace(
            self,
            x=self.x + right,
            y=self.y + down,
            left_eye=None if self.left_eye is None else (self.left_eye[0] + right, self.left_eye[1] + down),
            right_eye=None if self.right_eye is None else (self.right_eye[0] + right, self.right_eye[1] + down),
        )


class FaceDetector(Protocol):
    """Finds faces. An instance belongs to one thread."""

    @property
    def trusted(self) -> bool:
        """Whether verdicts may rest on what it finds and, above all, on what it does not find."""
        ...

    def detect(self, bgr: Picture) -> tuple[Face, ...]:
        """The faces in a (height, width, 3) picture, the main person's first; quick."""
        ...

    def detect_all(self, bgr: Picture) -> tuple[Face, ...]:
        """The same, but also looks for small faces further away; several times as slow."""
        ...


def without_doubles(faces: Iterable[Face]) -> tuple[Face, ...]:
    """Each face once, the main person's (large and sure) first.

    Two boxes are one face when they overlap, or when one lies mostly inside the other: a face that a tile cuts through
    is found as a part.
    """
    kept: list[Face] = []
    for face in sorted(faces, key=lambda f: -f.width * f.height * f.score):
        if not any(_is_same(face, other) for other in kept):
            kept.append(face)
    return tuple(kept)


def known_or_sure(faces: Iterable[Face], before: Sequence[Face]) -> tuple[Face, ...]:
    """Those that the detector is sure of, and weaker ones where a face was a moment ago.

    Somebody who turns away or slides out of the picture is still there.
    """
    return tuple(face for face in faces if face.score >= SCORE_MIN or any(_is_same(face, known) for known in before))


def _is_same(a: Face, b: Face) -> bool:
    across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    if across <= 0 or down <= 0:
        return False
    shared, area_a, area_b = across * down, a.width * a.height, b.width * b.height
    return shared > _SAME_IOU * (area_a + area_b - shared) or shared > _SAME_COVERED_SHARE * min(area_a, area_b)


class FullRangeDetector:
    """MediaPipe face detection, full range, 192 x 192.

    The model gives one row per cell of a 48 x 48 grid: the offset of the box's centre from the cell's, the box's size,
    then the offsets of six points (the eyes come first), all in pixels of the square input.
    """

    SIDE_PX = 192
    _CELLS = 48

    def __init__(self, model: Path, score_min: float = SCORE_MIN) -> None:
        self._net = cv2.dnn.readNetFromTFLite(str(model))
        self._outputs = self._net.getUnconnectedOutLayersNames()
        self._score_min = score_min
        row, column = np.mgrid[: self._CELLS, : self._CELLS] + 0.5
        self._centres_px = np.stack([column.ravel(), row.ravel()], axis=1) * (self.SIDE_PX / self._CELLS)

    @property
    def trusted(self) -> bool:
        """Yes."""
        return True

    def detect(self, bgr: Picture) -> tuple[Face, ...]:
        """The faces in the whole picture."""
        return without_doubles(self._run(bgr))

    def detect_all(self, bgr: Picture) -> tuple[Face, ...]:
        """The faces in the whole picture and in three squares of it: left, middle, right, from the top."""
        height, width = bgr.shape[:2]
        side = min(width, round(_TILE_HEIGHT_SHARE * height))
        faces = self._run(bgr)
        for left in (0, (width - side) // 2, width - side):
            faces += [face.moved(left, 0) for face in self._run(bgr[:side, left : left + side])]
        return without_doubles(faces)

    def _run(self, bgr: Picture) -> list[Face]:
        square, scale, left, top = self._letterbox(bgr)
        self._net.setInput(
            cv2.dnn.blobFromImage(square, 1 / 127.5, square.shape[:2], (127.5, 127.5, 127.5), swapRB=True)
        )
        results = sorted((np.asarray(out).squeeze() for out in self._net.forward(self._outputs)), key=lambda a: -a.ndim)
        rows, logits = results
        scores = 1 / (1 + np.exp(-np.clip(logits, -80, 80)))
        hit = scores > self._score_min
        points = rows[hit].reshape(-1, 8, 2)
        sizes = points[:, 1] / scale
        placed = (points + self._centres_px[hit][:, None] - (left, top)) / scale
        return [
            Face(
                float(centre[0] - size[0] / 2),
                float(centre[1] - size[1] / 2),
                float(size[0]),
                float(size[1]),
                float(score),
                (float(eyes[0][0]), float(eyes[0][1])),
                (float(eyes[1][0]), float(eyes[1][1])),
            )
            for centre, size, score, eyes in zip(placed[:, 0], sizes, scores[hit], placed[:, 2:4], strict=True)
        ]

    def _letterbox(self, bgr: Picture) -> tuple[Picture, float, int, int]:
        """The picture in the middle of the black square input: square, scale, left and top margin in pixels."""
        height, width = bgr.shape[:2]
        scale = self.SIDE_PX / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        left, top = (self.SIDE_PX - size[0]) // 2, (self.SIDE_PX - size[1]) // 2
        square = np.zeros((self.SIDE_PX, self.SIDE_PX, 3), np.uint8)
        square[top : top + size[1], left : left + size[0]] = small
        return square, scale, left, top


class HaarDetector:
    """OpenCV's own cascade: needs no model file, finds frontal faces in fair light, tells no eyes."""

    _WIDTH_PX = 320

    def __init__(self) -> None:
        shipped = Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_default.xml"
        self._cascade = cv2.CascadeClassifier(str(shipped))

    @property
    def trusted(self) -> bool:
        """No: it misses too many faces for anybody to be told that there is none."""
        return False

    def detect(self, bgr: Picture) -> tuple[Face, ...]:
        """The frontal faces; the score is always 1, since the cascade gives none that can be compared."""
        scale = self._WIDTH_PX / bgr.shape[1]
        size = (self._WIDTH_PX, max(1, round(bgr.shape[0] * scale)))
        grey = cv2.equalizeHist(cv2.cvtColor(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY))
        boxes: Sequence[Sequence[int]] = self._cascade.detectMultiScale(grey, 1.1, 4, minSize=(20, 20))
        return without_doubles(Face(x / scale, y / scale, w / scale, h / scale, 1.0) for x, y, w, h in boxes)

    def detect_all(self, bgr: Picture) -> tuple[Face, ...]:
        """The same as `detect`: nothing better is to be had."""
        return self.detect(bgr)


def make_detector(model: Path | None, score_min: float = SCORE_MIN) -> FaceDetector:
    """The best detector that there is: the model's if the file is there and can be read, else the cascade."""
    if model is not None and model.is_file():
        try:
            return FullRangeDetector(model, score_min)
        except cv2.error:  # a damaged file: what rests on faces becomes unknown, the rest is still worth telling
            return HaarDetector()
    return HaarDetector()
