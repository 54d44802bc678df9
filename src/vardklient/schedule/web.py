"""How the sources that live on a server ask it: limits, TLS by the system's own trust, and every fault as a `Reason`.

Nothing of what was asked or answered is written to a log: addresses of calendars are secrets ("private address in iCal
format"), answers are patient data.
"""

from __future__ import annotations

import ipaddress
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vardklient.schedule.files import BYTES_MAX
from vardklient.schedule.reasons import Reason

if TYPE_CHECKING:
    import httpx2

CONNECT_S, WAIT_S = 5.0, 15.0
"""A server that is not reached, or says nothing for so long, has failed; the reader ends all after 20 s. Own choice."""
REDIRECTS_MAX = 5
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_REASONS = {
    401: Reason.WRONG_PASSWORD,
    403: Reason.NOT_ALLOWED,
    404: Reason.NOT_FOUND,
    410: Reason.NOT_FOUND,
    413: Reason.TOO_LARGE,
    429: Reason.BUSY,
    503: Reason.BUSY,
}


class WebFault(Exception):
    """The server gave no answer that can be used; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Web:
    """Asks one server, over one connection that is kept between questions. Made by `web`."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        accept: frozenset[int] = frozenset({200}),
    ) -> Answer:
        """The answer, when its status is one of `accept`.

        Raises:
            WebFault: no answer, another status, more than 10 MB, or a password that would go unencrypted.
        """
        import httpx2

        check_safe(url)
        try:
            async with self._client.stream(method, url, headers=dict(headers or {}), content=body or None) as answer:
                if answer.status_code not in accept:
                    raise WebFault(reason_of(answer.status_code))
                content = bytearray()
                async for part in answer.aiter_bytes():
                    content += part
                    if len(content) > BYTES_MAX:
                        raise WebFault(Reason.TOO_LARGE)
                found = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(answer.status_code, found, bytes(content), str(answer.url))
        except httpx2.TimeoutException:
            raise WebFault(Reason.SLOW_SERVER) from None
        except (httpx2.TooManyRedirects, httpx2.DecodingError, httpx2.RemoteProtocolError):
            raise WebFault(Reason.BAD_ANSWER) from None
        except (httpx2.UnsupportedProtocol, httpx2.InvalidURL):
            raise WebFault(Reason.NOT_AN_ADDRESS) from None
        except (httpx2.HTTPError, OSError):
            raise WebFault(Reason.UNREACHABLE) from None


@asynccontextmanager
async def web(user: str = "", password: str = "", token: str = "") -> AsyncIterator[Web]:
    """A connection for some questions.

    Args:
        user: sent with `password` by HTTP Basic, when it is not empty.
        password: of the user.
        token: sent as a bearer token, when it is not empty. Neither follows a redirect to another host.
    """
    import httpx2

    for library in ("httpx2", "httpcore2"):  # they would log addresses, and headers with passwords
        logging.getLogger(library).setLevel(logging.WARNING)
    client = httpx2.AsyncClient(
        auth=httpx2.BasicAuth(user, password) if user else None,
        headers={"Authorization": f"Bearer {token}"} if token else None,
        timeout=httpx2.Timeout(WAIT_S, connect=CONNECT_S),
        follow_redirects=True,
        max_redirects=REDIRECTS_MAX,
        verify=_trust(),
        event_hooks={"request": [_check]},
    )
    async with client:
        yield Web(client)


def reason_of(status: int) -> Reason:
    """What a status that is not wanted means."""
    return _REASONS.get(status, Reason.SERVER_FAULT if status >= 500 else Reason.BAD_ANSWER)


def check_safe(url: str) -> None:
    """Patient data and passwords go over TLS only, but for this very machine.

    Raises:
        WebFault: the address is no web address, or not one over TLS.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise WebFault(Reason.NOT_AN_ADDRESS) from None
    if parts.scheme not in ("https", "http") or not host:
        raise WebFault(Reason.NOT_AN_ADDRESS)
    if parts.scheme == "http" and not _is_local(host):
        raise WebFault(Reason.NOT_SAFE)


async def _check(request: httpx2.Request) -> None:
    """Before every request, those among them that follow a redirect."""
    check_safe(str(request.url))


def _is_local(host: str) -> bool:
    if host in _LOCAL:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@cache
def _trust() -> ssl.SSLContext:
    """The system's certificates, a clinic's own authority among them; made once, since it takes some 20 ms."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
