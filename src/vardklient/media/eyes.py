"""Looks once a second where the patient's eyes are in their picture, so that they can be put under the lens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vardklient.base.slot import Slot
from vardklient.checks.face import FaceDetector
from vardklient.ports.camera import Frame

EVERY_S = 1.0
SMOOTHING = 0.4
TELL_FROM_SHARE = 0.01
FORGET_AFTER_LOOKS = 5


@dataclass(frozen=True, slots=True)
class EyesAt:
    """Where the eyes are: their height in the picture, 0 (top) to 1; None when no face is found."""

    share: float | None


class EyesWatch:
    """One thread that sleeps until its second is over; only the newest picture counts.

    Attributes:
        slot: put the patient's pictures in here, from any thread.

    Args:
        make_detector: called on the thread, so that loading the face model costs nobody.
        tell: called on the thread, smoothed and only when it has changed; with None when no face has been found for
            five looks. It must only hand over. A detector that cannot tell eyes never tells anything.
    """

    def __init__(self, make_detector: Callable[[], FaceDetector], tell: Callable[[EyesAt], None]) -> None:
        self.slot: Slot[Frame] = Slot()
        self._make_detector, self._tell = make_detector, tell
        self._halt = threading.Event()
        self._thread: threading.Thread | None = None
        self._share: float | None = None
        self._told: float | None = None
        self._missed = 0

    def start(self) -> None:
        """Begin to look, unless it does already."""
        if self._thread is None:
            self._halt.clear()
            self._thread = threading.Thread(target=self._work, name="eyes watch")
            self._thread.start()

    def stop(self) -> None:
        """Look no more; the thread has ended when this returns."""
        self._halt.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.slot.take()
        self._share = self._told = None
        self._missed = 0

    def _work(self) -> None:
        detector = self._make_detector()
        while not self._halt.wait(EVERY_S):
            frame = self.slot.take()
            if frame is not None:
                self.look(detector, frame)

    def look(self, detector: FaceDetector, frame: Frame) -> None:
        """Take one picture into account."""
        bgr = np.ascontiguousarray(frame.pixels[:, :, :3])
        face = next((f for f in detector.detect(bgr) if f.left_eye is not None and f.right_eye is not None), None)
        if face is None:
            self._missed += 1
            if self._missed >= FORGET_AFTER_LOOKS and self._told is not None:
                self._share = self._told = None
                self._tell(EyesAt(None))
            return
        self._missed = 0
        share = face.eye_y / bgr.shape[0]
        self._share = share if self._share is None else self._share + SMOOTHING * (share - self._share)
        if self._told is None or abs(self._share - self._told) >= TELL_FROM_SHARE:
            self._told = self._share
            self._tell(EyesAt(self._share))
