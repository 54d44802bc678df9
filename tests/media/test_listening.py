from __future__ import annotations

import threading

import numpy as np
import pytest

from tests.checks.sounds import noise, voice
from tests.fakes.sound import FakeMicrophone
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.media.listening import SoundObserver, Window, microphone_verdicts
from vardklient.ports.sound import SoundBlock, SoundState

LIMITS = load_sound_limits()
NOTHING = np.zeros(0, np.float32)


def block(value: float, count: int = 480) -> SoundBlock:
    return SoundBlock(np.full(count, value, np.float32), 0.0)


@pytest.mark.parametrize(
    ("state", "advice"),
    [
        (SoundState.MISSING, Advice.MICROPHONE_MISSING),
        (SoundState.LOST, Advice.MICROPHONE_MISSING),
        (SoundState.BUSY, Advice.MICROPHONE_BUSY),
        (SoundState.REFUSED, Advice.MICROPHONE_REFUSED),
        (SoundState.CLOSED, Advice.MICROPHONE_NO_SPEECH),
    ],
)
def test_a_microphone_that_does_not_run_is_unknown_and_why(state: SoundState, advice: Advice) -> None:
    microphone, *others = microphone_verdicts(voice(2.0, -26.0), state, LIMITS)
    assert microphone == Verdict(Check.MICROPHONE, Severity.UNKNOWN, advice)
    assert [v.check for v in others] == [Check.SILENCE, Check.CLIPPING, Check.DROPOUTS, Check.BANDWIDTH]
    assert {v.severity for v in others} == {Severity.UNKNOWN}


def test_a_running_one_by_what_it_heard() -> None:
    verdicts = microphone_verdicts(voice(4.0, -26.0), SoundState.RUNNING, LIMITS)
    assert [v.check for v in verdicts] == [
        Check.MICROPHONE,
        Check.SILENCE,
        Check.CLIPPING,
        Check.DROPOUTS,
        Check.BANDWIDTH,
    ]
    assert {v.severity for v in verdicts} == {Severity.GREEN}


def test_muting_is_noticed_by_the_last_part() -> None:
    muted = np.concatenate((voice(3.0, -26.0), np.zeros(96_000, np.float32)))
    assert microphone_verdicts(muted, SoundState.RUNNING, LIMITS)[1].severity is Severity.GREEN
    assert microphone_verdicts(muted, SoundState.RUNNING, LIMITS, 1.5)[1].advice is Advice.SILENCE_MUTED


def test_the_window_keeps_the_last_seconds() -> None:
    window = Window(0.05)
    assert window.samples().size == 0
    for value in range(20):
        window.add(block(value / 100))
    kept = window.samples()
    assert 2_400 <= kept.size < 2_400 + 480
    assert kept[-1] == pytest.approx(0.19)
    assert window.samples(0.01) == pytest.approx(np.full(480, 0.19))


class Heard:
    """What an observer said, and a way to wait for it."""

    def __init__(self) -> None:
        self.verdicts: list[tuple[Verdict, ...]] = []
        self.levels_dbfs: list[float] = []
        self.changed = threading.Condition()

    def on_verdicts(self, verdicts: tuple[Verdict, ...], at_s: float) -> None:
        with self.changed:
            self.verdicts.append(verdicts)
            self.changed.notify_all()

    def on_level(self, level_dbfs: float) -> None:
        with self.changed:
            self.levels_dbfs.append(level_dbfs)
            self.changed.notify_all()

    def wait(self, verdicts: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.verdicts) >= verdicts, 60)


def observer_of(microphone: FakeMicrophone) -> tuple[SoundObserver, Heard]:
    heard = Heard()
    return SoundObserver(microphone, LIMITS, heard.on_verdicts, heard.on_level), heard


def test_the_observer_tells_level_and_verdicts() -> None:
    microphone = FakeMicrophone()
    microphone.start()
    observer, heard = observer_of(microphone)
    observer.start()
    observer.start()
    with heard.changed:
        heard.changed.wait_for(lambda: heard.levels_dbfs, 60)
    microphone.speak(voice(4.0, -26.0))
    heard.wait(len(heard.verdicts) + 2)  # the first may have been begun before all was said
    observer.stop()
    observer.stop()
    assert {v.severity for v in heard.verdicts[-1]} == {Severity.GREEN}
    assert max(heard.levels_dbfs) > -60
    count = len(heard.verdicts)
    microphone.speak(noise(1.0, -26.0))
    assert len(heard.verdicts) == count


def test_without_a_microphone_there_is_no_level_and_an_honest_verdict() -> None:
    microphone = FakeMicrophone(fault=SoundState.MISSING)
    microphone.start()
    observer, heard = observer_of(microphone)
    observer.start()
    heard.wait(1)
    observer.stop()
    assert heard.verdicts[0][0].advice is Advice.MICROPHONE_MISSING
    assert heard.levels_dbfs == []
