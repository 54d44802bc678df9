from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from numpy.typing import NDArray

from vardklient.base.slot import Slot
from vardklient.media.paced import PacedCamera
from vardklient.ports.camera import CameraState, Frame

DEADLINE_S = 60.0


class Reel:
    """So many even pictures; notes what is done to it. `slow_s`: how long reading takes."""

    def __init__(self, count: int, rate_hz: float = 200.0, slow_s: float = 0.0) -> None:
        self.left, self.rate_hz, self.slow_s = count, rate_hz, slow_s
        self.read_at_s: list[float] = []
        self.skipped = 0
        self.closed = threading.Event()

    def read(self) -> NDArray[np.uint8] | None:
        if self.slow_s:
            threading.Event().wait(self.slow_s)
        return self._next()

    def _next(self) -> NDArray[np.uint8] | None:
        if self.left <= 0:
            return None
        self.left -= 1
        self.read_at_s.append(time.monotonic())
        return np.full((4, 4, 3), self.left % 256, np.uint8)

    def skip(self) -> bool:
        self.skipped += 1
        self.left -= 1
        return self.left > 0

    def close(self) -> None:
        self.closed.set()


class Watcher:
    """Collects every frame and state, and can wait for them."""

    def __init__(self, camera: PacedCamera) -> None:
        self.frames: list[Frame] = []
        self.came_at_s: list[float] = []
        self.states: list[CameraState] = []
        self._changed = threading.Condition()
        self._slot: Slot[Frame] = Slot(self._take)
        camera.subscribe(self._slot)
        camera.on_state(self._note)

    def _take(self) -> None:
        frame = self._slot.take()
        assert frame is not None
        with self._changed:
            self.frames.append(frame)
            self.came_at_s.append(time.monotonic())
            self._changed.notify_all()

    def _note(self, state: CameraState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, DEADLINE_S)


@contextmanager
def playing(reel: Reel | None) -> Iterator[tuple[PacedCamera, Watcher]]:
    camera = PacedCamera("film", lambda: reel)
    watcher = Watcher(camera)
    camera.start()
    try:
        yield camera, watcher
    finally:
        camera.stop()
        camera.join(DEADLINE_S)


def test_plays_every_picture_in_order_and_ends() -> None:
    reel = Reel(12)
    with playing(reel) as (camera, watcher):
        watcher.wait_for(lambda: CameraState.ENDED in watcher.states)
        assert camera.state is CameraState.ENDED
        assert watcher.states == [CameraState.OPENING, CameraState.RUNNING, CameraState.ENDED]
        seqs = [frame.seq for frame in watcher.frames]
        assert seqs == sorted(set(seqs))
        assert seqs[-1] <= 11
        assert len(seqs) + reel.skipped >= 12
        assert reel.closed.is_set()


def test_keeps_the_films_own_pace() -> None:
    with playing(Reel(20, rate_hz=50)) as (_, watcher):
        watcher.wait_for(lambda: CameraState.ENDED in watcher.states)
        first, last = watcher.frames[0], watcher.frames[-1]
        rate_hz = (last.seq - first.seq) / (last.captured_at_s - first.captured_at_s)
        assert rate_hz == pytest.approx(50)
        # none comes before it is due, and late ones make none later
        assert all(came >= frame.captured_at_s for came, frame in zip(watcher.came_at_s, watcher.frames, strict=True))
        assert watcher.came_at_s[-1] - watcher.came_at_s[0] < 10 * 20 / 50


def test_a_slow_film_loses_pictures_but_no_time() -> None:
    reel = Reel(60, rate_hz=100, slow_s=0.03)
    with playing(reel) as (_, watcher):
        watcher.wait_for(lambda: CameraState.ENDED in watcher.states)
        assert reel.skipped > 20
        seqs = [frame.seq for frame in watcher.frames]
        assert max(np.diff(seqs)) > 1


def test_stopping_closes_the_film_and_is_told() -> None:
    reel = Reel(10_000)
    with playing(reel) as (camera, watcher):
        watcher.wait_for(lambda: len(watcher.frames) >= 2)
        camera.start()  # it runs already
        camera.stop()
        assert camera.state is CameraState.CLOSED
        camera.join(DEADLINE_S)
        assert reel.closed.is_set()
        assert watcher.states == [CameraState.OPENING, CameraState.RUNNING, CameraState.CLOSED]
        count = len(watcher.frames)
        camera.stop()
        assert len(watcher.frames) == count


def test_starts_again_after_every_end() -> None:
    reels = [Reel(3), Reel(10_000), Reel(3)]
    camera = PacedCamera("film", iter(reels).__next__)
    watcher = Watcher(camera)
    camera.start()
    watcher.wait_for(lambda: watcher.states[-1:] == [CameraState.ENDED])
    camera.start()
    watcher.wait_for(lambda: watcher.states[-1:] == [CameraState.RUNNING])
    camera.stop()
    camera.start()  # at once: the new playing waits for the old one to let go
    watcher.wait_for(lambda: watcher.states[-1:] == [CameraState.ENDED])
    camera.join(DEADLINE_S)
    assert all(reel.closed.is_set() for reel in reels)
    seqs = [frame.seq for frame in watcher.frames]
    assert seqs == sorted(seqs)


def test_no_film_is_missing() -> None:
    with playing(None) as (camera, watcher):
        watcher.wait_for(lambda: CameraState.MISSING in watcher.states)
        assert camera.state is CameraState.MISSING
        assert watcher.frames == []


def test_whoever_unsubscribes_gets_no_more() -> None:
    camera = PacedCamera("film", lambda: Reel(5))
    slot: Slot[Frame] = Slot()
    camera.subscribe(slot)
    camera.unsubscribe(slot)
    watcher = Watcher(camera)
    camera.start()
    watcher.wait_for(lambda: CameraState.ENDED in watcher.states)
    camera.join(DEADLINE_S)
    assert slot.take() is None
    assert camera.name == "film"


def test_joining_before_the_first_start_is_nothing() -> None:
    PacedCamera("film", lambda: None).join()
