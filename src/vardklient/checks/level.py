"""Is the speaker's level right? Active speech level, noise floor, and the verdict on the microphone.

Active speech level in the manner of ITU-T P.56: the level while somebody speaks, pauses left out, so that a slow
speaker is not called faint. Within 0.1 dB where speech stands 18 dB over the noise, 1.5 dB high at 5 dB, useless below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vardklient.base.units import SILENCE_DBFS
from vardklient.checks.sound_limits import LevelLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FRAME_S = 0.02
_HANGOVER_FRAMES = 10  # 200 ms, P.56
_MARGIN_DB = 15.9  # P.56: the threshold lies this far under the active level
_FLOOR_SHARE = 0.1  # the floor is the mean power of the quietest tenth
_STEP_DB = 0.5


@dataclass(frozen=True, slots=True)
class LevelReading:
    """What a recording holds.

    Attributes:
        active_dbfs: active speech level; a full-scale square wave is 0 (dBov).
        activity_share: share of the time in which somebody speaks, 0..1.
        noise_dbfs: level of the quietest tenth. While somebody speaks without a pause it reads too high.
        snr_db: active level over the floor.
        seconds: length of the recording.
    """

    active_dbfs: float
    activity_share: float
    noise_dbfs: float
    snr_db: float
    seconds: float


def rms_dbfs(samples: NDArray[np.float32]) -> float:
    """Level of all of it, pauses too; -120 for silence and for nothing. For meters, not for verdicts."""
    return to_db(float(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else SILENCE_DBFS


def frame_power(samples: NDArray[np.float32], rate_hz: int = 48_000) -> NDArray[np.float64]:
    """Mean power of each whole frame of 20 ms, its own mean taken off so that a constant offset is not sound."""
    length = int(rate_hz * _FRAME_S)
    count = samples.size // length
    frames = samples[: count * length].reshape(count, length).astype(np.float64)
    frames -= frames.mean(axis=1, keepdims=True)
    power: NDArray[np.float64] = np.mean(frames * frames, axis=1)
    return power


def to_db(power: float) -> float:
    """The level of a mean power in dBFS; -120 for nothing."""
    return max(SILENCE_DBFS, float(10 * np.log10(power))) if power > 0 else SILENCE_DBFS


def measure(samples: NDArray[np.float32], rate_hz: int = 48_000) -> LevelReading:
    """Measure `samples`, (n,) in -1..1. Best from one second on; never raises, not for an empty array either."""
    seconds = samples.size / rate_hz
    power = frame_power(samples, rate_hz)
    if not power.size:
        return LevelReading(SILENCE_DBFS, 0.0, SILENCE_DBFS, 0.0, seconds)
    quietest = np.sort(power)[: max(1, int(power.size * _FLOOR_SHARE))]
    noise_dbfs = to_db(float(quietest.mean()))
    active_dbfs, activity_share = _active_level(power)
    return LevelReading(active_dbfs, activity_share, noise_dbfs, active_dbfs - noise_dbfs, seconds)


def is_speech(reading: LevelReading, limits: LevelLimits) -> bool:
    """Did somebody speak? Judged by level alone: it stands out of the floor, for long enough."""
    return (
        reading.snr_db >= limits.speech_snr_db
        and reading.activity_share >= limits.activity_least_share
        and reading.activity_share * reading.seconds >= limits.speech_least_s
    )


def judge(reading: LevelReading, limits: LevelLimits) -> Verdict:
    """The verdict on the microphone. Without speech it is unknown: a faint voice and nobody speaking look alike."""
    severity, advice = _verdict_of(reading, limits)
    return Verdict(
        Check.MICROPHONE,
        severity,
        advice,
        measures={
            "active_dbfs": round(reading.active_dbfs, 1),
            "noise_dbfs": round(reading.noise_dbfs, 1),
            "snr_db": round(reading.snr_db, 1),
            "activity_share": round(reading.activity_share, 2),
        },
        limits={
            "red_below_dbfs": limits.red_below_dbfs,
            "green_from_dbfs": limits.green_from_dbfs,
            "green_to_dbfs": limits.green_to_dbfs,
            "red_above_dbfs": limits.red_above_dbfs,
        },
    )


def _verdict_of(reading: LevelReading, limits: LevelLimits) -> tuple[Severity, Advice]:
    level_dbfs = reading.active_dbfs
    if not is_speech(reading, limits):
        return Severity.UNKNOWN, Advice.MICROPHONE_NO_SPEECH
    if level_dbfs < limits.green_from_dbfs:
        return (Severity.RED if level_dbfs < limits.red_below_dbfs else Severity.YELLOW), Advice.MICROPHONE_LOW
    if level_dbfs > limits.green_to_dbfs:
        return (Severity.RED if level_dbfs > limits.red_above_dbfs else Severity.YELLOW), Advice.MICROPHONE_LOUD
    return Severity.GREEN, Advice.MICROPHONE_OK


def _active_level(power: NDArray[np.float64]) -> tuple[float, float]:
    """The level at which the threshold lies `_MARGIN_DB` under the level of what exceeds it, and the share of that."""
    total = float(power.sum())
    for threshold_db in np.arange(-80.0, 0.0, _STEP_DB):
        loud = power >= 10 ** (threshold_db / 10)
        if not loud.any():
            break
        active = np.convolve(loud, np.ones(_HANGOVER_FRAMES + 1))[: loud.size] > 0
        level_db = to_db(total / float(active.sum()))
        if level_db - threshold_db <= _MARGIN_DB:
            return level_db, float(active.mean())
    return to_db(total / power.size), 0.0
