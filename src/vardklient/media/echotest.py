"""The echo test: record some seconds in memory, say what they hold, play them back, forget them.

Never on disk: the sound lives in one array here, is written over with zeros after it was played, and nothing else holds
it. Both calls wait, so they belong on a worker thread; `cancel` ends them from any other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vardklient.checks import echo
from vardklient.checks.sound_limits import SoundLimits
from vardklient.domain.verdict import Verdict
from vardklient.media.listening import microphone_verdicts
from vardklient.ports.sound import SAMPLE_RATE_HZ, Microphone, SoundBlock, SoundState, Speaker

_PATIENCE_S = 2.0
"""So much longer than the recording itself may take: then the device has stopped delivering."""
_PROGRESS_EVERY_S = 0.1

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class EchoRecording:
    """What was recorded shows; the sound itself stays inside.

    Attributes:
        verdicts: MICROPHONE, SILENCE, CLIPPING, DROPOUTS, BANDWIDTH, and ECHO, which stays unknown until the user has
            answered.
        audible: somebody spoke, so it is worth playing back.
        complete: False if it was cancelled or the microphone stopped.
    """

    verdicts: tuple[Verdict, ...]
    audible: bool
    complete: bool


class EchoTest:
    """One microphone, one loudspeaker; both are started and stopped by their owner, not here."""

    def __init__(self, microphone: Microphone, speaker: Speaker, limits: SoundLimits) -> None:
        self._microphone, self._speaker, self._limits = microphone, speaker, limits
        self._changed = threading.Condition()
        self._sound: NDArray[np.float32] = np.zeros(0, np.float32)
        self._at = 0
        self._cancelled = False

    def record(
        self, seconds: float, halt: threading.Event | None = None, on_progress: Progress | None = None
    ) -> EchoRecording:
        """Listen for so long.

        Args:
            seconds: at 48 kHz that is what is kept in memory.
            halt: set from any thread, it ends the recording.
            on_progress: hears the share done, 0..1, on the calling thread.
        """
        with self._changed:
            self._sound, self._at = np.zeros(round(seconds * SAMPLE_RATE_HZ), np.float32), 0
            self._cancelled = False
        self._microphone.subscribe(self._take)
        try:
            works = _unless(halt, lambda: self._microphone.state is SoundState.RUNNING)
            complete = self._wait(works, seconds, on_progress)
        finally:
            self._microphone.unsubscribe(self._take)
        with self._changed:
            self._sound = self._sound[: self._at]
        reading = echo.measure(self._sound, self._limits.level)
        verdicts = microphone_verdicts(self._sound, self._microphone.state, self._limits)
        if not (complete and reading.audible):
            self.forget()
        return EchoRecording((*verdicts, echo.judge(reading, None)), complete and reading.audible, complete)

    def play(self, halt: threading.Event | None = None, on_progress: Progress | None = None) -> bool:
        """Play what was recorded, then forget it. False if there was nothing to play, no sound, or it was cancelled."""
        works = _unless(halt, lambda: self._speaker.state is SoundState.RUNNING)
        with self._changed:
            self._at, self._cancelled = 0, False
            seconds = self._sound.size / SAMPLE_RATE_HZ
        if seconds == 0 or not works():
            self.forget()
            return False
        self._speaker.add_player(self._give)
        try:
            return self._wait(works, seconds, on_progress)
        finally:
            self._speaker.remove_player(self._give)
            self.forget()

    def cancel(self) -> None:
        """End `record` or `play`, whichever runs, and forget."""
        with self._changed:
            self._cancelled = True
            self._changed.notify_all()
        self.forget()

    def forget(self) -> None:
        """Write over what was recorded, and let go of it."""
        with self._changed:
            self._sound[:] = 0
            self._sound, self._at = np.zeros(0, np.float32), 0

    @property
    def holds_sound(self) -> bool:
        """Whether anything recorded is in memory now."""
        return bool(self._sound.size)

    def _take(self, block: SoundBlock) -> None:
        """On the microphone's sound thread."""
        with self._changed:
            part = block.samples[: self._sound.size - self._at]
            self._sound[self._at : self._at + part.size] = part
            self._at += part.size
            self._changed.notify_all()

    def _give(self, wanted: int) -> NDArray[np.float32]:
        """On the loudspeaker's sound thread."""
        with self._changed:
            part = self._sound[self._at : self._at + wanted].copy()
            self._at += part.size
            self._changed.notify_all()
            return part

    def _wait(self, works: Callable[[], bool], seconds: float, on_progress: Progress | None) -> bool:
        """Until everything has gone through; False if it was cancelled, took too long, or the device stopped."""
        whole = round(seconds * SAMPLE_RATE_HZ)
        deadline_s = time.monotonic() + seconds + _PATIENCE_S
        step = round(_PROGRESS_EVERY_S * SAMPLE_RATE_HZ)
        due = step
        while True:
            with self._changed:
                self._changed.wait_for(self._reached(min(due, whole)), _PROGRESS_EVERY_S * 2)
                if self._cancelled or not works() or time.monotonic() > deadline_s:
                    return False
                done = self._at
            if done >= due or done >= whole:
                due = done + step
                if on_progress is not None:
                    on_progress(min(1.0, done / whole))
            if done >= whole:
                return True

    def _reached(self, samples: int) -> Callable[[], bool]:
        return lambda: self._cancelled or self._at >= samples


def _unless(halt: threading.Event | None, works: Callable[[], bool]) -> Callable[[], bool]:
    """Whether it works and nobody has halted it."""
    return works if halt is None else lambda: not halt.is_set() and works()
