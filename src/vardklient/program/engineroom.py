"""The call engine of the window's program, got ready ahead of need: at most one at a time.

It is started when somebody waits or a visit is opened, serves one call, and is closed with it, so that nothing of a
visit is left and the devices are surely free. While nobody waits and no call goes on, there is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from vardklient.base.errors import VardklientError
from vardklient.base.log import unexpected
from vardklient.ports.devices import DeviceList
from vardklient.ports.engine import CallEngine, EngineEvent, HeadsetProved, KnowDevices, SoundChanged
from vardklient.ports.sound import SoundState
from vardklient.program.equipment import Equipment

CLOSED = SoundChanged(SoundState.CLOSED, SoundState.CLOSED)


class EngineRoom:
    """Makes, warms up, hands out and closes engines. All methods belong to the core loop.

    Args:
        make: makes an engine for the equipment; starts nothing.
        spawn: runs a coroutine to its end.

    Attributes:
        sound: how the engine's sound devices are, as it said last.
    """

    def __init__(
        self, make: Callable[[Equipment], CallEngine], spawn: Callable[[Coroutine[None, None, None]], None]
    ) -> None:
        self.sound = CLOSED
        self._make, self._spawn = make, spawn
        self._equipment: Equipment | None = None
        self._devices: KnowDevices | None = None
        self._headset: HeadsetProved | None = None
        self._engine: CallEngine | None = None
        self._in_call = False
        self._turn = asyncio.Lock()

    @property
    def engine(self) -> CallEngine | None:
        """The one that there is."""
        return self._engine

    async def equip(self, equipment: Equipment) -> None:
        """The devices are there, or others are. An engine that waits with the devices before is closed."""
        self._equipment = equipment
        if self._engine is not None and not self._in_call:
            await self._close()
            self.prepare()

    def prepare(self) -> None:
        """Somebody waits: get an engine ready, if there is none."""
        if self._engine is None and self._equipment is not None:
            engine = self._engine = self._make(self._equipment)
            engine.on_event(self._heard)
            self._spawn(self._warm_up(engine))

    async def _warm_up(self, engine: CallEngine) -> None:
        try:
            await engine.start()
        except (VardklientError, ImportError, OSError) as fault:
            unexpected(fault)  # the call tries again, and tells the user

    async def take(self) -> CallEngine:
        """The engine for a call that begins, which is told what is known of the devices.

        When the call before is still closing its own, this waits for it.
        """
        async with self._turn:
            self.prepare()
            engine = self._engine
            if engine is None:
                raise RuntimeError("an engine without equipment")
            self._in_call = True
            for command in (self._devices, self._headset):
                if command is not None:
                    await engine.do(command)
            return engine

    async def give_back(self) -> None:
        """The call is over: its engine is closed, and the devices are free when this returns."""
        self._in_call = False
        await self._close()

    async def rest(self) -> None:
        """Nobody waits any more."""
        if not self._in_call:
            await self._close()

    async def _close(self) -> None:
        async with self._turn:
            engine = self._engine
            if engine is None or self._in_call:
                return
            await engine.close()
            self._engine = None
            self.sound = CLOSED

    async def close(self) -> None:
        """End it, whatever it does."""
        await self.give_back()
        self._equipment = None

    def know(self, present: DeviceList) -> None:
        """What is plugged in has changed."""
        self._devices = KnowDevices(present)
        self._tell(self._devices)

    def prove_headset(self, proved: HeadsetProved) -> None:
        """What the self-test has found out about microphone and loudspeaker."""
        if proved != self._headset:
            self._headset = proved
            self._tell(proved)

    def _tell(self, command: KnowDevices | HeadsetProved) -> None:
        if self._engine is not None and self._in_call:
            self._spawn(self._engine.do(command))

    def _heard(self, event: EngineEvent) -> None:
        if isinstance(event, SoundChanged):
            self.sound = event
