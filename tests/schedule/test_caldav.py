"""CalDAV against Radicale, a server that nobody here wrote, and what other servers do that Radicale does not."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import FrameType

import pytest
from aiohttp import web as server
from aiohttp.test_utils import TestServer

from tests.fakes.clock import FakeClock
from tests.peers.proxy import proxy
from tests.peers.radicale import OTHER, OTHERS_PASSWORD, PASSWORD, USER, Radicale, radicale
from tests.schedule.calendars import DAY, NINE, ics, vevent
from vardklient.domain.visit import Problem
from vardklient.ports.visits import DayResult
from vardklient.schedule.caldav import LIST_AGAIN, CalDavSource
from vardklient.schedule.caldavserver import Account, server_address, speaks_caldav
from vardklient.schedule.reader import read_day
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import WebFault, web

WEEKLY = vevent("w", NINE - timedelta(days=14), extra="RRULE:FREQ=WEEKLY\r\n")
MOVED = vevent(
    "w", NINE + timedelta(hours=3), extra="RECURRENCE-ID;TZID=Europe/Stockholm:20261123T090000\r\nSEQUENCE:1\r\n"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as peer:
        yield peer


@pytest.fixture
def peer(running: Radicale) -> Iterator[Radicale]:
    """The server with one calendar of one event."""
    running.put(f"{USER}/kalender/", ics(vevent()))
    yield running
    running.delete(f"{USER}/")


def source(url: str, password: str = PASSWORD, clock: FakeClock | None = None) -> CalDavSource:
    return CalDavSource("Regionen", url, USER, password, clock=clock)


def times(result: DayResult) -> list[str]:
    return sorted(f"{event.start:%H:%M}" for event in result.events)


def reasons(result: DayResult) -> list[str]:
    return [problem.reason for problem in result.problems]


async def found(url: str, password: str = PASSWORD, day: date = DAY) -> tuple[list[str], list[str]]:
    result = await source(url, password).day(day)
    return times(result), reasons(result)


# ---------------------------------------------------------------- a normal day


@pytest.mark.parametrize(
    "way", ["lakare1/kalender/", "lakare1/kalender", "lakare1/", "lakare1", "", ".well-known/caldav"]
)
async def test_any_address_of_the_account_leads_to_the_day(peer: Radicale, way: str) -> None:
    assert await found(peer.url + way) == (["08:00"], [])


async def test_events_are_expanded_here(peer: Radicale) -> None:
    peer.put(f"{USER}/kalender/w.ics", ics(WEEKLY, MOVED))
    peer.put(f"{USER}/kalender/n.ics", ics(vevent("n", NINE - timedelta(days=14), extra="RRULE:FREQ=DAILY\r\n")))
    peer.put(f"{USER}/kalender/f.ics", ics(vevent("f", NINE.replace(hour=23, minute=30), zone="")))
    assert await found(peer.calendar) == (["08:00", "08:00", "11:00", "22:30"], [])


async def test_all_calendars_of_an_account(peer: Radicale) -> None:
    peer.put(f"{USER}/grupper/", ics(vevent("g", NINE + timedelta(hours=2))))
    assert await found(peer.url) == (["08:00", "10:00"], [])
    assert await found(peer.calendar) == (["08:00"], [])


async def test_an_account_without_a_calendar(peer: Radicale) -> None:
    peer.delete(f"{USER}/kalender/")
    assert await found(peer.url) == ([], ["empty"])


async def test_changes_and_deletions(peer: Radicale) -> None:
    asked = source(peer.url)
    assert times(await asked.day(DAY)) == ["08:00"]
    peer.put(f"{USER}/kalender/a.ics", ics(vevent(start=NINE + timedelta(hours=1), extra="SEQUENCE:1\r\n")))
    peer.put(f"{USER}/kalender/b.ics", ics(vevent("b", NINE + timedelta(hours=4))))
    assert times(await asked.day(DAY)) == ["09:00", "12:00"]
    peer.delete(f"{USER}/kalender/a.ics")
    assert times(await asked.day(DAY)) == ["12:00"]
    assert times(await asked.day(DAY + timedelta(days=1))) == []


async def test_a_calendar_that_is_new_and_one_that_goes(peer: Radicale) -> None:
    clock = FakeClock()
    asked = source(peer.url, clock=clock)
    await asked.day(DAY)
    peer.put(f"{USER}/grupper/", ics(vevent("g", NINE + timedelta(hours=2))))
    assert times(await asked.day(DAY)) == ["08:00"]
    clock.advance(LIST_AGAIN.total_seconds())
    assert times(await asked.day(DAY)) == ["08:00", "10:00"]
    peer.delete(f"{USER}/kalender/")
    result = await asked.day(DAY)
    assert (times(result), reasons(result)) == (["10:00"], [])


async def test_what_has_not_changed_is_not_parsed_again(peer: Radicale) -> None:
    asked = source(peer.url)
    first, second = await asked.day(DAY), await asked.day(DAY)
    assert second.events[0] is first.events[0]


async def test_two_days_at_once(peer: Radicale) -> None:
    asked = source(peer.url)
    results = await asyncio.gather(asked.day(DAY), asked.day(DAY + timedelta(days=1)))
    assert [times(result) for result in results] == [["08:00"], []]


async def test_the_last_day_of_all(peer: Radicale) -> None:
    assert (await found(peer.url, day=date(9999, 12, 31)))[0] == []


# ---------------------------------------------------------------- what goes wrong


async def test_a_wrong_password(peer: Radicale) -> None:
    for way in ("", f"{USER}/", f"{USER}/kalender/"):
        assert await found(peer.url + way, "fel") == ([], ["wrong_password"])


async def test_a_foreign_calendar(peer: Radicale) -> None:
    peer.put(f"{OTHER}/kalender/", ics(vevent("x")), OTHER, OTHERS_PASSWORD)
    assert await found(f"{peer.url}{OTHER}/kalender/") == ([], ["not_allowed"])


async def test_a_calendar_that_is_not_there(peer: Radicale) -> None:
    assert await found(f"{peer.url}{USER}/borta/") == ([], ["not_found"])


async def test_a_server_that_is_not_there(unused_tcp_port: int) -> None:
    assert await found(f"http://127.0.0.1:{unused_tcp_port}/") == ([], ["unreachable"])


async def test_a_server_that_is_killed_while_it_answers_keeps_the_last_list(tmp_path: Path) -> None:
    with radicale(tmp_path) as mortal:
        mortal.put(f"{USER}/kalender/", ics(*(vevent(f"e{n}") for n in range(30))))
        async with proxy(mortal.url) as line:
            asked = source(line.url)
            first = await read_day([asked], DAY)
            line.open.clear()
            line.used.clear()
            reading = asyncio.create_task(read_day([asked], DAY, first))
            await line.used.wait()
            mortal.kill()
            line.open.set()
            (second,) = await reading
            assert second.stale
            assert (len(second.result.events), second.result.read_at) == (30, first[0].result.read_at)
            assert reasons(second.result)[0] in ("bad_answer", "unreachable")


async def test_an_answer_that_is_cut_off_keeps_the_last_list(peer: Radicale) -> None:
    peer.put(f"{USER}/kalender/", ics(*(vevent(f"e{n}") for n in range(30))))
    async with proxy(peer.url) as line:
        asked = source(line.url)
        first = await read_day([asked], DAY)
        line.cut_after = 400  # it comes compressed
        (second,) = await read_day([asked], DAY, first)
        assert (second.stale, len(second.result.events), reasons(second.result)) == (True, 30, ["bad_answer"])
        line.cut_after = None
        (third,) = await read_day([asked], DAY, [second])
        assert (third.stale, len(third.result.events), reasons(third.result)) == (False, 30, [])


@pytest.mark.slow
async def test_a_server_that_takes_five_seconds_is_waited_for(peer: Radicale) -> None:
    async with proxy(peer.url) as line:
        asked = source(line.url + f"/{USER}/kalender/")
        await asked.day(DAY)
        line.slow_s = 5.0
        assert times(await asked.day(DAY)) == ["08:00"]


async def test_a_server_that_takes_too_long_keeps_the_last_list(peer: Radicale) -> None:
    async with proxy(peer.url) as line:
        asked = source(line.url)
        first = await read_day([asked], DAY)
        line.slow_s = 60.0
        (second,) = await read_day([asked], DAY, first, timeout_s=0.2)
        assert (second.stale, times(second.result), reasons(second.result)) == (True, ["08:00"], ["slow_server"])


def http(body: bytes, status: str = "207 Multi-Status", kind: str = "application/xml") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        (b"\x00\xff garbage\r\n\r\n", "bad_answer"),
        (http(b"no xml at all"), "bad_answer"),
        (http(b""), "bad_answer"),
        (http(b"<html/>"), "bad_answer"),
        (http(b'<!DOCTYPE a [<!ENTITY b "c">]><multistatus xmlns="DAV:"/>'), "bad_answer"),
        (http(b"<html>Logga in</html>", "200 OK", "text/html"), "bad_answer"),
        (http(b"", "500 Internal Server Error"), "server_fault"),
    ],
)
async def test_garbage_keeps_the_last_list(peer: Radicale, says: bytes, reason: str) -> None:
    async with proxy(peer.url) as line:
        asked = source(line.url)
        first = await read_day([asked], DAY)
        line.says = says
        (second,) = await read_day([asked], DAY, first)
        assert (second.stale, times(second.result), reasons(second.result)) == (True, ["08:00"], [reason])
        assert reasons(await source(line.url).day(DAY)) == [reason]


async def test_nothing_secret_is_said(peer: Radicale, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = [repr(await source(peer.calendar, password).day(DAY)) for password in (PASSWORD, "fel")]
    said += [record.getMessage() for record in caplog.records]
    assert "127.0.0.1" not in "".join(said)
    assert PASSWORD not in "".join(said)


# ---------------------------------------------------------------- servers that are arranged differently


class Arranged:
    """A server that answers as it is told, by method and path ("*" for any); for everything else 404."""

    def __init__(self) -> None:
        self.says: dict[tuple[str, str], server.Response | list[server.Response]] = {}
        self.asked: list[str] = []
        self.passwords: list[str] = []
        self.wants_password = False

    async def answer(self, request: server.Request) -> server.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        self.passwords.append(request.headers.get("Authorization", ""))
        if self.wants_password and not self.passwords[-1]:
            return server.Response(status=401)
        says = self.says.get((request.method, request.path)) or self.says.get((request.method, "*"))
        if isinstance(says, list):
            says = says.pop(0) if says else None
        if says is None:
            return server.Response(status=404)
        headers = {k: v for k, v in says.headers.items() if k in ("Location", "Retry-After", "DAV")}
        return server.Response(status=says.status, body=says.body, headers=headers)


@pytest.fixture
async def arranged() -> AsyncIterator[tuple[Arranged, str]]:
    how, app = Arranged(), server.Application()
    app.router.add_route("*", "/{path:.*}", how.answer)
    async with TestServer(app) as running_server:
        yield how, str(running_server.make_url("/"))


@pytest.fixture
async def foreign() -> AsyncIterator[tuple[Arranged, str]]:
    """Another server, by a name that is not the first one's."""
    how, app = Arranged(), server.Application()
    app.router.add_route("*", "/{path:.*}", how.answer)
    async with TestServer(app) as running_server:
        yield how, str(running_server.make_url("/")).replace("127.0.0.1", "localhost")


def told(says: server.Response, elsewhere: str) -> server.Response:
    """The same answer with the address of another server in its text and headers."""
    headers = {name: value.format(foreign=elsewhere) for name, value in says.headers.items() if name == "Location"}
    return server.Response(status=says.status, text=(says.text or "").replace("{foreign}", elsewhere), headers=headers)


def xml(inner: str, status: int = 207) -> server.Response:
    body = f'<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">{inner}</multistatus>'
    return server.Response(status=status, text=body)


def response(href: str, inner: str, status: str) -> str:
    given = f"<propstat><prop>{inner}</prop><status>HTTP/1.1 {status}</status></propstat>"
    return f"<response><href>{href}</href>{given}</response>"


def properties(href: str, inner: str) -> str:
    return response(href, inner, "200 OK")


def calendar(href: str, name: str = "", parts: str = "VEVENT") -> str:
    return properties(
        href,
        f"<resourcetype><collection/><C:calendar/></resourcetype><displayname>{name}</displayname>"
        f'<C:supported-calendar-component-set><C:comp name="{parts}"/></C:supported-calendar-component-set>',
    )


def event(*parts: str) -> str:
    return properties("/a.ics", f"<C:calendar-data>{ics(*parts).decode()}</C:calendar-data>")


HOME = {
    ("PROPFIND", "/dav/"): xml(
        properties("/dav/", "<current-user-principal><href>/dav/me/</href></current-user-principal>")
    ),
    ("PROPFIND", "/dav/me/"): xml(
        properties("/dav/me/", "<C:calendar-home-set><href>/dav/home/</href></C:calendar-home-set>")
    ),
    ("PROPFIND", "/dav/home/"): xml(
        properties("/dav/home/", "<resourcetype><collection/></resourcetype>")
        + calendar("/dav/home/visits/", "Mottagningen")
        + calendar("/dav/home/tasks/", parts="VTODO")
    ),
}


@pytest.mark.parametrize("status", [301, 302, 307])
async def test_the_way_from_a_bare_server_to_the_calendars(arranged: tuple[Arranged, str], status: int) -> None:
    """Also where "found elsewhere" turns a question into a GET."""
    how, url = arranged
    how.says = {
        **HOME,
        ("PROPFIND", "/.well-known/caldav"): server.Response(status=status, headers={"Location": "/dav/"}),
        ("REPORT", "/dav/home/visits/"): xml(event(vevent())),
    }
    assert await found(url) == (["08:00"], [])
    assert "REPORT /dav/home/tasks/" not in how.asked


CAN_BE_LEAKED_BY = {
    "a calendar of the account": {("PROPFIND", "/"): xml(properties("/", "") + calendar("{foreign}/k/", "Delad"))},
    "the account's calendars": {
        ("PROPFIND", "/"): xml(
            properties("/", "<C:calendar-home-set><href>{foreign}/home/</href></C:calendar-home-set>")
        )
    },
    "the account itself": {
        ("PROPFIND", "/"): xml(
            properties("/", "<current-user-principal><href>{foreign}/me/</href></current-user-principal>")
        )
    },
    **{
        f"a redirect by {status}": {
            ("PROPFIND", "/.well-known/caldav"): server.Response(status=status, headers={"Location": "{foreign}/dav/"})
        }
        for status in (301, 302, 303, 307, 308)
    },
    "a redirected calendar": {
        ("PROPFIND", "/"): xml(calendar("/")),
        ("REPORT", "/"): server.Response(status=307, headers={"Location": "{foreign}/"}),
    },
}


@pytest.mark.parametrize("way", CAN_BE_LEAKED_BY)
async def test_the_password_is_shown_to_no_other_host(
    arranged: tuple[Arranged, str], foreign: tuple[Arranged, str], way: str
) -> None:
    how, url = arranged
    other, elsewhere = foreign
    how.says = {asked: told(says, elsewhere.rstrip("/")) for asked, says in CAN_BE_LEAKED_BY[way].items()}
    one = xml(properties("/", "") + calendar("/k/"))
    other.says = {(method, "*"): one for method in ("PROPFIND", "REPORT", "GET")}
    assert await found(url) == ([], ["other_server"])
    assert "" not in how.passwords
    assert set(other.passwords) <= {""}


async def test_a_calendar_of_another_host_hides_none_of_the_others(
    arranged: tuple[Arranged, str], foreign: tuple[Arranged, str]
) -> None:
    how, url = arranged
    shared, no_address = calendar(f"{foreign[1]}k/", "Delad"), calendar("http://[half", "Trasig")
    how.says = {
        ("PROPFIND", "/"): xml(properties("/", "") + calendar("/a/") + shared + no_address),
        ("REPORT", "/a/"): xml(event(vevent())),
    }
    result = await source(url).day(DAY)
    assert times(result) == ["08:00"]
    assert result.problems == (
        Problem("Regionen · Delad", "other_server"),
        Problem("Regionen · Trasig", "not_an_address"),
    )
    assert foreign[0].asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_calendar_that_has_moved_within_the_host_is_asked_with_the_password(
    arranged: tuple[Arranged, str], foreign: tuple[Arranged, str], status: int
) -> None:
    """The same host at another port: a redirect alone takes no password there."""
    how, url = arranged
    other, elsewhere = foreign
    elsewhere = elsewhere.replace("localhost", "127.0.0.1")
    how.says = {
        ("PROPFIND", "/"): xml(calendar("/")),
        ("REPORT", "/"): server.Response(status=status, headers={"Location": f"{elsewhere}k/"}),
    }
    other.says = {("REPORT", "/k/"): xml(event(vevent()))}
    other.wants_password = True
    assert await found(url) == (["08:00"], [])


async def test_a_password_for_tls_is_not_asked_for_in_the_open(arranged: tuple[Arranged, str]) -> None:
    how, url = arranged
    async with web(USER, PASSWORD) as asked:
        with pytest.raises(WebFault) as raised:
            await Account(asked, url.replace("http:", "https:")).ask("REPORT", url, 1, b"")
    assert (raised.value.reason, how.asked) == (Reason.OTHER_SERVER, [])


async def test_a_wrong_password_is_shown_once(arranged: tuple[Arranged, str]) -> None:
    """Servers lock an account after some wrong ones."""
    how, url = arranged
    how.says = {("PROPFIND", "/"): server.Response(status=401)}
    assert await found(url.rstrip("/")) == ([], ["wrong_password"])
    assert how.asked == ["PROPFIND /"]


async def test_what_is_no_caldav_server_is_told(arranged: tuple[Arranged, str]) -> None:
    how, url = arranged
    assert await found(url) == ([], ["not_found"])
    how.says = {("PROPFIND", "/"): server.Response(status=405)}
    assert await found(url) == ([], ["bad_answer"])


async def test_one_calendar_that_fails_keeps_what_it_last_had_and_is_named(arranged: tuple[Arranged, str]) -> None:
    how, url = arranged
    two = calendar("/a/", "Mottagning\nA" + "!" * 99) + calendar("/b/")
    good, later = xml(event(vevent("a"))), xml(event(vevent("b", NINE + timedelta(hours=1))))
    how.says = {("PROPFIND", "/"): xml(properties("/", "") + two), ("REPORT", "/a/"): [good], ("REPORT", "/b/"): later}
    clock = FakeClock()
    asked = source(url, clock=clock)
    begun = (await asked.day(DAY)).read_at
    clock.advance(60)
    how.says["REPORT", "/a/"] = server.Response(status=403)
    result = await asked.day(DAY)
    assert (times(result), result.read_at, result.stale) == (["08:00", "09:00"], begun, False)
    (problem,) = result.problems
    assert problem == Problem("Regionen · MottagningA" + "!" * 29, "not_allowed")
    how.says["REPORT", "/b/"] = server.Response(status=403)
    assert (await asked.day(DAY)).problems == (Problem("Regionen", "not_allowed"),)


async def test_one_bad_resource_does_not_hide_the_good_ones(arranged: tuple[Arranged, str]) -> None:
    how, url = arranged
    gone = "<response><href>/b.ics</href><status>HTTP/1.1 404 Not Found</status></response>"
    hidden = response("/c.ics", "<C:calendar-data/>", "403 Forbidden")
    page = properties("/d.ics", "<C:calendar-data>&lt;html&gt;</C:calendar-data>")
    half = properties(
        "/e.ics", "<C:calendar-data>BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR</C:calendar-data>"
    )
    how.says = {
        ("PROPFIND", "/"): xml(calendar("/")),
        ("REPORT", "/"): xml(
            event(vevent()) + gone + hidden + page + half + event(vevent("b", NINE + timedelta(hours=1)))
        ),
    }
    result = await source(url).day(DAY)
    assert times(result) == ["08:00", "09:00"]
    assert [(p.reason, p.detail) for p in result.problems] == [
        ("bad_record", "event 2"),
        ("bad_record", "event 3"),
        ("bad_record", "event 4"),
        ("bad_event", "event 5"),
    ]


async def test_a_server_that_gives_only_so_many_at_once_says_so(arranged: tuple[Arranged, str]) -> None:
    how, url = arranged
    more = "<response><href>/</href><status>HTTP/1.1 507 Insufficient Storage</status></response>"
    how.says = {("PROPFIND", "/"): xml(calendar("/")), ("REPORT", "/"): xml(event(vevent()) + more)}
    assert await found(url) == (["08:00"], ["truncated"])
    how.says["REPORT", "/"] = server.Response(status=507)
    assert await found(url) == ([], ["server_fault"])


async def test_a_list_that_breaks_off_gives_what_was_whole(arranged: tuple[Arranged, str]) -> None:
    how, url = arranged
    whole = xml(event(vevent()) + event(vevent("b"))).body
    assert isinstance(whole, bytes)
    how.says = {
        ("PROPFIND", "/"): xml(calendar("/")),
        ("REPORT", "/"): server.Response(status=207, body=whole[:-100]),
    }
    assert await found(url) == (["08:00"], ["truncated"])


async def test_a_busy_server_is_left_alone_as_long_as_it_asks(arranged: tuple[Arranged, str]) -> None:
    how, url = arranged
    how.says = {
        ("PROPFIND", "/"): xml(calendar("/")),
        ("REPORT", "/"): [
            server.Response(status=503, headers={"Retry-After": "120"}),
            xml(event(vevent())),
        ],
    }
    clock = FakeClock()
    asked = source(url, clock=clock)
    assert reasons(await asked.day(DAY)) == ["busy"]
    clock.advance(119)
    assert reasons(await asked.day(DAY)) == ["busy"]
    assert how.asked.count("REPORT /") == 1
    clock.advance(2)
    assert times(await asked.day(DAY)) == ["08:00"]


async def test_one_busy_calendar_is_left_alone_and_the_others_are_not(arranged: tuple[Arranged, str]) -> None:
    how, url = arranged
    how.says = {
        ("PROPFIND", "/"): xml(properties("/", "") + calendar("/a/") + calendar("/b/")),
        ("REPORT", "/a/"): [
            server.Response(status=429, headers={"Retry-After": "120"}),
            xml(event(vevent())),
        ],
        ("REPORT", "/b/"): xml(event(vevent("b", NINE + timedelta(hours=1)))),
    }
    clock = FakeClock()
    asked = source(url, clock=clock)
    for _ in range(2):
        result = await asked.day(DAY)
        assert (times(result), reasons(result)) == (["09:00"], ["busy"])
        clock.advance(60)
    assert (how.asked.count("REPORT /a/"), how.asked.count("REPORT /b/")) == (1, 2)
    clock.advance(1)
    assert times(await asked.day(DAY)) == ["08:00", "09:00"]


async def test_an_account_without_calendars_is_looked_at_again_each_time(arranged: tuple[Arranged, str]) -> None:
    how, url = arranged
    how.says = {("PROPFIND", "/"): xml(properties("/", ""))}
    asked = source(url)
    first = await read_day([asked], DAY)
    assert (reasons(first[0].result), first[0].stale) == (["empty"], True)
    how.says = {("PROPFIND", "/"): xml(calendar("/")), ("REPORT", "/"): xml(event(vevent()))}
    second = await read_day([asked], DAY, first)
    assert (times(second[0].result), second[0].stale) == (["08:00"], False)


async def test_nothing_is_read_on_the_loop_itself(peer: Radicale) -> None:
    """It is the loop of the calls: 10 MB of XML, or reading the system's certificates, would be heard."""
    seen: set[str] = set()

    def look(frame: FrameType, _event: str, _argument: object) -> None:
        seen.add(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        assert await found(peer.url) == (["08:00"], [])
    finally:
        sys.setprofile(before)
    assert "find_calendars" in seen
    assert seen & {"read_multistatus", "read_answer", "read_ics", "digest_of", "_client", "_trust"} == set()


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        (" https://dav.example/x/ ", "https://dav.example/x/"),
        ("dav.example", "https://dav.example"),
        ("caldav://dav.example/x", "https://dav.example/x"),
        ("CalDAVs://dav.example", "https://dav.example"),
        ("http://127.0.0.1:5232/", "http://127.0.0.1:5232/"),
    ],
)
def test_what_a_user_may_paste(pasted: str, asked: str) -> None:
    assert server_address(pasted) == asked


async def test_a_caldav_server_tells_that_it_is_one(peer: Radicale, arranged: tuple[Arranged, str]) -> None:
    assert await speaks_caldav(peer.calendar, USER, PASSWORD)
    assert not await speaks_caldav(arranged[1])
