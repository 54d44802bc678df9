"""The visit server on the network: the page, the WebSocket, the HTTP interface. Starts, listens, stops cleanly.

There is no access log, and nothing that is logged holds an address, a ticket or a message.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from types import TracebackType
from urllib.parse import urlsplit

from aiohttp import web

from vardklient.base.errors import UsageError, WireError
from vardklient.visitserver.config import ServerConfig
from vardklient.visitserver.hub import Hub
from vardklient.visitserver.limits import HELLO_DEADLINE_S, AddressLimit
from vardklient.visitserver.order import parse_order
from vardklient.visitserver.page import HEADERS, INDEX, PageFile, page_files
from vardklient.visitserver.proberoutes import ProbeRoutes
from vardklient.visitserver.registry import Registry, ServerFull
from vardklient.visitserver.session import Session
from vardklient.visitserver.tickets import same_secret
from vardklient.visitserver.visit import GRACE_S
from vardklient.wire.messages import PROTOCOL

TICK_S = 0.5
_MAX_BODY_BYTES = 16_384
_STOP_WAIT_S = 2.0


class SteadyClock:
    """Unix seconds that never jump: the system's time at the start, and the monotonic clock from there on."""

    def __init__(self) -> None:
        self._offset_s = time.time() - time.monotonic()

    def __call__(self) -> float:
        return self._offset_s + time.monotonic()


class VisitServer:
    """One server. Use as an async context manager; `url` is known once it listens."""

    def __init__(
        self, config: ServerConfig, *, grace_s: float = GRACE_S, hello_deadline_s: float = HELLO_DEADLINE_S
    ) -> None:
        self._config = config
        self._hello_deadline_s = hello_deadline_s
        self._now_s = SteadyClock()
        self._hub = Hub(Registry(grace_s=grace_s), config.ice, self._now_s)
        self._limit = AddressLimit()
        self._files = page_files()
        self._port = 0
        self._sockets: set[web.WebSocketResponse] = set()
        self._runner: web.AppRunner | None = None
        self._ticker: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """How people reach the server: the public address, or where it listens. No slash at the end."""
        if self._config.public_url:
            return self._config.public_url
        host = self._config.host
        scheme = "https" if self._config.certificate else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self._port}"

    async def __aenter__(self) -> VisitServer:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen.

        Raises:
            UsageError: the address is taken or not ours, or the certificate cannot be read.
        """
        context = self._tls()
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=_STOP_WAIT_S)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._config.host, self._config.port, ssl_context=context)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            reason = error.strerror or "not possible"
            raise UsageError(f"cannot listen on {self._config.host}:{self._config.port}: {reason}") from None
        self._port = self._runner.addresses[0][1]
        self._ticker = asyncio.create_task(self._tick())

    async def stop(self) -> None:
        """Close every line and stop listening."""
        if self._ticker is not None:
            self._ticker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticker
        if self._runner is not None:
            await self._runner.cleanup()

    def _tls(self) -> ssl.SSLContext | None:
        if not self._config.certificate:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        try:
            context.load_cert_chain(self._config.certificate, self._config.private_key)
        except OSError:  # ssl.SSLError is one too
            raise UsageError("certificate or private_key cannot be read as PEM") from None
        return context

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._hub.tick()

    # ------------------------------------------------------------ the application

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=_MAX_BODY_BYTES)
        app.on_response_prepare.append(_fence)
        app.on_shutdown.append(self._hang_up)
        app.router.add_get("/visit", self._page)
        app.router.add_get("/visit/{name}", self._page)
        app.router.add_get("/ws", self._socket)
        app.router.add_get("/api/health", self._health)
        app.router.add_post("/api/visits", self._create)
        ProbeRoutes(self._config.ice, self._now_s, self._authorize).add_to(app)
        return app

    async def _hang_up(self, _: web.Application) -> None:
        await asyncio.gather(*(socket.close(code=1001) for socket in list(self._sockets)))

    async def _page(self, request: web.Request) -> web.StreamResponse:
        file: PageFile | None = self._files.get(request.match_info.get("name", INDEX))
        if file is None:
            raise web.HTTPNotFound
        charset = "utf-8" if file.content_type.startswith("text/") else None
        return web.Response(body=file.body, content_type=file.content_type, charset=charset)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self._own_origin(request):
            raise web.HTTPForbidden
        address = request.remote or ""
        if not self._limit.open(address, self._now_s()):
            raise web.HTTPTooManyRequests
        session = Session(self._hub, self._now_s, self._hello_deadline_s)
        try:
            return await session.run(request, self._sockets)
        finally:
            self._limit.close(address)
            if session.refused:
                self._limit.refused(address, self._now_s())

    def _own_origin(self, request: web.Request) -> bool:
        """A browser says where a page comes from; ours, or no browser at all. A foreign page gets no line."""
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        own = urlsplit(self._config.public_url).netloc or request.host
        return urlsplit(origin).netloc == own

    async def _health(self, request: web.Request) -> web.StreamResponse:
        if "Authorization" in request.headers:
            self._authorize(request)
        return web.json_response({"ok": True, "proto": PROTOCOL})

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self._authorize(request)
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            visit, invitations = self._hub.create(parse_order(await _text(request)))
        except WireError as error:
            return web.json_response({"error": str(error)}, status=400)
        except ServerFull as error:
            return web.json_response({"error": str(error)}, status=503)
        base = self._config.public_url or f"{request.scheme}://{request.host}"
        links = [{"role": each.role.value, "link": f"{base}/visit#{each.ticket}"} for each in invitations]
        return web.json_response({"visit": visit, "links": links}, status=201)

    def _authorize(self, request: web.Request) -> None:
        address = request.remote or ""
        if self._limit.guessing(address, self._now_s()):
            raise web.HTTPTooManyRequests
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not same_secret(key, self._config.key):
            self._limit.refused(address, self._now_s())
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})


async def _text(request: web.Request) -> str:
    """The body as UTF-8, whatever the request says it is.

    Raises:
        WireError: it is not UTF-8.
    """
    try:
        return (await request.read()).decode()
    except ValueError:
        raise WireError("not UTF-8") from None


async def _fence(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
