"""Is the screen locked? Asked of the system where it tells."""

from __future__ import annotations

import sys

from vardklient.ui.notifications import session_bus

_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)
ANSWER_WITHIN_MS = 200
_DESKTOP_SWITCHDESKTOP = 0x0100


def screen_locked() -> bool | None:
    """True also while a screen saver is on; None where the system does not tell."""
    if sys.platform == "win32":
        return _locked_on_windows()
    return _locked_on_linux()


def _locked_on_linux() -> bool | None:
    bus = session_bus()
    if bus is None:
        return None
    from PySide6.QtDBus import QDBusMessage

    told: bool | None = None
    for name, path in _SAVERS:
        call = QDBusMessage.createMethodCall(name, path, name, "GetActive")
        call.setAutoStartService(False)
        answer = bus.call(call, timeout=ANSWER_WITHIN_MS).arguments()
        if len(answer) == 1 and isinstance(answer[0], bool):
            told = bool(told) or answer[0]
    return told


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
