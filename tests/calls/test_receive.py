"""Decoded pictures on their way to the screen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from av import VideoFrame

from vardklient.calls.adapter.receiver import ReceivedPicture
from vardklient.calls.receive import PictureReader
from vardklient.ports.camera import Frame


def received(timestamp: int, size: tuple[int, int] = (64, 36)) -> ReceivedPicture:
    return ReceivedPicture(VideoFrame(*size, "yuv420p"), time.monotonic(), timestamp)


class Shown:
    """Collects what is shown, and lets a test wait for it."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.threads: set[str] = set()
        self._came = threading.Condition()

    def __call__(self, frame: Frame) -> None:
        with self._came:
            self.frames.append(frame)
            self.threads.add(threading.current_thread().name)
            self._came.notify_all()

    def until(self, count: int) -> None:
        with self._came:
            assert self._came.wait_for(lambda: len(self.frames) >= count, 60), f"{len(self.frames)} of {count} shown"


@pytest.fixture
def shown() -> Shown:
    return Shown()


Make = Callable[..., PictureReader]


@pytest.fixture
def make(shown: Shown) -> Iterator[Make]:
    made: list[PictureReader] = []

    def reader(size: tuple[int, int] | None = (64, 36), hold_s: float = 0.0) -> PictureReader:
        made.append(PictureReader(lambda *_: None, shown, lambda: size, lambda _, ready_s: ready_s + hold_s))
        return made[-1]

    yield reader
    for one in made:
        one.stop()
        one.stop()


def test_pictures_are_made_ready_to_paint_off_the_decoders_thread(make: Make, shown: Shown) -> None:
    reader = make(size=(32, 100))
    picture = received(0)
    reader.take(picture)
    shown.until(1)
    frame = shown.frames[0]
    assert frame.pixels.shape == (18, 32, 4)
    assert frame.pixels.flags.c_contiguous
    assert frame.captured_at_s == picture.arrived_s
    assert shown.threads == {"call-painter"}
    assert reader.pictures == 1


def test_nobody_looks_nothing_is_converted(make: Make, shown: Shown) -> None:
    reader = make(size=None)
    reader.take(received(0))
    reader.stop()
    assert (shown.frames, reader.pictures, reader.wait_ms()) == ([], 1, None)


def test_a_held_picture_waits_and_later_ones_replace_those_that_are_due(make: Make, shown: Shown) -> None:
    reader = make(hold_s=0.1)
    began_s = time.monotonic()
    for n in range(3):
        reader.take(received(n * 3000))
    shown.until(1)
    assert time.monotonic() - began_s >= 0.1
    waits_ms = reader.wait_ms()
    while waits_ms is None:
        waits_ms = reader.wait_ms()
    assert waits_ms[0] >= 100


def test_after_the_end_nothing_comes(make: Make, shown: Shown) -> None:
    reader = make()
    reader.take(received(0))
    shown.until(1)
    reader.stop()
    reader.take(received(3000))
    assert len(shown.frames) == 1
    assert "call-painter" not in {t.name for t in threading.enumerate()}
