from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from tests.ui.days import NOW, at
from vardklient.domain.visit import Role
from vardklient.flows.reminders import Occasion, Remind
from vardklient.program.reminders import Reminding
from vardklient.ui.notifications import Notifier

ARRIVED = Remind(Occasion.ARRIVED, "v1", "IK-82", at("09:30"), quiet=False, role=Role.PATIENT)
SOON = Remind(Occasion.SOON, "v1", "IK-82", at("09:30"), quiet=False)
OVERRUN = Remind(Occasion.OVERRUN, "v1", "IK-82", at("09:30"), quiet=True)
EVERY = [ARRIVED, replace(ARRIVED, occasion=Occasion.STILL_WAITING), SOON, OVERRUN]


class Heard(Notifier):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, str, str]] = []
        self.closed = False

    def tell(self, key: str, title: str, details: str) -> None:
        self.told.append((key, title, details))

    def close(self) -> None:
        self.closed = True


def told(qtbot: QtBot, reminder: Remind, locked: bool | None, initials: bool = False) -> list[tuple[str, str]]:
    window, notifier = QWidget(), Heard()
    qtbot.addWidget(window)
    reminding = Reminding(window, notifier, FakeClock(NOW), lambda tell: tell(locked), lambda: initials)
    reminding.tell(reminder)
    reminding.close()
    assert notifier.closed
    return [(title, details) for _, title, details in notifier.told]


@pytest.mark.parametrize("initials", [False, True])
def test_on_a_locked_screen_a_patient_waits_and_nothing_else(qtbot: QtBot, initials: bool) -> None:
    assert [told(qtbot, each, True, initials) for each in EVERY] == [
        [("En patient väntar", "")],
        [("En patient väntar", "")],
        [],
        [],
    ]


@pytest.mark.parametrize("initials", [False, True])
def test_where_the_system_does_not_tell_no_visit_is_named(qtbot: QtBot, initials: bool) -> None:
    said = [line for each in EVERY for line in told(qtbot, each, None, initials)]
    assert [details for _, details in said] == [""] * 4
    assert [title for title, _ in said][2:] == ["Ett besök börjar snart", "Nästa besök har börjat"]


def test_on_a_screen_in_use_the_visit_is_named_by_its_time_and_by_initials_if_wanted(qtbot: QtBot) -> None:
    assert told(qtbot, ARRIVED, False) == [("En patient väntar", "Besöket 09:30")]
    assert told(qtbot, ARRIVED, False, initials=True) == [("En patient väntar", "IK-82 · Besöket 09:30")]
    assert told(qtbot, SOON, False) == [("Ett besök börjar snart", "Besöket 09:30 · om 4 minuter")]
    unnamed = replace(ARRIVED, label="")
    assert told(qtbot, unnamed, False, initials=True) == [("En patient väntar", "Besöket 09:30")]


def test_in_a_call_where_the_screen_may_be_shared_no_visit_is_named(qtbot: QtBot) -> None:
    for each in EVERY:
        ((_, details),) = told(qtbot, replace(each, quiet=True), False, initials=True)
        assert details == ""


@pytest.mark.parametrize("role", [Role.INTERPRETER, Role.STAFF_ON_SITE, Role.CO_HOST])
def test_who_is_no_patient_is_not_called_one(qtbot: QtBot, role: Role) -> None:
    assert told(qtbot, replace(ARRIVED, role=role), True) == [("Någon väntar", "")]


def test_a_repeated_reminder_takes_the_place_of_the_first(qtbot: QtBot) -> None:
    window, notifier = QWidget(), Heard()
    qtbot.addWidget(window)
    reminding = Reminding(window, notifier, FakeClock(NOW), lambda tell: tell(False))
    for each in EVERY:
        reminding.tell(each)
    keys = [key for key, _, _ in notifier.told]
    assert keys == ["v1-arrival", "v1-arrival", "v1-time", "v1-time"]
    assert "IK" not in "".join(keys)


def test_the_screen_is_asked_about_first_and_an_answer_that_comes_too_late_shows_nothing(qtbot: QtBot) -> None:
    window, notifier = QWidget(), Heard()
    qtbot.addWidget(window)
    asked: list[Callable[[bool | None], None]] = []
    reminding = Reminding(window, notifier, FakeClock(NOW), asked.append)
    reminding.tell(ARRIVED)
    reminding.tell(SOON)
    assert notifier.told == []
    first, second = asked
    first(True)
    assert notifier.told == [("v1-arrival", "En patient väntar", "")]
    reminding.close()
    second(False)
    assert len(notifier.told) == 1


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_press_brings_the_window_forward(qtbot: QtBot) -> None:
    window, notifier = QWidget(), Heard()
    qtbot.addWidget(window)
    reminding = Reminding(window, notifier, FakeClock(NOW), lambda tell: tell(False))
    notifier.clicked.emit()
    qtbot.waitUntil(window.isVisible)
    assert reminding.parent() is window
    window.showMinimized()
    notifier.clicked.emit()
    assert not window.isMinimized()
