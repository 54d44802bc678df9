"""What is plugged in, and a word when that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from vardklient.domain.device import Device, DeviceList

__all__ = ["Device", "DeviceList", "Devices"]


class Devices(Protocol):
    """Watches what is plugged in."""

    def current(self) -> DeviceList:
        """What is plugged in now."""
        ...

    def on_change(self, listener: Callable[[DeviceList], None]) -> None:
        """Call `listener`, from any thread, when something comes or goes."""
        ...
