"""The server on a real socket."""

from __future__ import annotations

import asyncio
import json
import logging

import aiohttp
import pytest
from aiohttp import web

from tests.visitserver.client import KEY, MEETS, Peer, connected, serving, ticket_of, visit_links
from vardklient.base.errors import UsageError
from vardklient.domain.visit import Role
from vardklient.visitserver.config import ServerConfig
from vardklient.visitserver.limits import AddressLimit
from vardklient.visitserver.server import VisitServer
from vardklient.visitserver.session import SocketLine
from vardklient.wire import messages as wire
from vardklient.wire.codec import dump


class ShutLimit(AddressLimit):
    """As if this address had guessed too often; loopback itself is exempt from the real count."""

    asked = 0

    def guessing(self, address: str, now_s: float) -> bool:
        self.asked += 1
        return True


OFFER = wire.DescriptionType.OFFER
PAIR = (Role.CLINICIAN, Role.PATIENT)


async def test_from_the_link_to_the_end() -> None:
    async with serving() as server:
        links = await visit_links(server.url, *PAIR)
        assert all(link.startswith(f"{server.url}/visit#") for link in links)
        async with connected(server.url) as patient, connected(server.url) as clinician:
            welcome = await patient.hello(ticket_of(links[1]))
            assert (welcome.role, welcome.state, welcome.meets) == (Role.PATIENT, wire.PersonState.WAITING, MEETS)
            await patient.say(wire.Ready(True))
            assert (await clinician.hello(ticket_of(links[0]))).state is wire.PersonState.ADMITTED
            roster = await clinician.hear(wire.Roster)
            assert [entry.peer for entry in roster.people] == [patient.id]
            await clinician.say(wire.Admit(patient.id))
            assert [entry.peer for entry in (await patient.hear(wire.Admitted)).peers] == [clinician.id]
            await clinician.hear(wire.Joined)
            await patient.say(wire.SendDescription(clinician.id, 1, OFFER, "v=0\r\n"))
            assert await clinician.hear(wire.Description) == wire.Description(patient.id, 1, OFFER, "v=0\r\n")
            await clinician.say(wire.End())
            await patient.hear(wire.Ended)
            await clinician.hear(wire.Ended)
            assert (await patient.closed(), await clinician.closed()) == (1000, 1000)


async def test_a_dropped_line_resumes_in_its_place() -> None:
    async with serving() as server, connected(server.url) as clinician:
        links = await visit_links(server.url, *PAIR)
        await clinician.hello(ticket_of(links[0]))
        await clinician.hear(wire.Roster)
        async with connected(server.url) as patient:
            token = (await patient.hello(ticket_of(links[1]))).resume
            await clinician.hear(wire.Knock)
            await clinician.say(wire.Admit(patient.id))
            await patient.hear(wire.Admitted)
            await clinician.hear(wire.Joined)
        assert await clinician.hear(wire.Left) == wire.Left(patient.id, False)
        async with connected(server.url) as back:
            again = await back.hello(resume=token)
            assert (again.you, again.state) == (patient.id, wire.PersonState.ADMITTED)
            assert again.resume != token
            await back.hear(wire.Admitted)
            await clinician.hear(wire.Joined)
            await back.say(wire.Leave())
            assert await clinician.hear(wire.Left) == wire.Left(patient.id, True)
            assert await back.closed() == 1000
        await refused(server.url, resume=again.resume)
        await refused(server.url, ticket=ticket_of(links[1]))


async def test_the_grace_ends_by_itself() -> None:
    async with serving(grace_s=0.2) as server, connected(server.url) as clinician:
        links = await visit_links(server.url, *PAIR)
        await clinician.hello(ticket_of(links[0]))
        await clinician.hear(wire.Roster)
        async with connected(server.url) as patient:
            token = (await patient.hello(ticket_of(links[1]))).resume
            await clinician.hear(wire.Knock)
        assert await clinician.hear(wire.Left) == wire.Left(patient.id, False)
        assert await clinician.hear(wire.Left) == wire.Left(patient.id, True)
        await refused(server.url, resume=token)


async def test_a_second_line_of_the_same_person_replaces_the_first() -> None:
    async with serving() as server, connected(server.url) as first, connected(server.url) as second:
        links = await visit_links(server.url, *PAIR)
        token = (await first.hello(ticket_of(links[1]))).resume
        await second.hello(resume=token)
        assert await first.closed() == wire.CloseCode.TICKET
        await second.say(wire.Admit("x"))
        assert (await second.hear(wire.Error)).code is wire.ErrorCode.FORBIDDEN


async def refused(url: str, ticket: str = "", resume: str = "") -> None:
    async with connected(url) as peer:
        await peer.say(wire.Hello(ticket, wire.PROTOCOL, resume))
        assert await peer.closed() == wire.CloseCode.TICKET


async def test_who_gets_no_line() -> None:
    async with serving() as server:
        links = await visit_links(server.url, *PAIR)
        for forged in ("", "x", ticket_of(links[1])[:-1] + "!", "a" * 60_000):
            await refused(server.url, ticket=forged)
            await refused(server.url, resume=forged)
        async with connected(server.url) as peer:
            await peer.say(wire.Ready(True))
            assert await peer.closed() == wire.CloseCode.TICKET, "hello comes first"
        async with connected(server.url) as peer:
            await peer.say(wire.Hello(ticket_of(links[1]), wire.PROTOCOL + 1, ""))
            assert await peer.closed() == wire.CloseCode.BAD_MESSAGES
        async with connected(server.url) as peer:
            await peer.hello(ticket_of(links[1]))


async def test_bad_messages_are_counted() -> None:
    async with serving() as server:
        links = await visit_links(server.url, *PAIR)
        async with connected(server.url) as peer:
            await peer.hello(ticket_of(links[1]))
            await peer.say(wire.Hello("", 1, ""))
            await peer.socket.send_bytes(b"\x00")
            await peer.socket.send_str('{"m":"chat","text":"hej"}')
            for _ in range(3):
                assert (await peer.hear(wire.Error)).code is wire.ErrorCode.BAD_MESSAGE
            await peer.say(wire.Ready(True))
            await peer.socket.send_str("")
            await peer.hear(wire.Error)
            assert await peer.closed() == wire.CloseCode.BAD_MESSAGES


async def test_fast_and_large_messages_end_the_line() -> None:
    async with serving() as server:
        links = await visit_links(server.url, Role.PATIENT, Role.GUARDIAN)
        async with connected(server.url) as peer:
            await peer.hello(ticket_of(links[0]))
            for _ in range(200):
                await peer.socket.send_str(dump(wire.Pong()))
            assert await peer.closed() == wire.CloseCode.RATE
        async with connected(server.url) as peer:
            await peer.hello(ticket_of(links[1]))
            await peer.socket.send_str("x" * 65_537)
            assert await peer.closed() == wire.CloseCode.TOO_BIG


async def test_a_foreign_page_gets_no_line() -> None:
    async with serving() as server, aiohttp.ClientSession() as session:
        for origin in ("http://evil.example", "null", server.url + "0", "http://127.0.0.1"):
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await session.ws_connect(f"{server.url}/ws", origin=origin)
            assert caught.value.status == 403
        async with session.ws_connect(f"{server.url}/ws", origin=server.url) as socket:
            assert not socket.closed


async def test_the_page_is_fenced_in() -> None:
    async with serving() as server, aiohttp.ClientSession() as session:
        for path, status in (("/visit", 200), ("/visit/page.js", 200), ("/", 404), ("/visit/..%2f..%2fLICENSE", 404)):
            async with session.get(server.url + path) as answer:
                assert answer.status == status, path
                policy = answer.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'none'; script-src 'self';")
                assert "unsafe" not in policy
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["Permissions-Policy"].startswith("camera=(self), microphone=(self)")
                assert answer.headers["Server"] == "vardklient"
                assert "Set-Cookie" not in answer.headers
        async with session.post(f"{server.url}/visit") as answer:
            assert answer.status == 405


GOOD = {
    "name": "",
    "start": "2026-11-23T09:30:00+01:00",
    "end": "2026-11-23T10:00:00+01:00",
    "host": MEETS,
    "kind": "group",
    "invite": ["clinician", "patient", "patient"],
}


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Authorization": f"Bearer {KEY}"}, json.dumps(GOOD), 201),
        ({}, json.dumps(GOOD), 401),
        ({"Authorization": "Bearer wrong"}, json.dumps(GOOD), 401),
        ({"Authorization": f"Basic {KEY}"}, json.dumps(GOOD), 401),
        ({"Authorization": f"Bearer {KEY}"}, "{}", 400),
        ({"Authorization": f"Bearer {KEY}"}, b"\xff", 400),
        ({"Authorization": f"Bearer {KEY}"}, "x" * 20_000, 413),
        ({"Authorization": f"Bearer {KEY}", "Content-Type": "text/plain"}, json.dumps(GOOD), 415),
    ],
)
async def test_making_visits(headers: dict[str, str], body: str | bytes, status: int) -> None:
    async with serving() as server, aiohttp.ClientSession() as session:
        given = {"Content-Type": "application/json", **headers}
        async with session.post(f"{server.url}/api/visits", data=body, headers=given) as answer:
            assert answer.status == status
            if status == 201:
                made = await answer.json()
                assert made.keys() == {"visit", "links"}
                assert [each["role"] for each in made["links"]] == GOOD["invite"]
        async with session.get(f"{server.url}/api/visits", headers=given) as answer:
            assert answer.status == 405


async def test_an_address_that_is_taken() -> None:
    async with serving() as server:
        port = int(server.url.rpartition(":")[2])
        with pytest.raises(UsageError, match="cannot listen"):
            await VisitServer(ServerConfig(port=port)).start()


async def test_a_certificate_that_cannot_be_read() -> None:
    with pytest.raises(UsageError, match="certificate"):
        await VisitServer(ServerConfig(port=0, certificate="/nowhere", private_key="/nowhere")).start()


async def test_the_public_address_is_used_in_links_and_for_the_origin() -> None:
    config = ServerConfig(port=0, key=KEY, public_url="https://video.example.se")
    async with VisitServer(config) as server, aiohttp.ClientSession() as session:
        assert server.url == "https://video.example.se"
        assert server._runner is not None
        local = f"http://127.0.0.1:{server._runner.addresses[0][1]}"
        [link] = await visit_links(local, Role.PATIENT)
        assert link.startswith("https://video.example.se/visit#")
        async with session.ws_connect(f"{local}/ws", origin="https://video.example.se") as socket:
            await Peer(socket).hello(ticket_of(link))
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{local}/ws", origin=local)


async def test_stopping_closes_every_line() -> None:
    async with serving() as server:
        [link] = await visit_links(server.url, Role.PATIENT)
        async with connected(server.url) as peer:
            await peer.hello(ticket_of(link))
            _, code = await asyncio.gather(server.stop(), peer.closed())
            assert code == 1001


async def test_too_many_wrong_keys_or_tickets_from_one_address() -> None:
    async with serving() as server, aiohttp.ClientSession() as session:
        server._limit = shut = ShutLimit()
        async with session.get(f"{server.url}/api/health", headers={"Authorization": f"Bearer {KEY}"}) as answer:
            assert answer.status == 429
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(f"{server.url}/ws")
        assert caught.value.status == 429
        assert shut.asked == 2


async def test_nothing_that_is_logged_holds_a_ticket(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "aiohttp")
    async with serving() as server:
        [link] = await visit_links(server.url, Role.PATIENT)
        async with connected(server.url) as peer:
            token = (await peer.hello(ticket_of(link))).resume
            await peer.socket.send_str("x")
        for secret in (ticket_of(link), token, KEY, peer.id):
            assert secret not in caplog.text


async def test_who_says_nothing_is_hung_up_on() -> None:
    async with (
        VisitServer(ServerConfig(port=0), hello_deadline_s=1.0) as server,
        connected(server.url) as silent,
        connected(server.url) as rude,
    ):
        await rude.socket.send_str("{}")
        assert await silent.closed() == wire.CloseCode.TICKET
        assert await rude.closed() == wire.CloseCode.TICKET


async def test_who_does_not_read_is_hung_up_on_and_not_waited_for() -> None:
    line = SocketLine(web.WebSocketResponse())
    for _ in range(2000):
        line.send(wire.Ping())
    queued = [line._queue.get_nowait() for _ in range(line._queue.qsize())]
    assert queued[-1] == wire.CloseCode.RATE
    assert len(queued) < 1000
    line.send(wire.Ping())
    assert line._queue.empty()
