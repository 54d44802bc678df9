"""A line to a visit server that is not there: what it hears is said by the test."""

from __future__ import annotations

from collections.abc import Callable

from vardklient.base.errors import SignallingError
from vardklient.ports.signalling import SignallingCommand, SignallingEvent, Welcomed


class FakeSignalling:
    """Implements ports.signalling.Signalling; answers `open` with a welcome or an error."""

    def __init__(self, link: str, answer: Welcomed | SignallingError) -> None:
        self.link = link
        self.said: list[SignallingCommand] = []
        self.closed = False
        self._answer = answer
        self._listeners: list[Callable[[SignallingEvent], None]] = []

    def on_event(self, listener: Callable[[SignallingEvent], None]) -> None:
        self._listeners.append(listener)

    def hear(self, event: SignallingEvent) -> None:
        for listener in self._listeners:
            listener(event)

    async def open(self) -> None:
        if isinstance(self._answer, SignallingError):
            raise self._answer
        self.hear(self._answer)

    async def say(self, command: SignallingCommand) -> None:
        self.said.append(command)

    async def close(self) -> None:
        self.closed = True
