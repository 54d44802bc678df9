"""Against the slip of the hand: a second click where a window has just vanished must not hit what was under it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

SAME_PLACE_PX = 32
_CLICKS = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)


class SlipGuard(QObject):
    """Swallows clicks near one place of the desktop for a while, in every window of the program."""

    def __init__(self, guard_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at = QPoint()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(guard_ms)
        self._timer.timeout.connect(self.stop)

    def guard(self, at: QPoint) -> None:
        """From now on, for the guard's time."""
        app = QApplication.instance()
        if app is not None:
            self._at = at
            app.installEventFilter(self)
            self._timer.start()

    def stop(self) -> None:
        """Let every click through again."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _CLICKS or not isinstance(event, QMouseEvent):
            return False
        away = event.globalPosition().toPoint() - self._at
        return away.manhattanLength() <= SAME_PLACE_PX
