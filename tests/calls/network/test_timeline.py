from __future__ import annotations

import pytest

from vardklient.calls.network.timeline import Timeline

HZ = 90_000


def test_stamps_begin_at_zero_and_follow_the_media() -> None:
    line = Timeline(HZ)
    assert [line.stamp(500 + 3000 * k, 7.0 + k / 30) for k in range(4)] == [0, 3000, 6000, 9000]


def test_before_the_first_picture_it_is_zero() -> None:
    assert Timeline(HZ).at(100.0) == 0


def test_now_is_what_the_least_delayed_picture_says() -> None:
    line = Timeline(HZ)
    for k in range(300):
        delay_s = 0.002 if k % 10 == 9 else 0.030
        line.stamp(3000 * k, 50.0 + k / 30 + delay_s)
    assert line.at(60.0) == pytest.approx((60.0 - 50.002) * HZ, abs=10)


def test_an_old_delay_is_forgotten() -> None:
    """The clock of the track runs slow by 0.1 %: what was least delayed once is not for ever."""
    line = Timeline(HZ)
    for k in range(3000):
        line.stamp(3000 * k, k / 30 * 1.001)
    assert line.at(100.1) == pytest.approx(100 * HZ, abs=0.02 * HZ)


def test_another_track_goes_on_where_the_first_one_was() -> None:
    line = Timeline(HZ)
    for k in range(30):
        line.stamp(1_000_000 + 3000 * k, k / 30)
    assert line.stamp(0, 2.0) == pytest.approx(2 * HZ, abs=1)
    assert line.stamp(3000, 2.0 + 1 / 30) == pytest.approx(2 * HZ + 3000, abs=1)
    assert line.stamp(10**9, 3.0) == pytest.approx(3 * HZ, abs=1), "a jump ahead"


def test_stamps_never_go_back() -> None:
    line = Timeline(HZ)
    stamps = [line.stamp(media, 0.001 * k) for k, media in enumerate((3000, 3000, 2999, 0, 6000))]
    assert stamps == sorted(set(stamps))


def test_a_pause_of_the_track_is_a_pause_of_the_stamps() -> None:
    line = Timeline(HZ)
    line.stamp(0, 0.0)
    assert line.stamp(3 * HZ, 3.0) == 3 * HZ
