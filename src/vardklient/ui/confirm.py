"""Asks before a row that is not green is opened: both sides beside each other, in place, nothing modal."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from vardklient.domain.visit import Match, Visit
from vardklient.flows.day import CancelOpen, ConfirmOpen
from vardklient.ui import texts
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowface import visit_title
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, IconLabel, Label

SIDE_BY_SIDE_EM = 34


class ConfirmPanel(QWidget):
    """The question about one visit.

    Signals:
        commanded: `ConfirmOpen` or `CancelOpen`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look, visit: Visit, gap_px: int = 0) -> None:
        super().__init__()
        self.visit_id = visit.visit_id
        translate = QCoreApplication.translate
        self.setAccessibleName(translate("Day", "Kontrollera före anslutning"))
        outer = column(look, self, (0, 0, 0, gap_px))
        card = Card(look, CardKind.HERO, Ink.WARN)
        outer.addWidget(card)
        box = column(look, card, (22, 18, 22, 18), 12)
        self._add_question(look, box, visit)
        sides = Reflow(look, SIDE_BY_SIDE_EM, 12)
        for side in self._sides(look, visit):
            sides.add(side, 1)
        box.addWidget(sides)
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

    def _cancel(self) -> None:
        self.commanded.emit(CancelOpen())

    def _confirm(self) -> None:
        self.commanded.emit(ConfirmOpen(self.visit_id))

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

    @staticmethod
    def _sides(look: Look, visit: Visit) -> list[QWidget]:
        translate = QCoreApplication.translate
        if visit.match is Match.AMBIGUOUS and visit.candidates:
            heading = translate("Day", "Möjliga i tidboken")
            return [
                _side(look, translate("Day", "Kalendern"), _clock(visit.calendar_start or visit.start), visit.label),
                _side(look, heading, "\n".join(visit.candidates), ""),
            ]
        missing = translate("Day", "Finns inte")
        calendar = visit.calendar_start or (None if visit.match is Match.BOOKING_ONLY else visit.start)
        booking = visit.booking_start or (None if visit.match is Match.CALENDAR_ONLY else visit.start)
        born = ", ".join(translate("Day", "född {year}").format(year=year) for year in visit.birth_years)
        label = visit_title(visit)
        other = "\n".join(visit.candidates) if visit.match is Match.MISMATCH and visit.candidates else label
        booked = " · ".join(words for words in (other, "" if visit.protected else born) if words)
        return [
            _side(look, translate("Day", "Kalendern"), _clock(calendar), label) if calendar
            else _side(look, translate("Day", "Kalendern"), missing, ""),
            _side(look, translate("Day", "Tidboken"), _clock(booking), booked) if booking
            else _side(look, translate("Day", "Tidboken"), missing, ""),
        ]  # fmt: skip


def _clock(at: datetime) -> str:
    return texts.clock_time(at)


def _side(look: Look, heading: str, strong: str, small: str) -> QWidget:
    card = Card(look, CardKind.SUNKEN)
    box = column(look, card, (16, 12, 16, 12), 2)
    box.addWidget(Label(look, heading, TextRole.SMALL_MEDIUM, Ink.MUTED))
    box.addWidget(Label(look, strong, TextRole.HEADING, wrap=True))
    if small:
        box.addWidget(Label(look, small, wrap=True))
    box.addStretch()
    return card
