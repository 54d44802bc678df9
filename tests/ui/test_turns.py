from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from vardklient.ui.turns import Turns


def steps(name: str, count: int, done: list[str]) -> Iterator[None]:
    for number in range(count):
        done.append(f"{name}{number}")
        yield
    done.append(f"{name} done")


def test_one_work_after_the_other_with_the_event_loop_between_the_steps(qtbot: QtBot) -> None:
    done: list[str] = []
    turns = Turns()
    turns.add(steps("a", 2, done))
    turns.add(steps("b", 1, done))
    assert done == []
    QTimer.singleShot(0, lambda: done.append("click"))
    qtbot.waitUntil(lambda: "b done" in done)
    assert [what for what in done if what != "click"] == ["a0", "a1", "a done", "b0", "b done"]
    assert done.index("click") < done.index("a done")
    turns.add(steps("c", 0, done))
    qtbot.waitUntil(lambda: "c done" in done)


def test_after_the_stop_nothing_more_is_done(qtbot: QtBot) -> None:
    done: list[str] = []
    turns = Turns()
    work = steps("a", 3, done)
    turns.add(work)
    qtbot.waitUntil(lambda: bool(done))
    turns.stop()
    before = list(done)
    qtbot.wait(20)
    assert done == before


def test_a_step_may_stop_everything(qtbot: QtBot) -> None:
    turns = Turns()
    done: list[str] = []

    def last() -> Iterator[None]:
        turns.stop()
        done.append("stopped")
        yield
        done.append("too much")

    turns.add(last())
    qtbot.waitUntil(lambda: bool(done))
    qtbot.wait(20)
    assert done == ["stopped"]
