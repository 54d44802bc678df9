"""A calendar file of a real HTTP server, and all that can go wrong with it."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web as server
from aiohttp.test_utils import TestServer

from tests.fakes.clock import FakeClock
from tests.peers.proxy import proxy
from tests.schedule.calendars import DAY, NINE, ics, vevent
from vardklient.ports.visits import DayResult
from vardklient.schedule.icsurl import IcsUrlSource, web_address
from vardklient.schedule.patience import WAIT_MAX
from vardklient.schedule.reader import read_day

SECRET = "4fzY2private"


@dataclass
class Calendars:
    """One calendar file on a server, and what the server was asked."""

    body: bytes = field(default_factory=lambda: ics(vevent()))
    etag: str = '"1"'
    kind: str = "text/calendar; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    password: str = ""
    slow_s: float = 0.0
    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    async def answer(self, request: server.Request) -> server.Response:
        self.asked.append({name.lower(): value for name, value in request.headers.items()})
        named = base64.b64encode(f"lakare1:{self.password}".encode()).decode()
        if self.password and request.headers.get("Authorization") != f"Basic {named}":
            return server.Response(status=401)
        await asyncio.sleep(self.slow_s)
        if self.status != 200:
            return server.Response(status=self.status, headers=self.headers)
        if self.etag and request.headers.get("If-None-Match") == self.etag:
            return server.Response(status=304)
        headers = {"ETag": self.etag} if self.etag else {}
        return server.Response(body=self.body, headers={**headers, **self.headers, "Content-Type": self.kind})


@pytest.fixture
async def place() -> AsyncIterator[Calendars]:
    calendars, app = Calendars(), server.Application()
    app.router.add_get(f"/{SECRET}/basic.ics", calendars.answer)

    async def to_the_file(request: server.Request) -> server.Response:
        raise server.HTTPFound(calendars.url)

    app.router.add_get("/moved", to_the_file)
    async with TestServer(app) as running:
        calendars.url = str(running.make_url(f"/{SECRET}/basic.ics"))
        yield calendars


def times(result: DayResult) -> list[str]:
    return [f"{event.start:%H:%M}" for event in result.events]


def reasons(result: DayResult) -> list[str]:
    return [problem.reason for problem in result.problems]


async def read(url: str, **more: str) -> DayResult:
    return await IcsUrlSource("Regionen", url, **more).day(DAY)


# ---------------------------------------------------------------- a normal day


async def test_a_day(place: Calendars) -> None:
    result = await read(place.url)
    assert (times(result), reasons(result)) == (["08:00"], [])
    assert result.events[0].source == "Regionen"
    assert result.read_at.tzinfo is UTC


async def test_a_change_and_a_deletion(place: Calendars) -> None:
    source = IcsUrlSource("Regionen", place.url)
    await source.day(DAY)
    place.body, place.etag = ics(vevent(start=NINE + timedelta(hours=1)), vevent("b")), '"2"'
    assert times(await source.day(DAY)) == ["09:00", "08:00"]
    place.body, place.etag = ics(vevent("b")), '"3"'
    assert times(await source.day(DAY)) == ["08:00"]


async def test_what_the_server_calls_unchanged_is_not_sent_again(place: Calendars) -> None:
    place.headers = {"Last-Modified": "Sun, 22 Nov 2026 08:00:00 GMT"}
    source = IcsUrlSource("Regionen", place.url)
    first, second = await source.day(DAY), await source.day(DAY)
    assert second.events[0] is first.events[0]
    assert "if-none-match" not in place.asked[0]
    assert place.asked[1]["if-none-match"] == '"1"'
    assert place.asked[1]["if-modified-since"] == "Sun, 22 Nov 2026 08:00:00 GMT"


async def test_another_day_is_asked_for_in_full_because_no_text_is_kept(place: Calendars) -> None:
    source = IcsUrlSource("Regionen", place.url)
    place.body = ics(vevent(), vevent("b", NINE + timedelta(days=1)))
    await source.day(DAY)
    assert [event.uid for event in (await source.day(DAY + timedelta(days=1))).events] == ["b"]
    assert [event.uid for event in (await source.day(DAY)).events] == ["a"]
    assert ["if-none-match" in asked for asked in place.asked] == [False, False, True]


@pytest.mark.parametrize("etag", ['"märke"', '"日本"', '"a\tb"'])
async def test_an_etag_that_cannot_be_sent_back_is_not(place: Calendars, etag: str) -> None:
    place.etag = etag
    source = IcsUrlSource("Regionen", place.url)
    for _ in range(2):
        result = await source.day(DAY)
        assert (times(result), reasons(result)) == (["08:00"], [])
    assert "if-none-match" not in place.asked[1]


async def test_without_an_etag_the_content_tells(place: Calendars) -> None:
    place.etag = ""
    source = IcsUrlSource("Regionen", place.url)
    first, second = await source.day(DAY), await source.day(DAY)
    assert second.events[0] is first.events[0]
    assert "if-none-match" not in place.asked[1]


async def test_the_text_is_decoded_as_that_of_a_file(place: Calendars) -> None:
    place.body = ics(vevent()).decode().encode("cp1252")
    result = await read(place.url)
    assert (times(result), reasons(result)) == (["08:00"], ["encoding"])


async def test_a_redirect_is_followed(place: Calendars) -> None:
    assert times(await read(place.url.replace(f"{SECRET}/basic.ics", "moved"))) == ["08:00"]


# ---------------------------------------------------------------- what goes wrong


async def test_a_password(place: Calendars) -> None:
    place.password = "hemlig"
    assert times(await read(place.url, user="lakare1", password="hemlig")) == ["08:00"]
    assert reasons(await read(place.url, user="lakare1", password="fel")) == ["wrong_password"]
    assert reasons(await read(place.url)) == ["wrong_password"]


@pytest.mark.parametrize(
    ("status", "reason"), [(403, "not_allowed"), (404, "not_found"), (410, "not_found"), (500, "server_fault")]
)
async def test_refusals(place: Calendars, status: int, reason: str) -> None:
    place.status = status
    assert reasons(await read(place.url)) == [reason]


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (b"<!DOCTYPE html><html>Logga in</html>", "text/html", "login_page"),
        (b"Please sign in", "text/html", "login_page"),
        (b"Please sign in", "text/plain", "not_a_calendar"),
        (bytes(range(256)) * 9, "text/calendar", "not_a_calendar"),
        (b"", "text/calendar", "empty"),
        (ics(vevent())[:-20], "text/calendar", "truncated"),
    ],
)
async def test_garbage(place: Calendars, body: bytes, kind: str, found: str) -> None:
    place.body, place.kind = body, kind
    assert found in reasons(await read(place.url))


async def test_a_server_that_dies_in_the_middle_keeps_the_last_list(place: Calendars) -> None:
    place.body = ics(*(vevent(f"e{n}") for n in range(500)))
    place.etag = ""
    async with proxy(place.url) as line:
        source = IcsUrlSource("Regionen", line.url + f"/{SECRET}/basic.ics")
        first = await read_day([source], DAY)
        line.cut_after = 10_000
        (second,) = await read_day([source], DAY, first)
    assert second.stale
    assert reasons(second.result) == ["bad_answer"]
    assert len(second.result.events) == 500
    assert second.result.read_at == first[0].result.read_at


async def test_a_server_that_is_not_there(unused_tcp_port: int) -> None:
    assert reasons(await read(f"http://127.0.0.1:{unused_tcp_port}/{SECRET}.ics")) == ["unreachable"]


async def test_what_is_no_web_server(place: Calendars) -> None:
    async with proxy(place.url) as line:
        line.says = b"220 mail.example ESMTP\r\n"
        assert reasons(await read(line.url)) == ["bad_answer"]


@pytest.mark.slow
async def test_a_server_that_takes_five_seconds_is_waited_for(place: Calendars) -> None:
    place.slow_s = 5.0
    assert times(await read(place.url)) == ["08:00"]


async def test_a_server_that_takes_too_long_keeps_the_last_list(place: Calendars) -> None:
    source = IcsUrlSource("Regionen", place.url)
    first = await read_day([source], DAY)
    place.slow_s = 60.0
    (second,) = await read_day([source], DAY, first, timeout_s=0.1)
    assert (second.stale, times(second.result), reasons(second.result)) == (True, ["08:00"], ["slow_server"])


@pytest.mark.parametrize("retry_after", ["120", "Tue, 24 Nov 2026 06:42:00 GMT"])
async def test_a_busy_server_is_left_alone_as_long_as_it_asks(place: Calendars, retry_after: str) -> None:
    clock = FakeClock(datetime(2026, 11, 24, 6, 40, tzinfo=UTC))
    source = IcsUrlSource("Regionen", place.url, clock=clock)
    place.status, place.headers = 429, {"Retry-After": retry_after}
    assert reasons(await source.day(DAY)) == ["busy"]
    place.status = 200
    clock.advance(119)
    assert reasons(await source.day(DAY)) == ["busy"]
    assert len(place.asked) == 1
    clock.advance(2)
    assert times(await source.day(DAY)) == ["08:00"]


@pytest.mark.parametrize("retry_after", ["", "soon", "-5", "Tue, 24 Nov 2020 06:42:00 GMT", "٣"])
async def test_without_a_time_it_is_asked_again_at_once(place: Calendars, retry_after: str) -> None:
    source = IcsUrlSource("Regionen", place.url, clock=FakeClock())
    place.status, place.headers = 503, {"Retry-After": retry_after} if retry_after else {}
    assert reasons(await source.day(DAY)) == ["busy"]
    place.status = 200
    assert times(await source.day(DAY)) == ["08:00"]


async def test_no_server_shuts_us_out_for_a_day(place: Calendars) -> None:
    clock = FakeClock()
    source = IcsUrlSource("Regionen", place.url, clock=clock)
    place.status, place.headers = 503, {"Retry-After": "999999999999"}
    await source.day(DAY)
    place.status = 200
    clock.advance(WAIT_MAX.total_seconds() + 1)
    assert times(await source.day(DAY)) == ["08:00"]


# ---------------------------------------------------------------- the address


async def test_the_address_is_nowhere(place: Calendars, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = []
    for status in (200, 404, 429):
        place.status = status
        source = IcsUrlSource("Regionen", place.url, user="lakare1", password=SECRET)
        said.append(repr((source.name, await source.day(DAY))))
    said += [repr(await read(f"ftp://{SECRET}/")), repr(await read(f"http://clinic.example/{SECRET}"))]
    client_said = [r.getMessage() for r in caplog.records if not r.name.startswith("aiohttp")]
    assert SECRET not in "".join([*said, *client_said])


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        (" https://cal.example/a.ics?x=1#top \n", "https://cal.example/a.ics?x=1"),
        ("webcal://cal.example/a.ics", "https://cal.example/a.ics"),
        ("WEBCALS://cal.example/a.ics", "https://cal.example/a.ics"),
        (
            "https://outlook.office365.com/owa/calendar/1/2/calendar.html",
            "https://outlook.office365.com/owa/calendar/1/2/calendar.ics",
        ),
        ("https://[half", "https://[half"),
        ("kalender.ics", "kalender.ics"),
    ],
)
def test_what_a_user_may_paste(pasted: str, asked: str) -> None:
    assert web_address(pasted) == asked


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("kalender.ics", "not_an_address"),
        ("https://[half", "not_an_address"),
        ("http://cal.example/a.ics", "not_safe"),
    ],
)
async def test_addresses_that_are_not_asked(url: str, reason: str) -> None:
    assert reasons(await read(url)) == [reason]


async def test_two_days_at_once(place: Calendars) -> None:
    source = IcsUrlSource("Regionen", place.url)
    days = [DAY, DAY + timedelta(days=1)]
    for _ in range(2):
        results = await asyncio.gather(*(source.day(day) for day in days))
        assert [times(result) for result in results] == [["08:00"], []]


async def test_nothing_is_kept_of_what_an_event_says(place: Calendars) -> None:
    said = "DESCRIPTION:Svår hosta\r\nLOCATION:Storgatan 1\r\nATTENDEE;CN=Ingrid Karlsson:mailto:ik@region.example\r\n"
    place.body = ics(vevent(subject="IK-82 Videobesök Ingrid Karlsson", extra=said))
    source = IcsUrlSource("Regionen", place.url)
    result = await source.day(DAY)
    assert times(result) == ["08:00"]
    held = repr((result, vars(source), vars(source._kept)))
    assert "IK" in held
    assert [word for word in ("Ingrid", "hosta", "Storgatan", "region.example") if word in held] == []
