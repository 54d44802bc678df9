"""A side of a call as the conductor sees it, and how it is spoken to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

from bench.call.figures import Notes

Message = dict[str, Any]
READY_S, REPORT_S = 60.0, 60.0


class Side(Protocol):
    """A peer with its camera and microphone running. Messages are those of the visit server's line, as JSON.

    Attributes:
        said: hears every message of the peer.
        pid: the process of which all of the side's processes descend.
    """

    said: Callable[[Message], None]

    @property
    def pid(self) -> int: ...

    async def tell(self, message: Message) -> None:
        """Say something to the peer."""
        ...

    async def notes(self) -> Notes:
        """What it noted since the last time; `totals` since the beginning."""
        ...


class Ear:
    """Sorts a peer's messages: what is waited for, and what goes to the conductor."""

    def __init__(self) -> None:
        self.said: Callable[[Message], None] = lambda message: None
        self._awaited: dict[str, asyncio.Future[Message]] = {}

    def expect(self, word: str) -> asyncio.Future[Message]:
        """The next message of this kind."""
        if word not in self._awaited:
            self._awaited[word] = asyncio.get_running_loop().create_future()
        return self._awaited[word]

    def hear(self, message: Message) -> None:
        waiting = self._awaited.pop(message["say"], None)
        if waiting is not None and not waiting.done():
            waiting.set_result(message)
        self.said(message)

    def fail(self, error: Exception) -> None:
        """The peer is gone."""
        for waiting in self._awaited.values():
            if not waiting.done():
                waiting.set_exception(error)
        self._awaited.clear()


@asynccontextmanager
async def deadline(seconds: float, what: Callable[[], str]) -> AsyncIterator[None]:
    """A time-out that says what was waited for."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise RuntimeError(what()) from None
