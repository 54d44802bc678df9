"""Decodes pictures on a thread of its own, each as soon as it comes."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

import av
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext

from vardklient.calls.video.picturebuffer import CodedPicture

log = logging.getLogger(__name__)

DECODERS = {"VP8": "vp8", "H264": "h264"}
CLOCK = Fraction(1, 90_000)
MAX_BEHIND = 45
"""Pictures that wait to be decoded: 1.5 s. A processor so far behind never gets up again by itself. Own choice."""

CATCH_UP = 3
"""A key frame replaces pictures that wait before it, if there are more than that. Own choice."""


class ReceivedPicture(NamedTuple):
    """A decoded picture.

    Attributes:
        arrived_s: monotonic time at which its last packet arrived.
        timestamp: RTP's, 90 kHz, unwrapped.
    """

    picture: av.VideoFrame
    arrived_s: float
    timestamp: int


class PictureDecoder:
    """One thread, from `start` to `stop`.

    Args:
        deliver: gets every decoded picture, on the thread; must be quick.
        failed: told, on the thread, when a picture could not be decoded. What follows is left out up to the next key
            frame, which whoever is told must ask for.

    Attributes:
        decoded: pictures so far.
        key_frames: of these, key frames.
    """

    def __init__(self, deliver: Callable[[ReceivedPicture], None], failed: Callable[[], None]) -> None:
        self.decoded = self.key_frames = 0
        self._passed_over = self._refused = 0  # the one is counted on the loop, the other on the thread
        self._deliver = deliver
        self._failed = failed
        self._waiting: queue.SimpleQueue[tuple[str, CodedPicture] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="picture-decoder", daemon=True)
        self._codec: tuple[str, VideoCodecContext] | None = None
        self._need_key = True
        self._stopping = False

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def put(self, codec: str, coded: CodedPicture) -> bool:
        """Hand over a picture; False: too many wait, so everything up to the next key frame must be left out."""
        if self._stopping:
            return True
        if coded.key and self._waiting.qsize() > CATCH_UP:
            self._leave_out_what_waits()
        if self._waiting.qsize() >= MAX_BEHIND:
            return False
        self._waiting.put((codec, coded))
        return True

    def _leave_out_what_waits(self) -> None:
        with contextlib.suppress(queue.Empty):
            while self._waiting.get_nowait() is not None:
                self._passed_over += 1

    @property
    def left_out(self) -> int:
        """Pictures that were not decoded."""
        return self._passed_over + self._refused

    def ask_to_stop(self) -> None:
        """Deliver nothing more; the thread ends soon."""
        self._stopping = True
        self._waiting.put(None)

    def join(self) -> None:
        """Wait until the thread has ended: as long as a picture takes to decode."""
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while (task := self._waiting.get()) is not None and not self._stopping:
            codec, coded = task
            if self._need_key and not coded.key:
                self._refused += 1
                continue
            try:
                self._decode(codec, coded)
            except av.FFmpegError as error:
                log.info("a picture in %s could not be decoded: %s", codec, type(error).__name__)
                self._refused += 1
                self._need_key = True
                self._failed()

    def _decode(self, codec: str, coded: CodedPicture) -> None:
        packet = av.Packet(coded.data)
        packet.pts, packet.time_base = coded.timestamp, CLOCK
        for picture in self._context(codec).decode(packet):
            self.decoded += 1
            self.key_frames += coded.key
            self._need_key = False
            if not self._stopping:
                self._hand_over(ReceivedPicture(picture, coded.arrived_s, coded.timestamp))

    def _hand_over(self, received: ReceivedPicture) -> None:
        try:
            self._deliver(received)
        except Exception:
            log.exception("a listener to pictures failed")

    def _context(self, codec: str) -> VideoCodecContext:
        if self._codec is None or self._codec[0] != codec:
            context = av.CodecContext.create(DECODERS[codec], "r")
            assert isinstance(context, VideoCodecContext)
            context.thread_count = 1  # more threads hold pictures back
            context.flags |= Flags.low_delay
            self._codec = codec, context
        return self._codec[1]
