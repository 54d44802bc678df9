"""Camera, microphone and loudspeaker in use, and who needs them now.

A device opens for the first who needs it and is released with the last: the self-test hands the camera to the call.
In a call microphone and loudspeaker belong to the call's engine, which opens them by name.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from vardklient.ports.camera import Camera
from vardklient.ports.devices import DeviceList
from vardklient.ports.engine import UseSound
from vardklient.ports.sound import Microphone, SoundDeskState, Speaker


class Holdable(Protocol):
    """A device, as far as opening and releasing go."""

    def start(self) -> None:
        """Open."""
        ...

    def stop(self) -> None:
        """Release."""
        ...


class Hold:
    """Counts the holders of one device, by name. Safe from any thread."""

    def __init__(self, device: Holdable) -> None:
        self._device = device
        self._lock = threading.Lock()
        self._holders: set[str] = set()

    def take(self, holder: str) -> None:
        """`holder` needs the device; it is opened if it is not open (or is in trouble and may be well again)."""
        with self._lock:
            self._holders.add(holder)
            self._device.start()

    def leave(self, holder: str) -> None:
        """`holder` needs it no more; the last one releases it."""
        with self._lock:
            if holder not in self._holders:
                return
            self._holders.remove(holder)
            if not self._holders:
                self._device.stop()


class Desk(Protocol):
    """What replaces a microphone or loudspeaker that goes, and says so."""

    def know(self, present: DeviceList) -> None:
        """Hear what is plugged in. Takes up to 0.3 s if a device in use has gone."""
        ...

    def on_change(self, listener: Callable[[SoundDeskState], None]) -> None:
        """Call `listener`, from any thread, when a state or a name has changed. It must only hand over."""
        ...


SYSTEMS_CHOICE = UseSound()


@dataclass(frozen=True, slots=True)
class Equipment:
    """The three devices, each with its count. Safe from any thread.

    Opening takes a while: whoever leaves meanwhile waits, so that nothing is opened for somebody who has left.

    Attributes:
        sound: the same microphone and loudspeaker, as a call's engine is asked for them.
        desk: what is behind microphone and loudspeaker; None where nothing replaces them.
        present: what is plugged in now; any thread.
        make_microphone: another microphone, closed, by its name; None where only the one in use can be had.
    """

    camera: Camera
    microphone: Microphone
    speaker: Speaker
    holds: tuple[Hold, Hold, Hold]
    sound: UseSound = SYSTEMS_CHOICE
    desk: Desk | None = None
    present: Callable[[], DeviceList] = DeviceList
    make_microphone: Callable[[str], Microphone] | None = None
    turn: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        camera: Camera,
        microphone: Microphone,
        speaker: Speaker,
        sound: UseSound = SYSTEMS_CHOICE,
        desk: Desk | None = None,
        present: Callable[[], DeviceList] = DeviceList,
        make_microphone: Callable[[str], Microphone] | None = None,
    ) -> Equipment:
        """The equipment with nobody holding it."""
        holds = (Hold(camera), Hold(microphone), Hold(speaker))
        return cls(camera, microphone, speaker, holds, sound, desk, present, make_microphone)

    def know(self, present: DeviceList) -> None:
        """Hear what is plugged in; a microphone or loudspeaker that has gone is replaced. Takes up to 0.3 s then."""
        if self.desk is not None:
            self.desk.know(present)

    def on_sound(self, listener: Callable[[SoundDeskState], None]) -> None:
        """Call `listener`, from any thread, when microphone or loudspeaker are others, or in another state."""
        if self.desk is not None:
            self.desk.on_change(listener)

    def take(self, holder: str) -> None:
        """`holder` needs all three."""
        with self.turn:
            for hold in self.holds:
                hold.take(holder)

    def take_camera(self, holder: str) -> None:
        """`holder` needs the camera alone."""
        with self.turn:
            self.holds[0].take(holder)

    def leave(self, holder: str) -> None:
        """`holder` needs none of them any more."""
        with self.turn:
            for hold in self.holds:
                hold.leave(holder)
