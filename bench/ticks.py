"""A timer of 16 ms on the window's thread, and how late it came: about how long a click would have waited."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer

STEP_MS = 16
LATE_MS = 33.0
"""Two pictures of a screen of 60 a second: from there on a delay is seen (the goal of the issue)."""


class Ticker:
    """Notes every tick from its making on. `beats_s`: monotonic times."""

    def __init__(self) -> None:
        self.beats_s: deque[float] = deque()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(STEP_MS)

    def _beat(self) -> None:
        self.beats_s.append(time.monotonic())


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late a timer was.

    Attributes:
        due: ticks that should have come.
        late: those of them that came over `LATE_MS` late, or fell out because others were late.
        p95_ms, max_ms: how late those were that came.
    """

    due: int
    late: int
    p95_ms: float
    max_ms: float

    @property
    def share(self) -> float:
        """Late ones of all that were due."""
        return self.late / self.due if self.due else 1.0


def lateness(beats_s: Sequence[float], begin_s: float, end_s: float) -> Lateness:
    """Of the ticks between two times, by Qt's own rule: one that is late by more than a step begins a new row of steps.

    Ticks that fall out meanwhile count too: a window that stands still for a second has one late tick by Qt's count,
    but 61 times nobody was there.
    """
    step_s = STEP_MS / 1000
    late_ms: list[float] = []
    due = late = 0
    due_s: float | None = None
    for beat_s in beats_s:
        if due_s is not None and begin_s <= beat_s < end_s:
            after_s = max(0.0, beat_s - due_s)
            missed = int(after_s / step_s)
            due += 1 + missed
            late += sum(1000 * (after_s - n * step_s) > LATE_MS for n in range(missed + 1))
            late_ms.append(1000 * after_s)
        on_time = due_s is not None and due_s + step_s >= beat_s
        due_s = due_s + step_s if on_time and due_s is not None else beat_s + step_s
    late_ms.sort()
    if not late_ms:
        return Lateness(0, 0, 0.0, 0.0)
    return Lateness(due, late, late_ms[int(0.95 * (len(late_ms) - 1))], late_ms[-1])


def together(parts: Sequence[Lateness]) -> Lateness:
    """Several windows as one; the worst 95 % and the worst tick of them."""
    return Lateness(
        sum(part.due for part in parts),
        sum(part.late for part in parts),
        max((part.p95_ms for part in parts), default=0.0),
        max((part.max_ms for part in parts), default=0.0),
    )
