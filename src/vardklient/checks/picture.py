"""All picture checks together: feed it pictures, ask it for verdicts at any time.

Every picture is looked at for its rate and liveness. Faces, and what depends on them, are looked at about seven times
a second; the thorough look for other people comes every 2 s, and at once again after it has seen somebody.
Verdicts speak for the last seconds only, so that what the user puts right turns green within 3-4 s.
"""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

import cv2
import numpy as np

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.checks import background, backlight, company, flicker, framing, light, liveness, rate, sharpness
from vardklient.checks.face import (
    MODEL,
    SCORE_MIN,
    WEAK_SCORE_MIN,
    Face,
    FaceDetector,
    Picture,
    known_or_sure,
    make_detector,
)
from vardklient.checks.limits import PictureLimits, load_limits
from vardklient.checks.scene import Scene, prepare, small_luma
from vardklient.domain.verdict import Verdict

WINDOW_S = 3.5
COMPANY_WINDOW_S = 4.2
FACES_EVERY_S = 0.14
THOROUGH_EVERY_S = 2.0
_FIRST_LOOKS = 3  # at the start the thorough looks follow closely, so that short films are judged too

Reading = TypeVar("Reading")


class _Window(Generic[Reading]):
    """The readings of the last seconds."""

    def __init__(self, length_s: float = WINDOW_S) -> None:
        self._length_s = length_s
        self._kept: deque[tuple[float, Reading]] = deque()

    def add(self, at_s: float, reading: Reading) -> None:
        self._kept.append((at_s, reading))
        while self._kept[0][0] < at_s - self._length_s:
            self._kept.popleft()

    def readings(self) -> list[Reading]:
        return [reading for _, reading in self._kept]


class PictureChecker:
    """Belongs to one thread and one camera.

    Attributes:
        faces: those of the latest look, the main person's first, in pixels of that picture.
    """

    def __init__(self, detector: FaceDetector, limits: PictureLimits) -> None:
        self._detector, self._limits = detector, limits
        self._light: _Window[light.LightReading] = _Window()
        self._backlight: _Window[backlight.BacklightReading] = _Window()
        self._framing: _Window[framing.FramingReading] = _Window()
        self._background: _Window[background.BackgroundReading] = _Window()
        self._company: _Window[company.CompanyReading] = _Window(COMPANY_WINDOW_S)
        self._sharpness: _Window[sharpness.SharpnessReading] = _Window()
        self._liveness: _Window[liveness.LivenessReading] = _Window()
        self._flicker: _Window[flicker.FlickerReading] = _Window()
        self._rate: _Window[rate.RateReading] = _Window()
        self._before: Picture | None = None
        self._fed = 0
        self._last_seq = -1
        self._looked_at_s = self._thorough_at_s = float("-inf")
        self._looks = 0
        self.faces: tuple[Face, ...] = ()

    def feed(self, frame_bgr: Picture, at_s: float, seq: int | None = None) -> None:
        """Look at a picture.

        Args:
            frame_bgr: (height, width, 3) BGR or (height, width, 4) BGRX, uint8.
            at_s: when it was taken; must not go backwards.
            seq: its number as the camera counts; without it every picture is taken to be fed.
        """
        if frame_bgr.shape[2] == 4:
            frame_bgr = cv2.cvtColor(frame_bgr, cv2.COLOR_BGRA2BGR).astype(np.uint8, copy=False)
        self._fed += 1
        height, width = frame_bgr.shape[:2]
        seq = self._fed if seq is None else seq
        if seq <= self._last_seq:  # the camera was started anew and counts from the beginning
            self._rate, self._flicker = _Window(), _Window()
        self._last_seq = seq
        self._rate.add(at_s, rate.measure(width, height, at_s, seq))
        luma = small_luma(frame_bgr)
        edge_share = None
        if at_s - self._looked_at_s >= FACES_EVERY_S:
            self._looked_at_s = at_s
            edge_share = self._look(frame_bgr, luma, at_s)
        scene = prepare(frame_bgr, self.faces, luma)
        reading, self._before = liveness.measure(scene, self._before, at_s, edge_share)
        self._liveness.add(at_s, reading)
        self._flicker.add(at_s, flicker.measure(scene, at_s, seq, reading.difference_luma != 0))

    def _look(self, frame_bgr: Picture, luma: Picture, at_s: float) -> float | None:
        """Look for faces and measure what depends on them; returns the background's share of edges."""
        thorough = self._thorough_is_due(at_s)
        found = self._detector.detect_all(frame_bgr) if thorough else self._detector.detect(frame_bgr)
        self.faces = known_or_sure(found, self.faces)
        scene = prepare(frame_bgr, self.faces, luma)
        behind = background.measure(scene)
        if self._detector.trusted:
            self._measure_person(scene, at_s)
            self._background.add(at_s, behind)
            if thorough:
                self._thorough_at_s = at_s
                self._looks += 1
                self._company.add(at_s, company.measure(scene))
        return behind.edge_share

    def _measure_person(self, scene: Scene, at_s: float) -> None:
        self._light.add(at_s, light.measure(scene))
        self._backlight.add(at_s, backlight.measure(scene))
        self._framing.add(at_s, framing.measure(scene))
        self._sharpness.add(at_s, sharpness.measure(scene))

    def _thorough_is_due(self, at_s: float) -> bool:
        last = self._company.readings()[-1:]
        anxious = self._looks < _FIRST_LOOKS or any(company.is_hit(r, self._limits.company) for r in last)
        return at_s - self._thorough_at_s >= (2 * FACES_EVERY_S if anxious else THOROUGH_EVERY_S)

    def verdicts(self) -> tuple[Verdict, ...]:
        """One verdict per check, unknown where there is not enough yet."""
        limits = self._limits
        return (
            light.judge(self._light.readings(), limits.light),
            backlight.judge(self._backlight.readings(), limits.backlight),
            framing.judge(self._framing.readings(), limits.framing),
            background.judge(self._background.readings(), limits.background),
            company.judge(self._company.readings(), limits.company),
            sharpness.judge(self._sharpness.readings(), limits.sharpness),
            liveness.judge(self._liveness.readings(), limits.liveness),
            flicker.judge(self._flicker.readings(), limits.flicker),
            rate.judge(self._rate.readings(), limits.rate),
        )


def make_checker(model_resource: str = MODEL) -> PictureChecker:
    """A checker with the program's own limits and the best detector that is installed.

    Keeps OpenCV to one thread: at this size more threads win nothing, and the call needs the other cores.

    Raises:
        ResourceError: resources/thresholds.toml is missing or damaged.
    """
    cv2.setNumThreads(1)
    limits = load_limits()
    return PictureChecker(installed_detector(model_resource, WEAK_SCORE_MIN), limits)


def installed_detector(model_resource: str = MODEL, score_min: float = SCORE_MIN) -> FaceDetector:
    """The best detector that is installed; an instance belongs to one thread."""
    try:
        return make_detector(resource(model_resource), score_min)
    except ResourceError:
        return make_detector(None)
