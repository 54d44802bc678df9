"""From a camera's picture, of any size and format, to bytes for a decoder, at a rate that may change at any time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from av.video.reformatter import Interpolation, VideoReformatter

from vardklient.calls.network.sendrate import HIGHEST_BPS, LOWEST_BPS, START_BPS
from vardklient.calls.video.coded import CLOCK_HZ, Encoded, PictureCodec, Ticks
from vardklient.calls.video.h264 import LiveH264
from vardklient.calls.video.ladder import Ladder, Rung, Thinning
from vardklient.calls.video.libvpx import Libvpx, LibvpxError
from vardklient.calls.video.vp8 import LiveVp8, SteppedVp8, proved

if TYPE_CHECKING:
    from av import VideoFrame

log = logging.getLogger(__name__)


class VideoEncoder(Protocol):
    """What the sender of pictures needs. Called from one worker thread at a time; `close` from any.

    Attributes:
        name: "libvpx", "PyAV libvpx" or "libx264".
        target_bps: what pictures may use of the line, sound and headers already taken off. Kept within 30 kbit/s and
            2.5 Mbit/s.
    """

    @property
    def name(self) -> str:
        """What codes the pictures."""
        ...

    @property
    def target_bps(self) -> int:
        """What pictures may use."""
        ...

    @target_bps.setter
    def target_bps(self, bps: int) -> None: ...

    def encode(self, picture: VideoFrame, key: bool) -> Encoded | None:
        """Code a picture of any size and format; it is not changed.

        Args:
            picture: its `pts` in its `time_base` say when it was taken.
            key: make a frame that needs no other. If this picture is left out, the next one is such.

        Returns:
            None when the picture was left out to keep to the rate, or after `close`.
        """
        ...

    def close(self) -> None:
        """Let go of everything; harmless when called again."""
        ...


class FittedEncoder:
    """A codec with the size and the pace that its rate is worth.

    Args:
        codec: codes pictures that fit.
        clock: monotonic seconds.
    """

    def __init__(self, codec: PictureCodec, clock: Callable[[], float] = time.monotonic) -> None:
        self._codec = codec
        self._clock = clock
        self._target_bps = START_BPS
        self._ladder, self._thinning, self._ticks = Ladder(), Thinning(), Ticks()
        self._given_ticks = 0
        self._reformatter = VideoReformatter()
        self._key_owed = False
        # closing must not pull the codec away from under a picture that a worker is coding
        self._lock = threading.Lock()
        self._closed = False

    @property
    def name(self) -> str:
        """What codes the pictures."""
        return self._codec.name

    @property
    def target_bps(self) -> int:
        """What pictures may use of the line."""
        return self._target_bps

    @target_bps.setter
    def target_bps(self, bps: int) -> None:
        self._target_bps = int(max(LOWEST_BPS, min(bps, HIGHEST_BPS)))

    def encode(self, picture: VideoFrame, key: bool) -> Encoded | None:
        """As `VideoEncoder.encode`."""
        with self._lock:
            if self._closed:
                return None
            self._key_owed |= key
            return self._encode(picture, self._target_bps)

    def close(self) -> None:
        """Let go of the codec, once the picture at hand is done."""
        with self._lock:
            self._closed = True
            self._codec.close()

    def _encode(self, picture: VideoFrame, bps: int) -> Encoded | None:
        ticks = self._ticks.of(picture)
        rung = self._ladder.choose(picture.width, picture.height, bps, self._clock())
        if not self._thinning.passes(ticks / CLOCK_HZ, rung.frames_hz) and not self._key_owed:
            return None
        gap_ticks, self._given_ticks = ticks - self._given_ticks, ticks
        coded = self._codec.encode(self._fit(picture, rung), gap_ticks, self._key_owed, bps)
        if coded is None:
            return None
        data, is_key = coded
        self._key_owed &= not is_key
        return Encoded(data, is_key, rung.width, rung.height)

    def _fit(self, picture: VideoFrame, rung: Rung) -> VideoFrame:
        # of swscale's ways to shrink, areas are the cheapest and the best: 9 dB above fast bilinear at a quarter of
        # 1280x720, in 0.4 ms (measured); it works without the interpreter's lock
        return self._reformatter.reformat(picture, rung.width, rung.height, "yuv420p", interpolation=Interpolation.AREA)


def make_encoder(
    mime_type: str, clock: Callable[[], float] = time.monotonic, libvpx: Callable[[], Libvpx] = proved
) -> VideoEncoder:
    """An encoder for "video/VP8" or "video/H264".

    Args:
        mime_type: as in the SDP; case does not matter.
        clock: monotonic seconds.
        libvpx: finds the library, or says why not.

    Raises:
        ValueError: another codec.
    """
    kind = mime_type.lower()
    if kind == "video/h264":
        return FittedEncoder(LiveH264(), clock)
    if kind != "video/vp8":
        raise ValueError(f"no encoder for {mime_type}")
    try:
        return FittedEncoder(LiveVp8(libvpx()), clock)
    except LibvpxError as error:
        log.warning("Pictures go through PyAV, with a key frame at every step of the rate: %s", error)
        return FittedEncoder(SteppedVp8(), clock)
