"""A calendar of Microsoft 365 as a source of visits, by way of Microsoft Graph.

`calendarView` is what is believed: it unrolls series, and names the properties that are sent. Its `delta` sends whole
events with their texts, cannot tell our booking id, and leaves out most of an occurrence; so it is asked only whether
anything has changed, of a day that is looked at for a second time, and of its answers only the links are kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from vardklient.base.clock import SystemClock
from vardklient.base.errors import SignInNeeded
from vardklient.domain.visit import CalendarEvent, Problem
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult
from vardklient.schedule.graphevents import BOOKING_PROPERTY, day_window, read_events, wanted_fields
from vardklient.schedule.graphweb import PAGE_SIZE, GraphWeb, Token
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import Region, default_region
from vardklient.schedule.web import Web, WebFault, web

ADDRESS = "https://graph.microsoft.com/v1.0"
DAYS_KEPT = 7
"""So many days are followed. Own choice."""
TRUST_S = 600.0
"""After this the day is read in full, even if no change has been told. Own choice."""
FOLLOW_S = 4.0
"""Longer is not waited to hear of changes; the day is read in full instead. Own choice."""
FOLLOW_AGAIN_S = 600.0
"""So long a day is only read in full after changes could not be told. Own choice."""

_ZONE = f'outlook.timezone="Europe/Stockholm", odata.maxpagesize={PAGE_SIZE}'
_SHORT = f'outlook.body-content-type="text", odata.maxpagesize={PAGE_SIZE}'
_WHOLE_ROUND = frozenset({Reason.SIGN_IN, Reason.NOT_ALLOWED, Reason.BUSY, Reason.UNREACHABLE, Reason.SLOW_SERVER})
"""What ends a reading while changes are asked for; anything else only means that changes cannot be told."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A day as it was read in full.

    Attributes:
        read_s: when, by the monotonic clock.
        link: where changes since then are told, "" when nobody has asked yet.
        follow_from_s: before this nobody asks.
    """

    events: tuple[CalendarEvent, ...]
    problems: tuple[Problem, ...]
    read_s: float
    link: str = ""
    follow_from_s: float = 0.0


class GraphSource:
    """Implements `ports.visits.VisitSource` on one account."""

    def __init__(
        self,
        name: str,
        token: Token,
        region: Region | None = None,
        clock: Clock | None = None,
        address: str = ADDRESS,
        *,
        refused: Callable[[str], None] = lambda _: None,
        follow_s: float = FOLLOW_S,
    ) -> None:
        """An account of Microsoft 365.

        Args:
            name: what the user calls it.
            token: gives a token for `Calendars.Read`.
            region: its words and the hosts whose links may be kept.
            clock: the system's when none is given.
            address: of Graph; another one in national clouds and in tests.
            refused: told of a token that Graph did not take, before `token` is asked for another.
            follow_s: how long to wait to hear of changes.
        """
        self._name = name
        self._region = region or default_region()
        self._clock = clock or SystemClock()
        self._address = address.rstrip("/")
        self._graph = GraphWeb(token, refused, self._clock, self._address)
        self._follow_s = follow_s
        self._known: dict[date, _Known] = {}
        self._one_at_a_time = asyncio.Lock()

    @property
    def name(self) -> str:
        """What the user calls the account."""
        return self._name

    async def day(self, day: date) -> DayResult:
        """The day's events. A fault is a problem, and then nothing of what was known before is told."""
        async with self._one_at_a_time:
            try:
                async with web() as asked:
                    return await self._read(asked, day)
            except WebFault as fault:
                return self._failure(fault.reason)
            except SignInNeeded:
                return self._failure(Reason.SIGN_IN)
            except OverflowError:
                return DayResult(self._clock.now())

    def _failure(self, reason: Reason) -> DayResult:
        return DayResult(self._clock.now(), problems=(Problem(self._name, reason),))

    async def _read(self, asked: Web, day: date) -> DayResult:
        known, now_s = self._known.get(day), self._clock.monotonic_s()
        link, follow_from_s = "", 0.0
        if known is not None and now_s < known.follow_from_s:
            follow_from_s = known.follow_from_s
        elif known is not None:
            link, news = await self._changes(asked, day, known.link)
            if known.link and link and not news and now_s - known.read_s < TRUST_S:
                self._keep(day, replace(known, link=link))
                return DayResult(self._clock.now(), events=known.events, problems=known.problems)
            follow_from_s = 0.0 if link else now_s + FOLLOW_AGAIN_S
        records, fault = await self._view(asked, day, known)
        events, problems = await asyncio.to_thread(read_events, records, day, self._name, self._region)
        if fault is None:
            self._keep(day, _Known(events, problems, now_s, link, follow_from_s))
        else:
            problems = (*problems, Problem(self._name, fault))
        return DayResult(self._clock.now(), events=events, problems=problems)

    def _keep(self, day: date, known: _Known) -> None:
        self._known.pop(day, None)
        self._known[day] = known
        for old in tuple(self._known)[:-DAYS_KEPT]:
            del self._known[old]

    async def _view(self, asked: Web, day: date, known: _Known | None) -> tuple[list[object], Reason | None]:
        """All records of the day.

        Pages that are missing are a fault of the reading as a whole, because an older list is better than a part of
        the new one; but where there is no older one, the part and the reason are told.
        """
        records: list[object] = []
        try:
            async with aclosing(
                self._graph.pages(asked, self._url("calendarView", day, **self._options()), _ZONE)
            ) as all_:
                async for page in all_:
                    records += page.records
        except WebFault as fault:
            if known is not None or not records:
                raise
            return records, fault.reason
        return records, None

    async def _changes(self, asked: Web, day: date, link: str) -> tuple[str, bool]:
        """Where to ask the next time, and whether anything has changed since the last time.

        Without a link to ask, everything there is counts as a change. When changes cannot be told (the link is too
        old: 410, or the answer is too large, too slow, or not understood) there is no link to ask the next time.
        """
        news, after = False, ""
        url = link or self._url("calendarView/delta", day)
        try:
            async with asyncio.timeout(self._follow_s), aclosing(self._graph.pages(asked, url, _SHORT)) as all_:
                async for page in all_:
                    news, after = news or bool(page.records), page.delta
        except TimeoutError:
            return "", True
        except WebFault as fault:
            if fault.reason in _WHOLE_ROUND:
                raise
            return "", True
        return after, news

    def _options(self) -> dict[str, str]:
        return {
            "$select": ",".join(wanted_fields(self._region)),
            "$expand": f"singleValueExtendedProperties($filter=id eq '{BOOKING_PROPERTY}')",
            "$top": str(PAGE_SIZE),
        }

    def _url(self, what: str, day: date, **options: str) -> str:
        opens, closes = day_window(day)
        query = {
            "startDateTime": opens.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "endDateTime": closes.strftime("%Y-%m-%dT%H:%M:%SZ"),
            **options,
        }
        return f"{self._address}/me/{what}?{urlencode(query, quote_via=quote, safe='$(),:')}"
