"""A clinician for tests: the real line and the real engine, wired by hand; admits whoever knocks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

from tests.calls.ears import Ears
from tests.calls.parts import End
from tests.visitserver.client import serving, visit_links
from vardklient.calls.signalling import SignallingClient
from vardklient.domain.visit import Role
from vardklient.ports import signalling as said
from vardklient.ports.engine import Described, EngineEvent, OpenPeer, TakeCandidate, TakeDescription


class Doctor:
    """A clinician who admits whoever knocks and answers offers: line and engine, wired by hand."""

    def __init__(self, link: str) -> None:
        self.end = End("doctor")
        self.ears = Ears()
        self.line = SignallingClient(link)
        self.patient = ""
        self._work: set[asyncio.Task[None]] = set()
        self.line.on_event(self.ears)
        self.line.on_event(lambda event: self._do(self._hear(event)))
        self.end.engine.on_event(lambda event: self._do(self._tell(event)))

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _hear(self, event: said.SignallingEvent) -> None:
        match event:
            case said.Knocked(peer):
                self.patient = peer
                await self.end.engine.do(OpenPeer(peer, 0, offer=False))
                self.end.engine.watch(peer, self.end.screen)
                await self.line.say(said.Admit(peer))
            case said.RemoteDescription(peer, epoch, kind, sdp):
                await self.end.engine.do(TakeDescription(peer, epoch, kind, sdp))
            case said.RemoteCandidate(peer, epoch, candidate):
                await self.end.engine.do(TakeCandidate(peer, epoch, candidate))

    async def _tell(self, event: EngineEvent) -> None:
        if isinstance(event, Described):
            await self.line.say(said.Describe(event.peer, event.epoch, event.type, event.sdp))

    async def flowing(self, epoch: int = 1) -> None:
        """Media arrive on that connection, or on one that replaced it."""
        await self.end.until(lambda: any(e >= epoch for e in self.end.flowing_epochs()))


@asynccontextmanager
async def a_visit() -> AsyncIterator[tuple[Doctor, str]]:
    async with serving() as server:
        doctor_link, patient_link = await visit_links(server.url, Role.CLINICIAN, Role.PATIENT)
        doctor = Doctor(doctor_link)
        doctor.end.start_devices()
        await doctor.end.engine.start()
        await doctor.line.open()
        try:
            yield doctor, patient_link
        finally:
            await doctor.line.close()
            await doctor.end.engine.close()
            doctor.end.stop_devices()
