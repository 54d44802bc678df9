"""The settings' section "Kalendrar och tidböcker": which accounts there are, how each is doing, and a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from vardklient.domain.account import Account
from vardklient.ui.account_form import AccountForm, Choose, Trial, choose_path
from vardklient.ui.account_row import AccountFace, AccountRow
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.widgets import Button, ButtonKind, Card, IconLabel, Label

_TITLE = QT_TRANSLATE_NOOP("Accounts", "Kalendrar och tidböcker")
_NONE = QT_TRANSLATE_NOOP(
    "Accounts", "Ingen kalender är tillagd än. Lägg till kalendern och tidboken, så jämförs de åt dig."
)
_ADD = QT_TRANSLATE_NOOP("Accounts", "Lägg till")
_IN_MEMORY = QT_TRANSLATE_NOOP(
    "Accounts",
    "Datorns nyckelring går inte att använda. Lösenord sparas därför bara tills programmet stängs, och du skriver in "
    "dem igen nästa gång.",
)
_LOCKED = QT_TRANSLATE_NOOP("Accounts", "Din vårdgivare bestämmer vilka kalendrar som läses.")
_LATER = QT_TRANSLATE_NOOP("Accounts", "Ändringar här gäller nästa gång du startar programmet utan övning.")


@dataclass(frozen=True, slots=True)
class RemoveAccount:
    """Forget this account and its secret."""

    ident: str


@dataclass(frozen=True, slots=True)
class SignInAccount:
    """Let the user sign in for this account."""

    ident: str


@dataclass(frozen=True, slots=True)
class AccountsFace:
    """What the section shows.

    Attributes:
        rows: the accounts in the user's order.
        in_memory: passwords last for this run only.
        locked: the administrator has decided which accounts there are.
        later: changes are for the next start, for a practice day goes on now.
    """

    rows: tuple[AccountFace, ...] = ()
    in_memory: bool = False
    locked: bool = False
    later: bool = False


class AccountsSection(QWidget):
    """The section. At most one form is open; nothing is modal.

    Attributes:
        rows: those shown, in their order.
        form: the one that is open.

    Signals:
        commanded: `SaveAccount`, `RemoveAccount`, `TryAccount`, `StopTrying` or `SignInAccount`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look, choose: Choose = choose_path) -> None:
        super().__init__()
        self._look, self._choose = look, choose
        self.rows: list[AccountRow] = []
        self.form: AccountForm | None = None
        self._face = AccountsFace()
        page = column(look, self, spacing=14)
        page.addWidget(Label(look, _texter(_TITLE), TextRole.STRONG))
        card = Card(look)
        self._box = column(look, card, (20, 16, 20, 16), 14)
        self._none = Label(look, _texter(_NONE), ink=Ink.MUTED, wrap=True)
        self._notes = [_note(look, icon, text) for icon, text in _NOTES]
        self._lines = column(look, spacing=14)
        self.add = Button(look, _texter(_ADD), ButtonKind.SECONDARY, Icon.CALENDAR_DAYS)
        self._box.addWidget(self._none)
        self._box.addLayout(self._lines)
        for note in self._notes:
            self._box.addWidget(note)
        self._box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        page.addWidget(card)
        self.add.clicked.connect(lambda: self._open(None))
        self.show_accounts(self._face)

    # ------------------------------------------------------------ told

    def show_accounts(self, face: AccountsFace) -> None:
        """Which accounts there are and how they are doing. A form that is open stays as it is."""
        before, self._face = [row.face.account.ident for row in self.rows], face
        if before != [shown.account.ident for shown in face.rows]:
            self._make_rows()
        for line, shown in zip(self.rows, face.rows, strict=True):
            line.show_face(shown, locked=face.locked)
        for note, wanted in zip(self._notes, (face.in_memory, face.locked, face.later), strict=True):
            note.setVisible(wanted)
        self._none.setVisible(not face.rows)
        self.add.setVisible(not face.locked and self.form is None)

    def show_trial(self, trial: Trial) -> None:
        """What a test has found."""
        if self.form is not None:
            self.form.show_trial(trial)

    # ------------------------------------------------------------ rows

    def _make_rows(self) -> None:
        focused = any(row.isAncestorOf(self.focusWidget()) for row in self.rows if self.focusWidget() is not None)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.form:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for shown in self._face.rows:
            if self.rows:
                self._lines.addWidget(_rule(self._look))
            line = AccountRow(self._look, shown)
            self._lines.addWidget(line)
            line.show()  # not only when the layout has its turn: the keyboard goes there at once
            self.rows.append(line)
            line.changing.connect(lambda line=line: self._open(line))
            line.removed.connect(lambda line=line: self.commanded.emit(RemoveAccount(line.face.account.ident)))
            line.signing_in.connect(lambda line=line: self.commanded.emit(SignInAccount(line.face.account.ident)))
        if self.form is not None:
            self._lines.addWidget(self.form)
        elif focused:  # the row that had it has gone
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ the form

    def _open(self, line: AccountRow | None) -> None:
        self.close_form()
        account: Account | None = line.face.account if line is not None else None
        kept = line.face.kept if line is not None else False
        self.form = AccountForm(self._look, account, kept=kept, locked=self._face.locked, choose=self._choose)
        self.form.commanded.connect(self.commanded)
        self.form.closed.connect(lambda: self.close_form(line))
        place = self._lines.indexOf(line) + 1 if line is not None else self._lines.count()
        self._lines.insertWidget(place, self.form)
        self.add.hide()
        self.form.show()
        self.form.take_focus()

    def close_form(self, back_to: AccountRow | None = None) -> None:
        """Close it, if one is open; the keyboard goes on where it was opened."""
        form, self.form = self.form, None
        if form is None:
            return
        had_focus = form.isAncestorOf(form.focusWidget()) if form.focusWidget() is not None else False
        self._lines.removeWidget(form)
        form.hide()
        form.deleteLater()
        self.add.setVisible(not self._face.locked)
        if had_focus:
            target = back_to.change if back_to in self.rows and back_to is not None else self.add
            target.setFocus(Qt.FocusReason.OtherFocusReason)


_NOTES = ((Icon.LOCK, _IN_MEMORY), (Icon.SHIELD_CHECK, _LOCKED), (Icon.GRADUATION_CAP, _LATER))


def _note(look: Look, icon: Icon, text: str) -> QWidget:
    holder = QWidget()
    line = row(look, holder, spacing=8)
    line.addWidget(IconLabel(look, icon, Ink.MUTED, 18), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Label(look, _texter(text), ink=Ink.MUTED, wrap=True), 1)
    return holder


def _rule(look: Look) -> QFrame:
    """A thin line between two accounts."""
    line = QFrame()
    line.setProperty("rule", True)
    line.setFixedHeight(1)
    look.follow(line, lambda rule: rule.setStyleSheet(f"background: {look.palette.line}; border: none;"))
    return line


def _texter(text: str) -> Callable[[], str]:
    return lambda: QCoreApplication.translate("Accounts", text)
