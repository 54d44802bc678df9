"""The card after the visit: what to copy into the record, the facts behind it, and how the visit ended."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QSizePolicy, QTextEdit, QWidget

from vardklient.domain.record import AfterCall, Outcome
from vardklient.domain.registration import Code, Registration
from vardklient.flows.call import SetOutcome
from vardklient.ui import texts
from vardklient.ui.clipboard import LentClipboard
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.option import Option
from vardklient.ui.phrase import record_phrase
from vardklient.ui.scroll_card import ScrollBody
from vardklient.ui.texts import calls
from vardklient.ui.texts import card_view as words
from vardklient.ui.texts.words import Words
from vardklient.ui.widgets import Button, ButtonKind, Card, Chip, IconLabel, Label

COLUMNS_EM = 56
COPIED_MS = 2500


class PhraseField(QTextEdit):
    """The phrase, to be read and marked; as high as its words."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        look.follow(self, PhraseField._renew)

    def _renew(self) -> None:
        self.setFont(self._look.font(TextRole.BODY))
        self.setAccessibleName(words.PHRASE())
        self._fit()

    def _fit(self) -> None:
        # The field's padding and border (`ui.sheet`), above and below.
        self.setFixedHeight(round(self.document().size().height()) + self._look.px(2 * 8) + 6)

    def say(self, phrase: str) -> None:
        """Show another phrase; what is marked stays marked while it is the same."""
        if phrase != self.toPlainText():
            self.setPlainText(phrase)


class Fact(QWidget):
    """An icon, what it is about, and what is known of it."""

    def __init__(self, look: Look, icon: Icon, about: Words) -> None:
        super().__init__()
        self.icon = IconLabel(look, icon, Ink.PRIMARY)
        self.value = Label(look, "", TextRole.BODY_MEDIUM, wrap=True)
        box = row(look, self, spacing=12)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        side = column(look, spacing=1)
        side.addWidget(Label(look, about, TextRole.SMALL, Ink.MUTED))
        side.addWidget(self.value)
        box.addLayout(side, 1)


class AfterCallView(QScrollArea):
    """The card.

    Signals:
        commanded: `SetOutcome`.
        closed: the user is done and wants to see the day.
    """

    commanded = Signal(object)
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._card: AfterCall | None = None
        self._registration = Registration()
        self._clipboard = LentClipboard(self)
        self.subtitle = Label(look, "", TextRole.BODY, Ink.MUTED, wrap=True)
        self.phrase = PhraseField(look)
        self.copy = Button(look, words.COPY, ButtonKind.SECONDARY, Icon.CLIPBOARD_COPY, 44)
        self.time = Fact(look, Icon.CLOCK, words.TIME)
        self.identity = Fact(look, Icon.ID_CARD, words.IDENTITY)
        self.present = Fact(look, Icon.USERS, words.PRESENT)
        self.broken = Fact(look, Icon.WIFI_OFF, words.BROKEN)
        self.register = Fact(look, Icon.CLIPBOARD_CHECK, words.REGISTER)
        self.codes = Fact(look, Icon.CLIPBOARD_CHECK, words.CODES)
        self.fee = Fact(look, Icon.CLIPBOARD_CHECK, words.FEE)
        self.outcomes = {outcome: self._choice(look, outcome) for outcome in Outcome}
        self.done = Button(look, words.DONE, ButtonKind.PRIMARY, Icon.CHECK, 44)
        self.copy.clicked.connect(self._copy)
        self.done.clicked.connect(self._finish)
        self._build(look)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self._renew)

    def _choice(self, look: Look, outcome: Outcome) -> Option:
        choice = Option(look, lambda: texts.outcome(outcome))
        choice.clicked.connect(lambda: self._choose(outcome))
        return choice

    def _build(self, look: Look) -> None:
        body = ScrollBody()
        page = column(look, body, (32, 26, 32, 24), 14)
        head = Reflow(look, 46, 10)
        title = QWidget()
        titles = column(look, title, spacing=2)
        titles.addWidget(Label(look, words.TITLE, TextRole.TITLE, wrap=True))
        titles.addWidget(self.subtitle)
        head.add(title, 1)
        chip = Chip(look, words.RELEASED, Tone.OK, Icon.CIRCLE_CHECK)
        holder = QWidget()
        beside = row(look, holder)
        beside.addWidget(chip)
        beside.addStretch()
        head.add(holder)
        page.addWidget(head)
        columns = Reflow(look, COLUMNS_EM, 18)
        columns.add(self._left(look), 11)
        columns.add(self._right(look), 9)
        page.addWidget(columns)
        foot = row(look)
        foot.addStretch()
        foot.addWidget(self.done)
        page.addSpacing(look.px(4))
        page.addLayout(foot)
        page.addStretch()
        self.setWidget(body)

    def _left(self, look: Look) -> QWidget:
        side = QWidget()
        box = column(look, side, spacing=14)
        card = Card(look)
        inside = column(look, card, (20, 18, 20, 18), 10)
        inside.addWidget(Label(look, words.PHRASE, TextRole.STRONG))
        inside.addWidget(self.phrase)
        buttons = Flow(look, spacing=12)
        buttons.addWidget(self.copy)
        inside.addLayout(buttons)
        inside.addWidget(Label(look, words.PHRASE_MORE, TextRole.SMALL, Ink.MUTED, wrap=True))
        box.addWidget(card)
        box.addWidget(self._outcome_card(look))
        box.addStretch()
        return side

    def _outcome_card(self, look: Look) -> Card:
        card = Card(look)
        inside = column(look, card, (20, 18, 20, 18), 8)
        inside.addWidget(Label(look, words.OUTCOME, TextRole.STRONG, wrap=True))
        group = QButtonGroup(self)
        for choice in self.outcomes.values():
            group.addButton(choice)
            inside.addWidget(choice)
        return card

    @property
    def _facts(self) -> tuple[Fact, ...]:
        return self.time, self.identity, self.present, self.broken, self.register, self.codes, self.fee

    def _right(self, look: Look) -> QWidget:
        side = QWidget()
        box = column(look, side)
        card = Card(look)
        inside = column(look, card, (20, 18, 20, 20), 16)
        inside.addWidget(Label(look, words.FACTS, TextRole.STRONG))
        for fact in self._facts:
            inside.addWidget(fact)
        box.addWidget(card)
        box.addStretch()
        return side

    # ------------------------------------------------------------ what is shown

    def register_by(self, registration: Registration) -> None:
        """What the region's routine wants registered, from now on."""
        self._registration = registration
        self._renew()

    def show_card(self, card: AfterCall) -> None:
        """Show the facts of a visit that has ended."""
        another = self._card is None or self._card.visit_id != card.visit_id
        self._card = card
        self._renew()
        if another:
            self.verticalScrollBar().setValue(0)
            self.copy.say(words.COPY)
            self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _renew(self) -> None:
        card = self._card
        if card is None:
            return
        self.subtitle.say(" · ".join(part for part in (card.label, texts.kind(card.kind)) if part))
        self.phrase.say(record_phrase(card, self._registration.phrase))
        self.time.value.say(_time(card))
        settled = card.id_method is not None
        self.identity.value.say(_identity(card))
        self.identity.value.set_ink(Ink.TEXT if settled else Ink.WARN)
        self.identity.icon.set_icon(
            Icon.SHIELD_CHECK if settled else Icon.TRIANGLE_ALERT, Ink.OK if settled else Ink.WARN
        )
        self.identity.setVisible(settled or card.started is not None or card.outcome is Outcome.COMPLETED_BY_PHONE)
        self.present.value.say(", ".join(texts.role(r) for r in card.present) or words.NOBODY())
        self.broken.setVisible(card.interrupted)
        self.broken.value.say(words.BROKEN_MORE)
        self._renew_registration(card)
        self.outcomes[card.outcome].setChecked(True)

    def _renew_registration(self, card: AfterCall) -> None:
        """The region's own words go before what most units call it."""
        registration = self._registration
        named = registration.contact_type(card.kind, card.outcome)
        self.register.value.say(named or words.CONTACT_TYPES[card.outcome])
        codes = [_code(code) for code in registration.codes_after(card.outcome)]
        for fact, told in ((self.codes, "\n".join(codes)), (self.fee, registration.fee)):
            fact.value.say(told)
            fact.setVisible(bool(told))

    def _choose(self, outcome: Outcome) -> None:
        if self._card is None or self._card.outcome is outcome:
            return
        self.show_card(replace(self._card, outcome=outcome))
        self.commanded.emit(SetOutcome(outcome))

    def _copy(self) -> None:
        self._clipboard.lend(self.phrase.toPlainText())
        self.copy.say(words.COPIED)
        QTimer.singleShot(COPIED_MS, self.copy, lambda: self.copy.say(words.COPY))

    def _finish(self) -> None:
        """Nothing of the visit stays on the screen; what was copied is taken back by the clipboard itself."""
        self._card = None
        self.phrase.say("")
        for label in (self.subtitle, self.time.value, self.identity.value, self.present.value):
            label.say("")
        self.closed.emit()


def _code(code: Code) -> str:
    return words.ADD_ON(code=code.code, text=code.text) if code.add_on else f"{code.code} {code.text}"


def _time(card: AfterCall) -> str:
    ended = texts.clock_time(card.ended)
    if card.started is None:
        return words.TIME_NEVER(end=ended)
    minutes = max(1, round((card.ended - card.started).total_seconds() / 60))
    return words.TIME_SPAN(start=texts.clock_time(card.started), end=ended, minutes=minutes)


def _identity(card: AfterCall) -> str:
    if card.id_method is None:
        return words.IDENTITY_OPEN()
    method = calls.id_method(card.id_method)
    return words.IDENTITY_DONE(method=method, time=texts.clock_time(card.id_at)) if card.id_at else method
