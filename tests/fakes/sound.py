"""A microphone and a loudspeaker without devices: the test speaks, and hears what was played."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vardklient.ports.sound import BLOCK_SAMPLES, SAMPLE_RATE_HZ, SoundBlock, SoundState

_log = logging.getLogger(__name__)

Listener = Callable[[SoundBlock], None]
Player = Callable[[int], NDArray[np.float32]]


class _FakeDevice:
    """What both have in common."""

    def __init__(self, name: str, fault: SoundState | None) -> None:
        self._name = name
        self._fault = fault
        self._state = SoundState.CLOSED
        self._state_listeners: list[Callable[[SoundState], None]] = []
        self.starts = 0
        self.stops = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def state(self) -> SoundState:
        return self._state

    def on_state(self, listener: Callable[[SoundState], None]) -> None:
        self._state_listeners.append(listener)

    def start(self) -> None:
        self.starts += 1
        if self._state is not SoundState.RUNNING:
            self.become(self._fault or SoundState.RUNNING)

    def stop(self) -> None:
        self.stops += 1
        self.become(SoundState.CLOSED)

    def become(self, state: SoundState) -> None:
        """The device comes, goes, or fails."""
        if state is self._state:
            return
        self._state = state
        for listener in list(self._state_listeners):
            listener(state)


class FakeMicrophone(_FakeDevice):
    """Implements `ports.sound.Microphone`; it hears what the test `speak`s.

    Args of the constructor: `fault` is what comes of opening it (MISSING, BUSY, REFUSED), None for a good one.
    """

    def __init__(
        self,
        name: str = "Fake microphone",
        fault: SoundState | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(name, fault)
        self._now_s = now_s
        self._listeners: list[Listener] = []
        self._changed = threading.Condition()

    @property
    def listeners(self) -> int:
        """How many hear it."""
        return len(self._listeners)

    def wait_for_listeners(self, count: int = 1, within_s: float = 5.0) -> bool:
        """Wait until so many hear it; False if that takes too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self.listeners >= count, within_s)

    def subscribe(self, listener: Listener) -> None:
        with self._changed:
            if listener not in self._listeners:
                self._listeners.append(listener)
            self._changed.notify_all()

    def unsubscribe(self, listener: Listener) -> None:
        with self._changed:
            self._listeners = [other for other in self._listeners if other != listener]
            self._changed.notify_all()

    def speak(self, samples: NDArray[np.float32]) -> None:
        """Hand this sound out in blocks, at once; nobody hears it unless the microphone is open."""
        begun_s = self._now_s() - samples.size / SAMPLE_RATE_HZ
        for at in range(0, samples.size, BLOCK_SAMPLES):
            if self._state is not SoundState.RUNNING:
                return
            block = SoundBlock(samples[at : at + BLOCK_SAMPLES].astype(np.float32), begun_s + at / SAMPLE_RATE_HZ)
            for listener in list(self._listeners):
                try:
                    listener(block)
                except Exception:  # noqa: BLE001
                    _log.exception("A listener failed and is left out")
                    self.unsubscribe(listener)


class FakeSpeaker(_FakeDevice):
    """Implements `ports.sound.Speaker`; the test asks what it plays with `hear`."""

    def __init__(self, name: str = "Fake loudspeaker", fault: SoundState | None = None) -> None:
        super().__init__(name, fault)
        self._players: list[Player] = []

    @property
    def players(self) -> int:
        """How many are mixed in."""
        return len(self._players)

    def add_player(self, player: Player) -> None:
        if player not in self._players:
            self._players.append(player)

    def remove_player(self, player: Player) -> None:
        self._players = [other for other in self._players if other != player]

    def hear(self, samples: int = BLOCK_SAMPLES) -> NDArray[np.float32]:
        """What comes out now; nothing unless the loudspeaker is open."""
        total = np.zeros(samples, np.float32)
        for at in range(0, samples, BLOCK_SAMPLES):
            wanted = min(BLOCK_SAMPLES, samples - at)
            if self._state is SoundState.RUNNING:
                total[at : at + wanted] = self._mix(wanted)
        return total

    def _mix(self, wanted: int) -> NDArray[np.float32]:
        block = np.zeros(wanted, np.float32)
        for player in list(self._players):
            try:
                part = player(wanted)[:wanted]
                block[: part.size] += part
            except Exception:  # noqa: BLE001
                _log.exception("A player failed and is left out")
                self.remove_player(player)
        return np.clip(block, -1.0, 1.0)
