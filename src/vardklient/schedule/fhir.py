"""A booking system that is asked by FHIR R4: the clinician's appointments of a day, with their patients.

`_include=Appointment:patient` is asked for; where a server ignores it the patients are asked for by their ids. Pages
are followed on the same server only.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import quote

from vardklient.base.clock import STOCKHOLM, SystemClock
from vardklient.base.errors import SignInNeeded
from vardklient.domain.visit import Problem
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult
from vardklient.schedule.fhirbundle import Entry, Records, next_page, read_page
from vardklient.schedule.fhirroles import HSA_SYSTEMS, Actor, hsa_ids
from vardklient.schedule.fhirvisits import Asked, actors, read_appointments
from vardklient.schedule.files import BYTES_MAX
from vardklient.schedule.patience import BUSY, Patience
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import Region, default_region
from vardklient.schedule.web import Web, WebFault, web

PAGES_MAX = 50
IDS_PER_QUESTION = 50
"""So many patients are asked for at once, which keeps the address below 4,000 characters. Own choice."""

_HSA_ID = re.compile(r"SE[0-9]{10}-[A-Z0-9]{1,20}", re.IGNORECASE)
_ACTOR = re.compile(r"(?:.*/)?([A-Z][A-Za-z]{2,40})/([A-Za-z0-9.-]{1,64})")
_HEADERS = {"Accept": "application/fhir+json"}
_OK_OR_BUSY = BUSY | {200}


class FhirSource:
    """Implements `ports.visits.VisitSource` on one server and one clinician."""

    def __init__(
        self,
        name: str,
        url: str,
        actor: str,
        token: Callable[[], Awaitable[str]],
        region: Region | None = None,
        clock: Clock | None = None,
        *,
        refused: Callable[[str], None] = lambda _: None,
    ) -> None:
        """A source; nothing is asked yet.

        Args:
            name: shown beside its visits.
            url: the server's base, "https://…/fhir/R4".
            actor: whose day it is: "Practitioner/17", "17", or an HSA-id.
            token: gives a bearer token, "" for none; raises `SignInNeeded`.
            region: what words and codes mean, and which links may be kept.
            clock: tells when it was read.
            refused: told of a token that the server did not take, before `token` is asked for another.
        """
        self._refused = refused
        self._name, self._base, self._token = name, url.strip().rstrip("/"), token
        self._written = actor.strip()
        self._region = region or default_region()
        self._clock = clock or SystemClock()
        self._patience = Patience(self._clock)
        self._actor: Actor | None = None

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self._name

    async def day(self, day: date) -> DayResult:
        """The day's bookings. Where a part cannot be had, the rest is given with a problem."""
        try:
            return await self._read(day)
        except SignInNeeded:
            return self._failed(Reason.SIGN_IN)
        except WebFault as fault:
            return self._failed(fault.reason)

    def _failed(self, reason: Reason) -> DayResult:
        # no password is ever asked for here, so a server that refuses wants somebody signed in
        said = Reason.SIGN_IN if reason is Reason.WRONG_PASSWORD else reason
        return DayResult(self._clock.now(), problems=(Problem(self._name, said),))

    async def _read(self, day: date) -> DayResult:
        """What the server knows of the day; asked with a new token if one is refused."""
        if "?" in self._base or "#" in self._base:
            raise WebFault(Reason.NOT_AN_ADDRESS)
        if self._patience.is_due:
            raise WebFault(Reason.BUSY)
        token = await self._token()
        try:
            return await self._read_with(token, day)
        except WebFault as fault:
            if not token or fault.reason is not Reason.WRONG_PASSWORD:
                raise
        self._refused(token)
        return await self._read_with(await self._token(), day)

    async def _read_with(self, token: str, day: date) -> DayResult:
        async with web(token=token) as asked:
            server = _Server(asked, self._base, self._patience)
            if self._actor is None:
                self._actor = await self._find_actor(server)
            await server.ask(_question(self._actor, day))
            await server.ask_patients()
        reading = Asked(day, self._name, self._region, self._base, self._actor, complete=not server.faults)
        bookings, problems = await asyncio.to_thread(read_appointments, server.entries, reading)
        faults = [problem for reason in server.faults for problem in self._failed(reason).problems]
        all_problems = (*faults, *problems)
        return DayResult(self._clock.now(), bookings=bookings, problems=all_problems, partial=bool(faults))

    async def _find_actor(self, server: _Server) -> Actor:
        """Whose day it is. An HSA-id is looked for in either case, since servers compare letter by letter.

        Raises:
            WebFault: there is nobody of that id.
        """
        if not _HSA_ID.fullmatch(self._written):
            found = _ACTOR.fullmatch(self._written if "/" in self._written else f"Practitioner/{self._written}")
            if found is None:
                raise WebFault(Reason.NOT_FOUND)
            return Actor(frozenset({f"{found[1]}/{found[2]}"}))
        wanted = self._written.upper()
        written = sorted({self._written, wanted, self._written.lower()})
        values = ",".join(f"{system}|{value}" for system in HSA_SYSTEMS for value in written)
        entries = await server.pages(f"Practitioner?identifier={quote(values, safe=':,')}")
        people = frozenset(e.key for e in entries if e.sort == "Practitioner" and e.key and wanted in hsa_ids(e.record))
        if not people:
            raise WebFault(Reason.NOT_FOUND)
        return Actor(people, wanted)


class _Server:
    """Asks one server and gathers what it sends.

    Attributes:
        entries: all records so far, numbered in the order in which they came.
        faults: why something is missing.
    """

    def __init__(self, asked: Web, base: str, patience: Patience) -> None:
        self._asked, self._base, self._patience = asked, base, patience
        self._bytes = 0
        self.entries: list[Entry] = []
        self.faults: list[Reason] = []

    async def ask(self, question: str) -> None:
        """Gather the appointments. Where a later page fails, the earlier ones stay.

        Raises:
            WebFault: there is no first page.
        """
        await self._gather(question, self.entries)

    async def ask_patients(self) -> None:
        """Gather the patients that were not sent along, and whoever comes with them."""
        for sort in ("Patient", "RelatedPerson"):
            missing = [*Records(self.entries, self._base).missing(sort, actors(self.entries))]
            for at in range(0, len(missing), IDS_PER_QUESTION):
                ids = missing[at : at + IDS_PER_QUESTION]
                try:
                    self._keep(sort, ids, await self.pages(f"{sort}?_id={','.join(ids)}"))
                except WebFault as fault:
                    if sort == "Patient":  # a related person gives only a more exact word for who comes along
                        self.faults.append(fault.reason)
                    break

    def _keep(self, sort: str, ids: Sequence[str], found: Iterable[Entry]) -> None:
        wanted = {f"{sort}/{ident}" for ident in ids}
        self.entries += [entry for entry in found if entry.key in wanted]

    async def pages(self, question: str) -> list[Entry]:
        """What the server answers.

        Raises:
            WebFault: there is no first page.
        """
        found: list[Entry] = []
        await self._gather(question, found)
        return found

    async def _gather(self, question: str, found: list[Entry]) -> None:
        url, seen = f"{self._base}/{question}", set[str]()
        while url and len(seen) < PAGES_MAX:
            seen.add(url)
            try:
                url = await self._page(url, found)
                if url in seen:
                    raise WebFault(Reason.BAD_ANSWER)
            except WebFault as fault:
                if len(seen) == 1 and not found:
                    raise
                self.faults.append(fault.reason)
                return
        if url:
            self.faults.append(Reason.TOO_LARGE)

    async def _page(self, url: str, found: list[Entry]) -> str:
        """Add one page; the address of the next one, or empty."""
        answer = await self._asked.ask("GET", url, headers=_HEADERS, accept=_OK_OR_BUSY)
        if answer.status in BUSY:
            self._patience.hear(answer.headers)
            raise WebFault(Reason.BUSY)
        self._bytes += len(answer.body)
        if self._bytes > BYTES_MAX:
            raise WebFault(Reason.TOO_LARGE)
        page = await asyncio.to_thread(read_page, answer.body, len(found))
        found += page.entries
        return next_page(answer.url, page.next_url, self._base) if page.next_url else ""


def _question(actor: Actor, day: date) -> str:
    """The search for the day's appointments: [local midnight, next local midnight), 23 or 25 hours twice a year."""
    after = day + timedelta(days=1) if day < date.max else day
    start, end = (quote(_midnight(each), safe=":") for each in (day, after))
    who = ",".join(sorted(actor.references))
    return f"Appointment?actor={who}&date=ge{start}&date=lt{end}&_include=Appointment:patient&_sort=date&_count=100"


def _midnight(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM).isoformat()
