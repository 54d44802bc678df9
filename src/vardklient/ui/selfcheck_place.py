"""Can anybody hear? The user says, once a day and place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from vardklient.domain.verdict import Advice, Check
from vardklient.flows.selfcheck import SayPrivate, SelfcheckState
from vardklient.ui.icons import Icon, icon_pixmap
from vardklient.ui.layouts import column
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.option import renew_words
from vardklient.ui.texts import selfcheck_view as words
from vardklient.ui.widgets import Card, CardKind, Label, Text, paint_focus

BOX_PX, TEXT_AT_PX, AROUND_PX = 20, 32, 6
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter)


class Tick(QCheckBox):
    """A box to tick whose words wrap and grow with the text size."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look = look
        self._words = text
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.follow(self, Tick._renew)

    def _renew(self) -> None:
        renew_words(self, self._look, self._words)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - self._look.px(TEXT_AT_PX)), 1 << 14)
        text = self.fontMetrics().boundingRect(room, _WRAP, self.text()).height()
        return max(text, self._look.px(BOX_PX)) + 2 * self._look.px(AROUND_PX)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.text()) + self._look.px(TEXT_AT_PX) + 2
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.em(10), self._look.px(BOX_PX + 2 * AROUND_PX))

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, side = self._look, self._look.px(BOX_PX)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, (self.height() - side) / 2, side, side)
        ticked = self.isChecked()
        painter.setPen(QPen(look.colour(Ink.PRIMARY if ticked else Ink.STRONG), look.px(1.5)))
        painter.setBrush(look.colour(Ink.PRIMARY if ticked else Ink.SURFACE))
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        if ticked:
            inner = side - 2 * look.px(3)
            mark = icon_pixmap(Icon.CHECK, look.colour(Ink.ON_PRIMARY), inner, self.devicePixelRatioF())
            painter.drawPixmap(box.topLeft().toPoint() + QPoint(look.px(3), look.px(3)), mark)
        painter.setPen(look.colour(Ink.TEXT))
        painter.drawText(self.rect().adjusted(look.px(TEXT_AT_PX), 0, 0, 0), _WRAP, self.text())
        painter.end()
        if self.hasFocus():
            paint_focus(self, look)


class PlacePanel(Card):
    """The question with a box to tick.

    Signals:
        commanded: `SayPrivate`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, CardKind.SUNKEN)
        self.tick = Tick(look, words.PLACE_TICK)
        box = column(look, self, (14, 12, 14, 12), 4)
        box.addWidget(Label(look, words.PLACE, TextRole.BODY_STRONG))
        box.addWidget(self.tick)
        box.addWidget(Label(look, words.PLACE_WHY, TextRole.SMALL, Ink.MUTED, wrap=True))
        self.tick.clicked.connect(lambda ticked: self.commanded.emit(SayPrivate(ticked)))

    def show_state(self, state: SelfcheckState) -> None:
        """Ticked or not, as the snapshot says; not there where it is not asked for."""
        item = state.item(Check.PLACE)
        self.setVisible(item is not None)
        self.tick.setChecked(item is not None and item.verdict is not None and item.verdict.advice is Advice.PLACE_OK)
