"""Today: the next visit large, the others by time, what could not be read, and how fresh it all is.

The first window shows this page while the day is being read. What holds visits is made when the first have come.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vardklient.domain.verdict import Severity, Verdict
from vardklient.flows.day import DayState, OpenVisit, Row
from vardklient.ui import texts
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.rowface import is_earlier, row_face
from vardklient.ui.scroll_card import ScrollBody
from vardklient.ui.widgets import Card, CardKind, Chip, IconLabel, Label

if TYPE_CHECKING:
    from vardklient.ui.confirm import ConfirmPanel
    from vardklient.ui.hero import HeroCard
    from vardklient.ui.visitlist import VisitList

HEAD_EM = 50
MOST_PROBLEMS = 3


class DayView(QScrollArea):
    """The day's page.

    Signals:
        commanded: one of the flow's events: `OpenVisit`, `ConfirmOpen`, `CancelOpen`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._state: DayState | None = None
        self._selfcheck: tuple[Severity, datetime | None, Verdict | None] | None = None
        self._panel: ConfirmPanel | None = None
        self._body = ScrollBody()
        self._page = page = column(look, self._body, (32, 26, 32, 24), 14)
        self._add_head(page)
        self.advice = Label(look, "", ink=Ink.MUTED, wrap=True)
        self.advice.hide()
        page.addWidget(self.advice)
        self._notes = QWidget()
        self._notes_box = column(look, self._notes, spacing=8)
        page.addWidget(self._notes)
        self._empty = _Empty(look)
        page.addWidget(self._empty)
        page.addSpacing(look.px(4))
        self._later_heading = Label(look, "", TextRole.STRONG)
        self._earlier_heading = Label(look, "", TextRole.STRONG)
        for heading in (self._later_heading, self._earlier_heading):
            page.addWidget(heading)
            heading.hide()
        self._others = Label(look, "", TextRole.SMALL, Ink.MUTED, wrap=True)
        page.addWidget(self._others)
        page.addStretch()
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self._again)
        self._again()

    # ------------------------------------------------------------ building

    def _add_head(self, page: QVBoxLayout) -> None:
        look = self._look
        head = Reflow(look, HEAD_EM, 10)
        words = QWidget()
        box = column(look, words, spacing=2)
        self._title = Label(look, lambda: QCoreApplication.translate("Day", "Idag"), TextRole.TITLE)
        self._subtitle = Label(look, "", ink=Ink.MUTED, wrap=True)
        box.addWidget(self._title)
        box.addWidget(self._subtitle)
        head.add(words, 1)
        holder = QWidget()
        flow = Flow(look, holder, 8)
        self.selfcheck_chip = Chip(look)
        self.selfcheck_chip.hide()
        flow.addWidget(self.selfcheck_chip)
        centred = QWidget()
        middle = column(look, centred)
        middle.addStretch()
        middle.addWidget(holder)
        middle.addStretch()
        head.add(centred)
        page.addWidget(head)

    @cached_property
    def hero(self) -> HeroCard:
        """The next visit."""
        from vardklient.ui.hero import HeroCard

        hero = HeroCard(self._look)
        hero.commanded.connect(self.commanded)
        self._page.insertWidget(self._page.indexOf(self._empty), hero)
        return hero

    @cached_property
    def later(self) -> VisitList:
        """The visits to come."""
        return self._make_list(self._later_heading)

    @cached_property
    def earlier(self) -> VisitList:
        """The visits that are over."""
        return self._make_list(self._earlier_heading)

    def _make_list(self, heading: Label) -> VisitList:
        from vardklient.ui.visitlist import VisitList

        visits = VisitList(self._look)
        visits.opened.connect(self._open)
        visits.reached.connect(lambda rect, v=visits: self._let_see(v, rect))
        self._page.insertWidget(self._page.indexOf(heading) + 1, visits)
        return visits

    # ------------------------------------------------------------ showing

    def show_state(self, state: DayState) -> None:
        """Show the flow's snapshot."""
        self._state = state
        heading = [texts.day_heading(state.day)]
        if not state.loading:
            heading.append(_visits(sum(1 for r in state.rows if r.visit.remote)))
        self._subtitle.say(" · ".join(heading))
        self._show_notes(state)
        self._others.setVisible(bool(state.others))
        self._others.say(_others(len(state.others)))
        if state.loading and not state.rows:
            self._empty.show_state(state)
        else:
            self._show_visits(state)

    def _show_visits(self, state: DayState) -> None:
        hero = state.row(state.active_id) or state.row(state.next_id)
        self._show_hero(hero, state)
        rest = [r for r in state.rows if r is not hero]
        self._show_list(self._later_heading, self.later, [r for r in rest if not is_earlier(r)], state)
        self._show_list(self._earlier_heading, self.earlier, [r for r in rest if is_earlier(r)], state)
        self._show_question(state, hero)

    def show_selfcheck(self, overall: Severity, at: datetime | None, first: Verdict | None = None) -> None:
        """Show the last self-test's result beside the heading, and under it the one thing to do.

        Args:
            overall: the worst verdict.
            at: when it was done; None: it is under way, and what is to be done is not known yet.
            first: whose remedy comes first; None: nothing is to be done.
        """
        if (overall, at, first) != self._selfcheck:
            self._selfcheck = (overall, at, first)
            self._show_selfcheck(overall, at, first)

    def _show_selfcheck(self, overall: Severity, at: datetime | None, first: Verdict | None) -> None:
        words, tone, icon = _selfcheck_words(overall, at)
        self.selfcheck_chip.show_chip(words, tone, icon)
        self.selfcheck_chip.show()
        known = first if at is not None else None
        said = texts.advice(known.advice, known.device) if known is not None else texts.AdviceText("")
        self.advice.say(f"{said.sentence} {said.remedy}".strip())
        self.advice.setVisible(bool(said.sentence))

    def _again(self) -> None:
        translate = QCoreApplication.translate
        self._later_heading.say(translate("Day", "Senare idag"))
        self._earlier_heading.say(translate("Day", "Tidigare idag"))
        if self._panel is not None and self._state is not None:
            self._drop_panel()
        if self._state is not None:
            self.show_state(self._state)
        if self._selfcheck is not None:
            self._show_selfcheck(*self._selfcheck)

    def _show_hero(self, hero: Row | None, state: DayState) -> None:
        self._empty.setVisible(hero is None)
        if hero is not None:
            self.hero.show_row(hero, state)
        else:
            self._empty.show_state(state)

    def _show_list(self, heading: Label, visits: VisitList, rows: list[Row], state: DayState) -> None:
        visits.setAccessibleName(heading.text())
        visits.show_rows([row_face(r, state) for r in rows])
        heading.setVisible(bool(rows))
        visits.setVisible(bool(rows))

    def _show_notes(self, state: DayState) -> None:
        while (item := self._notes_box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for source in state.sources:
            if source.stale:
                self._notes_box.addWidget(_note(self._look, *_stale_words(source.name, source.read_at)))
        for found in state.problems[:MOST_PROBLEMS]:
            words = texts.problem(found)
            self._notes_box.addWidget(_note(self._look, words.sentence, words.remedy, texts.problem_place(found)))
        if len(state.problems) > MOST_PROBLEMS:
            more = QCoreApplication.translate("Day", "… och {n} rader till som inte kunde läsas.")
            more = more.format(n=len(state.problems) - MOST_PROBLEMS)
            self._notes_box.addWidget(Label(self._look, more, TextRole.SMALL, Ink.MUTED, wrap=True))
        self._notes.setVisible(self._notes_box.count() > 0)

    # ------------------------------------------------------------ the question

    def _show_question(self, state: DayState, hero: Row | None) -> None:
        asked = state.row(state.asking) if state.asking else None
        if self._panel is not None and (asked is None or self._panel.visit_id != asked.visit.visit_id):
            self._drop_panel()
        self.hero.setVisible(hero is not None and asked is not hero)
        if asked is None or self._panel is not None:
            return
        from vardklient.ui.confirm import ConfirmPanel

        if asked is hero:
            self._panel = ConfirmPanel(self._look, asked.visit)
            self._page.insertWidget(self._page.indexOf(self.hero) + 1, self._panel)
        else:
            visits = self._list_of(asked)
            self._panel = ConfirmPanel(self._look, asked.visit, visits.gap_px)
            visits.ask(asked.visit.visit_id, self._panel)
        self._panel.commanded.connect(self.commanded)
        self._panel.show()
        self._panel.back.setFocus(Qt.FocusReason.OtherFocusReason)
        # The panel's parts are shown by events that are under way; only then is its height known.
        QTimer.singleShot(0, self._panel, self._fit_panel)

    def _list_of(self, row: Row) -> VisitList:
        return self.earlier if is_earlier(row) else self.later

    def _fit_panel(self) -> None:
        if self._panel is not None:
            self.later.fit()
            self.earlier.fit()
            QTimer.singleShot(0, self._panel, self._see_panel)

    def _see_panel(self) -> None:
        if self._panel is not None:
            top = self._panel.mapTo(self._body, QPoint(0, 0)).y()
            self.ensureVisible(0, top + self._panel.height(), 0, 0)
            self.ensureVisible(0, top, 0, 0)

    def _drop_panel(self) -> None:
        panel, self._panel = self._panel, None
        if panel is None:
            return
        had_focus = panel.isAncestorOf(self._focused())
        on_list = self.later.panel() is panel or self.earlier.panel() is panel
        self.later.ask("", None)
        self.earlier.ask("", None)
        if not on_list:
            self._page.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        if had_focus:
            (self.later if on_list else self.hero.join).setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> QWidget:
        focused: QWidget | None = self.window().focusWidget()
        return self if focused is None else focused

    def _open(self, visit_id: str) -> None:
        self.commanded.emit(OpenVisit(visit_id))

    def _let_see(self, visits: VisitList, rect: QRect) -> None:
        middle = visits.viewport().mapTo(self._body, rect.center())
        self.ensureVisible(middle.x(), middle.y(), 0, rect.height() // 2 + self._look.px(visits.gap_px))


def _visits(count: int) -> str:
    translate = QCoreApplication.translate
    if count == 0:
        return translate("Day", "inga videobesök")
    return (translate("Day", "{n} videobesök") if count > 1 else translate("Day", "ett videobesök")).format(n=count)


def _others(count: int) -> str:
    translate = QCoreApplication.translate
    one = translate("Day", "En annan bokning idag är inte på distans.")
    many = translate("Day", "{n} andra bokningar idag är inte på distans.")
    return (one if count == 1 else many).format(n=count)


def _stale_words(source: str, read_at: datetime | None) -> tuple[str, str]:
    translate = QCoreApplication.translate
    remedy = translate("Day", "Jämför med tidboken. Listan uppdateras så snart det går.")
    if read_at is None:
        return translate("Day", "{source} kunde inte läsas.").format(source=source), remedy
    words = translate("Day", "{source} kunde inte läsas om. Det du ser är från {time}.")
    return words.format(source=source, time=texts.clock_time(read_at)), remedy


def _selfcheck_words(overall: Severity, at: datetime | None) -> tuple[str, Tone, Icon]:
    translate = QCoreApplication.translate
    if at is None:
        return translate("Day", "Utrustningen kontrolleras …"), Tone.MUTED, Icon.LOADER_CIRCLE
    words, tone, icon = {
        Severity.GREEN: (translate("Day", "Utrustningen är klar"), Tone.OK, Icon.CIRCLE_CHECK),
        Severity.YELLOW: (translate("Day", "Något att se över"), Tone.WARN, Icon.TRIANGLE_ALERT),
        Severity.RED: (translate("Day", "Utrustningen behöver åtgärdas"), Tone.BAD, Icon.CIRCLE_ALERT),
        Severity.UNKNOWN: (translate("Day", "Allt är inte provat"), Tone.MUTED, Icon.CIRCLE_HELP),
    }[overall]
    checked = translate("Day", "{result}, kontrollerad {time}").format(result=words, time=texts.clock_time(at))
    return checked, tone, icon


def _note(look: Look, sentence: str, remedy: str, where: str = "") -> QFrame:
    note = QFrame()
    note.setProperty("notice", Tone.WARN.value)
    box = row(look, note, (14, 10, 14, 10), 12)
    box.addWidget(IconLabel(look, Icon.TRIANGLE_ALERT, Ink.WARN, 20), 0, Qt.AlignmentFlag.AlignTop)
    words = column(look, spacing=1)
    words.addWidget(Label(look, sentence, TextRole.BODY_STRONG, wrap=True))
    words.addWidget(Label(look, remedy, wrap=True))
    if where:
        words.addWidget(Label(look, where, TextRole.SMALL, Ink.WARN, wrap=True))
    box.addLayout(words, 1)
    return note


class _Empty(Card):
    """What stands where the next visit would: loading, no visits, none left."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, CardKind.CARD)
        box = row(look, self, (22, 26, 22, 26), 16)
        self._picture = IconLabel(look, Icon.CALENDAR_DAYS, Ink.PRIMARY, 32)
        box.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = column(look, spacing=2)
        self._title = Label(look, "", TextRole.SUBHEADING, wrap=True)
        self._more = Label(look, "", ink=Ink.MUTED, wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._more)
        box.addLayout(words, 1)

    def show_state(self, state: DayState) -> None:
        """Say why there is no next visit."""
        translate = QCoreApplication.translate
        refreshed = translate("Day", "Listan uppdateras av sig själv.")
        if state.loading:
            title, more = translate("Day", "Hämtar dagens besök …"), ""
            icon = Icon.LOADER_CIRCLE
        elif any(r.visit.remote for r in state.rows):
            title, more, icon = translate("Day", "Inga fler videobesök idag"), refreshed, Icon.CIRCLE_CHECK
        else:
            title, more, icon = translate("Day", "Inga videobesök idag"), refreshed, Icon.CALENDAR_DAYS
        self._title.say(title)
        self._more.say(more)
        self._more.setVisible(bool(more))
        self._picture.set_icon(icon, Ink.PRIMARY)
