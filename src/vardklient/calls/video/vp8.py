"""VP8, on libvpx itself, or where that cannot be reached on PyAV's own binding."""

from __future__ import annotations

import functools
import os
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

from vardklient.calls.video.coded import CLOCK_HZ, USUAL_TICKS, MeanGap, lent
from vardklient.calls.video.libvpx import Libvpx, LibvpxError, Setting, Stream, shared
from vardklient.calls.video.vpxlayout import (
    CBR,
    CPU_USED,
    MAX_INTRA_PCT,
    NOISE_SENSITIVITY,
    STATIC_THRESHOLD,
    TOKEN_PARTITIONS,
)

if TYPE_CHECKING:
    from av import VideoFrame
    from av.video.codeccontext import VideoCodecContext

LOWEST_Q, HIGHEST_Q = 2, 56
"""As Chromium sets them."""
SPEED = -10
"""5 to 8 ms of CPU for a frame of 1280x720. Browsers take -6, which costs 10 to 15 % more for at most 0.1 dB (measured
on four clips, 360p and 720p)."""
BUFFER_MS, BUFFER_INITIAL_MS, BUFFER_OPTIMAL_MS = 300, 150, 200
"""Measured on three clips at 60..300 kbit/s against 600/300/400, 500/200/250, 600/300/300 and Chromium's 1000/500/600,
as the longest queue before a line of exactly that rate: 0.17 s (the others 0.28..0.37), with PSNR within 0.4 dB."""
DROP_BELOW_PCT = 30
"""Of the optimal buffer. On 1280x720, falling to 100 kbit/s: queue 0.32 s and 2 frames apart, without it 0.75 s."""
KEY_FRAME_PCT = 1200
"""Of the mean frame at 30 a second: 0.4 s of the rate. libvpx itself mostly stays below 0.2 s (measured)."""
NOISE_ADAPTIVE, NO_DENOISING_ABOVE_PX = 4, 640 * 480
"""At strong noise and 200 kbit/s +0.6 dB (measured); at little noise it costs 1 dB of 45, which nobody sees. Larger
pictures are sent where there is rate enough; there it would take 1.8 of 9.6 ms a frame for 0.5 dB (measured)."""
CHANGE_SHARE = 0.01
"""A smaller change of rate is not worth telling libvpx."""
TWO_THREADS_ABOVE_PX, TWO_THREADS_FROM_CORES = 640 * 480, 3
"""As Chromium does. A second thread costs 20 % more CPU in all (measured)."""
FALL_SHARE, RISE_SHARE, RISE_TICKS = 0.12, 0.30, 2 * CLOCK_HZ
"""When the fallback is made anew, which costs a key frame. aiortc's 10 % either way made 11..18 in 26 s (facts)."""


def threads(width: int, height: int, cores: int | None = None) -> int:
    """How many threads code a picture of this size."""
    many = (os.cpu_count() or 1) if cores is None else cores
    return 2 if width * height > TWO_THREADS_ABOVE_PX and many >= TWO_THREADS_FROM_CORES else 1


def denoising(width: int, height: int) -> int:
    """How much libvpx smooths what the camera's sensor adds."""
    return 0 if width * height > NO_DENOISING_ABOVE_PX else NOISE_ADAPTIVE


def setting(width: int, height: int) -> Setting:
    """What libvpx is told of a stream of this size.

    Not error-resilient: lost packets are sent again. No key frames of its own: they come when asked for.
    """
    config = {
        "threads": threads(width, height),
        "timebase_num": 1,
        "timebase_den": CLOCK_HZ,
        "error_resilient": 0,
        "lag": 0,
        "rate_control": CBR,
        "min_q": LOWEST_Q,
        "max_q": HIGHEST_Q,
        "undershoot_pct": 100,
        "overshoot_pct": 15,
        "buffer_ms": BUFFER_MS,
        "buffer_initial_ms": BUFFER_INITIAL_MS,
        "buffer_optimal_ms": BUFFER_OPTIMAL_MS,
        "drop_threshold": DROP_BELOW_PCT,
        "kf_mode": 0,
        "kf_max": 1_000_000,
    }
    controls = (
        (CPU_USED, SPEED),
        (NOISE_SENSITIVITY, denoising(width, height)),
        (STATIC_THRESHOLD, 1),
        (TOKEN_PARTITIONS, 0),
        (MAX_INTRA_PCT, KEY_FRAME_PCT),
    )
    return Setting(config, controls)


class LiveVp8:
    """libvpx itself: another rate needs no key frame.

    Args:
        libvpx: the library, proved.
    """

    name = "libvpx"

    def __init__(self, libvpx: Libvpx) -> None:
        self._libvpx = libvpx
        self._stream: Stream | None = None
        self._kbps = self._ticks = 0

    def encode(self, picture: VideoFrame, gap_ticks: int, key: bool, bps: int) -> tuple[bytes, bool] | None:
        """As `PictureCodec.encode`."""
        # as if a picture lasted from the one before to itself: told of lengths that do not fit the gaps, libvpx trusts
        # the lengths, and 20 pictures of 30 a second made 1.33 times the rate (measured)
        begin, self._ticks = self._ticks, self._ticks + gap_ticks
        return self._stream_for(picture, bps // 1000).encode(picture, begin, gap_ticks, key)

    def close(self) -> None:
        """Let go of the stream."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _stream_for(self, picture: VideoFrame, kbps: int) -> Stream:
        size = picture.width, picture.height
        if self._stream is None or self._stream.size != size:
            self.close()
            self._stream, self._kbps = self._libvpx.open(*size, kbps, setting(*size)), kbps
        elif abs(kbps - self._kbps) > CHANGE_SHARE * self._kbps:
            self._stream.set_kbps(kbps)
            self._kbps = kbps
        return self._stream


class SteppedVp8:
    """PyAV's own binding, which takes another rate only by being made anew: in steps, each with a key frame."""

    name = "PyAV libvpx"

    def __init__(self) -> None:
        self._coder: VideoCodecContext | None = None
        self._bps = 0
        self._ticks = self._made_ticks = 0.0
        self._gap = MeanGap()

    def encode(self, picture: VideoFrame, gap_ticks: int, key: bool, bps: int) -> tuple[bytes, bool] | None:
        """As `PictureCodec.encode`."""
        # FFmpeg tells libvpx nothing of lengths (see above), so that the pictures must come evenly
        self._gap.add(gap_ticks)
        self._ticks += self._gap.ticks
        coder = self._coder
        if coder is None or (coder.width, coder.height) != (picture.width, picture.height) or self._is_due(bps):
            coder = self._coder = _coder(picture.width, picture.height, bps)
            self._bps, self._made_ticks = bps, self._ticks
        with lent(picture, int(self._ticks), key):
            packets = coder.encode(picture)
        return (b"".join(map(bytes, packets)), any(p.is_keyframe for p in packets)) if packets else None

    def close(self) -> None:
        """Let go of the coder."""
        self._coder = None

    def _is_due(self, bps: int) -> bool:
        if bps < (1 - FALL_SHARE) * self._bps:
            return True
        return bps > (1 + RISE_SHARE) * self._bps and self._ticks - self._made_ticks >= RISE_TICKS


def _coder(width: int, height: int, bps: int) -> VideoCodecContext:
    """FFmpeg wants the buffer in bits, and takes five sixths of it as the optimum; equal rates make it constant."""
    coder = av.CodecContext.create("libvpx", "w")
    coder.width, coder.height, coder.pix_fmt = width, height, "yuv420p"
    coder.time_base, coder.framerate = Fraction(1, CLOCK_HZ), Fraction(30)
    coder.bit_rate = bps
    coder.gop_size = 1_000_000
    coder.qmin, coder.qmax = LOWEST_Q, HIGHEST_Q
    coder.thread_count = threads(width, height)
    coder.options = {
        "bufsize": str(bps * BUFFER_MS // 1000),
        "rc_init_occupancy": str(bps * BUFFER_INITIAL_MS // 1000),
        "minrate": str(bps),
        "maxrate": str(bps),
        "deadline": "realtime",
        "cpu-used": str(SPEED),
        "lag-in-frames": "0",
        "drop-threshold": str(DROP_BELOW_PCT),
        "max-intra-rate": str(KEY_FRAME_PCT),
        "noise-sensitivity": str(denoising(width, height)),
        "overshoot-pct": "15",
        "undershoot-pct": "100",
        "static-thresh": "1",
    }
    return coder


@functools.cache
def proved() -> Libvpx:
    """The library beside PyAV, bound and tried.

    Raises:
        LibvpxError: it is not there, not one that we know, or does not do what it should.
    """
    libvpx = shared()
    prove(libvpx)
    return libvpx


def prove(libvpx: Libvpx) -> None:
    """Make sure that a film of three pictures comes out as it went in, with one key frame over a change of rate.

    Raises:
        LibvpxError: it does not.
    """
    decoder = av.CodecContext.create("libvpx", "r")
    with libvpx.open(64, 48, 300, setting(64, 48)) as stream:
        for count in range(3):
            if count == 1:
                stream.set_kbps(200)
            picture = _trial(count)
            coded = stream.encode(picture, count * USUAL_TICKS, USUAL_TICKS, False)
            if coded is None or coded[1] != (count == 0):
                raise LibvpxError(f"{libvpx.version}: picture {count} of the trial is missing or of the wrong kind")
            _compare(picture, decoder.decode(av.Packet(coded[0])), libvpx.version)


def _trial(count: int) -> VideoFrame:
    """Slopes that wander, in brightness and colour."""
    rows = np.add.outer(np.arange(72) * 2, np.arange(64) * 2)
    return av.VideoFrame.from_ndarray((rows % 160 + 40 + count).astype(np.uint8), format="yuv420p")


def _compare(picture: VideoFrame, decoded: list[VideoFrame], version: str) -> None:
    if len(decoded) != 1 or (decoded[0].width, decoded[0].height) != (picture.width, picture.height):
        raise LibvpxError(f"{version}: the trial cannot be decoded")
    apart = np.abs(picture.to_ndarray().astype(int) - decoded[0].to_ndarray().astype(int)).mean()
    if apart > TRIAL_APART:
        raise LibvpxError(f"{version}: the trial came out {apart:.0f} steps from what went in")


TRIAL_APART = 12.0
"""Mean steps of brightness of 256. Swapped or shifted planes are beyond 30."""
