"""One account on the settings' page: its colour and name, how it is doing, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from vardklient.domain.account import Account
from vardklient.ui.dots import Dot
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.texts import accounts as words
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.widgets import Button, ButtonKind, IconLabel, Label


@dataclass(frozen=True, slots=True)
class AccountFace:
    """An account and how it is doing.

    Attributes:
        account: without its secret.
        read_at: when it was last read well.
        stale: its last reading failed.
        pending: it is being read for the first time.
        fault: why the last reading failed, a code of `Problem.reason`; empty where it did not.
        kept: is a secret of it kept?
    """

    account: Account
    read_at: datetime | None = None
    stale: bool = False
    pending: bool = False
    fault: str = ""
    kept: bool = True


class AccountRow(QWidget):
    """The row; asks by itself, and once, before an account is removed.

    Signals:
        changing: the user wants to change it.
        removed: the user wants to be rid of it, and has confirmed that.
        signing_in: the user wants to sign in.
    """

    changing = Signal()
    removed = Signal()
    signing_in = Signal()

    def __init__(self, look: Look, face: AccountFace) -> None:
        super().__init__()
        self._look, self.face, self._locked = look, face, False
        box = column(look, self, spacing=8)
        self._add_words(box)
        self._asking = Label(look, lambda: words.question(self.face.account.name), TextRole.BODY_MEDIUM, wrap=True)
        self._asking.hide()
        box.addWidget(self._asking)
        holder = QWidget()
        buttons = Flow(look, holder, 8)
        self.sign_in = _button(look, QT_TRANSLATE_NOOP("Accounts", "Logga in"), ButtonKind.PRIMARY)
        self.change = _button(look, QT_TRANSLATE_NOOP("Accounts", "Ändra"), ButtonKind.SECONDARY)
        self.remove = _button(look, QT_TRANSLATE_NOOP("Accounts", "Ta bort"), ButtonKind.PLAIN)
        self.confirm = _button(look, QT_TRANSLATE_NOOP("Accounts", "Ja, ta bort"), ButtonKind.DANGER)
        self.keep = _button(look, QT_TRANSLATE_NOOP("Accounts", "Behåll"), ButtonKind.SECONDARY)
        for button in (self.sign_in, self.change, self.remove, self.confirm, self.keep):
            buttons.addWidget(button)
        box.addWidget(holder)
        self.sign_in.clicked.connect(self.signing_in)
        self.change.clicked.connect(self.changing)
        self.remove.clicked.connect(lambda: self._ask(True))
        self.keep.clicked.connect(lambda: self._ask(False))
        self.confirm.clicked.connect(self.removed)
        self.show_face(face, locked=False)

    def _add_words(self, box: QVBoxLayout) -> None:
        look = self._look
        head = row(look, spacing=10)
        self._dot = Dot(look, self.face.account.colour, 12)
        head.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignVCenter)
        self._name = Label(look, "", TextRole.BODY_STRONG, wrap=True)
        head.addWidget(self._name, 1)
        state = row(look, spacing=8)
        self._icon = IconLabel(look, Icon.CHECK, Ink.OK, 16)
        state.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._state = Label(look, self._say_state, ink=Ink.MUTED, wrap=True)
        state.addWidget(self._state, 1)
        box.addLayout(head)
        box.addLayout(state)

    def _say_state(self) -> str:
        face = self.face
        how = words.account_state(face.read_at, face.stale, face.pending, face.fault)
        return f"{words.sort(face.account.sort)} · {how}"

    @property
    def state(self) -> str:
        """How it is doing, in words."""
        return self._state.text()

    def show_face(self, face: AccountFace, *, locked: bool) -> None:
        """How it is doing now. `locked`: only its password can be changed."""
        self.face, self._locked = face, locked
        self._name.say(face.account.name)
        troubled = bool(face.fault)
        busy = face.pending or face.read_at is None
        icon = Icon.TRIANGLE_ALERT if troubled else Icon.LOADER_CIRCLE if busy else Icon.CHECK
        self._icon.set_icon(icon, Ink.WARN if troubled else Ink.MUTED if busy else Ink.OK)
        self._state.set_ink(Ink.WARN if troubled else Ink.MUTED)
        self._state.say(self._say_state)
        for button in (self.sign_in, self.change, self.remove, self.confirm, self.keep):
            button.setAccessibleDescription(face.account.name)
        self._arrange()

    def _ask(self, asking: bool) -> None:
        self._asking.setVisible(asking)
        self._arrange()
        (self.keep if asking else self.remove).setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        asking = not self._asking.isHidden()
        self.sign_in.setVisible(self.face.fault == "sign_in" and not asking)
        self.change.setVisible(not asking and (not self._locked or self.face.account.sort.takes_a_password))
        self.remove.setVisible(not asking and not self._locked)
        self.confirm.setVisible(asking)
        self.keep.setVisible(asking)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._asking.isHidden():
            self._ask(False)
        else:
            super().keyPressEvent(event)


def _button(look: Look, words_: str, kind: ButtonKind) -> Button:
    made = Button(look, lambda: QCoreApplication.translate("Accounts", words_), kind, height_px=36)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made
