"""Today: the next visit large, the others by time, what could not be read, and how fresh it all is. And other days.

The first window shows this page while the day is being read. What holds visits is made when the first have come.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vardklient.domain.verdict import Severity, Verdict
from vardklient.flows.day import CancelOpen, DayState, LookAt, OpenVisit, Row
from vardklient.ui import texts
from vardklient.ui.announce import announce
from vardklient.ui.dayempty import DayEmpty
from vardklient.ui.dayhead import AHEAD_KEY, BACK_KEY, SEARCH_KEY, DayHead
from vardklient.ui.layouts import column
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.rowface import RowFace, Scene, is_earlier
from vardklient.ui.rowfaces import Wardrobe
from vardklient.ui.scroll_card import ScrollBody
from vardklient.ui.widgets import Label

if TYPE_CHECKING:
    from vardklient.ui.daydeeds import RowDeeds
    from vardklient.ui.daynotes import DayNotes
    from vardklient.ui.dayothers import DayOthers, DaySources
    from vardklient.ui.daypanels import PanelSeat
    from vardklient.ui.daysearch import DaySearch
    from vardklient.ui.hero import HeroCard
    from vardklient.ui.visitlist import VisitList


class DayView(QScrollArea):
    """The day's page.

    Signals:
        commanded: one of the flow's events: `OpenVisit`, `ConfirmOpen`, `CancelOpen`, `LookAt`, `InviteTo`,
            `StartPhone`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._state: DayState | None = None
        self._selfcheck: tuple[Severity, datetime | None, Verdict | None] | None = None
        self._detail_id = ""
        self._wardrobe = Wardrobe()
        self._body = ScrollBody()
        self._page = page = column(look, self._body, (32, 26, 32, 24), 14)
        self.head = DayHead(look)
        self.head.chosen.connect(self._look_at)
        self.head.searching.connect(self._search)
        self.selfcheck_chip = self.head.chip
        self.advice = self._label(page, TextRole.BODY, Ink.MUTED)
        self.errands = self._label(page, TextRole.BODY_MEDIUM, Ink.TEXT)
        page.insertWidget(0, self.head)
        self._empty = DayEmpty(look)
        page.addWidget(self._empty)
        page.addSpacing(look.px(4))
        self._later_heading = self._label(page, TextRole.STRONG)
        self._earlier_heading = self._label(page, TextRole.STRONG)
        page.addStretch()
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._add_keys()
        look.changed.connect(self._again)

    def _label(self, page: QVBoxLayout, role: TextRole, ink: Ink = Ink.TEXT) -> Label:
        label = Label(self._look, "", role, ink, wrap=True)
        page.addWidget(label)
        label.hide()
        return label

    def _add_keys(self) -> None:
        for keys, slot in (
            (SEARCH_KEY, self._search),
            (BACK_KEY, lambda: self.head.step(-1)),
            (AHEAD_KEY, lambda: self.head.step(1)),
            ("Esc", self._escape),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    # ------------------------------------------------------------ parts made when they are needed

    @cached_property
    def hero(self) -> HeroCard:
        """The next visit."""
        from vardklient.ui.hero import HeroCard

        hero = HeroCard(self._look)
        hero.commanded.connect(self.commanded)
        hero.menu_asked.connect(self._offer)
        self._page.insertWidget(self._page.indexOf(self._empty), hero)
        return hero

    @cached_property
    def later(self) -> VisitList:
        """The visits to come; on another day, and while one searches, all of them."""
        return self._make_list(self._later_heading)

    @cached_property
    def earlier(self) -> VisitList:
        """The visits that are over."""
        return self._make_list(self._earlier_heading)

    def _make_list(self, heading: Label) -> VisitList:
        from vardklient.ui.visitlist import VisitList

        visits = VisitList(self._look)
        visits.opened.connect(self._open)
        visits.menu_asked.connect(self._offer)
        visits.reached.connect(lambda rect, v=visits: self._let_see(v, rect))
        self._page.insertWidget(self._page.indexOf(heading) + 1, visits)
        return visits

    @cached_property
    def search(self) -> DaySearch:
        """Where one searches."""
        from vardklient.ui.daysearch import DaySearch

        search = DaySearch(self._look)
        search.changed.connect(self._show_again)
        search.closed.connect(self._stop_searching)
        search.field.left.connect(lambda: self.later.setFocus(Qt.FocusReason.TabFocusReason))
        self._page.insertWidget(1, search)
        QWidget.setTabOrder(self.head.ahead, search.field)
        QWidget.setTabOrder(search.field, search.leave)
        return search

    @cached_property
    def notes(self) -> DayNotes:
        """What could not be read."""
        from vardklient.ui.daynotes import DayNotes

        notes = DayNotes(self._look)
        self._page.insertWidget(self._page.indexOf(self.errands) + 1, notes)
        return notes

    @cached_property
    def others(self) -> DayOthers:
        """The bookings that are no visits by video."""
        from vardklient.ui.dayothers import DayOthers

        others = DayOthers(self._look)
        self._page.insertWidget(self._page.count() - 1, others)
        return others

    @cached_property
    def sources(self) -> DaySources:
        """Where it all comes from, and how old it is."""
        from vardklient.ui.dayothers import DaySources

        sources = DaySources(self._look)
        self._page.insertWidget(self._page.count() - 1, sources)
        return sources

    @cached_property
    def _seat(self) -> PanelSeat:
        from vardklient.ui.daypanels import PanelSeat

        seat = PanelSeat(self._look, self, self._page, lambda: (self.later, self.earlier))
        seat.commanded.connect(self.commanded)
        seat.closed.connect(lambda: self.show_details(""))
        return seat

    @cached_property
    def deeds(self) -> RowDeeds:
        """What the menu of a visit does."""
        from vardklient.ui.daydeeds import RowDeeds

        deeds = RowDeeds(self._look, self)
        deeds.commanded.connect(self.commanded)
        deeds.detailed.connect(self.show_details)
        return deeds

    # ------------------------------------------------------------ showing

    def show_state(self, state: DayState) -> None:
        """Show the flow's snapshot."""
        before, self._state = self._state, state
        shown = state.shown
        self.head.show_state(state)
        words = texts.errands(shown.errands)
        self.errands.say(words)
        self.errands.setVisible(bool(words))
        if shown.rows or not shown.loading or "later" in self.__dict__:
            # In this order: it is that of the tab key.
            self._show_visits(state)
            self.notes.show_state(shown)
            self.others.show_others(shown.others)
            self.sources.show_sources(shown.sources)
        else:
            self._empty.show_state(state)
        if before is not None and before.shown.day != shown.day:
            self._turn(state)

    def _turn(self, state: DayState) -> None:
        """Another day is on the page."""
        self._detail_id = ""
        self.verticalScrollBar().setValue(0)
        announce(self, f"{texts.day_name(state.shown.day, state.day)}, {texts.day_heading(state.shown.day)}")

    def _show_visits(self, state: DayState) -> None:
        scene, rows = Scene(state), state.shown.rows
        card = self.hero
        dressed = self._wardrobe.dress(rows, scene)
        hero = None if scene.looking or self._typed else state.row(state.active_id) or state.row(state.next_id)
        later: list[RowFace] = []
        earlier: list[RowFace] = []
        for row, face in zip(rows, dressed, strict=True):
            if row is hero:
                card.show_row(row, face, state.now)
            elif scene.looking or self._typed or not is_earlier(row):
                later.append(face)
            else:
                earlier.append(face)
        if self._typed:
            later = self._found(later)
        self._say_headings(scene.looking, len(later))
        self._show_list(self._later_heading, self.later, later)
        self._show_list(self._earlier_heading, self.earlier, earlier)
        self._show_empty(state, hero, later)
        self._show_panel(state, hero)

    @property
    def _typed(self) -> str:
        return self.search.typed if "search" in self.__dict__ else ""

    def _found(self, faces: list[RowFace]) -> list[RowFace]:
        from vardklient.domain.find import Finder

        finder = Finder.of(self._typed)
        found = [face for face in faces if finder.finds(face.label, (face.clock, *face.years), face.said)]
        self.search.show_found(len(found))
        return found

    def _say_headings(self, looking: bool, count: int) -> None:
        translate = QCoreApplication.translate
        if self._typed:
            from vardklient.ui.daysearch import found_words

            words = found_words(count)
            self._later_heading.say(words[:1].upper() + words[1:])
        else:
            self._later_heading.say(translate("Day", "Besök") if looking else translate("Day", "Senare idag"))
        self._earlier_heading.say(translate("Day", "Tidigare idag"))

    def _show_list(self, heading: Label, visits: VisitList, faces: list[RowFace]) -> None:
        visits.setAccessibleName(heading.text())
        visits.show_rows(faces)
        heading.setVisible(bool(faces))
        visits.setVisible(bool(faces))

    def _show_empty(self, state: DayState, hero: Row | None, later: list[RowFace]) -> None:
        if self._typed:
            self._empty.setVisible(not later)
            self._empty.show_nothing_found()
            return
        self._empty.setVisible(hero is None and not (state.look is not None and later))
        self._empty.show_state(state)

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
        self.head.show_selfcheck(overall, at)
        known = first if at is not None else None
        said = texts.advice(known.advice, known.device) if known is not None else texts.AdviceText("")
        self.advice.say(f"{said.sentence} {said.remedy}".strip())
        self.advice.setVisible(bool(said.sentence))

    def _again(self) -> None:
        """Theme, text size or language are others now."""
        self._wardrobe.clear()
        self._drop_panel()
        if "sources" in self.__dict__:
            self.sources.renew()
        self._show_again()
        if self._selfcheck is not None:
            self._show_selfcheck(*self._selfcheck)

    def _show_again(self) -> None:
        if self._state is not None:
            self.show_state(self._state)

    # ------------------------------------------------------------ the question, and details

    def _show_panel(self, state: DayState, hero: Row | None) -> None:
        asked = state.row(state.asking) if state.asking and state.look is None else None
        detailed = state.shown.row(self._detail_id) if asked is None and self._detail_id else None
        self.hero.setVisible(hero is not None and asked is not hero)
        wanted = asked or detailed
        seat = self._seat_of(wanted, hero) if wanted is not None else None
        if wanted is None or seat is None:
            self._drop_panel()
        else:
            self._seat.show_panel(wanted, state, asks=asked is not None, seat=seat)

    def _seat_of(self, row: Row, hero: Row | None) -> VisitList | HeroCard | None:
        """Where its panel goes; nowhere while a search hides the row."""
        if row is hero:
            return self.hero
        visits = self._list_of(row)
        return visits if visits.rows.index_of(row.visit.visit_id).isValid() else None

    def _drop_panel(self) -> None:
        if "_seat" in self.__dict__:
            self._seat.drop()

    def _list_of(self, row: Row) -> VisitList:
        looking = self._state is not None and self._state.look is not None
        return self.earlier if is_earlier(row) and not looking and not self._typed else self.later

    def show_details(self, visit_id: str) -> None:
        """Show all that is known of that visit in the place of its row; "" closes it."""
        self._detail_id = visit_id
        self._show_again()

    def lead_to(self, visit_id: str) -> None:
        """Lead the eye and the keyboard to that visit of today; a search in which it may not be found is over."""
        self._stop_searching()
        panel = self._seat.panel
        if panel is not None and panel.visit_id == visit_id:
            panel.back.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for visits in (self.later, self.earlier):
            place = visits.rows.index_of(visit_id)
            if place.isValid():
                visits.setCurrentIndex(place)
                visits.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.hero.take_focus()

    # ------------------------------------------------------------ said by the user

    def _open(self, visit_id: str) -> None:
        self.commanded.emit(OpenVisit(visit_id))

    def _look_at(self, day: date) -> None:
        self._stop_searching()
        self.commanded.emit(LookAt(day))

    def _search(self) -> None:
        if self._state is not None and self._state.shown.rows:
            self.search.open()
            self.verticalScrollBar().setValue(0)

    def _stop_searching(self) -> None:
        if "search" in self.__dict__ and not self.search.isHidden():
            self.search.close_up()
            self._show_again()
            self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _escape(self) -> None:
        """One step back: from the question or the details, from the search, from the other day."""
        if self._state is None:
            return
        if self._state.asking:
            self.commanded.emit(CancelOpen())
        elif self._detail_id:
            self.show_details("")
        elif "search" in self.__dict__ and not self.search.isHidden():
            self._stop_searching()
        else:
            self.head.go_home()

    def _offer(self, asked: tuple[str, QPoint]) -> None:
        visit_id, place = asked
        row = self._state.shown.row(visit_id) if self._state is not None else None
        if self._state is not None and row is not None:
            self.deeds.offer(row, self._state, place)

    def _let_see(self, visits: VisitList, rect: QRect) -> None:
        middle = visits.viewport().mapTo(self._body, rect.center())
        self.ensureVisible(middle.x(), middle.y(), 0, rect.height() // 2 + self._look.px(visits.gap_px))
