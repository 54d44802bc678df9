from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.fakes.camera import FakeCamera
from tests.fakes.clock import FakeClock
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.base.loop import CoreLoop
from vardklient.domain.verdict import Verdict
from vardklient.program.equipment import Equipment
from vardklient.program.selftest import SelfTest
from vardklient.program.trials import WATCHED, Trials

PATIENCE_S = 10.0


class Watch:
    """Works from start to stop."""

    def __init__(self) -> None:
        self.works = False
        self.starts = 0

    def start(self) -> None:
        self.works = True
        self.starts += 1

    def stop(self) -> None:
        self.works = False


class SlowMicrophone(FakeMicrophone):
    """Takes its time to open: `opens` is set when it has begun to, and it is open when `go` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.opens, self.go = threading.Event(), threading.Event()

    def start(self) -> None:
        self.opens.set()
        assert self.go.wait(PATIENCE_S)
        super().start()


class NoRecording:
    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return ()

    @property
    def audible(self) -> bool:
        return False


class NoEcho:
    def record(self, seconds: float) -> NoRecording:
        return NoRecording()

    def play(self) -> bool:
        return False

    def cancel(self) -> None:
        return


class Bench:
    """A self-test on fake devices, whose core is the test's own loop."""

    def __init__(self, core: CoreLoop) -> None:
        self.microphone, self.watch = SlowMicrophone(), Watch()
        self.equipment = Equipment.of(FakeCamera(), self.microphone, FakeSpeaker())
        self.selftest = SelfTest(
            core,
            self.equipment,
            clock=FakeClock(),
            make_watches=lambda _: (self.watch,),
            trials=Trials(echo=NoEcho(), watched=WATCHED),
            on_state=lambda _: None,
        )

    async def begin(self) -> None:
        """Begin, up to the middle of opening the devices."""
        self.selftest.begin()
        assert await asyncio.to_thread(self.microphone.opens.wait, PATIENCE_S)

    @property
    def at_rest(self) -> bool:
        return not self.watch.works and not any(hold.held for hold in self.equipment.holds)


@asynccontextmanager
async def bench() -> AsyncIterator[Bench]:
    with CoreLoop() as core:
        made = Bench(core)
        try:
            yield made
        finally:
            made.microphone.go.set()
            await made.selftest.close()


async def test_what_is_hidden_while_the_devices_open_lets_them_go_afterwards() -> None:
    """Without a camera the test is over, and hidden, before the last device has opened."""
    async with bench() as made:
        await made.begin()
        hiding = asyncio.create_task(made.selftest.hide())
        await asyncio.sleep(0)
        made.microphone.go.set()
        await hiding
        assert made.watch.starts == 1
        assert made.at_rest


async def test_what_is_closed_while_the_devices_open_lets_them_go_too() -> None:
    async with bench() as made:
        await made.begin()
        hiding = asyncio.create_task(made.selftest.hide())
        closing = asyncio.create_task(made.selftest.close())
        await asyncio.sleep(0)
        hiding.cancel()
        made.microphone.go.set()
        await closing
        with pytest.raises(asyncio.CancelledError):
            await hiding
        assert made.at_rest


async def test_what_is_hidden_before_the_devices_open_never_opens_them() -> None:
    async with bench() as made:
        made.selftest.begin()
        await made.selftest.hide()
        assert not made.microphone.opens.is_set()
        assert made.at_rest


async def test_shown_again_it_works_again() -> None:
    async with bench() as made:
        made.microphone.go.set()
        await made.begin()
        await made.selftest.hide()
        made.microphone.opens.clear()
        await made.begin()
        await made.selftest.close()
        assert made.watch.starts == 2
        assert made.at_rest
