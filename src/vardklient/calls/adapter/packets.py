"""Coded pictures cut into what RTP carries: VP8 (RFC 7741) and H.264 (RFC 6184, packetization mode 1)."""

from __future__ import annotations

import os
from collections.abc import Callable

from aiortc.codecs.h264 import H264Encoder
from aiortc.codecs.vpx import PACKET_MAX, VpxPayloadDescriptor

Cut = Callable[[bytes], list[bytes]]
PICTURE_IDS = 1 << 15


def cutter(mime_type: str) -> Cut:
    """What cuts the pictures of one stream: coded picture in, payloads out.

    Raises:
        ValueError: for a codec that we do not send.
    """
    if mime_type.lower() == "video/vp8":
        return Vp8Cutter(int.from_bytes(os.urandom(2)) % PICTURE_IDS).cut
    if mime_type.lower() == "video/h264":
        return cut_h264
    raise ValueError(f"no way to send {mime_type}")


class Vp8Cutter:
    """Numbers the pictures with 15 bits, by which a receiver notices that one is missing.

    Args:
        picture_id: of the first picture.
    """

    def __init__(self, picture_id: int) -> None:
        self._picture_id = picture_id

    def cut(self, picture: bytes) -> list[bytes]:
        """The payloads of a picture, all of nearly the same size: a small last packet costs as much as a large one."""
        descriptor = VpxPayloadDescriptor(partition_start=1, partition_id=0, picture_id=self._picture_id)
        self._picture_id = (self._picture_id + 1) % PICTURE_IDS
        room = PACKET_MAX - len(bytes(descriptor))
        number = -(-len(picture) // room)
        payloads: list[bytes] = []
        for k in range(number):
            piece = picture[k * len(picture) // number : (k + 1) * len(picture) // number]
            payloads.append(bytes(descriptor) + piece)
            descriptor.partition_start = 0
        return payloads


def cut_h264(picture: bytes) -> list[bytes]:
    """The payloads of an access unit with start codes: small units together, large ones in fragments."""
    return H264Encoder._packetize(H264Encoder._split_bitstream(picture))
