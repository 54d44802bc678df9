"""Which network the machine is in, by a number of our own: one for the whole program, whoever looks, and when."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

from vardklient.calls.network.addresses import AddressWatch, Seen, see

LOOK_EVERY_S = 5.0
"""Own choice: a self-test that says so after five seconds is soon enough; a call looks oftener."""


class Networks:
    """Looks only while somebody iterates. Belongs to the core loop.

    Args:
        look: finds the machine's addresses; called on a worker.
        every_s: the pause between two looks.

    Attributes:
        number: tells the network from those before.
    """

    def __init__(
        self,
        look: Callable[[], Seen] = see,
        monotonic_s: Callable[[], float] = time.monotonic,
        every_s: float = LOOK_EVERY_S,
    ) -> None:
        self.number = 0
        self._look, self._monotonic_s, self._every_s = look, monotonic_s, every_s
        self._watch: AddressWatch | None = None

    async def moves(self) -> AsyncIterator[int]:
        """The number after each move, also after one that nobody saw: the first look is at once."""
        while True:
            seen = await asyncio.to_thread(self._look)
            if self._watch is None:
                self._watch = AddressWatch(seen)
            elif self._watch.look(self._monotonic_s(), seen):
                self.number += 1
                yield self.number
            await asyncio.sleep(self._every_s)
