"""Pictures that reach us: held until their sound is heard, and the newest made ready to paint.

Everything here happens on two threads: the decoder's, which hands pictures in, and one of our own, which converts them.
Neither goes by way of the loop, so that a picture is not kept waiting by packets.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter

from vardklient.calls.settings import MAX_HEIGHT_PX, MAX_WIDTH_PX
from vardklient.calls.tracks import fit
from vardklient.ports.camera import Frame

if TYPE_CHECKING:
    from vardklient.calls.adapter.receiver import ReceivedPicture

HELD_MOST = 12
"""Pictures that may wait for their sound, 0.4 s at 30 a second; the oldest goes."""
WAITS_KEPT = 300


class PictureReader:
    """Decoded pictures in, BGRX pictures out; later ones replace those that nobody could convert in time.

    Args:
        arrived: told of every decoded picture (monotonic seconds, width, height), on the decoder's thread.
        show: gets the converted ones, on a thread of the reader's own.
        wanted: the largest size that anybody paints, None while nobody does.
        due_s: when a picture of that RTP timestamp that is ready at that monotonic time is to be shown.

    Attributes:
        pictures: how many were decoded.
    """

    def __init__(
        self,
        arrived: Callable[[float, int, int], None],
        show: Callable[[Frame], None],
        wanted: Callable[[], tuple[int, int] | None],
        due_s: Callable[[int, float], float],
    ) -> None:
        self.pictures = 0
        self._arrived, self._show, self._wanted, self._due_s = arrived, show, wanted, due_s
        self._reformatter = VideoReformatter()
        self._changed = threading.Condition()
        self._held: deque[tuple[float, ReceivedPicture]] = deque(maxlen=HELD_MOST)
        self._waits_s: deque[float] = deque(maxlen=WAITS_KEPT)
        self._stopped = False
        self._thread: threading.Thread | None = None

    def take(self, received: ReceivedPicture) -> None:
        """A picture has been decoded; called on the decoder's thread."""
        now_s = time.monotonic()
        self.pictures += 1
        self._arrived(now_s, received.picture.width, received.picture.height)
        due_s = self._due_s(received.timestamp, now_s)
        with self._changed:
            if self._stopped:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="call-painter")
                self._thread.start()
            self._held.append((due_s, received))
            self._changed.notify()

    def wait_ms(self) -> tuple[float, float] | None:
        """How long pictures took from their last packet to being ready to paint: median and 95th percentile."""
        waits_s = sorted(self._waits_s)
        if not waits_s:
            return None
        return statistics.median(waits_s) * 1000, waits_s[min(len(waits_s) - 1, len(waits_s) * 95 // 100)] * 1000

    def stop(self) -> None:
        """Show nothing more. What is being converted is let finish."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        seq = 0
        while (due := self._wait_for_one()) is not None:
            size = self._wanted()
            if size is not None:
                self._convert(due, seq, size)
                seq += 1

    def _wait_for_one(self) -> ReceivedPicture | None:
        """The newest picture that is due, as soon as one is; None when stopped."""
        with self._changed:
            while not self._stopped:
                found = None
                while self._held and self._held[0][0] <= time.monotonic():
                    found = self._held.popleft()[1]
                if found is not None:
                    return found
                self._changed.wait(max(0.0, self._held[0][0] - time.monotonic()) if self._held else None)
        return None

    def _convert(self, received: ReceivedPicture, seq: int, size: tuple[int, int]) -> None:
        """Swscale works without the interpreter's lock."""
        picture = received.picture
        limits = min(size[0], MAX_WIDTH_PX), min(size[1], MAX_HEIGHT_PX)
        width, height = fit(picture.width, picture.height, *limits)
        painted = self._reformatter.reformat(
            picture, width, height, "bgra", interpolation=Interpolation.FAST_BILINEAR
        ).to_ndarray()
        self._show(Frame(np.ascontiguousarray(painted, np.uint8), received.arrived_s, seq))
        self._waits_s.append(time.monotonic() - received.arrived_s)
