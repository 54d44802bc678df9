"""Layouts whose margins follow the text size, and two that change their shape when the room gets narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

from vardklient.ui.look import Look

Margins = tuple[float, float, float, float]


def column(
    look: Look, owner: QWidget | None = None, margins: Margins = (0, 0, 0, 0), spacing: float = 0
) -> QVBoxLayout:
    """One under the other. Margins (left, top, right, bottom) and spacing in pixels at 100 %."""
    box = QVBoxLayout(owner) if owner is not None else QVBoxLayout()
    keep_spaced(look, box, margins, spacing)
    return box


def row(look: Look, owner: QWidget | None = None, margins: Margins = (0, 0, 0, 0), spacing: float = 0) -> QHBoxLayout:
    """One beside the other."""
    box = QHBoxLayout(owner) if owner is not None else QHBoxLayout()
    keep_spaced(look, box, margins, spacing)
    return box


def keep_spaced(look: Look, layout: QLayout, margins: Margins, spacing: float) -> None:
    """Margins and spacing that follow the text size."""

    def apply(box: QLayout) -> None:
        box.setContentsMargins(*(look.px(m) for m in margins))
        box.setSpacing(look.px(spacing))

    look.follow(layout, apply)


class Reflow(QWidget):
    """Children side by side; one under the other while it is narrower than `at_em` times the text size.

    Its smallest width is that of the stacked form, so a window can always get narrow enough to stack it.
    """

    def __init__(self, look: Look, at_em: float, spacing: float = 12, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self._look = look
        self._at_em = at_em
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        keep_spaced(look, self._box, (0, 0, 0, 0), spacing)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.follow(self, Reflow._turn)

    @property
    def stacked(self) -> bool:
        """Is one under the other now?"""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def add(self, child: QWidget | QLayout, stretch: int = 0) -> None:
        """One more. `stretch` counts while they stand side by side."""
        if isinstance(child, QWidget):
            self._box.addWidget(child, stretch)
        else:
            self._box.addLayout(child, stretch)

        self._turn()

    def _narrow(self, width: int) -> bool:
        return width < self._look.em(self._at_em)

    def _turn(self) -> None:
        stacked = self._narrow(self.width())
        wanted = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        items = [item for item in self._items() if not item.isEmpty()]
        if not items:
            return QSize(0, 0)
        return QSize(max(i.minimumSize().width() for i in items), max(i.minimumSize().height() for i in items))

    def _items(self) -> list[QLayoutItem]:
        return [item for n in range(self._box.count()) if (item := self._box.itemAt(n)) is not None]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        items = [item for item in self._items() if not item.isEmpty()]
        if not items:
            return 0
        if self._narrow(width):
            return sum(_height(i, width) for i in items) + self._box.spacing() * (len(items) - 1)
        if self.stacked:
            return max(_height(i, width) for i in items)
        return self._box.heightForWidth(width) if self._box.hasHeightForWidth() else self._box.sizeHint().height()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


class Flow(QLayout):
    """Like words in a paragraph: as many beside each other as fit, the rest on the next line."""

    def __init__(self, look: Look, owner: QWidget | None = None, spacing: float = 8) -> None:
        super().__init__(owner)
        self._items: list[QLayoutItem] = []
        keep_spaced(look, self, (0, 0, 0, 0), spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        shown = [i.sizeHint() for i in self._items if not i.isEmpty()]
        width = sum(s.width() for s in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((s.height() for s in shown), default=0))

    def minimumSize(self) -> QSize:
        least = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                least = least.expandedTo(item.minimumSize())
        return least

    def _arrange(self, rect: QRect, place: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(rect.width(), 1 << 20))
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()
