"""Between the sound devices and the call: what is played is shown to the canceller, what is heard goes through it.

It works in the callbacks of the two streams. The work is about 0.1 ms in 10 ms, most of it outside the interpreter's
lock; a thread of its own would need that lock once more for each block (figures: docs/decisions/013).

What is played is handed over at once and not kept to match it with what is heard: callbacks come in bursts of two to
four blocks, which the canceller levels out by itself. Matching them here was tried on simulated bursts, stalls and
drift and was no better; where a block was missing it was far worse (14 dB instead of 44).
"""

from __future__ import annotations

import logging

import numpy as np

from vardklient.media.cancelling import Canceller
from vardklient.media.mixing import Samples
from vardklient.ports.sound import BLOCK_SAMPLES, SAMPLE_RATE_HZ, SoundBlock

_log = logging.getLogger(__name__)


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


class Cleaning:
    """One microphone, one loudspeaker, and a canceller that may be exchanged at any time.

    `played` belongs to the loudspeaker's sound thread, `clean` to the microphone's; `fit` and `canceller` to any.
    """

    def __init__(self) -> None:
        self._canceller: Canceller | None = None
        self._far, self._near = Cutter(), Cutter()

    @property
    def canceller(self) -> Canceller | None:
        """What cleans now."""
        return self._canceller

    def fit(self, canceller: Canceller | None) -> None:
        """From now on this one cleans, or nothing. The one before is let go when its last block is through."""
        self._far, self._near = Cutter(), Cutter()
        self._canceller = canceller

    def played(self, samples: Samples) -> None:
        """This is being played now."""
        canceller = self._canceller
        for block in self._far.cut(samples):
            if canceller is not None:
                try:
                    canceller.far(block)
                except Exception:  # noqa: BLE001 - the edge of a foreign library: a call without it is better than none
                    self._give_up(canceller)

    def clean(self, heard: SoundBlock) -> list[SoundBlock]:
        """What was heard, cleaned, in blocks of 480 samples; their times are those of the speech in them."""
        canceller, cutter = self._canceller, self._near
        at_s = heard.captured_at_s - cutter.kept / SAMPLE_RATE_HZ
        cleaned: list[SoundBlock] = []
        for number, samples in enumerate(cutter.cut(heard.samples)):
            block = SoundBlock(samples, at_s + number * BLOCK_SAMPLES / SAMPLE_RATE_HZ)
            cleaned.append(block if canceller is None else self._without_echo(canceller, block))
        return cleaned

    def _without_echo(self, canceller: Canceller, block: SoundBlock) -> SoundBlock:
        try:
            return SoundBlock(canceller.near(block.samples), block.captured_at_s - canceller.delay_s)
        except Exception:  # noqa: BLE001 - the edge of a foreign library: a call without it is better than none
            self._give_up(canceller)
            return block

    def _give_up(self, canceller: Canceller) -> None:
        _log.exception("The echo canceller failed and is left out")
        if self._canceller is canceller:
            self._canceller = None
