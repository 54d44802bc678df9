from __future__ import annotations

import pytest
from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.vpx import VpxPayloadDescriptor
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.video.depayload import PADDING, START_CODE, depayloader, h264, vp8

READERS = (vp8, h264)


def test_by_name() -> None:
    assert depayloader("vp8") is vp8
    assert depayloader("H264") is h264
    assert depayloader("AV1") is None


@given(
    start=st.booleans(),
    partition=st.integers(0, 7),
    picture_id=st.none() | st.integers(0, 0x7FFF),
    layer=st.none() | st.integers(0, 255),
    tid=st.none() | st.tuples(st.integers(0, 3), st.integers(0, 1)),
    data=st.binary(min_size=1, max_size=20),
)
def test_vp8_reads_what_another_wrote(
    start: bool,
    partition: int,
    picture_id: int | None,
    layer: int | None,
    tid: tuple[int, int] | None,
    data: bytes,
) -> None:
    descriptor = VpxPayloadDescriptor(int(start), partition, picture_id, layer, tid)
    piece = vp8(bytes(descriptor) + data)
    assert piece.data == data
    assert piece.begins == (start and partition == 0)
    assert piece.key == (piece.begins and not data[0] & 1)
    layered = layer is not None or tid is not None
    assert piece.picture_id == (None if picture_id is None or layered else (picture_id, 1 << 15))


def test_vp8_short_picture_numbers() -> None:
    assert vp8(b"\x90\x80\x05\x01").picture_id == (5, 128)


@pytest.mark.parametrize(
    "payload", [b"\x90", b"\x90\x80", b"\x90\x80\x80", b"\x90\x80\x80\x05", b"\x10", b"\x90\x40\x01"]
)
def test_vp8_that_ends_too_early(payload: bytes) -> None:
    with pytest.raises(ValueError, match="VP8"):
        vp8(payload)


@pytest.mark.parametrize("read", READERS)
def test_nothing_is_padding(read: object) -> None:
    assert callable(read)
    assert read(b"") is PADDING


@given(st.binary(max_size=40))
def test_never_anything_but_a_value_error(payload: bytes) -> None:
    for read in READERS:
        try:
            read(payload)
        except ValueError:
            continue


@given(st.lists(st.binary(min_size=2, max_size=3000), min_size=1, max_size=6))
def test_h264_reads_what_another_wrote(bodies: list[bytes]) -> None:
    # nothing in a unit looks like a start code
    units = [bytes([0x61]) + body.replace(b"\0", b"\1") for body in bodies]
    payloads = H264Encoder._packetize(iter(units))
    assert b"".join(h264(p).data for p in payloads) == b"".join(START_CODE + u for u in units)
    assert h264(payloads[0]).begins


@pytest.mark.parametrize(
    ("payload", "key", "sure"),
    [
        (b"\x65ab", True, False),
        (b"\x67ab", True, True),
        (b"\x61ab", False, False),
        (b"\x09\x10", False, True),
        (b"\x78\0\2\x67a\0\2\x68a", True, True),
        (b"\x78\0\2\x61a", False, False),
        (b"\x7c\x85a", True, False),
        (b"\x7c\x05a", False, False),
        (b"\x7c\x81a", False, False),
    ],
)
def test_h264_key_pictures(payload: bytes, key: bool, sure: bool) -> None:
    piece = h264(payload)
    assert (piece.key, piece.sure) == (key, sure)


@pytest.mark.parametrize("payload", [b"\x65", b"\x78\0", b"\x78\0\5a", b"\x78\0\0", b"\x7da", b"\x60a"])
def test_h264_that_is_not(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"STAP-A|NAL unit"):
        h264(payload)
