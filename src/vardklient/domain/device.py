"""Devices as names that people know, and the list of those that are plugged in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DeviceKind(StrEnum):
    """What a device is chosen as."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Device:
    """One device; `identity` is stable over restarts, never an index."""

    identity: str
    name: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class DeviceList:
    """What is plugged in now."""

    cameras: tuple[Device, ...] = ()
    microphones: tuple[Device, ...] = ()
    speakers: tuple[Device, ...] = ()

    def of(self, kind: DeviceKind) -> tuple[Device, ...]:
        """The devices of that kind."""
        return {
            DeviceKind.CAMERA: self.cameras,
            DeviceKind.MICROPHONE: self.microphones,
            DeviceKind.SPEAKER: self.speakers,
        }[kind]


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """One device that may be chosen: the remedy behind a button."""

    kind: DeviceKind
    device: Device
