"""Does anybody use the window? Keys, clicks and the wheel, as they come from the system."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

APART_MS = 5_000
"""A use so soon after the last one is not told. Own choice."""
_USES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class UseWatch(QObject):
    """Watches a window that is shown, at the system's window: not every event of every widget goes through Python.

    Signals:
        used: somebody is there.
    """

    used = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._since = QElapsedTimer()
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USES and (not self._since.isValid() or self._since.hasExpired(APART_MS)):
            self._since.start()
            self.used.emit()
        return super().eventFilter(watched, event)
