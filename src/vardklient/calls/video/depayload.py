"""What is in one RTP packet of a picture: VP8 (RFC 7741) and H.264 (RFC 6184)."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

START_CODE = b"\0\0\0\1"
IDR, SPS, DELIMITER, STAP_A, FU_A = 5, 7, 9, 24, 28
"""Kinds of NAL unit: key picture, parameters, beginning of a picture, several in one packet, part of one."""


class Piece(NamedTuple):
    """A part of a coded picture.

    Attributes:
        data: as the decoder takes it, one piece after the other; empty: padding.
        begins: may a picture begin here?
        key: begins a picture that needs no other.
        sure: nothing of that picture can be before it (H.264 gives a key picture several beginnings).
        picture_id: a count of pictures (VP8), and what it is counted modulo; None where there is none, and where
            pictures may be left out on purpose (layers).
    """

    data: bytes
    begins: bool = False
    key: bool = False
    sure: bool = False
    picture_id: tuple[int, int] | None = None


Depayload = Callable[[bytes], Piece]
PADDING = Piece(b"")


def depayloader(codec: str) -> Depayload | None:
    """For "VP8" and "H264"; None for any other."""
    return {"VP8": vp8, "H264": h264}.get(codec.upper())


def vp8(payload: bytes) -> Piece:
    """Read a payload of VP8.

    Raises:
        ValueError: it ends too early.
    """
    if not payload:
        return PADDING
    try:
        picture_id, at = _vp8_extension(payload) if payload[0] & 0x80 else (None, 1)
    except IndexError:
        raise ValueError("VP8 descriptor ends too early") from None
    data = payload[at:]
    if not data:
        raise ValueError("VP8 payload without data")
    begins = payload[0] & 0x10 != 0 and payload[0] & 0x0F == 0
    key = begins and not data[0] & 1
    return Piece(data, begins, key, key, picture_id)


def _vp8_extension(payload: bytes) -> tuple[tuple[int, int] | None, int]:
    """The picture's number and where the data begins."""
    present, at = payload[1], 2
    picture_id: tuple[int, int] | None = None
    if present & 0x80:
        if payload[at] & 0x80:
            picture_id = ((payload[at] & 0x7F) << 8 | payload[at + 1], 1 << 15)
            at += 2
        else:
            picture_id = (payload[at], 1 << 7)
            at += 1
    if present & 0x40:
        at += 1
    if present & 0x30:
        at += 1
    layers = present & 0x60
    return (None if layers else picture_id), at


def h264(payload: bytes) -> Piece:
    """Read a payload of H.264 in packetization mode 0 or 1.

    Raises:
        ValueError: it ends too early or is of another mode.
    """
    if not payload:
        return PADDING
    if len(payload) < 2:
        raise ValueError("NAL unit ends too early")
    kind = payload[0] & 0x1F
    if kind == STAP_A:
        return _h264_several(payload)
    if kind == FU_A:
        return _h264_part(payload)
    if not 0 < kind < STAP_A:
        raise ValueError(f"NAL unit of kind {kind}")
    return Piece(START_CODE + payload, True, kind in (IDR, SPS), kind in (SPS, DELIMITER))


def _h264_several(payload: bytes) -> Piece:
    units: list[bytes] = []
    at = 1
    while at < len(payload):
        if at + 2 > len(payload):
            raise ValueError("STAP-A ends too early")
        (size,) = struct.unpack_from("!H", payload, at)
        unit = payload[at + 2 : at + 2 + size]
        if not unit or len(unit) < size:
            raise ValueError("STAP-A ends too early")
        units.append(unit)
        at += 2 + size
    kinds = {unit[0] & 0x1F for unit in units}
    data = b"".join(START_CODE + unit for unit in units)
    return Piece(data, True, bool(kinds & {IDR, SPS}), bool(kinds & {SPS, DELIMITER}))


def _h264_part(payload: bytes) -> Piece:
    kind = payload[1] & 0x1F
    if not payload[1] & 0x80:
        return Piece(payload[2:])
    head = bytes([payload[0] & 0xE0 | kind])
    return Piece(START_CODE + head + payload[2:], True, kind in (IDR, SPS), kind == SPS)
