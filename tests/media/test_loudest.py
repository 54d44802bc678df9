from __future__ import annotations

import threading

import numpy as np
import pytest

from tests.checks.sounds import noise, voice
from tests.fakes.sound import FakeMicrophone
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.media.loudest import LoudestTest
from vardklient.ports.sound import SoundState

LEVEL = load_sound_limits().level


class Speaking(FakeMicrophone):
    """Hears this as soon as it is opened."""

    def __init__(self, name: str, heard: np.ndarray, fault: SoundState | None = None) -> None:
        super().__init__(name, fault)
        self._heard = heard

    def start(self) -> None:
        super().start()
        self.speak(self._heard)


def test_each_microphone_is_compared_in_the_same_seconds_and_released() -> None:
    there = {
        "Jabra": Speaking("Jabra", voice(3.0, -26.0)),
        "Dictation": Speaking("Dictation", voice(3.0, -45.0)),
        "Webcam": Speaking("Webcam", noise(3.0, -50.0)),
        "Busy": Speaking("Busy", voice(3.0, -20.0), SoundState.BUSY),
    }
    levels = LoudestTest(there.__getitem__, LEVEL).run(tuple(there), seconds=3.0)
    assert levels["Jabra"] == pytest.approx(-26.0, abs=1.0)
    assert levels["Dictation"] == pytest.approx(-45.0, abs=1.0)
    assert (levels["Webcam"], levels["Busy"]) == (None, None)
    assert {microphone.state for microphone in there.values()} == {SoundState.CLOSED}


def test_it_ends_at_once_when_it_is_given_up() -> None:
    halt, jabra = threading.Event(), Speaking("Jabra", voice(0.1, -26.0))
    halt.set()
    assert LoudestTest(lambda _: jabra, LEVEL).run(("Jabra",), 600.0, halt) == {"Jabra": None}
    assert jabra.state is SoundState.CLOSED
