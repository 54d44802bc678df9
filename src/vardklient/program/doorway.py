"""How the program is called from outside: a second start, a link on the command line, macOS's own event."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from vardklient.flows.day import LookAt
from vardklient.program.deeplink import OpenedLinks, Pointer
from vardklient.program.forward import come_forward
from vardklient.program.instance import Instance
from vardklient.ui.look import Tone
from vardklient.ui.notices import Notice
from vardklient.ui.rail import Page
from vardklient.ui.texts.links import link_unknown

if TYPE_CHECKING:
    from vardklient.program.program import Program

_NOTICE = "link"


class Doorway(QObject):
    """Lives on the GUI thread.

    Args:
        instance: the place of the first, taken; None where nobody is kept out.
        link: that the program was started with.
    """

    def __init__(self, app: QApplication, program: Program, instance: Instance | None, link: str = "") -> None:
        super().__init__(program)
        self._window = program.window
        self._links = OpenedLinks(self)
        self._pointer = Pointer(self._point, self._say_unknown, self._go_home)
        app.installEventFilter(self._links)
        self._links.opened.connect(self._opened)
        program.day_shown.connect(self._pointer.show_day)
        if instance is not None:
            program.painted.connect(instance.listen)
            program.closing.connect(instance.deafen)
            instance.called.connect(self._called)
        if link:
            self._pointer.follow(link)

    def _opened(self, link: str) -> None:
        come_forward(self._window)
        self._pointer.follow(link)

    def _called(self, ident: str) -> None:
        come_forward(self._window)
        if ident:
            self._pointer.seek(ident)

    def _point(self, visit_id: str) -> None:
        """Lead the eye and the keyboard to it."""
        self._window.notices.drop(_NOTICE)
        self._window.navigate(Page.DAY)
        self._window.day.lead_to(visit_id)

    def _go_home(self, day: date) -> None:
        self._window.day.commanded.emit(LookAt(day))

    def _say_unknown(self) -> None:
        words = link_unknown()
        self._window.notices.show_notice(Notice(words.sentence, words.remedy, Tone.WARN, replace=_NOTICE))
