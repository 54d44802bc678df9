from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest

from tests.checks.sounds import noise, voice
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check
from vardklient.media.echotest import EchoRecording, EchoTest
from vardklient.ports.sound import SoundState

LIMITS = load_sound_limits()


class Room:
    """A fake microphone and loudspeaker, and the echo test between them, run on a worker as the program does."""

    def __init__(self) -> None:
        self.microphone, self.speaker = FakeMicrophone(), FakeSpeaker()
        self.microphone.start()
        self.speaker.start()
        self.test = EchoTest(self.microphone, self.speaker, LIMITS)
        self.shares: list[float] = []
        self.ready, self.halt = threading.Event(), threading.Event()
        self._worker = ThreadPoolExecutor(1)

    def recording(self, seconds: float = 2.0) -> Future[EchoRecording]:
        """Start to record; returns once the microphone is listened to."""
        subscribe = self.microphone.subscribe

        def noticed(listener: Callable[..., None]) -> None:
            subscribe(listener)
            self.ready.set()

        self.microphone.subscribe = noticed  # type: ignore[method-assign]
        future = self._worker.submit(self.test.record, seconds, self.halt, self.shares.append)
        assert self.ready.wait(60)
        return future

    def record(self, samples: np.ndarray, seconds: float = 2.0) -> EchoRecording:
        future = self.recording(seconds)
        self.microphone.speak(samples)
        return future.result(60)

    def play(self, blocks: int) -> tuple[np.ndarray, bool]:
        """Play back; what came out of the loudspeaker, and the answer."""
        future = self._worker.submit(self.test.play, self.halt, self.shares.append)
        heard: list[np.ndarray] = []
        while not self.speaker.players and not future.done():
            pass
        while len(heard) < blocks and not future.done():
            heard.append(self.speaker.hear())
        return np.concatenate(heard) if heard else np.zeros(0), future.result(60)

    def close(self) -> None:
        self._worker.shutdown()


@pytest.fixture
def room():
    room = Room()
    yield room
    room.close()
    assert room.speaker.players == 0


def test_what_was_said_is_played_back_unchanged_and_forgotten(room: Room) -> None:
    said = voice(2.0, -26.0)
    recording = room.record(said)
    assert recording.audible
    assert recording.complete
    assert room.test.holds_sound
    assert [v.check for v in recording.verdicts] == [
        Check.MICROPHONE,
        Check.SILENCE,
        Check.CLIPPING,
        Check.DROPOUTS,
        Check.BANDWIDTH,
        Check.ECHO,
    ]
    assert recording.verdicts[-1].advice is Advice.ECHO_UNASKED
    heard, whole = room.play(200)
    assert whole
    assert heard[: said.size] == pytest.approx(said)
    assert not room.test.holds_sound
    assert room.play(1)[1] is False, "it is played once"


def test_progress_is_told_from_nothing_to_all(room: Room) -> None:
    future = room.recording(1.0)
    for part in np.split(voice(1.0, -26.0), 10):
        room.microphone.speak(part)
    future.result(60)
    assert room.shares == sorted(room.shares)
    assert room.shares[-1] == 1.0


@pytest.mark.parametrize("samples", [np.zeros(96_000, np.float32), noise(2.0, -60.0)], ids=["muted", "quiet"])
def test_where_nobody_spoke_nothing_is_kept_and_nothing_is_played(room: Room, samples: np.ndarray) -> None:
    recording = room.record(samples)
    assert (recording.audible, recording.complete) == (False, True)
    assert recording.verdicts[-1].advice is Advice.ECHO_EMPTY
    assert not room.test.holds_sound
    assert room.play(1)[1] is False


def test_cancelling_a_recording_forgets_it(room: Room) -> None:
    future = room.recording()
    room.microphone.speak(voice(1.0, -26.0))
    room.test.cancel()
    recording = future.result(60)
    assert (recording.audible, recording.complete) == (False, False)
    assert not room.test.holds_sound


def test_halted_before_it_begins_it_records_and_plays_nothing(room: Room) -> None:
    """A cancelling that comes before the worker has begun would be forgotten by it."""
    room.halt.set()
    future = room.recording(60.0)
    recording = future.result(60)
    assert (recording.audible, recording.complete) == (False, False)
    assert not room.test.holds_sound
    room.halt.clear()
    room.record(voice(2.0, -26.0))
    room.halt.set()
    assert room.play(1)[1] is False
    assert not room.test.holds_sound


def test_cancelling_the_playback_forgets_it(room: Room) -> None:
    room.record(voice(2.0, -26.0))
    canceller = threading.Timer(0.05, room.test.cancel)
    canceller.start()
    _, whole = room.play(3)
    canceller.join()
    assert not whole
    assert not room.test.holds_sound


@pytest.mark.parametrize("state", [SoundState.MISSING, SoundState.LOST])
def test_a_microphone_that_goes_away_ends_it(room: Room, state: SoundState) -> None:
    future = room.recording()
    room.microphone.become(state)
    recording = future.result(60)
    assert (recording.audible, recording.complete) == (False, False)
    assert recording.verdicts[0].advice is Advice.MICROPHONE_MISSING


def test_without_a_loudspeaker_it_is_forgotten(room: Room) -> None:
    room.record(voice(2.0, -26.0))
    room.speaker.become(SoundState.MISSING)
    assert room.play(1)[1] is False
    assert not room.test.holds_sound


def test_more_sound_than_asked_for_is_cut(room: Room) -> None:
    recording = room.record(voice(4.0, -26.0), 2.0)
    assert recording.complete
    heard, _ = room.play(400)
    assert heard[: 2 * 48_000].any()
    assert not heard[2 * 48_000 :].any()
