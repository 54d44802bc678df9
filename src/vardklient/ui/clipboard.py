"""The clipboard is lent, not given: what we put there is taken back after a minute, if it is still there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

LENT_S = 60


class LentClipboard(QObject):
    """Puts a text on the clipboard and clears it after `lent_s` seconds, unless something else is there by then."""

    def __init__(self, parent: QObject | None = None, lent_s: float = LENT_S) -> None:
        super().__init__(parent)
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(lent_s * 1000))
        self._timer.timeout.connect(self.take_back)

    def lend(self, text: str) -> None:
        """Put `text` on the clipboard; the minute begins anew."""
        self._text = text
        QGuiApplication.clipboard().setText(text)
        self._timer.start()

    def take_back(self) -> None:
        """Clear the clipboard if it still holds what was lent."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text and clipboard.text() == self._text:
            clipboard.clear()
        self._text = ""
