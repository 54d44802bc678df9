"""At most one engine, ready when somebody waits, closed with the call."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import pytest

from tests.fakes.camera import FakeCamera
from tests.fakes.engine import LoopbackEngine
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.base.errors import CallError
from vardklient.ports.devices import Device, DeviceList
from vardklient.ports.engine import HeadsetProved, KnowDevices, SoundChanged
from vardklient.ports.sound import SoundState
from vardklient.program.engineroom import CLOSED, EngineRoom
from vardklient.program.equipment import Equipment

DEVICES = DeviceList(speakers=(Device("s", "A loudspeaker"),))
PROVED = HeadsetProved("m", "s")
RUNNING = SoundChanged(SoundState.RUNNING, SoundState.RUNNING, "m", "s")


class Engine(LoopbackEngine):
    """Counts those that are started and not closed."""

    running: int = 0
    most = 0

    def __init__(self) -> None:
        super().__init__(FakeCamera())
        self.starts = 0
        self.may_close = asyncio.Event()
        self.may_close.set()

    async def start(self) -> None:
        self.starts += 1
        if self.starts == 1:
            Engine.running += 1
            Engine.most = max(Engine.most, Engine.running)
        await super().start()

    async def close(self) -> None:
        await self.may_close.wait()
        if self.starts:
            Engine.running -= 1
            self.starts = 0
        await super().close()

    def say(self, event: SoundChanged) -> None:
        self._tell(event)


class Broken(Engine):
    async def start(self) -> None:
        raise CallError("it does not start")


class Rig:
    def __init__(self, kind: type[Engine] = Engine) -> None:
        Engine.running = Engine.most = 0
        self.kind, self.made = kind, []
        self.work: set[asyncio.Task[None]] = set()
        self.room = EngineRoom(self._make, self._spawn)
        self.equipment = Equipment.of(FakeCamera(), FakeMicrophone(), FakeSpeaker())

    def _make(self, _: Equipment) -> Engine:
        self.made.append(self.kind())
        return self.made[-1]

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        self.work.add(asyncio.ensure_future(work))

    async def settle(self) -> None:
        await asyncio.gather(*self.work)
        self.work.clear()


@pytest.fixture
async def rig() -> Rig:
    rig = Rig()
    await rig.room.equip(rig.equipment)
    return rig


async def test_it_is_ready_before_the_call_and_closed_after_it(rig: Rig) -> None:
    assert rig.room.engine is None
    rig.room.prepare()
    rig.room.prepare()
    await rig.settle()
    assert (len(rig.made), Engine.running) == (1, 1)
    assert await rig.room.take() is rig.made[0]
    await rig.room.rest()
    assert Engine.running == 1, "it is in a call"
    await rig.room.give_back()
    assert rig.room.engine is None
    assert Engine.running == 0


async def test_while_nobody_waits_there_is_none(rig: Rig) -> None:
    rig.room.prepare()
    await rig.settle()
    await rig.room.rest()
    await rig.room.rest()
    assert (rig.room.engine, Engine.running) == (None, 0)


async def test_the_next_call_waits_until_the_engine_of_the_last_is_closed(rig: Rig) -> None:
    await rig.room.take()
    await rig.settle()
    rig.made[0].may_close.clear()
    leaving = asyncio.ensure_future(rig.room.give_back())
    await asyncio.sleep(0)
    taking = asyncio.ensure_future(rig.room.take())
    await asyncio.sleep(0)
    assert not taking.done()
    rig.made[0].may_close.set()
    await leaving
    assert await taking is rig.made[1]
    await rig.settle()
    assert (Engine.running, Engine.most) == (1, 1)
    await rig.room.close()


async def test_other_equipment_makes_another_engine(rig: Rig) -> None:
    rig.room.prepare()
    await rig.settle()
    await rig.room.equip(rig.equipment)
    await rig.settle()
    assert (len(rig.made), Engine.running, Engine.most) == (2, 1, 1)
    await rig.room.take()
    await rig.room.equip(rig.equipment)
    assert len(rig.made) == 2, "not in a call"
    await rig.room.close()


async def test_without_equipment_nothing_is_made() -> None:
    rig = Rig()
    rig.room.prepare()
    assert rig.made == []


async def test_a_call_hears_of_devices_and_headset_then_and_later(rig: Rig) -> None:
    rig.room.know(DEVICES)
    rig.room.prove_headset(PROVED)
    engine = await rig.room.take()
    assert isinstance(engine, Engine)
    assert engine.commands == [KnowDevices(DEVICES), PROVED]
    rig.room.know(DeviceList())
    rig.room.prove_headset(PROVED)
    rig.room.prove_headset(HeadsetProved())
    await rig.settle()
    assert engine.commands[2:] == [KnowDevices(DeviceList()), HeadsetProved()]
    await rig.room.close()


async def test_it_remembers_how_the_sound_is(rig: Rig) -> None:
    await rig.room.take()
    await rig.settle()
    rig.made[0].say(RUNNING)
    assert rig.room.sound == RUNNING
    await rig.room.give_back()
    assert rig.room.sound == CLOSED


async def test_one_that_cannot_get_ready_is_left_for_the_call_to_complain_about() -> None:
    rig = Rig(Broken)
    await rig.room.equip(rig.equipment)
    rig.room.prepare()
    await rig.settle()
    assert await rig.room.take() is rig.made[0]
    await rig.room.close()
