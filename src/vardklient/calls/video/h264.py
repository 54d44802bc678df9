"""H.264 on PyAV's libx264, for those who do not take VP8."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av

from vardklient.calls.video.coded import CLOCK_HZ, HIGHEST_BPS, lent

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.codeccontext import VideoCodecContext

PRESET = "superfast"
"""5.8 ms of CPU for a frame of 1280x720 at -0.3 dB against `medium`, which takes 37.8 (facts, measured)."""
BUFFER_S, BUFFER_BELOW_BPS = 0.3, 800_000
"""The buffer is 0.3 s of the rate at which a size begins. PyAV lets nobody change it afterwards, so it counts from at
most 800 kbit/s: a rate that falls from 2.5 Mbit/s may not be left with a buffer of seconds."""
CHANGE_SHARE = 0.01


class LiveH264:
    """Constrained Baseline 3.1, constant rate, another rate without a key frame.

    x264 keeps a stream that began with a constant rate at one: its ceiling then follows every new rate, as long as
    that is no higher than the first. So it begins with the highest that there is.
    """

    name = "libx264"

    def __init__(self) -> None:
        self._coder: VideoCodecContext | None = None
        self._bps = 0

    def encode(self, picture: VideoFrame, ticks: int, key: bool, bps: int) -> tuple[bytes, bool] | None:
        """As `PictureCodec.encode`."""
        coder = self._coder_for(picture, bps)
        with lent(picture, ticks, key):
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
            self._bps = 0
        if abs(bps - self._bps) > CHANGE_SHARE * self._bps:
            coder.bit_rate = self._bps = bps
        return coder


def _coder(width: int, height: int, bps: int) -> VideoCodecContext:
    coder = av.CodecContext.create("libx264", "w")
    coder.width, coder.height, coder.pix_fmt = width, height, "yuv420p"
    coder.time_base, coder.framerate = Fraction(1, CLOCK_HZ), Fraction(30)
    coder.profile = "Baseline"
    coder.thread_count = 1
    coder.gop_size = 1_000_000
    coder.bit_rate = HIGHEST_BPS
    coder.options = {
        "preset": PRESET,
        "tune": "zerolatency",
        "level": "31",
        "maxrate": str(HIGHEST_BPS),
        "bufsize": str(int(BUFFER_S * min(bps, BUFFER_BELOW_BPS))),
        "sc_threshold": "0",
        "forced-idr": "1",
    }
    return coder
