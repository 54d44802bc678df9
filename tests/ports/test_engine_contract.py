"""What every call engine promises, run against the fake and the real one, so that the fake cannot drift."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol

import numpy as np
import pytest

from tests.calls.parts import BarCamera, End, frames
from tests.fakes.engine import ANSWER_SDP, OFFER_SDP, LoopbackEngine
from vardklient.base.slot import Slot
from vardklient.calls.process.remote import RemoteEngine
from vardklient.ports.camera import Frame
from vardklient.ports.engine import (
    CallEngine,
    ClosePeer,
    Described,
    EngineEvent,
    MediaChanged,
    MediaState,
    OpenPeer,
    SendPicture,
    SendSound,
    TakeCandidate,
    TakeDescription,
)

PEER = "somebody"


class OtherSide(Protocol):
    """Whoever is at the other end: answers our offers, and offers when asked."""

    async def offer(self, epoch: int) -> None: ...

    async def answer(self, offer: Described) -> None: ...


class LoopbackSide:
    def __init__(self, engine: LoopbackEngine) -> None:
        self._engine = engine

    async def offer(self, epoch: int) -> None:
        await self._engine.do(TakeDescription(PEER, epoch, "offer", OFFER_SDP))

    async def answer(self, offer: Described) -> None:
        await self._engine.do(TakeDescription(PEER, offer.epoch, "answer", ANSWER_SDP))


class RealSide:
    """A second real engine; its answers and offers go to the engine under test."""

    def __init__(self, engine: CallEngine) -> None:
        self.end = End("other")
        self._engine = engine
        self._work: set[asyncio.Future[None]] = set()
        self.end.engine.on_event(lambda event: self._carry(event, self._engine, PEER))
        engine.on_event(lambda event: self._carry(event, self.end.engine, "us"))

    def _carry(self, event: EngineEvent, to: CallEngine, sender: str) -> None:
        """Offers of the engine under test are taken by `answer` alone."""
        if isinstance(event, Described) and (event.type == "answer" or to is self._engine):
            work = asyncio.ensure_future(to.do(TakeDescription(sender, event.epoch, event.type, event.sdp)))
            self._work.add(work)
            work.add_done_callback(self._work.discard)

    async def offer(self, epoch: int) -> None:
        await self.end.engine.do(OpenPeer("us", epoch, offer=True))

    async def answer(self, offer: Described) -> None:
        await self.end.engine.do(OpenPeer("us", offer.epoch, offer=False))
        await self.end.engine.do(TakeDescription("us", offer.epoch, offer.type, offer.sdp))


class Bench:
    """The engine under test with its other side, and what it said."""

    def __init__(self, engine: CallEngine, other: OtherSide) -> None:
        self.engine, self.other = engine, other
        self.events: list[EngineEvent] = []
        self.threads: set[int] = set()
        self.screen: Slot[Frame] = Slot()
        self._news = asyncio.Event()
        engine.on_event(self._hear)

    def _hear(self, event: EngineEvent) -> None:
        self.events.append(event)
        self.threads.add(threading.get_ident())
        self._news.set()

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not done():
                self._news.clear()
                await self._news.wait()

    async def state(self, epoch: int, state: MediaState) -> None:
        await self.until(lambda: MediaChanged(PEER, epoch, state) in self.events)

    async def described(self, epoch: int, kind: str) -> Described:
        def found() -> list[Described]:
            return [e for e in self.events if isinstance(e, Described) and (e.epoch, e.type) == (epoch, kind)]

        await self.until(lambda: bool(found()))
        return found()[0]

    async def connect(self) -> None:
        self.engine.watch(PEER, self.screen)
        await self.engine.do(OpenPeer(PEER, 0, offer=False))
        await self.other.offer(1)
        await self.state(1, MediaState.FLOWING)


@asynccontextmanager
async def loopback() -> AsyncIterator[Bench]:
    camera = BarCamera()
    engine = LoopbackEngine(camera)
    camera.start()
    try:
        yield Bench(engine, LoopbackSide(engine))
    finally:
        await engine.close()
        camera.stop()
        assert camera.subscribed == 0


@asynccontextmanager
async def real() -> AsyncIterator[Bench]:
    under_test = End("us")
    other = RealSide(under_test.engine)
    for end in (under_test, other.end):
        end.start_devices()
    try:
        yield Bench(under_test.engine, other)
    finally:
        for end in (under_test, other.end):
            await end.engine.close()
            end.stop_devices()
            assert end.camera.subscribed == 0


@asynccontextmanager
async def remote() -> AsyncIterator[Bench]:
    """The real one in a process of its own."""
    camera = BarCamera()
    under_test = RemoteEngine([sys.executable, "-m", "tests.calls.process.engine"], camera)
    other = RealSide(under_test)
    other.end.start_devices()
    camera.start()
    try:
        yield Bench(under_test, other)
    finally:
        for engine in (under_test, other.end.engine):
            await engine.close()
        other.end.stop_devices()
        camera.stop()
        assert camera.subscribed == 0


@pytest.fixture(params=[loopback, real, remote], ids=["loopback", "aiortc", "remote"])
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    async with request.param() as made:
        yield made


async def test_answers_an_offer_and_flows(bench: Bench) -> None:
    await bench.connect()
    answer = await bench.described(1, "answer")
    assert answer.sdp
    states = [e.state for e in bench.events if isinstance(e, MediaChanged)]
    assert states[:2] == [MediaState.CONNECTING, MediaState.FLOWING]
    assert bench.threads == {threading.get_ident()}, "events come on the loop"


async def test_offers_when_told_to(bench: Bench) -> None:
    await bench.engine.do(OpenPeer(PEER, 1, offer=True))
    offer = await bench.described(1, "offer")
    await bench.other.answer(offer)
    await bench.state(1, MediaState.FLOWING)


async def test_pictures_are_ready_to_paint(bench: Bench) -> None:
    await bench.connect()
    seen = await frames(bench.screen, 5)
    for frame in seen:
        assert frame.pixels.dtype == np.uint8
        assert frame.pixels.ndim == 3
        assert frame.pixels.shape[2] == 4
        assert frame.pixels.flags.c_contiguous
    assert [f.seq for f in seen] == sorted({f.seq for f in seen})


async def test_nothing_after_unwatch(bench: Bench) -> None:
    await bench.connect()
    await frames(bench.screen, 1)
    other: Slot[Frame] = Slot()
    bench.engine.watch(PEER, other)
    bench.engine.unwatch(PEER, bench.screen)
    bench.engine.unwatch("nobody", bench.screen)
    await frames(other, 2)
    bench.screen.take()
    await frames(other, 3)
    assert bench.screen.take() is None


async def test_newer_epoch_replaces_older_and_older_is_dropped(bench: Bench) -> None:
    await bench.connect()
    old = await bench.described(1, "answer")
    await bench.other.offer(2)
    await bench.state(2, MediaState.FLOWING)
    said = len(bench.events)
    await bench.engine.do(TakeDescription(PEER, 1, "offer", old.sdp))
    await bench.engine.do(OpenPeer(PEER, 1, offer=True))
    await bench.engine.do(TakeCandidate(PEER, 1, ""))
    await frames(bench.screen, 3)
    assert bench.events[said:] == []
    statistics = await bench.engine.statistics(PEER)
    assert statistics is not None
    assert statistics.rejoins == 1


async def test_strangers_are_not_answered(bench: Bench) -> None:
    await bench.engine.start()
    await bench.other.offer(1)
    await bench.engine.do(TakeCandidate(PEER, 1, ""))
    await bench.engine.do(ClosePeer(PEER))
    assert bench.events == []
    assert await bench.engine.statistics(PEER) is None


async def test_statistics_count_what_came(bench: Bench) -> None:
    await bench.connect()
    await frames(bench.screen, 3)
    statistics = await bench.engine.statistics(PEER)
    assert statistics is not None
    assert statistics.video_in.frames >= 3
    assert statistics.seconds > 0


async def test_close_peer(bench: Bench) -> None:
    await bench.connect()
    await bench.engine.do(ClosePeer(PEER))
    await bench.state(1, MediaState.CLOSED)
    assert await bench.engine.statistics(PEER) is None


async def test_close_says_so_once_and_may_be_repeated(bench: Bench) -> None:
    await bench.connect()
    await bench.engine.close()
    await bench.engine.close()
    assert bench.events.count(MediaChanged(PEER, 1, MediaState.CLOSED)) == 1
    assert await bench.engine.statistics(PEER) is None


async def test_sending_may_be_switched_at_any_time(bench: Bench) -> None:
    for command in (SendSound(False), SendPicture(False)):
        await bench.engine.do(command)
    await bench.connect()
    for command in (SendSound(True), SendPicture(True)):
        await bench.engine.do(command)
    await frames(bench.screen, 2)
