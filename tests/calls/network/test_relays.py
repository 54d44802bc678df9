"""The way to a TURN server: which is tried when, and all three through a real coturn."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.calls.parts import open_sockets, sockets_closed
from tests.peers.coturn import Coturn, coturn, find_coturn, free_port, swallowed
from vardklient.calls.network.relays import Relay, RelayFinder, Way, allocate, relays_of
from vardklient.ports.signalling import IceServer

UDP, TCP, TLS = "turn:t.example", "turn:t.example?transport=tcp", "turns:t.example"
STUN = IceServer(("stun:s.example:3478",))
SERVERS = (STUN, IceServer((TLS, TCP, UDP), "user", "secret"))
SLOW = {"stagger_s": 30.0, "attempt_s": 60.0}
QUICK = {"stagger_s": 0.0, "attempt_s": 60.0}


class Network:
    """Lets some ways through. A way that is neither open nor closed never answers."""

    def __init__(self, opened: tuple[Way, ...] = (), closed: tuple[Way, ...] = ()) -> None:
        self.opened, self.closed = opened, closed
        self.tried: list[Way] = []
        self.given_up: list[Way] = []
        self.all_tried = asyncio.Event()

    async def probe(self, relay: Relay) -> bool:
        self.tried.append(relay.way)
        if len(self.tried) == len(Way):
            self.all_tried.set()
        if relay.way in self.opened or relay.way in self.closed:
            return relay.way in self.opened
        try:
            return bool(await asyncio.Event().wait())
        except asyncio.CancelledError:
            self.given_up.append(relay.way)
            raise


def only(url: str) -> tuple[IceServer, ...]:
    return (STUN, IceServer((url,), "user", "secret"))


def test_the_addresses_are_tried_in_the_order_of_their_ways() -> None:
    found = relays_of((*SERVERS, IceServer(("turn:other:9000?transport=udp", "turn:a:1?transport=sctp", "http:x"))))
    assert [(r.url, r.way) for r in found] == [
        (UDP, Way.UDP),
        ("turn:other:9000?transport=udp", Way.UDP),
        (TCP, Way.TCP),
        (TLS, Way.TLS),
    ]
    assert [f"{r.host} {r.port}" for r in found] == ["t.example 3478", "other 9000", "t.example 3478", "t.example 5349"]
    assert "secret" not in repr(found)


async def test_without_turn_nothing_is_tried() -> None:
    network = Network()
    assert await RelayFinder(network.probe).choose(()) == ()
    assert await RelayFinder(network.probe).choose((STUN,)) == (STUN,)
    assert network.tried == []


async def test_udp_that_works_is_the_only_one_tried() -> None:
    network = Network(opened=(Way.UDP, Way.TCP, Way.TLS))
    assert await RelayFinder(network.probe, **SLOW).choose(SERVERS) == only(UDP)
    assert network.tried == [Way.UDP]


async def test_what_is_refused_is_followed_at_once_by_the_next() -> None:
    network = Network(opened=(Way.TLS,), closed=(Way.UDP, Way.TCP))
    assert await RelayFinder(network.probe, **SLOW).choose(SERVERS) == only(TLS)
    assert network.tried == [Way.UDP, Way.TCP, Way.TLS]


async def test_what_does_not_answer_is_overtaken_and_given_up() -> None:
    network = Network(opened=(Way.TLS,))
    assert await RelayFinder(network.probe, **QUICK).choose(SERVERS) == only(TLS)
    assert network.given_up == [Way.UDP, Way.TCP]


async def test_with_no_way_there_is_no_turn_and_it_is_tried_again_next_time() -> None:
    network = Network(closed=(Way.UDP, Way.TCP))
    finder = RelayFinder(network.probe, stagger_s=0, attempt_s=0.05)
    assert await finder.choose(SERVERS) == (STUN,)
    network.opened = (Way.TLS,)
    assert await finder.choose(SERVERS) == only(TLS)


async def test_what_worked_is_remembered_until_it_is_forgotten() -> None:
    network = Network(opened=(Way.TCP,), closed=(Way.UDP, Way.TLS))
    finder = RelayFinder(network.probe, **SLOW)
    await finder.choose(SERVERS)
    network.tried.clear()
    fresh = (STUN, IceServer((TLS, TCP, UDP), "user2", "secret2"))
    assert await finder.choose(fresh) == (STUN, IceServer((TCP,), "user2", "secret2"))
    assert network.tried == []
    assert await finder.choose((IceServer((TLS,)),)) == (), "other servers are other ways"
    await finder.choose(SERVERS)
    finder.forget()
    network.tried.clear()
    await finder.choose(SERVERS)
    assert network.tried == [Way.UDP, Way.TCP]


async def test_two_who_ask_at_once_have_it_found_out_once() -> None:
    network = Network(opened=(Way.UDP,))
    finder = RelayFinder(network.probe, **SLOW)
    assert await asyncio.gather(finder.choose(SERVERS), finder.choose(SERVERS)) == [only(UDP), only(UDP)]
    assert network.tried == [Way.UDP]


async def test_whoever_asks_may_be_cancelled() -> None:
    network = Network()
    asking = asyncio.ensure_future(RelayFinder(network.probe, **QUICK).choose(SERVERS))
    await network.all_tried.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert sorted(network.given_up) == [Way.UDP, Way.TCP, Way.TLS]
    assert len(asyncio.all_tasks()) == 1


# ---------------------------------------------------------------- a real one

with_coturn = pytest.mark.skipif(find_coturn() is None, reason="needs coturn")


@pytest.fixture(scope="module")
def turn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    with coturn(tmp_path_factory.mktemp("coturn")) as running:
        yield running


@pytest.fixture
def trusted(turn: Coturn, monkeypatch: pytest.MonkeyPatch) -> Coturn:
    """Its authority is known, as a clinic makes its own known."""
    monkeypatch.setenv("SSL_CERT_FILE", str(turn.authority))
    assert ssl.get_default_verify_paths().cafile == str(turn.authority)
    return turn


def at(turn: Coturn, *urls: str) -> tuple[IceServer, ...]:
    return (IceServer(urls, turn.username, turn.credential),)


@with_coturn
@pytest.mark.parametrize("way", ["udp", "tcp", "tls"])
async def test_each_way_works_with_the_right_password_only(trusted: Coturn, way: str) -> None:
    [relay] = relays_of(at(trusted, getattr(trusted, way)))
    assert await allocate(relay)
    assert not await allocate(replace(relay, credential="wrong"))
    assert not await allocate(replace(relay, username="1:expired"))


@with_coturn
async def test_a_certificate_that_nobody_vouches_for_is_refused(turn: Coturn) -> None:
    [relay] = relays_of(at(turn, turn.tls))
    assert not await allocate(relay)


@with_coturn
@pytest.mark.parametrize("blocked", ["swallowed", "refused"])
@pytest.mark.parametrize(("ways", "found"), [((), "udp"), (("udp",), "tcp"), (("udp", "tcp"), "tls")])
async def test_the_first_way_that_is_open_is_found(
    trusted: Coturn, blocked: str, ways: tuple[str, ...], found: str
) -> None:
    with swallowed() as silent:
        port = silent if blocked == "swallowed" else free_port()
        closed = {"udp": f"turn:127.0.0.1:{port}", "tcp": f"turn:127.0.0.1:{port}?transport=tcp"}
        urls = [closed[way] if way in ways else getattr(trusted, way) for way in ("udp", "tcp", "tls")]
        chosen = await RelayFinder(stagger_s=1.0).choose(at(trusted, *urls))
    assert chosen == at(trusted, getattr(trusted, found))


@with_coturn
@pytest.mark.parametrize("way", ["udp", "tcp", "tls"])
async def test_a_connection_gets_its_relay_from_what_was_chosen(trusted: Coturn, way: str) -> None:
    from aiortc import RTCPeerConnection

    from vardklient.calls.settings import configuration

    chosen = await RelayFinder().choose(at(trusted, getattr(trusted, way)))
    before = open_sockets()
    connection = RTCPeerConnection(configuration(chosen))
    connection.addTransceiver("audio")
    await connection.setLocalDescription(await connection.createOffer())
    described = connection.localDescription.sdp
    await connection.close()
    assert " typ relay " in described
    await sockets_closed(before)  # TLS takes its leave politely


async def test_a_name_that_nobody_knows_is_no_way() -> None:
    assert not await allocate(Relay("turn:x", "no such host.invalid", 3478, Way.TCP, "u", "p"))
    assert not await allocate(Relay("turn:x", "x" * 300, 3478, Way.TCP, "u", "p"))
