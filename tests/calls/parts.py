"""Small real devices for calls in tests: a camera with a moving bar, a microphone with a tone, a pulled speaker."""

from __future__ import annotations

import asyncio
import gc
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np
from bench.call.pace import Pace
from numpy.typing import NDArray

from vardklient.base.slot import Fanout, Slot
from vardklient.calls.engine import AiortcEngine
from vardklient.ports.camera import CameraState, Frame
from vardklient.ports.engine import Described, EngineEvent, MediaChanged, MediaState, OpenPeer, TakeDescription
from vardklient.ports.sound import BLOCK_SAMPLES, SAMPLE_RATE_HZ, SoundBlock, SoundState

GROUND_BGR, BAR_BGR = (150, 90, 40), (40, 40, 220)
BAR_PX = 48
BAR_STEP_PX = 8


def bar_pixels(seq: int, width: int = 640, height: int = 360, ground: tuple[int, int, int] = GROUND_BGR) -> NDArray:
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[:] = ground
    left = seq * BAR_STEP_PX % (width - BAR_PX)
    pixels[:, left : left + BAR_PX] = BAR_BGR
    return pixels


def bar_centre(pixels: NDArray) -> float | None:
    """Where the bar is, as a share of the width."""
    blue, red = pixels[..., 0].astype(int), pixels[..., 2].astype(int)
    columns = np.nonzero((red - blue > 90).mean(axis=0) > 0.8)[0]
    return float(columns.mean() / pixels.shape[1]) if len(columns) else None


def _pace(name: str, every_s: float, tick: Callable[[int], None]) -> Pace:
    """Nothing is left out, however busy the machine."""
    return Pace(f"test-{name}", every_s, tick, math.inf)


class BarCamera:
    """30 frames a second of a bar that moves."""

    name = "bar"

    def __init__(self, ground: tuple[int, int, int] = GROUND_BGR, size: tuple[int, int] = (640, 360)) -> None:
        self.state = CameraState.CLOSED
        self.fan: Fanout[Frame] = Fanout()
        self.slots: set[int] = set()
        self._ground, self._size = ground, size
        self._pace = _pace("bar-camera", 1 / 30, self._tick)

    def subscribe(self, slot: Slot[Frame]) -> None:
        self.slots.add(id(slot))
        self.fan.subscribe(slot)

    def unsubscribe(self, slot: Slot[Frame]) -> None:
        self.slots.discard(id(slot))
        self.fan.unsubscribe(slot)

    @property
    def subscribed(self) -> int:
        return len(self.slots)

    def on_state(self, listener: Callable[[CameraState], None]) -> None: ...

    def start(self) -> None:
        self.state = CameraState.RUNNING
        self._pace.start()

    def stop(self) -> None:
        self.state = CameraState.CLOSED
        self._pace.stop()

    def _tick(self, n: int) -> None:
        self.fan.put(Frame(bar_pixels(n, *self._size, self._ground), time.monotonic(), n))


class ToneMicrophone:
    """440 Hz at -20 dBFS RMS."""

    name = "tone"
    level_dbfs = -20.0

    def __init__(self) -> None:
        self.state = SoundState.CLOSED
        self.listeners: list[Callable[[SoundBlock], None]] = []
        t = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
        self._tone = (0.1 * np.sqrt(2) * np.sin(2 * np.pi * 440 * t)).astype(np.float32)
        self._pace = _pace("tone-microphone", BLOCK_SAMPLES / SAMPLE_RATE_HZ, self._tick)

    def subscribe(self, listener: Callable[[SoundBlock], None]) -> None:
        self.listeners.append(listener)

    def unsubscribe(self, listener: Callable[[SoundBlock], None]) -> None:
        if listener in self.listeners:
            self.listeners.remove(listener)

    def start(self) -> None:
        self.state = SoundState.RUNNING
        self._pace.start()

    def stop(self) -> None:
        self.state = SoundState.CLOSED
        self._pace.stop()

    def _tick(self, n: int) -> None:
        at = n * BLOCK_SAMPLES % SAMPLE_RATE_HZ
        for listener in list(self.listeners):
            listener(SoundBlock(self._tone[at : at + BLOCK_SAMPLES], time.monotonic()))


class PulledSpeaker:
    """Pulls 10 ms at a time, like a sound card, and keeps the last second."""

    name = "pulled"

    def __init__(self) -> None:
        self.state = SoundState.CLOSED
        self.players: list[Callable[[int], NDArray[np.float32]]] = []
        self.heard: list[NDArray[np.float32]] = []
        self._pace = _pace("pulled-speaker", BLOCK_SAMPLES / SAMPLE_RATE_HZ, self._tick)

    def add_player(self, player: Callable[[int], NDArray[np.float32]]) -> None:
        self.players.append(player)

    def remove_player(self, player: Callable[[int], NDArray[np.float32]]) -> None:
        if player in self.players:
            self.players.remove(player)

    def start(self) -> None:
        self.state = SoundState.RUNNING
        self._pace.start()

    def stop(self) -> None:
        self.state = SoundState.CLOSED
        self._pace.stop()

    def rms_dbfs(self) -> float:
        last = np.concatenate(self.heard[-20:]) if self.heard else np.zeros(1)
        return float(20 * np.log10(max(1e-6, np.sqrt(np.mean(last**2)))))

    def _tick(self, n: int) -> None:
        mixed = np.zeros(BLOCK_SAMPLES, np.float32)
        for player in list(self.players):
            mixed += player(BLOCK_SAMPLES)
        self.heard = [*self.heard[-99:], mixed]


class End:
    """One side of a call: devices, engine, and what the engine said."""

    def __init__(self, name: str, ground: tuple[int, int, int] = GROUND_BGR) -> None:
        self.name = name
        self.camera, self.microphone, self.speaker = BarCamera(ground), ToneMicrophone(), PulledSpeaker()
        self.engine = AiortcEngine(self.camera, self.microphone, self.speaker)
        self.events: list[EngineEvent] = []
        self.news = asyncio.Event()
        self.screen: Slot[Frame] = Slot()
        self.engine.on_event(self._hear)

    def _hear(self, event: EngineEvent) -> None:
        self.events.append(event)
        self.news.set()

    def start_devices(self) -> None:
        for device in (self.camera, self.microphone, self.speaker):
            device.start()

    def stop_devices(self) -> None:
        for device in (self.camera, self.microphone, self.speaker):
            device.stop()

    def states(self, epoch: int) -> list[MediaState]:
        return [e.state for e in self.events if isinstance(e, MediaChanged) and e.epoch == epoch]

    def flowing_epochs(self) -> list[int]:
        return [e.epoch for e in self.events if isinstance(e, MediaChanged) and e.state is MediaState.FLOWING]

    @property
    def newest_epoch(self) -> int:
        return max(self.flowing_epochs(), default=0)

    async def until(self, done: Callable[[], bool], seconds: float = 60.0) -> None:
        async with asyncio.timeout(seconds):
            while not done():
                self.news.clear()
                await self.news.wait()


def wire(here: End, there: End) -> None:
    """Descriptions go straight to the other engine."""

    def carry(event: EngineEvent, to: End, sender: str) -> None:
        if isinstance(event, Described):
            task = asyncio.ensure_future(to.engine.do(TakeDescription(sender, event.epoch, event.type, event.sdp)))
            carried.add(task)
            task.add_done_callback(carried.discard)

    carried: set[asyncio.Future[None]] = set()
    here.engine.on_event(lambda event: carry(event, there, here.name))
    there.engine.on_event(lambda event: carry(event, here, there.name))


@asynccontextmanager
async def call() -> AsyncIterator[tuple[End, End]]:
    """A patient who offers and a clinician who answers, both flowing; everything is closed afterwards."""
    patient, clinician = End("patient", (40, 110, 60)), End("clinician")
    wire(patient, clinician)
    for end in (patient, clinician):
        end.start_devices()
        await end.engine.start()
    try:
        clinician.engine.watch("patient", clinician.screen)
        patient.engine.watch("clinician", patient.screen)
        await connect(patient, clinician, 1)
        yield patient, clinician
    finally:
        for end in (patient, clinician):
            await end.engine.close()
            end.stop_devices()


async def connect(patient: End, clinician: End, epoch: int) -> None:
    await clinician.engine.do(OpenPeer("patient", epoch, offer=False))
    await patient.engine.do(OpenPeer("clinician", epoch, offer=True))
    for end in (patient, clinician):
        await end.until(lambda end=end: MediaState.FLOWING in end.states(epoch))


async def frames(slot: Slot[Frame], count: int, seconds: float = 60.0) -> list[Frame]:
    """The next `count` frames of a slot."""
    found: list[Frame] = []
    async with asyncio.timeout(seconds):
        while len(found) < count:
            if (frame := slot.take()) is not None:
                found.append(frame)
            await asyncio.sleep(0.005)
    return found


async def frame_where(slot: Slot[Frame], so: Callable[[Frame], bool], seconds: float = 60.0) -> Frame:
    """The first frame of a slot that is as it should be."""
    async with asyncio.timeout(seconds):
        while not so(frame := (await frames(slot, 1, seconds))[0]):
            continue
    return frame


async def sockets_closed(before: int) -> None:
    """Wait until no more are open than before: libraries close some a little later, and others' may end meanwhile."""
    await until(lambda: open_sockets() <= before)


async def until(done: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that nobody announces."""
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def open_sockets() -> int:
    """How many sockets of this process are open."""
    return sum(1 for thing in gc.get_objects() if type(thing).__name__ == "socket" and thing.fileno() != -1)
