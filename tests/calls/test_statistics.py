"""Counting and the figures made from it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.statistics import Gauges, PeerCounters, PictureCounter, SecondMeter, Traffic
from vardklient.calls.usage import Usage
from vardklient.ports.engine import Measured, VideoStatistics


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


def test_traffic_adds_up_and_takes_apart() -> None:
    one, two = Traffic(sound_in=1, picture_bytes_out=5), Traffic(sound_in=2, lost_in=3)
    assert one + two == Traffic(sound_in=3, picture_bytes_out=5, lost_in=3)
    assert one + two - one == two
    many = Traffic(
        sound_in=1, picture_in=2, sound_bytes_in=3, picture_bytes_in=4, sound_bytes_out=5, picture_bytes_out=6
    )
    assert (many.packets_in, many.bytes_in, many.bytes_out) == (3, 7, 11)


def test_figures_of_a_call() -> None:
    counters = PeerCounters(began_s=10.0)
    none = counters.figures(12.0, Traffic(), Gauges())
    assert none.seconds == 2.0
    assert none.join_to_first_picture_ms is None
    assert none.bitrate_in_kbps is None
    assert none.loss_in_share is None
    assert none.video_in.latency_ms_p50 is None
    counters.media_s = 10.5
    counters.pictures_in.add(10.25, 640, 360)
    counters.rejoins = 1
    traffic = Traffic(
        sound_in=90, picture_in=9, lost_in=1,
        sound_bytes_in=50_000, picture_bytes_in=200_000, picture_bytes_out=125_000,
        frames_out=60, keys_in=2, played=400, concealed=100,
    )  # fmt: skip
    gauges = Gauges(
        rtt_ms=20.0, picture_wait_ms=30.0, picture_wait_ms_p95=50.0, sound_wait_ms=60.0, encoder="libvpx", width_out=640
    )
    some = counters.figures(12.5, traffic, gauges)
    assert some.join_to_first_picture_ms == 250.0
    assert (some.bitrate_in_kbps, some.bitrate_out_kbps) == (1000.0, 500.0)
    assert (some.video_in.bitrate_kbps, some.audio_in.bitrate_kbps) == (800.0, 200.0)
    assert (some.loss_in_share, some.rtt_ms, some.rejoins) == (0.01, 20.0, 1)
    assert (some.audio_in.concealed_share, some.audio_in.packets) == (0.25, 90)
    assert (some.video_in.latency_ms_p50, some.video_in.latency_ms_p95) == (40.0, 60.0)
    assert (some.audio_in.latency_ms_p50, some.video_in.key_frames) == (70.0, 2)
    assert (some.video_out.fps, some.video_out.width, some.video_out.encoder) == (30.0, 640, "libvpx")


def test_figures_of_the_last_second() -> None:
    meter = SecondMeter("p", 3, 100.0)
    first = Traffic(sound_in=50, frames_in=30, frames_out=15, taken=30, picture_bytes_in=125_000, played=48_000)
    assert meter.read(100.9, first, Gauges(), 0.0) is None
    meter.note_late(0.4)
    meter.note_late(0.1)
    read = meter.read(101.0, first, Gauges(target_kbps=900.0, height_in=180), 0.25)
    assert read == Measured(
        "p", 3, fps_in=30.0, fps_out=15.0, fps_wanted=30.0, height_in_px=180, frozen_s=0.25, loss_in_share=0.0,
        concealed_share=0.0, bitrate_in_kbps=1000.0, bitrate_out_kbps=0.0, target_out_kbps=900.0, busy_s=0.4,
    )  # fmt: skip
    again = meter.read(103.0, first + Traffic(picture_in=9, lost_in=1), Gauges(), 0.25)
    assert again is not None
    assert (again.fps_in, again.loss_in_share, again.frozen_s, again.busy_s) == (0.0, 0.1, 0.0, 0.0)
    assert again.concealed_share is None


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
