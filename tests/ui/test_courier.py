from __future__ import annotations

import threading

import shiboken6
from pytestqt.qtbot import QtBot

from vardklient.ui.courier import Courier


def test_everything_arrives_in_order_on_the_windows_thread(qtbot: QtBot) -> None:
    courier, heard = Courier(), []
    courier.arrived.connect(lambda thing: heard.append((thing, threading.current_thread())))
    thread = threading.Thread(target=lambda: [courier.post((n,)) for n in range(50)])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(heard) == 50)
    assert heard == [((n,), threading.main_thread()) for n in range(50)]


def test_what_comes_when_the_window_has_gone_is_lost_quietly(qtbot: QtBot) -> None:
    courier = Courier()
    shiboken6.delete(courier)
    courier.post(1)
