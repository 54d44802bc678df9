"""Asks a CalDAV server: from the address that a user would paste to the calendars, and what a calendar has on a day.

The address may be that of a calendar, of a folder of calendars, of the account, or just of the server (RFC 6764,
RFC 5397, RFC 4791 §6.2.1). The password is shown to that server and to others of its domain only.
"""

from __future__ import annotations

import ipaddress
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
from vardklient.schedule.web import Answer, Web, WebFault, reason_of, web

_XML = {"Content-Type": "application/xml; charset=utf-8"}
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
            Calendar(urljoin(self.url, one.href), _shown(one.text(f"{DAV}displayname")))
            for one in self.resources
            if one.is_calendar
        )

    def link(self, name: str) -> str:
        """The first address in a property of the place itself; empty when there is none."""
        found = next((link for one in self.resources[:1] if (link := one.link(name))), "")
        return urljoin(self.url, found) if found else ""


async def speaks_caldav(url: str, user: str = "", password: str = "") -> bool:
    """Is it a CalDAV server that answers there, and not just a file?

    Raises:
        WebFault: nothing answers.
    """
    async with web(user, password) as asked:
        answer = await asked.ask("OPTIONS", url, accept=frozenset(range(200, 600)))
    return "calendar-access" in answer.headers.get("dav", "")


async def find_calendars(asked: Web, address: str) -> tuple[Calendar, ...]:
    """The calendars that the address leads to; one, if it is that of a calendar; none, if the account has none.

    Raises:
        WebFault: it leads to no account, or the server refuses.
    """
    start = server_address(address)
    place = await _look(asked, start)
    if not place.resources:
        if place.status == 404 and urlsplit(start).path not in ("", "/"):
            raise WebFault(Reason.NOT_FOUND)
        refused, place = place, await _look(asked, urljoin(start, "/.well-known/caldav"))
        if not place.resources:
            raise WebFault(reason_of(refused.status))
    if place.resources[0].is_calendar:
        return place.calendars[:1]
    here = await _look(asked, place.url, depth=1, without=_NOT_LISTED)
    return here.calendars or await _of_the_account(asked, place, start)


async def _of_the_account(asked: Web, place: _Place, start: str) -> tuple[Calendar, ...]:
    home = place.link(f"{CALDAV}calendar-home-set")
    principal = place.link(f"{DAV}current-user-principal")
    if not home and principal:
        home = (await _look(asked, _trusted(principal, start))).link(f"{CALDAV}calendar-home-set")
    if not home:
        return ()
    found = await _look(asked, _trusted(home, start), depth=1)
    return tuple(one for one in found.calendars if _trusted(one.url, start))


async def ask_xml(
    asked: Web, method: str, url: str, depth: int, body: bytes, without: frozenset[int] = frozenset()
) -> Answer:
    """The answer to a question in XML.

    Args:
        asked: the server.
        method: PROPFIND or REPORT.
        url: of what.
        depth: 0 for itself, 1 for what is in it.
        body: the question.
        without: statuses that are an answer too.

    Raises:
        WebFault: any other status than 207 and those, or `Busy`.
    """
    accept = frozenset({MULTISTATUS}) | without | BUSY
    answer = await asked.ask(method, url, headers={**_XML, "Depth": str(depth)}, body=body, accept=accept)
    if answer.status in BUSY:
        raise Busy(answer.headers)
    return answer


async def _look(asked: Web, url: str, depth: int = 0, without: frozenset[int] = _NOT_THERE) -> _Place:
    answer = await ask_xml(asked, "PROPFIND", url, depth, WHAT_IS_THERE, without)
    if answer.status != MULTISTATUS and answer.url != url:  # "found elsewhere" turns the question into a GET
        answer = await ask_xml(asked, "PROPFIND", answer.url, depth, WHAT_IS_THERE, without)
    if answer.status != MULTISTATUS:
        return _Place(answer.url, answer.status)
    try:
        resources, _ = read_multistatus(answer.body)
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


def _trusted(url: str, start: str) -> str:
    """The address again, if the password may be shown there: at the same host, or at another of its domain.

    Raises:
        WebFault: it may not.
    """
    host, known = ((urlsplit(one).hostname or "").lower() for one in (url, start))
    if host == known or (_domain(host) == _domain(known) and "." in _domain(host)):
        return url
    raise WebFault(Reason.BAD_ANSWER)


def _domain(host: str) -> str:
    """The last two parts of a host's name; of a number all."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ".".join(host.split(".")[-2:])


def _shown(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()[:_NAME_MAX]
