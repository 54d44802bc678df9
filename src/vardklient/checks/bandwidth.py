"""How much of the voice comes through? The upper edge of what the chain passes; Bluetooth call modes cut at 4 or 8 kHz.

A chain that cuts leaves nothing above its edge, not in the sharpest "s" and not of the microphone's own noise. A voice
that merely has little up there does leave something. Needs speech: near silence there is nothing on either side of any
edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vardklient.checks import level
from vardklient.checks.sound_limits import BandwidthLimits, LevelLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EDGES_HZ = (4_000.0, 8_000.0)  # CVSD and mSBC, sampled at 8 and 16 kHz
_PIECE = 4096
# Bands as shares of the edge. The filters of codecs fall off from 0.85 on; a resampler leaves its images up to 1.08.
_BELOW, _ABOVE, _FAR_ABOVE = (0.72, 0.90), (1.08, 1.45), (1.45, 2.6)
_DROP_DB = 20.0  # measured, with _EMPTY_DB: speech sampled at 8 and 16 kHz, and wide
_EMPTY_DB = -75.0  # density in a band, as the level that it would have over the whole width
_LOUD_SHARE = 0.05  # the loudest twentieth of the pieces: fricatives


@dataclass(frozen=True, slots=True)
class BandwidthReading:
    """What was heard.

    Attributes:
        upper_hz: the edge that was found, or half the sampling rate where there is none.
        spoken: there was speech for long enough.
        spoken_s: for how long.
    """

    upper_hz: float
    spoken: bool
    spoken_s: float


def measure(
    samples: NDArray[np.float32], speech: LevelLimits, limits: BandwidthLimits, rate_hz: int = 48_000
) -> BandwidthReading:
    """Measure `samples`, (n,) in -1..1, in which somebody speaks."""
    reading = level.measure(samples, rate_hz)
    spoken_s = reading.activity_share * reading.seconds
    spoken = (
        level.is_speech(reading, speech)
        and spoken_s >= limits.speech_least_s
        and reading.active_dbfs >= limits.speech_least_dbfs
    )
    return BandwidthReading(_edge_hz(samples, rate_hz) if spoken else rate_hz / 2, spoken, spoken_s)


def judge(reading: BandwidthReading, limits: BandwidthLimits) -> Verdict:
    """Unknown without speech: on near-silence every chain looks wide."""
    if not reading.spoken:
        severity, advice = Severity.UNKNOWN, Advice.BANDWIDTH_UNSURE
    elif reading.upper_hz < limits.red_below_hz:
        severity, advice = Severity.RED, Advice.BANDWIDTH_CALL_MODE
    elif reading.upper_hz < limits.yellow_below_hz:
        severity, advice = Severity.YELLOW, Advice.BANDWIDTH_SOME
    else:
        severity, advice = Severity.GREEN, Advice.BANDWIDTH_OK
    measures = {"spoken_s": round(reading.spoken_s, 1)}
    return Verdict(
        Check.BANDWIDTH,
        severity,
        advice,
        measures={"upper_hz": reading.upper_hz, **measures} if reading.spoken else measures,
        limits={
            "red_below_hz": limits.red_below_hz,
            "yellow_below_hz": limits.yellow_below_hz,
            "speech_least_s": limits.speech_least_s,
        },
    )


def _edge_hz(samples: NDArray[np.float32], rate_hz: int) -> float:
    """The lowest edge above which there is nothing, else half the sampling rate."""
    count = samples.size // _PIECE
    window = np.hanning(_PIECE)
    pieces = samples[: count * _PIECE].reshape(count, _PIECE).astype(np.float64) * window
    power = np.abs(np.fft.rfft(pieces, axis=1)) ** 2 / np.sum(window**2)
    bins_hz = np.fft.rfftfreq(_PIECE, 1 / rate_hz)

    def loudest_db(edge_hz: float, band: tuple[float, float]) -> float:
        inside = (bins_hz > edge_hz * band[0]) & (bins_hz < edge_hz * band[1])
        of_pieces = np.sort(np.median(power[:, inside], axis=1))
        return level.to_db(float(of_pieces[-max(1, round(count * _LOUD_SHARE)) :].mean()))

    for edge_hz in _EDGES_HZ:
        above_db = max(loudest_db(edge_hz, _ABOVE), loudest_db(edge_hz, _FAR_ABOVE))
        if above_db < _EMPTY_DB and loudest_db(edge_hz, _BELOW) - above_db > _DROP_DB:
            return edge_hz
    return rate_hz / 2
