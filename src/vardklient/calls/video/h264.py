"""H.264 on PyAV's libx264, for those who do not take VP8."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av

from vardklient.calls.network.sendrate import HIGHEST_BPS
from vardklient.calls.video.coded import CLOCK_HZ, USUAL_TICKS, MeanGap, lent

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.codeccontext import VideoCodecContext

PRESET = "superfast"
"""5.8 ms of CPU for a frame of 1280x720 at -0.3 dB against `medium`, which takes 37.8 (facts, measured)."""
BUFFER_S, BUFFER_BELOW_BPS = 0.3, 800_000
"""The buffer is 0.3 s of the rate at which a size begins. PyAV lets nobody change it afterwards, so it counts from at
most 800 kbit/s: a rate that falls from 2.5 Mbit/s may not be left with a buffer of seconds."""
CEILING_BPS = 3 * HIGHEST_BPS
"""Enough for 10 pictures a second, and within level 3.1."""
CHANGE_SHARE = 0.03
"""A smaller change is not worth telling; what alternates in the mean gap is below it."""


class LiveH264:
    """Constrained Baseline 3.1, constant rate, another rate without a key frame.

    x264 keeps a stream that began with a constant rate at one: its ceiling then follows every new rate, as long as
    that is no higher than the first. So it begins with the highest that there is.
    """

    name = "libx264"

    def __init__(self) -> None:
        self._coder: VideoCodecContext | None = None
        self._told_bps = self._ticks = 0
        self._gap = MeanGap()

    def encode(self, picture: VideoFrame, gap_ticks: int, key: bool, bps: int) -> tuple[bytes, bool] | None:
        """As `PictureCodec.encode`."""
        self._gap.add(gap_ticks)
        self._ticks += gap_ticks
        coder = self._coder_for(picture, bps)
        with lent(picture, self._ticks, key):
            packets = coder.encode(picture)
        return (b"".join(map(bytes, packets)), any(p.is_keyframe for p in packets)) if packets else None

    def close(self) -> None:
        """Let go of the coder."""
        self._coder = None

    def _coder_for(self, picture: VideoFrame, bps: int) -> VideoCodecContext:
        coder = self._coder
        if coder is None or (coder.width, coder.height) != (picture.width, picture.height):
            coder = self._coder = _coder(picture.width, picture.height, bps)
            coder.open()
            self._told_bps = 0
        # x264 counts every picture as a thirtieth of a second, whatever it is told: 15 a second made half the rate
        # (measured). So it is told as much more as the pictures are fewer
        told_bps = min(int(bps * self._gap.ticks / USUAL_TICKS), CEILING_BPS)
        if abs(told_bps - self._told_bps) > CHANGE_SHARE * self._told_bps:
            coder.bit_rate = self._told_bps = told_bps
        return coder


def _coder(width: int, height: int, bps: int) -> VideoCodecContext:
    coder = av.CodecContext.create("libx264", "w")
    coder.width, coder.height, coder.pix_fmt = width, height, "yuv420p"
    coder.time_base, coder.framerate = Fraction(1, CLOCK_HZ), Fraction(30)
    coder.profile = "Baseline"
    coder.thread_count = 1
    coder.gop_size = 1_000_000
    coder.bit_rate = CEILING_BPS
    coder.options = {
        "preset": PRESET,
        "tune": "zerolatency",
        "level": "31",
        "maxrate": str(CEILING_BPS),
        "bufsize": str(int(BUFFER_S * min(bps, BUFFER_BELOW_BPS))),
        "sc_threshold": "0",
        "forced-idr": "1",
    }
    return coder
