"""The program's side of the visit server's HTTP interface, against the real server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from vardklient.base.errors import SourceError
from vardklient.domain.visit import Kind, Role
from vardklient.schedule.visitserver import CreatedVisit, VisitServerClient
from vardklient.visitserver.config import ServerConfig
from vardklient.visitserver.server import VisitServer

KEY = "a-key-for-tests-only"
NOW = datetime.now(UTC)


async def create(client: VisitServerClient, *roles: Role, host: str = "Leg. läkare", visit: str = "") -> CreatedVisit:
    return await client.create(NOW, NOW + timedelta(minutes=30), Kind.GROUP, host, roles, visit)


@asynccontextmanager
async def answering(text: str, content_type: str = "application/json", status: int = 201) -> AsyncIterator[str]:
    """Something else at the address: its URL."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type=content_type, status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_the_same_installation_finds_its_visit_again_and_no_other_does() -> None:
    async with VisitServer(ServerConfig(port=0, key=KEY)) as server:
        mine = [VisitServerClient(server.url, KEY, installation="here") for _ in range(2)]
        first, again = [await create(client, Role.PATIENT, visit="v") for client in mine]
        assert again.visit_id == first.visit_id
        assert again.links != first.links
        others = [
            await create(mine[0], Role.PATIENT, visit="w"),
            await create(mine[0], Role.PATIENT),
            await create(VisitServerClient(server.url, KEY, installation="there"), Role.PATIENT, visit="v"),
            await create(VisitServerClient(server.url, KEY), Role.PATIENT, visit="v"),
        ]
        assert len({first.visit_id, *(other.visit_id for other in others)}) == 5


async def test_a_visit_with_a_link_for_each() -> None:
    async with VisitServer(ServerConfig(port=0, key=KEY)) as server:
        client = VisitServerClient(server.url + "/", KEY)
        await client.health()
        made = await create(client, Role.CLINICIAN, Role.PATIENT, Role.PATIENT)
        assert [each.role for each in made.invited] == [Role.CLINICIAN, Role.PATIENT, Role.PATIENT]
        assert len({each.link for each in made.invited}) == 3
        assert made.links == {Role.CLINICIAN: made.invited[0].link, Role.PATIENT: made.invited[1].link}
        assert made.visit_id


async def test_the_wrong_key() -> None:
    async with VisitServer(ServerConfig(port=0, key=KEY)) as server:
        client = VisitServerClient(server.url, "wrong")
        with pytest.raises(SourceError, match="key is wrong"):
            await client.health()
        with pytest.raises(SourceError, match="key is wrong"):
            await create(client, Role.PATIENT)


async def test_an_order_that_the_server_does_not_take() -> None:
    async with VisitServer(ServerConfig(port=0, key=KEY)) as server:
        with pytest.raises(SourceError, match="400"):
            await create(VisitServerClient(server.url, KEY), Role.PATIENT, host="")


async def test_nobody_there() -> None:
    async with VisitServer(ServerConfig(port=0, key=KEY)) as server:
        url = server.url
    for address in (url, "http://", "nonsense"):
        with pytest.raises(SourceError, match="cannot be reached"):
            await VisitServerClient(address, KEY, wait_s=2).health()


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "1", '{"visit":1,"links":[]}', '{"visit":"v","links":[]}', '{"visit":"v","links":[{"role":"king"}]}'],
)
async def test_an_answer_that_is_none(text: str) -> None:
    async with answering(text) as url:
        with pytest.raises(SourceError, match="not understood"):
            await create(VisitServerClient(url, KEY), Role.PATIENT)
        with pytest.raises(SourceError, match="not a visit server"):
            await VisitServerClient(url, KEY).health()


async def test_something_else_at_the_address() -> None:
    async with answering("<html>", "text/html") as url:
        with pytest.raises(SourceError):
            await VisitServerClient(url, KEY).health()
    async with answering("", status=404) as url:
        with pytest.raises(SourceError, match="no visit server"):
            await VisitServerClient(url, KEY).health()
