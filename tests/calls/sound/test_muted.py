"""Speech into a muted microphone is noticed by its loudness; other sounds are not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.calls.sound.line import voice
from vardklient.calls.sound.muted import QUIET_AFTER_S, MutedTalk

RATE_HZ = 48_000
SECONDS = 15


def noise(dbfs: float, seconds: float = SECONDS) -> NDArray:
    return np.random.default_rng(2).normal(0, 10 ** (dbfs / 20), int(seconds * RATE_HZ)).astype(np.float32)


def spoken(seconds: float = SECONDS, gain: float = 0.3) -> NDArray:
    """Sentences of 1.5 s with pauses of half a second between."""
    sound = np.resize(voice(), int(seconds * RATE_HZ))
    return (gain * sound * (np.arange(len(sound)) % (2 * RATE_HZ) > RATE_HZ // 2)).astype(np.float32)


def told(sound: NDArray, talk: MutedTalk | None = None, block: int = 480, began_s: float = 0.0) -> list[float]:
    talk = talk or MutedTalk()
    times_s = [n / RATE_HZ for n in range(0, len(sound) - block + 1, block)]
    return [at_s for at_s in times_s if talk.hear(sound[round(at_s * RATE_HZ) :][:block], began_s + at_s)]


@pytest.mark.parametrize(("room_dbfs", "gain"), [(-70, 0.3), (-60, 0.3), (-50, 1.0)])
def test_speech_is_noticed_within_two_seconds_and_said_once_in_ten(room_dbfs: float, gain: float) -> None:
    times_s = told(spoken(gain=gain) + noise(room_dbfs))
    assert times_s[0] < 2.5
    assert len(times_s) == 2
    assert times_s[1] - times_s[0] >= QUIET_AFTER_S


def test_also_when_one_speaks_at_once() -> None:
    """The first pause between words shows how quiet the room is."""
    assert told((spoken() + noise(-65))[RATE_HZ // 2 :])[0] < 3.0


@pytest.mark.parametrize("block", [441, 480, 960, 1920])
def test_whatever_the_blocks_are(block: int) -> None:
    assert told(spoken() + noise(-60), block=block)[0] < 2.5


def typing() -> NDArray:
    sound = noise(-65)
    for at in range(0, len(sound), 9600):
        sound[at : at + 1200] *= 100
    return sound


def fan() -> NDArray:
    sound = noise(-65)
    sound[5 * RATE_HZ :] *= 40
    return sound


def hoover() -> NDArray:
    t = np.arange(SECONDS * RATE_HZ) / RATE_HZ
    return (noise(-65) * np.where(t > 5, 50 * (1 + 0.3 * np.sin(2 * np.pi * 5 * t)), 1)).astype(np.float32)


def coughs() -> NDArray:
    sound = noise(-60)
    for at_s in (2, 6, 10):
        sound[at_s * RATE_HZ : int((at_s + 0.3) * RATE_HZ)] *= 200
    return sound


@pytest.mark.parametrize(
    "sound",
    [np.zeros(RATE_HZ, np.float32), noise(-40), typing(), fan(), hoover(), coughs(), spoken(gain=0.003) + noise(-60)],
    ids=["nothing", "noise", "typing", "a fan", "a hoover", "coughs", "somebody far away"],
)
def test_other_sounds_are_not_speech(sound: NDArray) -> None:
    assert told(sound) == []


def test_a_new_mute_has_a_new_floor_and_no_memory() -> None:
    talk = MutedTalk()
    assert told(spoken(0.8)[RATE_HZ // 2 :], talk) == []
    talk.begin()
    assert told(noise(-40, 2), talk) == [], "the noise of now is not speech against the silence of then"
    assert told(np.zeros(0, np.float32), talk) == []
    assert not talk.hear(np.zeros(0, np.float32), 0.0)


def test_no_sound_is_kept() -> None:
    talk = MutedTalk()
    told(spoken(3), talk)
    kept = [value for value in vars(talk).values() if isinstance(value, np.ndarray)]
    assert kept == []
    assert all(isinstance(part, float | bool) for entry in talk._levels for part in entry)
