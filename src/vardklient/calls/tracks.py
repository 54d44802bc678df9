"""What we send: the camera's newest picture and the microphone's sound, as aiortc tracks.

The devices are subscribed to, never opened or stopped. One pair of tracks per connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import fractions
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
SKIP_AFTER_S = SOUND_QUEUE_BLOCKS * BLOCK_SAMPLES / SAMPLE_RATE_HZ
"""Further behind than the queue is long, there is nothing to catch up with: time jumps on instead."""
TRIM_EVERY_S, TRIM_ABOVE_BLOCKS, REST_BLOCKS = 2.0, 4, 2
"""A queue that was never below four blocks for two seconds is delay for nothing; it is cut down to two."""


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
        self._last_s = 0.0
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
        pause_s = self._last_s + 1 / (FRAMES_HZ + 1) - time.monotonic()
        if pause_s > 0:
            await asyncio.sleep(pause_s)
        taken = await self._next()
        if self.readyState != "live":
            raise MediaStreamError
        at_s = time.monotonic() if taken is None else taken.captured_at_s
        picture = _black() if taken is None else _wrapped(taken)
        self.taken += 1
        self._last_s = time.monotonic()
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
        try:
            self._home.call_soon_threadsafe(self._came.set)
        except RuntimeError:
            if not self._home.is_closed():
                raise


def _wrapped(taken: Frame) -> VideoFrame:
    """The camera's own pixels, not copied; the encoder brings them to its size and colours in one go."""
    return VideoFrame.from_numpy_buffer(taken.pixels, format="bgr24" if taken.pixels.shape[2] == 3 else "bgra")


def _black() -> VideoFrame:
    """Luma 16, chroma 128: black in limited range, which is what receivers take VP8 for."""
    rows = np.full((OFF_HEIGHT_PX * 3 // 2, OFF_WIDTH_PX), 128, np.uint8)
    rows[:OFF_HEIGHT_PX] = 16
    return VideoFrame.from_ndarray(rows, format="yuv420p")


class OutgoingSound(MediaStreamTrack):
    """The microphone in packets of 20 ms, mono, by the clock: silence when muted or when nothing comes.

    Args:
        microphone: whose sound is sent.
        spoke_muted: told, on the sound thread, when somebody speaks while nothing is sent.
    """

    kind = "audio"

    def __init__(self, microphone: Microphone, spoke_muted: Callable[[], None]) -> None:
        super().__init__()
        self._microphone = microphone
        self._spoke_muted = spoke_muted
        self._talk = MutedTalk()
        self._sending = True
        self._queue: deque[SoundBlock] = deque(maxlen=SOUND_QUEUE_BLOCKS)
        self._rest = np.zeros(0, np.float32)
        self._rest_s = 0.0
        self._began_s: float | None = None
        self._pts = 0
        self._trim_s = 0.0
        self._shortest = 0
        microphone.subscribe(self._take)

    def switch(self, on: bool) -> None:
        """Send the microphone, or silence. What was said while it was off is never sent."""
        if not on:
            self._talk.begin()
        self._sending = on
        self._queue.clear()
        self._rest = self._rest[:0]

    def stop(self) -> None:
        """Let go of the microphone."""
        self._microphone.unsubscribe(self._take)
        super().stop()

    async def recv(self) -> AudioFrame:
        """The next packet, when its time has come; called by aiortc's sender."""
        now_s = time.monotonic()
        if self._began_s is None:
            self._began_s = now_s
        due_s = self._began_s + self._pts / SAMPLE_RATE_HZ
        if now_s < due_s:
            await asyncio.sleep(due_s - now_s)
        elif now_s - due_s > SKIP_AFTER_S:
            self._pts += int((now_s - due_s) * SAMPLE_RATE_HZ) // PACKET_SAMPLES * PACKET_SAMPLES
        if self.readyState != "live":
            raise MediaStreamError
        samples, captured_at_s = self._packet()
        frame = AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.opaque = captured_at_s
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE_HZ, SOUND_CLOCK, self._pts
        self._pts += PACKET_SAMPLES
        return frame

    def _take(self, block: SoundBlock) -> None:
        """Called from the sound thread; `deque.append` is atomic and drops the oldest block when full."""
        if self._sending:
            self._queue.append(block)
        elif self._talk.hear(block.samples, block.captured_at_s):
            self._spoke_muted()

    def _packet(self) -> tuple[NDArray[np.int16], float]:
        """20 ms, and when they were captured. Too little sound waits for its other half and leaves silence: a gap, but
        no click.
        """
        self._trim()
        while len(self._rest) < PACKET_SAMPLES and self._queue:
            block = self._queue.popleft()
            self._rest_s = block.captured_at_s - len(self._rest) / SAMPLE_RATE_HZ
            self._rest = np.concatenate((self._rest, block.samples))
        if not self._sending or len(self._rest) < PACKET_SAMPLES:
            return np.zeros(PACKET_SAMPLES, np.int16), time.monotonic() - PACKET_SAMPLES / SAMPLE_RATE_HZ
        packet, self._rest = self._rest[:PACKET_SAMPLES], self._rest[PACKET_SAMPLES:]
        captured_at_s, self._rest_s = self._rest_s, self._rest_s + PACKET_SAMPLES / SAMPLE_RATE_HZ
        return (np.clip(packet, -1.0, 1.0) * 32767).astype(np.int16), captured_at_s

    def _trim(self) -> None:
        """Sound that piled up while the loop was busy would otherwise stay as delay for the rest of the call."""
        now_s = time.monotonic()
        self._shortest = min(self._shortest, len(self._queue))
        if now_s < self._trim_s:
            return
        if self._shortest > TRIM_ABOVE_BLOCKS:
            for _ in range(self._shortest - REST_BLOCKS):
                self._queue.popleft()
        self._trim_s, self._shortest = now_s + TRIM_EVERY_S, SOUND_QUEUE_BLOCKS
