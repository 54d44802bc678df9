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
        self._worker = ThreadPoolExecutor(1)

    def begin(self) -> Future[Verdict]:
        future = self._worker.submit(self.test.run)
        deadline_s = time.monotonic() + 5
        while not self.speaker.players and not future.done():
            assert time.monotonic() < deadline_s
        return future

    def run(self) -> Verdict:
        future, rng = self.begin(), np.random.default_rng(1)
        began_s, blocks = time.monotonic(), 0
        while not future.done():
            if blocks > 1000:
                future.result(10)
                break
            played = self.speaker.hear(480) if blocks < 900 else np.zeros(480, np.float32)
            samples = played * self._gain + rng.standard_normal(480) * self._floor
            block = SoundBlock(samples.astype(np.float32), began_s + blocks * 0.01)
            for listener in list(self.microphone._listeners):
                listener(block)
            blocks += 1
            delay_s = began_s + blocks * 0.01 - time.monotonic()
            threading.Event().wait(max(0.0, delay_s))
        return future.result(10)

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
    assert air.microphone._listeners == []
    assert loss_db is None or verdict.measures["loss_db"] == pytest.approx(loss_db, abs=1.0)


@pytest.mark.parametrize("end", ["cancel", "microphone", "speaker", "silent microphone"])
def test_what_breaks_it_off_leaves_it_unknown(end: str) -> None:
    air = Air(20.0)
    future = air.begin()
    if end == "cancel":
        air.test.cancel()
    elif end == "microphone":
        air.microphone.become(SoundState.LOST)
    elif end == "speaker":
        air.speaker.become(SoundState.LOST)
    assert future.result(20).advice is Advice.HEADSET_UNSURE
    air.close()
    assert air.microphone._listeners == []
