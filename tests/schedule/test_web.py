from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web as server
from aiohttp.test_utils import TestServer

from vardklient.schedule.files import BYTES_MAX
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import WebFault, check_safe, reason_of, web


async def hello(request: server.Request) -> server.Response:
    return server.Response(text=request.headers.get("Authorization", "nobody"), headers={"ETag": '"1"'})


async def moved(request: server.Request) -> server.Response:
    raise server.HTTPFound(request.query["to"])


async def large(request: server.Request) -> server.Response:
    return server.Response(body=bytes(BYTES_MAX + 1))


async def broken(request: server.Request) -> server.StreamResponse:
    answer = server.StreamResponse(headers={"Content-Length": "1000"})
    await answer.prepare(request)
    await answer.write(b"half of i")
    assert request.transport is not None
    request.transport.close()
    return answer


async def status(request: server.Request) -> server.Response:
    return server.Response(status=int(request.query["is"]))


@pytest.fixture
async def place() -> AsyncIterator[str]:
    app = server.Application()
    for path, answer in {"hello": hello, "moved": moved, "large": large, "broken": broken, "status": status}.items():
        app.router.add_get(f"/{path}", answer)
    async with TestServer(app) as running:
        yield str(running.make_url("/")).rstrip("/")


async def fault(url: str) -> Reason:
    async with web() as asked:
        with pytest.raises(WebFault) as raised:
            await asked.ask("GET", url)
    return raised.value.reason


async def test_an_answer_has_status_headers_and_body(place: str) -> None:
    async with web() as asked:
        answer = await asked.ask("GET", place + "/hello")
    assert (answer.status, answer.headers["etag"], answer.body) == (200, '"1"', b"nobody")


async def test_a_user_is_named_by_basic_and_a_token_as_bearer(place: str) -> None:
    async with web("lakare1", "hemlig") as asked:
        assert (await asked.ask("GET", place + "/hello")).body == b"Basic bGFrYXJlMTpoZW1saWc="
    async with web(token="abc") as asked:
        assert (await asked.ask("GET", place + "/hello")).body == b"Bearer abc"


async def test_a_redirect_is_followed_and_does_not_take_the_password_to_another_host(place: str) -> None:
    elsewhere = place.replace("127.0.0.1", "localhost")
    assert elsewhere != place
    async with web("lakare1", "hemlig") as asked:
        assert (await asked.ask("GET", f"{place}/moved?to={place}/hello")).body.startswith(b"Basic")
        assert (await asked.ask("GET", f"{place}/moved?to={elsewhere}/hello")).body == b"nobody"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (401, Reason.WRONG_PASSWORD),
        (403, Reason.NOT_ALLOWED),
        (404, Reason.NOT_FOUND),
        (429, Reason.BUSY),
        (500, Reason.SERVER_FAULT),
        (418, Reason.BAD_ANSWER),
        (204, Reason.BAD_ANSWER),
    ],
)
async def test_a_status_becomes_a_reason(place: str, code: int, reason: Reason) -> None:
    assert await fault(f"{place}/status?is={code}") is reason
    assert reason_of(code) is reason


async def test_more_than_the_limit_is_not_read(place: str) -> None:
    assert await fault(place + "/large") is Reason.TOO_LARGE


async def test_a_server_that_dies_in_the_middle_gave_no_answer(place: str) -> None:
    assert await fault(place + "/broken") is Reason.BAD_ANSWER


async def test_a_server_that_is_not_there_cannot_be_reached(unused_tcp_port: int) -> None:
    assert await fault(f"http://127.0.0.1:{unused_tcp_port}/") is Reason.UNREACHABLE


async def test_what_is_not_http_is_not_understood() -> None:
    async def chat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(chat, "127.0.0.1", 0) as running:
        port = running.sockets[0].getsockname()[1]
        assert await fault(f"http://127.0.0.1:{port}/") is Reason.BAD_ANSWER


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/a.ics", Reason.NOT_AN_ADDRESS),
        ("kalender", Reason.NOT_AN_ADDRESS),
        ("https://", Reason.NOT_AN_ADDRESS),
        ("https://[half", Reason.NOT_AN_ADDRESS),
        ("http://clinic.example/a.ics", Reason.NOT_SAFE),
        ("http://192.168.1.5/a.ics", Reason.NOT_SAFE),
    ],
)
async def test_only_addresses_over_tls_are_asked(url: str, reason: Reason) -> None:
    assert await fault(url) is reason


@pytest.mark.parametrize(
    "url", ["https://clinic.example/a", "http://localhost:1/", "http://127.3.2.1/", "http://[::1]/"]
)
def test_this_machine_needs_no_tls(url: str) -> None:
    check_safe(url)


async def test_a_redirect_away_from_tls_is_refused(place: str) -> None:
    assert await fault(f"{place}/moved?to=http://clinic.invalid/") is Reason.NOT_SAFE
