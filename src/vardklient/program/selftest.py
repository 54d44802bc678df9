"""The self-test in progress: the devices, the picture observer and the sound watch feed its flow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from vardklient.base.log import unexpected
from vardklient.domain.verdict import Verdict
from vardklient.flows import selfcheck
from vardklient.flows.driver import Driver
from vardklient.ports.clock import Clock
from vardklient.program.equipment import Equipment
from vardklient.program.journal import Journal

if TYPE_CHECKING:
    from vardklient.base.loop import CoreLoop

HOLDER = "selfcheck"


class Watch(Protocol):
    """Something that looks or listens on a thread of its own."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End."""
        ...


class Recording(Protocol):
    """What a recording has shown."""

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """On the microphone."""
        ...

    @property
    def audible(self) -> bool:
        """Is it worth playing back?"""
        ...


class Echo(Protocol):
    """Records and plays back, in memory only. Both block, and so belong on a worker."""

    def record(self, seconds: float) -> Recording:
        """Listen for so long."""
        ...

    def play(self) -> bool:
        """Play what was recorded, then forget it; False when it could not be played."""
        ...

    def cancel(self) -> None:
        """End both, and forget."""
        ...


class SelfTest:
    """Runs the self-test. All methods belong to the core loop.

    Args:
        equipment: the devices; held while the test is shown.
        watches: made with two functions to report to: verdicts with their time, and the sound level.
        on_state: told every snapshot.
    """

    def __init__(
        self,
        core: CoreLoop,
        equipment: Equipment,
        *,
        clock: Clock,
        make_watches: Callable[[Reporter], tuple[Watch, ...]],
        echo: Echo,
        on_state: Callable[[selfcheck.SelfcheckState], None],
    ) -> None:
        self._core, self._equipment, self._echo = core, equipment, echo
        self._on_state, self._journal = on_state, Journal()
        self._driver: Driver[selfcheck.SelfcheckState, selfcheck.SelfcheckEvent, selfcheck.SelfcheckEffect] = Driver(
            selfcheck.step,
            selfcheck.SelfcheckState(),
            clock=clock,
            carry_out=self._carry_out,
            on_state=self._changed,
            on_fault=_log_fault,
        )
        self._watches = make_watches(Reporter(self._post))
        self._shown = False
        # taking and letting go go on in threads; the one must not overtake the other
        self._turn = asyncio.Lock()
        equipment.camera.on_state(lambda state: self._post(selfcheck.CameraChanged(state)))
        equipment.microphone.on_state(lambda state: self._post(selfcheck.MicrophoneChanged(state)))
        equipment.speaker.on_state(lambda state: self._post(selfcheck.SpeakerChanged(state)))

    @property
    def state(self) -> selfcheck.SelfcheckState:
        """The snapshot now."""
        return self._driver.state

    def _changed(self, state: selfcheck.SelfcheckState) -> None:
        self._journal.selfcheck(state)
        self._on_state(state)

    def _post(self, event: selfcheck.SelfcheckEvent) -> None:
        self._core.post(self._driver.feed, event)

    def feed(self, event: selfcheck.SelfcheckEvent) -> None:
        """Take one event from the user."""
        self._driver.feed(event)

    def begin(self) -> None:
        """Start (again), with the devices as they are."""
        equipment = self._equipment
        names = (equipment.camera.name, equipment.microphone.name, equipment.speaker.name)
        self._shown = True
        self._driver.feed(selfcheck.Start(selfcheck.MORNING_CHECKS, *names))

    async def hide(self) -> None:
        """Nobody looks any more: watch no longer and let go of the devices."""
        if not self._shown:
            return
        self._shown = False
        self._driver.feed(selfcheck.Cancel())
        await self._leave()

    async def _leave(self) -> None:
        async with self._turn:
            await asyncio.to_thread(self._let_go)

    def _let_go(self) -> None:
        self._echo.cancel()
        for watch in self._watches:
            watch.stop()
        self._equipment.leave(HOLDER)

    def _take(self) -> None:
        self._equipment.take(HOLDER)
        for watch in self._watches:
            watch.start()

    async def _carry_out(self, effect: selfcheck.SelfcheckEffect) -> None:
        match effect:
            case selfcheck.OpenDevices():
                async with self._turn:
                    if self._shown:
                        await asyncio.to_thread(self._take)
            case selfcheck.RecordEcho(seconds):
                recording = await asyncio.to_thread(self._echo.record, seconds)
                self._driver.feed(selfcheck.EchoRecorded(recording.verdicts, recording.audible))
            case selfcheck.PlayEcho():
                await asyncio.to_thread(self._echo.play)
                self._driver.feed(selfcheck.EchoPlayed())
            case _:
                pass

    async def close(self) -> None:
        """End it; the devices are let go, also by a `hide` that is still under way."""
        self._shown = False
        self._echo.cancel()
        await self._leave()
        await self._driver.close()


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
