"""The invitation to one person: whose it is, its text, and the ways to hand it over. Nothing is sent from here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QTextEdit, QWidget

from vardklient.domain.invitation import Guest, Invitation
from vardklient.domain.visit import Role
from vardklient.domain.wordings import Way
from vardklient.ui import texts
from vardklient.ui.clipboard import LentClipboard
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.outfile import write_private
from vardklient.ui.texts import invite_view as words
from vardklient.ui.texts.words import Words
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, Chip, IconLabel, Label, Text

SAID_MS = 4000
LENT_S = 120.0
"""Two minutes: time to open the message that it goes into."""
HEAD_EM = 40

ICONS: dict[Role, Icon] = {
    Role.CLINICIAN: Icon.STETHOSCOPE,
    Role.CO_HOST: Icon.USER_PLUS,
    Role.PATIENT: Icon.USER,
    Role.GUARDIAN: Icon.USERS,
    Role.PROXY: Icon.USER_CHECK,
    Role.RELATIVE: Icon.USERS,
    Role.INTERPRETER: Icon.LANGUAGES,
    Role.STAFF_ON_SITE: Icon.BUILDING_2,
}


@dataclass(frozen=True, slots=True)
class Handing:
    """How invitations leave the page.

    Attributes:
        calendar_file: the bytes of an .ics file with that invitation.
        file_name: for that guest, without ending; holds nothing of the patient.
        clipboard: lends texts.
    """

    calendar_file: Callable[[Invitation], bytes]
    file_name: Callable[[Guest], str]
    clipboard: LentClipboard


def who(guest: Guest) -> str:
    """As "Tolk" or "Patient 3"."""
    name = texts.role(guest.role)
    return words.NUMBERED(who=name, number=guest.number) if guest.number else name


class TextField(QTextEdit):
    """A text to be read and marked, as high as its words."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        look.follow(self, TextField._renew)

    def _renew(self) -> None:
        self.setFont(self._look.font(TextRole.BODY))
        self._fit()

    def _fit(self) -> None:
        # The field's padding and border (`ui.sheet`), above and below.
        self.setFixedHeight(round(self.document().size().height()) + self._look.px(2 * 8) + 6)

    def say(self, text: str, name: str) -> None:
        """Show the text; a screen reader says `name` first."""
        self.setAccessibleName(name)
        if text != self.toPlainText():
            self.setPlainText(text)


class Saying(Button):
    """A button that says for a while what it has done."""

    def __init__(self, look: Look, text: Text, kind: ButtonKind, icon: Icon) -> None:
        super().__init__(look, text, kind, icon)
        self._rest = text
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAID_MS)
        self._timer.timeout.connect(lambda: self.say(self._rest))

    def tell(self, done: Words) -> None:
        """Say it, and after a while again what the button does."""
        self.say(done)
        self._timer.start()


class GuestCard(Card):
    """One guest.

    Attributes:
        invitation: what is shown.

    Signals:
        printed: the invitation whose letter is to be printed.
    """

    printed = Signal(object)

    def __init__(self, look: Look, invitation: Invitation, handing: Handing, first: bool, unfolded: bool) -> None:
        super().__init__(look, CardKind.CARD)
        self.invitation = invitation
        self._handing = handing
        role = invitation.guest.role
        self.setAccessibleName(words.INVITATION(who=who(invitation.guest)))
        box = column(look, self, (20, 16, 20, 18), 12)
        box.addWidget(self._head(look))
        self.text = TextField(look)
        self.text.say(invitation.text, self.accessibleName())
        self.text.setVisible(unfolded)
        box.addWidget(self.text)
        kind = ButtonKind.PRIMARY if first else ButtonKind.SECONDARY
        self.copy = Saying(look, words.COPY[role], kind, Icon.COPY)
        self.copy_link = Saying(look, words.COPY_LINK[role], ButtonKind.SECONDARY, Icon.COPY)
        self.save = Saying(look, words.SAVE, ButtonKind.SECONDARY, Icon.CALENDAR_DAYS)
        self.print = Saying(look, words.PRINT, ButtonKind.SECONDARY, Icon.CLIPBOARD_CHECK)
        self.save_letter = Saying(look, words.SAVE_LETTER, ButtonKind.SECONDARY, Icon.CLIPBOARD_COPY)
        holder = QWidget()
        flow = Flow(look, holder, 10)
        for button, slot in (
            (self.copy, self._copy),
            (self.copy_link, self._copy_link),
            (self.save, self._ask_where),
            (self.print, lambda: self.printed.emit(self.invitation)),
            (self.save_letter, self._ask_where_letter),
        ):
            flow.addWidget(button)
            button.clicked.connect(slot)
            button.setAccessibleDescription(self.accessibleName())
        self.copy_link.setVisible(invitation.way is Way.PAGE)
        box.addWidget(holder)

    def _head(self, look: Look) -> QWidget:
        guest, way = self.invitation.guest, self.invitation.way
        head = Reflow(look, HEAD_EM, 10)
        whose = QWidget()
        line = row(look, whose, spacing=10)
        line.addWidget(IconLabel(look, ICONS[guest.role], Ink.PRIMARY, 24))
        line.addWidget(Label(look, lambda: who(guest), TextRole.HEADING), 1)
        head.add(whose, 1)
        holder = QWidget()
        flow = Flow(look, holder, 10)
        icons = {Way.PAGE: Icon.LOG_IN, Way.ON_SITE: Icon.BUILDING_2, Way.SERVICE: Icon.LOCK}
        flow.addWidget(Chip(look, words.WAYS[way], Tone.PRIMARY, icons[way]))
        self.fold = Button(look, words.SHOW_TEXT, ButtonKind.PLAIN, height_px=32)
        self.fold.clicked.connect(lambda: self.unfold(self.text.isHidden()))
        flow.addWidget(self.fold)
        head.add(holder)
        return head

    def unfold(self, shown: bool) -> None:
        """Show or hide the text."""
        self.text.setVisible(shown)
        self.fold.say(words.HIDE_TEXT if shown else words.SHOW_TEXT)

    # ------------------------------------------------------------ handing over

    def _copy(self) -> None:
        self._handing.clipboard.lend(self.invitation.text)
        self.copy.tell(words.COPIED)

    def _copy_link(self) -> None:
        self._handing.clipboard.lend(self.invitation.link)
        self.copy_link.tell(words.COPIED)

    def _ask_where(self) -> None:
        name = f"{self._handing.file_name(self.invitation.guest)}.ics"
        ask_where(self, self.save.text().strip(), name, words.ICS_FILTER(), self.write)

    def write(self, path: Path) -> None:
        """Write the calendar file there."""
        tell_written(self.save, lambda: write_private(path, self._handing.calendar_file(self.invitation)))

    def _ask_where_letter(self) -> None:
        name = f"{self._handing.file_name(self.invitation.guest)}.pdf"
        ask_where(self, self.save_letter.text().strip(), name, words.PDF_FILTER(), self.write_letter)

    def write_letter(self, path: Path) -> None:
        """Write the letter there."""
        from vardklient.ui.letter import write_pdf

        tell_written(self.save_letter, lambda: write_pdf(self.invitation, path))


def ask_where(owner: QWidget, title: str, name: str, kinds: str, write: Callable[[Path], None]) -> QFileDialog:
    """Ask for a place to save a file of that name; the window goes on meanwhile."""
    dialog = QFileDialog(owner, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix[1:])
    dialog.fileSelected.connect(lambda chosen: write(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def tell_written(button: Saying, write: Callable[[], None]) -> None:
    """Write, and say on the button how it went. The files are small: a few thousand bytes."""
    try:
        write()
    except OSError:
        button.tell(words.NOT_SAVED)
    else:
        button.tell(words.SAVED)
