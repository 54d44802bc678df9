"""Searching within the day: a line to type in, and how many visits answer. What is typed stays in memory."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from vardklient.ui.announce import announce
from vardklient.ui.iconbutton import IconButton
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.texts.times import counted
from vardklient.ui.widgets import Label

LONGEST = 60
_TO_THE_ROWS = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """Where one types.

    Signals:
        left: the user wants to go on to what was found.
    """

    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setMaxLength(LONGEST)
        look.follow(self, SearchField._renew)

    def _renew(self) -> None:
        translate = QCoreApplication.translate
        self.setFont(self._look.font(TextRole.BODY))
        self.setAccessibleName(translate("Day", "Sök bland besöken"))
        self.setPlaceholderText(translate("Day", "Initialer, födelseår, tid eller slag av besök"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TO_THE_ROWS:
            self.left.emit()
            return
        super().keyPressEvent(event)


class DaySearch(QWidget):
    """The line, how many were found, and the way out.

    Attributes:
        field: where one types.
        leave: the button that ends the search.

    Signals:
        changed: what is typed has changed.
        closed: the user has finished searching.
    """

    changed = Signal()
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._told = -1
        box = row(look, self, spacing=12)
        self.field = SearchField(look)
        self._found = Label(look, "", ink=Ink.MUTED)
        self.leave = IconButton(look, Icon.X, lambda: QCoreApplication.translate("Day", "Avsluta sökningen"), "Esc")
        box.addWidget(self.field, 1)
        box.addWidget(self._found)
        box.addWidget(self.leave)
        self.field.textChanged.connect(self.changed)
        self.leave.clicked.connect(self.closed)
        self.hide()

    def open(self) -> None:
        """Let the user type."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_up(self) -> None:
        """Forget what was typed."""
        self.field.clear()
        self.hide()

    @property
    def typed(self) -> str:
        """What is to be found; empty while nobody searches."""
        return "" if self.isHidden() else self.field.text().strip()

    def show_found(self, count: int) -> None:
        """Say how many rows answer; screen readers hear it when it changes."""
        words = found_words(count) if self.typed else ""
        self._found.say(words)
        told = count if words else -1
        if told != self._told and words:
            announce(self.field, words)
        self._told = told


def found_words(count: int) -> str:
    """`2 träffar`."""
    translate = QCoreApplication.translate
    if count == 0:
        return translate("Day", "ingen träff")
    return counted(translate("Day", "en träff"), translate("Day", "{n} träffar"), count)
