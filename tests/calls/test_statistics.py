"""Counting and the figures made from it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.statistics import LevelMeter, PeerCounters, PictureCounter, Traffic, read_traffic
from vardklient.calls.usage import Usage
from vardklient.ports.engine import VideoStatistics


def counted(*times_s: float) -> PictureCounter:
    counter = PictureCounter()
    for at_s in times_s:
        counter.add(at_s, 640, 360)
    return counter


def test_nothing_came() -> None:
    assert PictureCounter().figures(10.0) == VideoStatistics()


def test_thirty_a_second_without_freezes() -> None:
    figures = counted(*(5 + k / 30 for k in range(90))).figures(8.0)
    assert figures.fps == pytest.approx(30, abs=0.5)
    assert (figures.frames, figures.freezes, figures.frozen_share) == (90, 0, 0.0)
    assert (figures.width, figures.height) == (640, 360)


def test_gaps_over_200_ms_are_freezes_also_the_one_that_lasts() -> None:
    counter = counted(0.0, 0.1, 0.3, 0.55, 1.0)
    assert counter.figures(1.0).freezes == 2
    assert counter.figures(1.0).frozen_share == pytest.approx(0.7)
    later = counter.figures(2.0)
    assert later.freezes == 3
    assert later.frozen_share == pytest.approx(1.7 / 2)


def test_one_picture_at_this_moment_has_no_rate() -> None:
    assert counted(1.0).figures(1.0).fps is None


@given(st.lists(st.floats(0.001, 3), min_size=1, max_size=50), st.floats(0, 3))
def test_share_is_a_share(gaps_s: list[float], after_s: float) -> None:
    now_s, counter = 0.0, PictureCounter()
    for gap_s in gaps_s:
        now_s += gap_s
        counter.add(now_s, 2, 2)
    share = counter.figures(now_s + after_s).frozen_share
    assert share is None or 0 <= share <= 1.000001


def test_level_is_that_of_the_last_second_that_arrived() -> None:
    meter = LevelMeter()
    assert meter.dbfs() is None
    for k in range(100):
        meter.add(k * 0.02, 960 * 1.0, 960)
    for k in range(100, 200):
        meter.add(k * 0.02, 960 * 0.01, 960)
    assert meter.dbfs() == pytest.approx(-20, abs=0.1)
    meter.add(9.0, 0.0, 960)
    assert meter.dbfs() == -120


def row(**fields: object) -> Any:
    return SimpleNamespace(**fields)


def test_report_is_summed_up() -> None:
    report: Any = {
        "a": row(type="inbound-rtp", kind="audio", packetsReceived=100, packetsLost=2),
        "v": row(type="inbound-rtp", kind="video", packetsReceived=300, packetsLost=-1),
        "x": row(type="inbound-rtp", kind="video", packetsReceived=5, packetsLost=0),
        "t": row(type="transport", bytesReceived=1000, bytesSent=2000),
        "r": row(type="remote-inbound-rtp", roundTripTime=0.03),
        "s": row(type="remote-inbound-rtp", roundTripTime=None),
        "o": row(type="outbound-rtp"),
    }
    assert read_traffic(report) == Traffic(1000, 2000, 100, 305, 2, 30.0)
    empty: Any = {}
    assert read_traffic(empty) == Traffic()


def test_traffic_adds_and_keeps_the_newest_round_trip() -> None:
    assert Traffic(1, 2, 3, 4, 5, 6.0) + Traffic(1, 1, 1, 1, 1, None) == Traffic(2, 3, 4, 5, 6, 6.0)
    assert (Traffic(rtt_ms=6.0) + Traffic(rtt_ms=9.0)).rtt_ms == 9.0


def test_figures_of_a_call() -> None:
    counters = PeerCounters(began_s=10.0)
    none = counters.figures(12.0, Traffic(), None)
    assert none.seconds == 2.0
    assert none.join_to_first_picture_ms is None
    assert none.bitrate_in_kbps is None
    assert none.loss_in_share is None
    counters.media_s = 10.5
    counters.pictures_in.add(10.25, 640, 360)
    counters.rejoins = 1
    some = counters.figures(12.5, Traffic(250_000, 125_000, 90, 9, 1, 20.0), 0.25)
    assert some.join_to_first_picture_ms == 250.0
    assert some.bitrate_in_kbps == 1000.0
    assert some.bitrate_out_kbps == 500.0
    assert some.loss_in_share == 0.01
    assert some.rtt_ms == 20.0
    assert some.rejoins == 1
    assert some.audio_in.concealed_share == 0.25
    assert some.audio_in.packets == 90
    assert some.audio_in.latency_ms_p50 is None


def test_usage_of_the_machine(tmp_path: Any) -> None:
    usage = Usage()
    sum(range(200_000))
    assert usage.cpu_cores() > 0
    told = tmp_path / "status"
    told.write_text("Name: x\nVmRSS:\t  2000 kB\n", "ascii")
    assert Usage.rss_mb(told) == pytest.approx(2.048)
    told.write_text("Name: x\n", "ascii")
    assert Usage.rss_mb(told) is None
    elsewhere = Usage.rss_mb(tmp_path / "absent")
    assert elsewhere is None or elsewhere > 1
