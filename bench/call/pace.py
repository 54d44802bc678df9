"""The pace of a camera or a sound card that is none."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

LATE_S = 0.1
"""Further behind, pictures and sound are left out instead of being caught up with, as in the bench's page."""


class Pace:
    """Calls `tick(n)` at a rate on a thread of its own; what is later than `late_s` is left out."""

    def __init__(self, name: str, every_s: float, tick: Callable[[int], None], late_s: float = LATE_S) -> None:
        self._every_s, self._tick, self._late_s = every_s, tick, late_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        began_s, n = time.monotonic(), 0
        while not self._stop.wait(max(0.0, began_s + n * self._every_s - time.monotonic())):
            if time.monotonic() - began_s - n * self._every_s > self._late_s:
                n = int((time.monotonic() - began_s) / self._every_s)
            self._tick(n)
            n += 1
