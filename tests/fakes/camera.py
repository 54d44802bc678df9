"""A camera without a device: it shows what the test hands it, and fails when the test says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from vardklient.base.slot import Fanout, Slot
from vardklient.ports.camera import CameraState, Frame

Step = NDArray[np.uint8] | CameraState
"""A picture, or what becomes of the camera: MISSING (unplugged), BUSY, REFUSED, ENDED, or OPENING (well again)."""

_FAULTS = (CameraState.MISSING, CameraState.BUSY, CameraState.REFUSED)


class FakeCamera:
    """Implements `ports.camera.Camera`; nothing happens by itself, only by the words of the test."""

    def __init__(
        self,
        script: Iterable[Step] = (),
        name: str = "Fake camera",
        fault: CameraState | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Lay the script ready.

        Args:
            script: what happens, step by step.
            name: as people know it.
            fault: MISSING, BUSY or REFUSED: what comes of opening it; None for a good camera.
            now_s: the monotonic clock that stamps the frames.
        """
        self._script = list(script)
        self._name = name
        self._fault = fault
        self._now_s = now_s
        self._state = CameraState.CLOSED
        self._wanted = False
        self._seq = 0
        self._readers: Fanout[Frame] = Fanout()
        self._listeners: list[Callable[[CameraState], None]] = []
        self.starts = 0
        self.stops = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def state(self) -> CameraState:
        return self._state

    def subscribe(self, slot: Slot[Frame]) -> None:
        self._readers.subscribe(slot)

    def unsubscribe(self, slot: Slot[Frame]) -> None:
        self._readers.unsubscribe(slot)

    def on_state(self, listener: Callable[[CameraState], None]) -> None:
        self._listeners.append(listener)

    def start(self) -> None:
        self.starts += 1
        self._wanted = True
        if self._state not in (CameraState.OPENING, CameraState.RUNNING):
            self._show(CameraState.OPENING)
            if self._fault is not None:
                self._show(self._fault)

    def stop(self) -> None:
        self.stops += 1
        self._wanted = False
        self._show(CameraState.CLOSED)

    # ---------------------------------------------------------------- the words of the test

    def advance(self, steps: int = 1) -> None:
        """Play the next steps of the script."""
        for _ in range(steps):
            step = self._script.pop(0)
            if isinstance(step, CameraState):
                self.become(step)
            else:
                self.picture(step)

    def picture(self, pixels: NDArray[np.uint8]) -> None:
        """The camera takes a picture; nobody sees it unless the camera is open."""
        if self._state not in (CameraState.OPENING, CameraState.RUNNING):
            return
        self._show(CameraState.RUNNING)
        self._seq += 1
        self._readers.put(Frame(pixels, self._now_s(), self._seq))

    def become(self, state: CameraState) -> None:
        """The device fails or is unplugged; OPENING means that it is well again, and opened if it is wanted."""
        self._fault = state if state in _FAULTS else None
        if self._wanted:
            self._show(state)

    def _show(self, state: CameraState) -> None:
        if state is self._state:
            return
        self._state = state
        for listener in list(self._listeners):
            listener(state)
