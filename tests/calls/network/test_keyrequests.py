from __future__ import annotations

from vardklient.calls.network.keyrequests import APART_S, SAME_S, KeyRequests


def test_nobody_asked() -> None:
    assert not KeyRequests().due(1.0)


def test_the_first_request_is_met_at_once_and_once() -> None:
    keys = KeyRequests()
    keys.ask(1.0, None)
    keys.ask(1.01, None)
    assert keys.due(1.02)
    keys.made(1.02)
    assert not keys.due(9.0)


def test_a_request_from_before_the_key_frame_could_arrive_is_the_same_one() -> None:
    keys = KeyRequests()
    keys.made(1.0)
    keys.ask(1.0 + 0.9 * SAME_S, None)
    keys.ask(1.25, 0.3)
    assert not keys.due(9.0)


def test_the_next_one_waits_for_its_turn() -> None:
    keys = KeyRequests()
    keys.made(1.0)
    keys.ask(1.2, 0.02)
    assert not keys.due(1.3)
    assert keys.due(1.0 + APART_S)


def test_a_long_round_trip_does_not_make_it_deaf() -> None:
    keys = KeyRequests()
    keys.made(1.0)
    keys.ask(1.01 + APART_S, 3.0)
    assert keys.due(1.01 + APART_S)
