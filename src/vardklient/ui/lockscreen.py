"""Is the screen locked? Asked of the system where it tells; nothing waits for the answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from vardklient.ui.notifications import call_bus, session_bus

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)
ANSWER_WITHIN_MS = 1000
"""A reminder is held back so long for it. Own choice."""
_DESKTOP_SWITCHDESKTOP = 0x0100

Tell = Callable[[bool | None], None]


class LockScreen(QObject):
    """Asks the system. Lives on the GUI thread.

    Args:
        within_ms: who has not answered by then does not know.
    """

    def __init__(self, parent: QObject | None = None, within_ms: int = ANSWER_WITHIN_MS) -> None:
        super().__init__(parent)
        self._within_ms = within_ms

    def ask(self, tell: Tell) -> None:
        """Have it told once: True also while a screen saver is on; None where the system does not tell."""
        if sys.platform == "win32":
            tell(_locked_on_windows())
            return
        bus = session_bus()
        if bus is None:
            tell(None)
            return
        self._ask_savers(bus, tell)

    def _ask_savers(self, bus: QDBusConnection, tell: Tell) -> None:
        answers: list[bool | None] = []

        def hear(said: list[object]) -> None:
            answers.append(said[0] if len(said) == 1 and isinstance(said[0], bool) else None)
            if len(answers) == len(_SAVERS):
                known = [answer for answer in answers if answer is not None]
                tell(any(known) if known else None)

        for name, path in _SAVERS:
            call_bus(bus, (name, path, name, "GetActive"), hear, self, self._within_ms)


if sys.platform == "win32":

    def _locked_on_windows() -> bool:
        """While the screen is locked nobody may open the desktop that gets the keys."""
        import ctypes

        user32 = ctypes.windll.user32
        desktop = user32.OpenInputDesktop(0, False, _DESKTOP_SWITCHDESKTOP)
        if not desktop:
            return True
        user32.CloseDesktop(desktop)
        return False
