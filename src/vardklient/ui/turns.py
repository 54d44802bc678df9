"""Longer work on the window's thread, a piece at a time, so that the window never stands still meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Goes through generators in the order in which they were added: one step, then the event loop has its turn."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: deque[Iterator[None]] = deque()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def add(self, work: Iterator[None]) -> None:
        """Begin with it when everything added before is done."""
        self._work.append(work)
        self._timer.start(0)

    def stop(self) -> None:
        """Leave off: nothing more is done."""
        self._work.clear()
        self._timer.stop()

    def _step(self) -> None:
        work = self._work[0]
        try:
            next(work)
        except StopIteration:
            if work in self._work:
                self._work.remove(work)
        if not self._work:
            self._timer.stop()
