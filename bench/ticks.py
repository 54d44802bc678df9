"""A timer of 16 ms on the window's thread, and how late it came: about how long a click would have waited."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer

STEP_MS = 16
LATE_MS = 33.0
"""Two pictures of a screen of 60 a second: from there on a delay is seen (the goal of the issue)."""

SCHEDULER = Path("/proc/thread-self/schedstat")
"""Nanoseconds on a processor, nanoseconds of waiting for one, turns (Linux)."""


class Beat(NamedTuple):
    """A tick: monotonic time, and how long the window's thread had computed and waited for a processor by then."""

    at_s: float
    computed_s: float
    queued_s: float


class Ticker:
    """Notes every tick from its making on; made on the window's thread."""

    def __init__(self) -> None:
        self.beats: deque[Beat] = deque()
        self._scheduler = SCHEDULER.open("rb", buffering=0)
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(STEP_MS)

    def _beat(self) -> None:
        at_s = time.monotonic()
        self._scheduler.seek(0)
        computed_ns, queued_ns, _ = self._scheduler.read().split()
        self.beats.append(Beat(at_s, int(computed_ns) / 1e9, int(queued_ns) / 1e9))

    def close(self) -> None:
        """No more ticks."""
        self._timer.stop()
        self._scheduler.close()


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late a timer was.

    Attributes:
        due: ticks that should have come.
        late: those of them that came over `LATE_MS` late, or fell out because another was so late.
        p95_ms, max_ms: how late those were that came.
        computed_ms: how long the window's own thread computed before a late tick (median).
        queued_ms: how long it waited for a processor before a late tick (median). The rest it waited for other threads.
    """

    due: int = 0
    late: int = 0
    p95_ms: float = 0.0
    max_ms: float = 0.0
    computed_ms: float = 0.0
    queued_ms: float = 0.0

    @property
    def share(self) -> float:
        """Late ones of all that were due."""
        return self.late / self.due if self.due else 1.0


def lateness(beats: Sequence[Beat], begin_s: float, end_s: float) -> Lateness:
    """Of the ticks between two times, by Qt's own rule: one that is late by more than a step begins a new row of steps.

    Ticks that fall out meanwhile count too: a window that stands still for a second has one late tick by Qt's count,
    but 61 times nobody was there.
    """
    after_ms: list[float] = []
    before_late: list[tuple[Beat, Beat]] = []
    due = late = 0
    for before, beat, due_s in zip(beats, beats[1:], _planned_s(beats), strict=False):
        if not begin_s <= beat.at_s < end_s:
            continue
        after_ms.append(max(0.0, 1000 * (beat.at_s - due_s)))
        missed = int(after_ms[-1] / STEP_MS)
        due += 1 + missed
        late += sum(after_ms[-1] - n * STEP_MS > LATE_MS for n in range(missed + 1))
        if after_ms[-1] > LATE_MS:
            before_late.append((before, beat))
    if not after_ms:
        return Lateness()
    after_ms.sort()
    p95_ms = after_ms[int(0.95 * (len(after_ms) - 1))]
    computed_ms = median([1000 * (b.computed_s - a.computed_s) for a, b in before_late] or [0.0])
    queued_ms = median([1000 * (b.queued_s - a.queued_s) for a, b in before_late] or [0.0])
    return Lateness(due, late, p95_ms, after_ms[-1], computed_ms, queued_ms)


def _planned_s(beats: Sequence[Beat]) -> list[float]:
    """For every beat: when Qt plans the next one."""
    planned: list[float] = []
    due_s = float("-inf")
    for at_s, *_ in beats:
        next_s = due_s + STEP_MS / 1000
        due_s = next_s if next_s >= at_s else at_s + STEP_MS / 1000
        planned.append(due_s)
    return planned


WORST = ("p95_ms", "max_ms", "computed_ms", "queued_ms")


def together(parts: Sequence[Lateness]) -> Lateness:
    """Several windows as one; the worst of them where there is no sum."""
    return Lateness(
        sum(part.due for part in parts),
        sum(part.late for part in parts),
        *(max((getattr(part, name) for part in parts), default=0.0) for name in WORST),
    )
