"""Asks before a row that is not green is opened: both sides beside each other, in place, nothing modal."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from vardklient.domain.pairing import SAME_TIME
from vardklient.domain.visit import Match, Visit
from vardklient.flows.day import CancelOpen, ConfirmOpen, compared
from vardklient.ui import texts
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowface import visit_title
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, IconLabel, Label

SIDE_BY_SIDE_EM = 34


SETTLE_MS = 1000
"""So long nobody can say yes to a question that has changed under the hand: whoever was just about to press has read
the sides as they were. Own choice."""


class ConfirmPanel(QWidget):
    """The question about one visit.

    Args:
        again: another question stood here the moment before: the visit's sides have changed.

    Attributes:
        back: does not open it.
        go: opens it.

    Signals:
        commanded: `ConfirmOpen` or `CancelOpen`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look, visit: Visit, gap_px: int = 0, *, again: bool = False) -> None:
        super().__init__()
        self._visit = visit
        translate = QCoreApplication.translate
        self.setAccessibleName(translate("Day", "Kontrollera före anslutning"))
        outer = column(look, self, (0, 0, 0, gap_px))
        card = Card(look, CardKind.HERO, Ink.WARN)
        outer.addWidget(card)
        box = column(look, card, (22, 18, 22, 18), 12)
        if again:
            box.addWidget(Label(look, changed_words(), TextRole.BODY_STRONG, Ink.WARN, wrap=True))
        self._add_question(look, box, visit)
        both = Reflow(look, SIDE_BY_SIDE_EM, 12)
        for side in sides(look, visit):
            both.add(side, 1)
        box.addWidget(both)
        holder = QWidget()
        buttons = Flow(look, holder, 12)
        self.back = Button(look, translate("Day", "Avbryt"), ButtonKind.SECONDARY, height_px=44)
        self.go = Button(look, translate("Day", "Jag har kontrollerat – anslut"), ButtonKind.PRIMARY, Icon.VIDEO, 44)
        self.back.clicked.connect(self._cancel)
        self.go.clicked.connect(self._confirm)
        buttons.addWidget(self.back)
        buttons.addWidget(self.go)
        box.addWidget(holder)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if again:
            self.go.setEnabled(False)
            QTimer.singleShot(SETTLE_MS, self, lambda: self.go.setEnabled(True))

    @property
    def visit_id(self) -> str:
        """Which one is asked about."""
        return self._visit.visit_id

    def asks(self, visit: Visit) -> bool:
        """Is this the question about that visit, and does it show what there is to compare?"""
        return self.visit_id == visit.visit_id and compared(self._visit) == compared(visit)

    def _cancel(self) -> None:
        self.commanded.emit(CancelOpen())

    def _confirm(self) -> None:
        self.commanded.emit(ConfirmOpen(self._visit))

    @staticmethod
    def _add_question(look: Look, box: QVBoxLayout, visit: Visit) -> None:
        question = texts.match_question(visit.match)
        head = row(look, spacing=10)
        head.addWidget(IconLabel(look, Icon.TRIANGLE_ALERT, Ink.WARN, 22))
        title = f"{texts.clock_time(visit.start)} · {visit_title(visit)}"
        head.addWidget(Label(look, title, TextRole.SUBHEADING), 1)
        box.addLayout(head)
        box.addWidget(Label(look, question.sentence, TextRole.STRONG, wrap=True))
        if question.remedy:
            box.addWidget(Label(look, question.remedy, ink=Ink.MUTED, wrap=True))


def changed_words() -> str:
    """What is said where the question has changed under the hand."""
    return QCoreApplication.translate("Day", "Uppgifterna ändrades nyss. Jämför en gång till.")


def sides(look: Look, visit: Visit) -> list[QWidget]:
    """What the calendar says, and what the booking system says; what differs stands out by its colour and its words."""
    translate = QCoreApplication.translate
    unread = visit.match is Match.UNCOMPARED
    if visit.match is Match.WITHDRAWN:
        return [_missing(look, translate("Day", half), False) for half in ("Kalendern", "Tidboken")]
    calendar = visit.calendar_start or (None if unread or visit.match is Match.BOOKING_ONLY else visit.start)
    if visit.match is Match.AMBIGUOUS and visit.candidates:
        return [
            _side(look, translate("Day", "Den här raden"), texts.clock_time(visit.start), visit_title(visit)),
            _side(look, translate("Day", "Möjliga besök"), "\n".join(visit.candidates), ""),
        ]
    booking = visit.booking_start or (None if unread or visit.match is Match.CALENDAR_ONLY else visit.start)
    times_differ = calendar is not None and booking is not None and abs(calendar - booking) > SAME_TIME
    people_differ = visit.match is Match.MISMATCH
    born = "" if visit.protected else ", ".join(_born(year) for year in visit.birth_years)
    booked = " · ".join(words for words in (_booked(visit), born) if words)
    halves = (
        (translate("Day", "Kalendern"), calendar, visit_title(visit)),
        (translate("Day", "Tidboken"), booking, booked),
    )
    return [
        _missing(look, heading, unread)
        if start is None
        else _half(look, heading, start, words, times_differ, people_differ)
        for heading, start, words in halves
    ]


def _born(year: int) -> str:
    return QCoreApplication.translate("Day", "född {year}").format(year=year)


def _booked(visit: Visit) -> str:
    """Who stands in the booking system; where that is somebody else, whom the candidates name beside the calendar's."""
    if visit.match is not Match.MISMATCH or not visit.candidates:
        return visit_title(visit)
    others = list(visit.candidates)
    own = f"{texts.clock_time(visit.calendar_start or visit.start)} {visit.label}".rstrip()
    if own in others:
        others.remove(own)
    at = f"{texts.clock_time(visit.booking_start)} " if visit.booking_start else ""
    return "\n".join(other.removeprefix(at) for other in others) or visit_title(visit)


def _missing(look: Look, heading: str, unread: bool) -> QWidget:
    if unread:
        return _side(look, heading, QCoreApplication.translate("Day", "Inte läst än"), "", Ink.MUTED)
    return _side(look, heading, QCoreApplication.translate("Day", "Finns inte"), "", Ink.WARN)


def _half(look: Look, heading: str, start: datetime, words: str, times_differ: bool, people_differ: bool) -> QWidget:
    small = Ink.WARN if people_differ else Ink.TEXT
    return _side(look, heading, texts.clock_time(start), words, Ink.WARN if times_differ else Ink.TEXT, small)


def _side(
    look: Look, heading: str, strong: str, small: str, strong_ink: Ink = Ink.TEXT, small_ink: Ink = Ink.TEXT
) -> QWidget:
    card = Card(look, CardKind.SUNKEN)
    box = column(look, card, (16, 12, 16, 12), 2)
    box.addWidget(Label(look, heading, TextRole.SMALL_MEDIUM, Ink.MUTED))
    box.addWidget(Label(look, strong, TextRole.HEADING, strong_ink, wrap=True))
    if small:
        role = TextRole.BODY_STRONG if small_ink is Ink.WARN else TextRole.BODY
        box.addWidget(Label(look, small, role, small_ink, wrap=True))
    box.addStretch()
    return card
