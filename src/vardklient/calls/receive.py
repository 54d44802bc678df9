"""What reaches us: tracks are read at once and always, because aiortc's queues have no end; the newest is kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING

import numpy as np
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, AudioResampler, VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from vardklient.calls.playout import PlayoutBuffer
from vardklient.calls.settings import MAX_HEIGHT_PX, MAX_WIDTH_PX
from vardklient.calls.tracks import fit
from vardklient.ports.camera import Frame
from vardklient.ports.sound import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PictureReader:
    """Decoded pictures, the newest of them as BGRX ready to paint.

    Args:
        workers: where pixels are converted; one picture of this reader at a time, later ones replace those that wait.
        arrived: told of every picture (monotonic seconds, width, height).
        show: gets the converted ones, on a worker thread.
        wanted: the largest size that anybody paints, None while nobody does.

    Attributes:
        pictures: how many were decoded.
    """

    def __init__(
        self,
        workers: Executor,
        arrived: Callable[[float, int, int], None],
        show: Callable[[Frame], None],
        wanted: Callable[[], tuple[int, int] | None],
    ) -> None:
        self.pictures = 0
        self._workers = workers
        self._arrived = arrived
        self._show = show
        self._wanted = wanted
        self._reformatter = VideoReformatter()
        self._newest: tuple[VideoFrame, float] | None = None
        self._came = asyncio.Event()

    async def read(self, track: MediaStreamTrack) -> None:
        """Until the track ends."""
        painter = asyncio.create_task(self._paint())
        try:
            while True:
                picture = await track.recv()
                if not isinstance(picture, VideoFrame):
                    continue
                now_s = time.monotonic()
                self.pictures += 1
                self._arrived(now_s, picture.width, picture.height)
                self._newest = (picture, now_s)
                self._came.set()
        except MediaStreamError:
            pass
        finally:
            painter.cancel()
            await asyncio.wait([painter])

    async def _paint(self) -> None:
        loop = asyncio.get_running_loop()
        seq = 0
        while True:
            await self._came.wait()
            self._came.clear()
            newest, self._newest = self._newest, None
            size = self._wanted()
            if newest is None or size is None:
                continue
            await loop.run_in_executor(self._workers, self._convert, newest[0], newest[1], seq, size)
            seq += 1

    def _convert(self, picture: VideoFrame, arrived_s: float, seq: int, size: tuple[int, int]) -> None:
        """On a worker; swscale works without the interpreter's lock."""
        limits = min(size[0], MAX_WIDTH_PX), min(size[1], MAX_HEIGHT_PX)
        width, height = fit(picture.width, picture.height, *limits)
        painted = self._reformatter.reformat(
            picture, width, height, "bgra", interpolation=Interpolation.FAST_BILINEAR
        ).to_ndarray()
        self._show(Frame(np.ascontiguousarray(painted, np.uint8), arrived_s, seq))


class SoundReader:
    """Decoded sound as mono 48 kHz float, into the playout buffer.

    Args:
        playout: what the loudspeaker pulls from.
        arrived: told of every piece (monotonic seconds, sum of squares, samples).

    Attributes:
        newest_dbfs: level of the newest piece, None before the first.
    """

    def __init__(self, playout: PlayoutBuffer, arrived: Callable[[float, float, int], None]) -> None:
        self.newest_dbfs: float | None = None
        self._playout = playout
        self._arrived = arrived
        self._media_s = 0.0
        self._resampler: AudioResampler | None = None

    async def read(self, track: MediaStreamTrack) -> None:
        """Until the track ends."""
        try:
            while True:
                piece = await track.recv()
                if isinstance(piece, AudioFrame):
                    self._take(piece)
        except MediaStreamError:
            pass

    def _take(self, piece: AudioFrame) -> None:
        samples = self._mono(piece)
        if not len(samples):
            return
        now_s = time.monotonic()
        energy = float(np.dot(samples, samples))
        self.newest_dbfs = 10 * float(np.log10(max(energy / len(samples), 1e-12)))
        self._arrived(now_s, energy, len(samples))
        self._playout.push(samples, now_s, self._media_s)
        self._media_s += len(samples) / SAMPLE_RATE_HZ

    def _mono(self, piece: AudioFrame) -> NDArray[np.float32]:
        """The mean of the channels; a resampler's down-mix may change the level by 3 dB."""
        if piece.sample_rate != SAMPLE_RATE_HZ or piece.format.name != "s16":
            if self._resampler is None:
                self._resampler = AudioResampler(format="s16", layout=piece.layout.name, rate=SAMPLE_RATE_HZ)
            pieces = [self._unpack(p) for p in self._resampler.resample(piece)]
            return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
        return self._unpack(piece)

    @staticmethod
    def _unpack(piece: AudioFrame) -> NDArray[np.float32]:
        channels = len(piece.layout.channels)
        packed = piece.to_ndarray().reshape(-1, channels)
        mono: NDArray[np.float32] = packed.mean(axis=1, dtype=np.float32) / np.float32(32768)
        return mono
