"""Somebody who listens to a signalling client."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from vardklient.ports.signalling import SignallingEvent

T = TypeVar("T")


class Ears:
    """Keeps what was heard, in order."""

    def __init__(self) -> None:
        self.heard: list[SignallingEvent] = []
        self._news = asyncio.Event()

    def __call__(self, event: SignallingEvent) -> None:
        self.heard.append(event)
        self._news.set()

    async def until(self, kind: type[T], count: int = 1) -> T:
        """The newest of that kind, once there are so many."""
        async with asyncio.timeout(60):
            while len(found := [e for e in self.heard if isinstance(e, kind)]) < count:
                self._news.clear()
                await self._news.wait()
        return found[-1]
