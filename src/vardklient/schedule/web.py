"""How the sources that live on a server ask it: limits, TLS by the system's own trust, and every fault as a `Reason`.

Nothing of what was asked or answered is written to a log: addresses of calendars are secrets ("private address in iCal
format"), answers are patient data.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vardklient.base.addresses import Unfit, unfit
from vardklient.schedule.files import BYTES_MAX
from vardklient.schedule.reasons import Reason

if TYPE_CHECKING:
    import httpx2

CONNECT_S, WAIT_S = 5.0, 15.0
"""A server that is not reached, or says nothing for so long, has failed; the reader ends all after 20 s. Own choice."""
REDIRECTS_MAX = 5
_UNDER_A_COUNTRY = re.compile(
    r"[a-z]|ac|co|com|edu|fh|fhsk|fhv|go|gob|gouv|gov|komforb|kommunalforbund|komvux|lanbib|ltd|me|mil|naturbruksgymn"
    r"|ne|net|nhs|nom|or|org|parti|plc|pp|press|sch|tm"
)
"""With a country's two letters behind it that is an ending under which anybody registers a name: co.uk, org.se. The
common ones of publicsuffix.org; the whole list has ten thousand lines, and changes weekly."""
_ANYBODYS = re.compile(
    r"(amazonaws|appspot|azure|cloudfront|firebaseapp|herokuapp|myqnapcloud|onrender|safespring)\.com"
    r"|(azure-api|azurefd|azurewebsites|cloudapp|trafficmanager|windows)\.net|(dyndns|duckdns|no-ip)\.org"
    r"|(azurecontainerapps|github|gitlab|ngrok|nip|sslip)\.io|(netlify|ngrok|run|vercel|web)\.app"
    r"|(fly|pages|workers)\.dev|elastx\.cloud|synology\.me"
)
"""Where strangers have their servers beside each other: only the very same name is the same there."""
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
    async with await asyncio.to_thread(_client, user, password, token) as client:
        yield Web(client)


def _client(user: str, password: str, token: str) -> httpx2.AsyncClient:
    """Belongs on a worker: at first the libraries are imported and the system's certificates are read."""
    import httpx2

    for library in ("httpx2", "httpcore2"):  # they would log addresses, and headers with passwords
        logging.getLogger(library).setLevel(logging.WARNING)
    return httpx2.AsyncClient(
        auth=httpx2.BasicAuth(user, password) if user else None,
        headers={"Authorization": f"Bearer {token}"} if token else None,
        timeout=httpx2.Timeout(WAIT_S, connect=CONNECT_S),
        follow_redirects=True,
        max_redirects=REDIRECTS_MAX,
        verify=system_trust(),
        event_hooks={"request": [_check]},
    )


def reason_of(status: int) -> Reason:
    """What a status that is not wanted means."""
    return _REASONS.get(status, Reason.SERVER_FAULT if status >= 500 else Reason.BAD_ANSWER)


def check_safe(url: str) -> None:
    """Patient data and passwords go over TLS only, but for this very machine.

    Raises:
        WebFault: the address is no web address, or not one over TLS.
    """
    why = unfit(url)
    if why is not None:
        raise WebFault(Reason.NOT_AN_ADDRESS if why is Unfit.NO_ADDRESS else Reason.NOT_SAFE)


def same_organisation(address: str, known: str) -> bool:
    """May what was meant for one address be shown to another: a password, a token?

    Yes for the very same host, and for names of one registered domain: login.region.example, tidbok.region.example.
    A number, a single word, an ending such as "co.uk" and a hosting firm's domain are nobody's in particular.

    Args:
        address: that of the other.
        known: that which the user or the administrator has given.
    """
    host, own = _host(address), _host(known)
    if not host or not own:
        return False
    domain = _domain(own)
    return host == own or (bool(domain) and f".{host}".endswith(f".{domain}"))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removesuffix(".")
    except ValueError:
        return ""


def _domain(host: str) -> str:
    """The domain that an organisation has registered; empty where that cannot be said."""
    labels = host.split(".")
    if len(labels) < 2 or "" in labels or labels[-1][0].isdigit() or _ANYBODYS.fullmatch(".".join(labels[-2:])):
        return ""
    before, last = labels[-2:]
    taken = 3 if len(last) == 2 and _UNDER_A_COUNTRY.fullmatch(before) else 2
    return ".".join(labels[-taken:]) if len(labels) >= taken else ""


async def _check(request: httpx2.Request) -> None:
    """Before every request, those among them that follow a redirect."""
    check_safe(str(request.url))


@cache
def system_trust() -> ssl.SSLContext:
    """The system's certificates, a clinic's own authority among them; made once, since it takes some 20 ms."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
