"""Notifications over a real message bus, in a process that has one."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from PySide6.QtGui import QColor, QIcon
from pytestqt.qtbot import QtBot

from tests.peers.desktop_bus import PORTAL, SAVER, DesktopBus, available
from vardklient.ui.icons import Icon, qicon
from vardklient.ui.lockscreen import LockScreen
from vardklient.ui.notifications import Notifier, TrayNotifier, make_notifier

needs_bus = pytest.mark.skipif(not available(), reason="dbus-run-session is not installed")

FLUSH = """
from PySide6.QtDBus import QDBusConnection, QDBusMessage
bus = ["org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"]
names = QDBusMessage.createMethodCall(*bus, "ListNames")
assert QDBusConnection.sessionBus().call(names).arguments()  # what was sent before has gone
"""

CHILD = (
    """
import sys
from typing import Any
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from vardklient.ui.lockscreen import LockScreen
from vardklient.ui.notifications import make_notifier
app = QApplication([])
notifier, screen, told = make_notifier(QIcon()), LockScreen(within_ms=int(sys.argv[1])), []
if sys.argv[2] == "early":
    notifier.tell("v1-arrival", "En patient väntar", "Besöket 09:30")
while notifier.way is None:
    app.processEvents()
screen.ask(told.append)
assert told == []
if sys.argv[2] == "afterwards":
    notifier.tell("v1-arrival", "En patient väntar", "Besöket 09:30")
while not told:
    app.processEvents()
notifier.close()
print(type(notifier.way).__name__, *told)
"""
    + FLUSH
)


def child(bus: DesktopBus, tells: str = "early", within_ms: int = 60_000) -> str:
    environment = os.environ | {"DBUS_SESSION_BUS_ADDRESS": bus.address, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", CHILD, str(within_ms), tells]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
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
def test_the_program_goes_on_while_the_screen_saver_thinks() -> None:
    """It answers only when a notification has come, which is shown after it was asked."""
    with DesktopBus(locked=True, late=True) as bus:
        assert child(bus, "afterwards") == "PortalNotifier True"


@needs_bus
def test_a_screen_saver_that_does_not_answer_does_not_know() -> None:
    with DesktopBus(locked=True, late=True) as bus:
        assert child(bus, within_ms=1) == "PortalNotifier None"


@needs_bus
def test_without_portal_and_tray_nothing_is_told_and_nothing_breaks() -> None:
    with DesktopBus(services=(SAVER,)) as bus:
        assert child(bus) == "Notifier False"


@needs_bus
def test_where_no_screen_saver_answers_the_lock_is_unknown() -> None:
    with DesktopBus(services=(PORTAL,)) as bus:
        assert child(bus) == "PortalNotifier None"


REMINDED = (
    """
from datetime import datetime
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget
from vardklient.base.clock import STOCKHOLM, SystemClock
from vardklient.domain.visit import Role
from vardklient.flows.reminders import Occasion, Remind
from vardklient.program.reminders import Reminding
from vardklient.ui.lockscreen import LockScreen
from vardklient.ui.notifications import make_notifier
app = QApplication([])
notifier, screen, answers = make_notifier(QIcon()), LockScreen(within_ms=60_000), []
while notifier.way is None:
    app.processEvents()
def ask(tell):
    screen.ask(lambda locked: (tell(locked), answers.append(locked)))
reminding = Reminding(QWidget(), notifier, SystemClock(), ask, initials=lambda: True)
for n, occasion in enumerate(Occasion):
    start = datetime(2026, 11, 23, 9, 30, tzinfo=STOCKHOLM)
    reminding.tell(Remind(occasion, f"v{n}", "IK-82", start, quiet=False, role=Role.PATIENT))
while len(answers) < len(Occasion):
    app.processEvents()
reminding.close()
notifier.tell("end", "", "")
print("ended")
"""
    + FLUSH
)


@needs_bus
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_on_a_locked_screen_all_that_reaches_the_system_is_that_a_patient_waits() -> None:
    """Of every occasion, with the initials allowed: the whole of what is said over the bus."""
    with DesktopBus(locked=True) as bus:
        environment = os.environ | {"DBUS_SESSION_BUS_ADDRESS": bus.address}
        done = subprocess.run([sys.executable, "-c", REMINDED], env=environment, capture_output=True, text=True)
        assert (done.stdout, done.stderr) == ("ended\n", "")
        heard: list[dict[str, Any]] = []
        while not heard or "end" not in heard[-1]["said"]:
            heard.append(bus.heard())
    shown = [call["said"] for call in heard[:-1] if call["method"] != "RemoveNotification"]
    assert [key for key, _ in shown] == ["v1-arrival", "v2-arrival"], "opaque ids, which are not shown"
    for _, notification in shown:
        assert notification == {
            "title": ["s", "En patient väntar"],
            "body": ["s", ""],
            "priority": ["s", "high"],
            "display-hint": ["as", ["transient", "hide-content-on-lockscreen"]],
        }
    assert {call["method"] for call in heard} == {"AddNotification", "RemoveNotification"}
    everything = repr(heard)
    assert not any(word in everything for word in ("IK", "82", "09:30", "9:30"))


def test_without_a_bus_there_is_no_lock_to_know_of(qtbot: QtBot) -> None:
    told: list[bool | None] = []
    LockScreen().ask(told.append)
    assert told == [None]
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
