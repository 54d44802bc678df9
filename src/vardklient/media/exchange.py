"""The microphone and the loudspeaker of a call as people subscribe to them, with a device behind that may change."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from vardklient.media.cleaning import Cleaning
from vardklient.media.lamp import Lamp
from vardklient.media.mixing import Listener, Listeners, Mixer, Player, Samples
from vardklient.media.names import match_name
from vardklient.media.portaudio import PortAudio, Side
from vardklient.ports.devices import DeviceList
from vardklient.ports.sound import Microphone, SoundState, Speaker

_log = logging.getLogger(__name__)

_GONE = (SoundState.LOST, SoundState.MISSING)
"""States that another device may help with; a busy or refused one is left for the user to settle."""


class DeskDevice(Protocol):
    """What microphones and loudspeakers have in common, and what the desk needs of them beyond the port."""

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> SoundState: ...
    @property
    def latency_s(self) -> float:
        """Between the device and us, as the system estimates it."""
        ...

    def on_state(self, listener: Callable[[SoundState], None]) -> None: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def check_present(self, present: DeviceList) -> None:
        """Hear what is plugged in; without this device among it, close and be LOST."""
        ...


class DeskInput(Microphone, DeskDevice, Protocol):
    """A microphone that the desk can use."""


class DeskOutput(Speaker, DeskDevice, Protocol):
    """A loudspeaker that the desk can use."""


D = TypeVar("D", bound=DeskDevice)


@dataclass(frozen=True)
class Owner:
    """What the two ends need of their desk.

    Attributes:
        audio: knows the devices by name.
        open, close: open or close this end; any thread but the sound threads.
        wake: a device says that it has changed; called on its thread, and only hands over.
    """

    audio: PortAudio
    open: Callable[[End[DeskInput] | End[DeskOutput]], None]
    close: Callable[[End[DeskInput] | End[DeskOutput]], None]
    wake: Callable[[], None]


class End(ABC, Generic[D]):
    """One end of the desk. What the ports do not name (`use` and after) is called under the desk's lock.

    Args:
        owner: the desk.
        side: which end.
        make: makes a device by its name or identity, "" for the system's default; opens nothing.
    """

    def __init__(self, owner: Owner, side: Side, make: Callable[[str], D]) -> None:
        self._owner, self._side, self._make = owner, side, make
        self._lamp = Lamp(SoundState.CLOSED)
        self._device: D | None = None
        self._wanted = ""
        self._present: DeviceList | None = None

    @property
    def name(self) -> str:
        """As people know it: the device in use, else the one that would be used."""
        device = self._device
        return device.name if device is not None else self._owner.audio.name_of(self._side, self._candidates()[0])

    @property
    def state(self) -> SoundState:
        """How the device is now."""
        return self._lamp.state

    def on_state(self, listener: Callable[[SoundState], None]) -> None:
        """Call `listener`, from any thread, when the state changes."""
        self._lamp.listen(listener)

    @property
    def wanted(self) -> str:
        """What was asked for last."""
        return self._wanted

    @property
    def device(self) -> D | None:
        """What is behind it now; None while it is closed."""
        return self._device

    def use(self, wanted: str) -> None:
        """Have this device, or the default one if it is not there. Nothing happens if it is the one in use."""
        self._wanted = wanted
        candidates = self._candidates()
        best = self._owner.audio.name_of(self._side, candidates[0])
        device = self._device
        if device is None or device.state is not SoundState.RUNNING or device.name != best:
            self._exchange(candidates)

    def recover(self) -> bool:
        """If the device is gone, have the wanted one again, or the default one; True if nothing more can be done."""
        device, present = self._device, self._present
        if device is None or device.state not in _GONE or (present is not None and not self._side.among(present)):
            return True
        self._exchange(self._candidates())
        return self._device is None or self._device.state not in _GONE

    def know(self, present: DeviceList) -> None:
        """Hear what is plugged in. What is wanted stays wanted under another name."""
        before = self._side.among(self._present) if self._present else ()
        identity = next((device.identity for device in before if device.name == self._wanted), "")
        now = {device.identity: device.name for device in self._side.among(present)}
        if self._wanted not in now.values():
            self._wanted = now.get(identity, self._wanted)
        self._present = present
        if self._device is not None:
            self._device.check_present(present)

    def want(self, wanted: str) -> None:
        """From the next opening on, have this device."""
        self._wanted = wanted

    def release(self) -> None:
        """Let go of the device."""
        self._put_away()
        self._lamp.show(SoundState.CLOSED)

    @abstractmethod
    def _connect(self, device: D) -> None:
        """Let sound pass between this device and us."""

    @abstractmethod
    def _disconnect(self, device: D) -> None:
        """Let no more sound pass."""

    def _candidates(self) -> list[str]:
        """The devices to try, best first: the wanted one, unless it is known not to be plugged in; the default one."""
        there = [device.name for device in self._side.among(self._present)] if self._present else []
        name = self._owner.audio.name_of(self._side, self._wanted)
        absent = bool(self._wanted and there) and match_name(name, there) is None
        return [""] if absent or not self._wanted else [self._wanted, ""]

    def _exchange(self, candidates: list[str]) -> None:
        """Have the first of these that is there. The state is shown when it is settled, so that none flickers past."""
        self._put_away()
        for name in candidates:
            device = self._make(name)
            self._listen_to(device)
            self._connect(device)
            device.start()
            if device.state not in _GONE:
                break
            if name != candidates[-1]:
                self._discard(device)
        self._device = device
        self._lamp.show(device.state)
        _log.info("The %s of the call is %s", self._side.name.lower(), device.state)

    def _put_away(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            self._discard(device)

    def _discard(self, device: D) -> None:
        device.stop()
        self._disconnect(device)

    def _listen_to(self, device: D) -> None:
        def changed(state: SoundState) -> None:
            if device is self._device:
                self._lamp.show(state)
                self._owner.wake()

        device.on_state(changed)


class DeskMicrophone(End[DeskInput]):
    """Implements `ports.sound.Microphone`; what it gives is cleaned.

    Attributes:
        cleaning: what all that is heard goes through. Its thread is that on which listeners are called.
    """

    def __init__(self, owner: Owner, make: Callable[[str], DeskInput]) -> None:
        super().__init__(owner, Side.INPUT, make)
        self._listeners = Listeners()
        self.cleaning = Cleaning(self._listeners.hand_out)

    def subscribe(self, listener: Listener) -> None:
        """Every new block goes to `listener`, whatever device it is from."""
        self._listeners.add(listener)

    def unsubscribe(self, listener: Listener) -> None:
        """No more blocks to `listener`."""
        self._listeners.remove(listener)

    def start(self) -> None:
        """Open the device; never raises, the state tells."""
        self._owner.open(self)

    def stop(self) -> None:
        """Release the device."""
        self._owner.close(self)

    def _connect(self, device: DeskInput) -> None:
        device.subscribe(self.cleaning.heard)

    def _disconnect(self, device: DeskInput) -> None:
        device.unsubscribe(self.cleaning.heard)


class DeskSpeaker(End[DeskOutput]):
    """Implements `ports.sound.Speaker`; the canceller sees what it plays, as it plays it."""

    def __init__(self, owner: Owner, make: Callable[[str], DeskOutput], cleaning: Cleaning) -> None:
        super().__init__(owner, Side.OUTPUT, make)
        self._cleaning = cleaning
        self._mixer = Mixer()

    def add_player(self, player: Player) -> None:
        """Mix this player in, whatever device plays it."""
        self._mixer.add(player)

    def remove_player(self, player: Player) -> None:
        """Leave this player out."""
        self._mixer.remove(player)

    def start(self) -> None:
        """Open the device; never raises, the state tells."""
        self._owner.open(self)

    def stop(self) -> None:
        """Release the device."""
        self._owner.close(self)

    def _connect(self, device: DeskOutput) -> None:
        device.add_player(self._play)

    def _disconnect(self, device: DeskOutput) -> None:
        device.remove_player(self._play)

    def _play(self, wanted: int) -> Samples:
        """On the sound thread, for the device: the only player it has, so this is what it plays."""
        mixed = self._mixer.mix(wanted)
        self._cleaning.played(mixed)
        return mixed
