"""Packets of pictures for the tests: VP8 payloads that say what they are."""

from __future__ import annotations

from vardklient.calls.video.picturebuffer import MediaPacket

FRAME_S = 1 / 30
TICKS = 3000
PER_PICTURE = 4


def vp8_payload(number: int, first: bool, key: bool, picture_ids: bool = True) -> bytes:
    """`number` is the picture's; it is in the data too, so that tests see what came out."""
    head = bytes([0x80 | (0x10 if first else 0), 0x80, 0x80 | number >> 8 & 0x7F, number & 0xFF])
    if not picture_ids:
        head = bytes([0x10 if first else 0])
    return head + bytes([0 if key else 1]) + number.to_bytes(2, "big")


def picture(
    number: int, start: int = 100, key: bool = False, picture_ids: bool = True, size: int = PER_PICTURE
) -> list[MediaPacket]:
    """The packets of one picture; `start` is the sequence number of the first picture's first packet."""
    return [
        MediaPacket(
            start + size * number + k,
            number * TICKS,
            k == size - 1,
            vp8_payload(number, k == 0, key, picture_ids),
            number * FRAME_S + k * 0.001,
        )
        for k in range(size)
    ]


def stream(count: int, keys: tuple[int, ...] = (0,), start: int = 100, picture_ids: bool = True) -> list[MediaPacket]:
    return [p for n in range(count) for p in picture(n, start, n in keys, picture_ids)]
