"""The list of devices, as names that people know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


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


class Devices(Protocol):
    """Watches what is plugged in."""

    def current(self) -> DeviceList:
        """What is plugged in now."""
        ...

    def on_change(self, listener: Callable[[DeviceList], None]) -> None:
        """Call `listener`, from any thread, when something comes or goes."""
        ...
