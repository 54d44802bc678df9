"""A small button with an icon alone; what it does is said to screen readers and shown when the mouse rests on it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QToolButton

from vardklient.ui.icons import Icon, qicon
from vardklient.ui.look import Ink, Look
from vardklient.ui.widgets import Text, paint_focus, ring_after, said

SIDE_PX = 36


class IconButton(QToolButton):
    """The button, `side_px` at 100 %. `hint` is added to the words that are shown: the key that does the same."""

    def __init__(self, look: Look, icon: Icon, text: Text, hint: str = "", side_px: int = SIDE_PX) -> None:
        super().__init__()
        self._look, self._icon, self._text, self._hint = look, icon, text, hint
        self._side_px = side_px
        self._ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.follow(self, IconButton._renew)

    def _renew(self) -> None:
        look = self._look
        side = look.px(18)
        self.setIcon(qicon(self._icon, look.colour(Ink.PRIMARY), side))
        self.setIconSize(QSize(side, side))
        self.setFixedSize(look.px(self._side_px), look.px(self._side_px))
        words = said(self._text)
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({self._hint})" if self._hint else words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = ring_after(event, self._ring)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self._ring:
            paint_focus(self, self._look)
