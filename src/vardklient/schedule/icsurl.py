"""A calendar file at a web address as a source of visits: what Outlook, Google and others call "private address in
iCal format".

The address is itself the key to the calendar, so it is in no name, problem or log. Of the file only the reduced events
of the days asked for are kept; what has not changed is told by the server (ETag, 304) or by its content, and is not
parsed again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from vardklient.base.clock import SystemClock
from vardklient.domain.visit import Problem
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult
from vardklient.schedule.found import Found, Kept, digest_of
from vardklient.schedule.ics import ics_reader
from vardklient.schedule.patience import BUSY, Patience
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import Region, default_region
from vardklient.schedule.web import Answer, WebFault, web

_ACCEPT = {"Accept": "text/calendar, */*;q=0.5"}
_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


class IcsUrlSource:
    """Implements `ports.visits.VisitSource` on a calendar file that a server gives."""

    def __init__(
        self,
        name: str,
        url: str,
        region: Region | None = None,
        clock: Clock | None = None,
        user: str = "",
        password: str = "",
    ) -> None:
        self._name, self._url = name, web_address(url)
        self._user, self._password = user, password
        self._clock = clock or SystemClock()
        self._read = ics_reader(name, region or default_region())
        self._patience = Patience(self._clock)
        self._kept = Kept()
        self._digest = b""
        self._conditions: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        """As the user calls it; nothing of the address."""
        return self._name

    async def day(self, day: date) -> DayResult:
        """The day's events; the file is parsed in a worker thread, if it has changed."""
        try:
            found = await self._ask(day)
        except WebFault as fault:
            found = Found(problems=(Problem(self._name, fault.reason),))
        return DayResult(self._clock.now(), events=found.events, problems=found.problems)

    async def _ask(self, day: date) -> Found:
        if self._patience.is_due:
            raise WebFault(Reason.BUSY)
        known = self._kept.get(day, self._digest)
        conditions = self._conditions if known is not None else {}
        accept = frozenset({200, *BUSY, *([304] if conditions else [])})
        async with web(self._user, self._password) as asked:
            answer = await asked.ask("GET", self._url, headers={**_ACCEPT, **conditions}, accept=accept)
        if answer.status in BUSY:
            self._patience.hear(answer.headers)
            raise WebFault(Reason.BUSY)
        if answer.status == 304 and known is not None:
            return known
        return await self._take(answer, day)

    async def _take(self, answer: Answer, day: date) -> Found:
        digest = await asyncio.to_thread(digest_of, answer.body)
        found = self._kept.get(day, digest)
        if found is None:
            found = await asyncio.to_thread(self._read, answer.body, day)
            if any(p.reason == Reason.NOT_A_CALENDAR for p in found.problems) and _is_page(answer):
                found = Found(problems=(Problem(self._name, Reason.LOGIN_PAGE),))
            self._kept.put(day, digest, found)
        self._digest = digest
        told = {asks: answer.headers[tells] for tells, asks in _VALIDATORS.items() if answer.headers.get(tells)}
        # one that cannot be sent back as it came is not sent back at all
        self._conditions = {asks: value for asks, value in told.items() if value.isascii() and value.isprintable()}
        return found


def web_address(text: str) -> str:
    """The address to ask, of what a user may paste.

    "webcal" means a calendar over the web, and it is asked over TLS only. Outlook gives two addresses for a published
    calendar; the one for people is changed into the one for programs.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return text.strip()
    scheme = "https" if parts.scheme in ("webcal", "webcals") else parts.scheme
    path = parts.path
    if "/owa/calendar/" in path and path.endswith(".html"):
        path = path.removesuffix(".html") + ".ics"
    return urlunsplit((scheme, parts.netloc, path, parts.query, ""))


def _is_page(answer: Answer) -> bool:
    return "html" in answer.headers.get("content-type", "").lower()
