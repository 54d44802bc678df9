"""The part of the HTTP interface by which a program tests the network: `/api/probe`, see docs/protocol.md."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import asdict, replace

from aiohttp import web

from vardklient.visitserver.ice import IceSource
from vardklient.visitserver.probe import BLOCK_BYTES, RELAY_LIFETIME_S, ProbeDesk, filler


class ProbeRoutes:
    """Everything here wants the server's key.

    Args:
        ice: where the relays come from.
        now_s: Unix seconds that never jump.
        authorize: raises when the request has no right.
    """

    def __init__(self, ice: IceSource, now_s: Callable[[], float], authorize: Callable[[web.Request], None]) -> None:
        self._ice = replace(ice, turn_lifetime_s=min(RELAY_LIFETIME_S, ice.turn_lifetime_s))
        self._now_s, self._authorize = now_s, authorize
        self._desk = ProbeDesk()
        self._block = os.urandom(BLOCK_BYTES)

    def add_to(self, app: web.Application) -> None:
        """Put them into the application."""
        app.router.add_post("/api/probe", self._begin)
        app.router.add_delete("/api/probe/{probe}", self._end)
        app.router.add_get("/api/probe/{probe}/{size:[0-9]{1,8}}", self._down)
        app.router.add_post("/api/probe/{probe}/{size:[0-9]{1,8}}", self._up)

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        self._authorize(request)
        probe = self._desk.begin(self._now_s())
        if probe is None:
            return web.json_response({"error": "too many tests at once"}, status=503)
        # the clock on the wall, which may be set: it is what the other side's is compared with
        ice = [asdict(server) for server in self._ice.servers(self._now_s())]
        return web.json_response({"probe": probe, "ice": ice, "now_s": time.time()}, status=201)

    async def _end(self, request: web.Request) -> web.StreamResponse:
        self._authorize(request)
        self._desk.end(request.match_info["probe"])
        return web.Response(status=204)

    async def _down(self, request: web.Request) -> web.StreamResponse:
        size_bytes = self._size(request)
        response = web.StreamResponse()
        response.content_type = "application/octet-stream"
        response.content_length = size_bytes
        await response.prepare(request)
        for part in filler(size_bytes, self._block):
            await response.write(part)
        return response

    async def _up(self, request: web.Request) -> web.StreamResponse:
        """What comes is counted and forgotten."""
        size_bytes, came_bytes = self._size(request), 0
        async for part in request.content.iter_any():
            came_bytes += len(part)
            if came_bytes > size_bytes:
                raise web.HTTPRequestEntityTooLarge(max_size=size_bytes, actual_size=came_bytes)
        return web.json_response({"bytes": came_bytes})

    def _size(self, request: web.Request) -> int:
        self._authorize(request)
        size_bytes = int(request.match_info["size"])
        if not self._desk.take(request.match_info["probe"], size_bytes, self._now_s()):
            raise web.HTTPForbidden
        return size_bytes
