"""Between the sound devices and the call: what is played is shown to the canceller, what is heard goes through it.

The callbacks of the two streams only hand over, to one thread that does both. The work is 0.1 ms in 10 ms, but the
library lets go of the interpreter's lock four times in it, and beside a busy thread waits up to 5 ms to get it back:
in the callbacks that was 18 ms for one block in a hundred and 62 underflows in 8 s, from a thread none (record 013).

What is played is handed over at once and not kept to match it with what is heard: callbacks come in bursts of two to
four blocks, which the canceller levels out by itself. Matching them here was tried on simulated bursts, stalls and
drift and was no better; where a block was missing it was far worse (14 dB instead of 44).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np

from vardklient.media.cancelling import Canceller
from vardklient.media.mixing import Samples
from vardklient.ports.sound import BLOCK_SAMPLES, SAMPLE_RATE_HZ, SoundBlock

_log = logging.getLogger(__name__)

_WAITING_MOST = 200
"""Blocks, a second of both directions: a machine that is further behind loses the newest rather than all its memory."""


class Cutter:
    """Cuts sound into blocks of 480 samples, whatever pieces it comes in, and keeps the rest for the next time."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.float32)

    @property
    def kept(self) -> int:
        """Samples that wait for more."""
        return self._rest.size

    def cut(self, samples: Samples) -> list[Samples]:
        """The blocks that are whole now."""
        if self._rest.size == 0 and samples.size == BLOCK_SAMPLES:
            return [samples]
        together = np.concatenate((self._rest, samples))
        whole = together.size // BLOCK_SAMPLES * BLOCK_SAMPLES
        self._rest = together[whole:]
        return [together[at : at + BLOCK_SAMPLES] for at in range(0, whole, BLOCK_SAMPLES)]


class CleaningLine:
    """One canceller and the blocks on their way through it. For one thread."""

    def __init__(self, canceller: Canceller | None, give_up: Callable[[], None]) -> None:
        """Begin with nothing on the way.

        Args:
            canceller: None lets all through as it is.
            give_up: told that the canceller has failed; from then on all goes through as it is.
        """
        self._canceller, self._give_up = canceller, give_up
        self._far, self._near = Cutter(), Cutter()

    def played(self, samples: Samples) -> None:
        """This is being played now."""
        for block in self._far.cut(samples):
            if self._canceller is not None:
                try:
                    self._canceller.far(block)
                except Exception:  # noqa: BLE001 - the edge of a foreign library: a call without it is better than none
                    self._fail()

    def heard(self, heard: SoundBlock) -> list[SoundBlock]:
        """What was heard, cleaned, in blocks of 480 samples; their times are those of the speech in them."""
        at_s = heard.captured_at_s - self._near.kept / SAMPLE_RATE_HZ
        blocks = self._near.cut(heard.samples)
        return [self._clean(block, at_s + n * BLOCK_SAMPLES / SAMPLE_RATE_HZ) for n, block in enumerate(blocks)]

    def _clean(self, samples: Samples, at_s: float) -> SoundBlock:
        if self._canceller is not None:
            try:
                return SoundBlock(self._canceller.near(samples), at_s - self._canceller.delay_s)
            except Exception:  # noqa: BLE001 - the edge of a foreign library: a call without it is better than none
                self._fail()
        return SoundBlock(samples, at_s)

    def _fail(self) -> None:
        _log.exception("The echo canceller failed and is left out")
        self._canceller = None
        self._give_up()


@dataclass(frozen=True, slots=True)
class _Fit:
    """From here on another canceller."""

    canceller: Canceller | None


class Cleaning:
    """One microphone, one loudspeaker, and a canceller that may be exchanged at any time, on a thread of its own.

    `played` and `heard` are for the sound threads, where they take no time. The others may be called from any thread,
    one at a time.

    Args:
        hand_out: gets every cleaned block, on the cleaning thread.
    """

    def __init__(self, hand_out: Callable[[SoundBlock], None]) -> None:
        self._hand_out = hand_out
        self._canceller: Canceller | None = None
        self._waiting: SimpleQueue[SoundBlock | Samples | _Fit | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    @property
    def canceller(self) -> Canceller | None:
        """What cleans now."""
        return self._canceller

    def start(self) -> None:
        """Begin, unless it has."""
        if self._thread is None:
            self._waiting = SimpleQueue()
            self._thread = threading.Thread(target=self._run, args=(self._waiting,), name="sound-cleaning")
            self._thread.start()

    def stop(self) -> None:
        """End, with nothing fitted; what was heard before is handed out first. The thread has ended afterwards."""
        thread, self._thread = self._thread, None
        self._canceller = None
        self._waiting.put(None)
        if thread is not None:
            thread.join()

    def fit(self, canceller: Canceller | None) -> None:
        """From now on this one cleans, or nothing. The one before is let go when its last block is through."""
        self._canceller = canceller
        self._waiting.put(_Fit(canceller))

    def played(self, samples: Samples) -> None:
        """This is being played now."""
        if self._canceller is not None and self._waiting.qsize() < _WAITING_MOST:
            self._waiting.put(samples)

    def heard(self, block: SoundBlock) -> None:
        """This was heard."""
        if self._thread is not None and self._waiting.qsize() < _WAITING_MOST:
            self._waiting.put(block)

    def _run(self, waiting: SimpleQueue[SoundBlock | Samples | _Fit | None]) -> None:
        line = CleaningLine(None, lambda: None)
        while (piece := waiting.get()) is not None:
            if isinstance(piece, SoundBlock):
                for block in line.heard(piece):
                    self._hand_out(block)
            elif isinstance(piece, _Fit):
                line = CleaningLine(piece.canceller, self._forget)
            else:
                line.played(piece)

    def _forget(self) -> None:
        """The canceller has failed."""
        self._canceller = None
