"""Asks a CalDAV server: from the address that a user would paste to the calendars, and what a calendar has on a day.

The address may be that of a calendar, of a folder of calendars, of the account, or just of the server (RFC 6764,
RFC 5397, RFC 4791 §6.2.1). The password is shown to that host and to others of its organisation only, whatever a server
says of where its calendars are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from vardklient.schedule.caldavxml import (
    CALDAV,
    DAV,
    MULTISTATUS,
    WHAT_IS_THERE,
    NotMultistatus,
    Resource,
    read_multistatus,
)
from vardklient.schedule.patience import BUSY
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import Answer, Web, WebFault, check_safe, reason_of, same_organisation, web

_XML = {"Content-Type": "application/xml; charset=utf-8"}
_ANY = frozenset(range(200, 600))
_NOT_THERE = frozenset({200, 204, 404, 405, 501})
_NOT_LISTED = _NOT_THERE | {403}
_NAME_MAX = 40


class Busy(WebFault):
    """The server wants to be left alone; `headers` may say for how long."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__(Reason.BUSY)
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar of an account; `name` is what the user calls it, for problems."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class _Place:
    """What is at an address: nothing of CalDAV when there are no resources."""

    url: str
    status: int
    resources: tuple[Resource, ...] = ()

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        return tuple(
            Calendar(_joined(self.url, one.href), _shown(one.text(f"{DAV}displayname")))
            for one in self.resources
            if one.is_calendar
        )

    def link(self, name: str) -> str:
        """The first address in a property of the place itself; empty when there is none."""
        found = next((link for one in self.resources[:1] if (link := one.link(name))), "")
        return _joined(self.url, found) if found else ""


class Account:
    """Asks the servers of one account.

    Args:
        asked: what asks, with the password.
        start: the address that the user has given.
    """

    def __init__(self, asked: Web, start: str) -> None:
        self._asked, self.start = asked, start

    async def ask(
        self, method: str, url: str, depth: int, body: bytes, without: frozenset[int] = frozenset()
    ) -> Answer:
        """The answer to a question in XML.

        Args:
            method: PROPFIND or REPORT.
            url: of what.
            depth: 0 for itself, 1 for what is in it.
            body: the question.
            without: statuses that are an answer too.

        Raises:
            WebFault: any other status than 207 and those, `Busy`, or it is at a server of somebody else's.
        """
        answer = await self._ask(method, url, depth, body)
        if answer.status not in BUSY | {MULTISTATUS} and _is_elsewhere(answer, url):
            # "found elsewhere" may turn the question into a GET, and takes no password to another host
            answer = await self._ask(method, answer.url, depth, body)
        if answer.status in BUSY:
            raise Busy(answer.headers)
        if answer.status not in without | {MULTISTATUS}:
            raise WebFault(reason_of(answer.status))
        return answer

    async def _ask(self, method: str, url: str, depth: int, body: bytes) -> Answer:
        self._check(url)
        headers = {**_XML, "Depth": str(depth)}
        answer = await self._asked.ask(method, url, headers=headers, body=body, accept=_ANY)
        self._check(answer.url)
        return answer

    def _check(self, url: str) -> None:
        """May the password be shown there?

        Raises:
            WebFault: it may not.
        """
        check_safe(url)
        in_the_open = self.start.lower().startswith("https:") and not url.lower().startswith("https:")
        if in_the_open or not same_organisation(url, self.start):
            raise WebFault(Reason.OTHER_SERVER)


def _is_elsewhere(answer: Answer, url: str) -> bool:
    import httpx2

    return str(httpx2.URL(url)) != answer.url


async def speaks_caldav(url: str, user: str = "", password: str = "") -> bool:
    """Is it a CalDAV server that answers there, and not just a file?

    Raises:
        WebFault: nothing answers.
    """
    async with web(user, password) as asked:
        answer = await asked.ask("OPTIONS", url, accept=frozenset(range(200, 600)))
    return "calendar-access" in answer.headers.get("dav", "")


async def find_calendars(account: Account) -> tuple[Calendar, ...]:
    """The calendars that the address leads to; one, if it is that of a calendar; none, if the account has none.

    Raises:
        WebFault: it leads to no account, or the server refuses.
    """
    place = await _look(account, account.start)
    if not place.resources:
        if place.status == 404 and urlsplit(account.start).path not in ("", "/"):
            raise WebFault(Reason.NOT_FOUND)
        refused, place = place, await _look(account, urljoin(account.start, "/.well-known/caldav"))
        if not place.resources:
            raise WebFault(reason_of(refused.status))
    if place.resources[0].is_calendar:
        return place.calendars[:1]
    here = await _look(account, place.url, depth=1, without=_NOT_LISTED)
    return here.calendars or await _of_the_account(account, place)


async def _of_the_account(account: Account, place: _Place) -> tuple[Calendar, ...]:
    home = place.link(f"{CALDAV}calendar-home-set")
    principal = place.link(f"{DAV}current-user-principal")
    if not home and principal:
        home = (await _look(account, principal)).link(f"{CALDAV}calendar-home-set")
    return (await _look(account, home, depth=1)).calendars if home else ()


async def _look(account: Account, url: str, depth: int = 0, without: frozenset[int] = _NOT_THERE) -> _Place:
    answer = await account.ask("PROPFIND", url, depth, WHAT_IS_THERE, without)
    if answer.status != MULTISTATUS:
        return _Place(answer.url, answer.status)
    try:
        resources, _ = await asyncio.to_thread(read_multistatus, answer.body)
    except NotMultistatus:
        raise WebFault(Reason.BAD_ANSWER) from None
    return _Place(answer.url, answer.status, resources)


def server_address(text: str) -> str:
    """The address to ask, of what a user may paste: also without "https://", also with "caldav://"."""
    text = text.strip()
    scheme, mark, rest = text.partition("://")
    if not mark:
        return f"https://{text}"
    return f"https://{rest}" if scheme.lower() in ("caldav", "caldavs") else text


def _joined(base: str, link: str) -> str:
    """The address that a link leads to; one that is none stays as it is, and is refused when it is asked."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _shown(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()[:_NAME_MAX]
