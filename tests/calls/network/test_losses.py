from __future__ import annotations

from vardklient.calls.network.losses import SHARE_OVER_PACKETS, ReportedLoss


def test_reports_are_differences_of_sums() -> None:
    loss = ReportedLoss(99)
    assert loss.take(139, 4) == (4, 40)
    assert loss.take(139, 4) == (0, 0)
    assert loss.take(149, 3) == (-1, 10), "one came late"


def test_the_share_is_over_many_packets() -> None:
    """A browser says 33 % with every third packet, and nothing in between."""
    loss, lost, shares = ReportedLoss(0), 0, set()
    for number in range(3, 3001, 3):
        lost += number % 30 == 0
        loss.take(number, lost)
        shares.add(loss.share)
    shares.remove(None)
    assert shares
    assert all(share is not None and 0.01 < share < 0.06 for share in shares)


def test_the_share_is_unknown_at_first() -> None:
    loss = ReportedLoss(0)
    loss.take(SHARE_OVER_PACKETS - 1, 10)
    assert loss.share is None


def test_numbers_that_wrap_or_go_back() -> None:
    loss = ReportedLoss((1 << 32) - 10)
    assert loss.take(10, 0) == (0, 20)
    assert loss.take(5, 0) == (0, 0)
