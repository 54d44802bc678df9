"""Draws one row of the day: time, who, facts, chips, button. Wide rows are one line; narrow ones stack."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vardklient.ui.icons import icon_pixmap
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowface import ChipFace, RowFace
from vardklient.ui.visitmodel import FACE_ROLE

GAP_PX = 12
WIDE_EM = 46
_WRAP = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything of a row goes, relative to the row's upper left corner."""

    card: QRect
    clock: QRect
    length: QRect
    title: QRect
    facts: QRect
    chips: tuple[QRect, ...]
    button: QRect

    @property
    def height(self) -> int:
        """The card's height."""
        return self.card.height()


class RowDelegate(QStyledItemDelegate):
    """The painter of rows.

    Attributes:
        hovered: the row under the mouse, -1 for none.
    """

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._panel_id = ""
        self._panel: QWidget | None = None
        self.hovered = -1

    def ask(self, visit_id: str, panel: QWidget | None) -> None:
        """That row holds a panel now and is as tall as it."""
        self._panel_id, self._panel = (visit_id, panel) if panel is not None else ("", None)

    def row_height(self, face: RowFace, width: int) -> int:
        """The height of a row of that width, with the gap under it."""
        gap = self._look.px(GAP_PX)
        if self._panel is not None and face.visit_id == self._panel_id:
            return self._panel.heightForWidth(width)
        return self._places(face, width).height + gap

    def button_rect(self, face: RowFace, row: QRect) -> QRect:
        """Where the button is, in the coordinates of `row`'s parent."""
        if not face.action:
            return QRect()
        return self._places(face, row.width()).button.translated(row.topLeft())

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QAbstractScrollArea) else 0
        return QSize(self._look.em(10), self.row_height(index.data(FACE_ROLE), width))

    # ------------------------------------------------------------ places

    def _places(self, face: RowFace, width: int) -> Places:
        return self._wide(face, width) if width >= self._look.em(WIDE_EM) else self._narrow(face, width)

    def _wide(self, face: RowFace, width: int) -> Places:
        px = self._look.px
        left, gap, button = px(20), px(18), self._button_size(face)
        right = width - px(14) - button.width()
        text_left = left + px(64) + gap
        chips = self._chip_sizes(face)
        chips_width = sum(c.width() for c in chips) + px(8) * max(0, len(chips) - 1)
        text_width = max(px(160), right - gap // 2 - chips_width - gap - text_left)
        title, facts = self._text_heights(face, text_width)
        height = max(px(66), title + facts + px(26), button.height() + px(20))
        top = (height - title - facts) // 2
        clock, length = self._line(TextRole.SUBHEADING), self._line(TextRole.SMALL)
        clock_top = (height - clock - length) // 2
        places: list[QRect] = []
        x = right - gap // 2 - chips_width
        for size in chips:
            places.append(QRect(x, (height - size.height()) // 2, size.width(), size.height()))
            x += size.width() + px(8)
        return Places(
            QRect(0, 0, width, height),
            QRect(left, clock_top, px(64) + gap, clock),
            QRect(left, clock_top + clock, px(64) + gap, length),
            QRect(text_left, top, text_width, title),
            QRect(text_left, top + title, text_width, facts),
            tuple(places),
            QRect(right, (height - button.height()) // 2, button.width(), button.height()),
        )

    def _narrow(self, face: RowFace, width: int) -> Places:
        px = self._look.px
        left, inner = px(18), width - 2 * px(18)
        button = self._button_size(face)
        clock = self._line(TextRole.SUBHEADING)
        y = px(14)
        clock_rect = QRect(left, y, self._wide_of(TextRole.SUBHEADING, face.clock), clock)
        length_x = clock_rect.right() + px(10)
        length_rect = QRect(length_x, y, inner - button.width() - (length_x - left), clock)
        button_rect = QRect(left + inner - button.width() + px(8), px(8), button.width(), button.height())
        y += clock + px(4)
        title, facts = self._text_heights(face, inner)
        title_rect, facts_rect = QRect(left, y, inner, title), QRect(left, y + title, inner, facts)
        y += title + facts
        places: list[QRect] = []
        x, line = left, 0
        for size in self._chip_sizes(face):
            size = size.boundedTo(QSize(inner, size.height()))
            if not places or x + size.width() > left + inner:
                x, y = left, y + line + px(8)
            places.append(QRect(x, y, size.width(), size.height()))
            x, line = x + size.width() + px(8), size.height()
        height = y + line + px(14)
        return Places(
            QRect(0, 0, width, height), clock_rect, length_rect, title_rect, facts_rect, tuple(places), button_rect
        )

    def _line(self, role: TextRole) -> int:
        return QFontMetrics(self._look.font(role)).height()

    def _wide_of(self, role: TextRole, text: str) -> int:
        return QFontMetrics(self._look.font(role)).horizontalAdvance(text)

    def _text_heights(self, face: RowFace, width: int) -> tuple[int, int]:
        room = QRect(0, 0, width, 100_000)
        title = QFontMetrics(self._look.font(TextRole.STRONG)).boundingRect(room, _WRAP, face.title)
        facts = QFontMetrics(self._look.font(TextRole.BODY)).boundingRect(room, _WRAP, face.line())
        return title.height(), facts.height() + self._look.px(2) if face.line() else 0

    def _chip_sizes(self, face: RowFace) -> list[QSize]:
        px = self._look.px
        height = self._line(TextRole.SMALL_MEDIUM) + px(8)
        return [QSize(self._wide_of(TextRole.SMALL_MEDIUM, c.text) + px(9 + 14 + 6 + 11), height) for c in face.chips]

    def _button_size(self, face: RowFace) -> QSize:
        if not face.action:
            return QSize(0, 0)
        px = self._look.px
        return QSize(self._wide_of(TextRole.BODY_STRONG, face.action) + px(32), px(36))

    # ------------------------------------------------------------ paint

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        face: RowFace = index.data(FACE_ROLE)
        if face.visit_id == self._panel_id:
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        places = self._places(face, rect.width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        self._paint_card(painter, places.card, focused)
        self._paint_words(painter, face, places)
        for chip, place in zip(face.chips, places.chips, strict=True):
            self._paint_chip(painter, chip, place)
        if face.action:
            self._paint_button(painter, face.action, places.button, lit=index.row() == self.hovered or focused)
        painter.restore()

    def _paint_card(self, painter: QPainter, card: QRect, focused: bool) -> None:
        look = self._look
        width = look.px(2) if focused else 1
        painter.setPen(QPen(look.colour(Ink.FOCUS if focused else Ink.LINE), width))
        painter.setBrush(look.colour(Ink.SURFACE))
        inset = width / 2
        painter.drawRoundedRect(QRectF(card).adjusted(inset, inset, -inset, -inset), look.px(10), look.px(10))

    def _paint_words(self, painter: QPainter, face: RowFace, places: Places) -> None:
        strong = Ink.MUTED if face.faint else Ink.TEXT
        single = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._say(painter, places.clock, single, TextRole.SUBHEADING, strong, face.clock, face.struck)
        self._say(painter, places.length, single, TextRole.SMALL, Ink.MUTED, face.length)
        self._say(painter, places.title, _WRAP, TextRole.STRONG, strong, face.title, face.struck)
        facts = places.facts.adjusted(0, self._look.px(2), 0, 0)
        self._say(painter, facts, _WRAP, TextRole.BODY, Ink.MUTED, face.line())

    def _say(
        self,
        painter: QPainter,
        place: QRect,
        flags: Qt.TextFlag | Qt.AlignmentFlag,
        role: TextRole,
        ink: Ink,
        text: str,
        struck: bool = False,
    ) -> None:
        font = QFont(self._look.font(role))
        font.setStrikeOut(struck)
        painter.setFont(font)
        painter.setPen(self._look.colour(ink))
        painter.drawText(place, int(flags), text)

    def _paint_chip(self, painter: QPainter, chip: ChipFace, place: QRect) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(chip.tone.ground))
        painter.drawRoundedRect(QRectF(place), look.px(11), look.px(11))
        side = look.px(14)
        ratio = painter.device().devicePixelRatio()
        picture = icon_pixmap(chip.icon, look.colour(chip.tone.ink), side, ratio)
        painter.drawPixmap(place.x() + look.px(9), place.center().y() - side // 2 + 1, picture)
        words = place.adjusted(look.px(9 + 14 + 6), 0, -look.px(6), 0)
        font = look.font(TextRole.SMALL_MEDIUM)
        shown = QFontMetrics(font).elidedText(chip.text, Qt.TextElideMode.ElideRight, words.width())
        painter.setFont(font)
        painter.setPen(look.colour(chip.tone.ink))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def _paint_button(self, painter: QPainter, words: str, place: QRect, lit: bool) -> None:
        look = self._look
        if lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(Ink.TINT))
            painter.drawRoundedRect(QRectF(place), look.px(8), look.px(8))
        painter.setFont(look.font(TextRole.BODY_STRONG))
        painter.setPen(look.colour(Ink.PRIMARY if lit else Ink.MUTED))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
