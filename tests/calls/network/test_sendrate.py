from __future__ import annotations

import pytest

from vardklient.calls.network.sendrate import (
    DRAIN_S,
    ESTIMATE_SHARE,
    HIGHEST_BPS,
    LONG_RTT_LEAST_BPS,
    LOWEST_BPS,
    SETTLE_S,
    SOUND_BPS,
    STALE_S,
    START_BPS,
    SendRate,
)


def settle(rate: SendRate, bps: int, seconds: int, begin_s: float = 0.0) -> float:
    """The same estimate every second; returns the time."""
    for k in range(1, seconds + 1):
        rate.take_estimate(bps, begin_s + k)
    return begin_s + seconds


def lossy(rate: SendRate, share: float, seconds: int, begin_s: float = 0.0, estimate: int | None = None) -> float:
    for k in range(1, seconds + 1):
        if estimate is not None:
            rate.take_estimate(estimate, begin_s + k)
        rate.take_loss(round(100 * share), 100, begin_s + k)
    return begin_s + seconds


def test_it_starts_in_the_middle() -> None:
    rate = SendRate(0.0)
    rate.headers_bps = 10_000
    assert (rate.picture_bps, rate.total_bps) == (START_BPS, START_BPS + 10_000 + SOUND_BPS)


def test_a_lower_estimate_is_obeyed_at_once() -> None:
    rate = SendRate(0.0)
    rate.take_estimate(100_000, 0.1)
    assert rate.picture_bps == round(ESTIMATE_SHARE * 100_000)


def test_a_higher_estimate_is_approached() -> None:
    rate = SendRate(0.0)
    rate.take_estimate(2_000_000, 1.0)
    assert rate.picture_bps == 1.5 * START_BPS
    rate.take_estimate(2_000_000, 2.0)
    assert rate.picture_bps == 1.5 * 1.5 * START_BPS
    settle(rate, 2_000_000, 5, 2.0)
    assert rate.picture_bps == 1_700_000


@pytest.mark.parametrize(("estimate", "picture"), [(0, LOWEST_BPS), (10**9, HIGHEST_BPS)])
def test_it_stays_within_its_limits(estimate: int, picture: int) -> None:
    rate = SendRate(0.0)
    settle(rate, estimate, 10)
    assert rate.picture_bps == picture


def test_a_browser_that_only_knows_what_it_gets_lets_the_rate_rise() -> None:
    """Chromium's estimate is no higher than 1.5 times what arrives, plus 10 kbit/s."""
    rate, estimate = SendRate(0.0), 100_000.0
    for second in range(60):
        rate.take_estimate(estimate, second)
        estimate = min(estimate * 1.08, 1.5 * rate.picture_bps + 10_000)
    assert rate.picture_bps > 2_000_000


def test_without_estimates_the_rate_grows_as_long_as_nothing_is_lost() -> None:
    rate = SendRate(0.0)
    lossy(rate, 0.0, 10)
    assert rate.picture_bps == pytest.approx(START_BPS * 1.08**10, rel=0.01)
    lossy(rate, 0.05, 10, 10.0)
    assert rate.picture_bps == pytest.approx(START_BPS * 1.08**10, rel=0.01), "some loss: hold"
    lossy(rate, 0.0, 100, 20.0)
    assert rate.picture_bps == HIGHEST_BPS


def test_heavy_loss_counts_when_it_is_reported_twice() -> None:
    rate = SendRate(0.0)
    rate.take_loss(12, 100, 1.0)
    rate.take_loss(0, 100, 2.0)
    rate.take_loss(12, 100, 3.0)
    held = rate.picture_bps
    rate.take_loss(12, 100, 4.0)
    assert rate.picture_bps == pytest.approx(0.9 * held, rel=0.01)
    rate.take_loss(24, 100, 5.0)
    assert rate.picture_bps == pytest.approx(0.9 * 0.88 * held, rel=0.01)
    lossy(rate, 1.0, 30, 5.0)
    assert rate.picture_bps == LOWEST_BPS


def test_before_any_estimate_a_full_line_is_left_at_once() -> None:
    """A line of 120 kbit/s gets 160 for the pictures, 20 for their headers and the sound."""
    rate = SendRate(0.0)
    rate.headers_bps = 20_000
    lost = round(100 * (1 - 120_000 / rate.total_bps))
    rate.take_loss(lost, 100, 1.2)
    headers_bps = rate.headers_bps * rate.picture_bps / START_BPS
    assert rate.picture_bps + headers_bps + SOUND_BPS == pytest.approx(0.85 * 120_000, rel=0.1)


def test_before_any_estimate_a_long_round_trip_is_a_queue() -> None:
    rate = SendRate(0.0)
    rate.take_round_trip(0.2, 1.0)
    assert rate.rests_until_s < 1.0
    rate.take_round_trip(0.58, 1.2)
    assert rate.picture_bps == START_BPS / 2
    assert rate.rests_until_s == 1.2 + DRAIN_S
    rate.take_round_trip(0.58, 1.3)
    assert rate.picture_bps == START_BPS / 2, "it cannot have drained yet"
    for k in range(20):
        rate.take_round_trip(0.58, 2.0 + k)
    assert rate.rests_until_s == 1.2 + DRAIN_S, "once only"
    assert rate.picture_bps == LONG_RTT_LEAST_BPS
    settle(rate, 500_000, 10, 22.0)
    before = rate.picture_bps
    rate.take_round_trip(0.58, 33.0)
    assert rate.picture_bps == before, "the estimate knows better"


def test_a_line_known_to_be_slow_is_begun_slowly() -> None:
    rate = SendRate(0.0, 50_000)
    assert rate.picture_bps == 50_000
    rate.take_round_trip(0.58, 1.0)
    assert rate.picture_bps == 50_000


def test_what_was_lost_before_the_rate_fell_is_not_held_against_it() -> None:
    rate = SendRate(0.0)
    rate.take_loss(30, 100, 1.0)
    low = rate.picture_bps
    rate.take_loss(30, 100, 1.0 + SETTLE_S / 2)
    assert rate.picture_bps == low
    rate.take_loss(30, 100, 1.0 + SETTLE_S)
    assert rate.picture_bps < low


def test_loss_that_a_long_round_trip_has_explained_counts_no_more() -> None:
    rate = SendRate(0.0)
    rate.take_loss(8, 20, 1.0)
    rate.take_round_trip(0.58, 1.1)
    low = rate.picture_bps
    rate.take_loss(2, 15, 1.1 + SETTLE_S)
    assert rate.picture_bps == low == START_BPS / 2


def test_a_short_gap_is_not_a_full_line_once_there_is_an_estimate() -> None:
    rate = SendRate(0.0)
    now_s = settle(rate, 2_000_000, 10)
    before = rate.picture_bps
    rate.take_loss(60, 100, now_s + 0.5)
    assert rate.picture_bps == before


def test_reports_about_few_packets_are_taken_together() -> None:
    """A browser reports with every request for repeats: here each lost packet with the two after it, then the rest."""
    rate = SendRate(0.0)
    for k in range(100):
        rate.take_loss(1, 3, k * 0.5)
        rate.take_loss(0, 27, k * 0.5 + 0.25)
    assert rate.picture_bps == START_BPS, "3 % in all"


def test_steady_loss_on_a_free_path_does_not_starve_the_picture() -> None:
    rate = SendRate(0.0)
    now_s = settle(rate, 2_000_000, 10)
    now_s = lossy(rate, 0.12, 30, now_s, estimate=2_000_000)
    assert rate.picture_bps == pytest.approx(0.6 * ESTIMATE_SHARE * 2_000_000, rel=0.01)
    now_s = lossy(rate, 0.05, 30, now_s, estimate=2_000_000)
    assert rate.picture_bps == ESTIMATE_SHARE * 2_000_000, "recovers with some loss"


def test_hopeless_loss_has_no_floor() -> None:
    rate = SendRate(0.0)
    lossy(rate, 0.5, 30, settle(rate, 2_000_000, 10), estimate=2_000_000)
    assert rate.picture_bps == LOWEST_BPS


def test_without_news_of_the_estimate_nothing_rises() -> None:
    rate = SendRate(0.0)
    now_s = settle(rate, 500_000, 5)
    lossy(rate, 0.3, 5, now_s)
    held = rate.picture_bps
    now_s = lossy(rate, 0.0, 60, now_s + STALE_S)
    assert rate.picture_bps == held
    rate.take_estimate(500_000, now_s + 1)
    rate.take_loss(0, 100, now_s + 1)
    rate.take_loss(0, 100, now_s + 2)
    assert rate.picture_bps > held


@pytest.mark.parametrize("estimated", [True, False])
def test_after_an_outage_it_begins_again_at_half(estimated: bool) -> None:
    rate = SendRate(0.0)
    now_s = settle(rate, 2_500_000, 10) if estimated else lossy(rate, 0.0, 30)
    before = rate.picture_bps
    rate.hear(now_s + 5.0)
    rate.take_loss(100, 100, now_s + 5.0)  # what was sent into the gap
    assert rate.picture_bps == pytest.approx(before / 2, abs=1)
    if estimated:
        rate.take_estimate(2_500_000, now_s + 5.0)
        assert rate.picture_bps == pytest.approx(before / 2, abs=1), "time without news earns no rise"


def test_an_outage_at_a_low_rate_does_not_raise_it() -> None:
    rate = SendRate(0.0)
    now_s = settle(rate, 100_000, 5)
    before = rate.picture_bps
    rate.hear(now_s + 10.0)
    assert rate.picture_bps == before
