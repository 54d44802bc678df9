"""What 500 visits cost the window's thread: an update of the list, and a scroll of it against a plain QListView.

Run: python -m bench.daylist [ROWS]      on a private Xvfb; prints median and worst milliseconds, and ratios.
Goal: every update of 500 rows at most 16 ms. An update is `DayView.show_state` and all that Qt does because of it: the
lists' layout, then the paint of what is on the screen. Exit code 0: met; 1: not.
The plain list has the same number of rows of the same height with one line of text each, and is scrolled in the same
steps in the same minute; both are taken in turns.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from tests.peers.display import VirtualDisplay
from tests.ui import days

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QScrollBar

    from vardklient.flows.day import DayState
    from vardklient.ui.mainwindow import MainWindow

ROUNDS = 40
STEP_PX = 53
GOAL_MS = 16.0


def updates(count: int) -> dict[str, Iterator[DayState]]:
    """By name: the states that are shown one after the other."""
    from vardklient.domain.visit import Match
    from vardklient.flows.day import Row

    day = days.many(count)

    def changed(matches: tuple[Match, ...], every: int) -> DayState:
        rows = [
            replace(r, visit=replace(r.visit, match=matches[n % len(matches)])) if n % every == 0 else r
            for n, r in enumerate(day.rows)
        ]
        return replace(day, rows=tuple(rows))

    def fresh() -> DayState:
        """The same, read anew: every row is another object."""
        rows = tuple(Row(replace(r.visit), r.stage, r.waiting) for r in day.rows)
        return replace(day, rows=rows)

    def other(names: str) -> DayState:
        rows = tuple(Row(replace(r.visit, visit_id=f"{names}{n}")) for n, r in enumerate(day.rows))
        return replace(day, rows=rows, next_id=rows[0].visit.visit_id)

    doubts = (Match.AGREES, Match.TIME_DIFFERS, Match.MISMATCH)
    ticks = (replace(day, now=day.now + timedelta(seconds=15 * n)) for n in range(10**6))
    return {
        "a tick of the clock": ticks,
        "read anew, nothing changed": (fresh() for _ in range(10**6)),
        "every tenth row changed": cycle([changed(doubts, 10), changed(doubts[1:], 10)]),
        "every row changed": cycle([changed(doubts, 1), changed(doubts[1:], 1)]),
        "all other visits": cycle([other("a"), other("b")]),
    }


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began_s = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began_s)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with VirtualDisplay() as display:
        os.environ.update(display.environment())
        from vardklient.ui.application import make_application
        from vardklient.ui.mainwindow import MainWindow

        app = make_application(["bench"], language="sv", theme="light", text_scale=1.0)
        window = MainWindow(app.look)
        window.resize(1280, 760)
        window.show()
        settle(app)
        first_ms = timed(partial(_show, app, window, days.many(count)))
        print(f"first time that {count} rows are shown, with all that holds them: {first_ms:.1f} ms")
        worst = measure_updates(app, window, count)
        measure_scroll(app, window, count)
        window.close()
    print(f"goal: an update of {count} rows in at most {GOAL_MS:.0f} ms: {'met' if worst <= GOAL_MS else 'not met'}")
    return 0 if worst <= GOAL_MS else 1


def settle(app: QApplication) -> None:
    """All that Qt still has to do."""
    for _ in range(3):
        app.sendPostedEvents()
        app.processEvents()


def _show(app: QApplication, window: MainWindow, state: DayState) -> None:
    window.day.show_state(state)
    settle(app)


def _scroll(app: QApplication, bar: QScrollBar, there: int) -> None:
    bar.setValue(there)
    settle(app)


def measure_updates(app: QApplication, window: MainWindow, count: int) -> float:
    """The worst median."""
    medians = []
    for name, states in updates(count).items():
        spent, painted = [], []
        for _ in range(ROUNDS):
            state = next(states)
            spent.append(timed(partial(window.day.show_state, state)))
            painted.append(timed(partial(settle, app)))
        whole = [a + b for a, b in zip(spent, painted, strict=True)]
        medians.append(statistics.median(whole))
        print(f"{name}: median {medians[-1]:.1f} ms (the list {statistics.median(spent):.1f}, layout and paint "
              f"{statistics.median(painted):.1f}), worst {max(whole):.1f} ms")  # fmt: skip
    return max(medians)


def measure_scroll(app: QApplication, window: MainWindow, count: int) -> None:
    from PySide6.QtCore import QSize, QStringListModel, Qt
    from PySide6.QtWidgets import QListView, QStyledItemDelegate

    day = window.day
    row_px = day.later.visualRect(day.later.rows.index(0, 0)).height()

    class Plain(QStyledItemDelegate):
        def sizeHint(self, option: object, index: object) -> QSize:
            return QSize(100, row_px)

    plain = QListView()
    plain.setModel(QStringListModel([day.later.rows.face(n % (count - 1)).spoken for n in range(count)], plain))
    plain.setItemDelegate(Plain(plain))
    plain.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    plain.resize(day.size())
    plain.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    plain.show()
    settle(app)
    spent: dict[str, list[float]] = {"ours": [], "plain": []}
    for turn in range(4 * ROUNDS):
        for name, view in (("ours", day), ("plain", plain)):
            bar = view.verticalScrollBar()
            there = (turn + 1) * STEP_PX % max(1, bar.maximum())
            spent[name].append(timed(partial(_scroll, app, bar, there)))
    ours, simple = statistics.median(spent["ours"]), statistics.median(spent["plain"])
    print(f"a scroll by {STEP_PX} px: ours {ours:.2f} ms (worst {max(spent['ours']):.1f}), plain QListView "
          f"{simple:.2f} ms (worst {max(spent['plain']):.1f}), ratio {ours / simple:.2f}")  # fmt: skip
    plain.close()


if __name__ == "__main__":
    sys.exit(main())
