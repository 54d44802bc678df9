"""The building blocks of every view: labels by role, icons, buttons, chips, cards, layouts that reflow, a meter.

Each takes the `Look` first and follows it. A text may be given as a function: it is asked again when the language
changes.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from vardklient.ui.icons import Icon, icon_pixmap, qicon
from vardklient.ui.layouts import row
from vardklient.ui.look import Ink, Look, TextRole, Tone

Text = str | Callable[[], str]

# A style sheet has no gap between a button's icon and its text: an en space makes one.
_GAP = "\u2002"


def said(text: Text) -> str:
    """The text now."""
    return text() if callable(text) else text


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    style, font = widget.style(), widget.font() if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) else None
    style.unpolish(widget)
    style.polish(widget)
    if font is not None:  # Qt goes back to the first one: too small where the text size has been changed since
        widget.setFont(font)
    widget.update()


def make_dark(widget: QWidget) -> None:
    """Give the widget and all inside it the dark palette in both themes; build its content with `look.night`."""
    widget.setProperty("scope", "dark")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


class Label(QLabel):
    """Words in one of the roles and colours."""

    def __init__(
        self, look: Look, text: Text = "", role: TextRole = TextRole.BODY, ink: Ink = Ink.TEXT, wrap: bool = False
    ) -> None:
        super().__init__()
        self._text = text
        self._role = role
        self._look = look
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("ink", ink.value)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        look.follow(self, Label._renew)

    def _renew(self) -> None:
        self.setFont(self._look.font(self._role))
        QLabel.setText(self, said(self._text))

    def say(self, text: Text) -> None:
        """Show other words."""
        self._text = text
        words = said(text)
        if words != self.text():
            QLabel.setText(self, words)

    def set_ink(self, ink: Ink) -> None:
        """Show them in another colour."""
        if self.property("ink") != ink.value:
            self.setProperty("ink", ink.value)
            restyle(self)


class IconLabel(QWidget):
    """A picture beside words that say the same; screen readers are told the words only."""

    def __init__(self, look: Look, icon: Icon, ink: Ink = Ink.PRIMARY, size_px: int = 20) -> None:
        super().__init__()
        self._look = look
        self._icon = icon
        self._ink = ink
        self._size_px = size_px
        look.follow(self, IconLabel._renew)

    def _renew(self) -> None:
        side = self._look.px(self._size_px)
        self.setFixedSize(side, side)
        self.update()

    def set_icon(self, icon: Icon, ink: Ink) -> None:
        """Show another."""
        if (icon, ink) != (self._icon, self._ink):
            self._icon, self._ink = icon, ink
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = self._look.colour(self._ink)
        pixmap = icon_pixmap(self._icon, colour, self.width(), self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap)
        painter.end()


class ButtonKind(StrEnum):
    """One primary button per view; danger only for ending."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    PLAIN = "plain"
    DANGER = "danger"


_BUTTON_INK = {
    ButtonKind.PRIMARY: Ink.ON_PRIMARY,
    ButtonKind.SECONDARY: Ink.PRIMARY,
    ButtonKind.PLAIN: Ink.MUTED,
    ButtonKind.DANGER: Ink.ON_DANGER,
}


class Button(QPushButton):
    """A button with words, and an icon where it helps."""

    def __init__(
        self,
        look: Look,
        text: Text,
        kind: ButtonKind = ButtonKind.SECONDARY,
        icon: Icon | None = None,
        height_px: int = 40,
    ) -> None:
        super().__init__()
        self._look = look
        self._text = text
        self._kind = kind
        self._icon = icon
        self._height_px = height_px
        self._ring = False
        self.setProperty("kind", kind.value)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        look.follow(self, Button._renew)

    def _renew(self) -> None:
        look = self._look
        self.setFont(look.font(TextRole.BODY_STRONG))
        self.setMinimumHeight(look.px(self._height_px))
        if self._icon is not None:
            self.setIcon(qicon(self._icon, look.colour(_BUTTON_INK[self._kind]), look.px(18)))
            self.setIconSize(QSize(look.px(18), look.px(18)))
        self.say(self._text)

    def say(self, text: Text) -> None:
        """Show other words."""
        self._text = text
        words = said(text)
        self.setText((_GAP if self._icon is not None else "") + words)
        self.setAccessibleName(words)

    def set_icon(self, icon: Icon) -> None:
        """Show another one."""
        if icon is not self._icon:
            self._icon = icon
            self._renew()

    def set_kind(self, kind: ButtonKind) -> None:
        """Make it more or less important."""
        self._kind = kind
        self.setProperty("kind", kind.value)
        restyle(self)
        self._renew()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = ring_after(event, self._ring)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self._ring:
            paint_focus(self, self._look, _FOCUS_INK.get(self._kind, Ink.FOCUS))


# On a filled button a ring in the focus colour would vanish: there it has the colour of the words.
_FOCUS_INK = {ButtonKind.PRIMARY: Ink.ON_PRIMARY, ButtonKind.DANGER: Ink.ON_DANGER}


def ring_after(event: QFocusEvent, before: bool) -> bool:
    """Is a focus ring called for? Not where a mouse click or the window's opening gave the focus."""
    if event.reason() == Qt.FocusReason.MouseFocusReason:
        return False
    return before if event.reason() == Qt.FocusReason.ActiveWindowFocusReason else True


def paint_focus(widget: QWidget, look: Look, ink: Ink = Ink.FOCUS, radius_px: float = 6) -> None:
    """A ring just inside the widget's edge: who uses the keyboard must see where he is."""
    width = look.px(2)
    inset = width / 2 + (look.px(2) if ink is not Ink.FOCUS else 0)
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour(ink), width))
    radius = look.px(radius_px)
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.end()


class Chip(QFrame):
    """A few words on a tint, with an icon: never colour alone."""

    def __init__(self, look: Look, text: Text = "", tone: Tone = Tone.MUTED, icon: Icon = Icon.INFO) -> None:
        super().__init__()
        self._picture = IconLabel(look, icon, tone.ink, 14)
        self._words = Label(look, text, TextRole.SMALL_MEDIUM, tone.ink)
        self.setProperty("chip", tone.value)
        box = row(look, self, (9, 4, 10, 4), 6)
        box.addWidget(self._picture)
        box.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_chip(self, text: Text, tone: Tone, icon: Icon) -> None:
        """Say something else."""
        self._words.say(text)
        self._words.set_ink(tone.ink)
        self._picture.set_icon(icon, tone.ink)
        if self.property("chip") != tone.value:
            self.setProperty("chip", tone.value)
            restyle(self)

    @property
    def text(self) -> str:
        """The words shown."""
        return self._words.text()


class CardKind(StrEnum):
    """Grounds to put things on."""

    CARD = "card"
    ROW = "row"
    HERO = "hero"
    SUNKEN = "sunken"
    PLAIN = "plain"


class Card(QFrame):
    """A ground with a border; the hero has a bar in the accent colour along its left edge.

    The bar is painted: in a style sheet a left border of another width curls at the rounded corners.
    """

    def __init__(self, look: Look, kind: CardKind = CardKind.CARD, accent: Ink = Ink.PRIMARY) -> None:
        super().__init__()
        self._look = look
        self._kind = kind
        self._accent = accent
        self.setProperty("card", kind.value)

    def set_accent(self, accent: Ink) -> None:
        """Give the bar another colour."""
        self._accent = accent
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._kind is not CardKind.HERO:
            return
        radius = self._look.px(10)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(outline)
        painter.fillRect(QRectF(0, 0, self._look.px(5), self.height()), self._look.colour(self._accent))
        painter.end()


class Choice(QComboBox):
    """One of several; a screen reader says `name` first."""

    def __init__(self, look: Look, name: Text) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.follow(self, Choice._renew)

    def _renew(self) -> None:
        self.setFont(self._look.font(TextRole.BODY))
        self.view().setFont(self._look.font(TextRole.BODY))
        self.setAccessibleName(said(self._name))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._look.px(16)
        colour = self._look.colour(Ink.MUTED)
        painter = QPainter(self)
        painter.drawPixmap(
            self.width() - side - self._look.px(12),
            (self.height() - side) // 2,
            icon_pixmap(Icon.CHEVRON_DOWN, colour, side, self.devicePixelRatioF()),
        )
        painter.end()


class Meter(QWidget):
    """How loud, how far: a bar from 0 to 1. Empty while nothing is known."""

    def __init__(self, look: Look, name: Text) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._share: float | None = None
        self._ink = Ink.OK
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.follow(self, Meter._renew)

    def _renew(self) -> None:
        self.setFixedHeight(self._look.px(8))
        self.setMinimumWidth(self._look.px(60))
        self.setAccessibleName(said(self._name))
        self.update()

    def show_share(self, share: float | None, ink: Ink = Ink.OK) -> None:
        """Fill it that far (0 to 1); None: nothing is known."""
        filled = None if share is None else min(1.0, max(0.0, share))
        if (filled, ink) != (self._share, self._ink):
            self._share, self._ink = filled, ink
            self.update()

    @property
    def share(self) -> float | None:
        """How far it is filled."""
        return self._share

    def paintEvent(self, event: QPaintEvent) -> None:
        area = QRectF(self.rect())
        radius = area.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(Ink.SUNKEN))
        painter.drawRoundedRect(area, radius, radius)
        if self._share:
            painter.setBrush(self._look.colour(self._ink))
            area.setWidth(max(area.height(), area.width() * self._share))
            painter.drawRoundedRect(area, radius, radius)
        painter.end()
