"""The head of the day's page: which day it is, the ways to another one, the search, and how the equipment is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from vardklient.domain.verdict import Severity
from vardklient.flows.day import DayState, within_reach
from vardklient.ui import texts
from vardklient.ui.iconbutton import SIDE_PX, IconButton
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, Reflow, column
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.texts.times import counted
from vardklient.ui.widgets import Button, ButtonKind, Chip, Label

HEAD_EM = 50
BACK_KEY, AHEAD_KEY, SEARCH_KEY = "Alt+Left", "Alt+Right", "Ctrl+F"


class DayHead(Reflow):
    """The head.

    Attributes:
        chip: how the equipment is.

    Signals:
        chosen: a `date`; the user wants to see that day.
        searching: the user wants to search.
    """

    chosen = Signal(object)
    searching = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, HEAD_EM, 10)
        self._state: DayState | None = None
        words = QWidget()
        box = column(look, words, spacing=2)
        self.title = Label(look, lambda: QCoreApplication.translate("Day", "Idag"), TextRole.TITLE)
        self._subtitle = Label(look, "", ink=Ink.MUTED, wrap=True)
        box.addWidget(self.title)
        box.addWidget(self._subtitle)
        self.add(words, 1)
        self.chip = Chip(look)
        self._make_buttons(look)
        self.add(self._beside(look))

    def _make_buttons(self, look: Look) -> None:
        translate = QCoreApplication.translate
        self.home = Button(look, lambda: translate("Day", "Till idag"), ButtonKind.PLAIN, height_px=SIDE_PX)
        self.search = IconButton(look, Icon.SEARCH, lambda: translate("Day", "Sök bland besöken"), SEARCH_KEY)
        self.back = IconButton(look, Icon.CHEVRON_LEFT, lambda: translate("Day", "Dagen före"), "Alt+←")
        self.ahead = IconButton(look, Icon.CHEVRON_RIGHT, lambda: translate("Day", "Dagen efter"), "Alt+→")
        self.home.hide()
        self.home.clicked.connect(self.go_home)
        self.search.clicked.connect(self.searching)
        self.back.clicked.connect(lambda: self.step(-1))
        self.ahead.clicked.connect(lambda: self.step(1))

    def _beside(self, look: Look) -> QWidget:
        holder = QWidget()
        flow = Flow(look, holder, 8)
        self._chip_seat = self._make_chip_seat(look)
        for widget in (self._chip_seat, self.home, self.search, self.back, self.ahead):
            flow.addWidget(widget)
        centred = QWidget()
        middle = column(look, centred)
        middle.addStretch()
        middle.addWidget(holder)
        middle.addStretch()
        return centred

    def _make_chip_seat(self, look: Look) -> QWidget:
        """As high as the buttons: the chip stands in the middle beside them. Away while empty, for it takes room."""
        holder = QWidget()
        column(look, holder).addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        look.follow(holder, lambda held: held.setMinimumHeight(look.px(SIDE_PX)))
        holder.hide()
        return holder

    def show_state(self, state: DayState) -> None:
        """Say which day it is."""
        self._state = state
        shown = state.shown
        self.title.say(texts.day_name(shown.day, state.day))
        heading = [texts.day_heading(shown.day)]
        count = sum(1 for r in shown.rows if r.visit.remote)
        # That there is none is known only when everything was read.
        if count or (all(source.read_at and not source.stale for source in shown.sources) and not shown.loading):
            heading.append(_visits(count))
        self._subtitle.say(" · ".join(heading))
        self.search.setEnabled(bool(shown.rows))
        self.home.setVisible(state.look is not None)
        self.back.setEnabled(self._reach(-1) is not None)
        self.ahead.setEnabled(self._reach(1) is not None)

    def step(self, days: int) -> None:
        """To the day before or after, if one can see so far."""
        day = self._reach(days)
        if day is not None:
            self.chosen.emit(day)

    def go_home(self) -> None:
        """Back to today."""
        if self._state is not None and self._state.look is not None:
            self.chosen.emit(self._state.day)

    def _reach(self, days: int) -> date | None:
        if self._state is None:
            return None
        day = self._state.shown.day + timedelta(days=days)
        return day if within_reach(day, self._state.day) else None

    def show_selfcheck(self, overall: Severity, at: datetime | None) -> None:
        """Say how the equipment was when it was looked at last; None: that is under way."""
        words, tone, icon = _selfcheck_words(overall, at)
        self.chip.show_chip(words, tone, icon)
        self._chip_seat.show()


def _visits(count: int) -> str:
    translate = QCoreApplication.translate
    if count == 0:
        return translate("Day", "inga videobesök")
    return counted(translate("Day", "ett videobesök"), translate("Day", "{n} videobesök"), count)


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
