from __future__ import annotations

import pytest

from vardklient.calls.network.pacer import BURST_S, LONGEST_S, PACE, Pacer

SIZE = 1250


def drain(pacer: Pacer[int], now_s: float = 0.0) -> list[tuple[float, int]]:
    """Everything that waits, with the time at which it left."""
    left: list[tuple[float, int]] = []
    while True:
        left += [(now_s, packet) for packet in pacer.due(now_s)]
        next_s = pacer.next_s()
        if next_s is None:
            return left
        now_s = max(next_s, now_s) + 1e-6


def test_nothing_waits_in_an_empty_pacer() -> None:
    pacer: Pacer[int] = Pacer(1_000_000, 0.0)
    assert (pacer.due(5.0), pacer.next_s(), pacer.waiting_s()) == ([], None, 0.0)


@pytest.mark.parametrize("bps", [300_000, 1_500_000, 2_500_000])
def test_usual_pictures_are_not_held(bps: int) -> None:
    pacer: Pacer[int] = Pacer(bps, 0.0)
    packets = max(1, int(bps / 8 / 30 / SIZE))
    delays: list[float] = []
    for k in range(30):
        for n in range(packets):
            pacer.put(n, SIZE)
        delays += [left_s - k / 30 for left_s, _ in drain(pacer, k / 30)]
    assert sorted(delays)[len(delays) // 2] <= 0.005
    assert max(delays) < 1 / 30


def test_a_key_frame_is_spread() -> None:
    pacer: Pacer[int] = Pacer(1_500_000, 0.0)
    for n in range(40):
        pacer.put(n, SIZE)
    left = drain(pacer)
    at_once = [n for at_s, n in left if at_s == 0.0]
    assert [n for _, n in left] == list(range(40))
    assert len(at_once) * SIZE <= 1_500_000 / 8 * BURST_S + SIZE
    rest = 40 - len(at_once)
    assert left[-1][0] == pytest.approx(rest * SIZE * 8 / (PACE * 1_500_000), rel=0.2)


def test_nothing_waits_longer_than_the_bound() -> None:
    pacer: Pacer[int] = Pacer(100_000, 0.0)
    for n in range(100):
        pacer.put(n, SIZE)
    assert pacer.waiting_s() <= LONGEST_S
    assert drain(pacer)[-1][0] <= LONGEST_S * 1.01


def test_the_pace_is_usual_again_after_a_heap() -> None:
    pacer: Pacer[int] = Pacer(1_000_000, 0.0)
    for n in range(1000):
        pacer.put(n, SIZE)
    drain(pacer)
    for n in range(40):
        pacer.put(n, SIZE)
    left = drain(pacer, 10.0)
    assert left[-1][0] - left[0][0] == pytest.approx(40 * SIZE * 8 / (PACE * 1_000_000), rel=0.2)


def test_retransmissions_go_ahead() -> None:
    pacer: Pacer[str] = Pacer(100_000, 0.0)
    for name in ("a", "b", "c"):
        pacer.put(name, SIZE)
    assert pacer.due(0.0) == ["a"]
    pacer.put("again", SIZE, again=True)
    left = [packet for _, packet in drain(pacer, 0.001)]  # type: ignore[arg-type]
    assert left == ["again", "b", "c"]


def test_a_pause_earns_no_more_than_two_pictures() -> None:
    pacer: Pacer[int] = Pacer(1_000_000, 0.0)
    for n in range(40):
        pacer.put(n, SIZE)
    assert len(pacer.due(100.0)) == 7


def test_the_wait_is_known() -> None:
    pacer: Pacer[int] = Pacer(1_000_000, 0.0)
    for n in range(20):
        pacer.put(n, SIZE)
    pacer.due(0.0)
    expected_s = drain(pacer)[-1][0]
    pacer = Pacer(1_000_000, 0.0)
    for n in range(20):
        pacer.put(n, SIZE)
    pacer.due(0.0)
    assert pacer.waiting_s() == pytest.approx(expected_s, abs=SIZE * 8 / 2_000_000)
