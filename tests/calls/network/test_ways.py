"""The relay that is used, and moves to another network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from vardklient.calls.network.addresses import Seen
from vardklient.calls.network.relays import Relay, RelayFinder, Way
from vardklient.calls.network.ways import Ways
from vardklient.ports.signalling import IceServer

BOTH = (IceServer(("turn:turn.example:3478?transport=udp", "turn:turn.example:443?transport=tcp"), "u", "c"),)
HOME = Seen(frozenset({"192.0.2.7"}), frozenset({"192.0.2.7"}))


class Network:
    """Lets through what is said, and moves when told."""

    def __init__(self) -> None:
        self.open = {Way.TCP}
        self.asked: list[Way] = []
        self.moves: asyncio.Queue[Seen] = asyncio.Queue()
        self.told = asyncio.Event()
        self.ways = Ways(self.told.set, RelayFinder(self.probe, stagger_s=0.0), self.changes)

    async def probe(self, relay: Relay) -> bool:
        self.asked.append(relay.way)
        return relay.way in self.open

    async def changes(self) -> AsyncIterator[Seen]:
        while True:
            yield await self.moves.get()

    async def until_best(self, url: str) -> None:
        async with asyncio.timeout(60):
            while self.ways.best(BOTH)[0].urls != (url,):  # noqa: ASYNC110
                await asyncio.sleep(0.005)


async def test_what_works_is_used_and_until_it_is_known_the_list_as_it_is() -> None:
    network = Network()
    network.ways.prepare(BOTH)
    network.ways.prepare(BOTH)
    assert network.ways.best(BOTH) == BOTH
    await network.until_best("turn:turn.example:443?transport=tcp")
    assert len(network.asked) == 2
    await network.ways.close()


async def test_without_servers_nobody_is_asked() -> None:
    network = Network()
    network.ways.prepare(())
    assert network.ways.best(()) == ()
    await network.ways.close()
    assert network.asked == []


async def test_after_a_move_it_is_told_and_found_out_anew() -> None:
    network = Network()
    network.ways.watch(True)
    network.ways.watch(True)
    network.ways.prepare(BOTH)
    await network.until_best("turn:turn.example:443?transport=tcp")
    network.open = {Way.UDP}
    network.moves.put_nowait(HOME)
    await asyncio.wait_for(network.told.wait(), 60)
    await network.until_best("turn:turn.example:3478?transport=udp")
    network.ways.watch(False)
    await network.ways.close()
