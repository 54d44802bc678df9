"""The next visit, large: when, who, who waits, and the two ways to begin."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vardklient.flows.day import OpenVisit, Row, Stage
from vardklient.ui import texts
from vardklient.ui.clipboard import LentClipboard
from vardklient.ui.iconbutton import IconButton
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowface import ChipFace, RowFace, when
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, Chip, Label

BESIDE_EM = 58
MOST_CHIPS = 8


class HeroCard(Card):
    """The next visit, or the one that is going on.

    Signals:
        commanded: `OpenVisit`.
        menu_asked: a visit id and a place on the desktop (QPoint), as one tuple; what can be done with that visit?
    """

    commanded = Signal(object)
    menu_asked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, CardKind.HERO)
        self._look = look
        self._row: Row | None = None
        self._phone_shown = False
        self._clipboard = LentClipboard(self)
        box = column(look, self, (22, 20, 22, 20), 12)
        self._reflow = Reflow(look, BESIDE_EM, 22)
        self._reflow.add(self._make_time())
        self._reflow.add(self._make_who(), 1)
        self._reflow.add(self._make_buttons())
        box.addWidget(self._reflow)
        self._number = Label(look, "", TextRole.STRONG, wrap=True)
        self._number.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._number.hide()
        box.addWidget(self._number)

    def _make_time(self) -> QWidget:
        holder = QWidget()
        box = column(self._look, holder)
        self._clock = Label(self._look, "", TextRole.CLOCK)
        self._when = Label(self._look, "", TextRole.BODY_MEDIUM, Ink.PRIMARY)
        box.addStretch()
        box.addWidget(self._clock)
        box.addWidget(self._when)
        box.addStretch()
        return holder

    def _make_who(self) -> QWidget:
        holder = QWidget()
        box = column(self._look, holder, spacing=6)
        line = QWidget()
        flow = Flow(self._look, line, 10)
        self._title = Label(self._look, "", TextRole.HEADING)
        flow.addWidget(self._title)
        self._chips = [Chip(self._look) for _ in range(MOST_CHIPS)]
        for chip in self._chips:
            flow.addWidget(chip)
        self._facts = Label(self._look, "", ink=Ink.MUTED, wrap=True)
        box.addStretch()
        box.addWidget(line)
        box.addWidget(self._facts)
        box.addLayout(self._make_link())
        box.addStretch()
        return holder

    def _make_link(self) -> QHBoxLayout:
        """Under the words: beside the other buttons it would leave the words no room."""
        look, translate = self._look, QCoreApplication.translate
        self.link = Button(look, lambda: translate("Day", "Kopiera patientens länk"), icon=Icon.COPY, height_px=36)
        self.link.clicked.connect(self._copy)
        line = row(look)
        line.addWidget(self.link)
        line.addStretch()
        return line

    def _make_buttons(self) -> QWidget:
        look, translate = self._look, QCoreApplication.translate
        holder = QWidget()
        flow = Flow(look, holder, 12)
        self.phone = Button(look, lambda: translate("Day", "Ring i stället"), icon=Icon.PHONE, height_px=44)
        self.join = Button(look, "", ButtonKind.PRIMARY, Icon.VIDEO, 44)
        self.more = IconButton(look, Icon.ELLIPSIS, lambda: translate("Day", "Fler val"), "Shift+F10", 44)
        self.more.clicked.connect(self._ask_menu)
        for button, slot in ((self.phone, self._toggle_phone), (self.join, self._join)):
            flow.addWidget(button)
            button.clicked.connect(slot)
        flow.addWidget(self.more)
        centred = QWidget()
        box = column(look, centred)
        box.addStretch()
        box.addWidget(holder)
        box.addStretch()
        return centred

    def show_row(self, row: Row, face: RowFace, now: datetime) -> None:
        """Show that visit, dressed as `face`."""
        if self._row is None or self._row.visit.visit_id != row.visit.visit_id:
            self._phone_shown = False
            self.link.say(lambda: QCoreApplication.translate("Day", "Kopiera patientens länk"))
        self._row = row
        self._clock.say(face.clock)
        self._when.say(when(row, now))
        self._title.say(face.title)
        self._facts.say(face.line(face.length))
        for label in (self._clock, self._title):
            label.set_ink(Ink.MUTED if face.faint else Ink.TEXT)
        self._show_chips(face.chips)
        self._show_buttons(row, face)

    def take_focus(self) -> None:
        """Let the keyboard be here: on the button that joins, else on the one that leads to all that can be done."""
        (self.join if self.join.isEnabled() else self.more).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chips(self, shown: tuple[ChipFace, ...]) -> None:
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(shown))
            if place < len(shown):
                chip.show_chip(shown[place].text, shown[place].tone, shown[place].icon)

    def _show_buttons(self, row: Row, face: RowFace) -> None:
        translate = QCoreApplication.translate
        in_call = row.stage is Stage.IN_CALL
        words = face.action if in_call else translate("Day", "Anslut till besöket")
        self.join.say(words)
        self.join.setAccessibleDescription(face.spoken)
        self.join.setEnabled(bool(face.action))
        self.link.setVisible(bool(row.patient_link) and not row.waiting and not in_call)
        self.phone.setVisible(not in_call)
        self._number.setVisible(self._phone_shown and not in_call)
        self._number.say(self._phone_words(row))

    @staticmethod
    def _phone_words(row: Row) -> str:
        words = texts.phone(row.visit)
        if not row.visit.phone or row.visit.protected:
            return words
        return QCoreApplication.translate("Day", "Ring patienten på {number}").format(number=words)

    def _join(self) -> None:
        if self._row is not None:
            self.commanded.emit(OpenVisit(self._row.visit.visit_id))

    def _ask_menu(self) -> None:
        self._menu_at(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _menu_at(self, place: QPoint) -> None:
        if self._row is not None:
            self.menu_asked.emit((self._row.visit.visit_id, place))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self._menu_at(event.globalPos()) if by_mouse else self._ask_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the buttons leave come here."""
        by_shift = event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if by_shift or event.key() == Qt.Key.Key_Menu:
            self._ask_menu()
        else:
            super().keyPressEvent(event)

    def _toggle_phone(self) -> None:
        self._phone_shown = not self._phone_shown
        self._number.setVisible(self._phone_shown)

    def _copy(self) -> None:
        if self._row is not None:
            self._clipboard.lend(self._row.patient_link)
            self.link.say(lambda: QCoreApplication.translate("Day", "Länken är kopierad"))
