"""Our side's camera, microphone and loudspeaker: the bench's content at its pace, with notes of what came when."""

from __future__ import annotations

import base64
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import cv2
import numpy as np

from bench.call import barcode
from bench.call.content import BEEP_EVERY_S, BLOCK_SAMPLES, FRAMES_HZ, SAMPLE_RATE_HZ, Content, index_in_loop
from bench.call.pace import Pace
from vardklient.base.slot import Fanout, Slot
from vardklient.ports.camera import CameraState, Frame
from vardklient.ports.sound import SoundBlock, SoundState

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T")
BLOCK_S = BLOCK_SAMPLES / SAMPLE_RATE_HZ


def take_all(notes: deque[T]) -> list[T]:
    """What has been noted, which is then forgotten: in an hour it would be the memory that is measured.

    Another thread may go on noting meanwhile; each note is taken once.
    """
    return [notes.popleft() for _ in range(len(notes))]


class HeadCamera:
    """The talking head, 30 a second. `sent`: (number, monotonic time) of every picture since they were taken last."""

    name = "bench"

    def __init__(self, content: Content) -> None:
        self.state = CameraState.CLOSED
        self.sent: deque[tuple[int, float]] = deque()
        rows = np.fromfile(content.pictures, np.uint8).reshape(content.count, content.height * 3 // 2, content.width)
        self._pictures = [np.asarray(cv2.cvtColor(i420, cv2.COLOR_YUV2BGR_I420), np.uint8) for i420 in rows]
        self._fan: Fanout[Frame] = Fanout()
        self._pace = Pace("bench-camera", 1 / FRAMES_HZ, self._tick)

    @property
    def memory_mb(self) -> float:
        """What the prepared pictures take."""
        return sum(picture.nbytes for picture in self._pictures) / 1e6

    def subscribe(self, slot: Slot[Frame]) -> None:
        self._fan.subscribe(slot)

    def unsubscribe(self, slot: Slot[Frame]) -> None:
        self._fan.unsubscribe(slot)

    def on_state(self, listener: Callable[[CameraState], None]) -> None: ...

    def start(self) -> None:
        self.state = CameraState.RUNNING
        self._pace.start()

    def stop(self) -> None:
        self.state = CameraState.CLOSED
        self._pace.stop()

    def _tick(self, n: int) -> None:
        pixels = self._pictures[index_in_loop(n)].copy()
        barcode.draw(pixels, n)
        now_s = time.monotonic()
        self.sent.append((n % barcode.NUMBERS, now_s))
        self._fan.put(Frame(pixels, now_s, n))


class VoiceMicrophone:
    """The beeping voice. `beeps`: (number, monotonic time at which it was said) of every beep since they were taken.

    A block is handed over when its last sample has been said, as a sound card does.
    """

    name = "bench"

    def __init__(self, voice: Path) -> None:
        self.state = SoundState.CLOSED
        self.beeps: deque[tuple[int, float]] = deque()
        self._voice = np.fromfile(voice, np.float32)
        self._listeners: tuple[Callable[[SoundBlock], None], ...] = ()
        self._pace = Pace("bench-microphone", BLOCK_S, self._tick)

    def subscribe(self, listener: Callable[[SoundBlock], None]) -> None:
        self._listeners = (*self._listeners, listener)

    def unsubscribe(self, listener: Callable[[SoundBlock], None]) -> None:
        self._listeners = tuple(known for known in self._listeners if known != listener)

    def on_state(self, listener: Callable[[SoundState], None]) -> None: ...

    def start(self) -> None:
        self.state = SoundState.RUNNING
        self._pace.start()

    def stop(self) -> None:
        self.state = SoundState.CLOSED
        self._pace.stop()

    def _tick(self, n: int) -> None:
        at = n * BLOCK_SAMPLES
        said_s = time.monotonic() - BLOCK_S
        beep, rest = divmod(at, round(BEEP_EVERY_S * SAMPLE_RATE_HZ))
        if not rest:
            self.beeps.append((beep, said_s))
        at %= len(self._voice)
        block = SoundBlock(self._voice[at : at + BLOCK_SAMPLES], said_s)
        for listener in self._listeners:
            listener(block)


class PulledSpeaker:
    """Pulls 10 ms at a time, as a sound card does, and keeps it. `pulled`: (monotonic time, samples), until taken."""

    name = "bench"

    def __init__(self) -> None:
        self.state = SoundState.CLOSED
        self.pulled: deque[tuple[float, NDArray[np.float32]]] = deque()
        self._players: tuple[Callable[[int], NDArray[np.float32]], ...] = ()
        self._pace = Pace("bench-speaker", BLOCK_S, self._tick)

    def on_state(self, listener: Callable[[SoundState], None]) -> None: ...

    def add_player(self, player: Callable[[int], NDArray[np.float32]]) -> None:
        self._players = (*self._players, player)

    def remove_player(self, player: Callable[[int], NDArray[np.float32]]) -> None:
        self._players = tuple(known for known in self._players if known != player)

    def start(self) -> None:
        self.state = SoundState.RUNNING
        self._pace.start()

    def stop(self) -> None:
        self.state = SoundState.CLOSED
        self._pace.stop()

    def _tick(self, n: int) -> None:
        mixed = np.zeros(BLOCK_SAMPLES, np.float32)
        now_s = time.monotonic()
        for player in self._players:
            mixed += player(BLOCK_SAMPLES)
        self.pulled.append((now_s, mixed))


def sound_notes(microphone: VoiceMicrophone, speaker: PulledSpeaker) -> dict[str, Any]:
    """What was said and what was played since the last time, fit for JSON; the sound is 16 bit."""
    pulled = take_all(speaker.pulled)
    samples = np.concatenate([np.zeros(0, np.float32), *(samples for _, samples in pulled)])
    sound = (np.clip(samples, -1, 1) * 32767).astype(np.int16)
    return {
        "beeps": take_all(microphone.beeps),
        "played": [at_s for at_s, _ in pulled],
        "sound": base64.b64encode(sound.tobytes()).decode(),
    }
