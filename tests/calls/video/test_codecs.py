"""What every codec owes the encoder above it; the same for libvpx itself, the fallback and x264."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import av
import numpy as np
import pytest

from tests.calls.video.talkinghead import decoder, longest_gap, picture, queue_s
from vardklient.calls.video.coded import PictureCodec
from vardklient.calls.video.h264 import LiveH264
from vardklient.calls.video.vp8 import LiveVp8, SteppedVp8, proved

WIDTH, HEIGHT, PICTURES = 640, 360, 360
STEPS_BPS = {0: 1_500_000, 90: 500_000, 180: 250_000, 270: 1_500_000}


class Case(NamedTuple):
    make: Callable[[], PictureCodec]
    name: str
    decoder: str
    key_frames: list[int]


CASES = [
    pytest.param(Case(lambda: LiveVp8(proved()), "libvpx", "libvpx", [0]), id="libvpx"),
    pytest.param(Case(SteppedVp8, "PyAV libvpx", "libvpx", [0, 90, 180, 270]), id="fallback"),
    pytest.param(Case(LiveH264, "libx264", "h264", [0]), id="libx264"),
]
all_codecs = pytest.mark.parametrize("case", CASES)


class Film(NamedTuple):
    bits: list[int]
    key_frames: list[int]
    last: av.VideoFrame


def film(
    case: Case, bps_of: Callable[[int], int], many: int, size: tuple[int, int], gap_ticks: tuple[int, ...] = (3000,)
) -> Film:
    """Code and decode so many pictures; every one that was not left out must decode."""
    codec, eye = case.make(), decoder(case.decoder)
    bits: list[int] = []
    keys: list[int] = []
    shown: list[av.VideoFrame] = []
    for count in range(many):
        coded = codec.encode(picture(count, *size), gap_ticks[count % len(gap_ticks)], False, bps_of(count))
        bits.append(len(coded[0]) * 8 if coded else 0)
        if coded is None:
            continue
        keys += [count] if coded[1] else []
        shown = eye.decode(av.Packet(coded[0]))
        assert [(p.width, p.height) for p in shown] == [size]
    codec.close()
    return Film(bits, keys, shown[0])


@all_codecs
def test_the_rate_is_followed_and_every_picture_decodes(case: Case) -> None:
    def bps_of(count: int) -> int:
        return STEPS_BPS[max(start for start in STEPS_BPS if start <= count)]

    bits, keys, last = film(case, bps_of, PICTURES, (WIDTH, HEIGHT))
    assert keys == case.key_frames
    for start, bps in STEPS_BPS.items():
        after_one_second = bits[start + 30 : start + 90]
        assert sum(after_one_second) / 2 == pytest.approx(bps, rel=0.15), (start, bps)
        assert queue_s(bits[start : start + 90], bps) < 0.4
    assert longest_gap([b > 0 for b in bits]) <= 4
    seen = np.abs(last.to_ndarray().astype(int) - picture(PICTURES - 1, WIDTH, HEIGHT).to_ndarray().astype(int))
    assert seen.mean() < 4


@all_codecs
@pytest.mark.parametrize(("size", "bps"), [((320, 180), 60_000), ((480, 270), 130_000), ((640, 360), 220_000)])
def test_slow_lines_get_every_picture_in_time(case: Case, size: tuple[int, int], bps: int) -> None:
    bits, keys, _ = film(case, lambda count: bps, 150, size)
    assert keys == [0]
    assert bits[0] / bps < 0.4
    assert queue_s(bits[30:], bps) < 0.4
    assert sum(bits[30:]) / 4 == pytest.approx(bps, rel=0.15)
    assert longest_gap([b > 0 for b in bits]) <= 6


@all_codecs
@pytest.mark.parametrize("gap_ticks", [(3000, 6000), (6000,), (5400, 6000, 6600), (9000,)])
def test_the_rate_holds_for_fewer_pictures_too(case: Case, gap_ticks: tuple[int, ...]) -> None:
    bits, keys, _ = film(case, lambda count: 150_000, 180, (320, 180), gap_ticks)
    lasted_s = 120 * sum(gap_ticks) / len(gap_ticks) / 90_000
    assert keys == [0]
    assert sum(bits[60:]) / lasted_s == pytest.approx(150_000, rel=0.15)


@all_codecs
def test_a_key_frame_comes_when_asked_for_and_stays_small(case: Case) -> None:
    codec, eye = case.make(), decoder(case.decoder)
    for count in range(60):
        codec.encode(picture(count, WIDTH, HEIGHT), 3000, False, 300_000)
    coded = codec.encode(picture(60, WIDTH, HEIGHT), 3000, True, 300_000)
    assert coded is not None
    assert coded[1]
    assert len(coded[0]) * 8 / 300_000 < 0.4
    assert len(eye.decode(av.Packet(coded[0]))) == 1
    after = codec.encode(picture(61, WIDTH, HEIGHT), 3000, False, 300_000)
    assert after is None or not after[1]


@all_codecs
def test_another_size_begins_anew(case: Case) -> None:
    codec = case.make()
    assert codec.name == case.name
    kinds = []
    for count, size in enumerate([(640, 360), (640, 360), (320, 180), (320, 180), (640, 360)]):
        coded = codec.encode(picture(count, *size), 3000, False, 1_000_000)
        assert coded is not None
        kinds.append(coded[1])
    assert kinds == [True, False, True, False, True]
    codec.close()
    codec.close()


@all_codecs
def test_the_picture_is_left_as_it_was(case: Case) -> None:
    codec = case.make()
    given = picture(5, WIDTH, HEIGHT)
    before = given.pts, given.time_base, given.pict_type, given.to_ndarray().tobytes()
    codec.encode(given, 3000, True, 500_000)
    assert (given.pts, given.time_base, given.pict_type, given.to_ndarray().tobytes()) == before
    codec.close()


def test_h264_is_what_browsers_offer() -> None:
    codec = LiveH264()
    coded = codec.encode(picture(0, 1280, 720), 3000, True, 1_000_000)
    assert coded is not None
    start = coded[0].index(b"\x00\x00\x01\x67") + 4
    profile, constraints, level = coded[0][start : start + 3]
    assert (profile, constraints & 0x40, level) == (66, 0x40, 31)
    codec.close()
