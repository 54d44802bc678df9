"""How a provider is asked: Authlib over httpx2, with limits, the system's own certificates, and no redirects.

Imports what takes some 0.3 s: only `openid` and its neighbours import it, and they are imported off the loop.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import Any, cast

import httpx2
import truststore
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped]

from vardklient.ports.signin import Fault, Issuer, fault_of
from vardklient.vault.signin.faults import SignInFault, check_safe, fault_of_status

CONNECT_S, SILENT_S, WHOLE_S = 5.0, 10.0, 15.0
"""A provider that is not reached, says nothing, or has not done all of a step for so long has failed. Own choice."""
BYTES_MAX = 1_000_000
"""More than any discovery document, key set or token; a larger answer is none. Own choice."""


@asynccontextmanager
async def asking(issuer: Issuer, grant: Fault = Fault.BAD_ANSWER) -> AsyncIterator[Any]:
    """Authlib's client (which is an httpx2 one) for one step; what goes wrong within becomes a `SignInFault`.

    Args:
        issuer: who is asked, and for whom.
        grant: what an invalid grant means at this step.
    """
    client = AsyncOAuth2Client(
        client_id=issuer.client_id,
        scope=" ".join(issuer.scopes),
        token_endpoint_auth_method="none",
        revocation_endpoint_auth_method="none",
        code_challenge_method="S256",
        timeout=httpx2.Timeout(SILENT_S, connect=CONNECT_S),
        verify=_trust(),
        headers={"Accept-Encoding": "identity"},
        event_hooks={"request": [_check], "response": [_limit]},
    )
    with _translated(grant):
        async with asyncio.timeout(WHOLE_S), client as asked:
            yield asked


async def document(asked: Any, url: str, access_token: str = "") -> dict[str, Any]:
    """The JSON object at that address; the access token is sent with the question, when there is one."""
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {access_token}"} if access_token else {})}
    answer = await asked.request("GET", url, withhold_token=True, headers=headers)
    if answer.status_code != 200:
        raise SignInFault(fault_of_status(answer.status_code))
    found = json.loads(answer.content)
    if not isinstance(found, dict):
        raise SignInFault(Fault.BAD_ANSWER)
    return found


class _Limited(httpx2.AsyncByteStream):
    """Gives up an answer that is too long, instead of keeping all of it."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for part in self._stream:
            length += len(part)
            if length > BYTES_MAX:
                raise SignInFault(Fault.BAD_ANSWER)
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _check(request: httpx2.Request) -> None:
    check_safe(str(request.url))


async def _limit(response: httpx2.Response) -> None:
    """It comes as it is, as was asked for: a small answer could unpack to a large one."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise SignInFault(Fault.BAD_ANSWER)
    response.stream = _Limited(cast(httpx2.AsyncByteStream, response.stream))


@contextmanager
def _translated(grant: Fault) -> Iterator[None]:
    """`from None`: what was sent and answered holds tokens."""
    try:
        yield
    except AuthlibBaseError as error:
        raise SignInFault(fault_of(error.error, grant)) from None
    except httpx2.HTTPStatusError as error:
        raise SignInFault(fault_of_status(error.response.status_code)) from None
    except (httpx2.DecodingError, httpx2.InvalidURL, httpx2.UnsupportedProtocol):
        raise SignInFault(Fault.BAD_ANSWER) from None
    except (httpx2.HTTPError, OSError):  # also our own timeout
        raise SignInFault(Fault.UNREACHABLE) from None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        # no JSON, or JSON of another shape: Authlib does not look at the types
        raise SignInFault(Fault.BAD_ANSWER) from None


@cache
def _trust() -> ssl.SSLContext:
    """The system's certificates, a clinic's own authority among them; made once, since it takes some 20 ms."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
