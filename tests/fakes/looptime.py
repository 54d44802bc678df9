"""An event loop whose time does not pass: where nothing is left to do it is at once as late as the next timer wants."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


class _Impatient(selectors.DefaultSelector):
    """Does not wait; says how long it would have."""

    def __init__(self) -> None:
        super().__init__()
        self.passed_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:  # a thread is to wake us: that one is real
            return super().select(None)
        if not ready and timeout is not None:
            self.passed_s += max(timeout, 1e-6)
        return ready


class FakeTimeLoop(asyncio.SelectorEventLoop):
    """`loop.time()` is 0 at first, and jumps."""

    def __init__(self) -> None:
        self._impatient = _Impatient()
        super().__init__(self._impatient)

    def time(self) -> float:
        return self._impatient.passed_s


def run(work: Coroutine[object, object, T]) -> T:
    """The result of `work` on such a loop."""
    with asyncio.Runner(loop_factory=FakeTimeLoop) as runner:
        return runner.run(work)
