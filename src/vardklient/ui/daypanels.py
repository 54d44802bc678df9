"""The one panel of the day's page, a question or details: on the place of its row, or under the next visit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from vardklient.flows.day import DayState, Row
from vardklient.ui.announce import announce
from vardklient.ui.confirm import ConfirmPanel, changed_words
from vardklient.ui.daydetail import DetailPanel
from vardklient.ui.hero import HeroCard
from vardklient.ui.look import Look
from vardklient.ui.visitlist import VisitList

Panel = ConfirmPanel | DetailPanel


class PanelSeat(QObject):
    """Where the panel sits.

    Args:
        area: scrolls the page.
        page: the page's column.
        lists: those that can have the panel on a row.

    Attributes:
        panel: what is shown now.

    Signals:
        commanded: one of the flow's events.
        closed: the user has seen enough of the details.
    """

    commanded = Signal(object)
    closed = Signal()

    def __init__(
        self, look: Look, area: QScrollArea, page: QVBoxLayout, lists: Callable[[], tuple[VisitList, ...]]
    ) -> None:
        super().__init__(area)
        self._look, self._area, self._page, self._lists = look, area, page, lists
        self._body = page.parentWidget()
        self.panel: Panel | None = None
        self._on: VisitList | HeroCard | None = None

    def show_panel(self, row: Row, state: DayState, *, asks: bool, seat: VisitList | HeroCard) -> None:
        """The question about that visit if it `asks`, else its details; what is shown already is only said anew."""
        if self._shows(row, state, asks, seat):
            return
        before = self.panel
        same = before is not None and isinstance(before, ConfirmPanel) is asks and before.visit_id == row.visit.visit_id
        changed = same and isinstance(before, ConfirmPanel) and not before.asks(row.visit)
        # Made anew by itself it takes the focus from nowhere else, nor from whoever searches and has found it again.
        at_hand = self._has_focus() or not (same or isinstance(self._area.window().focusWidget(), QLineEdit))
        panel = self._make(row, state, asks, changed, seat)
        self.drop()
        self._put(panel, seat)
        if at_hand:
            panel.back.setFocus(Qt.FocusReason.OtherFocusReason)
        if changed:
            announce(panel, changed_words(), urgent=True)
        # The panel's parts are shown by events that are under way; only then is its height known.
        QTimer.singleShot(0, panel, self._fit)

    def _make(self, row: Row, state: DayState, asks: bool, changed: bool, seat: VisitList | HeroCard) -> Panel:
        gap = seat.gap_px if isinstance(seat, VisitList) else 0
        panel: Panel
        if asks:
            panel = ConfirmPanel(self._look, row.visit, gap, again=changed)
        else:
            panel = DetailPanel(self._look, row, state, gap)
            panel.closed.connect(self.closed)
        panel.commanded.connect(self.commanded)
        return panel

    def _put(self, panel: Panel, seat: VisitList | HeroCard) -> None:
        self.panel, self._on = panel, seat
        if isinstance(seat, VisitList):
            seat.ask(panel.visit_id, panel)
        else:
            self._page.insertWidget(self._page.indexOf(seat) + 1, panel)
        panel.show()

    def _shows(self, row: Row, state: DayState, asks: bool, seat: VisitList | HeroCard) -> bool:
        panel = self.panel
        if panel is None or seat is not self._on or panel.visit_id != row.visit.visit_id:
            return False
        if isinstance(panel, ConfirmPanel):
            return asks and panel.asks(row.visit)
        if not asks and panel.show_row(row, state):
            QTimer.singleShot(0, panel, self._fit_lists)
        return not asks

    def _has_focus(self) -> bool:
        focused: QWidget | None = self.panel.window().focusWidget() if self.panel is not None else None
        return focused is not None and self.panel is not None and self.panel.isAncestorOf(focused)

    def _fit_lists(self) -> None:
        if self.panel is not None:
            for visits in self._lists():
                visits.fit()

    def _fit(self) -> None:
        if self.panel is not None:
            self._fit_lists()
            QTimer.singleShot(0, self.panel, self._see)

    def _see(self) -> None:
        if self.panel is not None and self._body is not None:
            top = self.panel.mapTo(self._body, QPoint(0, 0)).y()
            self._area.ensureVisible(0, top + self.panel.height(), 0, 0)
            self._area.ensureVisible(0, top, 0, 0)

    def drop(self) -> None:
        """Take the panel away; the focus goes back to where it came from."""
        had_focus = self._has_focus()
        panel, self.panel = self.panel, None
        on, self._on = self._on, None
        if panel is None or on is None:
            return
        if isinstance(on, VisitList):
            on.ask("", None)
        else:
            self._page.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        if had_focus:
            (on if isinstance(on, VisitList) else on.join).setFocus(Qt.FocusReason.OtherFocusReason)
