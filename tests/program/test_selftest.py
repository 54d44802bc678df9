from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.fakes.camera import FakeCamera
from tests.fakes.clock import FakeClock
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.base.loop import CoreLoop
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows import selfcheck
from vardklient.ports.network import NetworkProgress, NetworkStage
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


# ---------------------------------------------------------------- the trials


NOISE = Verdict(Check.NOISE, Severity.GREEN, Advice.NOISE_OK)
HEADSET = Verdict(Check.HEADSET, Severity.GREEN, Advice.HEADSET_OK)
NETWORK = Verdict(Check.NETWORK, Severity.YELLOW, Advice.NETWORK_WIRELESS)
CHOICE = Verdict(Check.CAMERA_CHOICE, Severity.GREEN, Advice.CAMERA_CHOICE_OK)


class Ear:
    """Listens until the test lets it, or it is given up."""

    def __init__(self) -> None:
        self.listens, self.go = threading.Event(), threading.Event()
        self.cancelled = False

    def listen(self, seconds: float) -> tuple[Verdict, ...]:
        self.listens.set()
        assert self.go.wait(PATIENCE_S)
        return (NOISE,)

    def run(self) -> Verdict:
        self.listens.set()
        assert self.go.wait(PATIENCE_S)
        return HEADSET

    def cancel(self) -> None:
        self.cancelled = True
        self.go.set()


class Line:
    """A network whose test ends when the test lets it."""

    def __init__(self) -> None:
        self.go, self.runs, self.ended = asyncio.Event(), 0, 0

    async def run(self, tell: Callable[[NetworkProgress], None]) -> Verdict:
        self.runs += 1
        tell(NetworkProgress(NetworkStage.MEDIA, 0.5))
        try:
            await self.go.wait()
        finally:
            self.ended += 1
        return NETWORK


class Moves:
    """Another network whenever the test says so."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[None] = asyncio.Queue()

    async def __aiter__(self) -> AsyncIterator[None]:
        while True:
            yield await self.told.get()


class Trying:
    """A self-test with trials and without watches, on the test's own loop."""

    def __init__(self, core: CoreLoop, watched: frozenset[Check], speaker: str) -> None:
        self.quiet, self.loop, self.line, self.moves = Ear(), Ear(), Line(), Moves()
        self.chimes = 0
        self.equipment = Equipment.of(FakeCamera(), FakeMicrophone(), FakeSpeaker(speaker))
        self.seen: list[selfcheck.SelfcheckState] = []
        trials = Trials(
            echo=NoEcho(),
            quiet=self.quiet,
            loop=self.loop,
            network=self.line,
            chime=self._ring,
            known=lambda: (CHOICE,),
            watched=watched,
        )
        self.selftest = SelfTest(
            core,
            self.equipment,
            clock=FakeClock(),
            make_watches=lambda _: (),
            trials=trials,
            moves=lambda: self.moves.__aiter__(),
            on_state=self.seen.append,
        )

    def _ring(self) -> None:
        self.chimes += 1

    def shown(self, check: Check) -> Advice | None:
        item = self.selftest.state.item(check)
        return item.verdict.advice if item is not None and item.verdict is not None else None

    async def until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not so():  # noqa: ASYNC110 - a condition with a deadline
                await asyncio.sleep(0.005)


@asynccontextmanager
async def trying(watched: frozenset[Check] = frozenset(), speaker: str = "Speaker") -> AsyncIterator[Trying]:
    with CoreLoop() as core:
        made = Trying(core, watched, speaker)
        try:
            yield made
        finally:
            made.quiet.go.set()
            made.loop.go.set()
            await made.selftest.close()


async def test_quiet_own_sound_and_network_go_on_side_by_side() -> None:
    async with trying() as made:
        made.selftest.begin()
        assert made.shown(Check.CAMERA_CHOICE) is Advice.CAMERA_CHOICE_OK
        await made.until(made.quiet.listens.is_set)
        assert made.line.runs == 1
        network = made.selftest.state.item(Check.NETWORK)
        assert network is not None
        assert network.share == 0.5
        made.quiet.go.set()
        await made.until(made.loop.listens.is_set)
        assert made.shown(Check.NOISE) is Advice.NOISE_OK
        made.line.go.set()
        made.loop.go.set()
        await made.until(lambda: not made.selftest.state.running)
        assert made.shown(Check.HEADSET) is Advice.HEADSET_OK
        assert made.shown(Check.NETWORK) is Advice.NETWORK_WIRELESS


async def test_cancelled_everything_is_given_up_and_says_nothing_more() -> None:
    async with trying() as made:
        made.selftest.begin()
        await made.until(made.quiet.listens.is_set)
        made.selftest.feed(selfcheck.Cancel())
        await made.until(lambda: made.line.ended == 1)
        assert made.quiet.cancelled
        assert made.shown(Check.NOISE) is Advice.NOISE_UNSURE
        assert made.shown(Check.NETWORK) is Advice.NETWORK_UNSURE
        assert not made.selftest.state.running


async def test_nobody_to_judge_it_and_it_is_not_on_the_list() -> None:
    bare = Trials(echo=NoEcho())
    assert bare.checks == (Check.SPEAKER, Check.ECHO, Check.PLACE)


async def test_before_a_visit_only_the_picture_is_looked_at() -> None:
    async with trying(frozenset({Check.BACKLIGHT, Check.BACKGROUND})) as made:
        made.selftest.begin()
        for go in (made.quiet.go.set, made.loop.go.set, made.line.go.set):
            go()
        made.selftest.feed(selfcheck.Cancel())
        await made.until(lambda: not made.selftest.state.running)
        made.selftest.look_again()
        await asyncio.sleep(0)
        state = made.selftest.state
        assert [i.check for i in state.items if i.stage is selfcheck.Stage.MEASURING] == [Check.BACKLIGHT]
        assert made.line.runs <= 1


async def test_another_network_is_tested_when_somebody_looks() -> None:
    async with trying() as made:
        made.quiet.go.set()
        made.loop.go.set()
        made.line.go.set()
        made.selftest.begin()
        await made.until(lambda: not made.selftest.state.running)
        made.moves.told.put_nowait(None)
        await made.until(lambda: made.line.runs == 2)
        assert made.shown(Check.HEADSET) is Advice.HEADSET_OK


async def test_with_another_device_only_what_it_changes_is_tested_again() -> None:
    async with trying() as before, trying(speaker="Other") as made:
        for one in (before, made):
            one.quiet.go.set()
            one.loop.go.set()
            one.line.go.set()
        before.selftest.begin()
        await before.until(lambda: not before.selftest.state.running)
        made.selftest.go_on_from(before.selftest.state)
        await made.until(lambda: not made.selftest.state.running)
        assert made.line.runs == 0
        assert not made.quiet.listens.is_set()
        assert made.loop.listens.is_set()
        assert made.shown(Check.NOISE) is Advice.NOISE_OK


async def test_the_loudspeaker_is_tried() -> None:
    async with trying() as made:
        made.selftest.begin()
        made.selftest.feed(selfcheck.Cancel())
        made.selftest.feed(selfcheck.StartChime())
        await made.until(lambda: made.selftest.state.chime is selfcheck.SpeakerStage.ASKING)
        assert made.chimes == 1
