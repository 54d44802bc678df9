"""A client of the visit server for tests: speaks the real protocol over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import aiohttp

from vardklient.domain.visit import Kind, Role
from vardklient.schedule.visitserver import VisitServerClient
from vardklient.visitserver.config import ServerConfig
from vardklient.visitserver.server import VisitServer
from vardklient.wire import messages as wire
from vardklient.wire.codec import dump, parse_server

T = TypeVar("T", bound=wire.ServerMessage)
KEY = "a-key-for-tests-only"
MEETS = "Leg. läkare, Vårdcentralen Ekeby"
DEADLINE_S = 60.0


@asynccontextmanager
async def serving(grace_s: float = 60.0) -> AsyncIterator[VisitServer]:
    """A visit server on a free loopback port."""
    async with VisitServer(ServerConfig(port=0, key=KEY), grace_s=grace_s) as server:
        yield server


async def visit_links(url: str, *roles: Role) -> list[str]:
    """Links to a visit that goes on now, one for each role."""
    now = datetime.now(UTC)
    client = VisitServerClient(url, KEY)
    made = await client.create(now, now + timedelta(minutes=30), Kind.ONE_TO_ONE, MEETS, roles)
    return [each.link for each in made.invited]


def ticket_of(link: str) -> str:
    return link.partition("#")[2]


class Peer:
    """One person at the protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.welcome: wire.Welcome | None = None

    @property
    def id(self) -> str:
        assert self.welcome is not None
        return self.welcome.you

    async def say(self, *messages: wire.ClientMessage) -> None:
        for message in messages:
            await self.socket.send_str(dump(message))

    async def hello(self, ticket: str = "", resume: str = "") -> wire.Welcome:
        await self.say(wire.Hello(ticket, wire.PROTOCOL, resume))
        self.welcome = await self.hear(wire.Welcome)
        return self.welcome

    async def hear(self, kind: type[T]) -> T:
        """The next message, which must be of this kind; pings do not count."""
        async with asyncio.timeout(DEADLINE_S):
            while True:
                text = await self.socket.receive_str()
                message = parse_server(text)
                if isinstance(message, kind):
                    return message
                assert isinstance(message, wire.Ping), f"{message} instead of {kind.__name__}"

    async def closed(self) -> int | None:
        """Read to the end: the close code."""
        async with asyncio.timeout(DEADLINE_S):
            while (await self.socket.receive()).type not in (
                aiohttp.WSMsgType.CLOSE,
                aiohttp.WSMsgType.CLOSED,
                aiohttp.WSMsgType.ERROR,
            ):
                pass
        return self.socket.close_code


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Peer]:
    """A line that has said nothing yet."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{url}/ws", max_msg_size=65_536) as socket:
        yield Peer(socket)
