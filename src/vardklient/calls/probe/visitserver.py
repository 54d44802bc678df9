"""The measurement's questions to the visit server: is it there, how far, what time is it, how much comes through."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from vardklient.calls.link import is_local
from vardklient.domain.network import ServerReach
from vardklient.ports.signalling import IceServer

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

ANSWER_WITHIN_S = 4.0
"""The system says a lost first packet again after 1 and 3 s. Own choice."""
ROUND_TRIPS = 4
PART_BYTES = (1 << 14, 1 << 16, 1 << 18)
"""Tried one after the other until one takes long enough to tell a rate; so a slow line is not filled for long."""
TELLING_S = 0.3
RATES_WITHIN_S = 2.5
FASTEST_KBPS = 50_000.0
"""Told of anything faster: a call takes a twentieth of it, and so short a test knows no more."""
_TOO_MANY = 429
_GATEWAY = frozenset({502, 503, 504})
"""What a reverse proxy of the server's own says when the server behind it is gone."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What the visit server said.

    Attributes:
        clock_off_s: how far our clock is ahead of its.
        ice: STUN and TURN servers.
    """

    reach: ServerReach
    clock_off_s: float | None = None
    ice: tuple[IceServer, ...] = ()


class ProbeClient:
    """One test at one visit server. Use as an async context manager.

    Args:
        url: of the server.
        key: its key.
        wall_s: this computer's clock, Unix seconds.
        monotonic_s: what answers are timed by.
    """

    def __init__(
        self,
        url: str,
        key: str,
        wall_s: Callable[[], float] = time.time,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._wall_s, self._now_s = url.rstrip("/"), wall_s, monotonic_s
        self._headers = {"Authorization": f"Bearer {key}"}
        self._probe = ""
        self._session: ClientSession | None = None

    async def __aenter__(self) -> ProbeClient:
        import aiohttp

        local = is_local(urlsplit(self._url).hostname or "")
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
        self._session = aiohttp.ClientSession(timeout=timeout, trust_env=not local)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session is not None
        await self._session.close()

    async def begin(self) -> Begun:
        """Ask whether it is there and for a test. Never raises for what the network does."""
        reach = await self._reach()
        if reach is not ServerReach.REACHED:
            return Begun(reach)
        before_s = self._wall_s()
        try:
            async with self._ask("POST", "/api/probe") as answer:
                after_s = self._wall_s()
                if answer.status != 201:
                    return Begun(ServerReach.REFUSED)
                return self._begun(await answer.json(), (before_s + after_s) / 2)
        except self._failures():
            return Begun(ServerReach.SILENT)

    def _begun(self, told: Any, asked_s: float) -> Begun:
        try:
            self._probe = str(told["probe"])
            ice = tuple(
                IceServer(tuple(map(str, s["urls"])), str(s["username"]), str(s["credential"])) for s in told["ice"]
            )
            return Begun(ServerReach.REACHED, asked_s - float(told["now_s"]), ice)
        except (KeyError, TypeError, ValueError):
            return Begun(ServerReach.STRANGER)

    async def _reach(self) -> ServerReach:
        import aiohttp

        try:
            async with self._ask("GET", "/api/health") as answer:
                if answer.status in _GATEWAY:
                    return ServerReach.SILENT
                told = await answer.json() if answer.status == 200 else None
                ours = isinstance(told, dict) and told.get("ok") is True
                return ServerReach.REACHED if ours else ServerReach.STRANGER
        except (aiohttp.ClientSSLError, aiohttp.ContentTypeError, aiohttp.ClientHttpProxyError, ValueError):
            return ServerReach.STRANGER
        except self._failures():
            return ServerReach.SILENT

    async def round_trip_ms(self) -> float | None:
        """The fastest of a few questions on a line that is open already; None when there was no answer."""
        found = []
        with contextlib.suppress(*self._failures()):
            for _ in range(ROUND_TRIPS):
                began_s = self._now_s()
                async with self._ask("GET", "/api/health") as answer:
                    await answer.read()
                found.append((self._now_s() - began_s) * 1000)
        return min(found, default=None)

    async def talks(self) -> bool:
        """Does a line for calls (WebSocket) come about? Some proxies let through nothing but pages."""
        import aiohttp

        assert self._session is not None
        try:
            socket = await self._session.ws_connect(f"{self._url}/ws", compress=0)
        except aiohttp.WSServerHandshakeError as error:
            return error.status == _TOO_MANY
        except self._failures():
            return True  # a hiccup, which is not to be taken for a proxy
        await socket.close()
        return True

    async def rates_kbps(self, round_trip_ms: float) -> tuple[float | None, float | None]:
        """Up and down, one after the other; None: not known within the time for it."""
        found: list[float | None] = []
        for send in (self._send, self._fetch):
            rate: float | None = None
            with contextlib.suppress(TimeoutError, *self._failures()):
                async with asyncio.timeout(RATES_WITHIN_S / 2):
                    for size_bytes in PART_BYTES:
                        began_s = self._now_s()
                        await send(size_bytes)
                        took_s = max(1e-3, self._now_s() - began_s - round_trip_ms / 1000)
                        rate = min(FASTEST_KBPS, size_bytes * 8 / took_s / 1000)
                        if took_s >= TELLING_S:
                            break
            found.append(rate)
        return found[0], found[1]

    async def end(self) -> None:
        """Give the place free."""
        if self._probe:
            with contextlib.suppress(*self._failures()):
                async with self._ask("DELETE", f"/api/probe/{self._probe}"):
                    pass

    async def _send(self, size_bytes: int) -> None:
        async with self._ask("POST", f"/api/probe/{self._probe}/{size_bytes}", os.urandom(size_bytes)) as answer:
            await answer.read()

    async def _fetch(self, size_bytes: int) -> None:
        async with self._ask("GET", f"/api/probe/{self._probe}/{size_bytes}") as answer:
            await answer.read()

    def _ask(
        self, method: str, path: str, data: bytes | None = None
    ) -> contextlib.AbstractAsyncContextManager[ClientResponse]:
        assert self._session is not None
        headers = {} if path == "/api/health" else self._headers
        return self._session.request(method, self._url + path, data=data, headers=headers, allow_redirects=False)

    @staticmethod
    def _failures() -> tuple[type[Exception], ...]:
        import aiohttp

        return aiohttp.ClientError, OSError, TimeoutError, ValueError
