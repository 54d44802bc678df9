from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.network.missing import (
    BUDGET_MAX,
    BUDGET_PER_PACKET,
    BUDGET_PER_S,
    BUDGET_START,
    MAX_MISSING,
    MAX_TRIES,
    REORDER_PACKETS,
    REORDER_S,
    SPACING_MIN_S,
    SPACING_SHARE,
    MissingPackets,
)


def test_asked_for_after_a_short_wait_and_then_again_and_again() -> None:
    missing = MissingPackets()
    missing.rtt_s = 0.1
    missing.add(65_534, 1.0)
    missing.add(65_536, 1.0)
    asked_s = 1.0 + REORDER_S + 1e-9
    assert missing.waiting
    assert missing.due(1.0 + REORDER_S / 2) == []
    assert missing.due(asked_s) == [65_535]
    assert missing.due(asked_s + 0.019) == []
    assert missing.due(asked_s + 0.1 * SPACING_SHARE + 1e-9) == [65_535]
    assert missing.requests == 2
    assert missing.add(65_535, 2.0), "it had been asked for"
    assert not missing.waiting


def test_newer_packets_shorten_the_wait() -> None:
    missing = MissingPackets()
    for number in (0, 2):
        missing.add(number, 1.0)
    assert missing.due(1.0) == []
    for number in range(3, REORDER_PACKETS + 2):
        missing.add(number, 1.0)
    assert missing.due(1.0) == [1]


def test_out_of_order_or_twice_is_not_missing() -> None:
    missing = MissingPackets()
    for number in (0, 2, 1, 1, 2, 0):
        assert not missing.add(number, 1.0)
    assert not missing.waiting
    assert missing.due(9.0) == []


def test_not_for_ever() -> None:
    missing = MissingPackets()
    missing.add(0, 0.0)
    missing.add(2, 0.0)
    asked = [missing.due(1.0 + k) for k in range(MAX_TRIES + 3)]
    assert asked == [[1]] * MAX_TRIES + [[]] * 3
    assert not missing.waiting


def test_a_very_short_round_trip_is_no_reason_to_hammer() -> None:
    missing = MissingPackets()
    missing.rtt_s = 0.0
    missing.add(0, 0.0)
    missing.add(2, 0.0)
    assert missing.due(1.0) == [1]
    assert missing.due(1.0 + SPACING_MIN_S / 2) == []


def test_what_nobody_waits_for_is_forgotten() -> None:
    missing = MissingPackets()
    for number in (0, 3, 6):
        missing.add(number, 1.0)
    missing.give_up(4)
    assert missing.due(2.0) == [4, 5]


def test_an_outage_is_not_asked_for() -> None:
    missing = MissingPackets()
    missing.add(0, 1.0)
    missing.add(MAX_MISSING + 2, 1.0)
    assert missing.due(2.0) == []
    missing.add(MAX_MISSING + 4, 2.0)
    assert missing.due(3.0) == [MAX_MISSING + 3]


@given(st.lists(st.booleans(), min_size=100, max_size=600), st.sampled_from([0.02, 0.1, 0.4]))
def test_requests_stay_within_their_budget(came: list[bool], rtt_s: float) -> None:
    missing = MissingPackets()
    missing.rtt_s = rtt_s
    for number, there in enumerate(came):
        if there:
            missing.add(number, number * 0.004)
        asked = missing.due(number * 0.004)
        assert asked == sorted(asked)
        assert len(asked) <= BUDGET_MAX
    received = sum(came)
    assert missing.requests <= BUDGET_START + received * BUDGET_PER_PACKET + len(came) * 0.004 * BUDGET_PER_S + 1


def test_the_budget_fills_with_time() -> None:
    missing = MissingPackets()
    missing.add(0, 0.0)
    missing.add(MAX_MISSING, 0.0)
    asked = [len(missing.due(1.0 + k / 10)) for k in range(20)]
    assert asked[0] == pytest.approx(BUDGET_START, abs=2)
    assert sum(asked[10:]) == pytest.approx(BUDGET_PER_S, abs=1)
