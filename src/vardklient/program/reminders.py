"""Brings the reminders to the user: a notification of the system, and the window's place in the taskbar.

How much is said (docs/decisions/021-calling.md):

| the screen is | the title | which visit, by its time | initials and year |
|---|---|---|---|
| locked | only when somebody waits | no | no |
| perhaps locked: the system does not tell | yes | no | no |
| in a call, where it may be shared | yes | no | no |
| in use | yes | yes | if the setting says so; it is off until somebody turns it on |
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from vardklient.flows.reminders import Occasion, Remind
from vardklient.ports.clock import Clock
from vardklient.program.forward import come_forward
from vardklient.ui.notifications import Notifier
from vardklient.ui.texts.reminders import details, title

_ARRIVALS = (Occasion.ARRIVED, Occasion.STILL_WAITING)


class Reminding(QObject):
    """Lives on the GUI thread.

    Args:
        window: whose place in the taskbar blinks, and which comes forward when a notification is pressed.
        ask_locked: has it told, at once or soon, whether the screen is locked; None: the system does not tell.
        initials: may initials and year be shown on a screen in use?
    """

    def __init__(
        self,
        window: QWidget,
        notifier: Notifier,
        clock: Clock,
        ask_locked: Callable[[Callable[[bool | None], None]], None],
        initials: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(window)
        self._window, self._notifier, self._clock = window, notifier, clock
        self._ask_locked, self._initials = ask_locked, initials
        self._closed = False
        notifier.clicked.connect(partial(come_forward, window))

    def tell(self, reminder: Remind) -> None:
        """Tell the user."""
        QApplication.alert(self._window)
        self._ask_locked(partial(self._show, reminder))

    def _show(self, reminder: Remind, locked: bool | None) -> None:
        if self._closed or (locked and reminder.occasion not in _ARRIVALS):
            return
        private = locked is not False or reminder.quiet
        more = "" if private else details(reminder, self._clock.now(), initials=self._initials())
        self._notifier.tell(_key(reminder), title(reminder), more)

    def close(self) -> None:
        """Take all notifications back."""
        self._closed = True
        self._notifier.close()


def _key(reminder: Remind) -> str:
    """One for the comings and one for the times of each visit: a repeated one takes the place of the first."""
    return f"{reminder.visit_id}-{'arrival' if reminder.occasion in _ARRIVALS else 'time'}"
