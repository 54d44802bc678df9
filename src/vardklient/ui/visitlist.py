"""The rows of the day: a list view that draws its rows, is as tall as they are, and opens a visit by Enter or click.

The rows are drawn and not made of widgets: 500 of them stay light, and screen readers meet one list whose rows they
read as sentences. Only the panel that asks or tells more is a widget, placed on its row.
"""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleTableModelChangeEvent,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget

from vardklient.ui import texts
from vardklient.ui.look import Look
from vardklient.ui.rowface import RowFace
from vardklient.ui.rowlist import Index, RowList
from vardklient.ui.visitmodel import VisitModel
from vardklient.ui.visitrow import GAP_PX, RowDelegate

_DATA_CHANGED = QAccessibleTableModelChangeEvent.ModelChangeType.DataChanged
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class VisitList(RowList):
    """The rows.

    Attributes:
        gap_px: the room between two rows, at 100 % text size.

    Signals:
        opened: a visit id; the user wants to open that visit.
        menu_asked: a visit id and a place on the desktop (QPoint), as one tuple; what can be done with that visit?
    """

    opened = Signal(object)
    menu_asked = Signal(object)
    gap_px = GAP_PX

    def __init__(self, look: Look) -> None:
        rows = VisitModel()
        super().__init__(look, "visits", rows)
        self.rows = rows
        self._panel_id = ""
        self._heights: list[int] = []
        self._delegate = RowDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        look.follow(self, VisitList.fit)

    def show_rows(self, faces: list[RowFace]) -> None:
        """Show these rows."""
        if self.rows.show(faces):
            self._fit_if_needed()

    def ask(self, visit_id: str, panel: QWidget | None) -> None:
        """Put `panel` on the row of that visit in place of what is drawn; with None take the panel away."""
        if panel is None and not self._panel_id:
            return
        old = self.rows.index_of(self._panel_id)
        if old.isValid() and (before := self.indexWidget(old)) is not None:
            # Qt deletes it later; until then it must not be in the way.
            before.hide()
            self.setIndexWidget(old, None)  # type: ignore[arg-type]
        self._panel_id, place = visit_id, self.rows.index_of(visit_id)
        self._delegate.ask(visit_id, panel)
        if panel is not None and place.isValid():
            self.setIndexWidget(place, panel)
        self.fit()

    def fit(self) -> None:
        self._heights = self._measured()
        super().fit()
        if self._panel_id:  # it has to fit at once: the page scrolls to it
            self.executeDelayedItemsLayout()

    def _fit_if_needed(self) -> None:
        """Not where the words are others and nothing is taller: a new layout asks for every row's height again."""
        if self._measured() != self._heights:
            self.fit()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Instead of the list view's own answer, which asks for the height of every row: see `_fit_if_needed`."""
        self.viewport().update()
        if QAccessible.isActive():
            change = QAccessibleTableModelChangeEvent(self, _DATA_CHANGED)
            change.setFirstRow(first.row())
            change.setLastRow(last.row())
            QAccessible.updateAccessibility(change)

    def _measured(self) -> list[int]:
        width, height = self.viewport().width(), self._delegate.row_height
        return [height(face, width) for face in self.rows.faces]

    def row_height(self, place: int) -> int:
        return self._delegate.row_height(self.rows.face(place), self.viewport().width())

    # ------------------------------------------------------------ keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in _ENTER and index.isValid():
            self._open(index)
            return
        by_shift = event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if (by_shift or event.key() == Qt.Key.Key_Menu) and index.isValid():
            self._ask_menu(index, self._below(index))
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right mouse button, and what the system itself makes of the menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            self.setCurrentIndex(index)
            self._ask_menu(index, event.globalPos() if by_mouse else self._below(index))

    def _below(self, index: QModelIndex) -> QPoint:
        """Where a menu opens that the keyboard asks for: under the words of the row."""
        row = self.visualRect(index)
        return self.viewport().mapToGlobal(row.topLeft() + QPoint(self._look.px(102), row.height() * 2 // 3))

    def _ask_menu(self, index: QModelIndex, at: QPoint) -> None:
        face = self.rows.face(index.row())
        if face.visit_id != self._panel_id:
            self.menu_asked.emit((face.visit_id, at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        at = self._button_at(event.position().toPoint())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if at.isValid() else Qt.CursorShape.ArrowCursor)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        before, self._delegate.hovered = self._delegate.hovered, row
        if before != row:
            for changed in (before, row):
                self.viewport().update(self.visualRect(self.rows.index(changed, 0)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = self._button_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at.isValid():
            self._open(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.indexAt(event.position().toPoint())
        if at.isValid() and not self._button_at(event.position().toPoint()).isValid():
            self._open(at)

    def viewportEvent(self, event: QEvent) -> bool:
        """Over the dots: the names of the sources."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sources_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def sources_at(self, point: QPoint) -> str:
        """The names of the sources whose dots are there; empty elsewhere."""
        index = self.indexAt(point)
        if not index.isValid():
            return ""
        face = self.rows.face(index.row())
        hit = self._delegate.dots_rect(face, self.visualRect(index)).contains(point)
        return "\n".join(texts.source(dot.name) for dot in face.dots) if hit else ""

    def button_rect(self, row: int) -> QRect:
        """Where the row's button is drawn, in the viewport's coordinates."""
        index = self.rows.index(row, 0)
        return self._delegate.button_rect(self.rows.face(row), self.visualRect(index))

    def _button_at(self, point: QPoint) -> QModelIndex:
        index = self.indexAt(point)
        if index.isValid() and self.button_rect(index.row()).contains(point):
            return index
        return QModelIndex()

    def _open(self, index: QModelIndex) -> None:
        face = self.rows.face(index.row())
        if face.action and face.visit_id != self._panel_id:
            self.opened.emit(face.visit_id)

    def panel(self) -> QWidget | None:
        """The panel that is shown on a row, if any."""
        index = self.rows.index_of(self._panel_id)
        widget = self.indexWidget(index) if index.isValid() else None
        return widget if widget is not None and shiboken6.isValid(widget) else None
