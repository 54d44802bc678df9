"""A list that is as tall as its rows: the page scrolls it, the keyboard walks it, a screen reader reads its model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy

from vardklient.ui.look import Look

Index = QModelIndex | QPersistentModelIndex


class RowList(QListView):
    """Rows below one another on whatever lies behind.

    Subclasses tell the height of a row, and call `fit` when one has changed.

    Signals:
        reached: a QRect in the list's own coordinates; the keyboard went there, let it be seen.
    """

    reached = Signal(object)

    def __init__(self, look: Look, name: str, model: QAbstractItemModel) -> None:
        super().__init__()
        self._look = look
        self.setObjectName(name)
        model.setParent(self)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAutoScroll(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)

    def row_height(self, place: int) -> int:
        """How tall the row at that place is at the list's width."""
        raise NotImplementedError

    def fit(self) -> None:
        """As tall as the rows are at this width."""
        self.setFixedHeight(max(0, sum(map(self.row_height, range(self.model().rowCount())))))
        self.scheduleDelayedItemsLayout()

    def reach(self, rect: QRect) -> None:
        """The keyboard is on the row that is there."""
        self.reached.emit(rect)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.em(12), 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self._tell()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell()

    def _tell(self) -> None:
        if self.currentIndex().isValid() and self.hasFocus():
            self.reach(self.visualRect(self.currentIndex()))
