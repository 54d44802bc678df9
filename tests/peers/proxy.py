"""A line to a server of this machine that can be made slow, be cut in the middle, or carry nonsense."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Proxy:
    """A running one; what is set holds for the connections that are made afterwards.

    Attributes:
        url: its own address, without a path.
        slow_s: so long nothing of an answer comes through.
        cut_after: after so many bytes of an answer the line is cut; None for never.
        says: what is answered instead of what the server says; None for nothing.
        used: set when somebody connects.
        open: while it is cleared nothing of an answer comes through.
    """

    url: str = ""
    slow_s: float = 0.0
    cut_after: int | None = None
    says: bytes | None = None
    used: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)


@contextlib.asynccontextmanager
async def proxy(target: str) -> AsyncIterator[Proxy]:
    """Start one in front of the server at that address, on another port of loopback."""
    line, parts = Proxy(), urlsplit(target)
    line.open.set()
    assert parts.hostname is not None
    assert parts.port is not None
    host, port = parts.hostname, parts.port

    open_: set[asyncio.Task[None]] = set()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError), contextlib.closing(writer):
            if line.says is not None:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(line.says)
                await writer.drain()
                return
            there, back = await asyncio.open_connection(host, port)
            with contextlib.closing(back):
                forth = asyncio.create_task(_pipe(reader, back))
                open_.add(forth)
                await asyncio.sleep(line.slow_s)
                await line.open.wait()
                await _pipe(there, writer, line.cut_after)
                forth.cancel()

    def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line.used.set()
        open_.add(asyncio.create_task(carry(reader, writer)))

    async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
        line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield line
        finally:
            for task in open_:
                task.cancel()
            await asyncio.gather(*open_, return_exceptions=True)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, most: int | None = None) -> None:
    left = most
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            part = data if left is None else data[:left]
            writer.write(part)
            await writer.drain()
            if left is not None and (left := left - len(part)) <= 0:
                return
