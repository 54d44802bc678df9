"""The clipboard is lent, not given: what we put there is taken back after a minute or when the program ends."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

LENT_S = 60

_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
HINTS = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): bytes(4),
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
}
"""Beside the text: neither histories nor other devices shall have it. KDE's managers, and Windows, keep to these."""


class LentClipboard(QObject):
    """Puts a text on the clipboard and clears it after `lent_s` seconds, unless something else is there by then.

    When the program ends it is cleared at once: systems keep what is there, and managers of clipboards are given it.
    """

    def __init__(self, parent: QObject | None = None, lent_s: float = LENT_S) -> None:
        super().__init__(parent)
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(lent_s * 1000))
        self._timer.timeout.connect(self.take_back)
        application = QCoreApplication.instance()
        assert application is not None, "there is no clipboard without one"
        application.aboutToQuit.connect(self.take_back)

    def lend(self, text: str) -> None:
        """Put `text` on the clipboard; the minute begins anew."""
        self._text = text
        lent = QMimeData()
        lent.setText(text)
        for name, content in HINTS.items():
            lent.setData(name, content)
        QGuiApplication.clipboard().setMimeData(lent)
        self._timer.start()

    def take_back(self) -> None:
        """Clear the clipboard if it still holds what was lent."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text and clipboard.text() == self._text:
            clipboard.clear()
        self._text = ""
