"""Does the mains hum? Lines at 50 or 60 Hz and their harmonics that stand out of what is beside them, and stay.

A voice has lines there too, but they move: a line counts only if it is as strong in each quarter of the recording.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vardklient.base.units import SILENCE_DBFS
from vardklient.checks import silence
from vardklient.checks.level import to_db
from vardklient.checks.sound_limits import HumLimits, SilenceLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAINS_HZ = (50.0, 60.0)
LINES = 5
"""Of each mains: itself and its first harmonics."""
# A Hann window over one second makes a line 4 Hz wide; the mains itself wanders by 0.1 Hz.
_ON_HZ, _NEAR_FROM_HZ, _NEAR_TO_HZ = 1.0, 3.0, 20.0
_QUARTERS = 4
_FLOOR = 1e-16  # digital silence, so that a ratio to it is finite


@dataclass(frozen=True, slots=True)
class HumReading:
    """The stronger of both mains.

    Attributes:
        prominence_db: how far its strongest line stands over its neighbourhood.
        hum_dbfs: level of all lines that stand out, together; -120 if none does.
        wander_db: how much the strongest line differs between the quarters of the recording.
        mains_hz: 50 or 60.
        peak_lsb: the largest sample in steps of 16 bits; a muted microphone has none.
        seconds: length of the recording.
    """

    prominence_db: float
    hum_dbfs: float
    wander_db: float
    mains_hz: float
    peak_lsb: float
    seconds: float


def measure(samples: NDArray[np.float32], limits: HumLimits, rate_hz: int = 48_000) -> HumReading:
    """Measure `samples`, (n,) in -1..1, at best a second in which nobody speaks. Never raises."""
    heard = silence.measure(samples, rate_hz)
    if heard.seconds < limits.least_s:
        return HumReading(0.0, SILENCE_DBFS, 0.0, MAINS_HZ[0], heard.peak_lsb, heard.seconds)
    centred = samples.astype(np.float64) - float(samples.mean(dtype=np.float64))
    window = np.hanning(centred.size)
    power = np.abs(np.fft.rfft(centred * window)) ** 2 * 2 / window.sum() ** 2
    bins_hz = np.fft.rfftfreq(centred.size, 1 / rate_hz)
    found = [_lines(power, bins_hz.astype(np.float64), mains_hz, limits.prominent_db) for mains_hz in MAINS_HZ]
    strongest = max(range(len(found)), key=lambda at: (found[at][1], found[at][0]))
    prominence_db, hum_dbfs, line_hz = found[strongest]
    wander_db = _wander_db(centred, line_hz, rate_hz)
    return HumReading(prominence_db, hum_dbfs, wander_db, MAINS_HZ[strongest], heard.peak_lsb, heard.seconds)


def judge(reading: HumReading, limits: HumLimits, muted: SilenceLimits) -> Verdict:
    """Unknown for what is too short, for a muted microphone, and for lines that do not stay: somebody speaks."""
    if reading.seconds < limits.least_s or reading.peak_lsb <= muted.peak_lsb:
        severity, advice = Severity.UNKNOWN, Advice.HUM_UNSURE
    elif reading.hum_dbfs <= limits.yellow_above_dbfs:
        severity, advice = Severity.GREEN, Advice.HUM_OK
    elif reading.wander_db > limits.wander_most_db:
        severity, advice = Severity.UNKNOWN, Advice.HUM_UNSURE
    elif reading.hum_dbfs <= limits.red_above_dbfs:
        severity, advice = Severity.YELLOW, Advice.HUM_SOME
    else:
        severity, advice = Severity.RED, Advice.HUM_LOUD
    return Verdict(
        Check.HUM,
        severity,
        advice,
        measures={
            "hum_dbfs": round(reading.hum_dbfs, 1),
            "prominence_db": round(reading.prominence_db, 1),
            "wander_db": round(reading.wander_db, 1),
            "mains_hz": reading.mains_hz,
        },
        limits={
            "prominent_db": limits.prominent_db,
            "yellow_above_dbfs": limits.yellow_above_dbfs,
            "red_above_dbfs": limits.red_above_dbfs,
            "wander_most_db": limits.wander_most_db,
        },
    )


def _lines(
    power: NDArray[np.float64], bins_hz: NDArray[np.float64], mains_hz: float, prominent_db: float
) -> tuple[float, float, float]:
    """Prominence of the strongest line in dB, level of all prominent ones in dBFS, and where the strongest is in Hz."""
    best, total, at_hz = (0.0, SILENCE_DBFS), 0.0, mains_hz
    for line_hz in mains_hz * np.arange(1, LINES + 1):
        away_hz = np.abs(bins_hz - line_hz)
        line = float(power[away_hz <= _ON_HZ].max())
        beside = float(np.median(power[(away_hz > _NEAR_FROM_HZ) & (away_hz < _NEAR_TO_HZ)]))
        prominence_db = 10 * float(np.log10((line + _FLOOR) / (beside + _FLOOR)))
        if prominence_db <= prominent_db:
            best = max(best, (prominence_db, SILENCE_DBFS))
            continue
        total += line
        if (prominence_db, to_db(line)) > best:
            best, at_hz = (prominence_db, to_db(line)), float(line_hz)
    return best[0], to_db(total), at_hz


def _wander_db(samples: NDArray[np.float64], line_hz: float, rate_hz: int) -> float:
    """The strongest quarter of that line over the weakest."""
    length = samples.size // _QUARTERS
    turn = np.exp(-2j * np.pi * line_hz * np.arange(length) / rate_hz) * np.hanning(length)
    sizes = np.abs(samples[: length * _QUARTERS].reshape(_QUARTERS, length) @ turn) ** 2 / turn.size**2
    return 10 * float(np.log10((sizes.max() + _FLOOR) / (sizes.min() + _FLOOR)))
