"""What we send: the camera's newest picture and the microphone's sound, as aiortc tracks.

The devices are subscribed to, never opened or stopped. One pair of tracks per connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import fractions
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, VideoFrame

from vardklient.base.slot import Slot
from vardklient.calls.settings import (
    CAMERA_STALE_S,
    FRAMES_HZ,
    OFF_FRAMES_HZ,
    OFF_HEIGHT_PX,
    OFF_WIDTH_PX,
    SOUND_QUEUE_BLOCKS,
)
from vardklient.calls.sound.muted import MutedTalk
from vardklient.ports.sound import BLOCK_SAMPLES, SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from vardklient.ports.camera import Camera, Frame
    from vardklient.ports.sound import Microphone, SoundBlock

PICTURE_CLOCK = fractions.Fraction(1, 90_000)
SOUND_CLOCK = fractions.Fraction(1, SAMPLE_RATE_HZ)
PACKET_SAMPLES = 2 * BLOCK_SAMPLES
"""20 ms, what Opus wants."""
PACKET_S = PACKET_SAMPLES / SAMPLE_RATE_HZ
PATIENCE_S = 0.06
"""So long a microphone may give nothing before silence is sent in its place: three times what a busy machine was late.
Own choice."""


def fit(width: int, height: int, max_width: int, max_height: int) -> tuple[int, int]:
    """The largest even size of the same shape within the limits; never enlarged."""
    share = min(1.0, max_width / width, max_height / height)
    return max(2, int(width * share) // 2 * 2), max(2, int(height * share) // 2 * 2)


class OutgoingPicture(MediaStreamTrack):
    """The camera at up to 30 frames a second; black when it is off or gives nothing.

    Args:
        camera: whose frames are sent.

    Attributes:
        taken: how many pictures were taken from the camera, or made in its place.
    """

    kind = "video"

    def __init__(self, camera: Camera) -> None:
        super().__init__()
        self.taken = 0
        self._home = asyncio.get_running_loop()
        self._sending = True
        self._came = asyncio.Event()
        self._slot: Slot[Frame] = Slot(self._wake)
        self._camera = camera
        self._began_s = self._camera_s = time.monotonic()
        self._last_s = self._next_s = 0.0
        self._pts = -1
        camera.subscribe(self._slot)

    def switch(self, on: bool) -> None:
        """Send the camera, or black."""
        self._sending = on
        self._came.set()

    def stop(self) -> None:
        """Let go of the camera."""
        self._camera.unsubscribe(self._slot)
        super().stop()
        self._came.set()

    async def recv(self) -> VideoFrame:
        """The next picture to send; called by aiortc's sender."""
        pause_s = self._next_s - time.monotonic()
        if pause_s > 0:
            await asyncio.sleep(pause_s)
        taken = await self._next()
        if self.readyState != "live":
            raise MediaStreamError
        at_s = time.monotonic() if taken is None else taken.captured_at_s
        picture = _black() if taken is None else _wrapped(taken)
        self.taken += 1
        self._last_s = time.monotonic()
        # a picture that was late does not make the next one late
        self._next_s = max(self._next_s, self._last_s - 1 / FRAMES_HZ) + 1 / (FRAMES_HZ + 1)
        # a camera's own time may stand still or jump back (a clip that starts anew); the sender's may not
        self._pts = max(self._pts + 1, int((at_s - self._began_s) * 90_000))
        picture.pts, picture.time_base, picture.opaque = self._pts, PICTURE_CLOCK, at_s
        return picture

    async def _next(self) -> Frame | None:
        """The newest frame as soon as there is one; None: send black now."""
        while self.readyState == "live":
            self._came.clear()
            taken = self._slot.take()
            now_s = time.monotonic()
            if taken is not None and self._sending:
                self._camera_s = now_s
                return taken
            stale_s = self._camera_s + CAMERA_STALE_S
            due_s = self._last_s + 1 / OFF_FRAMES_HZ
            if not self._sending:
                stale_s = 0.0
            if now_s >= max(due_s, stale_s):
                return None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(due_s, stale_s) - now_s):
                    await self._came.wait()
        return None

    def _wake(self) -> None:
        """Called from the camera's thread."""
        wake(self._home, self._came)


def _wrapped(taken: Frame) -> VideoFrame:
    """The camera's own pixels, not copied; the encoder brings them to its size and, if need be, colours in one go."""
    pixels = taken.pixels
    kind = "yuv420p" if pixels.ndim == 2 else "bgr24" if pixels.shape[2] == 3 else "bgra"
    return VideoFrame.from_numpy_buffer(pixels, format=kind)


def _black() -> VideoFrame:
    """Luma 16, chroma 128: black in limited range, which is what receivers take VP8 for."""
    rows = np.full((OFF_HEIGHT_PX * 3 // 2, OFF_WIDTH_PX), 128, np.uint8)
    rows[:OFF_HEIGHT_PX] = 16
    return VideoFrame.from_ndarray(rows, format="yuv420p")


class OutgoingSound(MediaStreamTrack):
    """The microphone in packets of 20 ms, mono, as soon as there are 20 ms; silence when muted or when nothing comes.

    The microphone's own pace is that of the packets: nothing piles up here, and nothing waits for a clock.

    Args:
        microphone: whose sound is sent.
        spoke_muted: told, on the sound thread, when somebody speaks while nothing is sent.
    """

    kind = "audio"

    def __init__(self, microphone: Microphone, spoke_muted: Callable[[], None]) -> None:
        super().__init__()
        self._home = asyncio.get_running_loop()
        self._microphone = microphone
        self._spoke_muted = spoke_muted
        self._talk = MutedTalk()
        self._sending = True
        self._came = asyncio.Event()
        self._lock = threading.Lock()
        self._queue: deque[SoundBlock] = deque()
        self._dropped = 0
        self._rest = np.zeros(0, np.float32)
        self._rest_s = 0.0
        self._last_s = time.monotonic() - PACKET_S
        self._silent = True
        self._pts = 0
        microphone.subscribe(self._take)

    def switch(self, on: bool) -> None:
        """Send the microphone, or silence. What was said while it was off is never sent."""
        if not on:
            self._talk.begin()
        with self._lock:
            self._sending = on
            self._queue.clear()
            self._dropped = 0
        self._rest = self._rest[:0]
        self._came.set()

    def stop(self) -> None:
        """Let go of the microphone."""
        self._microphone.unsubscribe(self._take)
        super().stop()
        self._came.set()

    async def recv(self) -> AudioFrame:
        """The next packet, when it is there; called by the sender."""
        while self.readyState == "live":
            self._came.clear()
            now_s = time.monotonic()
            packet = self._spoken() or self._silence(now_s)
            if packet is not None:
                self._last_s = now_s
                return self._frame(*packet)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._silence_due_s() - now_s):
                    await self._came.wait()
        raise MediaStreamError

    def _frame(self, samples: NDArray[np.float32], captured_at_s: float) -> AudioFrame:
        whole = (np.clip(samples, -1.0, 1.0) * 32767).astype(np.int16)
        frame = AudioFrame.from_ndarray(whole[None], format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE_HZ, SOUND_CLOCK, self._pts
        frame.opaque = captured_at_s
        self._pts += PACKET_SAMPLES
        return frame

    def _take(self, block: SoundBlock) -> None:
        """Called from the sound thread. When the loop stands still, the oldest goes; its time is kept."""
        with self._lock:
            sending = self._sending
            if sending:
                self._queue.append(block)
                if len(self._queue) > SOUND_QUEUE_BLOCKS:
                    self._dropped += len(self._queue.popleft().samples)
        if sending:
            wake(self._home, self._came)
        elif self._talk.hear(block.samples, block.captured_at_s):
            self._spoke_muted()

    def _spoken(self) -> tuple[NDArray[np.float32], float] | None:
        """20 ms of the microphone and when they were captured; None while there are not so many."""
        with self._lock:
            blocks = list(self._queue)
            self._queue.clear()
            self._pts += self._dropped
            self._dropped = 0
        for block in blocks:
            length_s = len(block.samples) / SAMPLE_RATE_HZ
            if self._silent and block.captured_at_s + length_s <= self._last_s:
                continue  # the time for it was filled with silence
            self._rest_s = block.captured_at_s - len(self._rest) / SAMPLE_RATE_HZ
            self._rest = np.concatenate((self._rest, block.samples))
        if not self._sending or len(self._rest) < PACKET_SAMPLES:
            return None
        self._silent = False
        samples, self._rest = self._rest[:PACKET_SAMPLES], self._rest[PACKET_SAMPLES:]
        captured_at_s, self._rest_s = self._rest_s, self._rest_s + PACKET_S
        return samples, captured_at_s

    def _silence_due_s(self) -> float:
        """By the clock; a microphone that only pauses is given some time."""
        return self._last_s + (PACKET_S if self._silent or not self._sending else PACKET_S + PATIENCE_S)

    def _silence(self, now_s: float) -> tuple[NDArray[np.float32], float] | None:
        late_s = now_s - self._silence_due_s()
        if late_s < 0:
            return None
        self._pts += int(late_s / PACKET_S) * PACKET_SAMPLES
        self._silent = True
        self._rest = self._rest[:0]
        return np.zeros(PACKET_SAMPLES, np.float32), now_s - PACKET_S


def wake(home: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    """Set an event from another thread, if its loop still runs."""
    try:
        home.call_soon_threadsafe(event.set)
    except RuntimeError:
        if not home.is_closed():
            raise
