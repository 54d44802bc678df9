"""The self-test in progress: the devices, the watches and the trials feed its flow."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from vardklient.base.log import unexpected
from vardklient.domain.verdict import Check, Verdict
from vardklient.flows import selfcheck
from vardklient.flows.driver import Driver
from vardklient.ports.camera import CameraState
from vardklient.ports.clock import Clock
from vardklient.ports.network import NetworkProgress
from vardklient.program.equipment import Equipment
from vardklient.program.journal import Journal
from vardklient.program.networks import Networks
from vardklient.program.trials import Trials, Watch

if TYPE_CHECKING:
    from vardklient.base.loop import CoreLoop

HOLDER = "selfcheck"

T = TypeVar("T")


class SelfTest:
    """Runs the self-test. All methods belong to the core loop.

    What takes its time (the quiet second, our own sound, the echo, the network) goes on side by side, each in a task of
    its own that can be given up; what blocks is on a worker, and has ended there when it has been given up.

    Args:
        equipment: the devices; held while the test is shown.
        watches: made with functions to report to: verdicts with their time, and the sound level.
        trials: what can be carried out besides.
        place: what tells this place from others.
        networks: tells the network from others; None: nobody does. Watched while the test is shown.
        on_state: told every snapshot.
    """

    def __init__(
        self,
        core: CoreLoop,
        equipment: Equipment,
        *,
        clock: Clock,
        make_watches: Callable[[Reporter], tuple[Watch, ...]],
        trials: Trials,
        on_state: Callable[[selfcheck.SelfcheckState], None],
        place: Callable[[], str] = str,
        networks: Networks | None = None,
    ) -> None:
        self._core, self._equipment, self._trials = core, equipment, trials
        self._on_state, self._place, self._networks = on_state, place, networks
        self._journal = Journal()
        self._watching: asyncio.Task[None] | None = None
        self._driver: Driver[selfcheck.SelfcheckState, selfcheck.SelfcheckEvent, selfcheck.SelfcheckEffect] = Driver(
            selfcheck.step,
            selfcheck.SelfcheckState(),
            clock=clock,
            carry_out=self._carry_out,
            on_state=self._changed,
            on_fault=_log_fault,
        )
        self._watches = make_watches(Reporter(self._post))
        self._shown = self._closed = self._running = self._enough = False
        self._tests: set[asyncio.Task[None]] = set()
        # taking and letting go go on in threads; the one must not overtake the other
        self._turn = asyncio.Lock()
        equipment.camera.on_state(self._camera_changed)
        equipment.microphone.on_state(lambda state: self._post(selfcheck.MicrophoneChanged(state)))
        equipment.speaker.on_state(lambda state: self._post(selfcheck.SpeakerChanged(state)))

    @property
    def state(self) -> selfcheck.SelfcheckState:
        """The snapshot now."""
        return self._driver.state

    def _changed(self, state: selfcheck.SelfcheckState) -> None:
        self._journal.selfcheck(state)
        self._on_state(state)
        before, self._running = self._running, state.running
        if before and not state.running and not self._enough:
            asyncio.get_running_loop().call_soon(self.notice)  # what has become another one meanwhile

    def _camera_changed(self, state: CameraState) -> None:
        """On any thread. Whether there is the camera that was wanted is known only when it has been opened."""
        self._post(selfcheck.CameraChanged(state))
        self._core.post(self.know_devices)

    def _post(self, event: selfcheck.SelfcheckEvent) -> None:
        self._core.post(self._driver.feed, event)

    def feed(self, event: selfcheck.SelfcheckEvent) -> None:
        """Take one event from the user. What has changed in a test that he has cancelled waits for the next look."""
        self._enough = isinstance(event, selfcheck.Cancel)
        if self._enough:
            self._trials.echo.cancel()
        self._driver.feed(event)
        self._enough = False

    # ------------------------------------------------------------ beginning and ending

    def _setup(self) -> selfcheck.Setup:
        used, network = self._equipment, "" if self._networks is None else str(self._networks.number)
        return selfcheck.Setup(used.camera.name, used.microphone.name, used.speaker.name, self._place(), network)

    def _show(self) -> bool:
        """Somebody looks; False if there is nothing to look at any more."""
        if self._closed:
            return False
        self._shown = True
        if self._watching is None and self._networks is not None:
            self._watching = asyncio.get_running_loop().create_task(self._watch_network(self._networks))
            self._watching.add_done_callback(self._done)
        return True

    async def _watch_network(self, networks: Networks) -> None:
        async for _ in networks.moves():
            self.notice()

    def begin(self) -> None:
        """Start (again) from the beginning, with the devices as they are."""
        if not self._show():
            return
        self._trials.echo.cancel()
        self._driver.feed(selfcheck.Start(self._trials.checks, self._setup()))
        self.know_devices()

    def go_on_from(self, before: selfcheck.SelfcheckState) -> None:
        """The devices are others than in that test: only what they change is tested again."""
        if not before.items:
            self.begin()
        elif self._show():
            self._recheck(selfcheck.due(before.setup, self._setup()), before)

    def look_again(self) -> None:
        """A visit is near: a short look at what may have changed since the last test."""
        if not self.state.items:
            self.begin()
        elif self._show():
            self._recheck(selfcheck.due(self.state.setup, self._setup(), sun=True), self.state)

    def notice(self) -> None:
        """A device, the network or the place may be another: if so, and if somebody looks, what it changes is tested.

        If nobody looks it is tested with the next look; a test that is under way goes on, and then this is asked again.
        """
        wanted = selfcheck.due(self.state.setup, self._setup())
        if wanted and self._shown and self.state.items and not self.state.running:
            self._recheck(wanted, self.state)

    def _recheck(self, wanted: tuple[Check, ...], before: selfcheck.SelfcheckState) -> None:
        there = self._trials.checks
        due = tuple(check for check in wanted if check in there)
        kept = tuple(replace(item, share=None, rival=None) for item in before.items if item.check in there)
        # what was broken off is tested too
        due += tuple(i.check for i in kept if i.check not in due and i.stage is not selfcheck.Stage.VERDICT)
        self._trials.echo.cancel()
        self._driver.feed(selfcheck.Recheck(due, self._setup(), kept, before.private))
        self.know_devices()

    def know_devices(self) -> None:
        """Something was plugged in or out, or another device is the system's choice."""
        if self.state.items:
            self._driver.feed(selfcheck.Told(self._trials.known()))

    async def hide(self) -> None:
        """Nobody looks any more: watch no longer and let go of the devices."""
        if not self._shown:
            return
        self._shown = False
        self._driver.feed(selfcheck.Cancel())
        await self._leave()

    async def close(self) -> None:
        """End it; the devices are let go, also by a `hide` that is still under way."""
        self._shown, self._closed = False, True
        await self._leave()
        await self._driver.close()

    async def _leave(self) -> None:
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.cancel()
        await self._give_up()
        async with self._turn:
            if not self._shown:  # nobody has come back meanwhile
                await asyncio.to_thread(self._let_go)

    def _let_go(self) -> None:
        for watch in self._watches:
            watch.stop()
        self._equipment.leave(HOLDER)

    def _take(self) -> None:
        self._equipment.take(HOLDER)
        for watch in self._watches:
            watch.start()

    # ------------------------------------------------------------ effects

    async def _carry_out(self, effect: selfcheck.SelfcheckEffect) -> None:
        match effect:
            case selfcheck.OpenDevices():
                async with self._turn:
                    if self._shown:
                        await asyncio.to_thread(self._take)
            case selfcheck.StopTests():
                await self._give_up()
            case _:
                self._start_test(effect)

    def _start_test(self, effect: selfcheck.SelfcheckEffect) -> None:
        if not self._shown:
            return
        match effect:
            case selfcheck.ListenQuietly(seconds):
                self._spawn(self._listen(seconds))
            case selfcheck.RunLoop():
                self._spawn(self._loop())
            case selfcheck.MeasureNetwork():
                self._spawn(self._measure_network())
            case selfcheck.PlayChime():
                self._spawn(self._play_chime())
            case selfcheck.RecordEcho(seconds):
                self._spawn(self._record_echo(seconds))
            case selfcheck.PlayEcho():
                self._spawn(self._play_echo())
            case _:
                pass

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tests.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tests.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            unexpected(fault)

    async def _give_up(self) -> None:
        """What listens, plays or measures by itself has ended when this returns, and tells nothing more."""
        tests = tuple(self._tests)
        self._trials.echo.cancel()
        for task in tests:
            task.cancel()
        await asyncio.gather(*tests, return_exceptions=True)

    async def _on_worker(self, work: Callable[[threading.Event], T]) -> T:
        """What this gives. If it is given up, the work is told to halt, and has ended when this does.

        Each run has an event of its own: one that is given up before its worker begins must not run all the same.
        """
        halt = threading.Event()
        working = asyncio.ensure_future(asyncio.to_thread(work, halt))
        try:
            return await asyncio.shield(working)
        except asyncio.CancelledError:
            halt.set()
            await asyncio.gather(working, return_exceptions=True)
            raise

    async def _listen(self, seconds: float) -> None:
        quiet = self._trials.quiet
        verdicts = () if quiet is None else await self._on_worker(lambda halt: quiet.listen(seconds, halt))
        self._driver.feed(selfcheck.QuietHeard(verdicts))

    async def _loop(self) -> None:
        loop = self._trials.loop
        heard = selfcheck.unsure(Check.HEADSET) if loop is None else await self._on_worker(loop.run)
        self._driver.feed(selfcheck.LoopHeard(heard))

    async def _record_echo(self, seconds: float) -> None:
        recording = await self._on_worker(lambda halt: self._trials.echo.record(seconds, halt))
        self._driver.feed(selfcheck.EchoRecorded(recording.verdicts, recording.audible))

    async def _play_echo(self) -> None:
        await self._on_worker(self._trials.echo.play)
        self._driver.feed(selfcheck.EchoPlayed())

    async def _measure_network(self) -> None:
        def tell(progress: NetworkProgress) -> None:
            self._driver.feed(selfcheck.Progressed(Check.NETWORK, progress.share))

        network = self._trials.network
        verdict = selfcheck.unsure(Check.NETWORK) if network is None else await network.run(tell)
        self._driver.feed(selfcheck.Told((verdict,)))

    async def _play_chime(self) -> None:
        if self._trials.chime is not None:
            await self._on_worker(self._trials.chime)
        self._driver.feed(selfcheck.ChimePlayed())


class Reporter:
    """What the watches report to; safe from any thread."""

    def __init__(self, post: Callable[[selfcheck.SelfcheckEvent], None]) -> None:
        self._post = post

    def verdicts(self, verdicts: tuple[Verdict, ...], at_s: float) -> None:
        """Verdicts, and the monotonic time at which they held."""
        for verdict in verdicts:
            self._post(selfcheck.Measured(verdict, at_s))

    def level(self, level_dbfs: float) -> None:
        """The microphone's level."""
        self._post(selfcheck.LevelHeard(level_dbfs))


def _log_fault(_effect: selfcheck.SelfcheckEffect, fault: BaseException) -> None:
    unexpected(fault)
