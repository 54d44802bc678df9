"""The redirect's end: a listener on 127.0.0.1 with a port of its own, for one answer (RFC 8252, 7.3 and 8.3)."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from urllib.parse import parse_qsl

from vardklient.ports.closingpage import DONE_PAGE, FOREIGN_PAGE, NOT_DONE_PAGE
from vardklient.ports.signin import Fault
from vardklient.vault.signin.faults import SignInFault

HOST, PATH = "127.0.0.1", "/callback"
HEAD_MAX = 16_384
"""Bytes of a request's head; an answer with a code has some 300. Own choice."""
_FIELDS_MAX = 20
_HEAD_WITHIN_S = 10.0
"""Browsers open connections ahead of need; one that says nothing is closed."""


class Loopback:
    """Listens from entering to leaving the context, or until the answer has come.

    The answer is the first request to the exact path that carries this sign-in's state. Any other request, from another
    program or from a page that tries ports, is turned away and changes nothing: else it could end every sign-in.
    """

    def __init__(self, state: str) -> None:
        self._state = state
        self._answer: asyncio.Future[Mapping[str, str]] = asyncio.get_running_loop().create_future()
        self._taken = False
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Loopback:
        try:
            self._server = await asyncio.start_server(self._accept, HOST, 0, limit=HEAD_MAX)
        except OSError:
            raise SignInFault(Fault.NO_PORT) from None
        self._port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def redirect_uri(self) -> str:
        """Where the provider shall send the browser."""
        return f"http://{HOST}:{self._port}{PATH}"

    async def answer(self) -> Mapping[str, str]:
        """What the provider sent along, once it has come; nobody is listened to any more then."""
        found = await self._answer
        self._server.close()
        return found

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            async with asyncio.timeout(_HEAD_WITHIN_S):
                head = await reader.readuntil(b"\r\n\r\n")
            await self._reply(writer, self._fields(head.decode("latin-1")))
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a connection without a request, or with one that is none
        finally:
            self._open.discard(task)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _reply(self, writer: asyncio.StreamWriter, found: Mapping[str, str] | None) -> None:
        """Say how it went, then let the answer be taken: also if the browser has been closed and nobody reads that."""
        page = FOREIGN_PAGE if found is None else NOT_DONE_PAGE if "error" in found else DONE_PAGE
        try:
            writer.write(_response("404 Not Found" if found is None else "200 OK", page))
            await writer.drain()
        finally:
            if found is not None and not self._answer.done():
                self._answer.set_result(found)

    def _fields(self, head: str) -> Mapping[str, str] | None:
        """The answer in a request; None: it is none of ours, or one has been taken."""
        words = head.split("\r\n", 1)[0].split(" ")
        hosts = [line[5:].strip() for line in head.split("\r\n") if line.lower().startswith("host:")]
        if self._taken or len(words) != 3 or words[0] != "GET" or hosts != [f"{HOST}:{self._port}"]:
            return None
        path, _, query = words[1].partition("?")
        try:
            pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_FIELDS_MAX)
        except ValueError:
            return None
        found = dict(pairs)
        state = found.get("state", "")
        if path != PATH or len(found) != len(pairs) or not hmac.compare_digest(state.encode(), self._state.encode()):
            return None
        self._taken = True
        return found


def _response(status: str, page: str) -> bytes:
    body = page.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:\r\n"
        "X-Frame-Options: DENY\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body
