"""A card whose content scrolls only where there is no room for it, and that knows how high it would like to be."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from vardklient.ui.layouts import Margins, column
from vardklient.ui.look import Look
from vardklient.ui.widgets import Card, CardKind

BAR_GAP_PX = 6


class ScrollBody(QWidget):
    """The content of a scroll area, as high as it is at its width: what a wrapped label fears for a narrower one
    does not count, so that no bar shows where there is nothing to scroll.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scrollbody")

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


class ScrollCard(Card):
    """Put the content into `inner`.

    Attributes:
        inner: the layout of the content.
        bar: moves the content, where there is not enough room.
    """

    def __init__(self, look: Look, margins: Margins, spacing: float) -> None:
        super().__init__(look, CardKind.CARD)
        self._look = look
        self._body = ScrollBody()
        # Room between the words and a bar.
        self.inner = column(look, self._body, (0, 0, BAR_GAP_PX, 0), spacing)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._body)
        self.bar = area.verticalScrollBar()
        left, top, right, bottom = margins
        self._margins = (left, top, right - BAR_GAP_PX, bottom)
        column(look, self, self._margins).addWidget(area)

    def wanted_height(self, width: int) -> int:
        """How high the card would have to be at that width, so that nothing scrolls."""
        left, top, right, bottom = (self._look.px(m) for m in self._margins)
        frame = 2 * self.frameWidth() + 2
        self.inner.activate()
        return self.inner.totalHeightForWidth(width - left - right - frame) + top + bottom + frame
