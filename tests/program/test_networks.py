from __future__ import annotations

import asyncio

from vardklient.calls.network.addresses import Seen
from vardklient.program.networks import Networks

HOME, CLINIC = (Seen(frozenset({a}), frozenset({a})) for a in ("192.0.2.7", "198.51.100.7"))


async def test_a_move_that_nobody_saw_is_told_at_the_first_look() -> None:
    seen = [HOME]
    networks = Networks(lambda: seen[-1], every_s=600)
    first = asyncio.ensure_future(anext(networks.moves()))
    while networks._watch is None:  # noqa: ASYNC110 - a thread looks
        await asyncio.sleep(0.005)
    first.cancel()
    seen.append(CLINIC)
    async with asyncio.timeout(60):
        assert await anext(networks.moves()) == networks.number == 1


async def test_the_same_network_is_no_move() -> None:
    looks = iter([HOME, HOME, HOME, CLINIC])
    networks = Networks(lambda: next(looks), every_s=0)
    async with asyncio.timeout(60):
        assert await anext(networks.moves()) == 1
