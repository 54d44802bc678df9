"""The lists of the self-test: one per part of the equipment, changed row by row so that nothing flickers.

Each is a Qt list on its model: one stop of the tabulator, the arrow keys go from row to row, and a screen reader reads
the rows as sentences. What is seen of a row is a widget on it, because it may hold a button.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from vardklient.domain.verdict import Check
from vardklient.flows.selfcheck import SOUND_CHECKS, Item
from vardklient.ui.layouts import column
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowlist import Index, RowList
from vardklient.ui.selfcheck_model import CheckModel
from vardklient.ui.selfcheck_row import ItemRow
from vardklient.ui.texts.words import Words
from vardklient.ui.widgets import Card, Label, paint_focus

OTHER_CHECKS = (Check.NETWORK, Check.PLACE)
PICTURE, SOUND, OTHER = "picture", "sound", "other"


def group_of(check: Check) -> str:
    """On which of the three lists a check is."""
    if check in OTHER_CHECKS:
        return OTHER
    return SOUND if check in SOUND_CHECKS else PICTURE


class _RowHeights(QStyledItemDelegate):
    """Draws nothing but gives each row the height of its widget."""

    def __init__(self, rows: CheckList) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._rows.row_height(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        return


class CheckList(RowList):
    """The rows; as tall as they are.

    Attributes:
        rows: the widgets, by check.

    Signals:
        device_wanted: a `DeviceChoice`.
    """

    device_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        checks = CheckModel()
        super().__init__(look, "checks", checks)
        self.checks = checks
        self._detailed = False
        self.rows: dict[Check, ItemRow] = {}
        self.setItemDelegate(_RowHeights(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._ring = _Ring(look, self.viewport())
        self.checks.rowsInserted.connect(self._inserted)
        self.checks.rowsAboutToBeRemoved.connect(self._removed)
        self.checks.dataChanged.connect(lambda index: self._show(index.row()))
        # When all has been done again: only then are the words of the rows those of the language.
        look.changed.connect(self.fit)

    def show_items(self, items: list[Item]) -> None:
        """Show these, in this order."""
        if items == self.checks.items:
            return
        before = [self._height_of(row) for row in self.rows.values()]
        self.checks.show(items)
        if [self._height_of(row) for row in self.rows.values()] != before:
            self.fit()

    def set_detailed(self, detailed: bool) -> None:
        """Show the figures too, or leave them out."""
        self._detailed = self.checks.detailed = detailed
        for item in self.checks.items:
            self.rows[item.check].set_detailed(detailed)
            self.rows[item.check].show_item(item)
        self.fit()

    def _inserted(self, _: QModelIndex, first: int, last: int) -> None:
        for place in range(first, last + 1):
            check = self.checks.item(place).check
            self.rows[check] = row = ItemRow(self._look, check)
            row.set_detailed(self._detailed)
            row.device_wanted.connect(self.device_wanted)
            self._show(place)
            self.setIndexWidget(self.checks.index(place, 0), row)

    def _removed(self, _: QModelIndex, first: int, last: int) -> None:
        for place in range(first, last + 1):
            self.rows.pop(self.checks.item(place).check)

    def _show(self, place: int) -> None:
        item = self.checks.item(place)
        self.rows[item.check].show_item(item)

    def row_height(self, place: int) -> int:
        """How tall the row at that place is at the list's width; nothing while it is being made or taken away."""
        row = self.rows.get(self.checks.item(place).check)
        return 0 if row is None else self._height_of(row)

    def _height_of(self, row: ItemRow) -> int:
        layout = row.layout()
        if layout is not None:
            layout.activate()
        return row.heightForWidth(max(1, self.viewport().width()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.hide()

    def reach(self, rect: QRect) -> None:
        self._ring.setGeometry(rect)
        self._ring.show()
        self._ring.raise_()
        super().reach(rect)


class _Ring(QWidget):
    """Shows which row the keyboard is on; over the rows, which are widgets."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: object) -> None:
        paint_focus(self, self._look)


class ItemGroup(QWidget):
    """A heading with its rows on one card.

    Attributes:
        list: the rows.
    """

    def __init__(self, look: Look, heading: Words) -> None:
        super().__init__()
        box = column(look, self, spacing=6)
        box.addWidget(Label(look, heading, TextRole.SMALL_STRONG, Ink.MUTED))
        card = Card(look)
        inside = column(look, card, (0, 4, 0, 4), 0)
        self.list = CheckList(look)
        inside.addWidget(self.list)
        box.addWidget(card)
        look.follow(self.list, lambda rows: rows.setAccessibleName(heading()))

    @property
    def rows(self) -> dict[Check, ItemRow]:
        """The rows, by check."""
        return self.list.rows

    def show_items(self, items: list[Item]) -> None:
        """Show these checks, in this order; rows that are there already stay."""
        self.list.show_items(items)
        self.setVisible(bool(items))
