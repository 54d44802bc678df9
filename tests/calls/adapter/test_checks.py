"""Checks that find a line as soon as it is back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aioice import stun
from aioice.candidate import Candidate
from aioice.ice import CandidatePair

from tests.calls.adapter.parts import until
from vardklient.calls.adapter import checks
from vardklient.calls.adapter.checks import EagerChecks, PersistentConnection

THERE = ("192.0.2.1", 5000)


class Endpoint(asyncio.DatagramTransport):
    """Keeps what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[stun.Message] = []
        self._protocol: asyncio.BaseProtocol | None = None

    def sendto(self, data: bytes, addr: object = None) -> None:  # type: ignore[override]
        assert addr == THERE
        self.sent.append(stun.parse_message(bytes(data)))

    def begin(self, protocol: asyncio.DatagramProtocol) -> None:
        self._protocol = protocol
        protocol.connection_made(self)

    def close(self) -> None:
        protocol, self._protocol = self._protocol, None
        if protocol is not None:
            protocol.connection_lost(None)

    def is_closing(self) -> bool:
        return self._protocol is None


def an_address(
    checking: type[EagerChecks] = EagerChecks, kind: type[PersistentConnection] = PersistentConnection
) -> tuple[EagerChecks, Endpoint, PersistentConnection]:
    """One of ours, of a connection that nobody has heard of yet."""
    connection = kind(ice_controlling=False)
    protocol, endpoint = checking(connection), Endpoint()
    connection._protocols.append(protocol)
    endpoint.begin(protocol)
    protocol.local_candidate = Candidate("1", 1, "udp", 1, "192.0.2.2", 6000, "host")
    return protocol, endpoint, connection


def a_check(kind: stun.Class = stun.Class.REQUEST) -> stun.Message:
    return stun.Message(message_method=stun.Method.BINDING, message_class=kind)


def answer_to(request: stun.Message) -> bytes:
    answer = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, transaction_id=request.transaction_id)
    answer.add_message_integrity(b"secret")
    return bytes(answer)


@asynccontextmanager
async def asking(protocol: EagerChecks, request: stun.Message) -> AsyncIterator[asyncio.Task[object]]:
    task: asyncio.Task[object] = asyncio.create_task(protocol.request(request, THERE, integrity_key=b"secret"))
    await asyncio.sleep(0)
    yield task
    task.cancel()
    await asyncio.wait([task])


async def test_whoever_asks_us_is_asked_again_at_once() -> None:
    protocol, endpoint, _ = an_address()
    async with asking(protocol, a_check()) as task:
        assert [m.message_class for m in endpoint.sent] == [stun.Class.REQUEST]
        protocol.datagram_received(bytes(a_check()), THERE)
        again = [m for m in endpoint.sent if m.message_class is stun.Class.REQUEST]
        assert len(again) == 2
        assert again[0].transaction_id == again[1].transaction_id
        protocol.datagram_received(answer_to(again[0]), THERE)
        answer, place = await task  # type: ignore[misc]
        assert place == THERE
        assert answer.message_class is stun.Class.RESPONSE
    before = len([m for m in endpoint.sent if m.message_class is stun.Class.REQUEST])
    protocol.datagram_received(bytes(a_check()), THERE)
    assert len([m for m in endpoint.sent if m.message_class is stun.Class.REQUEST]) == before, "there is nothing to ask"


async def test_others_and_other_datagrams_change_nothing() -> None:
    protocol, endpoint, _ = an_address()
    async with asking(protocol, a_check()):
        protocol.datagram_received(b"\x80no stun", THERE)
        protocol.datagram_received(bytes(a_check(stun.Class.INDICATION)), THERE)
        assert len(endpoint.sent) == 1


class SoonTired(EagerChecks):
    checks = 3


async def test_a_check_is_repeated_and_given_up_at_last() -> None:
    protocol, endpoint, _ = an_address(SoonTired)
    with pytest.raises(stun.TransactionTimeout):
        await protocol.request(a_check(), THERE, integrity_key=b"secret")
    assert len(endpoint.sent) == SoonTired.checks
    assert len({m.transaction_id for m in endpoint.sent}) == 1
    with pytest.raises(stun.TransactionTimeout):
        await protocol.request(a_check(), THERE, integrity_key=b"secret", retransmissions=0)
    assert len(endpoint.sent) == SoonTired.checks + 1


class AsksOnlyInSilence(PersistentConnection):
    consent_s = 3600.0


class SoonOver(AsksOnlyInSilence):
    expires_s = 0.1


@asynccontextmanager
async def made(kind: type[PersistentConnection]) -> AsyncIterator[tuple[EagerChecks, Endpoint, asyncio.Task[None]]]:
    """A connection on one address, while its consent is asked for."""
    protocol, endpoint, connection = an_address(kind=kind)
    connection.remote_username, connection.remote_password = "them", "secret"
    connection._nominated[1] = CandidatePair(protocol, Candidate("2", 1, "udp", 1, *THERE, "host"))
    task = asyncio.create_task(connection.query_consent())
    yield protocol, endpoint, task
    task.cancel()
    await asyncio.wait([task])


async def test_in_silence_consent_is_asked_for_all_the_time() -> None:
    async with made(AsksOnlyInSilence) as (protocol, endpoint, _):
        protocol.heard_s -= 10.0
        await until(lambda: len(endpoint.sent) >= 4)
        protocol.datagram_received(answer_to(endpoint.sent[-1]), THERE)
        asked = len(endpoint.sent)
        protocol.heard_s -= 10.0  # as if a second had gone by without a word
        await until(lambda: len(endpoint.sent) > asked)


async def test_while_media_come_nobody_is_asked() -> None:
    async with made(SoonOver) as (protocol, endpoint, task):
        protocol.heard_s = 0.0
        protocol.datagram_received(b"\x80media", THERE)
        assert protocol.heard_s > 0.0
        protocol.heard_s += 3600.0  # as if they went on coming, however slow the machine is
        await asyncio.sleep(5 * checks.LOOK_S)
        assert not endpoint.sent
        assert not task.done()


async def test_without_an_answer_the_connection_is_closed() -> None:
    async with made(SoonOver) as (protocol, endpoint, task):
        protocol.heard_s -= 10.0
        await until(task.done)
        assert endpoint.sent
        assert endpoint.is_closing()
