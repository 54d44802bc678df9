"""Draws one row of the day: time, who, facts, the sources' dots, chips, button."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vardklient.ui.dots import paint_dot
from vardklient.ui.icons import icon_pixmap
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowface import ChipFace, DotFace, RowFace
from vardklient.ui.rowplaces import DOT_PX, Places, RowRuler
from vardklient.ui.visitmodel import FACE_ROLE

GAP_PX = 12
_WRAP = int(Qt.TextFlag.TextWordWrap)
_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)


class RowDelegate(QStyledItemDelegate):
    """The painter of rows.

    Attributes:
        hovered: the row under the mouse, -1 for none.
    """

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._ruler = RowRuler(look)
        self._fonts: dict[tuple[TextRole, bool], QFont] = {}
        self._colours: dict[Ink, QColor] = {}
        self._panel_id = ""
        self._panel: QWidget | None = None
        self.hovered = -1
        look.follow(self, RowDelegate._renew)

    def _renew(self) -> None:
        self._ruler.forget()
        self._fonts.clear()
        self._colours.clear()

    def _colour(self, ink: Ink) -> QColor:
        if ink not in self._colours:
            self._colours[ink] = self._look.colour(ink)
        return self._colours[ink]

    def ask(self, visit_id: str, panel: QWidget | None) -> None:
        """That row holds a panel now and is as tall as it."""
        self._panel_id, self._panel = (visit_id, panel) if panel is not None else ("", None)

    def row_height(self, face: RowFace, width: int) -> int:
        """The height of a row of that width, with the gap under it."""
        if self._panel is not None and face.visit_id == self._panel_id:
            return self._panel.heightForWidth(width)
        return self._ruler.height(face, width) + self._look.px(GAP_PX)

    def button_rect(self, face: RowFace, row: QRect) -> QRect:
        """Where the button is, in the coordinates of `row`'s parent."""
        if not face.action:
            return QRect()
        return self._ruler.places(face, row.width()).button.translated(row.topLeft())

    def dots_rect(self, face: RowFace, row: QRect) -> QRect:
        """Where the sources' dots are."""
        return self._ruler.places(face, row.width()).dots.translated(row.topLeft())

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QAbstractScrollArea) else 0
        return QSize(self._look.em(10), self.row_height(index.data(FACE_ROLE), width))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        face: RowFace = index.data(FACE_ROLE)
        if face.visit_id == self._panel_id:
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        places = self._ruler.places(face, rect.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        self._paint_card(painter, places.card, focused)
        self._paint_words(painter, face, places)
        if face.dots:
            self._paint_dots(painter, face.dots, places.dots)
        for chip, place in zip(face.chips, places.chips, strict=True):
            self._paint_chip(painter, chip, place)
        if face.action:
            self._paint_button(painter, face.action, places.button, lit=index.row() == self.hovered or focused)
        painter.restore()

    def _paint_card(self, painter: QPainter, card: QRect, focused: bool) -> None:
        look = self._look
        width = look.px(2) if focused else 1
        painter.setPen(QPen(self._colour(Ink.FOCUS if focused else Ink.LINE), width))
        painter.setBrush(self._colour(Ink.SURFACE))
        inset = width / 2
        painter.drawRoundedRect(QRectF(card).adjusted(inset, inset, -inset, -inset), look.px(10), look.px(10))

    def _paint_words(self, painter: QPainter, face: RowFace, places: Places) -> None:
        strong = Ink.MUTED if face.faint else Ink.TEXT
        self._say(painter, places.clock, _LINE, TextRole.SUBHEADING, strong, face.clock, face.struck)
        self._say(painter, places.length, _LINE, TextRole.SMALL, Ink.MUTED, face.length)
        facts = places.facts.adjusted(0, self._look.px(2), 0, 0)
        # Breaking lines takes its time, and nearly every row has nothing to break.
        title_flags = _LINE if self._ruler.is_one_line(TextRole.STRONG, places.title) else _WRAP
        facts_flags = _LINE if self._ruler.is_one_line(TextRole.BODY, facts) else _WRAP
        self._say(painter, places.title, title_flags, TextRole.STRONG, strong, face.title, face.struck)
        self._say(painter, facts, facts_flags, TextRole.BODY, Ink.MUTED, face.line())

    def _say(
        self,
        painter: QPainter,
        place: QRect,
        flags: int,
        role: TextRole,
        ink: Ink,
        text: str,
        struck: bool = False,
    ) -> None:
        painter.setFont(self._font(role, struck))
        painter.setPen(self._colour(ink))
        painter.drawText(place, flags, text)

    def _font(self, role: TextRole, struck: bool = False) -> QFont:
        if (role, struck) not in self._fonts:
            font = QFont(self._look.font(role))
            font.setStrikeOut(struck)
            self._fonts[role, struck] = font
        return self._fonts[role, struck]

    def _paint_dots(self, painter: QPainter, dots: tuple[DotFace, ...], place: QRect) -> None:
        side = place.height()
        step = self._look.px(DOT_PX + 4)
        for number, dot in enumerate(dots):
            area = QRectF(place.x() + number * step, place.y(), side, side)
            paint_dot(painter, self._look, area, dot.colour)

    def _paint_chip(self, painter: QPainter, chip: ChipFace, place: QRect) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(chip.tone.ground))
        painter.drawRoundedRect(QRectF(place), look.px(11), look.px(11))
        side = look.px(14)
        ratio = painter.device().devicePixelRatio()
        picture = icon_pixmap(chip.icon, self._colour(chip.tone.ink), side, ratio)
        painter.drawPixmap(place.x() + look.px(9), place.center().y() - side // 2 + 1, picture)
        words = place.adjusted(look.px(9 + 14 + 6), 0, -look.px(6), 0)
        shown = chip.text
        if self._ruler.width_of(TextRole.SMALL_MEDIUM, shown) > words.width():
            metrics = QFontMetrics(self._font(TextRole.SMALL_MEDIUM))
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, words.width())
        painter.setFont(self._font(TextRole.SMALL_MEDIUM))
        painter.setPen(self._colour(chip.tone.ink))
        painter.drawText(words, _LINE, shown)

    def _paint_button(self, painter: QPainter, words: str, place: QRect, lit: bool) -> None:
        look = self._look
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour(Ink.TINT))
            painter.drawRoundedRect(QRectF(place), look.px(8), look.px(8))
        painter.setFont(self._font(TextRole.BODY_STRONG))
        painter.setPen(self._colour(Ink.PRIMARY if lit else Ink.MUTED))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
