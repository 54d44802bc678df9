"""The way between the pages: words and icons, icons alone when the window is narrow."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from vardklient.ui.icons import Icon, qicon
from vardklient.ui.layouts import column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.widgets import IconLabel, Label, Text, paint_focus, restyle, ring_after, said

WIDE_PX = 212
NARROW_PX = 64
WORDLESS_PX = 74
"""Of the wide rail: its margins, a button's padding, and the icon with its gap."""


class Page(StrEnum):
    """The pages of the window, in the order of the rail and of Ctrl+1 to Ctrl+4."""

    DAY = "day"
    SELFCHECK = "selfcheck"
    PRACTICE = "practice"
    SETTINGS = "settings"


PAGES: dict[Page, tuple[str, Icon]] = {
    Page.DAY: (QT_TRANSLATE_NOOP("Rail", "Idag"), Icon.CALENDAR_DAYS),
    Page.SELFCHECK: (QT_TRANSLATE_NOOP("Rail", "Utrustning"), Icon.BADGE_CHECK),
    Page.PRACTICE: (QT_TRANSLATE_NOOP("Rail", "Övningssamtal"), Icon.GRADUATION_CAP),
    Page.SETTINGS: (QT_TRANSLATE_NOOP("Rail", "Inställningar"), Icon.SETTINGS),
}


def page_name(page: Page) -> str:
    """What the page is called."""
    return QCoreApplication.translate("Rail", PAGES[page][0])


class RailButton(QPushButton):
    """An icon and words on the rail's ground; words that are too long are cut, and told in full by the tooltip."""

    def __init__(self, look: Look, words: Text, icon: Icon) -> None:
        super().__init__()
        self._look, self._words, self._icon = look, words, icon
        self.narrow = False
        self._ring = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self.renew)
        look.follow(self, RailButton.renew)

    def say(self, words: Text, icon: Icon) -> None:
        """Show others."""
        self._words, self._icon = words, icon
        self.renew()

    def renew(self, _checked: bool = False) -> None:
        """Words, icon and size, as they are now."""
        look, name = self._look, said(self._words)
        ink = Ink.RAIL_STRONG if self.isChecked() else Ink.RAIL_TEXT
        self.setFont(look.font(TextRole.BODY_MEDIUM))
        self.setIcon(qicon(self._icon, look.colour(ink), look.px(18)))
        self.setIconSize(QSize(look.px(18), look.px(18)))
        room = look.px(WIDE_PX - WORDLESS_PX)
        shown = QFontMetrics(self.font()).elidedText(name, Qt.TextElideMode.ElideRight, room)
        self.setText("" if self.narrow else "\u2002" + shown)
        self.setAccessibleName(name)
        self.setToolTip(name if self.narrow or shown != name else "")
        self.setMinimumHeight(look.px(38))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = ring_after(event, self._ring)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self._ring:
            paint_focus(self, self._look, Ink.RAIL_ACCENT)


def _page_button(look: Look, page: Page) -> RailButton:
    made = RailButton(look, lambda: page_name(page), PAGES[page][1])
    made.setCheckable(True)
    return made


class Rail(QFrame):
    """The rail.

    Signals:
        chosen: a `Page`.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, support: tuple[str, ...]) -> None:
        super().__init__()
        self._look = look
        self._narrow = False
        self.setObjectName("rail")
        box = column(look, self, (12, 18, 12, 16), 4)
        title = QWidget()
        line = row(look, title, (9, 0, 0, 18), 8)
        line.addWidget(IconLabel(look, Icon.VIDEO, Ink.RAIL_ACCENT, 22), 0, Qt.AlignmentFlag.AlignLeft)
        self._name = Label(look, "Vårdklient", TextRole.SUBHEADING, Ink.RAIL_STRONG)
        line.addWidget(self._name, 1)
        box.addWidget(title)
        self.buttons = {page: _page_button(look, page) for page in Page}
        for page, button in self.buttons.items():
            box.addWidget(button)
            button.clicked.connect(lambda _=False, p=page: self._clicked(p))
        box.addStretch()
        self._accounts = column(look, spacing=4)
        box.addLayout(self._accounts)
        self._support = QWidget()
        foot = column(look, self._support, (4, 0, 0, 0), 2)
        heading = Label(
            look, lambda: QCoreApplication.translate("Rail", "Support"), TextRole.SMALL_MEDIUM, Ink.RAIL_TEXT
        )
        foot.addWidget(heading)
        for number in support:
            foot.addWidget(Label(look, number, TextRole.SMALL_MEDIUM, Ink.RAIL_STRONG, wrap=True))
        self._support.setVisible(bool(support))
        self._numbers = support
        self._account: RailButton | None = None
        box.addWidget(self._support)
        self.choose(Page.DAY)
        look.follow(self, Rail._fit)

    def _clicked(self, page: Page) -> None:
        # Qt has toggled the button; which one is marked is said by what is shown, not by the click.
        self.choose(self._chosen)
        self.chosen.emit(page)

    def add_account(self, button: RailButton) -> None:
        """Who is signed in, above the support numbers."""
        self._account = button
        self._accounts.addWidget(button)
        self._fold(button)

    def choose(self, page: Page) -> None:
        """Mark that page as the one shown."""
        self._chosen = page
        for place, button in self.buttons.items():
            button.setChecked(place is page)

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons and words."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for button in (*self.buttons.values(), *([self._account] if self._account is not None else [])):
            self._fold(button)
        self._name.setVisible(not narrow)
        self._support.setVisible(not narrow and bool(self._numbers))
        self._fit()

    def _fold(self, button: RailButton) -> None:
        button.narrow = self._narrow
        button.setProperty("narrow", "true" if self._narrow else "false")
        restyle(button)
        button.renew()

    def _fit(self) -> None:
        self.setFixedWidth(self._look.px(NARROW_PX if self._narrow else WIDE_PX))
