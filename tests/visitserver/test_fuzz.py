"""Hostile clients on real sockets, beside an honest visit that must not notice them."""

from __future__ import annotations

import asyncio
import json
import random
from typing import get_args

import aiohttp
import pytest

from tests.visitserver.client import Peer, connected, serving, ticket_of, visit_links
from vardklient.domain.visit import Role
from vardklient.visitserver.server import VisitServer
from vardklient.wire import messages as wire

CONNECTIONS = 120
MESSAGES = 12
OFFER = wire.DescriptionType.OFFER
NAMES = [kind.NAME for kind in (*get_args(wire.ClientMessage), *get_args(wire.ServerMessage))]
FIELDS = ["to", "peer", "epoch", "type", "sdp", "cand", "ticket", "resume", "proto", "audio", "video", "why", "reason"]
VALUES = ["", "x", 0, 1, -1, 2**40, 1.5, True, None, [], {}, "offer", "no_media", "\x00", "\ud800", "å" * 500]


def hostile(chance: random.Random, ids: list[str]) -> str | bytes:
    """Rubbish, near misses, and well-formed messages that are not allowed."""
    values = [*VALUES, *ids]
    fields = {name: chance.choice(values) for name in chance.sample(FIELDS, chance.randrange(5))}
    text = json.dumps({"m": chance.choice(NAMES), **fields})
    allowed = [
        json.dumps({"m": "admit", "peer": chance.choice(ids)}),
        json.dumps({"m": "desc", "to": chance.choice(ids), "epoch": 1, "type": "offer", "sdp": "v=0"}),
        json.dumps({"m": "cand", "to": chance.choice(ids), "epoch": 1, "cand": "x"}),
        json.dumps({"m": "end"}),
        json.dumps({"m": "hold", "peer": chance.choice(ids)}),
    ]
    cut = chance.randrange(len(text))
    choices: list[str | bytes] = [text, text[:cut], text * 2, "[" * 3000, chance.randbytes(200), *allowed]
    return chance.choice(choices)


async def attack(url: str, chance: random.Random, ticket: str, ids: list[str]) -> None:
    async with connected(url) as peer:
        if ticket:
            await peer.hello(ticket)
        reader = asyncio.create_task(peer.closed())
        try:
            for _ in range(chance.randrange(1, MESSAGES)):
                message = hostile(chance, ids)
                if isinstance(message, bytes):
                    await peer.socket.send_bytes(message)
                else:
                    await peer.socket.send_str(message.encode("utf-8", "replace").decode())
        except aiohttp.ClientConnectionError:
            pass
        await peer.socket.close()
        await reader


async def attacks(server: VisitServer, chance: random.Random, tickets: list[str], ids: list[str]) -> None:
    for _ in range(0, CONNECTIONS, 10):
        batch = [tickets.pop() if tickets and chance.random() < 0.5 else "" for _ in range(10)]
        await asyncio.gather(*(attack(server.url, chance, ticket, ids) for ticket in batch))


@pytest.mark.slow
async def test_an_honest_call_goes_on_beside_hostile_clients(caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(5)
    strangers = [Role.PATIENT, Role.GUARDIAN, Role.INTERPRETER] * 8
    async with serving() as server, connected(server.url) as clinician, connected(server.url) as patient:
        links = await visit_links(server.url, Role.CLINICIAN, Role.PATIENT, *strangers)
        await clinician.hello(ticket_of(links[0]))
        await patient.hello(ticket_of(links[1]))
        await clinician.say(wire.Admit(patient.id))
        ids = [clinician.id, patient.id, "nobody"]
        heard: list[list[wire.ServerMessage]] = [[], []]
        attacked = attacks(server, chance, [ticket_of(link) for link in links[2:]], ids)
        await asyncio.gather(attacked, chat(clinician, patient.id, heard[0]), chat(patient, clinician.id, heard[1]))
        for mine, theirs in zip(heard, (patient.id, clinician.id), strict=True):
            relayed = [message for message in mine if isinstance(message, wire.Description)]
            assert [message.epoch for message in relayed] == list(range(ROUNDS))
            assert {message.from_ for message in relayed} == {theirs}, "nobody else got a word through"
            assert not [m for m in mine if isinstance(m, wire.Ended | wire.Held | wire.RemoteCandidate)]
        async with aiohttp.ClientSession() as session, session.get(f"{server.url}/api/health") as answer:
            assert answer.status == 200
    assert "Traceback" not in caplog.text
    assert not caplog.records


ROUNDS = 40


async def chat(peer: Peer, other: str, heard: list[wire.ServerMessage]) -> None:
    """Send numbered offers, read everything until all of the other side's are there."""
    from vardklient.wire.codec import parse_server

    async def send() -> None:
        for epoch in range(ROUNDS):
            await peer.say(wire.SendDescription(other, epoch, OFFER, "v=0"))
            await asyncio.sleep(0.02)  # an honest client keeps to 50 messages a second

    sender = asyncio.create_task(send())
    async with asyncio.timeout(60):
        while sum(isinstance(message, wire.Description) for message in heard) < ROUNDS:
            heard.append(parse_server(await peer.socket.receive_str()))
        await sender
