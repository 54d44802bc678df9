"""The loop test: play the sweep through the loudspeaker, and listen whether the microphone hears it.

Microphone and loudspeaker are the program's own, on separate streams; the times of their blocks tell which sample of
the one belongs to which of the other. What is heard stays in one array, is judged, and is written over with zeros.
"""

from __future__ import annotations

import threading
import time
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vardklient.checks import headset, probe
from vardklient.checks.headset import HeadsetReading
from vardklient.checks.sound_limits import SoundLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.ports.sound import SAMPLE_RATE_HZ, Microphone, SoundBlock, SoundState, Speaker

_SWEEPS_LEAST, _SWEEPS_MOST = 2, 4
_JITTER_MOST_S = 0.5
"""Blocks that come more unevenly than this mean that the sweep may lie outside of what is looked at: it is not used.
Measured: 0.02 to 0.07 on an idle machine, 0.2 to 0.6 on a busy one. Smaller losses show as sweeps that do not agree."""
_PATIENCE_S = 1.0
"""So much later than it should the microphone may deliver what was played."""
_LOOK_EVERY_S = 0.1


class LoopTest:
    """One microphone, one loudspeaker; both are started and stopped by their owner, not here."""

    def __init__(self, microphone: Microphone, speaker: Speaker, limits: SoundLimits) -> None:
        self._microphone, self._speaker, self._limits = microphone, speaker, limits

    def run(self, halt: threading.Event | None = None) -> Verdict:
        """The verdict on HEADSET, after 6 s, or up to 11 if sweeps are spoilt or differ. Blocks: call it on a worker.

        Never raises. Unknown if a device does not run or stops, if it was halted, if nothing agrees, and if nothing
        was heard: then the user is asked (`headset.judge` with his answer).

        Args:
            halt: set from any thread, it ends the test, and the sound within a tenth of a second.
        """
        halt = halt or threading.Event()
        take = _Take(self._microphone, self._speaker)
        reading = HeadsetReading(None, 0)
        if halt.is_set():
            return _unsure()
        take.start()
        try:
            for count in range(_SWEEPS_LEAST, _SWEEPS_MOST + 1):
                if not self._wait(take, count, halt):
                    return _unsure()
                reading = self._measure(take, count)
                if reading.path is not None:
                    break
        finally:
            take.end()
        return headset.judge(reading, self._limits.headset, self._speaker.name)

    def _wait(self, take: _Take, count: int, halt: threading.Event) -> bool:
        """Until that many sweeps were heard; False if it was halted, took too long, or a device stopped."""
        deadline_s = time.monotonic() + take.seconds(count) + _PATIENCE_S
        while not take.has(count):
            works = self._microphone.state is SoundState.RUNNING and self._speaker.state is SoundState.RUNNING
            if not works or time.monotonic() > deadline_s or halt.wait(_LOOK_EVERY_S):
                return False
        return True

    def _measure(self, take: _Take, count: int) -> HeadsetReading:
        quiet, sweeps = take.quiet(), take.sweeps(count)
        if len(sweeps) < _SWEEPS_LEAST:
            return HeadsetReading(None, len(sweeps))
        return headset.measure(sweeps, quiet, take.sweep, self._limits.headset, self._limits.silence)


def _unsure() -> Verdict:
    return Verdict(Check.HEADSET, Severity.UNKNOWN, Advice.HEADSET_UNSURE)


class _Began(NamedTuple):
    """A block of samples, and when the first sample of all would have come if all had come like this one."""

    sample: int
    first_s: float


class _Take:
    """What is played and what is heard meanwhile. Its two callbacks run on the sound threads and only copy."""

    def __init__(self, microphone: Microphone, speaker: Speaker) -> None:
        self._microphone, self._speaker = microphone, speaker
        self.sweep = probe.make_sweep()
        quiet, after = (round(seconds * SAMPLE_RATE_HZ) for seconds in (probe.QUIET_S, probe.AFTER_S))
        self._quiet, self._period = quiet, self.sweep.size + after
        one = np.concatenate((self.sweep, np.zeros(after, np.float32)))
        self._played = np.concatenate((np.zeros(quiet, np.float32), *[one] * _SWEEPS_MOST))
        self._heard = np.zeros(self._played.size + round(_PATIENCE_S * SAMPLE_RATE_HZ), np.float32)
        self._out = self._in = 0
        self._given: list[_Began] = []
        self._taken: list[_Began] = []
        self._lock = threading.Lock()

    def start(self) -> None:
        """Play and listen."""
        self._microphone.subscribe(self._take)
        self._speaker.add_player(self._give)

    def end(self) -> None:
        """Play and listen no more, and write over what was heard."""
        self._speaker.remove_player(self._give)
        self._microphone.unsubscribe(self._take)
        with self._lock:
            self._heard[:] = 0
            self._in = self._heard.size

    def seconds(self, count: int) -> float:
        """How long that many sweeps take."""
        return (self._quiet + count * self._period) / SAMPLE_RATE_HZ

    def has(self, count: int) -> bool:
        """Whether all of that many sweeps has been captured."""
        with self._lock:
            if not (self._taken and self._given):
                return False
            shift = median(block.first_s for block in self._given) - median(block.first_s for block in self._taken)
            return self._in >= round(shift * SAMPLE_RATE_HZ) + self._quiet + count * self._period

    def quiet(self) -> NDArray[np.float32]:
        """What was heard before the first sweep."""
        with self._lock:
            return self._heard[: self._quiet].copy()

    def sweeps(self, count: int) -> list[NDArray[np.float32]]:
        """What was heard from when each of so many sweeps was handed to the loudspeaker, without the spoilt ones.

        All by one clock, for the streams run on from one to the next: so the sweeps lie sample on sample.
        """
        with self._lock:
            starts = [self._quiet + number * self._period for number in range(count)]
            shifts = {start: shift for start in starts if (shift := self._shift(start)) is not None}
            if not shifts:
                return []
            common = round(median(shifts.values()))
            begins = [max(0, start + common) for start in shifts]
            return [self._heard[begin : begin + self._period].copy() for begin in begins]

    def _shift(self, start: int) -> float | None:
        """How many samples later what was captured lies than what was handed out, by the blocks of that sweep."""
        given_s, taken_s = self._steady(self._given, start), self._steady(self._taken, start)
        return None if given_s is None or taken_s is None else (given_s - taken_s) * SAMPLE_RATE_HZ

    def _steady(self, blocks: list[_Began], start: int) -> float | None:
        """The median beginning of the blocks of one sweep; None if they came unevenly."""
        firsts_s = [block.first_s for block in blocks if start <= block.sample < start + self._period]
        if not firsts_s or max(firsts_s) - min(firsts_s) > _JITTER_MOST_S:
            return None
        return median(firsts_s)

    def _take(self, block: SoundBlock) -> None:
        with self._lock:
            self._taken.append(_Began(self._in, block.captured_at_s - self._in / SAMPLE_RATE_HZ))
            part = block.samples[: self._heard.size - self._in]
            self._heard[self._in : self._in + part.size] = part
            self._in += part.size

    def _give(self, wanted: int) -> NDArray[np.float32]:
        with self._lock:
            self._given.append(_Began(self._out, time.monotonic() - self._out / SAMPLE_RATE_HZ))
            part = self._played[self._out : self._out + wanted]
            self._out += part.size
            return part
