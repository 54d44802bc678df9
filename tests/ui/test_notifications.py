"""Notifications over a real message bus, in a process that has one."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QColor, QIcon
from pytestqt.qtbot import QtBot

from tests.peers.desktop_bus import PORTAL, SAVER, DesktopBus, available
from vardklient.ui.icons import Icon, qicon
from vardklient.ui.lockscreen import screen_locked
from vardklient.ui.notifications import Notifier, TrayNotifier, make_notifier

needs_bus = pytest.mark.skipif(not available(), reason="dbus-run-session is not installed")

CHILD = """
import sys
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from vardklient.ui.lockscreen import screen_locked
from vardklient.ui.notifications import make_notifier
app = QApplication([])
notifier = make_notifier(QIcon())
notifier.tell("v1-arrival", "En patient väntar", "Besöket 09:30")
notifier.close()
print(type(notifier).__name__, screen_locked())
"""


def child(bus: DesktopBus) -> str:
    environment = os.environ | {"DBUS_SESSION_BUS_ADDRESS": bus.address, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", CHILD], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@needs_bus
@pytest.mark.parametrize("locked", [False, True])
def test_the_portal_gets_the_words_and_is_asked_to_keep_them_off_the_locked_screen(locked: bool) -> None:
    with DesktopBus(locked=locked) as bus:
        assert child(bus) == f"PortalNotifier {locked}"
        shown, taken = bus.heard(), bus.heard()
    assert (shown["method"], shown["signature"]) == ("AddNotification", "sa{sv}")
    key, notification = shown["said"]
    assert key == "v1-arrival"
    assert notification == {
        "title": ["s", "En patient väntar"],
        "body": ["s", "Besöket 09:30"],
        "priority": ["s", "high"],
        "display-hint": ["as", ["transient", "hide-content-on-lockscreen"]],
    }
    assert (taken["method"], taken["said"]) == ("RemoveNotification", ["v1-arrival"])


@needs_bus
def test_without_portal_and_tray_nothing_is_told_and_nothing_breaks() -> None:
    with DesktopBus(services=(SAVER,)) as bus:
        assert child(bus) == "Notifier False"


@needs_bus
def test_where_no_screen_saver_answers_the_lock_is_unknown() -> None:
    with DesktopBus(services=(PORTAL,)) as bus:
        assert child(bus) == "PortalNotifier None"


def test_without_a_bus_there_is_no_lock_to_know_of(qtbot: QtBot) -> None:
    assert screen_locked() is None
    assert isinstance(make_notifier(QIcon()), Notifier)


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", "This plugin does not support")
def test_a_press_on_the_trays_icon_or_on_its_notification_calls(qtbot: QtBot) -> None:
    notifier = TrayNotifier(qicon(Icon.VIDEO, QColor("black"), 32))
    with qtbot.waitSignal(notifier.clicked):
        notifier.tray.messageClicked.emit()
    with qtbot.waitSignal(notifier.clicked):
        notifier.tray.activated.emit(notifier.tray.ActivationReason.Trigger)
    notifier.tell("v1", "En patient väntar", "")
    notifier.close()
    assert not notifier.tray.isVisible()
