"""Where everything of a row of the day goes. Wide rows are one line; narrow ones stack."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics

from vardklient.ui.look import Look, TextRole
from vardklient.ui.rowface import RowFace

WIDE_EM = 46
DOT_PX = 10
_WRAP = Qt.TextFlag.TextWordWrap
_WORDS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything of a row goes, relative to the row's upper left corner."""

    card: QRect
    clock: QRect
    length: QRect
    title: QRect
    facts: QRect
    dots: QRect
    chips: tuple[QRect, ...]
    button: QRect

    @property
    def height(self) -> int:
        """The card's height."""
        return self.card.height()


@dataclass(frozen=True, slots=True)
class _Sizes:
    """The lengths that every wide row asks for, in pixels at the text size in force."""

    edge: int
    text_left: int
    gaps: int
    between: int
    hair: int
    chip: int
    button: int
    button_height: int
    with_button: int
    least_text: int
    least_height: int
    around: int

    @classmethod
    def of(cls, look: Look) -> _Sizes:
        px = look.px
        gap = px(18)
        return cls(
            edge=px(14),
            text_left=px(20) + px(64) + gap,
            gaps=gap // 2 + gap,
            between=px(8),
            hair=px(2),
            chip=px(9 + 14 + 6 + 11),
            button=px(32),
            button_height=px(36),
            with_button=px(36) + px(20),
            least_text=px(160),
            least_height=px(66),
            around=px(26),
        )


class RowRuler:
    """Measures rows. What has been measured is kept until the look changes: the same words come again and again."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._sizes = _Sizes.of(look)
        self._metrics: dict[TextRole, QFontMetrics] = {}
        self._widths: dict[tuple[TextRole, str], int] = {}
        self._places: dict[str, tuple[RowFace, int, Places]] = {}
        self._heights: dict[str, tuple[RowFace, int, int]] = {}
        self._alike: dict[object, int] = {}

    def forget(self) -> None:
        """The fonts are others now."""
        self._sizes = _Sizes.of(self._look)
        self._metrics.clear()
        self._widths.clear()
        self._places.clear()
        self._heights.clear()
        self._alike.clear()

    def places(self, face: RowFace, width: int) -> Places:
        """Where all of it goes in a row of that width."""
        known = self._places.get(face.visit_id)
        if known is not None and known[0] is face and known[1] == width:
            return known[2]
        found = self._wide(face, width) if self._is_wide(width) else self._narrow(face, width)
        self._places[face.visit_id] = (face, width, found)
        return found

    def height(self, face: RowFace, width: int) -> int:
        """How tall the card is: as `places` says, but quickly where every text is one line."""
        known = self._heights.get(face.visit_id)
        if known is not None and known[0] is face and known[1] == width:
            return known[2]
        found = self._height(face, width)
        self._heights[face.visit_id] = (face, width, found)
        return found

    def _height(self, face: RowFace, width: int) -> int:
        if not self._is_wide(width) or not self._fits(TextRole.STRONG, face.title, self._sizes.least_text):
            return self.places(face, width).height
        # The title fits, however little room there is; then rows with the same words beside it are equally tall.
        words = (width, face.kind, face.facts, tuple([chip.text for chip in face.chips]), face.action)
        if words not in self._alike:
            if len(self._alike) >= _WORDS_KEPT:
                self._alike.clear()
            self._alike[words] = self._wide_height_of(face, width)
        return self._alike[words]

    def _wide_height_of(self, face: RowFace, width: int) -> int:
        if self._fits(TextRole.BODY, face.line(), self._text_left_right(face, width)[1]):
            return self._wide_height(face, *self._single_lines(face))
        return self.places(face, width).height

    def _is_wide(self, width: int) -> bool:
        return width >= self._look.em(WIDE_EM)

    # ------------------------------------------------------------ wide

    def _text_left_right(self, face: RowFace, width: int) -> tuple[int, int]:
        """Where the words begin, and how wide they may be."""
        sizes = self._sizes
        right = width - sizes.edge - self._button_width(face)
        return sizes.text_left, max(sizes.least_text, right - self._chips_width(face) - sizes.gaps - sizes.text_left)

    def _chips_width(self, face: RowFace) -> int:
        widths = [self._chip_width(chip.text) for chip in face.chips]
        return sum(widths) + self._sizes.between * max(0, len(widths) - 1)

    def _single_lines(self, face: RowFace) -> tuple[int, int]:
        facts = self._line(TextRole.BODY) + self._sizes.hair if face.line() else 0
        return self._line(TextRole.STRONG), facts

    def _wide_height(self, face: RowFace, title: int, facts: int) -> int:
        sizes = self._sizes
        return max(sizes.least_height, title + facts + sizes.around, sizes.with_button if face.action else 0)

    def _wide(self, face: RowFace, width: int) -> Places:
        px = self._look.px
        left, gap, button = px(20), px(18), self._button_size(face)
        right = width - px(14) - button.width()
        text_left, text_width = self._text_left_right(face, width)
        title, facts = self._text_heights(face, text_width)
        height = self._wide_height(face, title, facts)
        top = (height - title - facts) // 2
        clock, length = self._line(TextRole.SUBHEADING), self._line(TextRole.SMALL)
        clock_top = (height - clock - length) // 2
        places: list[QRect] = []
        x = right - gap // 2 - self._chips_width(face)
        for size in self._chip_sizes(face):
            places.append(QRect(x, (height - size.height()) // 2, size.width(), size.height()))
            x += size.width() + px(8)
        return Places(
            QRect(0, 0, width, height),
            QRect(left, clock_top, px(64) + gap, clock),
            QRect(left, clock_top + clock, px(64) + gap, length),
            QRect(text_left, top, text_width, title),
            QRect(text_left, top + title, text_width, facts),
            self._dots(face, text_left, top, text_width),
            tuple(places),
            QRect(right, (height - button.height()) // 2, button.width(), button.height()),
        )

    # ------------------------------------------------------------ narrow

    def _narrow(self, face: RowFace, width: int) -> Places:
        px = self._look.px
        left, inner = px(18), width - 2 * px(18)
        button = self._button_size(face)
        clock = self._line(TextRole.SUBHEADING)
        y = px(14)
        clock_rect = QRect(left, y, self.width_of(TextRole.SUBHEADING, face.clock), clock)
        length_x = clock_rect.right() + px(10)
        length_rect = QRect(length_x, y, inner - button.width() - (length_x - left), clock)
        button_rect = QRect(left + inner - button.width() + px(8), px(8), button.width(), button.height())
        y += clock + px(4)
        title, facts = self._text_heights(face, inner)
        title_rect, facts_rect = QRect(left, y, inner, title), QRect(left, y + title, inner, facts)
        dots = self._dots(face, left, y, inner)
        y += title + facts
        places: list[QRect] = []
        x, line = left, 0
        for size in self._chip_sizes(face):
            size = size.boundedTo(QSize(inner, size.height()))
            if not places or x + size.width() > left + inner:
                x, y = left, y + line + px(8)
            places.append(QRect(x, y, size.width(), size.height()))
            x, line = x + size.width() + px(8), size.height()
        card = QRect(0, 0, width, y + line + px(14))
        return Places(card, clock_rect, length_rect, title_rect, facts_rect, dots, tuple(places), button_rect)

    # ------------------------------------------------------------ words

    def width_of(self, role: TextRole, text: str) -> int:
        """How wide one line of these words is."""
        known = self._widths.get((role, text))
        if known is None:
            if len(self._widths) >= _WORDS_KEPT:
                self._widths.clear()
            known = self._widths[role, text] = self._metric(role).horizontalAdvance(text)
        return known

    def _metric(self, role: TextRole) -> QFontMetrics:
        if role not in self._metrics:
            self._metrics[role] = QFontMetrics(self._look.font(role))
        return self._metrics[role]

    def _line(self, role: TextRole) -> int:
        return self._metric(role).height()

    def is_one_line(self, role: TextRole, place: QRect) -> bool:
        """Is there room for one line only?"""
        return place.height() < 2 * self._line(role)

    def _fits(self, role: TextRole, text: str, width: int) -> bool:
        return self.width_of(role, text) < width

    def _text_heights(self, face: RowFace, width: int) -> tuple[int, int]:
        room = QRect(0, 0, width, 100_000)
        title = self._metric(TextRole.STRONG).boundingRect(room, _WRAP, face.title)
        facts = self._metric(TextRole.BODY).boundingRect(room, _WRAP, face.line())
        return title.height(), facts.height() + self._look.px(2) if face.line() else 0

    def _dots(self, face: RowFace, left: int, top: int, width: int) -> QRect:
        """Behind the title, on its first line."""
        if not face.dots:
            return QRect()
        px = self._look.px
        side, step = px(DOT_PX), px(DOT_PX + 4)
        wanted = step * len(face.dots)
        x = min(left + self.width_of(TextRole.STRONG, face.title) + px(10), left + width - wanted)
        return QRect(x, top + (self._line(TextRole.STRONG) - side) // 2, wanted, side)

    def _chip_width(self, text: str) -> int:
        return self.width_of(TextRole.SMALL_MEDIUM, text) + self._sizes.chip

    def _chip_sizes(self, face: RowFace) -> list[QSize]:
        height = self._line(TextRole.SMALL_MEDIUM) + self._look.px(8)
        return [QSize(self._chip_width(chip.text), height) for chip in face.chips]

    def _button_size(self, face: RowFace) -> QSize:
        if not face.action:
            return QSize(0, 0)
        return QSize(self._button_width(face), self._sizes.button_height)

    def _button_width(self, face: RowFace) -> int:
        return self.width_of(TextRole.BODY_STRONG, face.action) + self._sizes.button if face.action else 0
