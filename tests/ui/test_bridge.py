from __future__ import annotations

import threading

import shiboken6
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from vardklient.ui.bridge import Bridge


def test_a_snapshot_arrives_on_the_thread_of_the_window(qtbot: QtBot) -> None:
    bridge, threads = Bridge(), []
    bridge.arrived.connect(lambda _: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(bridge.arrived, timeout=5_000) as got:
        worker = threading.Thread(target=bridge.post, args=("now",))
        worker.start()
        worker.join()
    assert got.args == ["now"]
    assert threads == [bridge.thread()]


def test_the_newest_of_many_arrives_and_nothing_piles_up(qtbot: QtBot) -> None:
    bridge, seen = Bridge(), []
    bridge.arrived.connect(seen.append)
    for number in range(1_000):
        bridge.post(number)
    qtbot.waitUntil(lambda: bool(seen))
    bridge.post("after")
    qtbot.waitUntil(lambda: len(seen) > 1)
    assert seen == [999, "after"]


def test_a_report_after_the_window_is_gone_is_no_fault() -> None:
    bridge = Bridge()
    shiboken6.delete(bridge)
    bridge.post("late")
