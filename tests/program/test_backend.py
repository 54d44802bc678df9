"""The core thread's side: one equipment after the other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from tests.fakes.camera import FakeCamera
from tests.fakes.clock import FakeClock
from tests.fakes.engine import LoopbackEngine
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.base.loop import CoreLoop
from vardklient.domain.visit import Visit
from vardklient.flows.selfcheck import SelfcheckState
from vardklient.ports.camera import CameraState
from vardklient.program.backend import Backend
from vardklient.program.chronicle import Chronicle
from vardklient.program.equipment import Equipment
from vardklient.program.outlets import DayReader, Makers, Outlets
from vardklient.program.sources import Results
from vardklient.vault.clientlog import FILE_NAME, KEEP_DAYS, ClientLog

VISIT = Visit("v", datetime(2026, 9, 1, 9, tzinfo=UTC), datetime(2026, 9, 1, 10, tzinfo=UTC))


class Test:
    """A self-test that takes as long to close as the test wants."""

    __test__ = False

    def __init__(self) -> None:
        self.state = SelfcheckState()
        self.may_close = asyncio.Event()
        self.may_close.set()
        self.may_hide = asyncio.Event()
        self.may_hide.set()
        self.begun = self.closed = False

    def begin(self) -> None:
        assert not self.closed
        self.begun = True

    def go_on_from(self, before: SelfcheckState) -> None:
        self.begin()

    async def hide(self) -> None:
        await self.may_hide.wait()

    async def close(self) -> None:
        await self.may_close.wait()
        self.closed = True

    def know_devices(self) -> None:
        return

    def notice(self) -> None:
        return


def equipment() -> Equipment:
    return Equipment.of(FakeCamera(), FakeMicrophone(), FakeSpeaker())


class Reader:
    """Takes as long to read the day as the test wants."""

    colours = ()

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()

    async def read(self, day: date, tell: Callable[[Results], None]) -> None:
        await self.may_answer.wait()


class Log(ClientLog):
    """Notes when it is looked through."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, FakeClock())
        self.tidied = threading.Event()

    def tidy(self, keep_days: int = KEEP_DAYS) -> None:
        super().tidy(keep_days)
        self.tidied.set()


@asynccontextmanager
async def backend(
    reader: DayReader | None = None, chronicle: Chronicle | None = None
) -> AsyncIterator[tuple[Backend, list[Equipment]]]:
    used: list[Equipment] = []

    def make(of: Equipment) -> LoopbackEngine:
        used.append(of)
        return LoopbackEngine(of.camera)

    nothing = Outlets(*([lambda *_: None] * 6))
    with CoreLoop() as core:
        made = Backend(
            core,
            clock=FakeClock(),
            reader=reader,
            makers=Makers(make, None, None),
            outlets=nothing,
            host="",
            practising=False,
            chronicle=chronicle,
        )
        yield made, used
        await made.close()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_the_engine_ends_on_the_newest_camera_however_long_the_older_took() -> None:
    async with backend() as (made, used):
        tests, devices = [Test(), Test(), Test()], [equipment(), equipment(), equipment()]
        await made.equip(devices[0], tests[0], ())
        tests[0].may_close.clear()
        second = asyncio.create_task(made.equip(devices[1], tests[1], ()))
        await settle()
        third = asyncio.create_task(made.equip(devices[2], tests[2], ()))
        await settle()
        tests[0].may_close.set()
        await asyncio.gather(second, third)
        made.engines.prepare()
        assert used[-1] is devices[2]
        assert [test.closed for test in tests] == [True, True, False]


async def test_a_visit_joined_while_devices_are_exchanged_gets_the_new_ones() -> None:
    async with backend() as (made, used):
        tests, devices = [Test(), Test()], [equipment(), equipment()]
        await made.equip(devices[0], tests[0], ())
        tests[0].may_close.clear()
        exchanging = asyncio.create_task(made.equip(devices[1], tests[1], ()))
        await settle()
        made._join(VISIT)
        await settle()
        tests[0].may_close.set()
        await exchanging
        async with asyncio.timeout(10):
            while made.session is None:  # noqa: ASYNC110 - a condition with a deadline
                await asyncio.sleep(0.005)
        assert used[-1] is devices[1]
        assert [device.camera.state for device in devices] == [CameraState.CLOSED, CameraState.OPENING]


async def test_a_visit_given_up_before_it_began_lets_go_of_the_camera_that_it_took() -> None:
    async with backend() as (made, _):
        test, devices = Test(), equipment()
        await made.equip(devices, test, ())
        test.may_hide.clear()
        made._join(VISIT)
        async with asyncio.timeout(10):
            while devices.camera.state is CameraState.CLOSED:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            joining, made._joining = made._joining, None
            await made._give_up_joining(*joining)
        assert devices.camera.state is CameraState.CLOSED


async def test_the_client_log_is_looked_through_when_the_list_is_there_and_not_before(tmp_path: Path) -> None:
    reader, log = Reader(), Log(tmp_path)
    async with backend(reader, Chronicle(log, FakeClock())) as (made, _):
        made.start()
        await settle()
        assert not (tmp_path / FILE_NAME).exists(), "not so much as opened"
        reader.may_answer.set()
        assert await asyncio.to_thread(log.tidied.wait, 60)


async def test_equipment_that_comes_at_the_end_is_let_go() -> None:
    async with backend() as (made, _):
        tests = [Test(), Test(), Test()]
        await made.equip(equipment(), tests[0], ())
        tests[0].may_close.clear()
        second = asyncio.create_task(made.equip(equipment(), tests[1], ()))
        await settle()
        closing = asyncio.create_task(made.close())
        third = asyncio.create_task(made.equip(equipment(), tests[2], ()))
        await settle()
        tests[0].may_close.set()
        await asyncio.gather(second, closing, third)
        assert [test.closed for test in tests] == [True, True, False]
        assert not tests[2].begun
