"""All that the program knows of one visit, in the place of its row. Initials and birth year at most, as everywhere."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QSizePolicy, QWidget

from vardklient.domain.visit import Match, Visit
from vardklient.flows.day import DayState, OpenVisit, Row, StartPhone, compared
from vardklient.ui import texts
from vardklient.ui.confirm import SIDE_BY_SIDE_EM, sides
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column, keep_spaced
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowface import Scene, row_face, visit_title
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, Label


class DetailPanel(QWidget):
    """The details of one visit. They follow what happens to it, and leave the keyboard where it is.

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
        self._look = look
        self.visit_id = row.visit.visit_id
        outer = column(look, self, (0, 0, 0, gap_px))
        card = Card(look, CardKind.HERO)
        outer.addWidget(card)
        box = column(look, card, (22, 18, 22, 18), 12)
        self._title = Label(look, "", TextRole.SUBHEADING)
        self._facts = _Facts(look)
        self._sides = _Sides(look)
        for part in (self._title, self._facts, self._sides, self._make_buttons()):
            box.addWidget(part)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_row(row, state)

    def _make_buttons(self) -> QWidget:
        look, translate = self._look, QCoreApplication.translate
        holder = QWidget()
        flow = Flow(look, holder, 12)
        self.back = Button(look, translate("Day", "Stäng"), ButtonKind.SECONDARY, height_px=44)
        self._phone = Button(look, translate("Day", "Ring med datorn"), icon=Icon.PHONE, height_px=44)
        self._go = Button(look, "", ButtonKind.PRIMARY, Icon.VIDEO, 44)
        self.back.clicked.connect(self.closed)
        self._phone.clicked.connect(lambda: self.commanded.emit(StartPhone(self.visit_id)))
        self._go.clicked.connect(lambda: self.commanded.emit(OpenVisit(self.visit_id)))
        for button in (self.back, self._phone, self._go):
            flow.addWidget(button)
        return holder

    def show_row(self, row: Row, state: DayState) -> bool:
        """Show what there is to say now.

        Returns:
            Is anything other than it was, so that it may be taller or lower?
        """
        visit, face = row.visit, row_face(row, Scene(state))
        title = f"{texts.clock_time(visit.start)} · {visit_title(visit)}"
        self._title.say(title)
        self.setAccessibleName(QCoreApplication.translate("Day", "Detaljer: {visit}").format(visit=title))
        changed = self._facts.say(_facts(row, state))
        changed |= self._sides.show_visit(visit)
        for button, words in ((self._phone, visit.phone and not visit.protected), (self._go, face.action)):
            changed |= button.isHidden() is bool(words)
            self._show_button(button, bool(words))
        self._go.say(face.action)
        return changed

    def _show_button(self, button: Button, shown: bool) -> None:
        if not shown and button.hasFocus():
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setVisible(shown)


class _Facts(QWidget):
    """Heading and words, line by line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[tuple[str, str], ...] = ()
        self._words: list[Label] = []
        self._grid = QGridLayout(self)
        keep_spaced(look, self._grid, (0, 0, 0, 0), 4)
        look.follow(self._grid, lambda box: box.setHorizontalSpacing(look.px(18)))
        self._grid.setColumnStretch(1, 1)

    def say(self, facts: tuple[tuple[str, str], ...]) -> bool:
        """Say these; lines that stay are only said anew, so that what is marked in them stays marked."""
        if facts == self._shown:
            return False
        if [heading for heading, _ in facts] != [heading for heading, _ in self._shown]:
            self._lay_out(facts)
        for label, (_, words) in zip(self._words, facts, strict=True):
            label.say(words)
        self._shown = facts
        return True

    def _lay_out(self, facts: tuple[tuple[str, str], ...]) -> None:
        _clear(self._grid)
        self._words = [Label(self._look, "", wrap=True) for _ in facts]
        for line, ((heading, _), said) in enumerate(zip(facts, self._words, strict=True)):
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            named = Label(self._look, heading, TextRole.BODY_MEDIUM, Ink.MUTED)
            self._grid.addWidget(named, line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, line, 1)


class _Sides(QWidget):
    """What calendar and booking system say, where they do not agree."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[object, ...] = ()
        self._box = column(look, self)
        self.hide()

    def show_visit(self, visit: Visit) -> bool:
        """Show the sides of that visit."""
        if compared(visit) == self._shown:
            return False
        self._shown = compared(visit)
        _clear(self._box)
        if visit.match is not Match.AGREES:
            beside = Reflow(self._look, SIDE_BY_SIDE_EM, 12)
            for side in sides(self._look, visit):
                beside.add(side, 1)
            self._box.addWidget(beside)
        self.setVisible(visit.match is not Match.AGREES)
        return True


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _facts(row: Row, state: DayState) -> tuple[tuple[str, str], ...]:
    """Heading and words, in the order in which they are read; what is not known is left out."""
    translate = QCoreApplication.translate
    visit = row.visit
    found = (
        (translate("Day", "Tid"), _span(visit)),
        (translate("Day", "Slag av besök"), texts.kind(visit.kind)),
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
