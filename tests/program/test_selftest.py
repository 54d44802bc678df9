from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager

import pytest

from tests.fakes.camera import FakeCamera
from tests.fakes.clock import FakeClock
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.base.loop import CoreLoop
from vardklient.calls.network.addresses import Seen
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows import selfcheck
from vardklient.ports.camera import CameraState
from vardklient.ports.network import NetworkProgress, NetworkStage
from vardklient.program.equipment import Equipment
from vardklient.program.networks import Networks
from vardklient.program.selftest import SelfTest
from vardklient.program.trials import WATCHED, Trials

PATIENCE_S = 60.0


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
    def record(self, seconds: float, halt: threading.Event) -> NoRecording:
        return NoRecording()

    def play(self, halt: threading.Event) -> bool:
        return False

    def cancel(self) -> None:
        return


class Voice(NoEcho):
    """Records until it is halted."""

    def __init__(self) -> None:
        self.records, self.ended, self.forgotten = threading.Event(), threading.Event(), 0

    def record(self, seconds: float, halt: threading.Event) -> NoRecording:
        self.records.set()
        assert halt.wait(PATIENCE_S)
        self.ended.set()
        return NoRecording()

    def cancel(self) -> None:
        self.forgotten += 1


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
            trials=Trials(echo=NoEcho(), told=WATCHED),
            on_state=lambda _: None,
        )

    async def begin(self) -> None:
        """Begin, up to the middle of opening the devices."""
        self.selftest.begin()
        assert await asyncio.to_thread(self.microphone.opens.wait, PATIENCE_S)

    @property
    def at_rest(self) -> bool:
        devices = (self.equipment.camera, self.equipment.microphone, self.equipment.speaker)
        return not self.watch.works and all(device.state.value == "closed" for device in devices)


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
    """Listens until the test lets it, or it is given up.

    Attributes:
        runs: how often it was begun; `halted` how often it was given up, `ended` how often it has come to its end.
    """

    def __init__(self) -> None:
        self.listens, self.go = threading.Event(), threading.Event()
        self.runs = self.halted = self.ended = 0

    def listen(self, seconds: float, halt: threading.Event) -> tuple[Verdict, ...]:
        self._wait(halt)
        return (NOISE,)

    def run(self, halt: threading.Event) -> Verdict:
        self._wait(halt)
        return HEADSET

    def _wait(self, halt: threading.Event) -> None:
        self.runs += 1
        self.listens.set()
        for _ in range(round(PATIENCE_S / 0.005)):
            if halt.is_set() or self.go.wait(0.005):
                break
        self.halted += halt.is_set()
        self.ended += 1


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


def at(address: str) -> Seen:
    return Seen(frozenset({address}), frozenset({address}))


class Places:
    """The machine's addresses are what the test says; looked at all the time."""

    def __init__(self) -> None:
        self.now, self.looks = at("192.0.2.7"), 0
        self.networks = Networks(self._look, every_s=0.001)

    def _look(self) -> Seen:
        self.looks += 1
        return self.now


class Trying:
    """A self-test with trials and without watches, on the test's own loop."""

    def __init__(self, core: CoreLoop, told: frozenset[Check], speaker: str, places: Places | None) -> None:
        self.quiet, self.loop, self.line, self.places = Ear(), Ear(), Line(), places or Places()
        self.voice, self.bell = Voice(), Ear()
        self.equipment = Equipment.of(FakeCamera(), FakeMicrophone(), FakeSpeaker(speaker))
        self.seen: list[selfcheck.SelfcheckState] = []
        self.choice = CHOICE
        trials = Trials(
            echo=self.voice,
            quiet=self.quiet,
            loop=self.loop,
            network=self.line,
            chime=self.bell.run,
            known=lambda: (self.choice,),
            told=told | {Check.CAMERA_CHOICE},
        )
        self.selftest = SelfTest(
            core,
            self.equipment,
            clock=FakeClock(),
            make_watches=lambda _: (),
            trials=trials,
            networks=self.places.networks,
            on_state=self.seen.append,
        )

    def let_all_go(self) -> None:
        """Nothing takes its time."""
        for ear in (self.quiet, self.loop, self.bell):
            ear.go.set()
        self.line.go.set()

    def shown(self, check: Check) -> Advice | None:
        item = self.selftest.state.item(check)
        return item.verdict.advice if item is not None and item.verdict is not None else None

    async def until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not so():  # noqa: ASYNC110 - a condition with a deadline
                await asyncio.sleep(0.005)


@asynccontextmanager
async def trying(
    told: frozenset[Check] = frozenset(), speaker: str = "Speaker", places: Places | None = None
) -> AsyncIterator[Trying]:
    with CoreLoop() as core:
        made = Trying(core, told, speaker, places)
        try:
            yield made
        finally:
            made.let_all_go()
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
        await made.until(lambda: made.quiet.halted == 1)
        assert made.shown(Check.NOISE) is Advice.NOISE_UNSURE
        assert made.shown(Check.NETWORK) is Advice.NETWORK_UNSURE
        assert not made.selftest.state.running


async def test_nobody_to_judge_it_and_it_is_not_on_the_list() -> None:
    bare = Trials(echo=NoEcho())
    assert bare.checks == (Check.SPEAKER, Check.ECHO, Check.PLACE)


async def test_before_a_visit_only_the_picture_is_looked_at() -> None:
    async with trying(frozenset({Check.BACKLIGHT, Check.BACKGROUND})) as made:
        made.let_all_go()
        made.selftest.begin()
        await made.until(lambda: (made.line.ended, made.quiet.ended) == (1, 1))
        made.selftest.feed(selfcheck.Cancel())
        await made.until(lambda: not made.selftest.state.running)
        made.selftest.look_again()
        state = made.selftest.state
        assert [i.check for i in state.items if i.stage is selfcheck.Stage.MEASURING] == [Check.BACKLIGHT]
        made.selftest.feed(selfcheck.Cancel())
        await made.selftest.hide()
        assert (made.line.runs, made.quiet.runs) == (1, 1)


async def test_another_network_is_tested_when_somebody_looks() -> None:
    async with trying() as made:
        made.let_all_go()
        made.selftest.begin()
        await made.until(lambda: not made.selftest.state.running and made.places.looks > 0)
        made.places.now = at("198.51.100.7")
        await made.until(lambda: made.line.runs == 2)
        assert made.shown(Check.HEADSET) is Advice.HEADSET_OK


async def test_a_network_that_came_while_nobody_looked_is_tested_with_the_next_look_also_of_other_devices() -> None:
    places = Places()
    async with trying(places=places) as before, trying(places=places) as made:
        for one in (before, made):
            one.let_all_go()
        before.selftest.begin()
        await before.until(lambda: not before.selftest.state.running and places.looks > 0)
        await before.selftest.hide()
        looks = places.looks  # and one that a thread may just have begun
        places.now = at("198.51.100.7")
        await asyncio.sleep(0.05)
        assert places.looks <= looks + 1, "nobody looks at the network while nobody looks at the test"
        made.selftest.go_on_from(before.selftest.state)
        await made.until(lambda: made.line.runs == 1)


async def test_what_changes_during_a_test_is_tested_after_it() -> None:
    async with trying() as made:
        made.selftest.begin()
        await made.until(lambda: made.quiet.listens.is_set() and made.places.looks > 0)
        made.places.now = at("198.51.100.7")
        await made.until(lambda: made.places.networks.number == 1)
        assert made.line.runs == 1, "what is under way goes on"
        made.let_all_go()
        await made.until(lambda: made.line.runs == 2)


async def test_what_changed_in_a_test_that_the_user_cancelled_waits_for_the_next_look() -> None:
    async with trying() as made:
        made.selftest.begin()
        await made.until(lambda: made.quiet.listens.is_set() and made.places.looks > 0)
        made.places.now = at("198.51.100.7")
        await made.until(lambda: made.places.networks.number == 1)
        made.selftest.feed(selfcheck.Cancel())
        await made.until(lambda: made.quiet.ended == 1)
        assert not made.selftest.state.running
        made.selftest.look_again()
        await made.until(lambda: made.line.runs == 2)


async def test_with_another_device_only_what_it_changes_is_tested_again() -> None:
    async with trying() as before, trying(speaker="Other") as made:
        for one in (before, made):
            one.let_all_go()
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
        made.bell.go.set()
        made.selftest.feed(selfcheck.StartChime())
        await made.until(lambda: made.selftest.state.chime is selfcheck.SpeakerStage.ASKING)
        assert made.bell.runs == 1


# ---------------------------------------------------------------- giving up


async def test_what_is_given_up_on_a_worker_has_ended_there() -> None:
    async with trying() as made:
        made.selftest.begin()
        await made.until(made.quiet.listens.is_set)
        await made.selftest.hide()
        assert (made.quiet.halted, made.quiet.ended) == (1, 1)


async def test_what_is_given_up_before_its_worker_begins_is_not_run_to_its_end() -> None:
    async with trying() as made:
        with workers_busy(asyncio.get_running_loop()) as free:
            made.selftest.begin()
            await asyncio.sleep(0.01)
            hiding = asyncio.create_task(made.selftest.hide())
            await asyncio.sleep(0.01)
            free.set()
            await hiding
        assert made.quiet.runs == made.quiet.halted == made.quiet.ended


async def test_the_chime_can_be_given_up() -> None:
    async with trying() as made:
        made.selftest.begin()
        made.selftest.feed(selfcheck.Cancel())
        made.selftest.feed(selfcheck.StartChime())
        await made.until(made.bell.listens.is_set)
        await made.selftest.hide()
        assert (made.bell.halted, made.bell.ended) == (1, 1)


@pytest.mark.parametrize("why", ["cancelled", "another look", "hidden"])
async def test_a_voice_is_forgotten_at_once_when_the_test_goes_another_way(why: str) -> None:
    async with trying() as made:
        made.let_all_go()
        made.selftest.begin()
        await made.until(lambda: not made.selftest.state.running and made.places.looks > 0)
        made.selftest.feed(selfcheck.StartEcho())
        await made.until(made.voice.records.is_set)
        forgotten = made.voice.forgotten
        hiding = None
        if why == "cancelled":
            made.selftest.feed(selfcheck.Cancel())
        elif why == "hidden":
            hiding = asyncio.create_task(made.selftest.hide())
            await asyncio.sleep(0)
        else:
            made.selftest.look_again()
        assert made.voice.forgotten > forgotten
        await made.until(made.voice.ended.is_set)
        if hiding is not None:
            await hiding


async def test_one_that_was_closed_is_shown_no_more() -> None:
    async with trying() as made:
        await made.selftest.close()
        made.selftest.begin()
        made.selftest.look_again()
        made.selftest.go_on_from(selfcheck.SelfcheckState())
        assert made.selftest.state.items == ()
        assert made.places.looks == 0


@contextmanager
def workers_busy(loop: asyncio.AbstractEventLoop) -> Iterator[threading.Event]:
    """None of the loop's workers is free until the event is set."""
    free = threading.Event()
    pool = ThreadPoolExecutor(1)
    loop.set_default_executor(pool)
    pool.submit(free.wait, PATIENCE_S)
    try:
        yield free
    finally:
        free.set()


async def test_that_the_wanted_camera_is_not_there_is_known_when_it_has_been_opened() -> None:
    async with trying() as made:
        made.selftest.begin()
        await made.until(lambda: made.shown(Check.CAMERA_CHOICE) is CHOICE.advice)
        made.choice = selfcheck.unsure(Check.CAMERA_CHOICE)
        camera = made.equipment.camera
        assert isinstance(camera, FakeCamera)
        camera.become(CameraState.MISSING)
        await made.until(lambda: made.shown(Check.CAMERA_CHOICE) is Advice.CAMERA_CHOICE_UNSURE)
