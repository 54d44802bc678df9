from __future__ import annotations

import threading
import time

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from vardklient.media.pump import application, wait_with_events


def test_delivers_events_until_it_is_done(qtbot: QtBot) -> None:
    done = threading.Event()
    QTimer.singleShot(5, done.set)
    began_s = time.monotonic()
    assert wait_with_events(done, 10)
    assert time.monotonic() - began_s < 5


def test_gives_up_when_the_time_is_over(qtbot: QtBot) -> None:
    assert not wait_with_events(threading.Event(), 0.05)
    assert wait_with_events(done_already(), 5)


def test_uses_the_application_that_is_there(qtbot: QtBot, qapp: object) -> None:
    assert application() is qapp


def done_already() -> threading.Event:
    done = threading.Event()
    done.set()
    return done
