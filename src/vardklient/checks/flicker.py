"""Bands of lamp light that wander through the picture.

A lamp on the mains flickers at 100 Hz; a sensor that is read line by line sees that as bands. From picture to picture
the bands turn by 100 Hz times the time between: a third of a turn at 30 pictures a second. Nothing else in a room
turns so, neither people nor the camera's own exposure. At 20, 25 and 50 pictures a second the bands stand still, and
nobody can tell them from the wallpaper: then the verdict is unknown.

Measured as a lock-in amplifier does: the wave down both sides of the picture is turned back by what the bands must have
turned, and averaged. What moves otherwise cancels out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vardklient.checks.limits import FlickerLimits
from vardklient.checks.scene import Scene
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

LAMP_HZ = 100.0  # twice the mains of Europe
_SIDE_SHARE = 1 / 7  # of the picture's width, on each side: there is mostly wall
_BANDS = np.arange(0.75, 5.1, 0.25)  # in the picture's height: a sensor is read in 8-50 ms (own choice)
_BLOCK_S = 0.6  # the mains and the camera's clock drift apart by less than a tenth of a turn meanwhile
_ENOUGH = 12
_ENOUGH_S = 0.6
_DARK_LUMA = 12.0  # below, the sensor's noise is stronger than any band
_LUMA_FLOOR = 2.0
_JITTER_MAX_PERIODS = 0.25
_TOO_LITTLE = 1e-9

Waves = NDArray[np.complex128]


@dataclass(frozen=True, slots=True, eq=False)
class FlickerReading:
    """One picture.

    Attributes:
        at_s: when it was taken.
        seq: its number as the camera counts.
        rows_luma: (height of the small picture,) float32: the mean of each row over both sides.
        changes: whether anything in the picture differs from the one before; bands in a frozen picture do not turn.
    """

    at_s: float
    seq: int
    rows_luma: NDArray[np.float32]
    changes: bool = True


def measure(scene: Scene, at_s: float, seq: int, changes: bool = True) -> FlickerReading:
    """The brightness of the rows at both sides of the picture."""
    side = round(scene.luma.shape[1] * _SIDE_SHARE)
    left, right = scene.luma[:, :side], scene.luma[:, -side:]
    rows = [cv2.reduce(part, 1, cv2.REDUCE_AVG, dtype=cv2.CV_32F).ravel() for part in (left, right)]
    return FlickerReading(at_s, seq, ((rows[0] + rows[1]) / 2).astype(np.float32), changes)


def judge(readings: Sequence[FlickerReading], limits: FlickerLimits) -> Verdict:
    """The verdict over a window of readings; unknown until it spans .6 s, and where bands would not be seen to turn."""
    known = [reading for reading in readings if reading.rows_luma.size == readings[-1].rows_luma.size]
    measures: dict[str, float] = {}
    severity, advice = Severity.UNKNOWN, Advice.FLICKER_UNSURE
    times_s = _steady_s(known)
    if times_s is not None and any(reading.changes for reading in known[1:]):
        turns = LAMP_HZ * float(np.median(np.diff(times_s)))
        measures["turn_share"] = abs(turns - round(turns))
        if limits.standing_turn_share < measures["turn_share"] < 0.5 - limits.standing_turn_share:
            rows = np.stack([reading.rows_luma for reading in known]).astype(np.float64)
            measures |= _bands(rows, times_s)
    if "bands_share" in measures:
        severity, advice = Severity.GREEN, Advice.FLICKER_OK
        if measures["bands_share"] > limits.bands_share and measures["coherence_share"] > limits.coherence_share:
            severity, advice = Severity.YELLOW, Advice.FLICKER_SOME
    return Verdict(Check.FLICKER, severity, advice, measures, limits.as_measures())


def _steady_s(readings: Sequence[FlickerReading]) -> NDArray[np.float64] | None:
    """When the pictures were taken, freed of the jitter of their arrival; None where they came at no steady rate."""
    at_s = np.array([reading.at_s for reading in readings], np.float64)
    if len(readings) < _ENOUGH or at_s[-1] - at_s[0] < _ENOUGH_S:
        return None
    numbers = np.diff([reading.seq for reading in readings])
    period_s = float(np.median(np.diff(at_s) / np.maximum(1, numbers)))
    if period_s <= 0:
        return None
    passed = np.maximum(numbers, np.round(np.diff(at_s) / period_s))  # the driver drops pictures without a number
    index = np.concatenate([[0.0], np.cumsum(passed)])
    slope_s, start_s = np.polyfit(index, at_s, 1)
    steady_s = start_s + slope_s * index
    jitter_s = float(np.sqrt(np.mean((steady_s - at_s) ** 2)))
    return steady_s if jitter_s < _JITTER_MAX_PERIODS * slope_s else None


def _bands(rows: NDArray[np.float64], times_s: NDArray[np.float64]) -> dict[str, float]:
    """The strongest turning bands: their amplitude as a share of the light, and how much they turn as bands must.

    Nothing where it is too dark.
    """
    if rows.mean() < _DARK_LUMA:
        return {}
    height = rows.shape[1]
    change = np.log((rows + _LUMA_FLOOR) / (rows.mean(axis=0) + _LUMA_FLOOR))
    places = np.arange(height)[:, None] / height
    waves: Waves = change @ (np.exp(-2j * np.pi * _BANDS * places) * np.hanning(height)[:, None] * 4 / height)
    forward, backward = (_locked_power(waves, sign * times_s) for sign in (1.0, -1.0))
    best = int(np.argmax(forward))
    coherence = forward[best] / (forward[best] + backward[best] + _TOO_LITTLE)
    return {"bands_share": float(np.sqrt(forward[best])), "coherence_share": float(coherence)}


def _locked_power(waves: Waves, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """(bands,) the mean power of what turns with the lamp; negative times look for what turns the other way."""
    turned_back = waves * np.exp(-2j * np.pi * LAMP_HZ * times_s)[:, None]
    blocks = max(1, round(abs(times_s[-1] - times_s[0]) / _BLOCK_S))
    parts = np.array_split(turned_back, blocks)
    means = [np.average(part, axis=0, weights=np.hanning(len(part) + 2)[1:-1]) for part in parts]
    power: NDArray[np.float64] = np.mean(np.abs(means) ** 2, axis=0, dtype=np.float64)
    return power
