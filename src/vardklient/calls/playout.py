"""The buffer between a sound that arrives in bursts and a sound card that wants samples at its own pace.

One side pushes decoded sound, the other pulls from the sound card's thread. It waits until a small stock is there,
lets the stock grow with the jitter, and reads up to 0.4 % faster or slower so that two clocks that differ (500 ppm
were tried) neither drain nor fill it. Mono float32 at 48 kHz. Pure: no device, no clock of its own.
"""

from __future__ import annotations

import threading
from collections import deque

import numpy as np
from numpy.typing import NDArray

from vardklient.ports.sound import SAMPLE_RATE_HZ

TARGET_MS, TARGET_MAX_MS, CAPACITY_MS = 60, 200, 400
"""Stock at rest, stock at the worst jitter, and the most that is kept: beyond it the oldest sound is dropped."""
JITTER_MARGIN_MS = 20
LATENESS_KEPT = 500
"""Pushes (10 s at 20 ms) over which lateness is judged; the 98th percentile counts."""
RATE_SHARE_MAX = 0.004
"""Most that the reading speed changes: inaudible in speech."""
_KEEP = 2
"""Samples before the reading position that the interpolation looks back at."""

Samples = NDArray[np.float32]


class PlayoutBuffer:
    """Push from one thread, pull from another.

    Attributes:
        underruns: how often it ran dry.
        played, concealed: samples pulled since the first sound, and those of them that had to be silence.
    """

    def __init__(self, adaptive: bool = True) -> None:
        self.underruns = self.played = self.concealed = 0
        self._adaptive = adaptive
        self._lock = threading.Lock()
        self._capacity = CAPACITY_MS * SAMPLE_RATE_HZ // 1000
        self._kept: Samples = np.zeros(self._capacity, np.float32)
        self._count = 0
        self._at = 0.0
        self._target = float(TARGET_MS * SAMPLE_RATE_HZ // 1000)
        self._late_s: deque[float] = deque(maxlen=LATENESS_KEPT)
        self._pushes = 0
        self._running = self._ever = False
        self._error = self._integral = 0.0

    @property
    def stock_ms(self) -> float:
        """How much sound is waiting: the delay that this buffer adds."""
        return (self._count - self._at) * 1000 / SAMPLE_RATE_HZ

    def push(self, samples: Samples, arrived_s: float, media_s: float) -> None:
        """Sound that arrived at `arrived_s` (monotonic) and belongs at `media_s` (time of the sender's own count)."""
        samples = samples[-self._capacity // 2 :]
        with self._lock:
            self._follow_jitter(arrived_s - media_s)
            room = self._capacity - self._count - len(samples)
            if room < 0:
                self._drop(max(-room, min(self._count, int(self._count + len(samples) - self._target))))
                self._at = 0.0
            self._kept[self._count : self._count + len(samples)] = samples
            self._count += len(samples)

    def pull(self, wanted: int) -> Samples:
        """`wanted` samples for the sound card; silence until the stock is there, and again when it has run dry."""
        with self._lock:
            if not self._running:
                if self._count - self._at < self._target:
                    self._note(wanted, wanted)
                    return np.zeros(wanted, np.float32)
                self._running = self._ever = True
                self._error = self._integral = 0.0
            step = self._step() if self._adaptive else 1.0
            end = self._at + wanted * step
            if end + _KEEP > self._count:
                return self._run_dry(wanted)
            played = self._interpolate(self._at + np.arange(wanted, dtype=np.float64) * step)
            self._at = end
            if end - _KEEP > SAMPLE_RATE_HZ // 50:
                self._drop(int(end) - _KEEP)
            self._note(wanted, 0)
            return played

    def clear(self) -> None:
        """Forget what is waiting."""
        with self._lock:
            self._count, self._at, self._running = 0, 0.0, False

    def _note(self, played: int, concealed: int) -> None:
        if self._ever:
            self.played += played
            self.concealed += concealed

    def _follow_jitter(self, late_s: float) -> None:
        """Up at once to the 98th percentile of lateness plus a margin, down slowly."""
        self._late_s.append(late_s)
        self._pushes += 1
        if self._pushes % 10:
            return
        late = np.fromiter(self._late_s, np.float64)
        spread_ms = float(np.percentile(late, 98) - late.min()) * 1000 + JITTER_MARGIN_MS
        want = min(TARGET_MAX_MS, max(TARGET_MS, spread_ms)) * SAMPLE_RATE_HZ / 1000
        self._target += (want - self._target) * (1.0 if want > self._target else 0.05)

    def _step(self) -> float:
        """Samples read per sample played: a PI control on the stock, smoothed over some 2.5 s of 10 ms pulls."""
        self._error += 0.004 * (self._count - self._at - self._target - self._error)
        error_s = self._error / SAMPLE_RATE_HZ
        self._integral = max(-0.001, min(0.001, self._integral + error_s * 2e-6))
        return 1 + max(-RATE_SHARE_MAX, min(RATE_SHARE_MAX, error_s * 0.04 + self._integral))

    def _run_dry(self, wanted: int) -> Samples:
        """What is left with a fade of 5 ms at its end, then silence; it starts again with a full stock."""
        rest = self._kept[int(self._at) : self._count][:wanted]
        played = np.zeros(wanted, np.float32)
        played[: len(rest)] = rest
        fade = min(len(rest), SAMPLE_RATE_HZ // 200)
        if fade:
            played[len(rest) - fade : len(rest)] *= np.linspace(1, 0, fade, dtype=np.float32)
        self.underruns += 1
        self._note(wanted, wanted - len(rest))
        self._count, self._at, self._running = 0, 0.0, False
        return played

    def _drop(self, samples: int) -> None:
        kept = self._count - samples
        self._kept[:kept] = self._kept[samples : self._count]
        self._count, self._at = kept, max(0.0, self._at - samples)

    def _interpolate(self, at: NDArray[np.float64]) -> Samples:
        """Cubic Hermite over four neighbours: -113 dB of distortion at 440 Hz, -55 dB at 4 kHz, enough for speech."""
        whole = at.astype(np.int64)
        t = (at - whole).astype(np.float32)
        kept, last = self._kept, self._count - 1
        before, here = kept[np.maximum(whole - 1, 0)], kept[whole]
        after, beyond = kept[np.minimum(whole + 1, last)], kept[np.minimum(whole + 2, last)]
        slope = 0.5 * (after - before)
        square = before - 2.5 * here + 2 * after - 0.5 * beyond
        cube = 0.5 * (beyond - before) + 1.5 * (here - after)
        played: Samples = ((cube * t + square) * t + slope) * t + here
        return played
