"""What both kinds of peers send: a talking head before a textured wall with sensor noise, and a humming, beeping voice.

Everything is made once per run and kept in files, because a generator that costs time would take it from the peers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FRAMES_HZ = 30
LOOP_FRAMES = 60
"""The head sways once in two seconds. The second half of the loop is the first one backwards, so 31 pictures do."""
NOISE_LUMA = 2.2
"""Standard deviation, about that of a webcam in a lit room (own choice)."""
SEED = 7

SAMPLE_RATE_HZ = 48_000
BLOCK_SAMPLES = 480
BEEP_HZ = (700.0, 1100.0, 1600.0, 2300.0, 3100.0)
"""In turn, so that a sound that comes up to 2.5 s late is still told from the next. No one is near a harmonic of
another or of the hum."""
BEEP_EVERY_S, BEEP_S = 0.5, 0.08
BEEP_PEAK, HUM_PEAK = 0.3, 0.05
HUM_HZ = 250.0
"""The hum never ceases, so that missing sound is found at any time, and no encoder takes the rest for silence."""


@dataclass(frozen=True, slots=True)
class Content:
    """Files of one run.

    Attributes:
        pictures: I420 pictures one after the other.
        sound: 2.5 s of mono float32 at 48 kHz; beep n begins at sample 24,000 n.
    """

    width: int
    height: int
    pictures: Path
    sound: Path

    @property
    def count(self) -> int:
        """How many pictures the file holds."""
        return LOOP_FRAMES // 2 + 1

    @property
    def picture_bytes(self) -> int:
        """The size of one I420 picture."""
        return self.width * self.height * 3 // 2


def make_content(folder: Path, width: int, height: int) -> Content:
    """Make the files, unless they are there."""
    content = Content(width, height, folder / f"head-{width}x{height}.i420", folder / "voice.f32")
    if not content.pictures.exists():
        with content.pictures.open("wb") as file:
            for picture in talking_head(width, height):
                file.write(picture.tobytes())
    if not content.sound.exists():
        content.sound.write_bytes(voice().tobytes())
    return content


def index_in_loop(number: int) -> int:
    """Which of the pictures is shown as the `number`th: there and back."""
    phase = number % LOOP_FRAMES
    return min(phase, LOOP_FRAMES - phase)


def talking_head(width: int, height: int) -> list[NDArray[np.uint8]]:
    """I420 pictures of shape (1.5 height, width) for half a loop."""
    random = np.random.default_rng(SEED)
    wall = _wall(random, width, height)
    hair = random.integers(20, 90, (height, width)).astype(np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return [_head(n, random, wall, hair, x, y) for n in range(LOOP_FRAMES // 2 + 1)]


def _wall(random: np.random.Generator, width: int, height: int) -> NDArray[np.float32]:
    coarse = random.integers(90, 190, (height // 16 + 1, width // 16 + 1)).repeat(16, 0).repeat(16, 1)
    wall = coarse[:height, :width].astype(np.float32)
    for _ in range(3):
        wall = (wall + np.roll(wall, 5, 0) + np.roll(wall, 5, 1) + np.roll(wall, -5, 1)) / np.float32(4)
    return wall


def _head(
    n: int,
    random: np.random.Generator,
    wall: NDArray[np.float32],
    hair: NDArray[np.float32],
    x: NDArray[np.float32],
    y: NDArray[np.float32],
) -> NDArray[np.uint8]:
    height, width = wall.shape
    phase = 2 * np.pi * n / LOOP_FRAMES
    centre_x, centre_y = width * (0.5 + 0.02 * np.cos(phase)), height * (0.50 + 0.012 * np.cos(2 * phase))

    def oval(half_width: float, half_height: float, below: float = 0.0) -> NDArray[np.bool_]:
        across, down = (x - centre_x) / (half_width * height), (y - centre_y - below * height) / (half_height * height)
        inside: NDArray[np.bool_] = across**2 + down**2 < 1
        return inside

    coat, head, face = oval(0.45, 0.45, 0.62), oval(0.22, 0.30), oval(0.17, 0.24, 0.02)
    mouth = oval(0.06, 0.012 + 0.03 * abs(np.sin(5 * phase)), 0.12)
    luma = np.select([mouth, face, head, coat], [90.0, 175.0, hair, 70.0], wall)
    luma = np.clip(luma + random.normal(0, NOISE_LUMA, luma.shape), 16, 235)
    blue, red = np.select([face, coat], [112, 150], 126), np.select([face, coat], [150, 108], 130)
    planes = [plane.astype(np.uint8).ravel() for plane in (luma, blue[::2, ::2], red[::2, ::2])]
    return np.concatenate(planes).reshape(height * 3 // 2, width)


def voice() -> NDArray[np.float32]:
    """One round of beeps over the hum, which joins its own beginning without a jump."""
    seconds = BEEP_EVERY_S * len(BEEP_HZ)
    t = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    samples = HUM_PEAK * np.sin(2 * np.pi * HUM_HZ * t)
    beep_samples = round(BEEP_S * SAMPLE_RATE_HZ)
    fade = np.minimum(1, np.arange(beep_samples)[::-1] / (0.01 * SAMPLE_RATE_HZ))
    for n, hz in enumerate(BEEP_HZ):
        at = round(n * BEEP_EVERY_S * SAMPLE_RATE_HZ)
        samples[at : at + beep_samples] += BEEP_PEAK * fade * np.sin(2 * np.pi * hz * t[:beep_samples])
    return samples.astype(np.float32)
