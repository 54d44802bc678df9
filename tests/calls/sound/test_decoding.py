"""What stands in for lost sound: it fades, it is counted, and it ends without a click."""

from __future__ import annotations

import numpy as np
import pytest

from tests.calls.sound.line import speech
from vardklient.calls.sound.decoding import FADE_SAMPLES, Decoding
from vardklient.calls.sound.opus import OpusDecoder
from vardklient.calls.sound.packet import copy_samples


@pytest.fixture
def decoding() -> Decoding:
    decoding = Decoding(OpusDecoder())
    for payload in speech()[:60]:
        decoding.play(payload, 960)
    return decoding


def test_a_voice_fades_into_silence_in_100_ms(decoding: Decoding) -> None:
    made = np.concatenate([decoding.make_up(480) for _ in range(20)])
    assert made[:480].any()
    assert not made[FADE_SAMPLES:].any()
    assert decoding.silent
    assert decoding.concealed == len(made) == decoding.made_up


def test_sound_returns_without_a_click(decoding: Decoding) -> None:
    before = np.abs(np.diff(np.concatenate([decoding.play(p, 960) for p in speech()[60:80]]))).max()
    last = np.concatenate([decoding.make_up(480) for _ in range(20)])[-1:]
    sound = decoding.play(speech()[85], 960)
    assert np.abs(np.diff(np.concatenate((last, sound)))).max() < 2 * before
    assert not decoding.silent
    assert decoding.made_up == 0


def test_restored_sound_is_not_made_up(decoding: Decoding) -> None:
    following = next(n for n in range(61, 100) if copy_samples(speech()[n]))
    assert len(decoding.restore(speech()[following], 960)) == 960
    assert (decoding.recovered, decoding.concealed) == (960, 0)


def test_what_cannot_be_decoded_is_made_up(decoding: Decoding) -> None:
    assert decoding.play(b"\xff\xff\xff", 960).shape == (960,)
    assert decoding.restore(b"\xff\xff\xff", 960).shape == (960,)
    assert decoding.concealed == 1920
    decoding.was_pause(960)
    assert decoding.concealed == 960


def test_a_pause_is_not_made_up(decoding: Decoding) -> None:
    assert decoding.room(480).shape == (480,)
    assert decoding.concealed == 0
