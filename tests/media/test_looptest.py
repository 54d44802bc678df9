from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest

from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Severity, Verdict
from vardklient.media.looptest import LoopTest
from vardklient.ports.sound import SoundBlock, SoundState

LIMITS = load_sound_limits()


class Air:
    """A loudspeaker and a microphone with air between them, in a time that runs as fast as it can.

    The microphone's times are counted from one moment of the real clock, and the loudspeaker is asked for everything at
    once, so only the loss means something here.
    """

    def __init__(self, loss_db: float | None, floor_dbfs: float = -75.0) -> None:
        self.microphone, self.speaker = FakeMicrophone(), FakeSpeaker("Jabra")
        self.microphone.start()
        self.speaker.start()
        self.test = LoopTest(self.microphone, self.speaker, LIMITS)
        self._gain = 0.0 if loss_db is None else 10 ** (-loss_db / 20)
        self._floor = 10 ** (floor_dbfs / 20)
        self._worker, self._rng, self._blocks = ThreadPoolExecutor(1), np.random.default_rng(1), 0
        self.halt = threading.Event()

    def begin(self) -> Future[Verdict]:
        future = self._worker.submit(self.test.run, self.halt)
        assert self.microphone.wait_for_listeners()
        self._began_s = time.monotonic()
        return future

    def run(self) -> Verdict:
        future = self.begin()
        self.carry(future, 1000)
        return future.result(60)

    def carry(self, future: Future[Verdict], blocks: int) -> None:
        """So many blocks through the air, as long as somebody listens."""
        for _ in range(blocks):
            if future.done():
                return
            played = self.speaker._mix(480) if self._blocks < 900 else np.zeros(480, np.float32)
            self._hand_out(played * self._gain + self._rng.standard_normal(480) * self._floor)

    def _hand_out(self, samples: np.ndarray) -> None:
        """Whatever state the two are in: one that is lost may still deliver."""
        block = SoundBlock(samples.astype(np.float32), self._began_s + self._blocks * 0.01)
        for listener in list(self.microphone._listeners):
            listener(block)
        self._blocks += 1
        threading.Event().wait(max(0.0, self._began_s + self._blocks * 0.01 - time.monotonic()))

    def close(self) -> None:
        self._worker.shutdown()
        assert self.speaker.players == 0


@pytest.mark.parametrize(
    ("loss_db", "severity", "advice"),
    [(20.0, Severity.YELLOW, Advice.HEADSET_OPEN), (None, Severity.UNKNOWN, Advice.HEADSET_NOT_HEARD)],
)
def test_what_the_air_carries_is_judged(loss_db: float | None, severity: Severity, advice: Advice) -> None:
    air = Air(loss_db)
    verdict = air.run()
    air.close()
    expected = Advice.HEADSET_OPEN if loss_db is not None else advice
    assert (verdict.severity, verdict.advice, verdict.device) == (severity, expected, "Jabra")
    assert air.microphone.listeners == 0
    assert loss_db is None or verdict.measures["loss_db"] == pytest.approx(loss_db, abs=1.0)


@pytest.mark.parametrize("end", ["halt", "microphone", "speaker"])
def test_what_breaks_it_off_leaves_it_unknown(end: str) -> None:
    """Though the blocks go on coming, which alone would give a verdict."""
    air = Air(20.0)
    future = air.begin()
    air.carry(future, 20)
    if end == "halt":
        air.halt.set()
    elif end == "microphone":
        air.microphone.become(SoundState.LOST)
    else:
        air.speaker.become(SoundState.LOST)
    air.carry(future, 1000)
    assert future.result(60).advice is Advice.HEADSET_UNSURE
    air.close()
    assert air.microphone.listeners == 0


def test_a_microphone_that_delivers_nothing_is_not_waited_for() -> None:
    air = Air(20.0)
    assert air.begin().result(60).advice is Advice.HEADSET_UNSURE
    air.close()


def test_halted_before_it_begins_it_plays_nothing() -> None:
    air = Air(20.0)
    air.halt.set()
    assert air.test.run(air.halt).advice is Advice.HEADSET_UNSURE
    assert (air.microphone.listeners, air.speaker.players) == (0, 0)
    air.close()
