"""Which ways lead to the relays from here: all of them are tried, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from vardklient.calls.network.relays import Relay, Way, allocate, relays_of
from vardklient.domain.network import RelayState
from vardklient.ports.signalling import IceServer

ANSWER_WITHIN_S = 3.0
"""A relay over UDP takes two round trips, over TLS five: enough at a round trip of 0.6 s. Own choice."""
UDP_TRIES, UDP_TRY_EVERY_S = 3, 0.3
"""Side by side: on a line that loses 10 % each way one try fails once in thirty times, three in thirty thousand
(computed), and a way that works must not be called closed."""

Probe = Callable[[Relay], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Found:
    """The ways. `relays` are those that work, the best first."""

    relays: tuple[Relay, ...]
    states: dict[Way, RelayState]


async def find_ways(servers: Sequence[IceServer], probe: Probe = allocate, within_s: float = ANSWER_WITHIN_S) -> Found:
    """Try every address of every relay.

    Args:
        servers: those of the visit server.
        probe: does this one work? May be cancelled.
        within_s: what has not answered by then is closed.
    """
    relays = relays_of(servers)
    works = await asyncio.gather(*(_works(relay, probe, within_s) for relay in relays))
    states = dict.fromkeys(Way, RelayState.NOT_OFFERED)
    for relay, good in zip(relays, works, strict=True):
        if states[relay.way] is not RelayState.WORKS:
            states[relay.way] = RelayState.WORKS if good else RelayState.CLOSED
    return Found(tuple(relay for relay, good in zip(relays, works, strict=True) if good), states)


async def _works(relay: Relay, probe: Probe, within_s: float) -> bool:
    tries = UDP_TRIES if relay.way is Way.UDP else 1
    left = {asyncio.ensure_future(_try(relay, probe, k * UDP_TRY_EVERY_S)) for k in range(tries)}
    try:
        async with asyncio.timeout(within_s):
            while left:
                done, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
                if any(task.result() for task in done):
                    return True
    except TimeoutError:
        pass
    finally:
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
    return False


async def _try(relay: Relay, probe: Probe, after_s: float) -> bool:
    await asyncio.sleep(after_s)
    return await probe(relay)
