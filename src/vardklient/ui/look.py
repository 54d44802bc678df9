"""How everything looks: colours by role, fonts by role, sizes that follow the text size.

One `Look` serves the whole program. Colours, borders and padding reach the widgets through ONE style sheet on the
application (`ui.sheet`); fonts are set in code, because a font size in a style sheet kills every font set in code.
Whatever else depends on the look is registered with `Look.follow` and done again when theme, text size or language
changes, so that all three are applied at once.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette

FAMILIES = ("Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans")
TEXT_SCALES = (1.0, 1.25, 1.5, 2.0)
EM_PX = 14

W = TypeVar("W", bound=QObject)


class Ink(StrEnum):
    """The roles a colour can have. The value is the name of the field in `Palette`."""

    BG = "bg"
    SURFACE = "surface"
    SUNKEN = "sunken"
    LINE = "line"
    STRONG = "strong"
    TEXT = "text"
    MUTED = "muted"
    PRIMARY = "primary"
    PRIMARY_HOVER = "primary_hover"
    ON_PRIMARY = "on_primary"
    TINT = "tint"
    OK = "ok"
    OK_TINT = "ok_tint"
    WARN = "warn"
    WARN_TINT = "warn_tint"
    BAD = "bad"
    BAD_TINT = "bad_tint"
    DANGER = "danger"
    DANGER_HOVER = "danger_hover"
    ON_DANGER = "on_danger"
    RAIL = "rail"
    RAIL_TEXT = "rail_text"
    RAIL_STRONG = "rail_strong"
    RAIL_ACCENT = "rail_accent"
    RAIL_CHOSEN = "rail_chosen"
    FOCUS = "focus"


class Tone(StrEnum):
    """What a chip or a notice says by its colour; always beside an icon and a word."""

    MUTED = "muted"
    PRIMARY = "primary"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"

    @property
    def ink(self) -> Ink:
        """The colour of the words and the icon."""
        return Ink(self.value)

    @property
    def ground(self) -> Ink:
        """The colour behind them."""
        return _GROUNDS[self]


_GROUNDS = {
    Tone.MUTED: Ink.SUNKEN,
    Tone.PRIMARY: Ink.TINT,
    Tone.OK: Ink.OK_TINT,
    Tone.WARN: Ink.WARN_TINT,
    Tone.BAD: Ink.BAD_TINT,
}


@dataclass(frozen=True, slots=True)
class Palette:
    """A colour (#RRGGBB) for every `Ink`."""

    name: str
    bg: str
    surface: str
    sunken: str
    line: str
    strong: str
    text: str
    muted: str
    primary: str
    primary_hover: str
    on_primary: str
    tint: str
    ok: str
    ok_tint: str
    warn: str
    warn_tint: str
    bad: str
    bad_tint: str
    rail: str
    rail_text: str
    rail_chosen: str
    focus: str
    danger: str = "#B3261E"
    danger_hover: str = "#941B14"
    on_danger: str = "#FFFFFF"
    rail_strong: str = "#FFFFFF"
    rail_accent: str = "#7FD3E6"

    def __getitem__(self, ink: Ink) -> str:
        return str(getattr(self, ink.value))


LIGHT = Palette(
    "light", bg="#F3F6F8", surface="#FFFFFF", sunken="#E9EEF2", line="#D5DDE4", strong="#7B8B99", text="#13212C",
    muted="#4C5D6B", primary="#0A5F78", primary_hover="#084C60", on_primary="#FFFFFF", tint="#E1F0F4", ok="#146C43",
    ok_tint="#E0F2E8", warn="#8A4B00", warn_tint="#FDF0DC", bad="#A8201A", bad_tint="#FBE6E4", rail="#0C2F3C",
    rail_text="#CFE0E7", rail_chosen="#2C4A55", focus="#0A5F78",
)  # fmt: skip
DARK = Palette(
    "dark", bg="#10181E", surface="#18232B", sunken="#0C1318", line="#2E3D48", strong="#7F93A2", text="#EDF2F5",
    muted="#A9B8C3", primary="#5CC0DA", primary_hover="#84D2E6", on_primary="#06222B", tint="#163440", ok="#6BD39B",
    ok_tint="#143325", warn="#F0B35A", warn_tint="#3A2A10", bad="#FF9A92", bad_tint="#40191A", rail="#0A1116",
    rail_text="#B6C6D0", rail_chosen="#2A3136", focus="#9ADFF2",
)  # fmt: skip

PAIRS: tuple[tuple[Ink, Ink, float], ...] = (
    # In front, behind, least contrast: WCAG 2.2 AA, 4.5 for text, 3 for the borders of controls and for focus.
    (Ink.TEXT, Ink.BG, 4.5),
    (Ink.TEXT, Ink.SURFACE, 4.5),
    (Ink.TEXT, Ink.SUNKEN, 4.5),
    (Ink.MUTED, Ink.BG, 4.5),
    (Ink.MUTED, Ink.SURFACE, 4.5),
    (Ink.MUTED, Ink.SUNKEN, 4.5),
    (Ink.PRIMARY, Ink.BG, 4.5),
    (Ink.PRIMARY, Ink.SURFACE, 4.5),
    (Ink.PRIMARY, Ink.TINT, 4.5),
    (Ink.ON_PRIMARY, Ink.PRIMARY, 4.5),
    (Ink.ON_PRIMARY, Ink.PRIMARY_HOVER, 4.5),
    (Ink.OK, Ink.OK_TINT, 4.5),
    (Ink.OK, Ink.SURFACE, 4.5),
    (Ink.WARN, Ink.WARN_TINT, 4.5),
    (Ink.WARN, Ink.SURFACE, 4.5),
    (Ink.BAD, Ink.BAD_TINT, 4.5),
    (Ink.BAD, Ink.SURFACE, 4.5),
    (Ink.TEXT, Ink.TINT, 4.5),
    (Ink.TEXT, Ink.WARN_TINT, 4.5),
    (Ink.TEXT, Ink.BAD_TINT, 4.5),
    (Ink.TEXT, Ink.OK_TINT, 4.5),
    (Ink.ON_DANGER, Ink.DANGER, 4.5),
    (Ink.ON_DANGER, Ink.DANGER_HOVER, 4.5),
    (Ink.RAIL_TEXT, Ink.RAIL, 4.5),
    (Ink.RAIL_STRONG, Ink.RAIL_CHOSEN, 4.5),
    (Ink.RAIL_ACCENT, Ink.RAIL, 4.5),
    (Ink.STRONG, Ink.SURFACE, 3.0),
    (Ink.STRONG, Ink.BG, 3.0),
    (Ink.FOCUS, Ink.BG, 3.0),
    (Ink.FOCUS, Ink.SURFACE, 3.0),
)


class TextRole(Enum):
    """Fonts by what they are for: size in pixels at 100 %, weight."""

    CLOCK = (34, 600)
    TITLE = (28, 600)
    HEADING = (22, 600)
    SUBHEADING = (17, 600)
    STRONG = (15, 600)
    BODY = (14, 400)
    BODY_MEDIUM = (14, 500)
    BODY_STRONG = (14, 600)
    SMALL = (13, 400)
    SMALL_MEDIUM = (13, 500)
    SMALL_STRONG = (13, 600)


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(name: str) -> float:
    colour = QColor(name)
    red, green, blue = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
        for v in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Look(QObject):
    """The look in force.

    Attributes:
        palette: the colours.
        text_scale: 1.0 is 100 %.

    Signals:
        changed: theme, text size or language changed, and everything that was registered has been done again.
    """

    changed = Signal()

    def __init__(self, palette: Palette = LIGHT, text_scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.palette = palette
        self.text_scale = text_scale
        self._followers: list[tuple[weakref.ref[QObject], Callable[[QObject], None]]] = []
        self._night: Look | None = None

    def px(self, size_px: float) -> int:
        """A length of the drawing at 100 %, at the text size in force. Every length goes through here."""
        return round(size_px * self.text_scale)

    def em(self, count: float) -> int:
        """So many times the body text's size, in pixels: for the widths at which a view changes its shape."""
        return round(count * EM_PX * self.text_scale)

    def colour(self, ink: Ink) -> QColor:
        """The colour of that role."""
        return QColor(self.palette[ink])

    def font(self, role: TextRole) -> QFont:
        """The font of that role."""
        size_px, weight = role.value
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(self.px(size_px))
        font.setWeight(QFont.Weight(weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if size_px >= 20:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.2 * self.text_scale)
        return font

    @property
    def night(self) -> Look:
        """The same text size with the dark palette: for the call window, dark in both themes.

        Its widgets stand inside one that carries the property `scope="dark"` (`ui.widgets.make_dark`).
        """
        if self._night is None:
            self._night = Look(DARK, self.text_scale, self)
        return self._night

    def change(self, palette: Palette | None = None, text_scale: float | None = None) -> None:
        """Another theme or text size; with neither, do everything again (the language changed)."""
        self.palette = palette or self.palette
        self.text_scale = text_scale or self.text_scale
        for reference, apply in list(self._followers):
            owner = reference()
            if owner is not None and shiboken6.isValid(owner):
                apply(owner)
        self._forget_the_dead()
        if self._night is not None:
            self._night.change(None, self.text_scale)
        self.changed.emit()

    def follow(self, owner: W, apply: Callable[[W], None]) -> None:
        """Do `apply(owner)` now and after every change, as long as `owner` lives.

        `apply` must not hold on to `owner` itself: take it from the argument.
        """
        apply(owner)
        self._followers.append((weakref.ref(owner), apply))  # type: ignore[arg-type]
        if len(self._followers) % 512 == 0:
            self._forget_the_dead()

    def _forget_the_dead(self) -> None:
        alive = [(r, f) for r, f in self._followers if (o := r()) is not None and shiboken6.isValid(o)]
        self._followers = alive

    def qt_palette(self) -> QPalette:
        """For the parts that Fusion paints itself: selections, links, tool tips, disabled text."""
        roles = QPalette.ColorRole
        palette = QPalette(self.colour(Ink.SURFACE), self.colour(Ink.BG))
        for role, ink in (
            (roles.WindowText, Ink.TEXT),
            (roles.Text, Ink.TEXT),
            (roles.ButtonText, Ink.TEXT),
            (roles.Base, Ink.SURFACE),
            (roles.AlternateBase, Ink.SUNKEN),
            (roles.ToolTipBase, Ink.SURFACE),
            (roles.ToolTipText, Ink.TEXT),
            (roles.PlaceholderText, Ink.MUTED),
            (roles.Highlight, Ink.PRIMARY),
            (roles.HighlightedText, Ink.ON_PRIMARY),
            (roles.Link, Ink.PRIMARY),
            (roles.LinkVisited, Ink.PRIMARY),
            (roles.Accent, Ink.PRIMARY),
        ):
            palette.setColor(role, self.colour(ink))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour(Ink.MUTED))
        return palette
