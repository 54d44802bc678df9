from __future__ import annotations

from vardklient.calls.network.startprobe import (
    LAST_AFTER_S,
    LONGEST_RTT_S,
    PACKETS,
    STEPS_BPS,
    TRIES,
    StartProbe,
    offsets_s,
)


def series(probe: StartProbe, carries_bps: float, rtt_s: float | None = 0.05) -> list[int]:
    """What is tried in three seconds, on a line that lets series through up to a rate."""
    tried = []
    for k in range(300):
        bps = probe.due_bps(rtt_s, 50.0 + k / 100)
        if bps is not None:
            tried.append(bps)
            if bps <= carries_bps:
                probe.estimate_bps = 0.9 * bps
    return tried


def test_a_fast_line_is_tried_once_at_each_step() -> None:
    assert series(StartProbe(), 10_000_000) == list(STEPS_BPS)


def test_what_did_not_go_through_is_tried_again_and_nothing_faster() -> None:
    assert series(StartProbe(), 0) == [STEPS_BPS[0]] * TRIES
    assert series(StartProbe(), STEPS_BPS[0]) == [STEPS_BPS[0], *[STEPS_BPS[1]] * TRIES]


def test_what_the_browser_knows_already_is_not_tried() -> None:
    probe = StartProbe()
    probe.estimate_bps = 5_000_000
    assert series(probe, 10_000_000) == []


def test_nothing_is_tried_while_packets_may_queue() -> None:
    assert series(StartProbe(), 10_000_000, None) == []
    assert series(StartProbe(), 10_000_000, LONGEST_RTT_S + 0.01) == []


def test_later_it_is_too_late() -> None:
    probe = StartProbe()
    assert probe.due_bps(None, 0.0) is None
    assert probe.due_bps(0.05, LAST_AFTER_S + 0.1) is None


def test_a_series_is_even() -> None:
    assert offsets_s(1_000_000, 1250) == [k * 0.01 for k in range(PACKETS)]
