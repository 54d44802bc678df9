from __future__ import annotations

from fractions import Fraction

import av
import pytest
from aiortc.codecs.h264 import h264_depayload
from aiortc.codecs.vpx import PACKET_MAX, VpxPayloadDescriptor

from tests.calls.adapter.parts import picture
from vardklient.calls.adapter.packets import PICTURE_IDS, Vp8Cutter, cut_h264, cutter


@pytest.mark.parametrize("size", [1, PACKET_MAX - 4, PACKET_MAX - 3, 5000, 100_001])
def test_a_picture_is_whole_again_after_its_packets(size: int) -> None:
    data = bytes(k % 251 for k in range(size))
    payloads = Vp8Cutter(0).cut(data)
    parsed = [VpxPayloadDescriptor.parse(p) for p in payloads]
    assert b"".join(rest for _, rest in parsed) == data
    assert [d.partition_start for d, _ in parsed] == [1] + [0] * (len(payloads) - 1)
    assert max(map(len, payloads)) <= PACKET_MAX
    assert max(map(len, payloads)) - min(map(len, payloads)) <= 1, "all of the same size"


def test_pictures_are_numbered_with_15_bits() -> None:
    cut = Vp8Cutter(PICTURE_IDS - 1).cut
    numbers = [VpxPayloadDescriptor.parse(cut(bytes(10))[0])[0].picture_id for _ in range(3)]
    assert numbers == [PICTURE_IDS - 1, 0, 1]


def test_a_picture_of_nothing_has_no_packets() -> None:
    assert Vp8Cutter(0).cut(b"") == []
    assert cut_h264(b"") == []


def test_h264_of_a_real_encoder_is_whole_again() -> None:
    coder = av.CodecContext.create("libx264", "w")
    coder.width, coder.height, coder.pix_fmt = 640, 360, "yuv420p"
    coder.time_base, coder.framerate = Fraction(1, 30), Fraction(30)
    coder.options = {"preset": "superfast", "tune": "zerolatency"}
    frame = picture(0, 640, 360)
    unit = b"".join(bytes(p) for p in coder.encode(frame))
    payloads = cut_h264(unit)
    assert payloads
    decoder = av.CodecContext.create("h264", "r")
    packet = av.Packet(b"".join(h264_depayload(p) for p in payloads))
    decoded = [*decoder.decode(packet), *decoder.decode(None)]
    assert [(f.width, f.height) for f in decoded] == [(640, 360)]


def test_each_codec_has_its_way() -> None:
    assert cutter("video/H264") is cut_h264
    assert len(cutter("video/VP8")(bytes(2000))) == 2
    with pytest.raises(ValueError, match="AV1"):
        cutter("video/AV1")
