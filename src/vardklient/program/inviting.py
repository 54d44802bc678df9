"""The page of invitations in the window: made when it is first wanted, shown while the day says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from vardklient.base.resources import resource
from vardklient.flows.day import DayEvent, DayState, LeaveInvitation
from vardklient.ports.clock import Clock
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.rail import Page

if TYPE_CHECKING:
    from vardklient.domain.invitation import CalendarItem, Invitation
    from vardklient.domain.wordings import Wordings
    from vardklient.ui.invite import InviteView
    from vardklient.ui.look import Look


class Inviting(QObject):
    """Lives on the GUI thread.

    Args:
        tell: hands the user's wishes to the day's flow.
    """

    def __init__(
        self,
        look: Look,
        window: MainWindow,
        clock: Clock,
        tell: Callable[[DayEvent], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._window, self._clock, self._tell = look, window, clock, tell
        self._shown = ""
        window.navigated.connect(self._gone)

    @cached_property
    def view(self) -> InviteView:
        """The page."""
        from vardklient.ui.invite import InviteView

        view = InviteView(self._look, load_wordings(), _calendar_file, self._clock, _print_letter)
        view.commanded.connect(self._tell)
        return view

    def show_day(self, state: DayState) -> None:
        """Show the invitation that the day speaks of, or go back to the day."""
        before, self._shown = self._shown, state.inviting
        if state.inviting:
            self.view.show_invitation(state)
            if before != state.inviting:
                self._window.show_over(self.view)
        elif before and self.view.isVisible():
            self._window.navigate(Page.DAY)

    def _gone(self, _: Page) -> None:
        """The user has gone to another page."""
        if self._shown:
            self._tell(LeaveInvitation())


def load_wordings() -> dict[str, Wordings]:
    """The invitations' words by language.

    Raises:
        ResourceError: a file is missing or damaged.
    """
    import tomllib

    from vardklient.domain.wordings import LANGUAGES, read_wordings

    found = {}
    for language in LANGUAGES:
        path = resource(f"invitations/{language}.toml")
        found[language] = read_wordings(tomllib.loads(path.read_text("utf-8")), path.name)
    return found


def _calendar_file(item: CalendarItem) -> bytes:
    from vardklient.schedule.invite import calendar_file

    return calendar_file(item)


def _print_letter(owner: QWidget, invitation: Invitation) -> None:
    from vardklient.ui.letter_print import print_letter

    print_letter(owner, invitation)
