"""What packets that came, and did not, say of a line."""

from __future__ import annotations

import pytest

from vardklient.calls.probe.ledger import (
    LINE_BYTES,
    Ledger,
    Passage,
    came_kbps,
    is_full,
    jitter_ms,
    lost_share,
    median_way_s,
    windows,
)
from vardklient.domain.network import MediaWindow


def passages(count: int, way_s: float | None = 0.02, every_s: float = 0.01, grows_s: float = 0.0) -> list[Passage]:
    return [
        Passage(968, k * every_s, None if way_s is None else k * every_s + way_s + k * grows_s) for k in range(count)
    ]


def test_the_ledger_knows_what_it_sent() -> None:
    ledger = Ledger()
    assert [ledger.send(100, 1.0), ledger.send(200, 2.0)] == [0, 1]
    ledger.arrive(1, 2.5)
    ledger.arrive(1, 9.0)
    ledger.arrive(2, 3.0)
    ledger.arrive(-1, 3.0)
    assert ledger.count == 2
    assert ledger.part(0, 9) == [Passage(100, 1.0, None), Passage(200, 2.0, 2.5)]
    assert ledger.part(1, 2) == [Passage(200, 2.0, 2.5)]


def test_of_nothing_nothing_is_known() -> None:
    assert lost_share([]) == 0.0
    assert median_way_s(passages(9, None)) is None
    assert came_kbps(passages(5)) is None
    assert windows([]) == ()
    assert jitter_ms(passages(16)) is None


def test_the_rate_is_that_of_the_line() -> None:
    """1000 bytes each 10 ms, what the line adds included: 800 kbit/s."""
    assert came_kbps(passages(50)) == pytest.approx(8 * (968 + LINE_BYTES) / 0.01 / 1000)


def test_a_queue_shows_in_the_last_packets() -> None:
    quiet = passages(30)
    assert not is_full(quiet, passages(50))
    assert is_full(quiet, passages(50, grows_s=0.003))
    assert is_full(quiet, passages(25) + passages(25, None))
    assert not is_full(passages(30, None), passages(50))


def test_more_loss_than_before_shows() -> None:
    quiet = passages(30)
    assert not is_full(quiet, passages(10, None) + passages(40))
    assert is_full(quiet, passages(20, None) + passages(30))
    assert not is_full(passages(24) + passages(6, None), passages(20, None) + passages(30))


def test_windows_are_whole_seconds() -> None:
    part = passages(100) + [Passage(968, 1.0 + k * 0.01, None) for k in range(100)]
    assert windows([*part, Passage(968, 2.01, None)]) == (MediaWindow(100, 0), MediaWindow(100, 100))


def test_an_even_way_has_no_jitter_and_an_uneven_one_has() -> None:
    assert jitter_ms(passages(100)) == pytest.approx(0.0, abs=1e-6)
    uneven = [Passage(968, k * 0.02, k * 0.02 + 0.05 + 0.005 * (k % 2)) for k in range(200)]
    assert jitter_ms(uneven) == pytest.approx(5.0, rel=0.05)
