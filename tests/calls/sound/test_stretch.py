"""Shorter and longer without another pitch and without a click."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.calls.sound.line import voice
from vardklient.calls.sound.stretch import LONGEST_LAG, NEEDED_SAMPLES, SHORTEST_LAG, find_lag, lengthen, shorten

RATE_HZ = 48_000


def tone(hz: float, samples: int = 4 * NEEDED_SAMPLES) -> NDArray:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(samples) / RATE_HZ)).astype(np.float32)


def peak_hz(sound: NDArray) -> float:
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 1 << 18))
    return float(np.argmax(power) * RATE_HZ / (1 << 18))


@pytest.mark.parametrize("hz", [85, 120, 233.3, 400, 1000])
def test_a_lag_is_whole_periods(hz: float) -> None:
    lag, likeness = find_lag(tone(hz))
    assert SHORTEST_LAG <= lag <= LONGEST_LAG
    periods = lag * hz / RATE_HZ
    assert periods == pytest.approx(round(periods), abs=hz / RATE_HZ + 0.03)
    assert likeness > 0.99


def test_noise_is_unlike_itself_and_silence_may_be_cut_anywhere() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, NEEDED_SAMPLES).astype(np.float32)
    assert find_lag(noise).likeness < 0.4
    assert find_lag(noise * 0.01) == (LONGEST_LAG, 1.0)
    assert find_lag(np.zeros(NEEDED_SAMPLES, np.float32)).likeness == 1.0


@pytest.mark.parametrize("change", [shorten, lengthen])
@pytest.mark.parametrize("hz", [110, 220, 440])
def test_pitch_stays_and_nothing_clicks(change, hz: float) -> None:
    sound, pieces = tone(hz, RATE_HZ), []
    while len(sound) >= 2 * NEEDED_SAMPLES:
        lag, _ = find_lag(sound)
        changed = change(sound[: 2 * NEEDED_SAMPLES], lag)
        pieces.append(changed)
        sound = sound[2 * NEEDED_SAMPLES :]
    made = np.concatenate(pieces)
    assert len(made) / (RATE_HZ - len(sound)) == pytest.approx(0.75 if change is shorten else 1.25, abs=0.13)
    assert peak_hz(made) == pytest.approx(hz, rel=0.01)
    assert np.abs(np.diff(made)).max() < 1.3 * np.abs(np.diff(tone(hz))).max()


@pytest.mark.parametrize("change", [shorten, lengthen])
def test_its_ends_stay_so_that_it_fits_between_its_neighbours(change) -> None:
    sound = voice()[24_000 : 24_000 + NEEDED_SAMPLES]
    lag, _ = find_lag(sound)
    made = change(sound, lag)
    assert len(made) == NEEDED_SAMPLES + (-lag if change is shorten else lag)
    assert made[0] == pytest.approx(sound[0], abs=0.01)
    assert made[-1] == pytest.approx(sound[-1], abs=0.01)
    assert np.abs(np.diff(made)).max() < 1.2 * np.abs(np.diff(sound)).max()
