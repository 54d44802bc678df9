"""Every sort of account through the causes of a new reading, and through the ways in which a source fails: the others
go on, and nothing passes between accounts."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.fakes.clock import FakeClock
from tests.peers.graph import GraphPeer, dies, garbage, graph_peer, held
from tests.schedule.calendars import DAY, ics, vevent
from tests.schedule.fhirday import appointment, bundle, patient
from vardklient.domain.account import Account, Sort
from vardklient.flows import day
from vardklient.flows.driver import Driver
from vardklient.flows.timers import TimerFired
from vardklient.ports.visits import DayResult
from vardklient.program.accounts import Maker, colours_of, key_of, make_sources
from vardklient.program.keyholder import Credentials, Keyholder
from vardklient.program.sources import Results, Sources
from vardklient.vault.secrets import MemoryStore

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
TOKEN = "clinic"
GARBAGE = b"\x00\xff<<< nobody can read this >>>"
ON_A_SERVER = (Sort.ICS_URL, Sort.CALDAV, Sort.GRAPH, Sort.FHIR)


@dataclass
class Clinic:
    """Six sources of one day, each with one visit; and what has been asked of them.

    Attributes:
        hour: when the visits begin, UTC; with another one all of them have changed.
        modes: how a server behaves: "garbage", "dead" or "held"; without a word as it should.
        asked: by sort: method and Authorization.
    """

    folder: Path
    graph: GraphPeer
    url: str = ""
    hour: int = 8
    modes: dict[Sort, str] = field(default_factory=dict)
    asked: dict[Sort, set[tuple[str, str]]] = field(default_factory=dict)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """One of each sort, each with a colour of its own."""
        places = {
            Sort.FILE: (str(self.folder / "fil.ics"), ""),
            Sort.FOLDER: (str(self.folder / "mapp"), ""),
            Sort.ICS_URL: (f"{self.url}ics_url/k.ics", "u-ics_url"),
            Sort.CALDAV: (f"{self.url}caldav/", "u-caldav"),
            Sort.GRAPH: ("", ""),
            Sort.FHIR: (f"{self.url}fhir", "Practitioner/17"),
        }
        return tuple(Account(f"a-{s}", s, f"Konto {s}", *places[s], n) for n, s in enumerate(Sort))

    def calendar(self, sort: Sort) -> bytes:
        """The calendar with the visit."""
        start = NINE.replace(tzinfo=None) + timedelta(hours=self.hour - 8)
        return ics(vevent(f"e-{sort}", start + timedelta(hours=1)))

    def move(self, hour: int) -> None:
        """All visits begin at another hour."""
        self.hour = hour
        self.graph.put("IK-82 Videobesök", NINE.replace(hour=hour), ident="g")
        (self.folder / "mapp").mkdir(exist_ok=True)
        for sort, place in ((Sort.FILE, "fil.ics"), (Sort.FOLDER, "mapp/k.ics")):
            (self.folder / place).write_bytes(self.calendar(sort))

    def spoil(self, sort: Sort, mode: str) -> None:
        """From now on that source fails."""
        self.modes[sort] = mode
        place = self.folder / {Sort.FILE: "fil.ics", Sort.FOLDER: "mapp/k.ics"}.get(sort, "")
        if sort is Sort.GRAPH:
            self.graph.faults[:] = [{"garbage": garbage(GARBAGE), "dead": dies, "held": held(self.graph)}[mode]] * 9
        elif sort in (Sort.FILE, Sort.FOLDER) and mode == "garbage":
            place.write_bytes(GARBAGE)
        elif sort in (Sort.FILE, Sort.FOLDER):
            place.unlink()
            if sort is Sort.FOLDER:
                place.parent.rmdir()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What the three servers here say."""
        sort = Sort(request.path.split("/")[1])
        self.asked.setdefault(sort, set()).add((request.method, request.headers.get("Authorization", "")))
        match self.modes.get(sort, ""):
            case "garbage":
                return web.Response(body=GARBAGE, status=207 if sort is Sort.CALDAV else 200)
            case "dead":
                assert request.transport is not None
                request.transport.abort()
            case "held":
                await self.go_on.wait()
        return {Sort.ICS_URL: self._ics, Sort.CALDAV: self._caldav, Sort.FHIR: self._fhir}[sort](request)

    def _ics(self, _: web.Request) -> web.Response:
        return web.Response(body=self.calendar(Sort.ICS_URL), content_type="text/calendar")

    def _caldav(self, request: web.Request) -> web.Response:
        what = "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
        if request.method == "REPORT":
            what = f"<C:calendar-data>{self.calendar(Sort.CALDAV).decode()}</C:calendar-data>"
        return web.Response(
            status=207,
            content_type="application/xml",
            text='<D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:response>'
            f"<D:href>{request.path}</D:href><D:propstat><D:prop>{what}</D:prop>"
            "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>",
        )

    def _fhir(self, request: web.Request) -> web.Response:
        found = []
        if request.path.endswith("/Appointment"):
            found = [appointment("b", "p1", f"{DAY}T{self.hour + 1:02}:00:00+01:00"), patient()]
        return web.Response(text=json.dumps(bundle(*found)), content_type="application/fhir+json")


class Desk:
    """The day's flow with the sources of all accounts; the timers do not run, the test has them fire."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.clock = clinic, FakeClock(NOW)
        accounts, store = clinic.accounts, MemoryStore()
        for account in accounts:
            if account.sort.takes_a_password:
                store.put(account.secret_name, Credentials(f"p-{account.sort}").pack())
        maker = Maker(None, self.clock, tokens=lambda account: _token(account), graph=clinic.graph.address)
        self.sources = Sources(make_sources(accounts, maker, Keyholder(store)), colours_of(accounts))
        self.results: dict[Sort, DayResult] = {}
        self._news = asyncio.Event()
        self.reading: set[asyncio.Task[None]] = set()
        self.driver: Driver[day.DayState, day.DayEvent, day.DayEffect] = Driver(
            day.step,
            day.DayState(DAY, NOW),
            clock=self.clock,
            carry_out=self._carry_out,
            on_state=lambda _: None,
            on_fault=lambda _, fault: pytest.fail(repr(fault)),
        )

    def _carry_out(self, effect: day.DayEffect) -> None:
        if isinstance(effect, day.ReadSources):
            task = asyncio.get_running_loop().create_task(self.sources.read(effect.day, self._hear))
            self.reading.add(task)
            task.add_done_callback(self.reading.discard)

    def _hear(self, results: Results) -> None:
        by_name = {account.name: account.sort for account in self.clinic.accounts}
        self.results = {by_name[name]: result for name, result in results}
        self.driver.feed(day.Loaded(results, DAY, self.sources.colours))
        self._news.set()

    async def until(self, right: Callable[[], bool]) -> None:
        """Wait until what has been told is so."""
        while not right():
            self._news.clear()
            await self._news.wait()

    def begins(self, sort: Sort) -> list[datetime]:
        """When the visits of that source begin."""
        result = self.results.get(sort) or DayResult(NOW)
        return [event.start for event in result.events] + [booking.start for booking in result.bookings]

    def read_at(self, sort: Sort) -> datetime | None:
        """How old the list says that it is."""
        return next((s.read_at for s in self.driver.state.sources if s.name == f"Konto {sort}" and not s.stale), None)

    async def good(self, *sorts: Sort) -> None:
        """Wait until these were read just now, and well."""
        wanted = [NINE.replace(hour=self.clinic.hour)]
        now = self.clock.now()
        await self.until(lambda: all(self.begins(s) == wanted and self.read_at(s) == now for s in sorts))


def _token(account: Account) -> Callable[[], Awaitable[str]]:
    async def token() -> str:
        return "good" if account.sort is Sort.GRAPH else TOKEN

    return token


@asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[Desk]:
    async with graph_peer() as graph:
        clinic = Clinic(folder, graph)
        clinic.move(8)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", clinic.answer)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        clinic.url = str(server.make_url("/"))
        made = Desk(clinic)
        try:
            made.driver.feed(day.Refresh())
            await made.good(*Sort)
            yield made
        finally:
            clinic.go_on.set()
            graph.go_on.set()
            await asyncio.gather(*made.reading)
            await made.driver.close()
            await server.close()


@pytest.mark.parametrize("cause", [TimerFired("poll"), day.Refresh()], ids=["a minute later", "focus, or waking"])
async def test_every_cause_reads_every_source_anew_and_says_when(tmp_path: Path, cause: day.DayEvent) -> None:
    async with desk(tmp_path) as at:
        await asyncio.gather(*at.reading)
        at.clock.advance(day.POLL_S)
        at.clinic.move(12)
        at.driver.feed(cause)
        await at.good(*Sort)
        assert {row.visit.start.hour for row in at.driver.state.rows} == {12}


FAILURES = [
    (sort, mode) for sort in Sort for mode in ("garbage", "dead", "held") if mode != "held" or sort in ON_A_SERVER
]


@pytest.mark.parametrize(("sort", "mode"), FAILURES, ids=lambda value: str(value))
async def test_a_source_that_fails_keeps_its_list_and_its_time_and_the_others_go_on(
    tmp_path: Path, sort: Sort, mode: str
) -> None:
    async with desk(tmp_path) as at:
        await asyncio.gather(*at.reading)
        at.clock.advance(day.POLL_S)
        at.clinic.move(12)
        at.clinic.spoil(sort, mode)
        at.driver.feed(day.Refresh())
        await at.good(*(each for each in Sort if each is not sort))
        assert at.begins(sort) == [NINE], "what it said before stays, also while it is asked"
        if mode == "held":
            assert at.reading, "nobody has waited for it"
        else:
            await at.until(lambda: at.results[sort].stale)
            (state,) = (s for s in at.driver.state.sources if s.stale)
            assert (state.name, state.read_at) == (f"Konto {sort}", NOW)
            assert at.begins(sort) == [NINE]
            assert {p.source.partition(" · ")[0] for p in at.driver.state.problems} == {f"Konto {sort}"}


async def test_nothing_passes_between_accounts(tmp_path: Path) -> None:
    """Nothing is written, each server sees its own password alone, and each record says whose it is, by colour too."""
    async with desk(tmp_path) as at:
        await asyncio.gather(*at.reading)
        basic = {s: "Basic " + b64encode(f"u-{s}:p-{s}".encode()).decode() for s in (Sort.ICS_URL, Sort.CALDAV)}
        shown = {**basic, Sort.FHIR: f"Bearer {TOKEN}"}
        for sort, asked in at.clinic.asked.items():
            assert {method for method, _ in asked} <= {"GET", "PROPFIND", "REPORT"}
            assert {secret for _, secret in asked} == {shown[sort]}
        assert at.clinic.asked.keys() == shown.keys()
        for account in at.clinic.accounts:
            result = at.results[account.sort]
            assert {e.source for e in result.events} | {b.source for b in result.bookings} == {account.name}
            assert {b.account for b in result.bookings} <= {key_of(account)}
        colours = {s.name: s.colour for s in at.driver.state.sources}
        assert colours == {account.name: account.colour for account in at.clinic.accounts}
        assert len(set(colours.values())) == len(Sort)
        assert sorted(name for row in at.driver.state.rows for name in row.visit.sources) == sorted(colours)
