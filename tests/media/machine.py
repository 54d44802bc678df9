"""A machine whose sound devices come and go as the test says, for the desk."""

from __future__ import annotations

import numpy as np

from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.media.mixing import Samples
from vardklient.media.portaudio import PortAudio, Side
from vardklient.ports.devices import Device, DeviceList
from vardklient.ports.sound import SoundState


class _Present:
    """What a real device does with the list, on a fake one."""

    side: Side
    latency_s = 0.06
    _machine: Machine
    _audio: PortAudio
    _wanted: str
    _identity = ""

    def _opened(self) -> SoundState | None:
        """What comes of opening it now."""
        there = self._machine.names(self.side)
        name = self._audio.name_of(self.side, self._wanted)
        if not self._wanted and name not in there:
            name = there[0] if there else ""  # the system's own choice
        self._name = name or self._wanted
        self._identity = self._machine.identity(name)
        return self._machine.faults.get(name) if name in there else SoundState.MISSING

    def check_present(self, present: DeviceList) -> None:
        if self.state is not SoundState.RUNNING:
            return
        now = {device.identity: device.name for device in self.side.among(present)}
        if self._identity in now:
            self._name = now[self._identity]
        else:
            self.become(SoundState.LOST)


class MachineMicrophone(_Present, FakeMicrophone):
    side = Side.INPUT

    def __init__(self, machine: Machine, audio: PortAudio, wanted: str) -> None:
        super().__init__(wanted)
        self._machine, self._audio, self._wanted = machine, audio, wanted

    def start(self) -> None:
        self._fault = self._opened()
        super().start()


class MachineSpeaker(_Present, FakeSpeaker):
    side = Side.OUTPUT

    def __init__(self, machine: Machine, audio: PortAudio, wanted: str) -> None:
        super().__init__(wanted)
        self._machine, self._audio, self._wanted = machine, audio, wanted

    def start(self) -> None:
        self._fault = self._opened()
        super().start()


class Machine:
    """Hands out devices. The first name is the system's default; each device has both directions.

    Attributes:
        faults: what comes of opening the device of that name, if it is no good.
        microphones, speakers: every one that was made, in order.
    """

    def __init__(self, *names: str) -> None:
        self._names = list(names)
        self._identities = {name: f"id-{name}" for name in names}
        self.faults: dict[str, SoundState] = {}
        self.microphones: list[MachineMicrophone] = []
        self.speakers: list[MachineSpeaker] = []

    @property
    def names_now(self) -> list[str]:
        """What is plugged in, the system's default first."""
        return list(self._names)

    def names(self, side: Side) -> list[str]:
        return self._names

    def identity(self, name: str) -> str:
        """Stays, whatever the device is called; a device that is plugged in again has its old one."""
        return self._identities.setdefault(name, f"id-{name}")

    def plug(self, name: str, *, default: bool = False) -> DeviceList:
        self._names.insert(0 if default else len(self._names), name)
        return self.present()

    def unplug(self, name: str) -> DeviceList:
        self._names.remove(name)
        return self.present()

    def rename(self, name: str, now: str) -> DeviceList:
        """The same device under another name, as after a change of its profile."""
        self._identities[now] = self.identity(name)
        self._identities[name] = f"id-{name}-{now}"  # another device of that name is another device
        self._names[self._names.index(name)] = now
        return self.present()

    def move_default(self, name: str) -> DeviceList:
        """Another device is the system's default."""
        self._names.remove(name)
        return self.plug(name, default=True)

    def present(self) -> DeviceList:
        devices = tuple(Device(self.identity(name), name, number == 0) for number, name in enumerate(self._names))
        return DeviceList(microphones=devices, speakers=devices)

    def make_microphone(self, audio: PortAudio, wanted: str) -> MachineMicrophone:
        self.microphones.append(MachineMicrophone(self, audio, wanted))
        return self.microphones[-1]

    def make_speaker(self, audio: PortAudio, wanted: str) -> MachineSpeaker:
        self.speakers.append(MachineSpeaker(self, audio, wanted))
        return self.speakers[-1]

    @property
    def microphone(self) -> MachineMicrophone:
        return self.microphones[-1]

    @property
    def speaker(self) -> MachineSpeaker:
        return self.speakers[-1]


class HalvingCanceller:
    """Implements `media.cancelling.Canceller`: what was heard comes out half as loud."""

    delay_s = 0.0149

    def __init__(self, echo: bool) -> None:
        self.name = "halving" if echo else "halving, without echo"
        self.seen: list[Samples] = []
        self.hinted_s = 0.0

    def far(self, samples: Samples) -> None:
        self.seen.append(samples)

    def near(self, samples: Samples) -> Samples:
        return np.asarray(samples / 2, np.float32)

    def hint_delay(self, delay_s: float) -> None:
        self.hinted_s = delay_s


class BrokenCanceller(HalvingCanceller):
    """Fails at every block."""

    def far(self, samples: Samples) -> None:
        raise RuntimeError("meant to fail")

    def near(self, samples: Samples) -> Samples:
        raise RuntimeError("meant to fail")
