from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest

from tests.checks.sounds import noise, tone
from tests.fakes.sound import FakeMicrophone
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Verdict
from vardklient.media.quietsecond import QuietSecond
from vardklient.ports.sound import SoundState


class Room:
    def __init__(self) -> None:
        self.microphone = FakeMicrophone()
        self.microphone.start()
        self.quiet = QuietSecond(self.microphone, load_sound_limits())
        self._worker, self.halt = ThreadPoolExecutor(1), threading.Event()

    def begin(self, seconds: float = 1.5) -> Future[tuple[Verdict, ...]]:
        future = self._worker.submit(self.quiet.listen, seconds, self.halt)
        assert self.microphone.wait_for_listeners()
        return future

    def hear(self, samples: np.ndarray) -> tuple[Verdict, ...]:
        future = self.begin()
        self.microphone.speak(samples)
        return future.result(60)

    def close(self) -> None:
        self._worker.shutdown()
        assert self.microphone.listeners == 0


@pytest.fixture
def room():
    room = Room()
    yield room
    room.close()


def test_a_quiet_room_after_a_chair_has_moved(room: Room) -> None:
    verdicts = room.hear(np.concatenate((noise(0.5, -30.0), noise(1.0, -70.0))))
    assert [v.check for v in verdicts] == [Check.NOISE, Check.HUM]
    assert [v.advice for v in verdicts] == [Advice.NOISE_OK, Advice.HUM_OK]


def test_noise_and_hum(room: Room) -> None:
    hummed = (noise(1.5, -45.0) + tone(1.5, 0.02, 50.0)).astype(np.float32)
    assert [v.advice for v in room.hear(hummed)] == [Advice.NOISE_LOUD, Advice.HUM_LOUD]


def test_a_muted_microphone_is_unknown(room: Room) -> None:
    assert [v.advice for v in room.hear(np.zeros(72_000, np.float32))] == [Advice.NOISE_UNSURE, Advice.HUM_UNSURE]


def test_halted_there_is_nothing(room: Room) -> None:
    future = room.begin(60.0)
    room.halt.set()
    assert future.result(60) == ()
    assert room.quiet.listen(60.0, room.halt) == (), "also if it was halted before it began"


def test_a_microphone_that_goes_is_not_waited_for(room: Room) -> None:
    future = room.begin(60.0)
    room.microphone.become(SoundState.LOST)
    assert future.result(60) == ()


def test_a_microphone_that_delivers_nothing_is_not_waited_for(room: Room) -> None:
    assert room.begin(0.1).result(60) == ()
