"""The test of the network: some nine seconds, with progress, to be cancelled at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vardklient.domain.verdict import Verdict


class NetworkStage(StrEnum):
    """What is being tried."""

    SERVER = "server"
    RELAY = "relay"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class NetworkProgress:
    """How far the test has come.

    Attributes:
        share: of the time that it will take, 0..1; never goes back.
    """

    stage: NetworkStage
    share: float


class NetworkTest(Protocol):
    """Tests the network against the clinic's visit server. Belongs to one loop."""

    async def run(self, tell: Callable[[NetworkProgress], None]) -> Verdict:
        """One test; the verdict on `Check.NETWORK`, within 30 s. Never raises for what the network does.

        To cancel it, cancel the task that runs it: afterwards no process, socket or thread of it is left. A second
        call while one runs waits for its turn.

        Args:
            tell: told of the progress, on the loop.
        """
        ...
