"""Pictures of somebody who talks: a textured wall, a head that sways, a mouth that moves, noise of a sensor."""

from __future__ import annotations

import functools
from fractions import Fraction

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray

CLOCK = Fraction(1, 90_000)
LOOP = 30
"""Pictures after which it begins again, without a jump."""


@functools.cache
def talking(width: int, height: int, seed: int = 7) -> list[NDArray[np.uint8]]:
    """One loop, each I420 of shape (height * 3 / 2, width); even sides."""
    noise = np.random.default_rng(seed)
    wall = noise.integers(90, 190, (height // 16 + 1, width // 16 + 1)).repeat(16, 0).repeat(16, 1)[:height, :width]
    soft: NDArray[np.float64] = wall.astype(np.float64)
    for _ in range(3):
        soft = (soft + np.roll(soft, 5, 0) + np.roll(soft, 5, 1) + np.roll(soft, -5, 1)) / 4
    hair = noise.integers(20, 90, (height, width))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    found = []
    for count in range(LOOP):
        phase = 2 * np.pi * count / LOOP
        dx = (x - width * (0.5 + 0.02 * np.sin(phase))) / height
        dy = (y - height * (0.45 + 0.012 * np.sin(2 * phase))) / height
        body = (dx / 0.45) ** 2 + ((dy - 0.62) / 0.45) ** 2 < 1
        face = (dx / 0.17) ** 2 + ((dy - 0.02) / 0.24) ** 2 < 1
        mouth = (dx / 0.06) ** 2 + ((dy - 0.12) / (0.012 + 0.03 * abs(np.sin(5 * phase)))) ** 2 < 1
        luma = np.where(body, 70, soft)
        luma = np.where((dx / 0.22) ** 2 + (dy / 0.30) ** 2 < 1, hair, luma)
        luma = np.where(mouth, 90, np.where(face, 175, luma)) + noise.normal(0, 2.2, luma.shape)
        u, v = np.where(face, 112, np.where(body, 150, 126)), np.where(face, 150, np.where(body, 108, 130))
        planes = np.clip(luma, 16, 235), u[::2, ::2], v[::2, ::2]
        found.append(np.concatenate([p.astype(np.uint8).ravel() for p in planes]).reshape(height * 3 // 2, width))
    return found


def picture(count: int, width: int, height: int, hz: int = 30) -> av.VideoFrame:
    """The picture with this number, in yuv420p, with its time."""
    found = av.VideoFrame.from_ndarray(talking(width, height)[count % LOOP], format="yuv420p")
    found.pts, found.time_base = count * 90_000 // hz, CLOCK
    return found


def decoder(name: str) -> VideoCodecContext:
    """A decoder of PyAV: "libvpx" or "h264"."""
    found = av.CodecContext.create(name, "r")
    assert isinstance(found, VideoCodecContext)
    return found


def queue_s(bits: list[int], bps: float, hz: int = 30) -> float:
    """The longest wait before a line of this rate, when pictures of these sizes come regularly."""
    waiting = longest = 0.0
    for size in bits:
        waiting += size
        longest = max(longest, waiting / bps)
        waiting = max(0.0, waiting - bps / hz)
    return longest


def longest_gap(sent: list[bool]) -> int:
    """The most pictures in a row that were left out."""
    return max(len(run) for run in "".join("x" if s else "." for s in sent).split("x"))
