"""Inside the sound thread: listeners of a microphone, players of a loudspeaker, gaps in what was captured.

Mono float32 at 48 kHz. No lock is taken on the sound thread: lists are replaced as a whole.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vardklient.ports.sound import SAMPLE_RATE_HZ, SoundBlock

_log = logging.getLogger(__name__)

Samples = NDArray[np.float32]
Player = Callable[[int], Samples]
Listener = Callable[[SoundBlock], None]

_CEILING = 0.98
_RELEASE_SHARE = 0.05
"""Per block of 10 ms the limiter gives back this share of what it took: about 0.2 s."""
_GAP_LEAST_S = 0.002
_GAP_MOST_S = 1.0
_BASELINE_SHARE = 0.02
"""The clocks' offset is followed with a time constant of 50 blocks, 0.5 s: slower than jitter, faster than drift."""


class Listeners:
    """Hands each block to everybody who subscribed. A listener that raises is left out from then on, and logged."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: tuple[Listener, ...] = ()

    def add(self, listener: Listener) -> None:
        """From now on `listener` gets every block."""
        with self._lock:
            if listener not in self._all:
                self._all = (*self._all, listener)

    def remove(self, listener: Listener) -> None:
        """`listener` gets nothing more; an unknown one is ignored."""
        with self._lock:
            self._all = tuple(other for other in self._all if other != listener)

    def hand_out(self, block: SoundBlock) -> None:
        """Called on the sound thread."""
        for listener in self._all:
            try:
                listener(block)
            except Exception:  # noqa: BLE001 - the edge of the sound thread: one bad listener must not silence the others
                _log.exception("A listener of the microphone failed and is left out")
                self.remove(listener)


class Mixer:
    """Adds the players up and keeps the sum under full scale."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._players: tuple[Player, ...] = ()
        self._gain = 1.0

    def add(self, player: Player) -> None:
        """Mix this player in."""
        with self._lock:
            if player not in self._players:
                self._players = (*self._players, player)

    def remove(self, player: Player) -> None:
        """Leave this player out; an unknown one is ignored."""
        with self._lock:
            self._players = tuple(other for other in self._players if other != player)

    def mix(self, wanted: int) -> Samples:
        """`wanted` samples of all players together. Called on the sound thread."""
        total: Samples = np.zeros(wanted, np.float32)
        for player in self._players:
            try:
                part = player(wanted)[:wanted]
                total[: part.size] += part
            except Exception:  # noqa: BLE001 - the edge of the sound thread: one bad player must not silence the others
                _log.exception("A player of the loudspeaker failed and is left out")
                self.remove(player)
        return self._limit(total)

    def _limit(self, total: Samples) -> Samples:
        """Down at once, up slowly: several voices together get softer rather than distorted."""
        peak = float(np.max(np.abs(total), initial=0.0))
        wanted = min(1.0, _CEILING / peak) if peak > 0 else 1.0
        before = self._gain
        if wanted < before:
            self._gain = wanted
            ramp = np.full(total.size, wanted, np.float32)
            ramp[: total.size // 4] = np.linspace(before, wanted, total.size // 4, dtype=np.float32)
        else:
            self._gain = min(wanted, before + (1.0 - before) * _RELEASE_SHARE)
            if before == self._gain == 1.0:
                return total
            ramp = np.linspace(before, self._gain, total.size, dtype=np.float32)
        limited: Samples = np.clip(total * ramp, -1.0, 1.0)
        return limited


class Continuity:
    """Counts samples against the clock, so that sound lost on the way in can be replaced by as much silence.

    Without it an echo canceller loses the thread: 20 ms lost every 2 s took its effect down to 3 dB.
    """

    def __init__(self) -> None:
        self._samples = 0
        self._offset_s: float | None = None

    def missing(self, captured_at_s: float, samples: int, overflow: bool) -> int:
        """How many samples were lost before this block of `samples`, 0 unless the device says that some were."""
        offset_s = captured_at_s - self._samples / SAMPLE_RATE_HZ
        lost = 0
        if self._offset_s is None:
            self._offset_s = offset_s
        elif overflow:
            gap_s = offset_s - self._offset_s
            lost = round(min(gap_s, _GAP_MOST_S) * SAMPLE_RATE_HZ) if gap_s > _GAP_LEAST_S else 0
        else:
            self._offset_s += _BASELINE_SHARE * (offset_s - self._offset_s)
        self._samples += lost + samples
        return lost
