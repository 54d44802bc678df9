"""From here to the relay and back: two ends of our own, joined by ICE as in a call, that reach each other by it alone.

The line is the same as a call's: address, port and framing of the relay, datagrams of a call's sizes that look like
its encrypted ones. What is in them is random. They are not encrypted, as there is nothing to hide, and a handshake
would cost seconds on a line that loses packets.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import struct
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from vardklient.calls.network.relays import Relay, Way

if TYPE_CHECKING:
    from aioice import Connection

OPENS_WITHIN_S = 6.0
"""Two ends that ask for a relay, and checks both ways: seven round trips at most. Own choice."""
CLOSES_WITHIN_S = 1.0
HEADER = struct.Struct("!BBHIII")
"""As RTP (RFC 3550, 5.1): version, payload type, number, timestamp, source; then the whole number."""
RTP_VERSION, PAYLOAD_TYPE = 0x80, 96


class RelayLoop:
    """An open loop. Belongs to one asyncio loop; use as an async context manager.

    Args:
        relay: the one to use.
        came: told the number of what came back, and when it arrived.
    """

    def __init__(self, relay: Relay, came: Callable[[int, float], None]) -> None:
        self._relay, self._came = relay, came
        self._ends: tuple[Connection, Connection] | None = None
        self._reader: asyncio.Task[None] | None = None
        self._source = random.getrandbits(32)
        self._filler = os.urandom(2048)

    async def __aenter__(self) -> RelayLoop:
        """Open it.

        Raises:
            ConnectionError: it does not come about: the relay gave no place, or does not let the two reach each other.
        """
        self._ends = self._make(True), self._make(False)
        try:
            async with asyncio.timeout(OPENS_WITHIN_S):
                await self._join(*self._ends)
        except TimeoutError:
            await self._close()
            raise ConnectionError("the loop through the relay did not open in time") from None
        except BaseException:
            await self._close()
            raise
        self._reader = asyncio.create_task(self._read(self._ends[1]))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    def _make(self, controlling: bool) -> Connection:
        from aioice import TransportPolicy

        from vardklient.calls.adapter.checks import PersistentConnection
        from vardklient.calls.adapter.install import install

        install()
        relay = self._relay
        return PersistentConnection(
            ice_controlling=controlling,
            turn_server=(relay.host, relay.port),
            turn_username=relay.username,
            turn_password=relay.credential,
            turn_ssl=relay.way is Way.TLS,
            turn_transport="udp" if relay.way is Way.UDP else "tcp",
            transport_policy=TransportPolicy.RELAY,
        )

    @staticmethod
    async def _join(one: Connection, other: Connection) -> None:
        await asyncio.gather(one.gather_candidates(), other.gather_candidates())
        for end, far in ((one, other), (other, one)):
            if not far.local_candidates:
                raise ConnectionError("the relay gave no place")
            end.remote_username, end.remote_password = far.local_username, far.local_password
            for candidate in far.local_candidates:
                await end.add_remote_candidate(candidate)
            await end.add_remote_candidate(None)  # no more
        await asyncio.gather(one.connect(), other.connect())

    async def send(self, number: int, size_bytes: int) -> None:
        """Send a datagram of so many bytes.

        Raises:
            ConnectionError: the loop is gone.
        """
        assert self._ends is not None
        header = HEADER.pack(RTP_VERSION, PAYLOAD_TYPE, number & 0xFFFF, number, self._source, number)
        await self._ends[0].send(header + self._filler[: size_bytes - HEADER.size])

    async def _read(self, end: Connection) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                data = await end.recv()
                stamp_s: float | None = getattr(data, "arrived_s", None)
                if len(data) < HEADER.size:
                    continue
                *_, source, number = HEADER.unpack_from(data)
                if source == self._source:
                    self._came(number, time.monotonic() if stamp_s is None else stamp_s)

    async def _close(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.wait([self._reader])
        if self._ends is not None:
            closing = [asyncio.ensure_future(end.close()) for end in self._ends]
            _, slow = await asyncio.wait(closing, timeout=CLOSES_WITHIN_S)
            for task in slow:
                task.cancel()
