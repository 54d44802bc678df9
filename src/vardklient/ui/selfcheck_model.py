"""The checks for Qt: a list that changes row by row, never as a whole, so that focus and reading position stay."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from vardklient.flows.selfcheck import Item, Stage
from vardklient.ui import texts
from vardklient.ui.rowlist import Index
from vardklient.ui.texts import checks
from vardklient.ui.texts import selfcheck_view as words


def item_sentence(item: Item) -> str:
    """What the row says under the name: what is seen, and what to do about it."""
    if item.verdict is None:
        return words.MEASURING() if item.stage is Stage.MEASURING else words.WAITING()
    said = texts.advice(item.verdict.advice, item.verdict.device)
    return f"{said.sentence} {said.remedy}".strip()


def item_word(item: Item) -> str:
    """How it is, in a word or two: what the chip says."""
    if item.stage is Stage.STALE:
        return words.STALE()
    if item.verdict is None:
        return words.MEASURING() if item.stage is Stage.MEASURING else words.WAITING()
    return checks.severity(item.severity)


def item_spoken(item: Item) -> str:
    """The row as a screen reader reads it."""
    return f"{checks.check_name(item.check)}: {item_word(item)}. {item_sentence(item)}"


def _seen(item: Item) -> tuple[object, ...]:
    """What a row shows of it without its figures."""
    verdict = item.verdict
    return item.stage, verdict and (verdict.severity, verdict.advice, verdict.device, verdict.instead)


class CheckModel(QAbstractListModel):
    """Rows by check.

    Attributes:
        detailed: the figures are shown too, so that a row is told to change when they do.
    """

    def __init__(self) -> None:
        super().__init__()
        self.detailed = False
        self._items: list[Item] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item = self._items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return item_spoken(item)
        return None

    def item(self, row: int) -> Item:
        """The item at that place."""
        return self._items[row]

    @property
    def items(self) -> list[Item]:
        """What is shown, in order; not to be changed."""
        return self._items

    def show(self, items: Sequence[Item]) -> None:
        """From what is shown to `items`, which come in the same order, by single rows."""
        wanted = {item.check for item in items}
        for place in reversed(range(len(self._items))):
            if self._items[place].check not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._items[place]
                self.endRemoveRows()
        for place, item in enumerate(items):
            if place >= len(self._items) or self._items[place].check is not item.check:
                self.beginInsertRows(QModelIndex(), place, place)
                self._items.insert(place, item)
                self.endInsertRows()
            elif (before := self._items[place]) != item:
                self._items[place] = item
                if self.detailed or _seen(before) != _seen(item):
                    self.dataChanged.emit(self.index(place, 0), self.index(place, 0))
