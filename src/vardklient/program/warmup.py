"""Imports what the first window does not need, one module at a time on a thread of its own, after it is painted."""

from __future__ import annotations

import importlib
import logging
import threading
from collections.abc import Callable, Mapping

from vardklient.base.log import Code, note

FURNITURE, DEVICES, CALLS = "furniture", "devices", "calls"
"""The stages: the other views and the core; cameras, sound and checks; the network and the call engine."""
MODULES: Mapping[str, tuple[str, ...]] = {
    FURNITURE: (
        "vardklient.program.backend",
        "vardklient.ui.selfcheck",
        "vardklient.ui.card",
        "vardklient.ui.call",
    ),
    DEVICES: (
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
    ),
    CALLS: (
        "aiohttp",
        "vardklient.calls.signalling",
        "aiortc",
        "vardklient.calls.engine",
        "vardklient.calls.connection",
    ),
}


class Warmup:
    """One thread, once.

    Args:
        on_stage: called on the thread with the name of each stage that is complete.
    """

    def __init__(self, on_stage: Callable[[str], None]) -> None:
        self._on_stage = on_stage
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
        for stage, names in MODULES.items():
            for name in names:
                if self._halt.is_set():
                    return
                try:
                    importlib.import_module(name)
                except (ImportError, OSError) as fault:
                    # PortAudio may be missing from the system: then there is no sound, and the rest works
                    note(Code.UNEXPECTED, logging.WARNING, module=name, type=type(fault).__name__)
            self._on_stage(stage)
