"""The line to the visit server, against a small real server: resume, refusal, garbage, ping."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.calls.ears import Ears
from tests.calls.lineserver import OTHER, TICKET, LineServer, line_server
from tests.calls.parts import until
from vardklient.base.errors import SignallingError, TicketRefused
from vardklient.calls.network.addresses import is_ours
from vardklient.calls.signalling import SignallingClient
from vardklient.domain.visit import Role
from vardklient.ports import signalling as said
from vardklient.wire import messages as wire


@asynccontextmanager
async def opened(
    server: LineServer, ours: Callable[[tuple[Any, ...]], bool] = is_ours
) -> AsyncIterator[tuple[SignallingClient, Ears]]:
    client, ears = SignallingClient(server.link, ours), Ears()
    client.on_event(ears)
    await client.open()
    try:
        yield client, ears
    finally:
        await client.close()


async def test_welcome_carries_the_ice_servers_and_the_host() -> None:
    async with line_server() as server, opened(server) as (_, ears):
        assert ears.heard == [
            said.Welcomed("p1", (said.IceServer(("turn:turn.example.se",), "u", "c"),), False, "Dr. Sten")
        ]
        assert server.heard == [wire.Hello(TICKET, wire.PROTOCOL, "")]
        assert server.origins == [server.url]


async def test_refused_ticket() -> None:
    async with line_server() as server:
        server.refuses = True
        client = SignallingClient(server.link)
        with pytest.raises(TicketRefused):
            await client.open()


@pytest.mark.parametrize("first", ["garbage", '{"m":"ping"}', "{}"])
async def test_no_proper_welcome(first: str) -> None:
    async with line_server() as server:
        server.first = first
        with pytest.raises(SignallingError):
            await SignallingClient(server.link).open()


async def test_server_away() -> None:
    async with line_server() as server:
        link = server.link
    with pytest.raises(SignallingError):
        await SignallingClient(link).open()


async def test_not_a_link() -> None:
    with pytest.raises(SignallingError):
        await SignallingClient("https://clinic.example/").open()


async def test_ping_is_answered() -> None:
    async with line_server() as server, opened(server):
        await server.say(wire.Ping(), wire.Ping())
        await server.until_heard(wire.Pong, 2)


async def test_everything_the_server_says_is_told() -> None:
    person = wire.RosterEntry(OTHER, Role.PATIENT, wire.PersonState.ADMITTED, None)
    waits = wire.RosterEntry("p3", Role.INTERPRETER, wire.PersonState.WAITING, True)
    denied = wire.RosterEntry("p4", Role.PATIENT, wire.PersonState.DENIED, None)
    async with line_server() as server, opened(server) as (_, ears):
        await server.say(
            wire.Roster((person, waits, denied)),
            wire.Knock("p5", Role.PATIENT, False),
            wire.Admitted((person,)),
            wire.Held(),
            wire.Denied(wire.DenyReason.WRONG_VISIT),
            wire.Joined("p5", Role.PATIENT),
            wire.Left("p5", False),
            wire.Left("p5", True),
            wire.Description(OTHER, 2, wire.DescriptionType.OFFER, "v=0"),
            wire.RemoteCandidate(OTHER, 2, "c"),
            wire.PeerMedia(OTHER, True, False),
            wire.PeerRejoin(OTHER, wire.RejoinReason.NO_MEDIA),
            wire.Error(wire.ErrorCode.FORBIDDEN),
            wire.Ended(),
        )
        await ears.until(said.VisitEnded)
        assert ears.heard[1:] == [
            said.PeerJoined(OTHER, Role.PATIENT),
            said.Knocked("p3", Role.INTERPRETER, True),
            said.Knocked("p5", Role.PATIENT, False),
            said.LetIn((said.PersonInside(OTHER, Role.PATIENT),)),
            said.PutBack(),
            said.TurnedAway("wrong_visit"),
            said.PeerJoined("p5", Role.PATIENT),
            said.PeerLeft("p5", False),
            said.PeerLeft("p5", True),
            said.RemoteDescription(OTHER, 2, "offer", "v=0"),
            said.RemoteCandidate(OTHER, 2, "c"),
            said.PeerMedia(OTHER, True, False),
            said.RejoinWanted(OTHER),
            said.Refused("forbidden"),
            said.VisitEnded(),
        ]


async def test_everything_we_say_is_sent() -> None:
    said_and_sent: list[tuple[said.SignallingCommand, wire.ClientMessage]] = [
        (said.Admit(OTHER), wire.Admit(OTHER)),
        (said.Deny(OTHER, "cancelled"), wire.Deny(OTHER, wire.DenyReason.CANCELLED)),
        (said.Hold(OTHER), wire.Hold(OTHER)),
        (
            said.Describe(OTHER, 1, "offer", "v=0"),
            wire.SendDescription(OTHER, 1, wire.DescriptionType.OFFER, "v=0"),
        ),
        (said.Candidate(OTHER, 1, "c"), wire.SendCandidate(OTHER, 1, "c")),
        (said.SayMedia(True, False), wire.Media(True, False)),
        (said.Rejoin("no_picture"), wire.Rejoin(wire.RejoinReason.NO_PICTURE)),
        (said.SayReady(True), wire.Ready(True)),
        (said.EndVisit(), wire.End()),
        (said.LeaveVisit(), wire.Leave()),
    ]
    async with line_server() as server, opened(server) as (client, _):
        for command, _message in said_and_sent:
            await client.say(command)
        await server.until_heard(wire.Leave)
        assert server.heard[1:] == [message for _, message in said_and_sent]


async def test_dropped_line_is_resumed_and_what_was_said_meanwhile_is_sent() -> None:
    async with line_server() as server, opened(server) as (client, ears):
        server.down = True
        await server.drop()
        await ears.until(said.SignallingLost)
        await client.say(said.SayMedia(False, False))
        await client.say(said.SayMedia(True, False))
        await client.say(said.Candidate(OTHER, 1, "stale"))
        await client.say(said.Describe(OTHER, 1, "offer", "old"))
        await client.say(said.Admit("p9"))
        await client.say(said.Describe(OTHER, 2, "offer", "new"))
        server.down = False
        await ears.until(said.SignallingRestored)
        await server.until_heard(wire.SendDescription)
        assert server.heard == [
            wire.Hello(TICKET, wire.PROTOCOL, ""),
            wire.Hello("", wire.PROTOCOL, "again"),
            wire.Media(True, False),
            wire.Admit("p9"),
            wire.SendDescription(OTHER, 2, wire.DescriptionType.OFFER, "new"),
        ]
        kinds = [type(e) for e in ears.heard]
        assert kinds == [said.Welcomed, said.SignallingLost, said.Welcomed, said.SignallingRestored]
        await server.say(wire.Ping())
        await server.until_heard(wire.Pong)


async def test_a_line_that_does_not_answer_is_made_anew_when_media_are_away() -> None:
    async with line_server() as server, opened(server) as (client, ears):
        server.hears.clear()
        await client.say(said.SayReady(devices_ok=True))
        await server.until_heard(wire.Ready)
        await client.say(said.Rejoin())
        await ears.until(said.SignallingLost)
        server.hears.set()
        await ears.until(said.SignallingRestored)
        assert [m.resume for m in await server.until_heard(wire.Hello, 2) if isinstance(m, wire.Hello)] == ["", "again"]
        await server.until_heard(wire.Rejoin, 2)


async def test_a_line_that_answers_is_kept_when_media_are_away() -> None:
    async with line_server() as server, opened(server) as (client, ears):
        await server.say(wire.PeerMedia(OTHER, audio=True, video=True))
        await ears.until(said.PeerMedia)
        await client.say(said.Rejoin())
        await server.until_heard(wire.Rejoin)
        await until(lambda: client._patience is not None and client._patience.when() is None)
        assert not [e for e in ears.heard if isinstance(e, said.SignallingLost)]


async def test_a_line_whose_address_is_gone_is_made_anew_at_once() -> None:
    answers = [False, True]
    async with line_server() as server, opened(server, lambda _: answers.pop(0)) as (client, ears):
        await server.say(wire.PeerMedia(OTHER, audio=True, video=True))
        await ears.until(said.PeerMedia)
        await client.say(said.Rejoin())
        await ears.until(said.SignallingRestored)
        await server.until_heard(wire.Rejoin)


async def test_roster_after_a_gap_tells_who_is_not_there_now() -> None:
    async with line_server() as server, opened(server) as (_, ears):
        await server.say(wire.Joined(OTHER, Role.PATIENT))
        await ears.until(said.PeerJoined)
        await server.drop()
        await ears.until(said.SignallingRestored)
        await server.say(wire.Roster(()))
        left = await ears.until(said.PeerLeft)
        assert left == said.PeerLeft(OTHER, gone=False), "their line may be down as ours was; the call goes on"


async def test_place_that_is_gone_ends_the_trying() -> None:
    async with line_server() as server, opened(server) as (client, ears):
        server.refuses = True
        await server.drop()
        assert await ears.until(said.Refused) == said.Refused("ticket")
        await client.say(said.SayMedia(True, True))
        assert [m for m in server.heard if isinstance(m, wire.Media)] == []


async def test_some_garbage_is_forgiven_and_more_is_not() -> None:
    async with line_server() as server, opened(server) as (_, ears):
        await server.say("garbage", '{"m":"unheard"}', '{"m":"ping","extra":1}', wire.Held())
        await ears.until(said.PutBack)
        assert not [e for e in ears.heard if isinstance(e, said.SignallingLost)]
        await server.say("garbage")
        await ears.until(said.SignallingLost)
        await ears.until(said.SignallingRestored)


async def test_ended_visit_is_not_called_again() -> None:
    async with line_server() as server, opened(server) as (client, ears):
        await server.say(wire.Ended())
        await ears.until(said.VisitEnded)
        assert client._reader is not None
        await asyncio.wait_for(client._reader, 60)
        assert not [e for e in ears.heard if isinstance(e, said.SignallingLost)]
        assert len(server.sockets) == 1


async def test_closing_while_the_line_is_down() -> None:
    async with line_server() as server, opened(server) as (client, ears):
        server.down = True
        await server.drop()
        await ears.until(said.SignallingLost)
        await client.close()
        await client.close()
        await client.say(said.EndVisit())


async def test_closing_leaves_no_task() -> None:
    async with line_server() as server:
        tasks = len(asyncio.all_tasks())
        async with opened(server):
            assert len(asyncio.all_tasks()) > tasks
        await until(lambda: len(asyncio.all_tasks()) <= tasks)
