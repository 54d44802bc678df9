"""Layouts whose margins follow the text size, and two that change their shape when the room gets narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

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


class _Arranged(QLayout):
    """What the two share: a list of items, and a height that depends on the width."""

    def __init__(self, look: Look, owner: QWidget | None, spacing: float) -> None:
        super().__init__(owner) if owner is not None else super().__init__()
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
        shown = [i.sizeHint() for i in self._shown()]
        width = sum(s.width() for s in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((s.height() for s in shown), default=0))

    def minimumSize(self) -> QSize:
        least = QSize(0, 0)
        for item in self._shown():
            least = least.expandedTo(item.minimumSize())
        return least

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, place: bool) -> int:
        """Put the items into `rect` if `place`; the height they need at its width."""
        raise NotImplementedError


class _ReflowLayout(_Arranged):
    def __init__(self, look: Look, owner: QWidget, at_em: float, spacing: float) -> None:
        super().__init__(look, owner, spacing)
        self._look = look
        self._at_em = at_em
        self.stretches: list[int] = []

    def narrow(self, width: int) -> bool:
        return width < self._look.em(self._at_em)

    def _arrange(self, rect: QRect, place: bool) -> int:
        return self._stack(rect, place) if self.narrow(rect.width()) else self._line_up(rect, place)

    def _stack(self, rect: QRect, place: bool) -> int:
        y = rect.y()
        for item in self._shown():
            height = _height(item, rect.width())
            if place:
                item.setGeometry(QRect(rect.x(), y, rect.width(), height))
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _line_up(self, rect: QRect, place: bool) -> int:
        shown = [(i, s) for i, s in zip(self._items, self.stretches, strict=False) if not i.isEmpty()]
        if not shown:
            return 0
        parts = sum(s for _, s in shown)
        fixed = sum(i.sizeHint().width() for i, s in shown if s == 0) + self.spacing() * (len(shown) - 1)
        left = max(0, rect.width() - fixed)
        widths = [max(i.minimumSize().width(), left * s // parts) if s else i.sizeHint().width() for i, s in shown]
        height = max(_height(i, w) for (i, _), w in zip(shown, widths, strict=True))
        x = rect.x()
        for (item, _), width in zip(shown, widths, strict=True):
            if place:
                item.setGeometry(QRect(x, rect.y(), width, max(height, rect.height())))
            x += width + self.spacing()
        return height


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


class Reflow(QWidget):
    """Children side by side; one under the other while it is narrower than `at_em` times the text size.

    Its smallest width is that of the stacked form, so a window can always get narrow enough to stack it.
    """

    def __init__(self, look: Look, at_em: float, spacing: float = 12) -> None:
        super().__init__()
        self._lines = _ReflowLayout(look, self, at_em, spacing)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def stacked(self) -> bool:
        """Is one under the other now?"""
        return self._lines.narrow(self.width())

    def add(self, child: QWidget, stretch: int = 0) -> None:
        """One more. `stretch` counts while they stand side by side; 0 takes the width that the child wants."""
        self._lines.stretches.append(stretch)
        self._lines.addWidget(child)


class Flow(_Arranged):
    """Like words in a paragraph: as many beside each other as fit, the rest on the next line."""

    def __init__(self, look: Look, owner: QWidget | None = None, spacing: float = 8) -> None:
        super().__init__(look, owner, spacing)

    def _arrange(self, rect: QRect, place: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(rect.width(), 1 << 20))
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()
