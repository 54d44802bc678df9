"""Sound files: read once into memory, and played as if somebody spoke into a microphone."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vardklient.base.errors import DeviceMissing
from vardklient.media.pacedsound import PacedMicrophone
from vardklient.ports.sound import SAMPLE_RATE_HZ, SoundState


def read_wave(path: Path) -> NDArray[np.float32]:
    """The sound of a WAV file of whole numbers, as (n,) float32 mono at 48 kHz, whatever its rate and channels.

    Raises:
        DeviceMissing: there is no such file, or it is not such a WAV file.
    """
    try:
        with wave.open(str(path), "rb") as file:
            raw, width = file.readframes(file.getnframes()), file.getsampwidth()
            channels, rate_hz = file.getnchannels(), file.getframerate()
    except (OSError, EOFError, wave.Error) as error:
        raise DeviceMissing(f"{path.name} cannot be played: {str(error) or 'it is cut short'}") from error
    samples = _to_float(raw, width)
    mono = samples[: samples.size // channels * channels].reshape(-1, channels).mean(axis=1)
    return resample(mono.astype(np.float32), rate_hz)


def resample(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float32]:
    """From `rate_hz` to 48 kHz, in one piece by Fourier transform: exact in the band, and seamless in a loop."""
    if rate_hz == SAMPLE_RATE_HZ or samples.size == 0:
        return samples
    count = max(1, round(samples.size * SAMPLE_RATE_HZ / rate_hz))
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return (np.fft.irfft(spectrum, count) * (count / samples.size)).astype(np.float32)


def _to_float(raw: bytes, width: int) -> NDArray[np.float32]:
    """PCM of 8 (unsigned), 16, 24 or 32 bits, little-endian, as -1..1."""
    if width == 1:
        return (np.frombuffer(raw, np.uint8).astype(np.float32) - np.float32(128)) / np.float32(128)
    whole = np.frombuffer(raw[: len(raw) // width * width], np.uint8).reshape(-1, width)
    padded = np.zeros((whole.shape[0], 4), np.uint8)
    padded[:, 4 - width :] = whole
    return (padded.view("<i4")[:, 0] / 2**31).astype(np.float32)


class FileMicrophone(PacedMicrophone):
    """A WAV file as a microphone, at its own pace; silence after its end, or from the beginning again with `loop`.

    A file that cannot be read makes the state MISSING, and silence.
    """

    def __init__(self, path: Path, loop: bool = True) -> None:
        super().__init__(path.name, SoundState.RUNNING)
        self._path = path
        self._loop = loop
        self._at = 0
        self._sound: NDArray[np.float32] = np.zeros(0, np.float32)

    def start(self) -> None:
        """Read the file and begin at its beginning."""
        if self.state is not SoundState.CLOSED:
            return
        self._at = 0
        try:
            self._sound, self._running = read_wave(self._path), SoundState.RUNNING
        except DeviceMissing:
            self._sound, self._running = np.zeros(0, np.float32), SoundState.MISSING
        super().start()

    def _next(self, count: int) -> NDArray[np.float32]:
        sound, at = self._sound, self._at
        self._at += count
        if self._loop and sound.size:
            return sound[np.arange(at, at + count) % sound.size]
        block: NDArray[np.float32] = np.zeros(count, np.float32)
        rest = sound[at : at + count]
        block[: rest.size] = rest
        return block
