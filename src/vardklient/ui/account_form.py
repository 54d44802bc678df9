"""The form for one account: what kind, where, who; tried at once before it is saved.

A password is never shown again: the line is empty, and says that one is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from vardklient.domain.account import Account, Sort
from vardklient.domain.visit import Problem
from vardklient.ui.account_fields import Field, Line
from vardklient.ui.announce import announce
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look
from vardklient.ui.texts import accounts as words
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.texts.visits import problem
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, Choice, IconLabel, Label


@dataclass(frozen=True, slots=True)
class Draft:
    """An account as the form has it.

    Attributes:
        account: its ident is empty while it is new; its address stands here, also one that will be kept as a secret.
        password: None where the one that is kept shall stay.
    """

    account: Account
    password: str | None = None


@dataclass(frozen=True, slots=True)
class SaveAccount:
    """Keep this account."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class TryAccount:
    """Read today's list once with what the form says."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class StopTrying:
    """The user does not want to wait for it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a test has found: so many visits today, or why there are none."""

    visits: int = 0
    problems: tuple[Problem, ...] = ()
    failed: bool = False


Choose = Callable[[QWidget, Sort], str]


def choose_path(parent: QWidget, sort: Sort) -> str:
    """Let the user choose a file or a folder of this computer; empty: none."""
    translate = QCoreApplication.translate
    if sort is Sort.FOLDER:
        return QFileDialog.getExistingDirectory(parent, translate("Accounts", "Välj en mapp"))
    kinds = (
        translate("Accounts", "Kalendrar och tidböcker") + " (*.ics *.csv);;" + translate("Accounts", "Alla") + " (*)"
    )
    return QFileDialog.getOpenFileName(parent, translate("Accounts", "Välj en fil"), "", kinds)[0]


class AccountForm(Card):
    """A new account, or one that is to be changed.

    Args:
        account: to be changed; None for a new one.
        kept: is a secret of it kept?
        locked: the administrator has decided all but the password.
        choose: asks for a path.

    Signals:
        commanded: `SaveAccount`, `TryAccount` or `StopTrying`.
        closed: the user is done with it.
    """

    commanded = Signal(object)
    closed = Signal()

    def __init__(
        self,
        look: Look,
        account: Account | None = None,
        *,
        kept: bool = False,
        locked: bool = False,
        choose: Choose = choose_path,
    ) -> None:
        super().__init__(look, CardKind.SUNKEN)
        self._look, self._account, self._kept, self._choose = look, account, kept, choose
        self._trying = False
        self.kind = Choice(look, _text(QT_TRANSLATE_NOOP("Accounts", "Slag")))
        for sort in Sort:
            self.kind.addItem(words.sort(sort), sort)
        self.name = Line(
            look,
            _text(QT_TRANSLATE_NOOP("Accounts", "Namn")),
            _text(QT_TRANSLATE_NOOP("Accounts", "Det som listan ska kalla den")),
        )
        self.address = Line(look, self._address_label)
        self.pick = Button(look, _text(QT_TRANSLATE_NOOP("Accounts", "Välj …")), ButtonKind.SECONDARY)
        self.user = Line(look, self._user_label)
        self.password = Line(
            look, _text(QT_TRANSLATE_NOOP("Accounts", "Lösenord")), self._password_example, secret=True
        )
        self._hint = Label(look, self._say_hint, ink=Ink.MUTED, wrap=True)
        self._build()
        self._load()
        self._follow_kind()
        for widget in (self.kind, self.name, self.address, self.pick, self.user):
            widget.setEnabled(not locked)
        self.kind.currentIndexChanged.connect(self._follow_kind)
        look.changed.connect(self._rename_kinds)

    # ------------------------------------------------------------ making

    def _build(self) -> None:
        look = self._look
        box = column(look, self, (16, 14, 16, 14), 12)
        place = QWidget()
        beside = row(look, place, spacing=8)
        beside.addWidget(self.address, 1)
        beside.addWidget(self.pick)
        self._fields = {
            "kind": Field(look, _text(QT_TRANSLATE_NOOP("Accounts", "Slag")), self.kind),
            "address": Field(look, self._address_label, place, buddy=self.address),
            "user": Field(look, self._user_label, self.user),
            "password": Field(look, _text(QT_TRANSLATE_NOOP("Accounts", "Lösenord")), self.password),
            "name": Field(look, _text(QT_TRANSLATE_NOOP("Accounts", "Namn")), self.name),
        }
        box.addWidget(self._fields["kind"])
        box.addWidget(self._hint)
        for key in ("address", "user", "password", "name"):
            box.addWidget(self._fields[key])
        box.addWidget(self._make_result())
        box.addWidget(self._make_buttons())
        self.pick.clicked.connect(self._pick)
        for line in (self.name, self.address, self.user, self.password):
            line.returnPressed.connect(self._save)
            line.textEdited.connect(lambda _: self.forget_trial())

    def _make_result(self) -> QWidget:
        self._result = QWidget()
        line = row(self._look, self._result, spacing=8)
        self._result_icon = IconLabel(self._look, Icon.INFO, Ink.MUTED, 18)
        self._result_words = Label(self._look, "", wrap=True)
        line.addWidget(self._result_icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._result_words, 1)
        self._result.hide()
        return self._result

    def _make_buttons(self) -> QWidget:
        holder = QWidget()
        buttons = Flow(self._look, holder, 10)
        self.save = Button(self._look, _text(QT_TRANSLATE_NOOP("Accounts", "Spara")), ButtonKind.PRIMARY)
        self.trial = Button(self._look, self._trial_words, ButtonKind.SECONDARY)
        self.back = Button(self._look, _text(QT_TRANSLATE_NOOP("Accounts", "Avbryt")), ButtonKind.PLAIN)
        for button, do in ((self.save, self._save), (self.trial, self._try), (self.back, self._leave)):
            button.clicked.connect(do)
            buttons.addWidget(button)
        return holder

    def _load(self) -> None:
        account = self._account
        if account is not None:
            self.kind.setCurrentIndex(self.kind.findData(account.sort))
            for line, text in ((self.name, account.name), (self.address, account.address), (self.user, account.user)):
                line.setText(text)

    def take_focus(self) -> None:
        """Begin where the user has to."""
        first = self.kind if self.kind.isEnabled() else self.password
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ what depends on the kind

    @property
    def sort(self) -> Sort:
        """The kind that is chosen."""
        return Sort(self.kind.currentData())

    def _follow_kind(self) -> None:
        sort = self.sort
        local = not sort.on_a_server
        self._fields["address"].setVisible(sort is not Sort.GRAPH)
        self.pick.setVisible(local)
        self._fields["user"].setVisible(bool(words.user_label(sort)))
        self._fields["password"].setVisible(sort.takes_a_password)
        self.address.say(self._address_label, self._address_example)
        self.user.say(self._user_label)
        self.password.say(_text(QT_TRANSLATE_NOOP("Accounts", "Lösenord")), self._password_example)
        for key, text in (("address", self._address_label), ("user", self._user_label)):
            self._fields[key].label.say(text)
        self._hint.say(self._say_hint)
        self.forget_trial()

    def _rename_kinds(self) -> None:
        for place, sort in enumerate(Sort):
            self.kind.setItemText(place, words.sort(sort))

    def _address_label(self) -> str:
        return words.address_label(self.sort)

    def _user_label(self) -> str:
        return words.user_label(self.sort)

    def _say_hint(self) -> str:
        return words.hint(self.sort)

    def _keeps(self) -> bool:
        """Is a secret of this kind kept already?"""
        return self._kept and self._account is not None and self._account.sort is self.sort

    def _address_example(self) -> str:
        if self._keeps() and self._account is not None and not self._account.address:
            return _text(QT_TRANSLATE_NOOP("Accounts", "Sparad. Skriv bara för att byta."))()
        return words.address_example(self.sort)

    def _password_example(self) -> str:
        return _text(QT_TRANSLATE_NOOP("Accounts", "Sparat. Skriv bara för att byta."))() if self._keeps() else ""

    # ------------------------------------------------------------ what the user does

    def draft(self) -> Draft:
        """What the form says."""
        sort, before = self.sort, self._account
        address = self.address.text().strip() if sort is not Sort.GRAPH else ""
        account = Account(
            before.ident if before else "",
            sort,
            self.name.text().strip() or _name_of(sort, address),
            address,
            self.user.text().strip() if words.user_label(sort) else "",
            before.colour if before else 0,
        )
        typed = self.password.text() if sort.takes_a_password else ""
        return Draft(account, typed if typed or not self._keeps() else None)

    def _lacks(self) -> bool:
        """Is the address missing? Then says so, and leads there."""
        kept = self._keeps() and self._account is not None and not self._account.address
        if self.sort is Sort.GRAPH or self.address.text().strip() or kept:
            return False
        self._show(Icon.TRIANGLE_ALERT, Ink.WARN, words.address_missing(self.sort))
        (self.pick if not self.sort.on_a_server else self.address).setFocus()
        return True

    def _pick(self) -> None:
        path = self._choose(self, self.sort)
        if path:
            self.address.setText(path)
            self.forget_trial()

    def _save(self) -> None:
        if not self._lacks():
            self._stop()
            self.commanded.emit(SaveAccount(self.draft()))

    def _try(self) -> None:
        if self._trying:
            self.forget_trial()
        elif not self._lacks():
            self._trying = True
            self.trial.say(self._trial_words)
            self._show(Icon.LOADER_CIRCLE, Ink.MUTED, _text(QT_TRANSLATE_NOOP("Accounts", "Läser dagens lista …"))())
            self.commanded.emit(TryAccount(self.draft()))

    def _leave(self) -> None:
        self._stop()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------ the test

    def _trial_words(self) -> str:
        return (
            _text(QT_TRANSLATE_NOOP("Accounts", "Sluta testa"))()
            if self._trying
            else _text(QT_TRANSLATE_NOOP("Accounts", "Testa"))()
        )

    def _stop(self) -> None:
        if self._trying:
            self._trying = False
            self.commanded.emit(StopTrying())

    def forget_trial(self) -> None:
        """What was found is not true of what the form says now."""
        self._stop()
        self.trial.say(self._trial_words)
        self._result.hide()

    def show_trial(self, trial: Trial) -> None:
        """What was found; nothing where nobody waits for it any more."""
        if not self._trying:
            return
        self._trying = False
        self.trial.say(self._trial_words)
        troubles = [problem(found) for found in trial.problems]
        if trial.failed and troubles:
            self._show(Icon.TRIANGLE_ALERT, Ink.WARN, f"{troubles[0].sentence} {troubles[0].remedy}")
            return
        self._show(
            Icon.CIRCLE_CHECK, Ink.OK, " ".join([words.found(trial.visits), *(t.sentence for t in troubles[:1])])
        )

    def _show(self, icon: Icon, ink: Ink, text: str) -> None:
        self._result_icon.set_icon(icon, ink)
        self._result_words.set_ink(Ink.TEXT if ink is Ink.MUTED else ink)
        self._result_words.say(text)
        self._result.show()
        announce(self._result_words, text)

    @property
    def result(self) -> str:
        """What the test says now; empty: nothing."""
        return "" if self._result.isHidden() else self._result_words.text()


def _name_of(sort: Sort, address: str) -> str:
    """A name for whoever has not given one: the file's, the server's, else the kind's."""
    parts = [part for part in address.replace("\\", "/").split("/") if part]
    if sort.on_a_server and len(parts) > 1:
        return parts[1].rpartition("@")[2].partition("?")[0]
    return parts[-1] if parts and not sort.on_a_server else words.sort(sort)


def _text(text: str) -> Callable[[], str]:
    return lambda: QCoreApplication.translate("Accounts", text)
