"""A link from outside shows a visit in the list: from the command line, a second start, or macOS's own event.

It joins nothing: any web page may hold such a link, and the camera is the user's to start.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent

from vardklient.domain.deeplink import find_visit, parse_link
from vardklient.flows.day import DayState


class OpenedLinks(QObject):
    """Hears macOS say that a link of ours was followed; install it on the application.

    Signals:
        opened: the link, as it came.
    """

    opened = Signal(object)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.type() == QEvent.Type.FileOpen:
            self.opened.emit(event.url().toString())
            return True
        return super().eventFilter(watched, event)


class Pointer:
    """Leads to a visit as soon as it is there; that there is none is said when every source has answered or failed.

    Args:
        point: shows the visit with this id in the list.
        unknown: says that there is no such visit today.
        go_home: has today shown, for the user looks at another day.
    """

    def __init__(
        self, point: Callable[[str], None], unknown: Callable[[], None], go_home: Callable[[date], None]
    ) -> None:
        self._point, self._unknown, self._go_home = point, unknown, go_home
        self._wanted = ""
        self._day: DayState | None = None

    def follow(self, link: str) -> None:
        """The user followed this link; what is no link to a visit is as good as one to a visit that is not there."""
        ident = parse_link(link)
        if ident is None:
            self._unknown()
        else:
            self.seek(ident)

    def seek(self, ident: str) -> None:
        """Lead to the visit with this id; the last one asked for counts."""
        self._wanted = ident
        self._look()

    def show_day(self, state: DayState) -> None:
        """The day as it is now."""
        self._day = state
        self._look()

    def _look(self) -> None:
        if not self._wanted or self._day is None or self._day.loading:
            return
        if self._day.look is not None:
            self._go_home(self._day.day)  # and lead there when that has been done
            return
        visit = find_visit(self._wanted, (row.visit for row in self._day.rows))
        if visit is None and not all(source.settled for source in self._day.sources):
            return
        self._wanted = ""
        if visit is None:
            self._unknown()
        else:
            self._point(visit.visit_id)
