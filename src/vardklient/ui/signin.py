"""Who is signed in, at the foot of the rail, and what covers the day while the program is locked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from vardklient.flows.signin import CancelSignIn, Lock, SignInState, SignOut, Stage, StartSignIn, Unlock
from vardklient.ui.announce import announce
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rail import RailButton
from vardklient.ui.texts import signin as words
from vardklient.ui.widgets import Button, ButtonKind, Card, IconLabel, Label

COVER_WIDE_PX = 460
_MENU_ROOM_PX = 56
"""For the edges of a menu's line."""


class AccountButton(RailButton):
    """Signs in; of who is signed in it shows the name, and opens the menu.

    Attributes:
        choices: the menu that is open, or was last.

    Signals:
        commanded: `StartSignIn`, `CancelSignIn`, `Lock` or `SignOut`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, words.signing_in_words, Icon.USER)
        self._state = SignInState(renewing=True)
        self.choices: QMenu | None = None
        self.clicked.connect(self._pressed)
        self.setEnabled(False)

    def show_state(self, state: SignInState) -> None:
        """Show who is signed in."""
        self._state = state
        self.setEnabled(not state.renewing)
        match state.stage:
            case _ if state.renewing:
                self.say(words.signing_in_words, Icon.USER)
            case Stage.IN_BROWSER:
                self.say(words.cancel_words, Icon.X)
            case Stage.SIGNED_IN | Stage.LOCKED if state.person is not None:
                self.say(state.person.shown, Icon.USER_CHECK)
            case _:
                self.say(words.signin_words, Icon.LOG_IN)

    def _pressed(self) -> None:
        match self._state.stage:
            case Stage.SIGNED_OUT:
                self.commanded.emit(StartSignIn())
            case Stage.IN_BROWSER:
                self.commanded.emit(CancelSignIn())
            case _:
                self._open_menu()

    def _open_menu(self) -> None:
        if self.choices is not None:
            self.choices.deleteLater()
        self.choices = QMenu(self)
        self.choices.setFont(self._look.font(TextRole.BODY))
        self.choices.setAccessibleName(self.accessibleName())
        for text, command in _MENU:
            action = QAction(text(), self.choices)
            action.triggered.connect(partial(self.commanded.emit, command))
            self.choices.addAction(action)
        longest = max(QFontMetrics(self.choices.font()).horizontalAdvance(text()) for text, _ in _MENU)
        self.choices.setMinimumWidth(longest + self._look.px(_MENU_ROOM_PX))  # Qt cuts lines where texts are large
        self.choices.popup(self.mapToGlobal(QPoint(0, -self.choices.sizeHint().height())))


_MENU = ((words.lock_words, Lock()), (words.other_words, StartSignIn()), (words.signout_words, SignOut()))


class LockCover(QWidget):
    """Stands in place of everything while the program is locked. Enter unlocks.

    Signals:
        commanded: `Unlock`, `StartSignIn`, `CancelSignIn` or `SignOut`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._state = SignInState()
        self._calling = False
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = column(look, self, (24, 24, 24, 24))
        card = Card(look)
        look.follow(card, lambda shown: shown.setMaximumWidth(look.px(COVER_WIDE_PX)))
        middle = row(look)
        middle.addStretch()
        middle.addWidget(card, 100)
        middle.addStretch()
        outer.addStretch()
        outer.addLayout(middle)
        outer.addStretch()
        self._fill(card)

    def _fill(self, card: Card) -> None:
        look = self._look
        box = column(look, card, (28, 26, 28, 26), 14)
        head = row(look, spacing=12)
        head.addWidget(IconLabel(look, Icon.LOCK, Ink.PRIMARY, 28), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(Label(look, words.locked_words, TextRole.HEADING), 1)
        box.addLayout(head)
        self._who = Label(look, self._locked_for, wrap=True)
        self._call = Label(look, words.call_goes_on_words, TextRole.BODY_MEDIUM, wrap=True)
        self._sentence = Label(look, "", TextRole.BODY_STRONG, wrap=True)
        self._remedy = Label(look, "", ink=Ink.MUTED, wrap=True)
        for label in (self._who, self._call, self._sentence, self._remedy):
            box.addWidget(label)
        holder = QWidget()
        buttons = Flow(look, holder, 10)
        self.unlock = _button(look, words.unlock_words, ButtonKind.PRIMARY)
        self.cancel = _button(look, words.cancel_words, ButtonKind.SECONDARY)
        self.other = _button(look, words.other_words, ButtonKind.SECONDARY)
        self.sign_out = _button(look, words.signout_words, ButtonKind.PLAIN)
        for button, command in (
            (self.unlock, Unlock()),
            (self.cancel, CancelSignIn()),
            (self.other, StartSignIn()),
            (self.sign_out, SignOut()),
        ):
            buttons.addWidget(button)
            button.clicked.connect(partial(self._say, command))
        box.addWidget(holder)

    def _say(self, command: object) -> None:
        self.commanded.emit(command)

    def _locked_for(self) -> str:
        person = self._state.person
        return words.locked_for(person.shown) if person is not None else ""

    def show_state(self, state: SignInState, calling: bool) -> None:
        """Show how far unlocking has come; `calling`: a call goes on in its own window."""
        self._state, self._calling = state, calling
        way = state.stage is Stage.IN_BROWSER
        self._who.say(self._locked_for)
        self._call.setVisible(calling)
        sentence, remedy = self._words()
        for label, said in ((self._sentence, sentence), (self._remedy, remedy)):
            label.say(said)
            label.setVisible(bool(said))
        self.unlock.setVisible(not way)
        self.unlock.setEnabled(not state.renewing)
        self.unlock.say(words.unlocking_words if state.renewing else words.unlock_words)
        self.cancel.setVisible(way)
        self.other.setVisible(not state.under_way)
        self.sign_out.setVisible(not state.under_way)
        if self.hasFocus() or self.focusWidget() is None:
            self._focus()
        if sentence and self.isVisible():
            announce(self, f"{sentence} {remedy}")

    def _words(self) -> tuple[str, str]:
        if self._state.stage is Stage.IN_BROWSER:
            said = words.in_browser()
        elif self._state.fault is not None:
            said = words.signin_fault(self._state.fault)
        else:
            return "", ""
        return said.sentence, said.remedy

    def _focus(self) -> None:
        (self.cancel if self._state.stage is Stage.IN_BROWSER else self.unlock).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._state.under_way:
            self.commanded.emit(Unlock())
        elif event.key() == Qt.Key.Key_Escape and self._state.stage is Stage.IN_BROWSER:
            self.commanded.emit(CancelSignIn())
        else:
            super().keyPressEvent(event)


def _button(look: Look, text: Callable[[], str], kind: ButtonKind) -> Button:
    return Button(look, text, kind, height_px=44)
