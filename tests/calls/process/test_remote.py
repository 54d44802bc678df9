"""The engine in a process of its own, from the side of the window's program: what happens when it dies."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.calls.parts import BarCamera, frames, until
from tests.fakes.engine import OFFER_SDP
from vardklient.base.errors import CallError
from vardklient.base.slot import Slot
from vardklient.calls.process.remote import RemoteEngine
from vardklient.ports.camera import Frame
from vardklient.ports.devices import Device, DeviceList
from vardklient.ports.engine import (
    ClosePeer,
    Described,
    EngineEvent,
    EngineFailed,
    HeadsetProved,
    KnowDevices,
    MediaChanged,
    MediaState,
    OpenPeer,
    SendPicture,
    SoundChanged,
    TakeDescription,
    UseSound,
)
from vardklient.ports.sound import SoundState

PEER = "somebody"
DEVICES = DeviceList(microphones=(Device("m1", "A microphone", True),))


def command(kind: str = "mirror") -> list[str]:
    return [sys.executable, "-m", "tests.calls.process.engine", kind]


class Ear:
    """What an engine said."""

    def __init__(self, engine: RemoteEngine) -> None:
        self.events: list[EngineEvent] = []
        self._news = asyncio.Event()
        engine.on_event(self._hear)

    def _hear(self, event: EngineEvent) -> None:
        self.events.append(event)
        self._news.set()

    async def until(self, done: Callable[[], bool], seconds: float = 60.0) -> None:
        async with asyncio.timeout(seconds):
            while not done():
                self._news.clear()
                await self._news.wait()

    async def hear(self, event: EngineEvent, times: int = 1) -> None:
        await self.until(lambda: self.events.count(event) >= times)


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@asynccontextmanager
async def remote(kind: str = "mirror", clock: Clock | None = None) -> AsyncIterator[tuple[RemoteEngine, Ear]]:
    camera = BarCamera()
    engine = RemoteEngine(command(kind), camera, clock or Clock(), pauses_s=(0.0, 0.01, 0.02))
    camera.start()
    try:
        yield engine, Ear(engine)
    finally:
        await engine.close()
        camera.stop()
        assert camera.subscribed == 0
        assert engine.pid == 0
        assert not [t.name for t in threading.enumerate() if t.name.startswith("engine-")]


async def flowing(engine: RemoteEngine, ear: Ear, epoch: int = 1) -> None:
    await engine.do(OpenPeer(PEER, 0, offer=False))
    await engine.do(TakeDescription(PEER, epoch, "offer", OFFER_SDP))
    await ear.hear(MediaChanged(PEER, epoch, MediaState.FLOWING))


async def die(engine: RemoteEngine, times: int = 1) -> None:
    for _ in range(times):
        await until(lambda: engine.pid != 0)
        pid = engine.pid
        os.kill(pid, signal.SIGKILL)
        await until(lambda pid=pid: engine.pid != pid)  # type: ignore[misc]


def in_shared_memory() -> set[str]:
    """Memory with a name; what sound servers and browsers of other tests have there is not ours."""
    theirs = ("pulse-shm", "org.chromium", ".org.chromium")
    return {path.name for path in Path("/dev/shm").iterdir() if not path.name.startswith(theirs)}


async def test_after_a_death_the_next_one_knows_what_the_first_was_told() -> None:
    async with remote() as (engine, ear):
        screen: Slot[Frame] = Slot()
        engine.watch(PEER, screen)
        await engine.do(KnowDevices(DEVICES))
        await engine.do(UseSound("", "A loudspeaker"))
        await engine.do(SendPicture(False))
        await flowing(engine, ear, 3)
        await frames(screen, 3)
        sound = SoundChanged(SoundState.RUNNING, SoundState.RUNNING, "A microphone", "A loudspeaker")
        await ear.hear(sound)
        first = engine.pid
        await die(engine)
        await ear.hear(MediaChanged(PEER, 3, MediaState.LOST))
        await ear.hear(sound, times=2)
        assert engine.pid not in (0, first)
        # the call asks for a new connection, and an older one is not made any more
        said = len(ear.events)
        await engine.do(TakeDescription(PEER, 2, "offer", OFFER_SDP))
        await engine.do(TakeDescription(PEER, 4, "offer", OFFER_SDP))
        await ear.hear(MediaChanged(PEER, 4, MediaState.FLOWING))
        assert [e.epoch for e in ear.events[said:] if isinstance(e, Described)] == [4]
        screen.take()
        seen = await frames(screen, 3)
        assert not seen[-1].pixels[:, :, :3].any(), "the picture is still off"
        statistics = await engine.statistics(PEER)
        assert statistics is not None
        assert statistics.rejoins == 1


async def test_what_is_said_while_there_is_no_process_is_not_lost() -> None:
    async with remote() as (engine, ear):
        await flowing(engine, ear)
        ear.events.clear()
        os.kill(engine.pid, signal.SIGKILL)
        await ear.hear(MediaChanged(PEER, 1, MediaState.LOST))
        assert engine.pid == 0
        assert await engine.statistics(PEER) is None
        await engine.do(TakeDescription(PEER, 2, "offer", OFFER_SDP))
        await ear.hear(MediaChanged(PEER, 2, MediaState.FLOWING))


async def test_whoever_leaves_while_there_is_no_process_is_gone() -> None:
    async with remote() as (engine, ear):
        await flowing(engine, ear)
        os.kill(engine.pid, signal.SIGKILL)
        await ear.hear(MediaChanged(PEER, 1, MediaState.LOST))
        await engine.do(TakeDescription(PEER, 2, "offer", OFFER_SDP))
        await engine.do(ClosePeer(PEER))
        await ear.until(lambda: MediaState.CLOSED in [e.state for e in ear.events if isinstance(e, MediaChanged)])
        await engine.start()
        await engine.do(TakeDescription(PEER, 3, "offer", OFFER_SDP))
        assert await engine.statistics(PEER) is None


async def test_the_third_death_within_a_minute_is_a_failure_and_the_fourth_the_end() -> None:
    failed = EngineFailed("", "engine_died")
    async with remote() as (engine, ear):
        await flowing(engine, ear)
        await die(engine, 2)
        await until(lambda: engine.pid != 0)
        assert failed not in ear.events
        await die(engine)
        await ear.hear(failed)
        await die(engine)
        await ear.hear(failed, times=2)
        assert engine.pid == 0
        await engine.do(OpenPeer(PEER, 9, offer=False))
        assert engine.pid == 0, "no more by itself"
        await engine.start()
        assert engine.pid != 0, "but when it is asked to"


async def test_deaths_long_ago_do_not_count() -> None:
    clock = Clock()
    async with remote(clock=clock) as (engine, ear):
        await engine.start()
        for _ in range(5):
            await die(engine)
            clock.now_s += 31
        await engine.start()
        assert not [e for e in ear.events if isinstance(e, EngineFailed)]


@pytest.mark.parametrize("kind", ["broken", "babbling"])
async def test_an_engine_that_cannot_start_says_so(kind: str) -> None:
    async with remote(kind) as (engine, ear):
        with pytest.raises(CallError):
            await engine.start()
        assert EngineFailed("", "engine_died") in ear.events


async def test_an_engine_that_is_not_there_says_so() -> None:
    engine = RemoteEngine(["/nonexistent/engine"], BarCamera(), Clock(), pauses_s=(0.0, 0.01, 0.02))
    with pytest.raises(CallError):
        await engine.start()
    await engine.close()


async def test_one_that_hangs_is_killed() -> None:
    async with remote() as (engine, ear):
        await flowing(engine, ear)
        await engine.do(OpenPeer("sleep", 1, offer=True))
        await engine.close()
        assert MediaChanged(PEER, 1, MediaState.CLOSED) in ear.events


async def test_one_that_hangs_in_a_call_is_taken_for_dead() -> None:
    camera = BarCamera()
    engine = RemoteEngine(command(), camera, pauses_s=(0.0, 0.01, 0.02), pulse_s=1.0)
    ear = Ear(engine)
    try:
        await flowing(engine, ear)
        await engine.do(OpenPeer("sleep", 1, offer=True))
        await ear.hear(MediaChanged(PEER, 1, MediaState.LOST))
        await engine.do(ClosePeer("sleep"))
        await engine.do(TakeDescription(PEER, 2, "offer", OFFER_SDP))
    finally:
        await engine.close()


async def test_it_may_be_started_again_after_it_was_closed() -> None:
    async with remote() as (engine, ear):
        await flowing(engine, ear)
        await engine.close()
        assert engine.pid == 0
        ear.events.clear()
        await flowing(engine, ear)


async def test_closing_while_it_starts() -> None:
    async with remote() as (engine, _):
        starting = asyncio.ensure_future(engine.start())
        await asyncio.sleep(0)
        assert engine.pid != 0
        await engine.close()
        with pytest.raises(CallError):
            await starting


async def test_the_camera_is_subscribed_to_only_while_somebody_is_sent_it() -> None:
    camera = BarCamera()
    engine = RemoteEngine(command("good"), camera)
    await engine.start()
    assert camera.subscribed == 0
    await engine.do(OpenPeer(PEER, 1, offer=True))
    await until(lambda: camera.subscribed == 1)
    await engine.do(ClosePeer(PEER))
    await until(lambda: camera.subscribed == 0)
    await engine.close()


async def test_the_figures_tell_what_the_process_takes() -> None:
    async with remote() as (engine, ear):
        await flowing(engine, ear)
        statistics = await engine.statistics(PEER)
        assert statistics is not None
        assert statistics.cpu_cores is not None
        assert statistics.rss_mb is None or statistics.rss_mb > 5


async def test_the_desk_hears_of_the_headset() -> None:
    async with remote() as (engine, ear):
        await engine.start()
        await engine.do(HeadsetProved("Jabra in", "Jabra out"))
        await ear.hear(SoundChanged(SoundState.CLOSED, SoundState.CLOSED, "Jabra in", "Jabra out"))


@pytest.mark.skipif(sys.platform != "linux", reason="platform: Linux keeps shared memory in a folder")
async def test_nothing_stays_in_shared_memory() -> None:
    before = in_shared_memory()
    async with remote() as (engine, ear):
        await flowing(engine, ear)
        assert in_shared_memory() <= before
        await die(engine)
        assert in_shared_memory() <= before
    assert in_shared_memory() <= before
