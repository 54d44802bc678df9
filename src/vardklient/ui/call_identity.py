"""The identity bar: open until the user has said how it was made certain who is there, and by then green.

No picture is kept; method and time go into the phrase for the record.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from vardklient.domain.identity import Identity, IdMethod
from vardklient.domain.visit import Role
from vardklient.flows.call import CallState, Phase, SettleIdentity
from vardklient.ui import texts
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.scroll_card import ScrollCard
from vardklient.ui.texts import call_window as words
from vardklient.ui.texts import calls
from vardklient.ui.widgets import Button, ButtonKind, IconLabel, Label, restyle

_PATIENT = frozenset({Role.PATIENT})
_SUBJECTS = (Role.PATIENT, Role.GUARDIAN, Role.PROXY)


class MethodButton(Button):
    """A button that breaks its words over two lines where one is too narrow."""

    def __init__(self, look: Look, method: IdMethod, kind: ButtonKind, height_px: int) -> None:
        self._method = method
        super().__init__(look, lambda: calls.id_method(method), kind, height_px=height_px)
        self.setProperty("snug", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break_lines()

    def _renew(self) -> None:
        super()._renew()
        self._break_lines()

    def _break_lines(self) -> None:
        words, room = calls.id_method(self._method), self.width() - 2 * self._look.px(12)
        lines = self.fontMetrics().boundingRect(QRect(0, 0, room, 999), _WRAPPED, words).height()
        two = lines > 1.5 * self.fontMetrics().height()
        self.setText(_in_two(words) if two and self.width() > 0 else words)
        self.setFixedHeight(self._look.px(self._height_px) + (self.fontMetrics().height() if two else 0))


_WRAPPED = int(Qt.TextFlag.TextWordWrap)


def _in_two(words: str) -> str:
    """The words in two lines as equal as possible."""
    gaps = [n for n, letter in enumerate(words) if letter == " "]
    if not gaps:
        return words
    at = min(gaps, key=lambda n: abs(n - len(words) / 2))
    return words[:at] + "\n" + words[at + 1 :]


class IdentityPanel(ScrollCard):
    """Says that identity is not settled, takes the method, shows it settled; it can be opened again.

    Signals:
        commanded: `SettleIdentity`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, (18, 16, 12, 14), 9)
        self._state = CallState()
        self._reopened = False
        self.icon = IconLabel(look, Icon.ID_CARD, Ink.WARN)
        self.title = Label(look, words.ID_OPEN, TextRole.STRONG, Ink.WARN, wrap=True)
        self.more = Label(look, words.ID_NOBODY, TextRole.BODY, Ink.MUTED, wrap=True)
        self.noted = Label(look, words.ID_NOTED, TextRole.SMALL, Ink.MUTED, wrap=True)
        self.change = Button(look, words.ID_CHANGE, ButtonKind.SECONDARY, height_px=36)
        self.change.clicked.connect(self._reopen)
        self.methods: dict[IdMethod, Button] = {}
        for method in IdMethod:
            self.methods[method] = self._method_button(look, method)
        self._assemble(look)
        self._renew()

    def _method_button(self, look: Look, method: IdMethod) -> Button:
        first = method is IdMethod.DOCUMENT_SHOWN
        kind, height_px = (ButtonKind.PRIMARY, 44) if first else (ButtonKind.SECONDARY, 38)
        button = MethodButton(look, method, kind, height_px)
        button.clicked.connect(lambda: self._settle(method))
        return button

    def _assemble(self, look: Look) -> None:
        inner = self.inner
        head = row(look, spacing=10)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        inner.addLayout(head)
        inner.addWidget(self.more)
        for button in self.methods.values():
            inner.addWidget(button)
        inner.addWidget(self.noted)
        inner.addWidget(self.change)
        inner.addStretch()

    def show_state(self, state: CallState) -> None:
        """Show how far identity has come."""
        if state.identity != self._state.identity:
            self._reopened = False
        self._state = state
        self._renew()

    def _reopen(self) -> None:
        self._reopened = not self._reopened
        self._renew()

    def _settle(self, method: IdMethod) -> None:
        peer = self._subject()
        if peer:
            self._reopened = False
            self.commanded.emit(SettleIdentity(peer, method))
            self._renew()

    def _subject(self) -> str:
        """Whose identity it is about: the one under the lens, else the one it was settled for or who was here."""
        state = self._state
        if state.main_peer or state.identity is not None:
            return state.main_peer or (state.identity.peer if state.identity else "")
        if state.phase is not Phase.PHONE:
            return ""
        return next((p.peer for p in state.people if p.role in _SUBJECTS), "")

    @property
    def has_something(self) -> bool:
        """Is there anything to do or to see here now?"""
        return bool(self._subject())

    def _renew(self) -> None:
        identity, peer = self._state.identity, self._subject()
        settled = identity is not None and not self._reopened
        ink = Ink.OK if settled else Ink.WARN
        self.title.say(words.ID_DONE if settled else words.ID_OPEN)
        self.title.set_ink(ink)
        self.icon.set_icon(Icon.SHIELD_CHECK if settled else Icon.ID_CARD, ink)
        self.more.say(lambda: self._sentence(identity if settled else None, peer))
        self.more.set_ink(Ink.TEXT if settled else Ink.MUTED)
        for button in self.methods.values():
            button.setVisible(not settled and bool(peer))
        self.noted.setVisible(settled)
        self.change.say(words.ID_CHANGE if settled else words.ID_KEEP)
        self.change.setVisible(identity is not None)
        edge = (Tone.OK if settled else Tone.WARN).value if settled or peer else ""
        if self.property("edge") != edge:
            self.setProperty("edge", edge)
            restyle(self)

    def _sentence(self, identity: Identity | None, peer: str) -> str:
        person = self._state.person(peer)
        if identity is not None:
            whom = self._state.person(identity.peer)
            role = texts.role(whom.role if whom else Role.PATIENT)
            method, time = calls.id_method(identity.method), texts.clock_time(identity.at)
            return words.ID_OF_WHOM(role=role, method=method, time=time)
        if person is None:
            return words.ID_NOBODY()
        return words.ID_ASK() if person.role in _PATIENT else words.ID_ASK_OTHER()
