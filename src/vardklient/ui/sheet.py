"""The one style sheet: colours, borders and padding by object name and property. Never a font.

A widget inside one with the property `scope="dark"` gets the dark palette in both themes.
"""

from __future__ import annotations

from vardklient.ui.look import DARK, Ink, Look, Palette, Tone

DARK_SCOPE = 'QWidget[scope="dark"] '


def style_sheet(look: Look) -> str:
    """The sheet for the application."""
    return "\n".join(
        (
            f"QMainWindow, #page {{ background: {look.palette.bg}; }}",
            f"QToolTip {{ background: {look.palette.surface}; color: {look.palette.text};"
            f" border: 1px solid {look.palette.line}; padding: {look.px(4)}px; }}",
            _part("", look.palette, look),
            f'QWidget[scope="dark"] {{ background: {DARK.sunken}; }}',
            _part(DARK_SCOPE, DARK, look),
        )
    )


def _part(scope: str, palette: Palette, look: Look) -> str:
    rules = [*_texts(palette), *_frames(palette, look), *_buttons(palette, look), *_fields(palette, look)]
    rules += [*_rail(palette, look), *_scrolling(palette, look)]
    return "\n".join(",".join(scope + one.strip() for one in who.split(",")) + f" {{ {what} }}" for who, what in rules)


def _texts(palette: Palette) -> list[tuple[str, str]]:
    grounds = [(f'QLabel[ink="{ink.value}"]', f"color: {palette[ink]}; background: transparent;") for ink in Ink]
    return [("QLabel", f"color: {palette.text}; background: transparent;"), *grounds]


def _frames(palette: Palette, look: Look) -> list[tuple[str, str]]:
    radius = look.px(10)
    box = f"border: 1px solid {palette.line}; border-radius: {radius}px;"
    chips = [
        (f'QFrame[chip="{t.value}"]', f"background: {palette[t.ground]}; border-radius: {look.px(11)}px;") for t in Tone
    ]
    notices = [
        (
            f'QFrame[notice="{t.value}"]',
            f"background: {palette[t.ground]}; border: 1px solid {palette[t.ink]}; border-radius: {radius}px;",
        )
        for t in Tone
    ]
    return [
        ('QFrame[card="card"], QFrame[card="row"], QFrame[card="hero"]', f"background: {palette.surface}; {box}"),
        ('QFrame[card="sunken"]', f"background: {palette.sunken}; border: none; border-radius: {radius}px;"),
        ('QFrame[card="plain"]', "background: transparent; border: none;"),
        *((f'QFrame[card="card"][edge="{t.value}"]', f"border: 1px solid {palette[t.ink]};") for t in Tone),
        ("#practice", f"background: {palette.warn_tint}; border-bottom: 1px solid {palette.line};"),
        *chips,
        *notices,
    ]


def _buttons(palette: Palette, look: Look) -> list[tuple[str, str]]:
    shape = f"border-radius: {look.px(8)}px; padding: 0 {look.px(16)}px;"
    faint = f"color: {palette.muted}; background: {palette.sunken}; border: 1px solid {palette.line};"
    return [
        (
            "QPushButton",
            f"{shape} border: 1px solid {palette.strong}; background: {palette.surface}; color: {palette.primary};",
        ),
        ("QPushButton:hover, QPushButton:pressed", f"background: {palette.tint};"),
        (
            'QPushButton[kind="primary"]',
            f"background: {palette.primary}; color: {palette.on_primary}; border: 1px solid {palette.primary};",
        ),
        (
            'QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed',
            f"background: {palette.primary_hover}; border: 1px solid {palette.primary_hover};",
        ),
        (
            'QPushButton[kind="danger"]',
            f"background: {palette.danger}; color: {palette.on_danger}; border: 1px solid {palette.danger};",
        ),
        (
            'QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed',
            f"background: {palette.danger_hover}; border: 1px solid {palette.danger_hover};",
        ),
        (
            'QPushButton[kind="plain"]',
            f"border: 1px solid transparent; background: transparent; color: {palette.muted};",
        ),
        ('QPushButton[kind="plain"]:hover, QPushButton[kind="plain"]:pressed', f"background: {palette.sunken};"),
        ("QPushButton[kind]:disabled", faint),
        (
            "QToolButton",
            f"background: {palette.surface}; color: {palette.text}; border: 1px solid {palette.line};"
            f" border-radius: {look.px(10)}px; padding: {look.px(6)}px;",
        ),
        ("QToolButton:hover, QToolButton:pressed", f"background: {palette.tint};"),
        ("QToolButton:disabled", f"color: {palette.muted}; background: {palette.sunken};"),
        (
            'QToolButton[kind="danger"]',
            f"background: {palette.danger}; color: {palette.on_danger}; border: 1px solid {palette.danger};",
        ),
        ('QToolButton[kind="danger"]:hover', f"background: {palette.danger_hover};"),
        (
            'QToolButton[kind="off"]',
            f"background: {palette.warn_tint}; color: {palette.warn}; border: 1px solid {palette.warn};",
        ),
        (
            'QToolButton[kind="advised"]',
            f"background: {palette.primary}; color: {palette.on_primary}; border: 1px solid {palette.primary};",
        ),
        ('QToolButton[kind="advised"]:hover', f"background: {palette.primary_hover};"),
        ('QPushButton[snug="true"]', f"padding: 0 {look.px(8)}px;"),
    ]


def _fields(palette: Palette, look: Look) -> list[tuple[str, str]]:
    field = (
        f"border: 1px solid {palette.strong}; border-radius: {look.px(8)}px; background: {palette.surface};"
        f" color: {palette.text}; padding: {look.px(8)}px {look.px(12)}px;"
    )
    chosen = f"selection-background-color: {palette.tint}; selection-color: {palette.text};"
    return [
        ("QComboBox", f"{field} padding-right: {look.px(34)}px;"),
        ("QComboBox:focus, QTextEdit:focus, QLineEdit:focus", f"border: 2px solid {palette.focus};"),
        ("QComboBox:disabled", f"color: {palette.muted}; background: {palette.sunken};"),
        ("QComboBox::drop-down", f"border: none; width: {look.px(28)}px;"),
        ("QComboBox::down-arrow", "image: none;"),
        (
            "QComboBox QAbstractItemView",
            f"background: {palette.surface}; color: {palette.text}; border: 1px solid {palette.line}; {chosen}"
            f" padding: {look.px(4)}px; outline: none;",
        ),
        ("QTextEdit, QLineEdit", f"{field} selection-background-color: {palette.primary};"),
        ("QLineEdit", f"placeholder-text-color: {palette.muted};"),
        ("QRadioButton, QCheckBox", f"color: {palette.text}; spacing: {look.px(8)}px; background: transparent;"),
    ]


def _rail(palette: Palette, look: Look) -> list[tuple[str, str]]:
    return [
        ("#rail", f"background: {palette.rail};"),
        (
            "#rail QPushButton",
            f"color: {palette.rail_text}; background: transparent; border: none; border-radius: {look.px(8)}px;"
            f" text-align: left; padding: {look.px(10)}px {look.px(12)}px;",
        ),
        ('#rail QPushButton[narrow="true"]', f"padding: {look.px(10)}px; text-align: center;"),
        ("#rail QPushButton:checked", f"background: {palette.rail_chosen}; color: {palette.rail_strong};"),
        ("#rail QPushButton:hover:!checked", "background: rgba(255, 255, 255, 0.08);"),
    ]


def _scrolling(palette: Palette, look: Look) -> list[tuple[str, str]]:
    thickness = look.px(10)
    return [
        ("QScrollArea, #scrollbody, QListView#visits, QListView#checks", "background: transparent; border: none;"),
        ("QScrollBar:vertical", f"background: transparent; width: {thickness}px; margin: 0;"),
        ("QScrollBar:horizontal", f"background: transparent; height: {thickness}px; margin: 0;"),
        (
            "QScrollBar::handle",
            f"background: {palette.strong}; border-radius: {thickness // 2 - 1}px; margin: 1px;"
            f" min-height: {look.px(32)}px;",
        ),
        ("QScrollBar::add-line, QScrollBar::sub-line", "width: 0; height: 0;"),
        ("QScrollBar::add-page, QScrollBar::sub-page", "background: transparent;"),
    ]
