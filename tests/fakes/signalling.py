"""A line to a visit server that only the test speaks through."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from vardklient.ports.signalling import SignallingCommand, SignallingEvent, Welcomed


class ScriptedLine:
    """Implements `ports.signalling.Signalling`.

    Attributes:
        said: everything that was said, in order.
        closed: was it closed?
    """

    def __init__(self, welcome: Welcomed | Exception) -> None:
        self.said: list[SignallingCommand] = []
        self.closed = False
        self._welcome = welcome
        self._listeners: list[Callable[[SignallingEvent], None]] = []
        self._news = asyncio.Event()

    def on_event(self, listener: Callable[[SignallingEvent], None]) -> None:
        self._listeners.append(listener)

    async def open(self) -> None:
        if isinstance(self._welcome, Exception):
            raise self._welcome
        self.hear(self._welcome)

    async def say(self, command: SignallingCommand) -> None:
        self.said.append(command)
        self._news.set()

    async def close(self) -> None:
        self.closed = True

    def hear(self, *events: SignallingEvent) -> None:
        """The server says this."""
        for event in events:
            for listener in self._listeners:
                listener(event)

    async def until_said(self, command: SignallingCommand) -> None:
        async with asyncio.timeout(60):
            while command not in self.said:
                self._news.clear()
                await self._news.wait()
