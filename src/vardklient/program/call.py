"""One visit in progress: the call flow with its engine and its line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from vardklient.base.log import unexpected
from vardklient.base.slot import Slot
from vardklient.domain.visit import Visit
from vardklient.flows import call
from vardklient.flows.driver import Driver
from vardklient.ports.camera import Frame
from vardklient.ports.clock import Clock
from vardklient.ports.engine import CallEngine, CallStatistics, EngineFailed, UseSound
from vardklient.ports.signalling import SignallingEvent
from vardklient.program.lines import Lines


class CallSession:
    """Carries one visit from joining to the end. All methods belong to the core loop.

    Args:
        sound: the microphone and the loudspeaker that the engine is to open.
        pictures: where the main person's pictures go.
        release: frees the camera, while the engine frees the sound; called once, when the call ends.
        on_free: told when all devices are free.
        on_state: told every snapshot.
    """

    def __init__(
        self,
        visit: Visit,
        *,
        lines: Lines,
        engine: CallEngine,
        clock: Clock,
        sound: UseSound,
        pictures: tuple[Slot[Frame], ...],
        release: Callable[[], Awaitable[None]],
        on_free: Callable[[], None],
        on_state: Callable[[call.CallState], None],
        on_fault: Callable[[call.CallEffect, BaseException], None],
    ) -> None:
        self.visit = visit
        self.ended = False
        self._lines, self._engine, self._sound, self._pictures = lines, engine, sound, pictures
        self._release, self._on_free, self._on_state = release, on_free, on_state
        self._watched = ""
        self._driver: Driver[call.CallState, call.CallEvent, call.CallEffect] = Driver(
            call.step,
            call.CallState(),
            clock=clock,
            carry_out=self._carry_out,
            on_state=self._changed,
            on_fault=on_fault,
        )

    @property
    def state(self) -> call.CallState:
        """The snapshot now."""
        return self._driver.state

    async def begin(self) -> None:
        """Enter the visit and get the engine ready. Without an engine one still sees who waits, and the phone.

        First of all one sees who waits: nobody may come or be let in before, or they would be forgotten again.
        """
        self._engine.on_event(lambda event: self._driver.feed(call.EngineSaid(event)))
        visit_id, lines = self.visit.visit_id, self._lines
        self.feed(call.Begin(self.visit, lines.you(visit_id), lines.ice(visit_id), lines.waiting(visit_id)))
        failed = await self._start_engine()
        if failed is not None:
            self._driver.feed(call.EngineSaid(failed))

    async def _start_engine(self) -> EngineFailed | None:
        try:
            await self._engine.do(self._sound)
            await self._engine.start()
        except Exception as fault:  # noqa: BLE001 - the edge of the engine: whatever it is, the phone still works
            unexpected(fault)
            return EngineFailed("", "internal")
        return None

    def feed(self, event: call.CallEvent) -> None:
        """Take one event from the user."""
        self._driver.feed(event)

    def hear(self, event: SignallingEvent) -> None:
        """Take one event from the visit server."""
        self._driver.feed(call.Heard(event))

    async def use_sound(self, sound: UseSound) -> None:
        """Other devices, in the middle of the call."""
        await self._engine.do(sound)

    async def statistics(self) -> CallStatistics | None:
        """The figures of the main connection."""
        return await self._engine.statistics(self.state.main_peer)

    async def _carry_out(self, effect: call.CallEffect) -> None:
        match effect:
            case call.Say(command):
                await self._lines.say(self.visit.visit_id, command)
            case call.Do(command):
                await self._engine.do(command)
            case call.ReleaseEverything():
                try:
                    await asyncio.gather(self._release(), self._engine.close())
                finally:
                    self._on_free()
            case _:
                pass

    def _changed(self, state: call.CallState) -> None:
        peer = state.main_peer
        if peer != self._watched:
            for slot in self._pictures:
                if self._watched:
                    self._engine.unwatch(self._watched, slot)
                if peer:
                    self._engine.watch(peer, slot)
            self._watched = peer
        self._on_state(state)

    async def close(self) -> None:
        """Stop, whatever state it is in; the engine is closed."""
        await self._driver.settle()
        await self._driver.close()
        await self._engine.close()
