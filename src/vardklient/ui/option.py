"""One of a few answers, as a row that can be pressed anywhere: ring, words, and a tint when it is the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QRadioButton, QSizePolicy

from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.widgets import Text, paint_focus, said

HEIGHT_PX = 40
RING_PX = 9
TEXT_AT_PX = 44


def renew_words(answer: QAbstractButton, look: Look, text: Text) -> None:
    """Give an answer that can be pressed its words and font, as language and text size are now."""
    answer.setFont(look.font(TextRole.BODY_MEDIUM))
    answer.setText(said(text))
    answer.setAccessibleName(answer.text())
    answer.updateGeometry()


class Option(QRadioButton):
    """A radio button in our own look; put several into one QButtonGroup."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look = look
        self._words = text
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.follow(self, Option._renew)

    def _renew(self) -> None:
        renew_words(self, self._look, self._words)

    def sizeHint(self) -> QSize:
        look = self._look
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + look.px(TEXT_AT_PX + 16), look.px(HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, chosen = self._look, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look.px(8)
        painter.setPen(QPen(look.colour(Ink.PRIMARY if chosen else Ink.LINE), 1))
        ground = Ink.TINT if chosen else Ink.SUNKEN if self.underMouse() else Ink.SURFACE
        painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        middle, ring = QPointF(look.px(22), self.height() / 2), look.px(RING_PX)
        painter.setBrush(look.colour(Ink.SURFACE))
        painter.setPen(QPen(look.colour(Ink.PRIMARY if chosen else Ink.STRONG), look.px(2) if chosen else look.px(1.5)))
        painter.drawEllipse(middle, ring, ring)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(Ink.PRIMARY))
            painter.drawEllipse(middle, ring * 0.52, ring * 0.52)
        painter.setPen(look.colour(Ink.TEXT))
        area = QRectF(self.rect()).adjusted(look.px(TEXT_AT_PX), 0, -look.px(8), 0)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), self.text())
        painter.end()
        if self.hasFocus():
            paint_focus(self, look)
