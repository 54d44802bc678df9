from __future__ import annotations

import threading

import numpy as np
import pytest

from vardklient.checks.face import Face
from vardklient.checks.picture import installed_detector
from vardklient.media.drawn import DrawnCamera
from vardklient.media.eyes import FORGET_AFTER_LOOKS, EyesAt, EyesWatch
from vardklient.ports.camera import Frame


class Scripted:
    """A detector that finds eyes at these heights, one look after another; None: no face."""

    trusted = True

    def __init__(self, *heights: float | None) -> None:
        self._heights = list(heights)

    def detect(self, bgr: np.ndarray) -> tuple[Face, ...]:
        y = self._heights.pop(0)
        return () if y is None else (Face(40, y - 20, 50, 60, 0.9, (50, y), (80, y)),)

    detect_all = detect


FRAME = Frame(np.zeros((100, 160, 4), np.uint8), 0.0, 0)


def looked(*heights: float | None) -> list[float | None]:
    told: list[float | None] = []
    watch = EyesWatch(lambda: Scripted(), lambda at: told.append(at.share))
    detector = Scripted(*heights)
    for _ in heights:
        watch.look(detector, FRAME)
    return told


def test_the_first_is_told_at_once_and_the_next_ones_smoothed() -> None:
    assert looked(40.0, 50.0) == [0.4, pytest.approx(0.44)]


def test_a_trifle_is_not_told() -> None:
    assert looked(40.0, 41.0) == [0.4]


def test_a_face_that_is_gone_is_forgotten_after_five_looks() -> None:
    assert looked(40.0, *[None] * FORGET_AFTER_LOOKS) == [0.4, None]
    assert looked(40.0, *[None] * (FORGET_AFTER_LOOKS - 1), 40.0) == [0.4]
    assert looked(*[None] * 10) == []


def test_a_face_without_eyes_tells_nothing() -> None:
    class Box(Scripted):
        def detect(self, bgr: np.ndarray) -> tuple[Face, ...]:
            return (Face(0, 0, 10, 10, 0.9),)

    told: list[EyesAt] = []
    EyesWatch(Box, told.append).look(Box(), FRAME)
    assert told == []


def test_the_drawn_patients_eyes_are_found() -> None:
    told: list[EyesAt] = []
    seen = threading.Event()

    def tell(at: EyesAt) -> None:
        told.append(at)
        seen.set()

    watch = EyesWatch(installed_detector, tell)
    camera = DrawnCamera("patient")
    camera.subscribe(watch.slot)
    camera.start()
    watch.start()
    watch.start()
    try:
        assert seen.wait(60)
    finally:
        watch.stop()
        watch.stop()
        camera.stop()
        camera.join(60)
    assert told[0].share == pytest.approx(0.385, abs=0.04)
