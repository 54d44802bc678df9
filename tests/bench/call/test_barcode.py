"""The barcode comes through codecs, scalers and noise, and never as another number."""

from __future__ import annotations

from fractions import Fraction

import av
import cv2
import numpy as np
import pytest
from bench.call.content import talking_head
from hypothesis import given
from hypothesis import strategies as st

from bench.call import barcode


def picture(number: int, width: int = 640, height: int = 360) -> np.ndarray:
    plane = np.full((height, width), 120, np.uint8)
    barcode.draw(plane, number)
    return plane


@given(st.integers(0, barcode.NUMBERS - 1))
def test_every_number_is_read_back(number: int) -> None:
    assert barcode.number_of([220.0 if bit else 30.0 for bit in barcode.bits_of(number)]) == number


def test_every_number_has_blocks_of_its_own_and_both_colours() -> None:
    codes = {tuple(barcode.bits_of(number)) for number in range(barcode.NUMBERS)}
    assert len(codes) == barcode.NUMBERS
    assert all(0 < sum(code) < len(code) for code in codes)


@given(st.integers(0, barcode.NUMBERS - 1), st.sets(st.integers(0, 19), min_size=1, max_size=2))
def test_one_or_two_wrong_blocks_are_noticed(number: int, wrong: set[int]) -> None:
    bits = [bit ^ (at in wrong) for at, bit in enumerate(barcode.bits_of(number))]
    assert barcode.number_of([220.0 if bit else 30.0 for bit in bits]) is None


def test_doubt_and_missing_contrast_are_no_number() -> None:
    means = [220.0 if bit else 30.0 for bit in barcode.bits_of(77)]
    assert barcode.number_of([*means[:3], 125.0, *means[4:]]) is None
    assert barcode.number_of([110.0 if bit else 90.0 for bit in barcode.bits_of(77)]) is None
    assert barcode.read(np.full((90, 160), 120, np.uint8)) is None


@pytest.mark.parametrize("size", [(160, 90), (320, 180), (480, 270), (640, 360), (1280, 720), (176, 98)])
def test_it_is_read_at_every_size(size: tuple[int, int]) -> None:
    whole = picture(4711, 1280, 720)
    small = cv2.resize(whole, size, interpolation=cv2.INTER_LINEAR)
    assert barcode.read(np.asarray(small, np.uint8)) == 4711


def test_it_is_drawn_into_all_channels() -> None:
    pixels = np.zeros((360, 640, 3), np.uint8)
    barcode.draw(pixels, 9)
    assert barcode.read(pixels[..., 1]) == 9
    assert (pixels[..., 0] == pixels[..., 2]).all()


def test_it_survives_the_codec_at_a_bad_rate() -> None:
    """VP8 at 60 kbit/s and 160x90: the worst that is ever sent."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 160, 90, "yuv420p"
    encoder.bit_rate, encoder.time_base = 60_000, Fraction(1, 30)
    encoder.options = {
        "deadline": "realtime",
        "cpu-used": "-6",
        "lag-in-frames": "0",
        "minrate": "60k",
        "maxrate": "60k",
    }
    decoder = av.CodecContext.create("vp8", "r")
    read = []
    heads = talking_head(640, 360)
    for number in range(60):
        i420 = heads[number % len(heads)].copy()
        barcode.draw(i420[:360], 16_000 + number)
        frame = av.VideoFrame.from_ndarray(i420, "yuv420p").reformat(160, 90)
        frame.pts, frame.time_base = number, Fraction(1, 30)
        for packet in encoder.encode(frame):
            read += [barcode.read(seen.to_ndarray()[:90]) for seen in decoder.decode(packet)]
    assert len(read) >= 55
    assert all(number is None or number == 16_000 + at for at, number in enumerate(read))
    assert sum(number is None for number in read) <= 2
