"""Notifications of the system: through the desktop portal on Linux, through the tray's icon elsewhere.

The portal comes first on Linux because GNOME has no tray. It is asked to keep the words off the locked screen, and to
keep none of them afterwards. Nothing waits for the bus: what is told before it is known who shows it, is told then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
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
ANSWER_WITHIN_MS = 5000
"""Who has not answered by then is not there. Own choice: the first reminder comes later."""
_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


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


class SoonNotifier(Notifier):
    """Through the portal if the bus says that there is one, else as `instead` does; asked when it is made.

    Args:
        instead: makes what is used without a portal.

    Signals:
        found: it is known through what.
    """

    found = Signal()

    def __init__(self, bus: QDBusConnection, instead: Callable[[], Notifier], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus, self._instead = bus, instead
        self._early: list[tuple[str, str, str]] = []
        self._closed = False
        self.way: Notifier | None = None
        self._ask(["ListNames", "ListActivatableNames"])

    def _ask(self, methods: list[str]) -> None:
        """Is the portal running, or to be started when it is called?"""
        method, *others = methods

        def hear(said: list[object]) -> None:
            if said and isinstance(said[0], list) and PORTAL in said[0]:
                self._use(PortalNotifier(self._bus, self))
            elif others:
                self._ask(others)
            else:
                self._use(self._instead())

        call_bus(self._bus, (*_BUS, method), hear, self, ANSWER_WITHIN_MS)

    def _use(self, way: Notifier) -> None:
        self.way = way
        way.clicked.connect(self.clicked)
        if self._closed:
            way.close()
        else:
            for early in self._early:
                way.tell(*early)
        self._early.clear()
        self.found.emit()

    def tell(self, key: str, title: str, details: str) -> None:
        if self.way is not None:
            self.way.tell(key, title, details)
        else:
            self._early.append((key, title, details))

    def close(self) -> None:
        self._closed = True
        if self.way is not None:
            self.way.close()


def make_notifier(icon: QIcon, parent: QObject | None = None) -> Notifier:
    """The best that this desktop has; `icon` is for a tray."""

    def without_portal() -> Notifier:
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            return TrayNotifier(icon, parent)
        return Notifier(parent)

    bus = session_bus()
    return without_portal() if bus is None else SoonNotifier(bus, without_portal, parent)


def session_bus() -> QDBusConnection | None:
    """The desktop's own bus; None where there is none, and on other systems."""
    if sys.platform != "linux":
        return None
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.sessionBus()
    return bus if bus.isConnected() else None


def call_bus(
    bus: QDBusConnection,
    what: tuple[str, str, str, str],
    hear: Callable[[list[object]], None],
    parent: QObject,
    within_ms: int,
) -> None:
    """Call a method, which starts no service; the answer is heard later, on this thread.

    Args:
        bus: the connection.
        what: service, path, interface and method.
        hear: gets what was answered: nothing where nobody did.
        parent: when it goes nobody hears the answer any more.
        within_ms: an answer that takes longer is none.
    """
    from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

    call = QDBusMessage.createMethodCall(*what)
    call.setAutoStartService(False)
    watcher = QDBusPendingCallWatcher(bus.asyncCall(call, within_ms), parent)

    def finish() -> None:
        watcher.deleteLater()
        hear([] if watcher.isError() else list(watcher.reply().arguments()))

    watcher.finished.connect(finish)
