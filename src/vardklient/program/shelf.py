"""Takes the devices from the system: which camera, which microphone, which loudspeaker. Lives on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vardklient.ports.camera import Camera
from vardklient.ports.devices import DeviceList
from vardklient.ports.engine import UseSound

if TYPE_CHECKING:
    from vardklient.media.devices import QtDevices
    from vardklient.media.portaudio import PortAudio
    from vardklient.program.equipment import Equipment

DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The devices asked for by name or identity; empty: the system's choice. The camera may be a film or "drawn"."""

    camera: str = ""
    microphone: str = ""
    speaker: str = ""


class Shelf:
    """Makes the equipment, and hears what is plugged in and out.

    Attributes:
        wanted: which devices were taken last.

    Args:
        drawn_if_none: where there is no camera at all, use the drawn one (practice only).
    """

    def __init__(self, wanted: Wanted, drawn_if_none: bool) -> None:
        self.wanted = wanted
        self._drawn_if_none = drawn_if_none
        self._devices: QtDevices | None = None
        self._audio: PortAudio | None = None  # one, also when the equipment is exchanged: so the process has it

    @property
    def present(self) -> DeviceList:
        """What is plugged in now; nothing before `watch`."""
        return DeviceList() if self._devices is None else self._devices.current()

    def watch(self, tell: Callable[[DeviceList], None]) -> DeviceList:
        """What is plugged in. Once, before anything is taken.

        Args:
            tell: hears what is plugged in at every change, on this thread. The equipment has to hear it then too
                (`Equipment.know`), on a thread that may wait.
        """
        from vardklient.media.devices import QtDevices

        devices = self._devices = QtDevices()
        devices.on_change(tell)
        return devices.current()

    def take(self, wanted: Wanted) -> Equipment:
        """Make the three devices; nothing is opened."""
        from vardklient.media.desk import make_test_desk
        from vardklient.media.portaudio import PortAudio
        from vardklient.media.sound import PortAudioMicrophone
        from vardklient.program.equipment import Equipment

        self.wanted, present = wanted, self.present
        audio = self._audio = self._audio or PortAudio()
        desk = make_test_desk(audio, wanted.microphone, wanted.speaker)
        desk.know(present)
        sound = UseSound(wanted.microphone, wanted.speaker)
        return Equipment.of(
            self._camera(present),
            desk.microphone,
            desk.speaker,
            sound,
            desk,
            lambda: self.present,
            lambda name: PortAudioMicrophone(audio, name),
        )

    def _camera(self, present: DeviceList) -> Camera:
        from vardklient.media.camera import QtCamera
        from vardklient.media.clip import ClipCamera
        from vardklient.media.drawn import DrawnCamera

        name = self.wanted.camera
        if name == DRAWN or (not name and self._drawn_if_none and not present.cameras):
            return DrawnCamera("clinician", width_px=1280, height_px=720)
        if name and Path(name).is_file():
            return ClipCamera(Path(name), loop=True)
        return QtCamera(name)

    def close(self) -> None:
        """Watch no more."""
        if self._devices is not None:
            self._devices.close()
            self._devices = None
