"""When the day is read again besides every minute: the user comes back to the program, or the computer wakes."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from vardklient.ports.clock import Clock

TICK_MS = 10_000
JUMP = timedelta(seconds=30)
"""The clock is looked at every 10 s; when so much more has passed, or the clock was set back, the computer slept or the
clock was put right. Own choice."""
AT_MOST_EVERY = timedelta(seconds=15)
"""Whoever goes back and forth between two programs does not ask the servers each time. Own choice."""
AGAIN_MS = 8_000
"""So long after waking the network may take; the day is read once more then. Own choice."""


class Attention(QObject):
    """Watches the application and the clock.

    Signals:
        wanted: read the day again.
    """

    wanted = Signal()

    def __init__(self, app: QGuiApplication, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._seen, self._asked = clock.now(), datetime.min.replace(tzinfo=clock.now().tzinfo)
        self._away = False
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.wanted)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.applicationStateChanged.connect(self.notice)

    def notice(self, state: Qt.ApplicationState) -> None:
        """The user has gone to another program, or come back."""
        here = state is Qt.ApplicationState.ApplicationActive
        if here and self._away and self._clock.now() - self._asked >= AT_MOST_EVERY:
            self._ask()
        self._away = not here

    def look(self) -> None:
        """Has the clock jumped?"""
        now = self._clock.now()
        passed, self._seen = now - self._seen, now
        if not -JUMP < passed - timedelta(milliseconds=TICK_MS) < JUMP:
            self._ask()
            self._again.start()

    def _ask(self) -> None:
        self._asked = self._clock.now()
        self.wanted.emit()
