from __future__ import annotations

import sys
import threading

import pytest

from vardklient.program.warmup import MODULES, SWITCH_S, Warmup

WITHIN_S = 60.0


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
