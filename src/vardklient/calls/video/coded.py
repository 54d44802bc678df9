"""What every picture encoder has in common: its limits, what it gives, and what a codec below it must be able to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from av.video.frame import PictureType

if TYPE_CHECKING:
    from av import VideoFrame


CLOCK_HZ = 90_000
"""RTP's clock for pictures."""
USUAL_TICKS = CLOCK_HZ // 30
LONGEST_GAP_TICKS = CLOCK_HZ // 5
"""200 ms. A codec allows a picture more bits the longer the one before is ago; after a pause of seconds (camera off,
computer asleep) that would be a burst of seconds of the rate. Own choice."""
GAP_SHARE = 1 / 16
"""Of a new gap in the mean: gaps of 33 and 67 ms in turn move it by 2 %."""


class Encoded(NamedTuple):
    """One picture, coded: what a decoder takes at once (VP8: a frame, H.264: an access unit with start codes)."""

    data: bytes
    key: bool
    width: int
    height: int


class PictureCodec(Protocol):
    """A codec for pictures that fit already: I420, even sizes. Not thread-safe."""

    name: str

    def encode(self, picture: VideoFrame, gap_ticks: int, key: bool, bps: int) -> tuple[bytes, bool] | None:
        """Code one picture; another size than that of the last one starts anew with a key frame.

        Args:
            picture: yuv420p. It is not changed.
            gap_ticks: how long after the one before it was taken, in 1/90000 s; more than 0.
            key: make a frame that needs no other.
            bps: what to use of the line from here on.

        Returns:
            The bytes and whether they are a key frame; None when the codec left this picture out to keep to the rate.
        """
        ...

    def close(self) -> None:
        """Let go of everything; harmless when called again."""
        ...


class Ticks:
    """Makes a clock of 1/90000 s that only goes forward out of what pictures say of themselves.

    Where pictures give no time, or a new source begins its own count, the picture counts as a thirtieth of a second.
    """

    def __init__(self) -> None:
        self._seen: int | None = None
        self._ticks = 0

    def of(self, picture: VideoFrame) -> int:
        """When this picture was taken."""
        seen = None
        if picture.pts is not None and picture.time_base:
            seen = int(picture.pts * picture.time_base * CLOCK_HZ)
        step = USUAL_TICKS if seen is None or self._seen is None or seen <= self._seen else seen - self._seen
        self._seen = seen
        self._ticks += min(step, LONGEST_GAP_TICKS)
        return self._ticks


class MeanGap:
    """The mean time between the pictures that a codec is given, for codecs that do not take each as it is."""

    def __init__(self) -> None:
        self.ticks = float(USUAL_TICKS)

    def add(self, gap_ticks: int) -> None:
        """Another picture, so long after the one before."""
        self.ticks += GAP_SHARE * (gap_ticks - self.ticks)


@contextlib.contextmanager
def lent(picture: VideoFrame, ticks: int, key: bool) -> Iterator[None]:
    """The picture with another time and kind, as PyAV's coders want it; afterwards it is as it was."""
    # a picture without a time base says None, but wants to be told 0
    before = picture.pts, picture.time_base or Fraction(0), picture.pict_type
    picture.pts, picture.time_base = ticks, Fraction(1, CLOCK_HZ)
    picture.pict_type = PictureType.I if key else PictureType.NONE
    try:
        yield
    finally:
        picture.pts, picture.time_base, picture.pict_type = before
