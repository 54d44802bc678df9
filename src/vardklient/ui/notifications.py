"""Notifications of the system: through the desktop portal on Linux, through the tray's icon elsewhere.

The portal comes first on Linux because GNOME has no tray. It is asked to keep the words off the locked screen, and to
keep none of them afterwards.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

PORTAL = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Notification"
SHOWN_MS = 10_000
"""The tray's own choice is the same."""


class Notifier(QObject):
    """Tells of nothing: for systems that cannot, and the base of those that can. Lives on the GUI thread.

    Signals:
        clicked: the user has pressed a notification.
    """

    clicked = Signal()

    def tell(self, key: str, title: str, details: str) -> None:
        """Show a notification in the place of an older one with the same key."""

    def close(self) -> None:
        """Take all back."""


class TrayNotifier(Notifier):
    """Through an icon in the tray, which is there as long as the program runs; a press on it counts too."""

    def __init__(self, icon: QIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tray = QSystemTrayIcon(icon, self)
        self.tray.setToolTip("Vårdklient")
        self.tray.messageClicked.connect(self.clicked)
        self.tray.activated.connect(lambda _: self.clicked.emit())
        self.tray.show()

    def tell(self, key: str, title: str, details: str) -> None:
        self.tray.showMessage(title, details, QSystemTrayIcon.MessageIcon.NoIcon, SHOWN_MS)

    def close(self) -> None:
        self.tray.hide()


class PortalNotifier(Notifier):
    """Through org.freedesktop.portal.Notification. Nothing waits for an answer."""

    def __init__(self, bus: QDBusConnection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._shown: set[str] = set()

    def tell(self, key: str, title: str, details: str) -> None:
        self._shown.add(key)
        hints = ["transient", "hide-content-on-lockscreen"]
        notification = {"title": title, "body": details, "priority": "high", "display-hint": hints}
        self._send("AddNotification", [key, notification])

    def close(self) -> None:
        for key in self._shown:
            self._send("RemoveNotification", [key])
        self._shown.clear()

    def _send(self, method: str, arguments: list[object]) -> None:
        from PySide6.QtDBus import QDBusMessage

        call = QDBusMessage.createMethodCall(PORTAL, _PATH, _INTERFACE, method)
        call.setArguments(arguments)
        self._bus.send(call)


def make_notifier(icon: QIcon, parent: QObject | None = None) -> Notifier:
    """The best that this desktop has; `icon` is for a tray."""
    bus = session_bus()
    if bus is not None and has_service(bus, PORTAL):
        return PortalNotifier(bus, parent)
    if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
        return TrayNotifier(icon, parent)
    return Notifier(parent)


def session_bus() -> QDBusConnection | None:
    """The desktop's own bus; None where there is none, and on other systems."""
    if sys.platform != "linux":
        return None
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.sessionBus()
    return bus if bus.isConnected() else None


def has_service(bus: QDBusConnection, name: str) -> bool:
    """Is there such a service, running or to be started when it is called?"""
    from PySide6.QtDBus import QDBusMessage

    for method in ("ListNames", "ListActivatableNames"):
        call = QDBusMessage.createMethodCall(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method
        )
        answer = bus.call(call, timeout=300).arguments()
        if answer and name in answer[0]:
            return True
    return False
