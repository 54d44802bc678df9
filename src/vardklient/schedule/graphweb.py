"""How Microsoft Graph is asked: with a token that is renewed once, with patience where it asks for it, page by page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from vardklient.ports.clock import Clock
from vardklient.schedule.patience import Patience
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import Answer, Web, WebFault, reason_of

Token = Callable[[], Awaitable[str]]
"""Gives a token to show; raises `base.errors.SignInNeeded`, or a `WebFault` where none can be had just now."""

PAGE_SIZE = 100
PAGES_MAX = 50
"""5,000 events of one day: more is a server that turns in circles. Own choice."""
BUSY = timedelta(minutes=1)
"""How long a server is left alone that says "too many requests" and not for how long. Own choice."""
BUSY_MAX = timedelta(hours=1)
"""No server is left alone for longer, whatever it says. Own choice."""

_ANY = frozenset({200, *range(400, 600)})
_OK, _UNAUTHORISED, _TOO_MANY = 200, 401, 429


@dataclass(frozen=True, slots=True)
class Page:
    """One answer.

    Attributes:
        records: as they came; nobody has looked at them.
        more: where the next page is, "" after the last one.
        delta: where changes from now on will be told, "" where that was not asked or is not known yet.
    """

    records: tuple[object, ...]
    more: str = ""
    delta: str = ""


class GraphWeb:
    """Asks Graph for one account; remembers between questions until when it wants to be left alone."""

    def __init__(self, token: Token, refused: Callable[[str], None], clock: Clock, address: str) -> None:
        """`refused` is told of a token that Graph did not take, before the next one is asked for."""
        self._token = token
        self._refused = refused
        self._address = address
        self._patience = Patience(clock, BUSY_MAX)

    async def pages(self, asked: Web, url: str, prefer: str) -> AsyncGenerator[Page, None]:
        """The answer and all that follow it.

        Raises:
            WebFault: one of them could not be had, leads to another server, or there is no end to them.
            SignInNeeded: the user has to sign in.
        """
        for _ in range(PAGES_MAX):
            page = await self._page(asked, url, prefer)
            yield page
            if not page.more:
                return
            url = page.more
        raise WebFault(Reason.BAD_ANSWER)

    async def _page(self, asked: Web, url: str, prefer: str) -> Page:
        if self._patience.is_due:
            raise WebFault(Reason.BUSY)
        answer = await self._answer(asked, url, prefer)
        if answer.status != _OK:
            self._patience.hear(answer.headers, BUSY if answer.status == _TOO_MANY else timedelta(0))
            raise WebFault(reason_of(answer.status))
        page = await asyncio.to_thread(read_page, answer, self._address)
        for link in (page.more, page.delta):
            if link and not same_server(link, self._address):
                raise WebFault(Reason.BAD_ANSWER)
        return page

    async def _answer(self, asked: Web, url: str, prefer: str) -> Answer:
        """With a new token when the first is refused."""
        token = await self._token()
        answer = await _ask(asked, url, prefer, token)
        if answer.status == _UNAUTHORISED:
            self._refused(token)
            answer = await _ask(asked, url, prefer, await self._token())
        if answer.status == _UNAUTHORISED:
            raise WebFault(Reason.SIGN_IN)
        return answer


async def _ask(asked: Web, url: str, prefer: str, token: str) -> Answer:
    if not token:
        raise WebFault(Reason.SIGN_IN)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", "Prefer": prefer}
    return await asked.ask("GET", url, headers=headers, accept=_ANY)


def read_page(answer: Answer, address: str) -> Page:
    """What an answer holds.

    Raises:
        WebFault: it is no list of records; a page of HTML is where one signs in to some network.
    """
    if "html" in answer.headers.get("content-type", "").lower():
        raise WebFault(Reason.LOGIN_PAGE)
    if not same_server(answer.url, address):
        raise WebFault(Reason.BAD_ANSWER)
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise WebFault(Reason.BAD_ANSWER) from None
    records = found.get("value") if isinstance(found, dict) else None
    if not isinstance(records, list):
        raise WebFault(Reason.BAD_ANSWER)
    return Page(tuple(records), _link(found, "@odata.nextLink"), _link(found, "@odata.deltaLink"))


def _link(found: Mapping[str, object], name: str) -> str:
    link = found.get(name, "")
    if not isinstance(link, str):
        raise WebFault(Reason.BAD_ANSWER)
    return link


def same_server(link: str, address: str) -> bool:
    """Do both lead to the same server? Only then may the token go along."""
    try:
        one, other = urlsplit(link), urlsplit(address)
        return (one.scheme, one.hostname, one.port) == (other.scheme, other.hostname, other.port)
    except ValueError:
        return False
