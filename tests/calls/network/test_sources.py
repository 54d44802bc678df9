from __future__ import annotations

import pytest

from vardklient.calls.network.sources import MAX_BEHIND, Source


def test_numbers_go_on_over_their_wraps() -> None:
    source = Source(90_000)
    assert source.place(65_535, 2**32 - 3000) == (65_535, 2**32 - 3000)
    assert source.place(0, 0) == (65_536, 2**32)
    assert source.place(65_534, 2**32 - 6000) == (65_534, 2**32 - 6000)


def test_a_stray_packet_is_left_alone_but_a_new_count_is_followed() -> None:
    source = Source(90_000)
    for number in range(20_000, 20_010):
        source.place(number, 0)
        source.statistics.add(number, 0, 1.0)
    old = 20_009 - MAX_BEHIND - 1
    assert source.place(old, 0) is None
    assert source.place(20_010, 0) == (20_010, 0)
    assert source.place(old - 20, 0) is None
    assert source.count == 0
    assert source.place(old - 19, 7) == (old - 19, 7)
    assert source.count == 1
    assert source.statistics.packets == 0
    assert source.place(old - 18, 8) == (old - 18, 8)


def test_sender_reports_use_the_same_count_as_packets() -> None:
    source = Source(48_000)
    assert source.sender_report is None
    source.place(1, 2**32 - 960)
    source.hear(5 << 32 | 1 << 31, 480, 9.0)
    report = source.sender_report
    assert report is not None
    assert report.ntp_s == pytest.approx(5.5)
    assert (report.timestamp, report.heard_s) == (2**32 + 480, 9.0)
