"""What every microphone and loudspeaker keeps to, fake or real.

Plain functions without pytest, for the real ones are tried in a child process inside the sound bed: `run_all` there
prints the name of each that held.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vardklient.ports.sound import SAMPLE_RATE_HZ, Microphone, SoundBlock, SoundState, Speaker

_PATIENCE_S = 60.0


class MicrophoneRig(Protocol):
    """A microphone that works, one that is not there, and a way to make sound if none comes by itself."""

    microphone: Microphone
    missing: Microphone

    def feed(self) -> None:
        """Make 100 ms of sound, if none comes by itself."""


class SpeakerRig(Protocol):
    """A loudspeaker that works, one that is not there, and a way to make it ask if it does not do so by itself."""

    speaker: Speaker
    missing: Speaker

    def feed(self) -> None:
        """Let it ask for 100 ms of sound, if it does not do so by itself."""


class Collector:
    """A listener that waits until enough has come."""

    def __init__(self) -> None:
        self.blocks: list[SoundBlock] = []
        self._changed = threading.Condition()

    def __call__(self, block: SoundBlock) -> None:
        with self._changed:
            self.blocks.append(block)
            self._changed.notify_all()

    def wait(self, rig: MicrophoneRig, more: int) -> list[SoundBlock]:
        """`more` further blocks."""
        with self._changed:
            wanted = len(self.blocks) + more
        deadline_s = time.monotonic() + _PATIENCE_S
        while True:
            rig.feed()
            with self._changed:
                if self._changed.wait_for(lambda: len(self.blocks) >= wanted, 0.1):
                    return self.blocks[wanted - more : wanted]
            assert time.monotonic() < deadline_s, f"only {len(self.blocks)} of {wanted} blocks came"


class CountingPlayer:
    """A player that waits until it was asked often enough."""

    def __init__(self, value: float = 0.1, short_by: int = 0) -> None:
        self.asked: list[int] = []
        self._value, self._short_by = value, short_by
        self._changed = threading.Condition()

    def __call__(self, wanted: int) -> NDArray[np.float32]:
        with self._changed:
            self.asked.append(wanted)
            self._changed.notify_all()
        return np.full(wanted - self._short_by, self._value, np.float32)

    def wait(self, rig: SpeakerRig, more: int) -> None:
        """Until it was asked `more` further times."""
        with self._changed:
            wanted = len(self.asked) + more
        deadline_s = time.monotonic() + _PATIENCE_S
        while True:
            rig.feed()
            with self._changed:
                if self._changed.wait_for(lambda: len(self.asked) >= wanted, 0.1):
                    return
            assert time.monotonic() < deadline_s, f"asked only {len(self.asked)} of {wanted} times"


# ---------------------------------------------------------------- microphone


def opened(rig: MicrophoneRig) -> Collector:
    collector = Collector()
    rig.microphone.subscribe(collector)
    rig.microphone.start()
    collector.wait(rig, 1)
    return collector


def a_microphone_is_closed_until_it_is_started(rig: MicrophoneRig) -> None:
    assert rig.microphone.state is SoundState.CLOSED


def blocks_are_as_the_port_says(rig: MicrophoneRig) -> None:
    blocks = opened(rig).wait(rig, 20)
    assert rig.microphone.state is SoundState.RUNNING
    for block in blocks:
        assert block.samples.dtype == np.float32
        assert block.samples.ndim == 1
        assert np.abs(block.samples).max() <= 1.0
        assert abs(time.monotonic() - block.captured_at_s) < _PATIENCE_S


def samples_can_be_counted_as_time(rig: MicrophoneRig) -> None:
    blocks = opened(rig).wait(rig, 100)
    counted_s = sum(block.samples.size for block in blocks[:-1]) / SAMPLE_RATE_HZ
    assert abs(blocks[-1].captured_at_s - blocks[0].captured_at_s - counted_s) < 0.25
    assert all(a.captured_at_s <= b.captured_at_s + 0.02 for a, b in pairwise(blocks))


def everybody_hears_until_he_unsubscribes(rig: MicrophoneRig) -> None:
    one, two = opened(rig), Collector()
    rig.microphone.subscribe(two)
    two.wait(rig, 3)
    rig.microphone.unsubscribe(one)
    two.wait(rig, 2)  # a block that was under way may still reach the first
    count = len(one.blocks)
    two.wait(rig, 5)
    assert len(one.blocks) == count


def subscribing_twice_is_hearing_once(rig: MicrophoneRig) -> None:
    collector, witness = opened(rig), Collector()
    rig.microphone.subscribe(collector)
    rig.microphone.subscribe(witness)
    witness.wait(rig, 10)
    times = [block.captured_at_s for block in collector.blocks]
    assert len(set(times)) == len(times)


def a_listener_that_fails_does_not_silence_the_others(rig: MicrophoneRig) -> None:
    def fails(block: SoundBlock) -> None:
        raise ValueError("meant to fail")

    rig.microphone.subscribe(fails)
    opened(rig).wait(rig, 5)
    rig.microphone.unsubscribe(fails)


def a_microphone_is_released_within_a_second(rig: MicrophoneRig) -> None:
    collector = opened(rig)
    begun_s = time.monotonic()
    rig.microphone.stop()
    assert time.monotonic() - begun_s < 1.0
    assert rig.microphone.state is SoundState.CLOSED
    count = len(collector.blocks)
    rig.feed()
    assert len(collector.blocks) == count


def a_microphone_starts_and_stops_as_often_as_one_likes(rig: MicrophoneRig) -> None:
    rig.microphone.stop()
    collector = opened(rig)
    rig.microphone.start()
    collector.wait(rig, 3)
    rig.microphone.stop()
    rig.microphone.stop()
    rig.microphone.start()
    collector.wait(rig, 3)
    assert rig.microphone.state is SoundState.RUNNING


def a_microphone_that_is_not_there_is_missing(rig: MicrophoneRig) -> None:
    rig.missing.start()
    assert rig.missing.state is SoundState.MISSING
    rig.missing.stop()
    assert rig.missing.state is SoundState.CLOSED


MICROPHONE: tuple[Callable[[MicrophoneRig], None], ...] = (
    a_microphone_is_closed_until_it_is_started,
    blocks_are_as_the_port_says,
    samples_can_be_counted_as_time,
    everybody_hears_until_he_unsubscribes,
    subscribing_twice_is_hearing_once,
    a_listener_that_fails_does_not_silence_the_others,
    a_microphone_is_released_within_a_second,
    a_microphone_starts_and_stops_as_often_as_one_likes,
    a_microphone_that_is_not_there_is_missing,
)

# ---------------------------------------------------------------- loudspeaker


def playing(rig: SpeakerRig) -> CountingPlayer:
    player = CountingPlayer()
    rig.speaker.add_player(player)
    rig.speaker.start()
    player.wait(rig, 1)
    return player


def players_are_asked_for_so_many_samples(rig: SpeakerRig) -> None:
    assert rig.speaker.state is SoundState.CLOSED
    player = playing(rig)
    player.wait(rig, 5)
    assert all(0 < wanted <= SAMPLE_RATE_HZ for wanted in player.asked)


def several_players_are_asked_until_they_are_removed(rig: SpeakerRig) -> None:
    one, two = playing(rig), CountingPlayer()
    rig.speaker.add_player(two)
    two.wait(rig, 3)
    one.wait(rig, 3)
    rig.speaker.remove_player(one)
    two.wait(rig, 2)
    count = len(one.asked)
    two.wait(rig, 5)
    assert len(one.asked) == count


def a_player_that_gives_too_little_or_fails_harms_nobody(rig: SpeakerRig) -> None:
    def fails(wanted: int) -> NDArray[np.float32]:
        raise ValueError("meant to fail")

    short = CountingPlayer(short_by=100)
    rig.speaker.add_player(fails)
    rig.speaker.add_player(short)
    playing(rig).wait(rig, 5)
    short.wait(rig, 5)


def a_speaker_is_released_within_a_second(rig: SpeakerRig) -> None:
    player = playing(rig)
    begun_s = time.monotonic()
    rig.speaker.stop()
    assert time.monotonic() - begun_s < 1.0
    assert rig.speaker.state is SoundState.CLOSED
    count = len(player.asked)
    rig.feed()
    assert len(player.asked) == count


def a_speaker_starts_and_stops_as_often_as_one_likes(rig: SpeakerRig) -> None:
    rig.speaker.stop()
    player = playing(rig)
    rig.speaker.start()
    player.wait(rig, 3)
    rig.speaker.stop()
    rig.speaker.stop()
    rig.speaker.start()
    player.wait(rig, 3)


def a_speaker_that_is_not_there_is_missing(rig: SpeakerRig) -> None:
    rig.missing.start()
    assert rig.missing.state is SoundState.MISSING
    rig.missing.stop()
    assert rig.missing.state is SoundState.CLOSED


SPEAKER: tuple[Callable[[SpeakerRig], None], ...] = (
    players_are_asked_for_so_many_samples,
    several_players_are_asked_until_they_are_removed,
    a_player_that_gives_too_little_or_fails_harms_nobody,
    a_speaker_is_released_within_a_second,
    a_speaker_starts_and_stops_as_often_as_one_likes,
    a_speaker_that_is_not_there_is_missing,
)


def run_portaudio() -> None:
    """The contract on PortAudio, in a process that lives in the sound bed."""
    from vardklient.media.portaudio import PortAudio
    from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker

    audio = PortAudio()

    class Real:
        def __init__(self) -> None:
            self.microphone = PortAudioMicrophone(audio, "Jabra Evolve 40")
            self.speaker = PortAudioSpeaker(audio, "Jabra Evolve 40")

        def feed(self) -> None:
            """It runs by itself."""

    class RealMicrophone(Real):
        def __init__(self) -> None:
            super().__init__()
            self.missing = PortAudioMicrophone(audio, "A microphone that nobody has")

    class RealSpeaker(Real):
        def __init__(self) -> None:
            super().__init__()
            self.missing = PortAudioSpeaker(audio, "A loudspeaker that nobody has")

    for clause in MICROPHONE:
        microphone_rig = RealMicrophone()
        clause(microphone_rig)
        microphone_rig.microphone.stop()
        print(clause.__name__)  # noqa: T201
    for part in SPEAKER:
        speaker_rig = RealSpeaker()
        part(speaker_rig)
        speaker_rig.speaker.stop()
        print(part.__name__)  # noqa: T201
    # A foreign thread that has logged leaves a dummy behind; what counts is that none of ours is left.
    ours = [thread for thread in threading.enumerate() if not thread.name.startswith("Dummy")]
    assert ours == [threading.main_thread()], ours
