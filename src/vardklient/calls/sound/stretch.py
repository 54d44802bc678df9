"""Sound made a little shorter or longer without a change of pitch: a period of the voice is taken out or put in twice.

As WSOLA does: the place where the sound is most like itself one lag later is where it can be cut, and the cut is faded
over. Pure.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SHORTEST_LAG, LONGEST_LAG = 120, 600
"""2.5 to 12.5 ms at 48 kHz: voices from 80 to 400 Hz, two periods of the highest ones."""
OVERLAP = 360
"""7.5 ms are compared, and faded over."""
NEEDED_SAMPLES = LONGEST_LAG + OVERLAP
"""20 ms: how much sound must be there."""
QUIET_RMS = 10 ** (-50 / 20)
"""-50 dBFS; so quiet a sound can be cut anywhere. The limit of a noisy room (facts)."""
_COARSE = 4
_FINE = 3
_TINY = 1e-9


class Lag(NamedTuple):
    """Where sound is like itself.

    Attributes:
        samples: how much later.
        likeness: normalised correlation, -1..1; 1 where the sound is too quiet for a cut to be heard.
    """

    samples: int
    likeness: float


def find_lag(sound: Samples) -> Lag:
    """How much later the beginning of `sound`, (NEEDED_SAMPLES or more,), comes again. Takes some 0.05 ms."""
    piece = sound[:NEEDED_SAMPLES]
    if float(np.dot(piece, piece)) < QUIET_RMS**2 * len(piece):
        return Lag(LONGEST_LAG, 1.0)
    rough = piece.reshape(-1, _COARSE).mean(axis=1)
    first, last = SHORTEST_LAG // _COARSE, LONGEST_LAG // _COARSE
    near = (first + _best(rough, OVERLAP // _COARSE, first, last)[0]) * _COARSE
    first, last = max(SHORTEST_LAG, near - _FINE), min(LONGEST_LAG, near + _FINE)
    index, likeness = _best(piece, OVERLAP, first, last)
    return Lag(first + index, likeness)


def _best(sound: Samples, width: int, first: int, last: int) -> tuple[int, float]:
    """Which window from `first` to `last` is most like the one at 0, and how much."""
    windows = sliding_window_view(sound, width)
    here, later = windows[0], windows[first : last + 1]
    power = np.einsum("ij,ij->i", later, later) * np.dot(here, here)
    likeness = (later @ here) / np.sqrt(power + _TINY)
    index = int(np.argmax(likeness))
    return index, float(likeness[index])


def shorten(sound: Samples, lag: int) -> Samples:
    """`sound` without `lag` samples near its beginning; its first and last samples stay."""
    return np.concatenate((_fade(sound[:OVERLAP], sound[lag : lag + OVERLAP]), sound[lag + OVERLAP :]))


def lengthen(sound: Samples, lag: int) -> Samples:
    """`sound` with its first `lag` samples heard twice; its first and last samples stay."""
    again = _fade(sound[lag : lag + OVERLAP], sound[:OVERLAP])
    return np.concatenate((sound[:lag], again, sound[OVERLAP:]))


_RISING = (np.arange(1, OVERLAP + 1) / (OVERLAP + 1)).astype(np.float32)


def _fade(before: Samples, after: Samples) -> Samples:
    faded: Samples = before + (after - before) * _RISING
    return faded
