"""The line between a program and its TURN server, spoiled: loss, delay, a rate, in each direction for itself.

Stands before the server's UDP port. It runs on a thread and a loop of its own, so that what is measured does not slow
down what spoils it.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
import time
from collections.abc import Iterator
from typing import Any

from bench.call.relay import Direction, Impairment, real_time

HOST = "127.0.0.1"
Address = tuple[str, int]


class BadLine:
    """One line. `port` is where the program is to send.

    Args:
        port: of the server behind it.
        spoiled: what is wrong with each direction.
    """

    def __init__(self, port: int, spoiled: Impairment, seed: int = 1) -> None:
        self.port = 0
        self._server = (HOST, port)
        self._up, self._down = (Direction(spoiled, random.Random(seed + n)) for n in range(2))
        self._front: asyncio.DatagramTransport | None = None
        self._clients: dict[Address, asyncio.DatagramTransport] = {}
        self._early: dict[Address, list[bytes]] = {}
        self._opening: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        front = _Socket(self._from_client)
        self._front, _ = await loop.create_datagram_endpoint(lambda: front, local_addr=(HOST, 0))
        self.port = self._front.get_extra_info("sockname")[1]

    def close(self) -> None:
        for transport in (self._front, *self._clients.values()):
            if transport is not None:
                transport.close()

    def _from_client(self, data: bytes, client: Address) -> None:
        self._pass(self._up, data, lambda: self._to_server(data, client))

    def _pass(self, direction: Direction, data: bytes, send: Any) -> None:
        leaves_s = direction.leaves_s(len(data), time.monotonic())
        if leaves_s is not None:
            asyncio.get_running_loop().call_at(leaves_s, send)

    def _to_server(self, data: bytes, client: Address) -> None:
        if client in self._clients:
            self._clients[client].sendto(data)
        elif client in self._early:
            self._early[client].append(data)
        else:
            self._early[client] = [data]
            task = asyncio.get_running_loop().create_task(self._meet(client))
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _meet(self, client: Address) -> None:
        """A client is seen for the first time: it gets an address of its own towards the server, as behind a NAT."""
        back = _Socket(lambda data, _: self._pass(self._down, data, lambda: self._to_client(data, client)))
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: back, remote_addr=self._server)
        self._clients[client] = transport
        for data in self._early.pop(client):
            transport.sendto(data)

    def _to_client(self, data: bytes, client: Address) -> None:
        if self._front is not None and not self._front.is_closing():
            self._front.sendto(data, client)


class _Socket(asyncio.DatagramProtocol):
    def __init__(self, came: Any) -> None:
        self._came = came

    def datagram_received(self, data: bytes, address: Any) -> None:
        self._came(data, address)

    def error_received(self, error: Exception) -> None:
        """Whoever is spoken to has gone."""


@contextlib.contextmanager
def bad_line(port: int, spoiled: Impairment, seed: int = 1) -> Iterator[BadLine]:
    """Such a line, as long as it is needed."""
    line = BadLine(port, spoiled, seed)
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def stand() -> None:
        await line.open()
        ready.set()
        await ended.wait()
        line.close()
        await asyncio.sleep(0)

    def run() -> None:
        with real_time():
            loop.run_until_complete(stand())

    ended = asyncio.Event()
    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(60)
        yield line
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()
