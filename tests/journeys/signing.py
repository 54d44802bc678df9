"""What the journeys of the sign-in have in common: a sign-in that is closed afterwards, addresses, clocks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest

from tests.peers.openid import LOGIN, FormBrowser
from vardklient.base.clock import SystemClock
from vardklient.base.errors import SignInNeeded
from vardklient.flows.signin import SignInState, Stage
from vardklient.ports.secrets import SecretStore
from vardklient.ports.signin import Browser, Issuer, Person
from vardklient.vault.secrets import MemoryStore
from vardklient.vault.signin.session import SignIn

DEADLINE_S = 60.0
DOCTOR = Person(LOGIN, "Doktor Testsson", LOGIN, "SE2321000131-U000000000001", "SE2321000131-E000000000001")


class MovedClock(SystemClock):
    """The system's clock, set wrong."""

    def __init__(self, ahead_s: float = 0.0) -> None:
        self.ahead_s = ahead_s

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead_s)


@asynccontextmanager
async def signing(
    issuer: Issuer, browser: Browser, store: SecretStore | None = None, **settings: Any
) -> AsyncIterator[SignIn]:
    made = SignIn(issuer, MemoryStore() if store is None else store, browser=browser, **settings)
    try:
        yield made
    finally:
        await made.close()
        if isinstance(browser, FormBrowser):
            await asyncio.to_thread(browser.close)


async def tried(issuer: Issuer, browser: Browser, **settings: Any) -> SignInState:
    """How one way through the browser ends; where it fails nothing is kept, and nobody gets a token."""
    store = MemoryStore()
    async with signing(issuer, browser, store, **settings) as made:
        made.start()
        state = await made.settled()
        if state.stage is not Stage.SIGNED_IN:
            assert store.get(issuer.secret_name) is None
            with pytest.raises(SignInNeeded):
                await made.token()
    return state


def changed(url: str, **fields: str | None) -> str:
    """The address with other fields; None takes one out."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    query = {name: value for name, value in {**query, **fields}.items() if value is not None}
    return urlunsplit(parts._replace(query=urlencode(query)))


def field(url: str, name: str) -> str:
    return parse_qs(urlsplit(url).query)[name][0]


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not condition():  # noqa: ASYNC110 - a thread of the browser changes it
            await asyncio.sleep(0.01)


async def port_is_closed(redirect: str) -> bool:
    with contextlib.suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", urlsplit(redirect).port)
        writer.close()
        return False
    return True
