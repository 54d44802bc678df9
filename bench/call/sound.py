"""What was heard: beeps and the hum, found in what was pulled for the loudspeaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bench.call.content import BEEP_EVERY_S, BEEP_HZ, BEEP_PEAK, SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW, HOP = 240, 120
"""Samples: a beep is looked for in 5 ms every 2.5 ms."""
BEGUN_SHARE = 0.4
"""Of a beep's full peak: there it has begun. Own choice; half a window of beep gives 0.5."""
REST_HOPS = 40
"""A tone that was heard within the last 100 ms has not begun anew."""
ROUND_S = BEEP_EVERY_S * len(BEEP_HZ)
SILENT_RMS = 0.005
"""The hum has an RMS of 0.035."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Sound as it was pulled.

    Attributes:
        at_s: (n,) monotonic time of every block's first sample.
        samples: (n, block) float in -1..1.
    """

    at_s: NDArray[np.float64]
    samples: NDArray[np.float32]

    def silent(self) -> NDArray[np.bool_]:
        """(n,) Is there nothing in a block, not even the hum?"""
        if not len(self.at_s):
            return np.zeros(0, bool)
        quiet: NDArray[np.bool_] = np.sqrt(np.mean(self.samples.astype(np.float64) ** 2, axis=1)) < SILENT_RMS
        return quiet


def onsets(heard: Heard) -> list[tuple[float, int]]:
    """(monotonic time, which tone) of every beep that begins."""
    flat = heard.samples.ravel()
    if len(flat) < WINDOW:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(flat, WINDOW)[::HOP]
    t = np.arange(WINDOW) / SAMPLE_RATE_HZ
    tones = np.exp(-2j * np.pi * np.outer(t, BEEP_HZ))
    loud = np.abs(windows @ tones) * 2 / WINDOW >= BEGUN_SHARE * BEEP_PEAK
    found = []
    for tone in range(len(BEEP_HZ)):
        last = -REST_HOPS
        for hop in np.nonzero(loud[:, tone])[0]:
            if hop - last >= REST_HOPS:
                found.append((_time_s(heard, int(hop) * HOP + WINDOW // 2), tone))
            last = int(hop)
    return sorted(found)


def _time_s(heard: Heard, sample: int) -> float:
    block, rest = divmod(sample, heard.samples.shape[1])
    return float(heard.at_s[block] + rest / SAMPLE_RATE_HZ)


def beep_latencies_s(heard: Heard, beeps: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    """(when it was heard, how late) of every beep that was recognised; `beeps` are (number, monotonic time)."""
    latest: dict[int, float] = {}
    found = []
    events = sorted([(at_s, number % len(BEEP_HZ), True) for number, at_s in beeps])
    events += [(at_s, tone, False) for at_s, tone in onsets(heard)]
    for at_s, tone, said in sorted(events):
        if said:
            latest[tone] = at_s
        elif tone in latest:
            late_s = at_s - latest.pop(tone)  # one beep is heard once
            if late_s < ROUND_S:
                found.append((at_s, late_s))
    return found
