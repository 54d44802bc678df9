"""Watches a camera's pictures on a thread of its own and tells what they show, 4-5 times a second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from vardklient.base.slot import Slot
from vardklient.domain.verdict import Verdict
from vardklient.ports.camera import Camera, Frame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EVERY_S = 0.22


class Checker(Protocol):
    """What turns pictures into verdicts, such as `checks.picture.PictureChecker`."""

    def feed(self, frame_bgr: NDArray[np.uint8], at_s: float, seq: int | None = None) -> None:
        """Look at a picture."""
        ...

    def verdicts(self) -> tuple[Verdict, ...]:
        """What is known now."""
        ...


class PictureObserver:
    """One camera, one worker thread. Pictures that come while it works are passed over, only the newest counts."""

    def __init__(
        self,
        camera: Camera,
        checker_factory: Callable[[], Checker],
        on_verdicts: Callable[[tuple[Verdict, ...], float], None],
    ) -> None:
        """Prepare; nothing runs yet.

        Args:
            camera: started and stopped by its owner, not here.
            checker_factory: called on the worker thread at every start, so that loading the face model costs nobody.
            on_verdicts: called on the worker thread with the verdicts and the time of the newest picture, in
                monotonic seconds. It must only hand over.
        """
        self._camera, self._make_checker, self._on_verdicts = camera, checker_factory, on_verdicts
        self._wake = threading.Event()
        self._halted = False
        self._slot: Slot[Frame] = Slot(self._wake.set)
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch, unless it does already."""
        if self._thread is not None:
            return
        self._halted = False
        self._camera.subscribe(self._slot)
        self._thread = threading.Thread(target=self._work, name="picture observer")
        self._thread.start()

    def stop(self) -> None:
        """Watch no more. What has come in is still told, once; returns at once."""
        self._camera.unsubscribe(self._slot)
        self._halted = True
        self._wake.set()

    def join(self, timeout_s: float | None = None) -> None:
        """Wait for the worker to end after `stop`; then `start` may be called again."""
        if self._thread is not None:
            self._thread.join(timeout_s)
            if not self._thread.is_alive():
                self._thread = None

    def _work(self) -> None:
        checker = self._make_checker()
        told_at_s = seen_at_s = float("-inf")
        while True:
            self._wake.wait()
            self._wake.clear()
            halted = self._halted
            frame = self._slot.take()
            if frame is not None:
                checker.feed(frame.pixels, frame.captured_at_s, frame.seq)
                seen_at_s = frame.captured_at_s
            is_due = seen_at_s - told_at_s >= EVERY_S
            if is_due or (halted and seen_at_s > told_at_s):
                told_at_s = seen_at_s
                self._on_verdicts(checker.verdicts(), seen_at_s)
            if halted:
                return
