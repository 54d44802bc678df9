from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.network.reception import LEAST_LOST, ReceptionStatistics

HZ = 90_000


def received(numbers: list[int]) -> ReceptionStatistics:
    statistics = ReceptionStatistics(HZ)
    for number in numbers:
        statistics.add(number, number * 3000, number / 30)
    return statistics


def test_before_anything_came_nothing_is_reported() -> None:
    statistics = ReceptionStatistics(HZ)
    assert statistics.report(1.0) is None
    assert (statistics.lost, statistics.packets, statistics.expected, statistics.jitter_s) == (0, 0, 0, 0.0)


def test_loss_in_all_and_since_the_last_report() -> None:
    statistics = received([n for n in range(100, 200) if n % 10])
    first = statistics.report(5.0)
    assert first is not None
    assert (statistics.expected, statistics.packets, first.lost) == (99, 90, 9)
    assert first.fraction_lost == 9 * 256 // 99
    assert first.highest == 199
    for number in range(200, 300):
        statistics.add(number, number * 3000, number / 30)
    second = statistics.report(6.0)
    assert second is not None
    assert (second.fraction_lost, second.lost, second.highest) == (0, 9, 299)
    third = statistics.report(7.0)
    assert third is not None
    assert third.fraction_lost == 0


def test_the_highest_number_keeps_its_cycles() -> None:
    """The sender subtracts it from that of the report before: without cycles a wrap would be a loss of 65,536."""
    statistics = received(list(range(65_530, 65_550)))
    report = statistics.report(1.0)
    assert report is not None
    assert (report.highest >> 16, report.highest & 0xFFFF, report.lost) == (1, 13, 0)


def test_late_packets_lower_the_loss_and_duplicates_do_not_fail() -> None:
    statistics = received([10, 12, 11, 12, 12, 9])
    report = statistics.report(1.0)
    assert report is not None
    assert (report.lost, report.fraction_lost, statistics.expected) == (-2, 0, 4)


def test_the_count_of_lost_packets_has_24_bits() -> None:
    statistics = received([0] * 5)
    statistics.packets = 1 << 30
    assert statistics.lost == LEAST_LOST


@given(st.lists(st.booleans(), min_size=1, max_size=300))
def test_loss_agrees_with_counting(came: list[bool]) -> None:
    numbers = [n for n, there in enumerate(came) if there]
    statistics = received(numbers)
    report = statistics.report(1.0)
    if not numbers:
        assert report is None
        return
    assert report is not None
    expected = numbers[-1] - numbers[0] + 1
    assert report.lost == expected - len(numbers)
    assert report.fraction_lost == min(255, report.lost * 256 // expected)


def test_jitter_of_an_even_stream_is_none_also_over_a_burst() -> None:
    """The packets of a picture have one timestamp and come one after the other."""
    statistics = ReceptionStatistics(HZ)
    for number in range(400):
        picture, k = divmod(number, 4)
        statistics.add(number, picture * 3000, picture / 30 + k * 0.002)
    assert statistics.jitter_s == pytest.approx(0.0, abs=1e-6)


def test_jitter_is_the_smoothed_change_of_the_way() -> None:
    statistics = ReceptionStatistics(48_000)
    for number in range(500):
        statistics.add(number, number * 960 + (1 << 32) - 96_000, number * 0.02 + (number % 2) * 0.004)
    assert statistics.jitter_s == pytest.approx(0.004, rel=0.01)
    report = statistics.report(1.0)
    assert report is not None
    assert report.jitter == pytest.approx(192, abs=3)


def test_a_pause_is_no_jitter() -> None:
    statistics = ReceptionStatistics(HZ)
    for number in range(100):
        statistics.add(number, number * 3000, number / 30 + (60.0 if number > 50 else 0.0))
    assert statistics.jitter_s == pytest.approx(0.0, abs=1e-6)


def test_the_sender_finds_the_round_trip() -> None:
    statistics = received([1, 2])
    before = statistics.report(5.0)
    assert before is not None
    assert (before.last_report, before.delay) == (0, 0)
    statistics.hear(0x1122_3344_5566_7788, 10.0)
    report = statistics.report(10.5)
    assert report is not None
    assert (report.last_report, report.delay) == (0x3344_5566, 32768)
