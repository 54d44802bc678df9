"""An account on a CalDAV server as a source of visits.

Each reading asks every calendar for the day alone (calendar-query with a time range) and expands repeated events here.
Measured with 10,000 events on Radicale: 0.6 s for the day, where the first sync-collection takes 29 s and the tag of
the whole calendar 1.3 s; so neither a sync-token nor a ctag is asked for, which would cost such a server more than the
answer itself. `<C:expand>` did not come back within a minute. What is answered as before is not parsed again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from vardklient.base.clock import STOCKHOLM, SystemClock
from vardklient.domain.visit import CalendarEvent, Problem
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult
from vardklient.schedule.caldavserver import Account, Busy, Calendar, find_calendars, server_address
from vardklient.schedule.caldavxml import CALDAV, TOO_MANY, NotMultistatus, Resource, day_query, read_multistatus
from vardklient.schedule.found import Found, Kept, digest_of
from vardklient.schedule.ics import FILE_BOX_S, load, read_ics
from vardklient.schedule.parts import Parts
from vardklient.schedule.patience import Patience
from vardklient.schedule.reasons import FATAL, Reason
from vardklient.schedule.regions import Region, default_region
from vardklient.schedule.web import WebFault, web

LIST_AGAIN = timedelta(minutes=15)
"""How long an account's list of calendars is believed, unless one of them has gone. Own choice."""
FLOATING = timedelta(hours=3)
"""A time without a zone is Swedish here and the server's own there; so much more is asked for on both sides."""
ANSWER_BOX_S = 4 * FILE_BOX_S
"""So long the events of one calendar may take to parse; a day of 40 visits takes 0.1 s. Own choice."""


class CalDavSource:
    """Implements `ports.visits.VisitSource` on all calendars that an address leads to."""

    def __init__(
        self,
        name: str,
        url: str,
        user: str,
        password: str,
        region: Region | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._name, self._start = name, server_address(url)
        self._user, self._password = user, password
        self._region = region or default_region()
        self._clock = clock or SystemClock()
        self._patience = Patience(self._clock)
        self._busy: dict[str, Patience] = {}
        self._calendars: tuple[Calendar, ...] = ()
        self._listed_at: datetime | None = None
        self._kept: dict[str, Kept] = {}
        self._parts = Parts()

    @property
    def name(self) -> str:
        """As the user calls it; nothing of the address."""
        return self._name

    async def day(self, day: date) -> DayResult:
        """The day's events in all calendars; they are parsed in a worker thread."""
        try:
            found = await self._ask(day)
        except Busy as fault:
            self._patience.hear(fault.headers)
            return self._failed(fault.reason)
        except WebFault as fault:
            return self._failed(fault.reason)
        if not found:
            return self._failed(Reason.EMPTY)
        return self._parts.settle(day, found, self._clock.now())

    def _failed(self, reason: Reason) -> DayResult:
        return DayResult(self._clock.now(), problems=(Problem(self._name, reason),))

    async def _ask(self, day: date) -> dict[str, Found | None]:
        """By calendar.

        Raises:
            WebFault: there is no list of calendars, or none of them can be read.
        """
        if self._patience.is_due:
            raise WebFault(Reason.BUSY)
        async with web(self._user, self._password) as asked:
            account = Account(asked, self._start)
            calendars, fresh = await self._list(account)
            answers = await self._answers(account, calendars, day)
            if not fresh and any(isinstance(one, WebFault) and one.reason is Reason.NOT_FOUND for one in answers):
                self._listed_at = None
                calendars, _ = await self._list(account)
                answers = await self._answers(account, calendars, day)
        faults = [answer for answer in answers if isinstance(answer, WebFault)]
        if faults and len(faults) == len(answers):
            raise faults[0]
        found = zip(calendars, answers, strict=True)
        return {calendar.url: await self._take(calendar, answer, day) for calendar, answer in found}

    async def _list(self, account: Account) -> tuple[tuple[Calendar, ...], bool]:
        """The calendars, and whether they have been found just now."""
        now = self._clock.now()
        if self._listed_at is not None and now - self._listed_at < LIST_AGAIN:
            return self._calendars, False
        self._calendars = await find_calendars(account)
        self._listed_at = now if self._calendars else None  # an account without any is looked at again each time
        self._kept = {one.url: self._kept.get(one.url) or Kept() for one in self._calendars}
        self._busy = {one.url: self._busy.get(one.url) or Patience(self._clock) for one in self._calendars}
        return self._calendars, True

    async def _answers(self, account: Account, calendars: Sequence[Calendar], day: date) -> list[bytes | WebFault]:
        """What each calendar says of the day, all asked at once; one that wants to be left alone is."""
        query = day_query(*day_window(day))

        async def one(calendar: Calendar) -> bytes | WebFault:
            patience = self._busy.get(calendar.url) or Patience(self._clock)
            if patience.is_due:
                return WebFault(Reason.BUSY)
            try:
                return (await account.ask("REPORT", calendar.url, 1, query)).body
            except Busy as fault:
                patience.hear(fault.headers)
                return fault
            except WebFault as fault:
                return fault

        return list(await asyncio.gather(*map(one, calendars)))

    async def _take(self, calendar: Calendar, answer: bytes | WebFault, day: date) -> Found:
        shown = f"{self._name} · {calendar.name}" if calendar.name else self._name
        if isinstance(answer, WebFault):
            return Found(problems=(Problem(shown, answer.reason),))
        kept = self._kept.get(calendar.url) or Kept()
        digest = await asyncio.to_thread(digest_of, answer)
        known = kept.get(day, digest)
        if known is None:
            known = await asyncio.to_thread(read_answer, answer, day, self._name, shown, self._region)
            kept.put(day, digest, known)
        return known


def read_answer(
    data: bytes, day: date, source: str, shown: str, region: Region, seconds: float = ANSWER_BOX_S
) -> Found:
    """The events of a day in the answer to a calendar-query. Never raises, whatever it holds.

    Args:
        data: the answer.
        day: in Stockholm.
        source: of the events.
        shown: what the problems name.
        region: what words mean.
        seconds: what takes longer is left out.
    """
    try:
        resources, whole = read_multistatus(data)
    except NotMultistatus:
        return Found(problems=(Problem(shown, Reason.BAD_ANSWER),))
    load()
    end_s = time.monotonic() + seconds
    events: list[CalendarEvent] = []
    if any(resource.status == TOO_MANY for resource in resources):
        resources, whole = tuple(resource for resource in resources if resource.status != TOO_MANY), False
    problems = [] if whole else [Problem(shown, Reason.TRUNCATED)]
    for number, resource in enumerate(resources, 1):
        left_s = end_s - time.monotonic()
        if left_s <= 0:
            problems.append(Problem(shown, Reason.TOO_SLOW, f"event {number} and later"))
            break
        found, reasons = _read_resource(resource, day, source, region, min(FILE_BOX_S, left_s))
        events += found
        problems += [Problem(shown, reason, f"event {number}") for reason in reasons]
    return Found(events=tuple(events), problems=tuple(problems))


def _read_resource(
    resource: Resource, day: date, source: str, region: Region, seconds: float
) -> tuple[tuple[CalendarEvent, ...], list[Reason]]:
    text = resource.text(f"{CALDAV}calendar-data")
    if not text.strip():
        return (), [Reason.BAD_RECORD]
    events, problems = read_ics(text.encode("utf-8", "replace"), day, source, region, seconds)
    reasons = dict.fromkeys(Reason(problem.reason) for problem in problems)
    return events, [Reason.BAD_RECORD if reason in FATAL else reason for reason in reasons]


def day_window(day: date) -> tuple[datetime, datetime]:
    """The day in Stockholm and a little more, as far as dates go."""
    begins = datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM).astimezone(UTC)
    try:
        return begins - FLOATING, begins + timedelta(days=1, hours=1) + FLOATING
    except OverflowError:
        return begins, datetime.max.replace(tzinfo=UTC)
