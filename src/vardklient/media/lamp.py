"""A state that tells everybody when it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

S = TypeVar("S")


class Lamp(Generic[S]):
    """Holds the state of a device. Listeners are called from the thread that changes it, outside the lock."""

    def __init__(self, state: S) -> None:
        self._lock = threading.Lock()
        self._state = state
        self._listeners: tuple[Callable[[S], None], ...] = ()

    @property
    def state(self) -> S:
        """The state now."""
        return self._state

    def listen(self, listener: Callable[[S], None]) -> None:
        """From now on `listener` hears of every change."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

    def show(self, state: S) -> None:
        """Change the state; saying the same again tells nobody."""
        with self._lock:
            if state == self._state:
                return
            self._state = state
            listeners = self._listeners
        for listener in listeners:
            listener(state)
