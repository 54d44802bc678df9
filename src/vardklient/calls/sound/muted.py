"""Does somebody speak into a microphone that is off? Loudness alone is looked at; no sound is kept."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from vardklient.base.units import SILENCE_DBFS
from vardklient.ports.sound import SAMPLE_RATE_HZ

WINDOW_S, SPOKEN_S = 1.0, 0.5
"""So much speech in the last second is no cough and no key (own choice)."""
OVER_FLOOR_DB = 15.0
"""Speech stands out of the room by so much: below that a microphone is not fit for a call (facts)."""
LEAST_DBFS = -50.0
"""Fainter than that it is not somebody at this microphone: a usable voice has -42 (facts), syllables lie around it."""
FLOOR_RISE_DB_PER_S = 3.0
"""The floor falls at once and rises slowly: within a sentence it stays under the voice (own choice)."""
SPREAD_DB = 6.0
"""Between the loud and the faint tenth of what stands out. Measured: voices 7 to 24, a fan 1, a swinging hoover 5."""
QUIET_AFTER_S = 10.0
"""It is said once in ten seconds at most."""
BLOCK_LEAST_S = 0.001


class MutedTalk:
    """Hears blocks of sound while the microphone is off. `begin` whenever it is switched off."""

    def __init__(self) -> None:
        self._levels: deque[tuple[float, float, bool]] = deque()  # seconds, dBFS, stands out
        self._floor_dbfs: float | None = None
        self._told_s: float | None = None

    def begin(self) -> None:
        """The microphone was switched off just now: the floor of an earlier time does not count."""
        self._levels.clear()
        self._floor_dbfs = None

    def hear(self, samples: NDArray[np.float32], now_s: float) -> bool:
        """Has somebody been speaking, and was not told so within the last 10 s?

        Args:
            samples: a block of some 10 ms, (n,) in -1..1.
            now_s: monotonic time.
        """
        length_s = len(samples) / SAMPLE_RATE_HZ
        if length_s < BLOCK_LEAST_S:
            return False
        level_dbfs = max(SILENCE_DBFS, 10 * float(np.log10(np.dot(samples, samples) / len(samples) + 1e-12)))
        floor_dbfs = self._follow_floor(level_dbfs, length_s)
        stands_out = level_dbfs > max(LEAST_DBFS, floor_dbfs + OVER_FLOOR_DB)
        self._levels.append((length_s, level_dbfs, stands_out))
        while sum(length for length, _, _ in self._levels) > WINDOW_S:
            self._levels.popleft()
        if not stands_out or not self._is_speech() or not self._may_tell(now_s):
            return False
        self._told_s = now_s
        return True

    def _follow_floor(self, level_dbfs: float, length_s: float) -> float:
        if self._floor_dbfs is None:
            self._floor_dbfs = level_dbfs
        self._floor_dbfs = min(level_dbfs, self._floor_dbfs + FLOOR_RISE_DB_PER_S * length_s)
        return self._floor_dbfs

    def _is_speech(self) -> bool:
        spoken = [(length, level) for length, level, stands_out in self._levels if stands_out]
        if sum(length for length, _ in spoken) < SPOKEN_S:
            return False
        faint, loud = np.percentile([level for _, level in spoken], (10, 90))
        return bool(loud - faint >= SPREAD_DB)

    def _may_tell(self, now_s: float) -> bool:
        return self._told_s is None or now_s - self._told_s >= QUIET_AFTER_S
