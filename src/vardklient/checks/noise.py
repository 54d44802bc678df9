"""Is it quiet round the speaker? The noise floor in a second in which nobody speaks.

A second of its own, because the pauses in speech read too high: a true floor of -90 dBov read -61.5 (measured). The
lines of the mains are left out: they are hum, have a remedy of their own, and at 50 Hz are hardly heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vardklient.base.units import SILENCE_DBFS
from vardklient.checks import silence
from vardklient.checks.hum import LINES, MAINS_HZ
from vardklient.checks.level import frame_power, to_db
from vardklient.checks.sound_limits import NoiseLimits, SilenceLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LINE_HALF_WIDTH_HZ = 3.0
_LOWEST_HZ = 20.0  # below it nothing is heard, and a draught or a touched table is not noise


@dataclass(frozen=True, slots=True)
class NoiseReading:
    """What a quiet second holds.

    Attributes:
        noise_dbfs: level of the quieter half, in frames of 20 ms; a full-scale square wave is 0 (dBov).
        spread_db: how far the louder tenth of the frames stands over the quieter tenth. Steady noise has 2 to 6
            (measured), speech 20 and more.
        peak_lsb: the largest sample in steps of 16 bits; a muted microphone has none.
        seconds: length of the recording.
    """

    noise_dbfs: float
    spread_db: float
    peak_lsb: float
    seconds: float


def measure(samples: NDArray[np.float32], rate_hz: int = 48_000) -> NoiseReading:
    """Measure `samples`, (n,) in -1..1, in which nobody should speak. Never raises."""
    power = frame_power(_without_mains(samples, rate_hz), rate_hz)
    heard = silence.measure(samples, rate_hz)
    if not power.size:
        return NoiseReading(SILENCE_DBFS, 0.0, heard.peak_lsb, heard.seconds)
    quieter = np.sort(power)[: max(1, power.size // 2)]
    low, high = (to_db(float(np.quantile(power, share))) for share in (0.1, 0.9))
    return NoiseReading(to_db(float(quieter.mean())), high - low, heard.peak_lsb, heard.seconds)


def judge(reading: NoiseReading, limits: NoiseLimits, muted: SilenceLimits) -> Verdict:
    """Green if the quieter half is quiet, whoever spoke meanwhile; else unknown unless the noise was steady.

    A muted microphone hears no noise either: unknown.
    """
    severity, advice = _verdict_of(reading, limits, muted)
    return Verdict(
        Check.NOISE,
        severity,
        advice,
        measures={
            "noise_dbfs": round(reading.noise_dbfs, 1),
            "spread_db": round(reading.spread_db, 1),
            "listened_s": round(reading.seconds, 2),
        },
        limits={
            "noise_some_dbfs": limits.yellow_above_dbfs,
            "noise_loud_dbfs": limits.red_above_dbfs,
            "spread_most_db": limits.spread_most_db,
        },
    )


def _verdict_of(reading: NoiseReading, limits: NoiseLimits, muted: SilenceLimits) -> tuple[Severity, Advice]:
    if reading.seconds < limits.least_s or reading.peak_lsb <= muted.peak_lsb:
        return Severity.UNKNOWN, Advice.NOISE_UNSURE
    if reading.noise_dbfs <= limits.yellow_above_dbfs:
        return Severity.GREEN, Advice.NOISE_OK
    if reading.spread_db > limits.spread_most_db:
        return Severity.UNKNOWN, Advice.NOISE_UNSURE
    if reading.noise_dbfs <= limits.red_above_dbfs:
        return Severity.YELLOW, Advice.NOISE_SOME
    return Severity.RED, Advice.NOISE_LOUD


def _without_mains(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """The sound without what is below hearing and without the mains and its harmonics."""
    if not samples.size:
        return samples
    spectrum = np.fft.rfft(samples)
    bins_hz = np.fft.rfftfreq(samples.size, 1 / rate_hz)
    out = bins_hz < _LOWEST_HZ
    for mains_hz in MAINS_HZ:
        for line_hz in mains_hz * np.arange(1, LINES + 1):
            out |= np.abs(bins_hz - line_hz) <= _LINE_HALF_WIDTH_HZ
    spectrum[out] = 0
    return np.fft.irfft(spectrum, samples.size).astype(np.float32)
