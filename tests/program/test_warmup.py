from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from vardklient.base.errors import ResourceError
from vardklient.program.warmup import MODULES, SWITCH_S, Warmup

WITHIN_S = 60.0
PROJECT = Path(__file__).resolve().parent.parent.parent


class Stages:
    """Hears of the stages on the warm-up's thread."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.switch_s: list[float] = []
        self._news = threading.Condition()

    def hear(self, stage: str) -> None:
        with self._news:
            self.heard.append(stage)
            self.switch_s.append(sys.getswitchinterval())
            self._news.notify_all()

    def wait_for(self, count: int) -> bool:
        with self._news:
            return self._news.wait_for(lambda: len(self.heard) >= count, WITHIN_S)


def test_stages_come_in_order_and_each_waits_to_be_told() -> None:
    stages, before_s = Stages(), sys.getswitchinterval()
    warmup = Warmup(stages.hear)
    warmup.start()
    names = list(MODULES)
    for count in range(1, len(names) + 1):
        assert stages.wait_for(count)
        assert stages.heard == names[:count]
        warmup.go_on()
    warmup.stop()
    assert stages.switch_s == pytest.approx([SWITCH_S] * len(names))
    assert sys.getswitchinterval() == pytest.approx(before_s)


def test_what_is_to_be_read_is_read_before_the_stage_is_told() -> None:
    stages, log = Stages(), list[str]()

    def read() -> None:
        log.append(f"read after {len(stages.heard)}")
        raise ResourceError("somebody else says so")

    warmup = Warmup(stages.hear, {next(iter(MODULES)): read})
    warmup.start()
    assert stages.wait_for(1)
    warmup.stop()
    assert log == ["read after 0"]


# What the window's thread does of the devices' stage, once all that is loaded ahead has been loaded.
LATER = """
import importlib, sys
from vardklient.program.warmup import MODULES
for name in (name for names in MODULES.values() for name in names):
    try:
        importlib.import_module(name)
    except OSError:
        pass
from vardklient.program.workbench import Workbench
from tests.fakes.camera import FakeCamera
from tests.fakes.clock import FakeClock
from vardklient.media.portaudio import PortAudio
from vardklient.program.equipment import Equipment
from vardklient.program.outlets import Outlets
bench = Workbench(FakeClock(), ("http://127.0.0.1:9", "key"), str)
bench.load()
before = set(sys.modules)
from vardklient.media.desk import make_test_desk
desk = make_test_desk(PortAudio(), "", "")
equipment = Equipment.of(FakeCamera(), desk.microphone, desk.speaker)
bench.selftest(None, equipment, Outlets(*[print] * 6))
print(*sorted(name for name in set(sys.modules) - before if name.startswith("vardklient")), sep="\\n")
"""


def test_what_the_devices_need_has_been_loaded_ahead() -> None:
    answer = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert answer.stdout.split() == []


# What a click on "save the calendar file" does, once all has been loaded ahead.
INVITES = """
import importlib, sys
from datetime import UTC, datetime
from vardklient.program.warmup import MODULES
for name in (name for names in MODULES.values() for name in names):
    try:
        importlib.import_module(name)
    except OSError:
        pass
from vardklient.domain.invitation import CalendarItem
from vardklient.schedule.invite import calendar_file
nine = datetime(2026, 11, 23, 8, tzinfo=UTC)
before = set(sys.modules)
calendar_file(CalendarItem("a", nine, nine, "IK-82", "text", "https://visit.example/", nine, "b1"))
print(*sorted(name for name in set(sys.modules) - before if not name.startswith("encodings.")), sep="\\n")
"""


def test_what_makes_a_calendar_file_has_been_loaded_ahead() -> None:
    answer = subprocess.run([sys.executable, "-c", INVITES], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert answer.stdout.split() == []


def test_stopped_while_it_waits_it_begins_no_stage() -> None:
    stages = Stages()
    warmup = Warmup(stages.hear)
    warmup.start()
    assert stages.wait_for(1)
    warmup.stop()
    assert stages.heard == [next(iter(MODULES))]
    assert "warm-up" not in [thread.name for thread in threading.enumerate()]


def test_stopped_before_it_began_it_ends() -> None:
    stages = Stages()
    warmup = Warmup(stages.hear)
    warmup.stop()
    assert stages.heard == []
