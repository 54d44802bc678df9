"""What is simply so of the devices in use: right or wrong by their names, and exchanged without the user or not."""

from __future__ import annotations

import logging

from vardklient.base.errors import ResourceError
from vardklient.checks.camera_choice import judge_camera_choice
from vardklient.checks.default_device import judge_default_device, judge_swap
from vardklient.checks.device_names import DeviceNames, load_device_names
from vardklient.domain.device import DeviceKind, DeviceList
from vardklient.domain.verdict import Check, Severity, Verdict
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState
from vardklient.program.equipment import Equipment
from vardklient.vault.policy import load_policy

KNOWN = frozenset({Check.CAMERA_CHOICE, Check.DEFAULT_DEVICE})
"""What `KnownDevices` tells of."""

_log = logging.getLogger(__name__)


def clinics_names() -> DeviceNames:
    """What names say of devices, with the models that the clinic's policy recommends; a damaged policy has no say."""
    names = load_device_names()
    try:
        return names.recommending(load_policy().recommended)
    except ResourceError as error:
        _log.warning("The policy is left out: %s", error)
        return names


class KnownDevices:
    """Judges the devices of one equipment. For one thread.

    Args:
        names: what names say of devices.
    """

    def __init__(self, equipment: Equipment, names: DeviceNames) -> None:
        self._equipment, self._names = equipment, names
        self._microphone = ""
        self._identity = ""

    def verdicts(self) -> tuple[Verdict, ...]:
        """On the camera's choice, and on that of microphone and loudspeaker; remembers the first microphone.

        That it was exchanged is said where nothing worse is known of the one in its place.
        """
        equipment, present = self._equipment, self._equipment.present()
        camera = judge_camera_choice(self._camera_name(present), present.cameras, self._names)
        named = judge_default_device(equipment.microphone.name, equipment.speaker.name, present, self._names)
        if self._swapped(present) and named.severity in (Severity.GREEN, Severity.UNKNOWN):
            return camera, judge_swap(equipment.microphone.name)
        return camera, named

    def _camera_name(self, present: DeviceList) -> str:
        """Of the camera that gives pictures, or of a plugged-in one that may; one only asked for counts for nothing."""
        camera = self._equipment.camera
        there = camera.state is not CameraState.MISSING and any(d.name == camera.name for d in present.cameras)
        return camera.name if there or camera.state is CameraState.RUNNING else ""

    def _swapped(self, present: DeviceList) -> bool:
        """Is another microphone in use than the first one? Under another name the same one is no other."""
        microphone = self._equipment.microphone
        name = microphone.name
        if microphone.state is not SoundState.RUNNING or not name:
            return False
        identity = next((d.identity for d in present.of(DeviceKind.MICROPHONE) if d.name == name), "")
        if not self._microphone or name == self._microphone or (identity and identity == self._identity):
            self._microphone, self._identity = name, identity or self._identity
            return False
        return True
