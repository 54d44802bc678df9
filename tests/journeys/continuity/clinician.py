"""The clinician's side of a call over a line that is cut: the program's line, call session and engine, without windows.

Run: python -m tests.journeys.continuity.clinician SERVER KEY. Makes a visit, tells the patient's link, lets in whoever
knocks, and answers `notes`: what was seen, heard and said since the last time, in monotonic seconds.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np

from tests.calls.parts import BarCamera, PulledSpeaker, ToneMicrophone
from tests.journeys.continuity.answers import Answer, Answers
from vardklient.base.clock import SystemClock
from vardklient.base.slot import Slot
from vardklient.calls.adapter.loop import engine_loop
from vardklient.calls.engine import AiortcEngine
from vardklient.calls.process.priority import raise_priority
from vardklient.calls.signalling import SignallingClient
from vardklient.domain.visit import Kind, Role, Visit
from vardklient.flows import call
from vardklient.ports.camera import Frame
from vardklient.ports.engine import EngineCommand, MediaChanged, SoundCommand, UseSound
from vardklient.ports.signalling import Knocked, SignallingEvent
from vardklient.program.call import CallSession
from vardklient.program.lines import Lines
from vardklient.schedule.visitserver import VisitServerClient

VISIT = "visit"


class NotedSlot(Slot[Frame]):
    """Where the patient's pictures go: notes when each came, and how bright it is."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[tuple[float, float]] = []

    def put(self, value: Frame) -> None:
        self.pictures.append((time.monotonic(), float(value.pixels[::16, ::16, :3].mean())))


class NotedSpeaker(PulledSpeaker):
    """Notes how loud every 10 ms are."""

    def __init__(self) -> None:
        super().__init__()
        self.sound: list[tuple[float, float]] = []

    def _tick(self, n: int) -> None:
        super()._tick(n)
        level = 20 * np.log10(max(1e-6, float(np.sqrt(np.mean(self.heard[-1] ** 2)))))
        self.sound.append((time.monotonic(), round(float(level), 1)))


class OwnDevicesEngine(AiortcEngine):
    """Has its sound devices already, as the engine's process does."""

    async def do(self, command: EngineCommand) -> None:
        if not isinstance(command, SoundCommand):
            await super().do(command)


class Side:
    """One visit, carried as the program carries it."""

    def __init__(self) -> None:
        self.camera, self.microphone, self.speaker = BarCamera(), ToneMicrophone(), NotedSpeaker()
        self.slot = NotedSlot()
        self.engine = OwnDevicesEngine(self.camera, self.microphone, self.speaker)
        self.lines = Lines(SignallingClient, self._heard)
        self.told: list[tuple[float, str]] = []
        self.states: list[tuple[float, Answer]] = []
        self._said: Answer = {}
        self.engine.on_event(self._engine_said)
        now = datetime.now(UTC)
        self.session = CallSession(
            Visit(VISIT, now, now + timedelta(minutes=30)),
            lines=self.lines,
            engine=self.engine,
            clock=SystemClock(),
            sound=UseSound(),
            pictures=(self.slot,),
            release=self._release,
            on_free=lambda: None,
            on_state=self._changed,
            on_fault=self._fault,
        )

    async def _release(self) -> None: ...

    def _fault(self, effect: call.CallEffect, fault: BaseException) -> None:
        logging.error("%s: %r", type(effect).__name__, fault)

    def _heard(self, _: str, event: SignallingEvent) -> None:
        self.told.append((time.monotonic(), type(event).__name__))
        self.session.hear(event)
        if isinstance(event, Knocked):
            self.session.feed(call.AdmitPerson(event.peer))

    def _engine_said(self, event: object) -> None:
        if isinstance(event, MediaChanged):
            self.told.append((time.monotonic(), f"{event.epoch} {event.state.value}"))

    def _changed(self, state: call.CallState) -> None:
        seen = {
            "phase": state.phase.value,
            "notice": state.notice.value if state.notice else None,
            "phone": state.offer_phone,
            "people": [p.presence.value for p in state.people],
            "signalling_lost": state.signalling_lost,
        }
        if seen != self._said:
            self._said = seen
            self.states.append((time.monotonic(), seen))

    async def notes(self, _: str) -> Answer:
        """What is new since the last time: little work, which would else be in the way of what is measured."""
        news = {"pictures": self.slot.pictures, "sound": self.speaker.sound, "states": self.states, "told": self.told}
        answer = {name: list(entries) for name, entries in news.items()}
        for name, entries in news.items():
            del entries[: len(answer[name])]
        return answer

    async def run(self, server: str, key: str, answers: Answers) -> None:
        now = datetime.now(UTC)
        roles = (Role.CLINICIAN, Role.PATIENT)
        end = now + timedelta(minutes=30)
        made = await VisitServerClient(server, key).create(now, end, Kind.ONE_TO_ONE, "Leg. läkare", roles)
        own, patients = (each.link for each in made.invited)
        devices = (self.camera, self.microphone, self.speaker)
        for device in devices:
            device.start()
        try:
            await self.session.begin()
            await self.lines.open(VISIT, own)
            answers.give({"link": patients})
            await answers.run({"notes": self.notes})
        finally:
            await self.session.close()
            await self.lines.close_all()
            for device in devices:
                device.stop()


def main() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(relativeCreated)d %(name)s %(message)s")
    for noisy in ("aioice", "aiortc"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    answers = Answers()
    raise_priority()  # as the engine's own process has it

    async def run() -> None:
        await Side().run(sys.argv[1], sys.argv[2], answers)

    with asyncio.Runner(loop_factory=engine_loop) as runner:
        runner.run(run())


if __name__ == "__main__":
    main()
