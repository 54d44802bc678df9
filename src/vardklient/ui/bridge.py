"""From any thread to the window: snapshots arrive on the GUI thread, newest wins."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from vardklient.base.slot import Slot as NewestWins


class Bridge(QObject):
    """Hands snapshots to the GUI thread.

    A snapshot that has not been delivered when the next one comes is replaced: a stalled window shows the newest state
    and nothing piles up. Make one bridge per kind of snapshot.

    Signals:
        arrived: the newest snapshot, on the thread in which the bridge was made.
    """

    arrived = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slot: NewestWins[object] = NewestWins(self._wake)
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, snapshot: object) -> None:
        """Safe from any thread; returns at once."""
        self._slot.put(snapshot)

    def _wake(self) -> None:
        try:
            self._woken.emit()
        except RuntimeError:
            # The window may close while a thread still reports: that, and only that, is no fault.
            if shiboken6.isValid(self):
                raise

    @Slot()
    def _deliver(self) -> None:
        snapshot = self._slot.take()
        if snapshot is not None:
            self.arrived.emit(snapshot)
