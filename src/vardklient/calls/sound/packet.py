"""A packet of sound, and what can be read off an Opus payload without decoding it (RFC 6716, 3.1 and 4.2.3-4.2.4)."""

from __future__ import annotations

from typing import NamedTuple

PACKET_SAMPLES = 960
"""20 ms, what we send and what browsers send."""
LONGEST_SAMPLES = 5760
"""120 ms, the longest that a packet may be."""
PAUSE_BYTES = 2
"""A payload of no more than its head says that the sender pauses (DTX)."""
_FIRST_CELT = 16
"""Configurations from here on have no SILK layer, and without it there is no copy."""


class SoundPacket(NamedTuple):
    """A packet as it came.

    Attributes:
        sequence: RTP's, unwrapped.
        timestamp: RTP's, unwrapped; samples at 48 kHz.
        payload: Opus.
        arrived_s: monotonic time.
    """

    sequence: int
    timestamp: int
    payload: bytes
    arrived_s: float


def is_pause(payload: bytes) -> bool:
    """Does the sender pause from here on (DTX)?"""
    return len(payload) <= PAUSE_BYTES


def copy_samples(payload: bytes) -> int:
    """How much of the sound right before this packet is in it a second time (in-band FEC); 0: nothing is."""
    if len(payload) <= PAUSE_BYTES:
        return 0
    head, first = payload[0], payload[1]
    configuration, frames = head >> 3, head & 3
    if configuration >= _FIRST_CELT or frames > 1:
        return 0
    frame_ms = (10, 20, 40, 60)[configuration & 3] if configuration < 12 else (10, 20)[configuration & 1]
    voices = max(1, frame_ms // 20)
    copied = first >> (7 - voices) & 1
    return frame_ms * 48 * copied
