"""One WebSocket: hello first, strict messages, bounded speed and size, and a bounded queue outwards."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

from aiohttp import WSMessage, WSMsgType, web

from vardklient.base.errors import WireError
from vardklient.visitserver.hub import NORMAL_CLOSE, Hub
from vardklient.visitserver.limits import BURST, MAX_BAD_MESSAGES, Bucket
from vardklient.visitserver.registry import Refusal
from vardklient.wire import messages as wire
from vardklient.wire.codec import dump, parse_client

_MAX_QUEUED = 512
_HEARTBEAT_S = 10.0
_CLOSE_WAIT_S = 2.0


class SocketLine:
    """A client's connection as the hub sees it. A client that does not read is hung up on, not waited for."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._queue: asyncio.Queue[wire.ServerMessage | int] = asyncio.Queue()
        self._closing = False

    def send(self, message: wire.ServerMessage) -> None:
        """Queue this message."""
        if self._queue.qsize() >= _MAX_QUEUED:
            self.hang_up(wire.CloseCode.RATE)
        elif not self._closing:
            self._queue.put_nowait(message)

    def hang_up(self, code: int) -> None:
        """Close after what is queued."""
        if not self._closing:
            self._closing = True
            self._queue.put_nowait(code)

    async def write(self) -> None:
        """Send what is queued until hung up; runs as a task of its own."""
        with contextlib.suppress(ConnectionError):
            while not isinstance(item := await self._queue.get(), int):
                await self._socket.send_str(dump(item))
            await self._socket.close(code=item)


class Session:
    """The conversation on one socket: from the handshake to the last message.

    Attributes:
        refused: the ticket or token was not good; the address is watched for guessing.
    """

    def __init__(self, hub: Hub, now_s: Callable[[], float], hello_deadline_s: float) -> None:
        self.refused = False
        self._hub = hub
        self._now_s = now_s
        self._hello_deadline_s = hello_deadline_s
        self._bucket = Bucket(wire.MAX_MESSAGES_PER_S, BURST, now_s())

    async def run(self, request: web.Request, open_sockets: set[web.WebSocketResponse]) -> web.WebSocketResponse:
        """Serve this upgrade request until the line is down; meanwhile the socket is in `open_sockets`."""
        socket = web.WebSocketResponse(
            max_msg_size=wire.MAX_MESSAGE_BYTES, heartbeat=_HEARTBEAT_S, compress=False, timeout=_CLOSE_WAIT_S
        )
        await socket.prepare(request)
        open_sockets.add(socket)
        line = SocketLine(socket)
        writer = asyncio.create_task(line.write())
        try:
            await self._converse(line, self._messages(socket, line))
        finally:
            line.hang_up(NORMAL_CLOSE)
            await _finish(writer)
            open_sockets.discard(socket)
        return socket

    async def _converse(self, line: SocketLine, messages: AsyncGenerator[wire.ClientMessage, None]) -> None:
        async with contextlib.aclosing(messages):
            peer = await self._greet(line, messages)
            if peer is None:
                return
            try:
                async for message in messages:
                    self._hub.hear(peer, line, message)
            finally:
                self._hub.drop(peer, line)

    async def _greet(self, line: SocketLine, messages: AsyncGenerator[wire.ClientMessage, None]) -> str | None:
        """The person who says a good hello in time; otherwise None, and the line is hung up."""
        try:
            async with asyncio.timeout(self._hello_deadline_s):
                message = await anext(messages, None)
        except TimeoutError:
            message = None
        if not isinstance(message, wire.Hello):
            line.hang_up(wire.CloseCode.TICKET)
            return None
        if message.proto != wire.PROTOCOL:
            line.hang_up(wire.CloseCode.BAD_MESSAGES)
            return None
        found = self._hub.enter(message, line)
        if not isinstance(found, Refusal):
            return found
        self.refused = found is Refusal.TICKET
        if found is Refusal.TOO_EARLY:
            line.send(wire.Error(wire.ErrorCode.TOO_EARLY))
        line.hang_up(wire.CloseCode.TICKET)
        return None

    async def _messages(
        self, socket: web.WebSocketResponse, line: SocketLine
    ) -> AsyncGenerator[wire.ClientMessage, None]:
        """What the client says that the protocol knows; ends when the line does or the client has gone too far."""
        bad, greeted = 0, False
        async for frame in socket:
            if not self._bucket.take(self._now_s()):
                line.hang_up(wire.CloseCode.RATE)
                return
            message = _parse(frame)
            if message is not None and not (greeted and isinstance(message, wire.Hello)):
                greeted = True
                yield message
                continue
            bad += 1
            line.send(wire.Error(wire.ErrorCode.BAD_MESSAGE))
            if bad > MAX_BAD_MESSAGES:
                line.hang_up(wire.CloseCode.BAD_MESSAGES)
                return


def _parse(frame: WSMessage) -> wire.ClientMessage | None:
    if frame.type is not WSMsgType.TEXT:
        return None
    try:
        return parse_client(frame.data)
    except WireError:
        return None


async def _finish(writer: asyncio.Task[None]) -> None:
    done, _ = await asyncio.wait([writer], timeout=2 * _CLOSE_WAIT_S)
    if not done:
        writer.cancel()
        await asyncio.wait([writer])
