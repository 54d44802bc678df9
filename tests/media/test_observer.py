from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vardklient.base.slot import Fanout, Slot
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.media.observer import PictureObserver
from vardklient.ports.camera import CameraState, Frame

DEADLINE_S = 60.0
PIXELS = np.zeros((2, 2, 3), np.uint8)


class HandCamera:
    """Shows a picture when it is told to."""

    name = "by hand"
    state = CameraState.RUNNING

    def __init__(self) -> None:
        self.frames: Fanout[Frame] = Fanout()
        self.subscribed = 0

    def subscribe(self, slot: Slot[Frame]) -> None:
        self.subscribed += 1
        self.frames.subscribe(slot)

    def unsubscribe(self, slot: Slot[Frame]) -> None:
        self.subscribed -= 1
        self.frames.unsubscribe(slot)

    def on_state(self, listener: Callable[[CameraState], None]) -> None:
        """It never changes."""

    def start(self) -> None:
        raise AssertionError("the camera belongs to somebody else")

    def stop(self) -> None:
        raise AssertionError("the camera belongs to somebody else")

    def show(self, at_s: float, seq: int) -> None:
        self.frames.put(Frame(PIXELS, at_s, seq))


class SlowChecker:
    """Takes as long as it is told to; its verdict says how many pictures it has seen."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.entered, self.go = threading.Semaphore(0), threading.Semaphore(0)
        self.thread: threading.Thread | None = None

    def feed(self, frame_bgr: NDArray[np.uint8], at_s: float, seq: int | None = None) -> None:
        assert frame_bgr is PIXELS
        assert seq is not None
        self.thread = threading.current_thread()
        self.seen.append(seq)
        self.entered.release()
        assert self.go.acquire(timeout=DEADLINE_S)

    def verdicts(self) -> tuple[Verdict, ...]:
        return (Verdict(Check.RATE, Severity.GREEN, Advice.RATE_OK, {"pictures_count": len(self.seen)}),)


class Desk:
    """An observer with all its parts."""

    def __init__(self) -> None:
        self.camera, self.checker = HandCamera(), SlowChecker()
        self.told: list[tuple[int, float]] = []
        self.observer = PictureObserver(self.camera, lambda: self.checker, self._keep)

    def _keep(self, verdicts: tuple[Verdict, ...], at_s: float) -> None:
        self.told.append((int(verdicts[0].measures["pictures_count"]), at_s))

    def see(self, at_s: float, seq: int) -> None:
        self.camera.show(at_s, seq)
        assert self.checker.entered.acquire(timeout=DEADLINE_S)
        self.checker.go.release()

    def end(self) -> None:
        self.observer.stop()
        self.observer.join(DEADLINE_S)


def test_tells_four_or_five_times_a_second_and_the_last_word_at_the_end() -> None:
    desk = Desk()
    desk.observer.start()
    for i in range(30):
        desk.see(100 + i / 30, i)
    desk.end()
    times = [at_s for _, at_s in desk.told]
    assert len(times) in (5, 6)
    assert desk.told[-1] == (30, 100 + 29 / 30)
    assert all(later - earlier >= 0.22 for earlier, later in pairwise(times[:-1]))


def test_passes_over_what_comes_while_it_works() -> None:
    desk = Desk()
    desk.observer.start()
    desk.camera.show(1.0, 1)
    assert desk.checker.entered.acquire(timeout=DEADLINE_S)
    for seq in range(2, 20):
        desk.camera.show(1.0 + seq / 30, seq)
    desk.checker.go.release()
    assert desk.checker.entered.acquire(timeout=DEADLINE_S)
    desk.checker.go.release()
    desk.end()
    assert desk.checker.seen == [1, 19]


def test_works_on_a_thread_of_its_own_and_leaves_the_camera_alone() -> None:
    desk = Desk()
    desk.observer.start()
    desk.observer.start()
    assert desk.camera.subscribed == 1
    desk.see(1.0, 1)
    desk.end()
    assert desk.checker.thread is not None
    assert desk.checker.thread is not threading.current_thread()
    assert not desk.checker.thread.is_alive()
    assert desk.camera.subscribed == 0


def test_can_be_started_again() -> None:
    desk = Desk()
    for at_s in (1.0, 5.0):
        desk.observer.start()
        desk.see(at_s, int(at_s))
        desk.end()
    assert [at_s for _, at_s in desk.told] == [1.0, 5.0]


def test_tells_nothing_without_a_picture() -> None:
    desk = Desk()
    desk.observer.join()
    desk.observer.start()
    desk.end()
    assert desk.told == []
