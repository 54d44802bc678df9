"""All that the program knows of one visit, in the place of its row. Initials and birth year at most, as everywhere."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from vardklient.domain.visit import Match, Visit
from vardklient.flows.day import DayState, OpenVisit, Row, StartPhone
from vardklient.ui import texts
from vardklient.ui.confirm import SIDE_BY_SIDE_EM, sides
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column, keep_spaced
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowface import RowFace, Scene, row_face, visit_title
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, Label


class DetailPanel(QWidget):
    """The details of one visit.

    Attributes:
        visit_id: which one.
        back: closes it.

    Signals:
        commanded: `OpenVisit` or `StartPhone`.
        closed: the user has seen enough.
    """

    commanded = Signal(object)
    closed = Signal()

    def __init__(self, look: Look, row: Row, state: DayState, gap_px: int = 0) -> None:
        super().__init__()
        translate = QCoreApplication.translate
        visit = row.visit
        self.visit_id = visit.visit_id
        self.facts = _facts(row, state)
        title = f"{texts.clock_time(visit.start)} · {visit_title(visit)}"
        self.setAccessibleName(translate("Day", "Detaljer: {visit}").format(visit=title))
        outer = column(look, self, (0, 0, 0, gap_px))
        card = Card(look, CardKind.HERO)
        outer.addWidget(card)
        box = column(look, card, (22, 18, 22, 18), 12)
        box.addWidget(Label(look, title, TextRole.SUBHEADING))
        box.addLayout(_grid(look, self.facts))
        if visit.match is not Match.AGREES:
            beside = Reflow(look, SIDE_BY_SIDE_EM, 12)
            for side in sides(look, visit):
                beside.add(side, 1)
            box.addWidget(beside)
        box.addWidget(self._buttons(look, row, row_face(row, Scene(state))))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def says(self, row: Row, state: DayState) -> bool:
        """Is this still what there is to say?"""
        return self.visit_id == row.visit.visit_id and self.facts == _facts(row, state)

    def _buttons(self, look: Look, row: Row, face: RowFace) -> QWidget:
        translate = QCoreApplication.translate
        holder = QWidget()
        flow = Flow(look, holder, 12)
        self.back = Button(look, translate("Day", "Stäng"), ButtonKind.SECONDARY, height_px=44)
        self.back.clicked.connect(self.closed)
        flow.addWidget(self.back)
        if row.visit.phone and not row.visit.protected:
            phone = Button(look, translate("Day", "Ring med datorn"), icon=Icon.PHONE, height_px=44)
            phone.clicked.connect(lambda: self.commanded.emit(StartPhone(self.visit_id)))
            flow.addWidget(phone)
        if face.action:
            go = Button(look, face.action, ButtonKind.PRIMARY, Icon.VIDEO, 44)
            go.clicked.connect(lambda: self.commanded.emit(OpenVisit(self.visit_id)))
            flow.addWidget(go)
        return holder


def _facts(row: Row, state: DayState) -> tuple[tuple[str, str], ...]:
    """Heading and words, in the order in which they are read; what is not known is left out."""
    translate = QCoreApplication.translate
    visit = row.visit
    found = (
        (translate("Day", "Tid"), _span(visit)),
        (translate("Day", "Besök"), texts.kind(visit.kind)),
        (translate("Day", "Deltagare"), _people(visit)),
        (translate("Day", "I väntrummet"), _waiting(row, state)),
        (translate("Day", "Saknas"), ", ".join(texts.role(one.role).lower() for one in row.lacks)),
        (translate("Day", "Tätt"), texts.gap(row.gap_min) if row.gap_min is not None else ""),
        (translate("Day", "Jämförelse"), texts.match_question(visit.match).sentence),
        (translate("Day", "Telefon"), texts.phone(visit)),
        (translate("Day", "Källor"), _sources(visit, state)),
    )
    return tuple((heading, words) for heading, words in found if words)


def _span(visit: Visit) -> str:
    span = f"{texts.clock_time(visit.start)}–{texts.clock_time(visit.end)}"
    return f"{span} ({texts.minutes(visit.start, visit.end)})"


def _people(visit: Visit) -> str:
    words = [texts.participant(person) for person in visit.participants]
    counts = {word: words.count(word) for word in words}
    return ", ".join(f"{n} × {word}" if n > 1 else word for word, n in counts.items())


def _waiting(row: Row, state: DayState) -> str:
    return "; ".join(
        f"{texts.role(w.role)} {texts.waited(w.since, state.now)}, {_tested(w.devices_ok)}" for w in row.waiting
    )


def _tested(devices_ok: bool | None) -> str:
    translate = QCoreApplication.translate
    if devices_ok is None:
        return translate("Day", "bild och ljud inte provade än")
    return (
        translate("Day", "bild och ljud provade") if devices_ok else translate("Day", "bild eller ljud fungerar inte")
    )


def _sources(visit: Visit, state: DayState) -> str:
    ages = {s.name: texts.freshness(s.read_at, s.stale) for s in state.shown.sources}
    return ", ".join(f"{texts.source(name)} ({ages[name]})" for name in visit.sources if name in ages)


def _grid(look: Look, facts: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    keep_spaced(look, grid, (0, 0, 0, 0), 4)
    look.follow(grid, lambda box: box.setHorizontalSpacing(look.px(18)))
    grid.setColumnStretch(1, 1)
    for line, (heading, words) in enumerate(facts):
        said = Label(look, words, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(Label(look, heading, TextRole.BODY_MEDIUM, Ink.MUTED), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(said, line, 1)
    return grid
