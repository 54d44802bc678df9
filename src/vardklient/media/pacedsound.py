"""Sound devices that are none: a thread that keeps time where a sound card would.

For machines without sound, so that a call still runs, and for files that play as a microphone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vardklient.media.lamp import Lamp
from vardklient.media.mixing import Listener, Listeners, Mixer, Player
from vardklient.ports.sound import BLOCK_SAMPLES, SAMPLE_RATE_HZ, SoundBlock, SoundState

_BLOCK_S = BLOCK_SAMPLES / SAMPLE_RATE_HZ
_BEHIND_MOST_S = 0.5
"""Further behind than this (a laptop that slept) the missed blocks are left out instead of caught up with."""


class Pace:
    """Calls `tick(at_s)` once per block, on a thread of its own, by the monotonic clock."""

    def __init__(self, name: str, tick: Callable[[float], None]) -> None:
        self._name = name
        self._tick = tick
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin; does nothing while it runs."""
        with self._lock:
            if self._thread is not None:
                return
            self._ended = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(self._ended,), name=self._name)
            self._thread.start()

    def stop(self) -> None:
        """End; returns when the thread has ended, unless it is the thread itself that asks."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._ended.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self, ended: threading.Event) -> None:
        due_s = time.monotonic()
        while not ended.wait(max(0.0, due_s - time.monotonic())):
            self._tick(due_s)
            due_s += _BLOCK_S
            if time.monotonic() - due_s > _BEHIND_MOST_S:
                due_s = time.monotonic()


class _PacedDevice:
    """Opening, closing and telling its state: what a microphone and a loudspeaker without a sound card share.

    Args:
        name: as people know it.
        running: the state it shows while it runs.
        thread: what its thread is called.
    """

    def __init__(self, name: str, running: SoundState, thread: str) -> None:
        self._name = name
        self._running = running
        self._lamp = Lamp(SoundState.CLOSED)
        self._pace = Pace(thread, self._tick)

    @property
    def name(self) -> str:
        """As people know it."""
        return self._name

    @property
    def state(self) -> SoundState:
        """How it is now."""
        return self._lamp.state

    def on_state(self, listener: Callable[[SoundState], None]) -> None:
        """Call `listener`, from any thread, when the state changes."""
        self._lamp.listen(listener)

    def start(self) -> None:
        """Begin."""
        self._lamp.show(self._running)
        self._pace.start()

    def stop(self) -> None:
        """End."""
        self._pace.stop()
        self._lamp.show(SoundState.CLOSED)

    def _tick(self, at_s: float) -> None:
        raise NotImplementedError


class PacedMicrophone(_PacedDevice):
    """Delivers what `_next` makes, block by block. Implements `ports.sound.Microphone`."""

    def __init__(self, name: str, running: SoundState) -> None:
        super().__init__(name, running, "paced-microphone")
        self._listeners = Listeners()

    def subscribe(self, listener: Listener) -> None:
        """Every new block goes to `listener`."""
        self._listeners.add(listener)

    def unsubscribe(self, listener: Listener) -> None:
        """No more blocks to `listener`."""
        self._listeners.remove(listener)

    def _tick(self, at_s: float) -> None:
        self._listeners.hand_out(SoundBlock(self._next(BLOCK_SAMPLES), at_s))

    def _next(self, count: int) -> NDArray[np.float32]:
        raise NotImplementedError


class NullMicrophone(PacedMicrophone):
    """Silence at the pace of a microphone; its state says that there is none."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name, SoundState.MISSING)

    def _next(self, count: int) -> NDArray[np.float32]:
        return np.zeros(count, np.float32)


class NullSpeaker(_PacedDevice):
    """Asks the players at the pace of a loudspeaker and drops what they give. Implements `ports.sound.Speaker`."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name, SoundState.MISSING, "null-speaker")
        self._mixer = Mixer()

    def add_player(self, player: Player) -> None:
        """Ask this player too."""
        self._mixer.add(player)

    def remove_player(self, player: Player) -> None:
        """Ask this player no more."""
        self._mixer.remove(player)

    def _tick(self, at_s: float) -> None:
        self._mixer.mix(BLOCK_SAMPLES)
