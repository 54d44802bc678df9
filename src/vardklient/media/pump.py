"""For commands without a window: let Qt's devices work on this thread while we wait."""

from __future__ import annotations

import threading
from functools import cache

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

_LOOK_EVERY_MS = 20


@cache
def application() -> QCoreApplication:
    """The application object that Qt's devices need, made on the main thread where there is none; it is kept."""
    return QCoreApplication.instance() or QCoreApplication(["vardklient"])


def wait_with_events(done: threading.Event, seconds: float) -> bool:
    """Deliver Qt's events (camera frames, permissions) until `done` is set or the time is over; returns `done`."""
    application()
    loop, end, look = QEventLoop(), QTimer(), QTimer()
    end.setSingleShot(True)
    end.timeout.connect(loop.quit)
    look.timeout.connect(lambda: loop.quit() if done.is_set() else None)
    end.start(max(0, round(seconds * 1000)))
    look.start(_LOOK_EVERY_MS)
    loop.exec()
    return done.is_set()
