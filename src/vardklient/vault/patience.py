"""Calls into the system that may never return: a keyring that hangs, a question that nobody answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Patience:
    """Waits so long and no longer. For any thread.

    Each call has a thread of its own which the end of the program does not wait for.

    Args:
        within_s: seconds that a call may take.
    """

    def __init__(self, within_s: float) -> None:
        self._within_s = within_s
        self._changed = threading.Condition()
        self._closed = False

    def wait(self, call: Callable[[], T]) -> T:
        """What the call returns.

        Raises:
            TimeoutError: it has not returned in time, or `close` was called; it may still be at it.
            BaseException: what the call raises.
        """
        answer = _Answer(call, self._changed)
        with self._changed:
            if not self._closed:
                threading.Thread(target=answer.fetch, name="keyring", daemon=True).start()
            self._changed.wait_for(lambda: answer.there or self._closed, self._within_s)
            if not answer.there:
                raise TimeoutError
        return answer.given()

    def close(self) -> None:
        """Whoever waits gives up now, and nobody waits any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class _Answer(Generic[T]):
    """What one call gave, once it has."""

    def __init__(self, call: Callable[[], T], changed: threading.Condition) -> None:
        self._call, self._changed = call, changed
        self._value: tuple[T] | None = None
        self._fault: BaseException | None = None
        self.there = False

    def fetch(self) -> None:
        try:
            self._value = (self._call(),)
        except BaseException as fault:  # noqa: BLE001 - the thread's edge: whoever waits has it
            self._fault = fault
        with self._changed:
            self.there = True
            self._changed.notify_all()

    def given(self) -> T:
        if self._fault is not None:
            raise self._fault
        assert self._value is not None
        return self._value[0]
