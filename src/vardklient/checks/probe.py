"""The sound of the loop test, and what came back of it: played, heard, how much fainter and how much later.

One slow sweep through the band of speech, somewhat fainter than speech itself. It is weighed against the room's noise
at each frequency, and the echo is looked for by its energy in 20 ms, so that a room's whole answer counts and not its
first peak alone. Two sweeps of 1.5 s at -28 dBov show a loss of 55 dB in white noise of -60 dBov, 45 at -50 (measured,
on generated sound); one plain sweep of 150 to 14,000 Hz at -24 dBov showed 29 and 19. So a quiet room proves a headset.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Spectrum = NDArray[np.complex128]

RATE_HZ = 48_000
SWEEP_S = 1.5
AFTER_S = 0.8  # quiet after a sweep, for an echo that comes late
QUIET_S = 0.5  # before the first, to hear the room's noise
LEVEL_DBFS = -28.0  # 2 dB under speech as a call plays it: own choice, for the ear is nearest to it in a headset
_FROM_HZ, _TO_HZ = 250.0, 4_000.0
_FADE_S = 0.08
_BAND_HZ = (300.0, 3_400.0)  # telephone band, in which ITU-T G.122 weighs an echo's loss
_LATEST_S = 0.75
_ENERGY_S, _PEAK_S = 0.02, 0.001
_WINDOW_S = (0.005, 0.25)  # before and after the peak: the direct sound and the room's answer
_HEARD_DB = 6.0  # over the median: without an echo at most 2.8 in 240 recordings (measured)
_HEARD_DISTURBED_DB = 20.0  # while somebody speaks or knocks: own choice, real echoes then stand 30 and more
_DISTURBED_DB = 3.0  # so much more noise than in the quiet before; steady noise differs by less than 1 (measured)
_PIECE = 2048
_NOISE_LEAST = 1e-11  # -110 dBov: no room and no converter is more silent, and digital silence must not divide
_NOISE_SPAN = 1e-6
_FLAT_BANDS = 8


@dataclass(frozen=True, slots=True)
class SweepReading:
    """What came back of one sweep, or of several laid over each other.

    Attributes:
        heard: the echo stands out of the noise.
        delay_s: from being handed to the loudspeaker's stream until captured; of the likeliest place if not heard.
        loss_db: how much fainter, 300 to 3,400 Hz, weighed as ITU-T G.122 does.
        limit_db: the largest loss with which it would have been heard.
        uneven_db: the loudest band over the faintest of the echo: air and loudspeakers are never flat.
        dry_share: how much of the echo's energy comes within 2 ms: in a room, never nearly all.
    """

    heard: bool
    delay_s: float
    loss_db: float
    limit_db: float
    uneven_db: float
    dry_share: float


def make_sweep() -> NDArray[np.float32]:
    """The sound, (n,) at 48 kHz: it rises through four octaves and swells and fades softly."""
    t = np.arange(round(SWEEP_S * RATE_HZ)) / RATE_HZ
    pace = SWEEP_S / np.log(_TO_HZ / _FROM_HZ)
    sweep = np.sin(2 * np.pi * _FROM_HZ * pace * (np.exp(t / pace) - 1))
    fade = round(_FADE_S * RATE_HZ)
    edge = 0.5 - 0.5 * np.cos(np.pi * np.arange(fade) / fade)
    sweep[:fade] *= edge
    sweep[-fade:] *= edge[::-1]
    sweep *= 10 ** (LEVEL_DBFS / 20) / np.sqrt(np.mean(sweep**2))
    return np.asarray(sweep, np.float32)


def analyse(heard: NDArray[np.float32], quiet: NDArray[np.float32], sweep: NDArray[np.float32]) -> SweepReading:
    """What is in `heard`, whose first sample was captured when the first of `sweep` was handed to the loudspeaker.

    Args:
        heard: (n,), the sweep's length and `AFTER_S`.
        quiet: (m,) what was heard before, at least 0.1 s.
        sweep: as `make_sweep` makes it.
    """
    size = 1 << (heard.size + sweep.size).bit_length()
    latest, width = round(_LATEST_S * RATE_HZ), round(_ENERGY_S * RATE_HZ)
    received, sent = np.fft.rfft(heard, size), np.fft.rfft(sweep, size)
    bins_hz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    band = (bins_hz >= _BAND_HZ[0]) & (bins_hz <= _BAND_HZ[1])
    noise = np.interp(bins_hz, np.fft.rfftfreq(_PIECE, 1 / RATE_HZ), _density(quiet))
    matched = np.where(band, np.conj(sent) / noise, 0)
    answer = np.fft.irfft(received * matched, size)[:latest]
    energy = _energy(answer, _ENERGY_S)
    middle, top = float(np.median(energy)) + 1e-30, int(np.argmax(energy))
    expected = width * heard.size * 2 * float(np.sum(np.abs(sent[band]) ** 2 / noise[band])) / size**2
    disturbed = 10 * np.log10(middle / expected) > _DISTURBED_DB
    least_db = _HEARD_DISTURBED_DB if disturbed else _HEARD_DB
    itself = np.fft.irfft(sent * matched, size)
    whole = float(np.sum(itself[: width // 2] ** 2) + np.sum(itself[-width // 2 :] ** 2))
    near = slice(max(0, top - width), min(latest, top + width))
    first = near.start + int(np.argmax(_energy(answer[near], _PEAK_S)))
    loss_db, uneven_db, dry_share = _path(received, sent, band, bins_hz, first)
    return SweepReading(
        heard=10 * float(np.log10(float(energy[top]) / middle + 1e-30)) > least_db,
        delay_s=first / RATE_HZ,
        loss_db=loss_db,
        limit_db=10 * float(np.log10(whole / (middle * (10 ** (least_db / 10) - 1)))),
        uneven_db=uneven_db,
        dry_share=dry_share,
    )


def _energy(signal: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    """The energy in a window of so many seconds round each sample."""
    width = round(seconds * RATE_HZ)
    sums = np.concatenate(([0.0], np.cumsum(np.pad(signal, (width // 2, width - width // 2 - 1)) ** 2)))
    return np.asarray(sums[width:] - sums[:-width])


def _density(quiet: NDArray[np.float32]) -> NDArray[np.float64]:
    """The noise's power density: pieces of 43 ms, half of each in common with the next."""
    starts = range(0, quiet.size - _PIECE + 1, _PIECE // 2)
    window = np.hanning(_PIECE)
    pieces = [np.abs(np.fft.rfft(quiet[at : at + _PIECE] * window)) ** 2 for at in starts]
    power = np.mean(pieces, axis=0) / np.sum(window**2) if pieces else np.ones(_PIECE // 2 + 1)
    return np.asarray(np.maximum(power, power.max() * _NOISE_SPAN) + _NOISE_LEAST)


def _path(
    received: Spectrum, sent: Spectrum, band: NDArray[np.bool_], bins_hz: NDArray[np.floating], first: int
) -> tuple[float, float, float]:
    """Loss in dB, unevenness in dB and dry share of the echo that begins at sample `first`."""
    size = (received.size - 1) * 2
    power = np.abs(sent) ** 2
    transfer = np.where(band, received * np.conj(sent) / (power + power[band].mean() * 1e-2), 0)
    response = np.fft.irfft(transfer, size)
    before, after = (round(seconds * RATE_HZ) for seconds in _WINDOW_S)
    inside = np.arange(first - before, first + after) % size
    beside = (inside + 2 * after) % size  # as long, and with nothing in it but noise

    def gains(where: NDArray[np.int_]) -> NDArray[np.float64]:
        part = np.zeros(size)
        part[where] = response[where]
        return np.asarray(np.abs(np.fft.rfft(part)) ** 2)

    clean = gains(inside) - gains(beside)
    edges = np.geomspace(*_BAND_HZ, _FLAT_BANDS + 1)
    inner = [(bins_hz >= low * 1.05) & (bins_hz < high / 1.05) for low, high in pairwise(edges)]
    bands = np.maximum([float(clean[part].mean()) for part in inner], 1e-14)  # equal in log f, as G.122 weighs
    around = response[inside] ** 2
    dry = response[(first + np.arange(-96, 97)) % size] ** 2
    spread = 10 * float(np.log10(bands.max() / bands.min()))
    return -10 * float(np.log10(bands.mean())), spread, float(dry.sum() / (around.sum() + 1e-30))
