"""Rooms, and what they do to speech: for tests that need neither devices nor time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vardklient.base.resources import resource
from vardklient.media.soundfile import read_wave

RATE_HZ, BLOCK = 48_000, 480

Sound = NDArray[np.float32]

_FRAME, _HOP, _BINS, _SEGMENT = 1229, 614, 2048, 30
"""25.6 ms with half of it in common; segments of 384 ms."""


def voice(seconds: float, begin_s: float = 0.0) -> Sound:
    """The shipped voice, from somewhere in it, again and again."""
    once = read_wave(resource("sounds/patient_voice.wav"))
    at = round(begin_s * RATE_HZ) + np.arange(round(seconds * RATE_HZ))
    return once[at % once.size]


def noise(seconds: float, dbfs: float, seed: int = 1) -> Sound:
    """A quiet room's steady hiss."""
    hiss = np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ)) * 10 ** (dbfs / 20)
    return hiss.astype(np.float32)


def echo_of(played: Sound, gain_db: float, delay_ms: float, reverberation_s: float = 0.25, seed: int = 2) -> Sound:
    """What a microphone hears of it: a direct sound and a dying tail, together `gain_db` of what is played."""
    length = round(reverberation_s * RATE_HZ)
    decay = np.exp(-6.9 * np.arange(length) / length)
    room = np.random.default_rng(seed).standard_normal(length) * decay
    room[0] += 3.0
    room *= 10 ** (gain_db / 20) / np.sqrt(np.sum(room**2))
    path = np.concatenate((np.zeros(round(delay_ms * RATE_HZ / 1000)), room))
    size = 1 << (played.size + path.size).bit_length()
    heard = np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(path, size), size)[: played.size]
    return heard.astype(np.float32)


def level_db(sound: Sound) -> float:
    """RMS."""
    return float(10 * np.log10(np.mean(np.asarray(sound, np.float64) ** 2) + 1e-20))


def aligned(reference: Sound, heard: Sound, most_s: float = 1.0) -> tuple[Sound, Sound]:
    """Both from the same word on, `heard` being up to `most_s` later: by correlating how loud they are, and finely."""
    size = 1 << (reference.size + heard.size).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(reference, size))
    correlation = np.abs(np.fft.irfft(spectrum, size)[: round(most_s * RATE_HZ)])
    delay = int(np.argmax(correlation))
    count = min(reference.size, heard.size - delay)
    return reference[:count], heard[delay : delay + count]


def _bands(sound: Sound) -> NDArray[np.float64]:
    """Amplitudes in 15 bands of a third of an octave from 150 Hz, (15, frames)."""
    starts = range(0, sound.size - _FRAME, _HOP)
    window = np.hanning(_FRAME)
    power = np.abs(np.array([np.fft.rfft(sound[at : at + _FRAME] * window, _BINS) for at in starts])) ** 2
    bins_hz = np.fft.rfftfreq(_BINS, 1 / RATE_HZ)
    centres = 150 * 2 ** (np.arange(15) / 3)
    inside = [(bins_hz >= centre / 2 ** (1 / 6)) & (bins_hz < centre * 2 ** (1 / 6)) for centre in centres]
    return np.sqrt(np.array([power[:, band].sum(axis=1) for band in inside]))


def _normal(segment: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    centred = segment - segment.mean(axis=axis, keepdims=True)
    return np.asarray(centred / (np.linalg.norm(centred, axis=axis, keepdims=True) + 1e-12))


def intelligibility(clean: Sound, heard: Sound) -> float:
    """ESTOI (Jensen and Taal, 2016), at 48 kHz: 1 as clean, below about 0.3 nothing is understood. Align first."""
    one, other = _bands(clean), _bands(heard)
    loudness = (one**2).sum(axis=0)
    spoken = loudness > loudness.max() * 1e-4  # 40 dB below the loudest is a pause
    one, other = one[:, spoken], other[:, spoken]
    scores = []
    for at in range(one.shape[1] - _SEGMENT + 1):
        pair = [_normal(_normal(bands[:, at : at + _SEGMENT], 1), 0) for bands in (one, other)]
        scores.append(np.sum(pair[0] * pair[1]) / _SEGMENT)
    return float(np.mean(scores))
