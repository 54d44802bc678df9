"""Imports what is heavy, one module at a time on a thread of its own, after the window is on the screen."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable

HEAVY = (
    "numpy",
    "vardklient.media.multimedia",
    "vardklient.media.devices",
    "vardklient.media.camera",
    "sounddevice",
    "vardklient.media.sound",
    "cv2",
    "vardklient.media.drawn",
    "vardklient.media.clip",
    "vardklient.media.observer",
    "vardklient.checks.picture",
    "vardklient.media.listening",
    "vardklient.media.echotest",
    "aiohttp",
    "vardklient.calls.signalling",
    "aiortc",
    "vardklient.calls.engine",
    "vardklient.calls.connection",
)


class Warmup:
    """One thread, once.

    Args:
        on_devices: called on the thread when everything up to the devices and checks is there.
        on_done: called on the thread when all is there.
        on_fault: called on the thread with what went wrong; the rest is tried all the same.
    """

    def __init__(
        self,
        on_devices: Callable[[], None],
        on_done: Callable[[], None],
        on_fault: Callable[[str, ImportError | OSError], None],
    ) -> None:
        self._on_devices, self._on_done, self._on_fault = on_devices, on_done, on_fault
        self._halt = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warm-up")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Leave off after the module under way, and join."""
        self._halt.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        for name in HEAVY:
            if self._halt.is_set():
                return
            if name == "aiohttp":
                self._on_devices()
            try:
                importlib.import_module(name)
            except (ImportError, OSError) as fault:
                # PortAudio may be missing from the system: then there is no sound, and the rest works
                self._on_fault(name, fault)
        self._on_done()
