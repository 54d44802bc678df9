from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Event

import pytest

from tests.fakes.camera import FakeCamera
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.checks.device_names import load_device_names
from vardklient.domain.device import Device, DeviceKind, DeviceList
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.program.comparing import Compared, ComparingEcho
from vardklient.program.equipment import Equipment
from vardklient.program.trials import Recording

WEBCAM, JABRA, DICTATION, MIX = "HD Webcam", "Jabra Evolve 40", "SpeechMike III", "Stereo Mix"
SECONDS = 4.0


def microphones(*names: str) -> DeviceList:
    return DeviceList(microphones=tuple(Device(name, name, False) for name in names))


class ToldEcho:
    """A recording in which the microphone in use heard so much."""

    def __init__(self, active_dbfs: float | None, silent: bool) -> None:
        self.cancelled = self.played = False
        heard = Severity.UNKNOWN if active_dbfs is None else Severity.GREEN
        advice = Advice.MICROPHONE_NO_SPEECH if active_dbfs is None else Advice.MICROPHONE_OK
        silence = Severity.RED if silent else Severity.GREEN
        self._verdicts = (
            Verdict(Check.MICROPHONE, heard, advice, {"active_dbfs": active_dbfs or -90.0}),
            Verdict(Check.SILENCE, silence, Advice.SILENCE_MUTED if silent else Advice.SILENCE_OK),
        )

    def record(self, seconds: float, halt: Event) -> Recording:
        return Compared(self._verdicts, True)

    def play(self, halt: Event) -> bool:
        self.played = True
        return True

    def cancel(self) -> None:
        self.cancelled = True


class ToldLoudest:
    """What the other microphones heard; `asked` are those that were opened."""

    def __init__(self, levels_dbfs: Mapping[str, float | None]) -> None:
        self._levels_dbfs = levels_dbfs
        self.asked: list[str] = []

    def run(self, names: Sequence[str], seconds: float, halt: Event) -> Mapping[str, float | None]:
        assert seconds == SECONDS
        self.asked += names
        return {name: self._levels_dbfs[name] for name in names}


class Sitting:
    def __init__(
        self, used: str, used_dbfs: float | None, others: Mapping[str, float | None], silent: bool = False
    ) -> None:
        present = microphones(used, *others)
        equipment = Equipment.of(FakeCamera(), FakeMicrophone(used), FakeSpeaker(JABRA), present=lambda: present)
        self.echo, self.loudest, self.halt = ToldEcho(used_dbfs, silent), ToldLoudest(others), Event()
        self.comparing = ComparingEcho(self.echo, equipment, load_device_names(), lambda: self.loudest)

    def found(self) -> Verdict | None:
        recording = self.comparing.record(SECONDS, self.halt)
        assert recording.audible
        assert {Check.MICROPHONE, Check.SILENCE} <= {verdict.check for verdict in recording.verdicts}
        return next((v for v in recording.verdicts if v.check is Check.DEFAULT_DEVICE), None)


@pytest.mark.parametrize("used_dbfs", [-45.0, None])
def test_a_microphone_that_hears_far_better_is_proposed(used_dbfs: float | None) -> None:
    found = Sitting(WEBCAM, used_dbfs, {JABRA: -26.0}).found()
    assert found is not None
    assert (found.severity, found.advice, found.device) == (Severity.YELLOW, Advice.DEFAULT_DEVICE_LOUDER, JABRA)
    assert found.instead is not None
    assert (found.instead.kind, found.instead.device.name) == (DeviceKind.MICROPHONE, JABRA)


@pytest.mark.parametrize(("used_dbfs", "other_dbfs"), [(-30.0, -26.0), (-26.0, -40.0), (-26.0, None), (None, None)])
def test_nothing_is_said_where_no_other_is_far_better(used_dbfs: float | None, other_dbfs: float | None) -> None:
    assert Sitting(WEBCAM, used_dbfs, {JABRA: other_dbfs}).found() is None


def test_a_microphone_that_is_switched_off_is_not_the_wrong_one() -> None:
    assert Sitting(WEBCAM, None, {JABRA: -26.0}, silent=True).found() is None


def test_what_may_not_be_proposed_is_not_opened() -> None:
    sitting = Sitting(WEBCAM, -45.0, {DICTATION: -20.0, MIX: -10.0})
    assert sitting.found() is None
    assert sitting.loudest.asked == []


def test_where_the_name_tells_already_nobody_listens() -> None:
    sitting = Sitting(DICTATION, -45.0, {JABRA: -20.0})
    assert sitting.found() is None
    assert sitting.loudest.asked == []


def test_what_was_given_up_is_not_judged() -> None:
    sitting = Sitting(WEBCAM, -45.0, {JABRA: -26.0})
    sitting.halt.set()
    assert sitting.found() is None


def test_giving_up_lets_go_of_the_other_microphones() -> None:
    sitting = Sitting(WEBCAM, -45.0, {JABRA: -26.0})
    sitting.found()
    sitting.comparing.cancel()
    assert sitting.halt.is_set()


def test_playing_and_giving_up_are_the_echo_tests_own() -> None:
    sitting = Sitting(WEBCAM, -45.0, {})
    assert sitting.comparing.play(Event())
    sitting.comparing.cancel()
    assert (sitting.echo.played, sitting.echo.cancelled) == (True, True)
