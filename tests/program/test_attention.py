"""The day is read again when the user comes back and when the computer wakes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.fakes.clock import FakeClock
from vardklient.program.attention import AGAIN_MS, AT_MOST_EVERY, TICK_MS, Attention

AWAY, HERE = Qt.ApplicationState.ApplicationInactive, Qt.ApplicationState.ApplicationActive
TICK_S = TICK_MS / 1000


class Rig:
    def __init__(self, app: QApplication) -> None:
        self.clock = FakeClock()
        self.attention = Attention(app, self.clock)
        self.wanted = 0
        self.attention.wanted.connect(self._count)

    def _count(self) -> None:
        self.wanted += 1

    def go_and_come(self, after_s: float = 0.0) -> int:
        self.attention.notice(AWAY)
        self.clock.advance(after_s)
        self.attention.notice(HERE)
        return self.wanted

    def tick(self, after_s: float) -> int:
        self.clock.advance(after_s)
        self.attention.look()
        return self.wanted


@pytest.fixture
def rig(qapp: QApplication) -> Rig:
    return Rig(qapp)


def test_coming_back_reads_the_day_again_but_not_each_time(rig: Rig) -> None:
    assert rig.go_and_come() == 1
    assert rig.go_and_come(3) == 1, "back and forth"
    assert rig.go_and_come(AT_MOST_EVERY.total_seconds()) == 2


def test_the_start_is_no_coming_back(rig: Rig) -> None:
    rig.attention.notice(HERE)
    assert rig.wanted == 0


@pytest.mark.parametrize("jump_s", [3600.0, 31.0, -60.0])
def test_waking_reads_the_day_again_and_once_more_for_the_network(rig: Rig, jump_s: float) -> None:
    assert rig.tick(TICK_S) == 0
    assert rig.tick(TICK_S + jump_s) == 1
    again = rig.attention._again
    assert (again.isActive(), again.interval()) == (True, AGAIN_MS)
    again.timeout.emit()
    assert rig.wanted == 2
    assert rig.tick(TICK_S) == 2


def test_a_late_tick_is_no_jump(rig: Rig) -> None:
    assert rig.tick(TICK_S + 20) == 0
