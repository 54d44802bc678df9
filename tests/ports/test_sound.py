"""The contract of microphone and loudspeaker: fakes, the file, the null speaker, and PortAudio in the sound bed."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from tests.media.machine import HalvingCanceller, Machine
from tests.peers.sound_bed import SoundBed
from tests.ports.sound_contract import MICROPHONE, SPEAKER, MicrophoneRig, SpeakerRig
from vardklient.media.desk import PortAudioDesk
from vardklient.media.pacedsound import NullMicrophone, NullSpeaker
from vardklient.media.soundfile import FileMicrophone
from vardklient.ports.sound import SoundState


class FakeMicrophoneRig:
    def __init__(self) -> None:
        self.microphone = FakeMicrophone()
        self.missing = FakeMicrophone(fault=SoundState.MISSING)
        self._spoken = 0

    def feed(self) -> None:
        self._spoken += 1
        if self._spoken <= 1000:
            self.microphone.speak(np.full(4_800, 0.25, np.float32))


class DeskMicrophoneRig:
    """The microphone of a desk, with what cleans it at work."""

    def __init__(self) -> None:
        self._machine = Machine("Laptop")
        self.microphone = desk_on(self._machine).microphone
        self.missing = desk_on(Machine()).microphone
        self._spoken = 0

    def feed(self) -> None:
        self._spoken += 1
        if self._machine.microphones and self._spoken <= 1000:
            self._machine.microphone.speak(np.full(4_800, 0.25, np.float32))


class FileMicrophoneRig:
    def __init__(self, path: Path) -> None:
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes((np.sin(np.arange(16_000) / 5) * 9_000).astype("<i2").tobytes())
        self.microphone = FileMicrophone(path, loop=True)
        self.missing = FileMicrophone(path.with_name("none.wav"))

    def feed(self) -> None:
        """It plays by itself."""


class FakeSpeakerRig:
    def __init__(self) -> None:
        self.speaker = FakeSpeaker()
        self.missing = FakeSpeaker(fault=SoundState.MISSING)

    def feed(self) -> None:
        self.speaker.hear(4_800)


class DeskSpeakerRig:
    def __init__(self) -> None:
        self._machine = Machine("Laptop")
        self.speaker = desk_on(self._machine).speaker
        self.missing = desk_on(Machine()).speaker

    def feed(self) -> None:
        if self._machine.speakers:
            self._machine.speaker.hear(4_800)


def desk_on(machine: Machine) -> PortAudioDesk:
    return PortAudioDesk(machine.make_microphone, machine.make_speaker, HalvingCanceller)


class NullSpeakerRig:
    def __init__(self) -> None:
        self.speaker = NullSpeaker()
        self.missing = NullSpeaker()

    def feed(self) -> None:
        """It asks by itself."""


@pytest.fixture(params=["fake", "file", "desk"])
def microphone_rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MicrophoneRig]:
    rigs: dict[str, Callable[[], MicrophoneRig]] = {
        "fake": FakeMicrophoneRig,
        "file": lambda: FileMicrophoneRig(tmp_path / "tone.wav"),
        "desk": DeskMicrophoneRig,
    }
    rig = rigs[request.param]()
    yield rig
    rig.microphone.stop()
    rig.missing.stop()


@pytest.fixture(params=[FakeSpeakerRig, NullSpeakerRig, DeskSpeakerRig], ids=lambda rig: rig.__name__)
def speaker_rig(request: pytest.FixtureRequest) -> Iterator[SpeakerRig]:
    rig: SpeakerRig = request.param()
    yield rig
    rig.speaker.stop()
    rig.missing.stop()


@pytest.mark.parametrize("clause", MICROPHONE, ids=lambda clause: clause.__name__)
def test_microphone(clause: Callable[[MicrophoneRig], None], microphone_rig: MicrophoneRig) -> None:
    clause(microphone_rig)


@pytest.mark.parametrize("clause", SPEAKER, ids=lambda clause: clause.__name__)
def test_speaker(clause: Callable[[SpeakerRig], None], speaker_rig: SpeakerRig) -> None:
    clause(speaker_rig)


def test_portaudio_keeps_the_contract(sound_bed: SoundBed) -> None:
    held = sound_bed.run_python("from tests.ports.sound_contract import run_portaudio; run_portaudio()").split()
    assert held == [clause.__name__ for clause in (*MICROPHONE, *SPEAKER)]


def test_without_a_microphone_a_call_still_gets_silence_on_time() -> None:
    from tests.ports.sound_contract import Collector

    rig = FakeMicrophoneRig()
    null = NullMicrophone()
    collector = Collector()
    null.subscribe(collector)
    null.start()
    blocks = collector.wait(rig, 20)
    assert null.state is SoundState.MISSING
    null.stop()
    assert null.state is SoundState.CLOSED
    assert all(not block.samples.any() and block.samples.size == 480 for block in blocks)
    assert blocks[-1].captured_at_s - blocks[0].captured_at_s == pytest.approx(0.19, abs=0.001)
