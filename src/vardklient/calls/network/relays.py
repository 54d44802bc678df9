"""Which way to a TURN server works from here: UDP, then TCP, then TLS, found out by really asking for a relay.

aiortc uses one address only, and waits up to 5 s for one that does not answer. Networks of hospitals and hotels let
through what they like; so each way is tried before the call, and the one that works is remembered until it is said to
be forgotten. Servers are those of the visit server; there is no other, and never a public one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from vardklient.ports.signalling import IceServer

log = logging.getLogger(__name__)

STAGGER_S = 0.7
"""A way gets so long before the next is tried beside it: two round trips of a slow line, which is what a relay over UDP
takes. Own choice."""
ATTEMPT_S = 4.0
"""Longer than a relay over TLS takes at a round trip of 0.7 s (five of them). Own choice."""
PART_S = 1.0
"""So long may giving the relay back take; the server frees it by itself later."""


class Way(IntEnum):
    """How one speaks to a TURN server, the best first."""

    UDP = 0
    TCP = 1
    TLS = 2


@dataclass(frozen=True, slots=True)
class Relay:
    """One address of one TURN server.

    Attributes:
        url: as it was given.
    """

    url: str
    host: str
    port: int
    way: Way
    username: str
    credential: str

    def __repr__(self) -> str:
        return f"Relay({self.way.name})"


def relays_of(servers: Sequence[IceServer]) -> list[Relay]:
    """The TURN addresses among the servers, in the order in which they are to be tried; what is no address is left."""
    from aiortc.rtcicetransport import parse_stun_turn_uri

    found = []
    for server in servers:
        for url in server.urls:
            try:
                parts = parse_stun_turn_uri(url)
            except ValueError:
                continue
            way = _way(parts["scheme"], parts.get("transport"))
            if way is not None:
                found.append(Relay(url, parts["host"], parts["port"], way, server.username, server.credential))
    return sorted(found, key=lambda relay: relay.way)


def _way(scheme: str, transport: str | None) -> Way | None:
    """None: no TURN, or a way that nobody speaks (TURN over DTLS)."""
    return {("turn", "udp"): Way.UDP, ("turn", "tcp"): Way.TCP, ("turns", "tcp"): Way.TLS}.get(
        (scheme, transport or "")
    )


async def allocate(relay: Relay) -> bool:
    """Ask for a relay and give it back. False: refused, unreachable, or a certificate that nobody vouches for.

    The system's authorities count, and those of the file that `SSL_CERT_FILE` names.
    """
    from aioice.stun import TransactionError
    from aioice.turn import (
        DEFAULT_ALLOCATION_LIFETIME,
        DEFAULT_CHANNEL_REFRESH_TIME,
        TurnClientTcpProtocol,
        TurnClientUdpProtocol,
    )

    loop = asyncio.get_running_loop()
    server = (relay.host, relay.port)
    about = (server, relay.username, relay.credential, DEFAULT_ALLOCATION_LIFETIME, DEFAULT_CHANNEL_REFRESH_TIME)
    protocol: TurnClientUdpProtocol | TurnClientTcpProtocol
    try:
        if relay.way is Way.UDP:
            _, protocol = await loop.create_datagram_endpoint(lambda: TurnClientUdpProtocol(*about), remote_addr=server)
        else:
            secure = True if relay.way is Way.TLS else None
            _, protocol = await loop.create_connection(lambda: TurnClientTcpProtocol(*about), *server, ssl=secure)
    except (OSError, UnicodeError) as error:
        log.info("relay over %s: %s", relay.way.name, type(error).__name__)
        return False
    try:
        await protocol.connect()
    except (OSError, TransactionError) as error:
        log.info("relay over %s: %s", relay.way.name, type(error).__name__)
        return False
    else:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(protocol.delete(), PART_S)
        return True
    finally:
        # all has been said, and a polite end of TLS takes a round trip for which nobody waits
        protocol.transport.abort()
        await asyncio.sleep(0)


class RelayFinder:
    """Finds the way that works, once. Belongs to one loop.

    Args:
        probe: does this one work? May be cancelled.
        stagger_s, attempt_s: see the constants.
    """

    def __init__(
        self,
        probe: Callable[[Relay], Awaitable[bool]] = allocate,
        stagger_s: float = STAGGER_S,
        attempt_s: float = ATTEMPT_S,
    ) -> None:
        self._probe, self._stagger_s, self._attempt_s = probe, stagger_s, attempt_s
        self._known: Relay | None = None
        self._turn = asyncio.Lock()

    async def choose(self, servers: Sequence[IceServer]) -> tuple[IceServer, ...]:
        """The servers to use: the STUN servers as they are, and one address of one TURN server, the one that works.

        Without TURN in the list, or with a way that is known, at once; else it takes as long as finding out, at most
        `attempt_s` and `stagger_s` for each address. Without a way that works there is no TURN in the answer.
        """
        relays = relays_of(servers)
        if not relays:
            return _without_relays(servers)
        async with self._turn:
            chosen = self._again(relays) or await self._race(relays)
            self._known = chosen or self._known
        log.info("relay: %s", "none" if chosen is None else chosen.way.name)
        if chosen is None:
            return _without_relays(servers)
        return (*_without_relays(servers), IceServer((chosen.url,), chosen.username, chosen.credential))

    def forget(self) -> None:
        """The machine has moved, or the way has stopped working: the next one who asks has it found out anew."""
        self._known = None

    def _again(self, relays: list[Relay]) -> Relay | None:
        """The known way, with the credentials of today."""
        return next((r for r in relays if self._known is not None and r.url == self._known.url), None)

    async def _race(self, relays: list[Relay]) -> Relay | None:
        """Try them one after the other, each beside those that still wait; None when none works."""
        left = list(relays)
        running: dict[asyncio.Task[bool], Relay] = {}
        try:
            while left or running:
                if left:
                    relay = left.pop(0)
                    running[asyncio.create_task(self._try(relay))] = relay
                pause_s = self._stagger_s if left else None
                done, _ = await asyncio.wait(running, timeout=pause_s, return_when=asyncio.FIRST_COMPLETED)
                found = [running.pop(task) for task in tuple(running) if task in done and task.result()]
                running = {task: relay for task, relay in running.items() if task not in done}
                if found:
                    return found[0]
            return None
        finally:
            for task in running:
                task.cancel()
            if running:
                await asyncio.wait(running)

    async def _try(self, relay: Relay) -> bool:
        try:
            return await asyncio.wait_for(self._probe(relay), self._attempt_s)
        except TimeoutError:
            log.info("relay over %s: no answer", relay.way.name)
            return False


def _without_relays(servers: Sequence[IceServer]) -> tuple[IceServer, ...]:
    """The STUN servers of the list."""
    stun = [IceServer(tuple(u for u in s.urls if u.startswith("stun:")), s.username, s.credential) for s in servers]
    return tuple(server for server in stun if server.urls)
