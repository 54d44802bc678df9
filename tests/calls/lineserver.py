"""A small real WebSocket server that plays the visit server's part as a test wants it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import WSMsgType, web

from vardklient.domain.visit import Role
from vardklient.wire.codec import dump, parse_client
from vardklient.wire.messages import (
    ClientMessage,
    CloseCode,
    Hello,
    PersonState,
    ServerMessage,
    Welcome,
    WireIceServer,
)

TICKET = "0123456789abcdef0123456789abcdef"
ICE = (WireIceServer(("turn:turn.example.se",), "u", "c"),)
OTHER = "p2"


class LineServer:
    """Welcomes whoever has the ticket or the resume token; the rest is the test's."""

    def __init__(self) -> None:
        self.url = ""
        self.heard: list[ClientMessage] = []
        self.origins: list[str | None] = []
        self.sockets: list[web.WebSocketResponse] = []
        self.first: str | None = None
        self.refuses = False
        self.down = False
        self.hears = asyncio.Event()
        self.hears.set()
        self._news = asyncio.Event()

    @property
    def link(self) -> str:
        return f"{self.url}/visit#{TICKET}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.down:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.origins.append(request.headers.get("Origin"))
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            said = parse_client(message.data)
            self.heard.append(said)
            self._news.set()
            await self.hears.wait()
            if isinstance(said, Hello):
                await self.greet(socket, said)
        return socket

    async def greet(self, socket: web.WebSocketResponse, hello: Hello) -> None:
        good = hello.resume == "again" if hello.resume else hello.ticket == TICKET
        if self.refuses or not good:
            await socket.close(code=CloseCode.TICKET)
            return
        welcome = Welcome("p1", Role.PATIENT, PersonState.WAITING, "again", "Dr. Sten", ICE)
        await socket.send_str(dump(welcome) if self.first is None else self.first)
        self.sockets.append(socket)
        self._news.set()

    async def say(self, *messages: ServerMessage | str) -> None:
        for message in messages:
            await self.sockets[-1].send_str(message if isinstance(message, str) else dump(message))

    async def drop(self) -> None:
        """The line breaks without a word."""
        transport = self.sockets[-1]._req.transport  # type: ignore[union-attr]
        assert transport is not None
        transport.abort()

    async def until_heard(self, kind: type[ClientMessage], count: int = 1) -> list[ClientMessage]:
        async with asyncio.timeout(60):
            while len(found := [m for m in self.heard if isinstance(m, kind)]) < count:
                self._news.clear()
                await self._news.wait()
        return found


@asynccontextmanager
async def line_server() -> AsyncIterator[LineServer]:
    server = LineServer()
    app = web.Application()
    app.router.add_get("/ws", server.handle)
    app.router.add_get("/clinic/ws", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        for socket in server.sockets:
            await socket.close()
        await runner.cleanup()
