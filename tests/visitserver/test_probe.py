"""Tests of the network at the server: who may, how many at once, how much."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.visitserver.client import KEY
from vardklient.visitserver.config import ServerConfig
from vardklient.visitserver.probe import (
    LIVES_S,
    MAX_AT_ONCE,
    MAX_BYTES,
    MAX_PART_BYTES,
    RELAY_LIFETIME_S,
    ProbeDesk,
    filler,
)
from vardklient.visitserver.server import VisitServer

BEARER = {"Authorization": f"Bearer {KEY}"}
SECRET = "shared with the relay"


@asynccontextmanager
async def asking() -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    config = ServerConfig(port=0, key=KEY, turn_urls=("turn:127.0.0.1:9",), turn_secret=SECRET)
    async with VisitServer(config) as server, aiohttp.ClientSession(headers=BEARER) as session:
        yield session, f"{server.url}/api/probe"


def test_so_many_at_once_and_places_become_free() -> None:
    desk = ProbeDesk()
    names = [desk.begin(0.0) for _ in range(MAX_AT_ONCE)]
    assert len({*names} - {None}) == MAX_AT_ONCE
    assert desk.begin(LIVES_S - 0.1) is None
    first = names[0]
    assert first is not None
    desk.end(first)
    desk.end(first)
    assert desk.begin(1.0) is not None
    assert desk.begin(LIVES_S) is not None


def test_a_test_moves_no_more_than_it_may() -> None:
    desk = ProbeDesk()
    name = desk.begin(0.0)
    assert name is not None
    assert not desk.take(name, MAX_PART_BYTES + 1, 1.0)
    assert not desk.take(name, 0, 1.0)
    assert all(desk.take(name, MAX_PART_BYTES, 1.0) for _ in range(MAX_BYTES // MAX_PART_BYTES))
    assert not desk.take(name, 1, 1.0)
    assert not desk.take("nobody", 1, 1.0)


def test_a_test_that_is_over_moves_nothing() -> None:
    desk = ProbeDesk()
    name = desk.begin(0.0)
    assert name is not None
    assert not desk.take(name, 1, LIVES_S)


def test_the_filler_has_the_size() -> None:
    assert b"".join(filler(10, b"abcd")) == b"abcdabcdab"


async def test_a_test_gets_relays_for_a_minute_and_the_time() -> None:
    async with asking() as (session, url):
        before_s = time.time()
        async with session.post(url) as answer:
            told = await answer.json()
        assert answer.status == 201
        assert before_s <= told["now_s"] <= time.time()
        (relay,) = told["ice"]
        until_s = int(relay["username"].partition(":")[0])
        assert until_s <= time.time() + RELAY_LIFETIME_S
        mac = hmac.new(SECRET.encode(), relay["username"].encode(), hashlib.sha1).digest()
        assert relay["credential"] == base64.b64encode(mac).decode()


async def test_bytes_go_down_and_up_and_nothing_beyond() -> None:
    async with asking() as (session, url):
        async with session.post(url) as answer:
            mine = f"{url}/{(await answer.json())['probe']}"
        async with session.get(f"{mine}/100000") as answer:
            assert len(await answer.read()) == 100_000
        async with session.post(f"{mine}/5000", data=bytes(5000)) as answer:
            assert await answer.json() == {"bytes": 5000}
        async with session.post(f"{mine}/5000", data=bytes(5001)) as answer:
            assert answer.status == 413
        async with session.delete(mine) as answer:
            assert answer.status == 204
        async with session.get(f"{mine}/1") as answer:
            assert answer.status == 403


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("GET", "/x/1"), ("POST", "/x/1"), ("DELETE", "/x")])
async def test_without_the_key_there_is_nothing(method: str, path: str) -> None:
    async with asking() as (_, url), aiohttp.ClientSession() as out, out.request(method, url + path) as answer:
        assert answer.status == 401


async def test_one_too_many_is_told_so() -> None:
    async with asking() as (session, url):
        found = []
        for _ in range(MAX_AT_ONCE + 1):
            async with session.post(url) as answer:
                found.append(answer.status)
        assert found == [201] * MAX_AT_ONCE + [503]
