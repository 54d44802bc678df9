"""Which ways lead to the relays: all are tried, and a way that needs a second try is not closed."""

from __future__ import annotations

import asyncio

from vardklient.calls.network.relays import Relay, Way
from vardklient.calls.probe.ways import find_ways
from vardklient.domain.network import RelayState
from vardklient.ports.signalling import IceServer

UDP, TCP, TLS = "turn:t.example", "turn:t.example?transport=tcp", "turns:t.example"


def servers(*urls: str) -> tuple[IceServer, ...]:
    return (IceServer(urls, "user", "secret"),)


async def test_each_way_has_its_state_and_the_best_comes_first() -> None:
    async def probe(relay: Relay) -> bool:
        return relay.way is not Way.TCP

    found = await find_ways(servers(TLS, TCP, UDP), probe)
    assert [relay.way for relay in found.relays] == [Way.UDP, Way.TLS]
    assert found.states == {Way.UDP: RelayState.WORKS, Way.TCP: RelayState.CLOSED, Way.TLS: RelayState.WORKS}


async def test_one_address_that_works_opens_the_way() -> None:
    async def probe(relay: Relay) -> bool:
        return relay.host == "b.example"

    found = await find_ways(servers("turn:b.example", "turn:a.example"), probe)
    assert found.states[Way.UDP] is RelayState.WORKS
    assert found.states[Way.TLS] is RelayState.NOT_OFFERED
    assert [relay.host for relay in found.relays] == ["b.example"]


async def test_udp_that_loses_the_first_question_is_asked_again() -> None:
    asked, given_up = 0, 0

    async def probe(relay: Relay) -> bool:
        nonlocal asked, given_up
        asked += 1
        if asked > 1:
            return True
        try:
            return bool(await asyncio.Event().wait())
        except asyncio.CancelledError:
            given_up += 1
            raise

    found = await find_ways(servers(UDP), probe)
    assert found.states[Way.UDP] is RelayState.WORKS
    assert (asked, given_up) == (2, 1)


async def test_a_way_that_never_answers_is_closed_and_nothing_is_left_running() -> None:
    async def probe(relay: Relay) -> bool:
        return bool(await asyncio.Event().wait())

    found = await find_ways(servers(UDP, TCP), probe, within_s=0.01)
    assert found.relays == ()
    assert {found.states[Way.UDP], found.states[Way.TCP]} == {RelayState.CLOSED}
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_without_relays_there_is_nothing_to_try() -> None:
    found = await find_ways((IceServer(("stun:s.example",)),))
    assert found.relays == ()
    assert set(found.states.values()) == {RelayState.NOT_OFFERED}
