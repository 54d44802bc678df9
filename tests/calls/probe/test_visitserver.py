"""The questions to the visit server: the real one, and what may answer in its place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest
from aiohttp import web

from tests.calls.parts import open_sockets, sockets_closed
from tests.peers.coturn import free_port
from tests.visitserver.client import KEY, serving
from vardklient.calls.probe.visitserver import PART_BYTES, ProbeClient
from vardklient.domain.network import ServerReach
from vardklient.visitserver.probe import MAX_AT_ONCE


async def test_the_server_is_there_and_a_test_begins_and_ends() -> None:
    async with serving() as server:
        for _ in range(MAX_AT_ONCE + 1):
            async with ProbeClient(server.url, KEY) as client:
                begun = await client.begin()
                assert begun.reach is ServerReach.REACHED
                assert begun.clock_off_s == pytest.approx(0.0, abs=5.0)
                assert begun.ice == ()
                await client.end()


async def test_a_clock_that_is_ahead_is_seen() -> None:
    async with serving() as server, ProbeClient(server.url, KEY, wall_s=lambda: 4e9) as client:
        begun = await client.begin()
        assert begun.clock_off_s is not None
        assert begun.clock_off_s > 1e9


async def test_the_line_is_measured() -> None:
    async with serving() as server, ProbeClient(server.url, KEY) as client:
        assert (await client.begin()).reach is ServerReach.REACHED
        round_trip_ms = await client.round_trip_ms()
        assert round_trip_ms is not None
        assert round_trip_ms > 0
        assert await client.talks()


async def test_the_rate_is_that_of_the_largest_part_where_none_takes_long() -> None:
    looks = count()
    async with serving() as server, ProbeClient(server.url, KEY, monotonic_s=lambda: 0.25 * next(looks)) as client:
        await client.begin()
        assert await client.rates_kbps(50.0) == pytest.approx((PART_BYTES[-1] * 8 / 0.2 / 1000,) * 2)


async def test_a_part_that_takes_long_tells_the_rate() -> None:
    looks = count()
    async with serving() as server, ProbeClient(server.url, KEY, monotonic_s=lambda: 0.5 * next(looks)) as client:
        await client.begin()
        assert await client.rates_kbps(0.0) == pytest.approx((PART_BYTES[0] * 8 / 0.5 / 1000,) * 2)


async def test_a_wrong_key_is_refused_by_a_server_that_is_there() -> None:
    async with serving() as server, ProbeClient(server.url, "another key") as client:
        assert (await client.begin()).reach is ServerReach.REFUSED


async def test_too_many_tests_are_refused() -> None:
    async with serving() as server:
        found = []
        for _ in range(MAX_AT_ONCE + 1):
            async with ProbeClient(server.url, KEY) as client:
                found.append((await client.begin()).reach)
        assert found == [ServerReach.REACHED] * MAX_AT_ONCE + [ServerReach.REFUSED]


async def test_a_server_that_is_gone_is_silent() -> None:
    before = open_sockets()
    async with ProbeClient(f"http://127.0.0.1:{free_port()}", KEY) as client:
        assert (await client.begin()).reach is ServerReach.SILENT
        assert await client.round_trip_ms() is None
        assert await client.talks()
        await client.end()
    await sockets_closed(before)


@asynccontextmanager
async def answering(handle: object) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handle)  # type: ignore[arg-type]
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("answer", "reach"),
    [
        ({"status": 302, "headers": {"Location": "http://127.0.0.1/login"}}, ServerReach.STRANGER),
        ({"text": "<html>Log in", "content_type": "text/html"}, ServerReach.STRANGER),
        ({"status": 407}, ServerReach.STRANGER),
        ({"text": "[]", "content_type": "application/json"}, ServerReach.STRANGER),
        ({"status": 502}, ServerReach.SILENT),
        ({"status": 504}, ServerReach.SILENT),
    ],
)
async def test_who_answers_in_its_place_is_told_from_it(answer: dict[str, object], reach: ServerReach) -> None:
    async def handle(_: web.Request) -> web.StreamResponse:
        return web.Response(**answer)  # type: ignore[arg-type]

    async with answering(handle) as url, ProbeClient(url, KEY) as client:
        assert (await client.begin()).reach is reach


@pytest.mark.parametrize("told", [{}, {"probe": "x", "ice": [{}], "now_s": 1.0}, {"probe": "x", "ice": 3, "now_s": 1}])
async def test_an_answer_that_is_not_understood_is_a_stranger_s(told: dict[str, object]) -> None:
    async def handle(request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True}) if request.method == "GET" else web.json_response(told, status=201)

    async with answering(handle) as url, ProbeClient(url, KEY) as client:
        assert (await client.begin()).reach is ServerReach.STRANGER


@pytest.mark.parametrize(("status", "talks"), [(403, False), (429, True)])
async def test_a_proxy_that_lets_no_call_line_through_is_noticed(status: int, talks: bool) -> None:
    async def handle(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status)

    async with answering(handle) as url, ProbeClient(url, KEY) as client:
        assert await client.talks() is talks
