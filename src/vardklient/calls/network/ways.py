"""The ways that a call has through the network: which relay to use, and when to look for another way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine

from vardklient.base.log import unexpected
from vardklient.calls.network.addresses import Seen, address_changes
from vardklient.calls.network.relays import RelayFinder
from vardklient.ports.signalling import IceServer

log = logging.getLogger(__name__)

Servers = tuple[IceServer, ...]


class Ways:
    """Belongs to one loop; `close` ends all its work.

    Args:
        moved: told on the loop when the machine has moved to another network.
        finder: finds the relay that works.
        changes: iterates over the machine's moves.
    """

    def __init__(
        self,
        moved: Callable[[], None],
        finder: RelayFinder | None = None,
        changes: Callable[[], AsyncIterator[Seen]] = address_changes,
    ) -> None:
        self._moved, self._changes = moved, changes
        self._finder = finder or RelayFinder()
        self._best: dict[Servers, Servers] = {}
        self._work: set[asyncio.Task[None]] = set()
        self._watch: asyncio.Task[None] | None = None

    def prepare(self, servers: Servers) -> None:
        """Find out ahead of need which of these works."""
        if servers and servers not in self._best:
            self._best[servers] = servers
            self._spawn(self._choose(servers))

    def best(self, servers: Servers) -> Servers:
        """What is known to work of these; a connection that cannot wait for it gets them as they are."""
        return self._best.get(servers, servers)

    def watch(self, on: bool) -> None:
        """Look out for moves, or no more."""
        if on and self._watch is None:
            self._watch = self._spawn(self._follow())
        elif not on and self._watch is not None:
            self._watch.cancel()
            self._watch = None

    async def close(self) -> None:
        """End everything; what was found out stays known."""
        self.watch(False)
        for task in self._work:
            task.cancel()
        if self._work:
            await asyncio.wait(self._work)

    async def _choose(self, servers: Servers) -> None:
        self._best[servers] = await self._finder.choose(servers)

    async def _follow(self) -> None:
        async for _ in self._changes():
            log.info("the machine has moved to another network")
            self._finder.forget()
            known, self._best = self._best, {}
            for servers in known:
                self.prepare(servers)
            self._moved()

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._work.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            unexpected(fault)
