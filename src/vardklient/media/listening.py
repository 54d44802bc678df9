"""Listening to the microphone for the self-test: its level ten times a second, verdicts twice a second."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vardklient.checks import bandwidth, clipping, dropouts, level, silence
from vardklient.checks.sound_limits import SoundLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.ports.sound import SAMPLE_RATE_HZ, Microphone, SoundBlock, SoundState

LEVEL_EVERY_S, VERDICTS_EVERY_S = 0.1, 0.5
LEVEL_WINDOW_S, SILENCE_WINDOW_S, WINDOW_S = 0.1, 2.0, 5.0

_BAD_STATES = {
    SoundState.BUSY: Advice.MICROPHONE_BUSY,
    SoundState.REFUSED: Advice.MICROPHONE_REFUSED,
    SoundState.LOST: Advice.MICROPHONE_MISSING,
    SoundState.MISSING: Advice.MICROPHONE_MISSING,
    SoundState.CLOSED: Advice.MICROPHONE_NO_SPEECH,
}
"""Unknown all of them, as with a camera: what was not heard was not judged."""


def microphone_verdicts(
    samples: NDArray[np.float32], state: SoundState, limits: SoundLimits, silence_window_s: float | None = None
) -> tuple[Verdict, ...]:
    """What the microphone's state and what it heard, (n,) at 48 kHz, say: the five that speech tells.

    MICROPHONE, SILENCE, CLIPPING, DROPOUTS and BANDWIDTH, in this order. Noise and hum need a quiet second of their
    own: `media.quietsecond`.

    Args:
        samples: everything heard in the window.
        state: how the microphone is; only a running one is judged by what it heard.
        limits: what to judge by.
        silence_window_s: judge muting by this last part, so that it is noticed sooner; None for all of it.
    """
    if state in _BAD_STATES:
        return (
            Verdict(Check.MICROPHONE, Severity.UNKNOWN, _BAD_STATES[state]),
            Verdict(Check.SILENCE, Severity.UNKNOWN, Advice.SILENCE_UNSURE),
            Verdict(Check.CLIPPING, Severity.UNKNOWN, Advice.CLIPPING_UNSURE),
            Verdict(Check.DROPOUTS, Severity.UNKNOWN, Advice.DROPOUTS_UNSURE),
            Verdict(Check.BANDWIDTH, Severity.UNKNOWN, Advice.BANDWIDTH_UNSURE),
        )
    recent = samples if silence_window_s is None else samples[-round(silence_window_s * SAMPLE_RATE_HZ) :]
    return (
        level.judge(level.measure(samples), limits.level),
        silence.judge(silence.measure(recent), limits.silence),
        clipping.judge(clipping.measure(samples), limits.clipping),
        dropouts.judge(dropouts.measure(samples), limits.dropouts, limits.silence),
        bandwidth.judge(bandwidth.measure(samples, limits.level, limits.bandwidth), limits.bandwidth),
    )


class Window:
    """The last seconds of sound, in memory. Filled from the sound thread, read from another."""

    def __init__(self, seconds: float) -> None:
        self._lock = threading.Lock()
        self._most = round(seconds * SAMPLE_RATE_HZ)
        self._blocks: deque[NDArray[np.float32]] = deque()
        self._count = 0

    def add(self, block: SoundBlock) -> None:
        """Take a block in, let the oldest go."""
        with self._lock:
            self._blocks.append(block.samples)
            self._count += block.samples.size
            while self._count - self._blocks[0].size >= self._most:
                self._count -= self._blocks.popleft().size

    def samples(self, seconds: float | None = None) -> NDArray[np.float32]:
        """What is there, or the last `seconds` of it."""
        with self._lock:
            blocks = list(self._blocks)
        together = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
        return together if seconds is None else together[-round(seconds * SAMPLE_RATE_HZ) :]


class SoundObserver:
    """One microphone, one worker thread. The microphone is started and stopped by its owner, not here."""

    def __init__(
        self,
        microphone: Microphone,
        limits: SoundLimits,
        on_verdicts: Callable[[tuple[Verdict, ...], float], None],
        on_level: Callable[[float], None],
    ) -> None:
        """Prepare; nothing runs yet.

        Args:
            microphone: whom to listen to.
            limits: what to judge by.
            on_verdicts: called on the worker thread with verdicts and monotonic time in seconds; only hands over.
            on_level: called on the worker thread with the level of the last tenth of a second in dBFS; only hands over.
        """
        self._microphone, self._limits = microphone, limits
        self._on_verdicts, self._on_level = on_verdicts, on_level
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen, unless it does already."""
        if self._thread is not None:
            return
        self._ended = threading.Event()
        window = Window(WINDOW_S)
        self._thread = threading.Thread(target=self._run, args=(self._ended, window), name="sound-observer")
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; the thread has ended when this returns."""
        thread, self._thread = self._thread, None
        self._ended.set()
        if thread is not None:
            thread.join()

    def _run(self, ended: threading.Event, window: Window) -> None:
        self._microphone.subscribe(window.add)
        try:
            verdicts_due_s = time.monotonic() + VERDICTS_EVERY_S
            while not ended.wait(LEVEL_EVERY_S):
                if self._microphone.state is SoundState.RUNNING:
                    self._on_level(level.rms_dbfs(window.samples(LEVEL_WINDOW_S)))
                now_s = time.monotonic()
                if now_s >= verdicts_due_s:
                    verdicts_due_s = now_s + VERDICTS_EVERY_S
                    state, heard = self._microphone.state, window.samples()
                    self._on_verdicts(microphone_verdicts(heard, state, self._limits, SILENCE_WINDOW_S), now_s)
        finally:
            self._microphone.unsubscribe(window.add)
