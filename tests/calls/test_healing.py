"""A cut line: the old connection is kept while new ones are tried, and carries the call if it heals first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.call.relay import Impairment, Line, Name, host_address, led_to, take_candidates

from tests.calls.parts import End, frames
from vardklient.ports.engine import (
    Described,
    EngineEvent,
    EngineFailed,
    MediaState,
    OpenPeer,
    TakeCandidate,
    TakeDescription,
)


class Between:
    """Carries descriptions between two ends, and leads their packets over a line that can be cut."""

    def __init__(self, patient: End, clinician: End) -> None:
        self.line = Line(Impairment(), Impairment(), seed=1)
        self._work: set[asyncio.Task[None]] = set()
        for name, here, there in (("a", patient, clinician), ("b", clinician, patient)):
            here.engine.on_event(lambda e, n=name, f=here.name, t=there: self._carry(e, n, f, t))

    def _carry(self, event: EngineEvent, name: Name, sender: str, to: End) -> None:
        if isinstance(event, Described):
            task = asyncio.create_task(self._lead(event, name, sender, to))
            self._work.add(task)
            task.add_done_callback(self._work.discard)

    async def _lead(self, event: Described, name: Name, sender: str, to: End) -> None:
        sdp, candidate = take_candidates(event.sdp)
        assert candidate is not None
        address = host_address(candidate)
        assert address is not None
        relay = await self.line.relay(event.epoch)
        relay.announce(name, address)
        await to.engine.do(TakeDescription(sender, event.epoch, event.type, sdp))
        led = led_to(candidate, relay.port_for("b" if name == "a" else "a"))
        await to.engine.do(TakeCandidate(sender, event.epoch, led))
        await to.engine.do(TakeCandidate(sender, event.epoch, ""))

    def cut(self) -> None:
        self.line.cut(0.0, float("inf"))

    def mend(self) -> None:
        self.line.cut(0.0, time.monotonic())


@asynccontextmanager
async def led_call() -> AsyncIterator[tuple[End, End, Between]]:
    patient, clinician = End("patient", (40, 110, 60)), End("clinician")
    between = Between(patient, clinician)
    for end in (patient, clinician):
        end.start_devices()
        await end.engine.start()
    try:
        clinician.engine.watch("patient", clinician.screen)
        await attempt(patient, clinician, 1)
        for end in (patient, clinician):
            await end.until(lambda end=end: MediaState.FLOWING in end.states(1))
        yield patient, clinician, between
    finally:
        for end in (patient, clinician):
            await end.engine.close()
            end.stop_devices()
        between.line.close()


async def attempt(patient: End, clinician: End, epoch: int) -> None:
    await clinician.engine.do(OpenPeer("patient", epoch, offer=False))
    await patient.engine.do(OpenPeer("clinician", epoch, offer=True))


async def test_an_old_connection_that_heals_first_says_so_and_carries_the_call() -> None:
    async with led_call() as (patient, clinician, between):
        between.cut()
        await clinician.until(lambda: clinician.states(1)[-1] is MediaState.LOST)
        await attempt(patient, clinician, 2)
        await clinician.until(lambda: MediaState.CONNECTING in clinician.states(2))
        old = between.line._relays.pop(2, None)  # whatever is tried meanwhile finds a line of its own that is dead
        if old is not None:
            old.close()
        between.mend()
        await clinician.until(lambda: clinician.states(1)[-1] is MediaState.FLOWING)
        assert clinician.states(2) == [MediaState.CONNECTING]
        assert len(await frames(clinician.screen, 5)) == 5
        await attempt(patient, clinician, 3)
        await clinician.until(lambda: MediaState.FLOWING in clinician.states(3))
        assert len(await frames(clinician.screen, 5)) == 5
        assert not [e for e in clinician.events if isinstance(e, EngineFailed)]


async def test_a_fresh_connection_comes_up_as_soon_as_the_line_is_back() -> None:
    async with led_call() as (patient, clinician, between):
        between.cut()
        await clinician.until(lambda: clinician.states(1)[-1] is MediaState.LOST)
        await attempt(patient, clinician, 2)
        await clinician.until(lambda: MediaState.CONNECTING in clinician.states(2))
        between.mend()
        await clinician.until(lambda: MediaState.FLOWING in clinician.states(2))
        assert clinician.states(2)[-1] is MediaState.FLOWING
