"""Films and sounds that stand in for a camera and a microphone of a browser."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vardklient.base.resources import resource
from vardklient.media.soundfile import read_wave

SIZE = (640, 360)
FRAMES_PER_S = 15
SAMPLE_RATE_HZ = 48_000


def write_y4m(path: Path, frames: Iterable[NDArray[np.uint8]], frames_per_s: int = FRAMES_PER_S) -> Path:
    """BGR pictures of one even size, as raw film that Chromium takes for a camera."""
    with path.open("wb") as file:
        header = b""
        for frame in frames:
            height, width = frame.shape[:2]
            if not header:
                header = f"YUV4MPEG2 W{width} H{height} F{frames_per_s}:1 Ip A1:1 C420jpeg\n".encode()
                file.write(header)
            file.write(b"FRAME\n" + np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420)).tobytes())
    return path


def coloured_film(path: Path, bgr: tuple[int, int, int], seconds: float = 2.0) -> Path:
    """A plain colour on which a white bar wanders, so that every picture differs from the one before."""
    width, height = SIZE
    count = int(seconds * FRAMES_PER_S)

    def frame(number: int) -> NDArray[np.uint8]:
        picture = np.full((height, width, 3), bgr, np.uint8)
        left = number * (width - 20) // count
        picture[height - 60 :, left : left + 20] = 255
        return picture

    return write_y4m(path, (frame(number) for number in range(count)))


def film_of(path: Path, clip: Path, seconds: float = 4.0) -> Path:
    """The beginning of a recorded clip, scaled to `SIZE`."""
    reader = cv2.VideoCapture(str(clip))
    pictures: list[NDArray[np.uint8]] = []
    while len(pictures) < seconds * FRAMES_PER_S:
        there, picture = reader.read()
        if not there:
            break
        pictures.append(np.asarray(cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA), np.uint8))
    reader.release()
    return write_y4m(path, pictures)


def write_wav(path: Path, samples: NDArray[np.float32]) -> Path:
    """Mono, 48,000 samples a second, -1..1."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def speech(path: Path) -> Path:
    """The shipped voice, for a browser's microphone: a browser's noise suppression may take tones and beeps away."""
    return write_wav(path, read_wave(resource("sounds/patient_voice.wav")))
