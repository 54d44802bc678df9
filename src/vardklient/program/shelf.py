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
    from vardklient.program.selftest import Reporter
    from vardklient.program.trials import Watch

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
        wanted: which devices.

    Args:
        drawn_if_none: where there is no camera at all, use the drawn one (practice only).
    """

    def __init__(self, wanted: Wanted, drawn_if_none: bool) -> None:
        self.wanted = wanted
        self._drawn_if_none = drawn_if_none
        self._devices: QtDevices | None = None
        self._audio: PortAudio | None = None  # one, also when the equipment is exchanged: so the process has it

    def take(self, choose: Callable[[DeviceList], Wanted], tell: Callable[[DeviceList], None]) -> Equipment:
        """Make the three devices; nothing is opened.

        Args:
            choose: which devices are wanted where this is plugged in.
            tell: hears what is plugged in, now and at every change, on this thread. The equipment has to hear it then
                too (`Equipment.know`), on a thread that may wait.
        """
        from vardklient.media.desk import make_test_desk
        from vardklient.media.devices import QtDevices
        from vardklient.media.portaudio import PortAudio
        from vardklient.program.equipment import Equipment

        self.close()
        devices = self._devices = QtDevices()
        present = devices.current()
        self.wanted = choose(present)
        self._audio = self._audio or PortAudio()
        desk = make_test_desk(self._audio, self.wanted.microphone, self.wanted.speaker)
        desk.know(present)
        tell(present)
        devices.on_change(tell)
        sound = UseSound(self.wanted.microphone, self.wanted.speaker)
        return Equipment.of(self._camera(present), desk.microphone, desk.speaker, sound, desk, devices.current)

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


def make_watches(equipment: Equipment, reporter: Reporter) -> tuple[Watch, ...]:
    """The eyes and ears of the self-test."""
    from vardklient.checks.picture import make_checker
    from vardklient.checks.sound_limits import load_sound_limits
    from vardklient.media.listening import SoundObserver
    from vardklient.media.observer import PictureObserver

    class Eyes(PictureObserver):
        """A picture observer that has ended when `stop` returns."""

        def stop(self) -> None:
            super().stop()
            self.join()

    return (
        Eyes(equipment.camera, make_checker, reporter.verdicts),
        SoundObserver(equipment.microphone, load_sound_limits(), reporter.verdicts, reporter.level),
    )
