from __future__ import annotations

from vardklient.calls.network.history import (
    AGAIN_LEAST_BYTES,
    AGAIN_SHARE,
    DEFAULT_RTT_S,
    KEEP_PACKETS,
    KEEP_S,
    LONGEST_RTT_S,
    SHORTEST_RTT_S,
    History,
)

SIZE = 1200


def filled(packets: int, every_s: float = 0.001, bps: int = 10_000_000) -> History[str]:
    history: History[str] = History(bps, 0.0)
    for n in range(packets):
        history.keep(n & 0xFFFF, f"packet {n}", SIZE, n * every_s)
    return history


def test_what_was_sent_is_found() -> None:
    history = filled(10)
    assert history.again(3, 1.0) == "packet 3"
    assert history.again(10, 1.0) is None


def test_a_thousand_packets_or_two_seconds_are_kept() -> None:
    assert len(filled(5000, every_s=0.001)) in range(int(KEEP_S / 0.001), int(KEEP_S / 0.001) + 3)
    assert len(filled(5000, every_s=0.1)) == KEEP_PACKETS


def test_numbers_wrap() -> None:
    history: History[int] = History(1_000_000, 0.0)
    for n in range(70_000):
        history.keep(n & 0xFFFF, n, SIZE, n * 0.01)
    assert history.again(69_999 & 0xFFFF, 700.0) == 69_999
    assert len(history) == KEEP_PACKETS


def test_once_per_round_trip() -> None:
    history = filled(10)
    assert history.again(1, 1.0)
    assert not history.again(1, 1.0 + 0.9 * DEFAULT_RTT_S)
    assert history.again(1, 1.0 + 1.1 * DEFAULT_RTT_S)
    history.rtt_s = 0.02
    assert history.again(1, 1.15)
    history.rtt_s = 0.0001
    assert not history.again(1, 1.15 + 0.9 * SHORTEST_RTT_S)
    history.rtt_s = 60.0
    assert history.again(1, 1.15 + 1.1 * LONGEST_RTT_S)


def test_retransmissions_have_a_budget() -> None:
    history = filled(1000, bps=1_000_000)
    sent = sum(history.again(n, 2.0) is not None for n in range(1000))
    assert sent == int(AGAIN_SHARE * 1_000_000 / 8) // SIZE
    assert sum(history.again(n, 2.5) is not None for n in range(500, 1000)) in (sent // 2, sent // 2 + 1)


def test_some_packets_can_always_be_sent_again() -> None:
    history = filled(1000, bps=60_000)
    assert sum(history.again(n, 2.0) is not None for n in range(1000)) == AGAIN_LEAST_BYTES // SIZE
