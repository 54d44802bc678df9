"""Cameras that are no device: something gives pictures, a thread plays them at their own rate."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from vardklient.base.slot import Fanout, Slot
from vardklient.ports.camera import CameraState, Frame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Film(Protocol):
    """Pictures in order, opened, read and closed by one thread."""

    @property
    def rate_hz(self) -> float:
        """Pictures a second."""
        ...

    def read(self) -> NDArray[np.uint8] | None:
        """The next picture, (height, width, 3) BGR, never written to again; None at the end."""
        ...

    def skip(self) -> bool:
        """Pass over the next picture, because there was no time for it; False at the end."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


class PacedCamera:
    """Implements `ports.camera.Camera` on a film. Whoever falls behind loses pictures, never time."""

    def __init__(self, name: str, open_film: Callable[[], Film | None]) -> None:
        """Prepare; nothing is opened yet.

        Args:
            name: as people know it.
            open_film: called on the camera's own thread at every start; None means that there is no such film.
        """
        self._name = name
        self._open_film = open_film
        self._frames: Fanout[Frame] = Fanout()
        self._lock = threading.Lock()
        self._listeners: tuple[Callable[[CameraState], None], ...] = ()
        self._state = CameraState.CLOSED
        self._halt = threading.Event()
        self._thread: threading.Thread | None = None
        self._seq = 0

    @property
    def name(self) -> str:
        """As people know it."""
        return self._name

    @property
    def state(self) -> CameraState:
        """How the camera is now."""
        return self._state

    def subscribe(self, slot: Slot[Frame]) -> None:
        """Every new frame goes into `slot` too."""
        self._frames.subscribe(slot)

    def unsubscribe(self, slot: Slot[Frame]) -> None:
        """No more frames into `slot`."""
        self._frames.unsubscribe(slot)

    def on_state(self, listener: Callable[[CameraState], None]) -> None:
        """Call `listener`, from any thread, whenever the state changes."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

    def start(self) -> None:
        """Play from the beginning, unless it plays already."""
        with self._lock:
            if self._state in (CameraState.OPENING, CameraState.RUNNING):
                return
            before, self._halt = self._thread, threading.Event()
            self._thread = threading.Thread(target=self._play, args=(self._halt, before), name=f"camera {self._name}")
            self._state = CameraState.OPENING
        self._tell(CameraState.OPENING)
        self._thread.start()

    def stop(self) -> None:
        """End the playing; the thread closes the film at once."""
        self._halt.set()
        self._enter(CameraState.CLOSED, self._halt)

    def join(self, timeout_s: float | None = None) -> None:
        """Wait until the film is closed; after `stop` that is less than a picture's time."""
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout_s)

    def _play(self, halt: threading.Event, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        film = self._open_film()
        if film is None:
            self._enter(CameraState.MISSING, halt)
            return
        try:
            ended = self._run(film, halt)
        finally:
            film.close()
        if ended:
            self._enter(CameraState.ENDED, halt)

    def _run(self, film: Film, halt: threading.Event) -> bool:
        """Hand out the pictures, each at its time. Returns whether the film came to its end."""
        interval_s = 1 / film.rate_hz
        due_s = time.monotonic()
        while not halt.is_set():
            pixels = film.read()
            if pixels is None:
                return True
            self._enter(CameraState.RUNNING, halt)
            halt.wait(max(0.0, due_s - time.monotonic()))
            if not halt.is_set():
                self._frames.put(Frame(pixels, due_s, self._seq))  # a film's picture is taken when it is due
            self._seq += 1
            due_s += interval_s
            while time.monotonic() > due_s + interval_s and film.skip():
                self._seq += 1
                due_s += interval_s
        return False

    def _enter(self, state: CameraState, halt: threading.Event) -> None:
        """Change the state, unless another playing has begun or this one was stopped."""
        with self._lock:
            stale = halt is not self._halt or (halt.is_set() and state is not CameraState.CLOSED)
            if stale or state is self._state:
                return
            self._state = state
        self._tell(state)

    def _tell(self, state: CameraState) -> None:
        for listener in self._listeners:
            listener(state)
