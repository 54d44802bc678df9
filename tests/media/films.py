"""Makes small film files, and waits for cameras."""

from __future__ import annotations

import threading
from pathlib import Path

import cv2
import numpy as np

from vardklient.ports.camera import Camera, CameraState

DEADLINE_S = 60.0


def make_film(path: Path, lumas: list[int], rate_hz: float = 50.0, size: tuple[int, int] = (64, 48)) -> Path:
    """An AVI (MJPEG) of even pictures."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate_hz, size)
    assert writer.isOpened()
    for luma in lumas:
        writer.write(np.full((size[1], size[0], 3), luma, np.uint8))
    writer.release()
    return path


class StateWait:
    """Waits for a state of a camera."""

    def __init__(self, camera: Camera) -> None:
        self._changed = threading.Condition()
        self.states: list[CameraState] = []
        camera.on_state(self._note)

    def _note(self, state: CameraState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def until(self, state: CameraState) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: state in self.states, DEADLINE_S), self.states
