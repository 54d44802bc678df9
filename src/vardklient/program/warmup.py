"""Imports what the first window does not need, one module at a time on a thread of its own, after it is painted."""

from __future__ import annotations

import importlib
import logging
import sys
import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType

from vardklient.base.errors import VardklientError
from vardklient.base.log import Code, note

DAY, FURNITURE, CALLS, DEVICES = "day", "furniture", "calls", "devices"
"""The stages: the core with the day; the other views; the network and the way to the engine; cameras, sound and checks.

The devices come last, because the self-test begins with them: its threads and the loading of the call engine held the
window up for 75 to 350 ms, the other way round for 50 to 80 ms, and all was there sooner."""
MODULES: Mapping[str, tuple[str, ...]] = {
    DAY: (
        "vardklient.base.loop",
        "vardklient.program.backend",
        "vardklient.program.sources",
        "vardklient.domain.match",
        "vardklient.ui.hero",
        "vardklient.ui.visitlist",
    ),
    FURNITURE: (
        "vardklient.ui.selfcheck",
        "vardklient.ui.card",
        "vardklient.ui.call",
    ),
    CALLS: (
        "aiohttp",
        "vardklient.calls.signalling",
        "numpy",
        "vardklient.calls.process.remote",
        "icalendar",
    ),
    DEVICES: (
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
        "vardklient.media.looptest",
        "vardklient.media.loudest",
        "vardklient.media.quietsecond",
        "vardklient.media.desk",
        "vardklient.program.chime",
        "vardklient.program.comparing",
        "vardklient.program.known",
        "vardklient.program.networks",
        "vardklient.program.networktest",
        "vardklient.program.selftest",
    ),
}


SWITCH_S = 0.0002
"""How soon the thread gives up the interpreter's lock when another wants it, instead of Python's 5 ms. The window's
thread lets go of the lock at every longer call into Qt, and waited up to 5 ms each time to have it back: a view of
40 ms took 200 to 300 ms to make (bench/lateness.py, two cores)."""


class Warmup:
    """One thread, once.

    Args:
        on_stage: called on the thread with the name of each stage that is complete. The next stage begins when `go_on`
            is called: what the window's thread makes of a stage is done sooner when nothing is loaded meanwhile.
        loads: by stage, what has to be read from files after its modules.
    """

    def __init__(
        self, on_stage: Callable[[str], None], loads: Mapping[str, Callable[[], None]] = MappingProxyType({})
    ) -> None:
        self._on_stage, self._loads = on_stage, loads
        self._halt = threading.Event()
        self._go_on = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warm-up")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def go_on(self) -> None:
        """Begin with the next stage."""
        self._go_on.set()

    def stop(self) -> None:
        """Leave off after the module under way, and join."""
        self._halt.set()
        self._go_on.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        before_s = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_S)
        try:
            self._go_through()
        finally:
            sys.setswitchinterval(before_s)

    def _go_through(self) -> None:
        for stage, names in MODULES.items():
            for name in names:
                if self._halt.is_set():
                    return
                try:
                    importlib.import_module(name)
                except (ImportError, OSError) as fault:
                    # PortAudio may be missing from the system: then there is no sound, and the rest works
                    note(Code.UNEXPECTED, logging.WARNING, module=name, type=type(fault).__name__)
            self._load(stage)
            self._go_on.clear()
            if self._halt.is_set():  # asked after `clear`, or `stop` would be missed
                return
            self._on_stage(stage)
            self._go_on.wait()

    def _load(self, stage: str) -> None:
        load = self._loads.get(stage)
        if load is None or self._halt.is_set():
            return
        try:
            load()
        except VardklientError as fault:
            # whoever needs it reads it again, and says what is wrong
            note(Code.UNEXPECTED, logging.WARNING, stage=stage, type=type(fault).__name__)
