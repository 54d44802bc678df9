"""The quiet second: nobody speaks, and noise and hum are heard. The user is asked for it first ("var tyst")."""

from __future__ import annotations

import threading
import time

from vardklient.checks import hum, noise
from vardklient.checks.sound_limits import SoundLimits
from vardklient.domain.verdict import Verdict
from vardklient.media.listening import Window
from vardklient.ports.sound import SAMPLE_RATE_HZ, Microphone, SoundBlock, SoundState

_JUDGED_S = 1.0
"""The last second of it: at first one moves and breathes out."""
_PATIENCE_S = 1.0
_LOOK_EVERY_S = 0.1


class QuietSecond:
    """One microphone, started and stopped by its owner, not here."""

    def __init__(self, microphone: Microphone, limits: SoundLimits) -> None:
        self._microphone, self._limits = microphone, limits
        self._changed = threading.Condition()

    def listen(self, seconds: float, halt: threading.Event | None = None) -> tuple[Verdict, ...]:
        """NOISE and HUM, after listening for so long; empty if it was halted or the microphone does not deliver.

        Blocks for `seconds`, or a second longer if the microphone is slow: call it on a worker. Show the request to be
        quiet before, and judge nothing else meanwhile. Somebody who spoke all the same makes both unknown.
        """
        window, wanted = Window(_JUDGED_S), round(seconds * SAMPLE_RATE_HZ)
        heard = 0

        def take(block: SoundBlock) -> None:
            nonlocal heard
            window.add(block)
            with self._changed:
                heard += block.samples.size
                self._changed.notify_all()

        halt, deadline_s = halt or threading.Event(), time.monotonic() + seconds + _PATIENCE_S
        self._microphone.subscribe(take)
        try:
            with self._changed:
                while heard < wanted:
                    works = self._microphone.state is SoundState.RUNNING and time.monotonic() < deadline_s
                    if halt.is_set() or not works:
                        return ()
                    self._changed.wait_for(lambda: heard >= wanted, _LOOK_EVERY_S)
        finally:
            self._microphone.unsubscribe(take)
        samples, limits = window.samples(_JUDGED_S), self._limits
        return (
            noise.judge(noise.measure(samples), limits.noise, limits.silence),
            hum.judge(hum.measure(samples, limits.hum), limits.hum, limits.silence),
        )
