from __future__ import annotations

import threading

import numpy as np

from tests.fakes.camera import FakeCamera
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.base.resources import resource
from vardklient.media.soundfile import read_wave
from vardklient.ports.sound import SoundState
from vardklient.program.chime import ring
from vardklient.program.equipment import Equipment


class Loudspeaker(FakeSpeaker):
    """Plays as soon as there is a player, as a sound card would."""

    def __init__(self, fault: SoundState | None = None) -> None:
        super().__init__(fault=fault)
        self.heard: list[np.ndarray] = []
        self.thread: threading.Thread | None = None

    def add_player(self, player) -> None:  # type: ignore[no-untyped-def]
        super().add_player(player)
        self.thread = threading.Thread(target=self._play)
        self.thread.start()

    def _play(self) -> None:
        while self.players:
            self.heard.append(self.hear())


def test_the_sound_is_played_once_and_the_loudspeaker_released() -> None:
    speaker = Loudspeaker()
    equipment = Equipment.of(FakeCamera(), FakeMicrophone(), speaker)
    assert ring(equipment)
    assert speaker.thread is not None
    speaker.thread.join(60)
    wanted = read_wave(resource("sounds/arrival.wav"))
    heard = np.concatenate(speaker.heard)
    assert np.allclose(heard[: wanted.size], wanted, atol=1e-4)
    assert speaker.state is SoundState.CLOSED


def test_halted_it_is_played_no_more() -> None:
    speaker, halt = FakeSpeaker(), threading.Event()
    halt.set()
    assert not ring(Equipment.of(FakeCamera(), FakeMicrophone(), speaker), halt=halt)
    assert (speaker.players, speaker.state) == (0, SoundState.CLOSED)


def test_without_a_loudspeaker_nothing_happens() -> None:
    speaker = Loudspeaker(SoundState.MISSING)
    assert not ring(Equipment.of(FakeCamera(), FakeMicrophone(), speaker))
    assert speaker.players == 0
