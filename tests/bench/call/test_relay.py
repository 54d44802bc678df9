"""The line spoils what it says it spoils; time is handed in."""

from __future__ import annotations

import asyncio
import random
from itertools import pairwise

import pytest
from bench.call.relay import HOST, Direction, Impairment, Line, host_address, led_to, take_candidates


def through(impairment: Impairment, packets: int, size: int = 1000, every_s: float = 0.001) -> list[float | None]:
    """How long each packet took; None = lost."""
    direction = Direction(impairment, random.Random(1))
    took = []
    for n in range(packets):
        leaves_s = direction.leaves_s(size, n * every_s)
        took.append(None if leaves_s is None else leaves_s - n * every_s)
    return took


def test_a_clean_line_takes_no_time_and_loses_nothing() -> None:
    assert all(took is not None and took < 0.001 for took in through(Impairment(), 500))


def test_loss_is_as_frequent_as_asked_for() -> None:
    took = through(Impairment(loss_share=0.05), 20_000)
    assert took.count(None) / len(took) == pytest.approx(0.05, abs=0.005)


def test_bursts_keep_the_share_and_have_the_length() -> None:
    took = through(Impairment(loss_share=0.05, burst=5), 100_000)
    lost = [t is None for t in took]
    begins = sum(b and not a for a, b in pairwise(lost))
    assert sum(lost) / len(lost) == pytest.approx(0.05, abs=0.006)
    assert sum(lost) / begins == pytest.approx(5, abs=0.4)


def test_delay_and_jitter_keep_the_order() -> None:
    took = through(Impairment(delay_s=0.02, jitter_s=0.03), 5000)
    known = [t for t in took if t is not None]
    assert len(known) == 5000
    assert min(known) >= 0.02
    leaves = [n * 0.001 + t for n, t in enumerate(known)]
    assert leaves == sorted(set(leaves))


def test_jitter_alone_has_the_spread_asked_for() -> None:
    took = [t for t in through(Impairment(jitter_s=0.03), 4000, every_s=1.0) if t is not None]
    assert sum(took) / len(took) == pytest.approx(0.03 * 0.798, rel=0.1)  # mean of the absolute value


def test_a_limited_rate_queues_and_then_drops() -> None:
    took = through(Impairment(rate_bps=300_000, queue_s=0.3), 2000, size=972, every_s=0.01)  # 800 kbit/s with headers
    known = [t for t in took if t is not None]
    assert len(known) / len(took) == pytest.approx(300 / 800, abs=0.02)
    assert max(known) == pytest.approx(0.3 + 8000 / 300_000, abs=0.005)


def test_nothing_comes_through_a_cut_line() -> None:
    direction = Direction(Impairment(), random.Random(1))
    direction.cut_s = (10.0, 15.0)
    assert [direction.leaves_s(100, at_s) is None for at_s in (9.9, 10.0, 14.9, 15.0)] == [False, True, True, False]
    assert (direction.packets, direction.lost, direction.bytes) == (4, 2, 400)


class Peer(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, address: object) -> None:
        self.heard.put_nowait(data)


async def test_the_relay_carries_both_ways_between_announced_peers_only() -> None:
    loop = asyncio.get_running_loop()
    ends = [await loop.create_datagram_endpoint(Peer, local_addr=(HOST, 0)) for _ in range(3)]
    (a, a_peer), (b, b_peer), (stranger, _) = ends
    line = Line(Impairment(), Impairment(delay_s=0.001), seed=1)
    try:
        relay = await line.relay(1)
        assert await line.relay(1) is relay
        relay.announce("a", a.get_extra_info("sockname"))
        relay.announce("b", b.get_extra_info("sockname"))
        stranger.sendto(b"stranger", (HOST, relay.port_for("a")))
        a.sendto(b"from a", (HOST, relay.port_for("a")))
        b.sendto(b"from b", (HOST, relay.port_for("b")))
        async with asyncio.timeout(10):
            assert await b_peer.heard.get() == b"from a"
            assert await a_peer.heard.get() == b"from b"
        assert line.directions["a"].packets == 1
    finally:
        line.close()
        for transport, _ in ends:
            transport.close()


UDP = "candidate:1 1 udp 2122194687 127.0.0.1 54392 typ host generation 0"
TCP = "candidate:2 1 tcp 1518214911 127.0.0.1 9 typ host tcptype active"
V6 = "candidate:3 1 udp 2122267903 ::1 48949 typ host"
OTHER = "candidate:4 1 udp 2122063615 192.0.2.7 46135 typ host"


def test_only_udp_candidates_of_this_machine_are_used() -> None:
    assert host_address(UDP) == ("127.0.0.1", 54392)
    assert host_address(f"a={OTHER}") == ("192.0.2.7", 46135)
    assert [host_address(c) for c in (TCP, V6, "", OTHER.replace("host", "srflx"))] == [None] * 4


def test_a_candidate_is_led_to_the_relay() -> None:
    assert led_to(OTHER, 7000) == "candidate:4 1 udp 2122063615 127.0.0.1 7000 typ host"


def test_a_description_loses_its_candidates_and_loopback_goes_first() -> None:
    lines = ["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 96", f"a={V6}", f"a={OTHER}", f"a={UDP}", "a=end-of-candidates", "a=x"]
    sdp, candidate = take_candidates("\r\n".join(lines) + "\r\n")
    assert sdp == "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=x\r\n"
    assert candidate == UDP
    assert take_candidates("v=0\r\n") == ("v=0\r\n", None)
