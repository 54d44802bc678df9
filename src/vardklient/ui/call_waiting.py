"""The middle of the call window while nobody is in the visit: who waits, since when, the one button that lets in."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal

from vardklient.domain.visit import Role
from vardklient.flows.call import AdmitPerson, CallState, DenyPerson, Person, Phase, Presence
from vardklient.ui import texts
from vardklient.ui.call_people import ANSWER_MS, ROLE_ICONS, PersonRow
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.scroll_card import ScrollCard
from vardklient.ui.texts import call_window as words
from vardklient.ui.texts.words import Words
from vardklient.ui.widgets import Button, ButtonKind, Chip, IconLabel, Label

_FIRST = (Role.PATIENT, Role.GUARDIAN, Role.PROXY, Role.STAFF_ON_SITE, Role.RELATIVE, Role.CO_HOST, Role.INTERPRETER)
"""Whom the primary button is for: the patient before those who come along, the interpreter last."""


def first_in_line(people: tuple[Person, ...]) -> Person | None:
    """The one to let in first, and among equals the one who has waited longest."""
    waiting = [p for p in people if p.presence is Presence.WAITING]
    order = {role: n for n, role in enumerate(_FIRST)}
    return min(waiting, key=lambda p: (order.get(p.role, len(order)), p.since), default=None)


class WaitingPanel(ScrollCard):
    """Who waits, with one primary button; the others who wait each have their own. Build it with `look.night`.

    Signals:
        commanded: `AdmitPerson` or `DenyPerson`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, (28, 22, 22, 22), 10)
        self._look = look
        self._state = CallState()
        self._peer = ""
        self._others: dict[str, PersonRow] = {}
        self.icon = IconLabel(look, Icon.DOOR_OPEN, Ink.RAIL_ACCENT, 28)
        self.title = Label(look, words.EMPTY, TextRole.HEADING, wrap=True)
        self.since = Label(look, "", TextRole.BODY_MEDIUM, Ink.RAIL_ACCENT, wrap=True)
        self.chip = Chip(look)
        self.more = Label(look, words.EMPTY_MORE, TextRole.BODY, Ink.MUTED, wrap=True)
        self.admit = Button(look, words.ADMIT_PATIENT, ButtonKind.PRIMARY, Icon.DOOR_OPEN, 52)
        self.deny = Button(look, words.NOT_NOW, ButtonKind.PLAIN, None, 52)
        self.admit.clicked.connect(lambda: self._command(AdmitPerson(self._peer)))
        self.deny.clicked.connect(lambda: self._command(DenyPerson(self._peer)))
        self._assemble(look)

    def _assemble(self, look: Look) -> None:
        inner = self.inner
        inner.addStretch()
        head = row(look, spacing=14)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        named = column(look, spacing=4)
        named.addWidget(self.title)
        named.addWidget(self.since)
        head.addLayout(named, 1)
        inner.addLayout(head)
        inner.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.more)
        buttons = Flow(look, spacing=10)
        buttons.addWidget(self.admit)
        buttons.addWidget(self.deny)
        inner.addSpacing(look.px(6))
        inner.addLayout(buttons)
        self._list = column(look, spacing=14)
        inner.addSpacing(look.px(6))
        inner.addLayout(self._list)
        inner.addStretch()

    def _command(self, command: object) -> None:
        self.admit.setEnabled(False)
        self.deny.setEnabled(False)
        QTimer.singleShot(ANSWER_MS, self, self._answer)
        self.commanded.emit(command)

    def _answer(self) -> None:
        self.admit.setEnabled(True)
        self.deny.setEnabled(True)

    def show_state(self, state: CallState, now: datetime) -> None:
        """Show who waits."""
        self._state = state
        first = first_in_line(state.people)
        if first is None:
            self._show_nobody(state)
        else:
            self._show_first(first)
            self.show_time(now)
        waiting = [p for p in state.people if p.presence is Presence.WAITING and p is not first]
        self._sync(waiting)

    def show_time(self, now: datetime) -> None:
        """How long the first one has waited, now."""
        first = first_in_line(self._state.people)
        if first is not None:
            self.since.say(f"{texts.waited(first.since, now)} · {texts.clock_time(first.since)}")

    def _show_nobody(self, state: CallState) -> None:
        preparing, ended = state.phase is Phase.PREPARING, state.phase is Phase.ENDED
        self._peer = ""
        self.icon.set_icon(Icon.LOADER_CIRCLE if preparing else Icon.DOOR_OPEN, Ink.MUTED)
        self.title.say(words.PREPARING if preparing else words.ENDED if ended else words.EMPTY)
        self.more.say(words.PREPARING_MORE if preparing else words.ENDED_MORE if ended else words.EMPTY_MORE)
        for widget in (self.since, self.chip, self.admit, self.deny):
            widget.hide()

    def _show_first(self, person: Person) -> None:
        patient = person.role is Role.PATIENT
        if person.peer != self._peer:
            self._peer = person.peer
            self._answer()
        self.icon.set_icon(ROLE_ICONS[person.role], Ink.RAIL_ACCENT)
        self.title.say(words.PATIENT_WAITS if patient else lambda: words.SOMEBODY_WAITS(role=texts.role(person.role)))
        self.admit.say(
            words.ADMIT_PATIENT if patient else lambda: words.ADMIT_WHOM(role=texts.role(person.role).lower())
        )
        self.more.say(words.UNSEEN)
        self.chip.show_chip(*_own_test(person))
        for widget in (self.since, self.chip, self.admit, self.deny):
            widget.show()

    def _sync(self, people: list[Person]) -> None:
        wanted = {p.peer: p for p in people}
        for peer in [p for p in self._others if p not in wanted]:
            old = self._others.pop(peer)
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        for peer, person in wanted.items():
            if peer not in self._others:
                made = PersonRow(self._look, person.role, buttons=True)
                made.commanded.connect(self.commanded)
                self._list.addWidget(made)
                # At once: how high the panel wants to be is asked for before the event loop turns.
                made.show()
                self._others[peer] = made
            self._others[peer].show_person(person)


def _own_test(person: Person) -> tuple[Words, Tone, Icon]:
    if person.devices_ok is None:
        return words.TEST_UNKNOWN, Tone.MUTED, Icon.CIRCLE_HELP
    if person.devices_ok:
        return words.TEST_PASSED, Tone.OK, Icon.CIRCLE_CHECK
    return words.TEST_FAILED, Tone.WARN, Icon.TRIANGLE_ALERT
