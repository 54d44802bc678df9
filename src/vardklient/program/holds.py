"""Who needs a device now. It opens for the first and is released with the last: the self-test hands it to the call."""

from __future__ import annotations

import threading
from typing import Protocol


class Holdable(Protocol):
    """Camera, microphone or loudspeaker, as far as this matters."""

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

    @property
    def held(self) -> bool:
        """Does anybody need it now?"""
        return bool(self._holders)

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
