"""Carries out what is chosen from the menu of a visit."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from vardklient.flows.day import DayState, InviteTo, OpenVisit, Row, StartPhone
from vardklient.ui.clipboard import LentClipboard
from vardklient.ui.daymenu import Deed, RowMenu, offers, subject_of
from vardklient.ui.look import Look
from vardklient.ui.rowface import Scene, row_face


class RowDeeds(QObject):
    """Shows the menu, and does what was chosen.

    Attributes:
        menu: the one that was shown last; Qt deletes it when it is closed.

    Signals:
        commanded: one of the flow's events.
        detailed: a visit id; its details are wanted.
    """

    commanded = Signal(object)
    detailed = Signal(object)

    def __init__(self, look: Look, owner: QWidget) -> None:
        super().__init__(owner)
        self._look, self._owner = look, owner
        self._clipboard = LentClipboard(self)
        self.menu: RowMenu | None = None

    def offer(self, row: Row, state: DayState, place: QPoint) -> None:
        """Show the menu of that visit there."""
        offered = offers(row, row_face(row, Scene(state)), state.look is not None)
        self.menu = RowMenu(self._look, self._owner, offered, lambda deed: self.do(deed, row))
        self.menu.popup(place)

    def do(self, deed: Deed, row: Row) -> None:
        """Do it."""
        visit_id = row.visit.visit_id
        match deed:
            case Deed.OPEN:
                self.commanded.emit(OpenVisit(visit_id))
            case Deed.DETAILS:
                self.detailed.emit(visit_id)
            case Deed.COPY_SUBJECT:
                self._clipboard.lend(subject_of(row.visit))
            case Deed.COPY_LINK:
                self._clipboard.lend(row.patient_link)
            case Deed.INVITE:
                self.commanded.emit(InviteTo(visit_id))
            case Deed.PHONE:
                self.detailed.emit(visit_id)
                self.commanded.emit(StartPhone(visit_id))
