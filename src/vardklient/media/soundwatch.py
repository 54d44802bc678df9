"""Listens to the microphone on a thread of its own: the level ten times a second, verdicts twice a second.

Nothing is kept longer than the window, and nothing ever leaves memory.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vardklient.checks import clipping, level, silence
from vardklient.checks.sound_limits import SoundLimits
from vardklient.domain.verdict import Check, Severity, Verdict
from vardklient.ports.sound import SAMPLE_RATE_HZ, Microphone, SoundBlock

WINDOW_S = 4.0
LEVEL_EVERY_S = 0.1
VERDICTS_EVERY_S = 0.5
_HEARD_ONCE = frozenset({Check.MICROPHONE, Check.CLIPPING})


class SoundWatch:
    """One microphone, one worker thread.

    Args:
        microphone: started and stopped by its owner, not here.
        on_level: told the level of the last tenth of a second in dBFS.
        on_verdicts: told the verdicts and the time in monotonic seconds. Once somebody has spoken, a pause does not
            turn what was heard into "nobody spoke".

    Both are called on the worker thread and must only hand over.
    """

    def __init__(
        self,
        microphone: Microphone,
        limits: SoundLimits,
        on_level: Callable[[float], None],
        on_verdicts: Callable[[tuple[Verdict, ...], float], None],
    ) -> None:
        self._microphone, self._limits = microphone, limits
        self._on_level, self._on_verdicts = on_level, on_verdicts
        self._lock = threading.Lock()
        self._fresh: list[NDArray[np.float32]] = []
        self._window: deque[NDArray[np.float32]] = deque()
        self._kept = 0
        self._known: set[Check] = set()
        self._halt = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen, unless it does already."""
        if self._thread is not None:
            return
        self._halt.clear()
        self._microphone.subscribe(self._take)
        self._thread = threading.Thread(target=self._work, name="sound watch")
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; what was heard is forgotten."""
        self._microphone.unsubscribe(self._take)
        self._halt.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._window.clear()
        self._fresh.clear()
        self._kept = 0
        self._known.clear()

    def _take(self, block: SoundBlock) -> None:
        with self._lock:
            self._fresh.append(block.samples)

    def _work(self) -> None:
        ticks = 0
        while not self._halt.wait(LEVEL_EVERY_S):
            with self._lock:
                fresh, self._fresh = self._fresh, []
            if not fresh:
                continue
            self._on_level(level.rms_dbfs(np.concatenate(fresh)))
            self._keep(fresh)
            ticks += 1
            if ticks % round(VERDICTS_EVERY_S / LEVEL_EVERY_S) == 0:
                self._on_verdicts(self._judge(), time.monotonic())

    def _keep(self, fresh: list[NDArray[np.float32]]) -> None:
        self._window.extend(fresh)
        self._kept += sum(piece.size for piece in fresh)
        while self._kept - self._window[0].size >= WINDOW_S * SAMPLE_RATE_HZ:
            self._kept -= self._window.popleft().size

    def _judge(self) -> tuple[Verdict, ...]:
        samples = np.concatenate(self._window)
        found = (
            silence.judge(silence.measure(samples), self._limits.silence),
            level.judge(level.measure(samples), self._limits.level),
            clipping.judge(clipping.measure(samples), self._limits.clipping),
        )
        told = [v for v in found if v.severity is not Severity.UNKNOWN or v.check not in self._known]
        self._known |= {v.check for v in found if v.severity is not Severity.UNKNOWN and v.check in _HEARD_ONCE}
        return tuple(told)
