"""From any thread to the window, every single one: for what happens once, where `ui.bridge` is for how things are."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal


class Courier(QObject):
    """Hands frozen things to the GUI thread, in order, and drops none.

    Signals:
        arrived: the next one, on the thread in which the courier was made.
    """

    arrived = Signal(object)
    _sent = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sent.connect(self.arrived, Qt.ConnectionType.QueuedConnection)

    def post(self, thing: object) -> None:
        """Safe from any thread; returns at once."""
        try:
            self._sent.emit(thing)
        except RuntimeError:
            # The window may close while a thread still reports: that, and only that, is no fault.
            if shiboken6.isValid(self):
                raise
