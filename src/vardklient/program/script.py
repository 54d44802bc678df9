"""A script that goes through the real program: each step acts as a user would, then waits until it has happened."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

LOOK_EVERY_MS = 40


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One step.

    Attributes:
        name: short; the picture's file name too.
        act: what the user does; raises LookupError when the thing to press is not there.
        happened: has it happened?
        window: what to take a picture of afterwards.
        within_s: if it has not happened by then, it did not.
        settle_s: so long after it has happened the picture is taken, so that what moves has come to rest.
    """

    name: str
    act: Callable[[], None]
    happened: Callable[[], bool]
    window: Callable[[], QWidget]
    within_s: float = 15.0
    settle_s: float = 0.3


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of a step. `seconds` counts from the act to when it had happened; `why` is empty when it did."""

    step: str
    ok: bool
    seconds: float
    picture: str
    why: str = ""


class Script(QObject):
    """Runs the steps one after the other on the GUI thread; stops at the first that does not happen.

    Signals:
        told: a `StepResult`, after each step.
        ended: the list of all `StepResult`s.
    """

    told = Signal(object)
    ended = Signal(object)

    def __init__(self, steps: Sequence[ScriptStep], folder: Path) -> None:
        super().__init__()
        self._steps, self._folder = list(steps), folder
        self._results: list[StepResult] = []
        self._began_s = 0.0
        self._happened_s: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin with the first step."""
        self._next()

    def _next(self) -> None:
        if not self._steps:
            self.ended.emit(self._results)
            return
        self._began_s, self._happened_s = time.monotonic(), None
        try:
            self._steps[0].act()
        except LookupError as error:
            self._finish(False, f"not there: {error}")
            return
        self._timer.start()

    def _look(self) -> None:
        step, now_s = self._steps[0], time.monotonic()
        if self._happened_s is None and self._has_happened(step):
            self._happened_s = now_s
        if self._happened_s is not None and now_s - self._happened_s >= step.settle_s:
            self._timer.stop()
            self._finish(True, "")
        elif self._happened_s is None and now_s - self._began_s > step.within_s:
            self._timer.stop()
            self._finish(False, f"did not happen within {step.within_s:g} s")

    @staticmethod
    def _has_happened(step: ScriptStep) -> bool:
        try:
            return step.happened()
        except LookupError:  # what it looks at is not there yet
            return False

    def _finish(self, ok: bool, why: str) -> None:
        step = self._steps.pop(0)
        picture = f"{len(self._results) + 1:02d}_{step.name}.png"
        saved = step.window().grab().save(str(self._folder / picture))
        if ok and not saved:
            ok, why = False, "the picture could not be written"
        seconds = (self._happened_s or time.monotonic()) - self._began_s
        result = StepResult(step.name, ok, round(seconds, 2), picture if saved else "", why)
        self._results.append(result)
        self.told.emit(result)
        if not ok:
            self._steps.clear()
        self._next()
