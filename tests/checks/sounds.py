"""Synthetic sounds for the tests of the sound checks: (n,) float32 at 48 kHz, the same each time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000


def noise(seconds: float, level_dbfs: float, seed: int = 1) -> NDArray[np.float32]:
    """White noise of that RMS level."""
    samples = np.random.default_rng(seed).standard_normal(int(seconds * RATE_HZ))
    return (samples * 10 ** (level_dbfs / 20)).astype(np.float32)


def voice(seconds: float, active_dbfs: float, floor_dbfs: float = -75.0) -> NDArray[np.float32]:
    """Syllables of noise in phrases with pauses between, standing out of a noise floor."""
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    talking = np.sin(2 * np.pi * 0.5 * t) > -0.3
    syllables = (0.35 + 0.65 * np.abs(np.sin(2 * np.pi * 2 * t))) * talking
    samples = np.random.default_rng(2).standard_normal(t.size) * syllables
    samples *= 10 ** (active_dbfs / 20) / np.sqrt(np.mean(samples[talking] ** 2))
    return (samples + noise(seconds, floor_dbfs)).astype(np.float32)


def tone(seconds: float, amplitude: float, hz: float = 997.0) -> NDArray[np.float32]:
    """A sine."""
    return (amplitude * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)
