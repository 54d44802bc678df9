from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from tests.fakes.camera import FakeCamera
from tests.fakes.clock import FakeClock
from tests.fakes.engine import LoopbackEngine
from tests.fakes.signalling import ScriptedLine
from vardklient.base.slot import Slot
from vardklient.domain.visit import Role, Visit
from vardklient.flows import call
from vardklient.ports import signalling as sig
from vardklient.ports.camera import Frame
from vardklient.ports.engine import ClosePeer, OpenPeer, UseSound
from vardklient.program.call import CallSession
from vardklient.program.lines import Lines

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
VISIT = Visit("v", NOW, NOW + timedelta(minutes=20), label="IK-82", phone="070-174 06 05")


class Broken(LoopbackEngine):
    async def start(self) -> None:
        raise ImportError("no codecs here")


class Slow(LoopbackEngine):
    """Takes its time to close."""

    def __init__(self) -> None:
        super().__init__(FakeCamera())
        self.order: list[str] = []

    async def close(self) -> None:
        await asyncio.sleep(0)
        self.order.append("engine")
        await super().close()


class Rig:
    """One call with an engine that mirrors, on a line that the test speaks through."""

    def __init__(self, engine: LoopbackEngine) -> None:
        self.engine = engine
        self.line = ScriptedLine(sig.Welcomed("me"))
        self.lines = Lines(lambda _: self.line, lambda _, event: self.session.hear(event))
        self.states: list[call.CallState] = []
        self.order: list[str] = []
        self.slot: Slot[Frame] = Slot()
        self.session = CallSession(
            VISIT,
            lines=self.lines,
            engine=engine,
            clock=FakeClock(),
            sound=UseSound("a microphone", "a loudspeaker"),
            pictures=(self.slot,),
            release=self._release,
            on_free=lambda: self.order.append("free"),
            on_state=self.states.append,
            on_fault=lambda effect, fault: self._fail(fault),
        )

    async def _release(self) -> None:
        self.order.append("camera")

    @staticmethod
    def _fail(fault: BaseException) -> None:
        raise fault

    async def begin(self) -> None:
        await self.lines.open("v", "link")
        await self.session.begin()


async def test_from_the_knock_to_the_end() -> None:
    engine = Slow()
    rig = Rig(engine)
    rig.order = engine.order
    await rig.begin()
    rig.line.hear(sig.Knocked("p", Role.PATIENT, True))
    rig.session.feed(call.AdmitPerson("p"))
    await rig.line.until_said(sig.Admit("p"))
    rig.line.hear(sig.PeerJoined("p", Role.PATIENT))
    rig.session.feed(call.End())
    await rig.line.until_said(sig.EndVisit())
    await rig.session.close()
    assert any(isinstance(c, OpenPeer) and c.peer == "p" for c in rig.engine.commands)
    assert rig.engine.commands[0] == UseSound("a microphone", "a loudspeaker")
    assert rig.order == ["camera", "engine", "free", "engine"], "it may be closed again"
    assert rig.states[-1].phase is call.Phase.ENDED


async def test_putting_back_closes_the_connection() -> None:
    rig = Rig(LoopbackEngine(FakeCamera()))
    await rig.begin()
    rig.line.hear(sig.PeerJoined("p", Role.PATIENT))
    rig.session.feed(call.HoldPerson("p"))
    await rig.line.until_said(sig.Hold("p"))
    await rig.session.close()
    assert ClosePeer("p") in rig.engine.commands


class Late(LoopbackEngine):
    """Is ready when `ready` is set."""

    def __init__(self) -> None:
        super().__init__(FakeCamera())
        self.ready = asyncio.Event()

    async def start(self) -> None:
        await self.ready.wait()
        await super().start()


async def test_whoever_comes_while_the_engine_starts_is_not_forgotten() -> None:
    engine = Late()
    rig = Rig(engine)
    await rig.lines.open("v", "link")
    beginning = asyncio.ensure_future(rig.session.begin())
    await asyncio.sleep(0)
    rig.line.hear(sig.Knocked("p", Role.PATIENT, True))
    rig.session.feed(call.AdmitPerson("p"))
    await rig.line.until_said(sig.Admit("p"))
    rig.line.hear(sig.PeerJoined("p", Role.PATIENT))
    engine.ready.set()
    await beginning
    assert [p.presence for p in rig.session.state.people] == [call.Presence.CONNECTING]
    await rig.session.close()


async def test_without_an_engine_the_phone_is_offered() -> None:
    rig = Rig(Broken(FakeCamera()))
    await rig.begin()
    assert rig.session.state.offer_phone
    assert rig.session.state.phone == "070-174 06 05"
    assert rig.session.state.notice is call.CallNotice.ENGINE_DIED
    await rig.session.close()
