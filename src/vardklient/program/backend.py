"""The core thread's side of the program: the day, the lines, the practice, the self-test and the call.

It knows no widget. The window posts events in and is told snapshots through `Outlets`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import date

from vardklient.base.log import Code, note, unexpected
from vardklient.base.loop import CoreLoop
from vardklient.base.slot import Slot
from vardklient.domain.invitation import patients_links
from vardklient.domain.record import Outcome
from vardklient.domain.visit import Role, Visit
from vardklient.flows import call, day, practice, reminders, selfcheck
from vardklient.flows.driver import Driver
from vardklient.ports.camera import Frame
from vardklient.ports.clock import Clock
from vardklient.ports.devices import DeviceList
from vardklient.ports.engine import CallStatistics, UseSound
from vardklient.ports.signalling import (
    Knocked,
    PeerJoined,
    PeerLeft,
    SignallingEvent,
    VisitEnded,
)
from vardklient.ports.visits import DayResult
from vardklient.program.call import CallSession
from vardklient.program.chronicle import Chronicle
from vardklient.program.engineroom import EngineRoom
from vardklient.program.equipment import Equipment
from vardklient.program.headset import proved_headset
from vardklient.program.journal import Journal
from vardklient.program.lines import Lines
from vardklient.program.outlets import DayReader, Makers, Outlets
from vardklient.program.practice import PracticeHost
from vardklient.program.rooms import ROOM_ERRORS, Rooms
from vardklient.program.selftest import SelfTest
from vardklient.vault.chain import Event

CALL_HOLDER = "call"


class Backend:
    """All methods but `post` belong to the core loop.

    Args:
        reader: the day's sources.
        host: what patients read about whom they meet.
        practising: start the embedded server and the simulated patient.
        server: address and key of the clinic's visit server.
        chronicle: the client log; without it nothing is kept.
    """

    def __init__(
        self,
        core: CoreLoop,
        *,
        clock: Clock,
        reader: DayReader,
        makers: Makers,
        outlets: Outlets,
        host: str,
        practising: bool,
        server: tuple[str, str] | None = None,
        chronicle: Chronicle | None = None,
    ) -> None:
        self._core, self._clock, self._reader = core, clock, reader
        self._makers, self._outlets, self._host = makers, outlets, host
        self._practising, self._server = practising, server
        self._closing = False
        self.chronicle = Chronicle(None, clock) if chronicle is None else chronicle
        self._journal = Journal(self.chronicle.tell)
        self._day_read: date | None = None
        self._rooms: Rooms | None = None
        self._joining: tuple[Visit, asyncio.Task[None]] | None = None
        self._equipment: Equipment | None = None
        self._called_with: Equipment | None = None
        self._pictures: tuple[Slot[Frame], ...] = ()
        self._equipped = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._knowing, self._equipping = asyncio.Lock(), asyncio.Lock()
        self.lines = Lines(makers.line, self._heard)
        self.engines = EngineRoom(makers.engine, self._spawn)
        self.selftest: SelfTest | None = None
        self.session: CallSession | None = None
        self.practice = PracticeHost(clock, self._server_ready, self._server_gone, self._fault)
        self.day: Driver[day.DayState, day.DayEvent, day.DayEffect] = Driver(
            day.step,
            day.DayState(day.today(clock), clock.now(), practice=practising),
            clock=clock,
            carry_out=self._carry_out,
            on_state=self._day_changed,
            on_fault=self._fault,
        )
        self.reminders: Driver[reminders.RemindersState, reminders.ReminderEvent, reminders.Remind] = Driver(
            reminders.step,
            reminders.RemindersState(),
            clock=clock,
            carry_out=self._remind,
            on_state=lambda _: None,
            on_fault=self._fault,
        )

    # ------------------------------------------------------------ from other threads

    def post(self, work: Callable[..., object], *args: object) -> None:
        """Have a method called on the core loop soon."""
        self._core.post(work, *args)

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Read the day; in practice, start the server too."""
        self.day.feed(day.Refresh())
        if self._practising:
            self.practice.feed(practice.StartPractice())
        elif self._server is not None:
            self._server_ready(*self._server)

    async def equip(self, equipment: Equipment, selftest: SelfTest, pictures: tuple[Slot[Frame], ...]) -> None:
        """The devices are there: calls may begin, and the self-test runs by itself. Those used before are released.

        One after the other: a later one that overtook an earlier would leave the engine with the older camera.
        `pictures` are where the patient's pictures go.
        """
        async with self._equipping:
            if not self._closing:
                await self._equip(equipment, selftest, pictures)

    async def _equip(self, equipment: Equipment, selftest: SelfTest, pictures: tuple[Slot[Frame], ...]) -> None:
        before, self.selftest = self.selftest, selftest
        self._equipment, self._pictures = equipment, pictures
        equipment.on_sound(lambda _: self._core.post(self._devices_moved, equipment))
        if before is not None:
            await before.close()
        await self.engines.equip(equipment)
        self._get_engine_ready()
        self._equipped.set()
        self.know_devices(equipment.present())  # what was told since it was made went to the one before
        if before is None:
            selftest.begin()
        elif self.session is None:  # a call that has begun meanwhile keeps the devices
            selftest.go_on_from(before.state)

    async def close(self) -> None:
        """End everything, the last opened first."""
        self._closing = True
        if self.session is not None:
            await self._leave_call(self.session)
        if self._joining is not None:
            await self._give_up_joining(*self._joining)
        async with self._equipping:  # the equipment that is just being exchanged is let go too
            if self.selftest is not None:
                await self.selftest.close()
        await self.engines.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.day.close()
        await self.reminders.close()
        await self.lines.close_all()
        await self.practice.close()
        await self.chronicle.close()

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            unexpected(fault)

    def _fault(self, _effect: object, fault: BaseException) -> None:
        unexpected(fault)

    # ------------------------------------------------------------ the day

    async def _carry_out(self, effect: day.DayEffect) -> None:
        match effect:
            case day.ReadSources(wanted):
                if wanted == self.day.state.day != self._day_read:  # another day is only looked at
                    self._day_read = wanted
                    await self.lines.close_all()
                self._spawn(self._read(wanted))
            case day.MakeRoom(visit):
                self._spawn(self._make_room(visit))
            case day.JoinVisit(visit):
                self._join(visit)
            case day.OpenLink(link):
                self._outlets.open_link(link)
            case day.Dial(number):
                self._outlets.open_link(f"tel:{number}")
            case day.LogConfirmation(visit_id, match):
                note(Code.OPEN_CONFIRMED, visit=visit_id, match=match)
                self.chronicle.tell(Event.OPEN_CONFIRMED, visit_id, match)
            case day.CheckEquipment():
                self.look_again()
            case _:
                pass

    async def _read(self, wanted: date) -> None:
        def tell(results: tuple[tuple[str, DayResult], ...]) -> None:
            self.day.feed(day.Loaded(results, wanted, self._reader.colours))

        await self._reader.read(wanted, tell)
        self.chronicle.begin()  # not before: it would take the time that the list needs

    def _day_changed(self, state: day.DayState) -> None:
        self._outlets.show_day(state)
        self.reminders.feed(reminders.Seen(state))

    def _remind(self, reminder: reminders.Remind) -> None:
        """To the window; who waits is heard too."""
        self._outlets.remind(reminder)
        heard = reminder.role is not None and not reminder.quiet
        if heard and self._equipment is not None:
            self._spawn(self._ring(self._equipment))

    async def _ring(self, equipment: Equipment) -> None:
        from vardklient.program.chime import ring

        await asyncio.to_thread(ring, equipment)

    def _server_ready(self, url: str, key: str) -> None:
        note(Code.SERVER_STARTED)
        self._rooms = Rooms(self._makers.rooms(url, key), self.lines, self._host, self._room_made)
        self.day.feed(day.ServerChanged(True))

    def _server_gone(self) -> None:
        note(Code.SERVER_STOPPED, logging.WARNING)
        self._rooms = None
        self.day.feed(day.ServerChanged(False))
        if not self._closing:
            # a call keeps its line, which goes on trying; the others' rooms are gone with the server
            self._spawn(self.lines.close_all(but=self.session.visit.visit_id if self.session else ""))

    async def _make_room(self, visit: Visit) -> None:
        if self._rooms is None:
            return
        try:
            await self._rooms.make(visit)
        except ROOM_ERRORS as error:
            note(Code.SOURCE_FAILED, logging.WARNING, source="visit_server", type=type(error).__name__)

    def _room_made(self, visit_id: str, links: tuple[tuple[Role, str], ...]) -> None:
        self.day.feed(day.RoomMade(visit_id, links))
        state = self.day.state
        if self._practising and visit_id == state.next_id:
            self.practice.feed(practice.RoomReady(visit_id, patients_links(links)[0]))

    def _heard(self, visit_id: str, event: SignallingEvent) -> None:
        match event:
            case Knocked(peer, role, devices_ok):
                self.day.feed(day.Arrived(visit_id, peer, role, devices_ok))
            case PeerLeft(peer) | PeerJoined(peer):
                self.day.feed(day.Departed(visit_id, peer))
            case _:
                pass
        if self.session is not None and self.session.visit.visit_id == visit_id:
            self.session.hear(event)
        elif isinstance(event, VisitEnded):
            self._spawn(self.lines.close(visit_id))
        self._get_engine_ready()

    # ------------------------------------------------------------ the call

    def _get_engine_ready(self) -> None:
        """While somebody waits an engine is ready; when nobody does, none is kept."""
        if self._closing or self.session is not None or self._joining is not None:
            return
        if any(row.waiting for row in self.day.state.rows):
            self.engines.prepare()
        elif self.engines.engine is not None:
            self._spawn(self._rest_engine())

    async def _rest_engine(self) -> None:
        await self.engines.rest()
        self._get_engine_ready()  # somebody may have come meanwhile

    def _join(self, visit: Visit) -> None:
        self._outlets.show_call(call.preparing(visit))
        self.engines.prepare()
        task = asyncio.get_running_loop().create_task(self._begin_call(visit))
        task.add_done_callback(self._done)
        self._joining = (visit, task)

    async def _begin_call(self, visit: Visit) -> None:
        await self._equipped.wait()
        async with self._equipping:  # devices that are just being exchanged are, before the call has them
            equipment = self._called_with = self._equipment
            assert equipment is not None
            await asyncio.to_thread(equipment.take_camera, CALL_HOLDER)
            if self.selftest is not None:
                self.engines.prove_headset(proved_headset(self.selftest.state, equipment))
                await self.selftest.hide()
            engine = await self.engines.take()
        session = self.session = CallSession(
            visit,
            lines=self.lines,
            engine=engine,
            clock=self._clock,
            sound=equipment.sound,
            pictures=self._pictures,
            release=lambda: asyncio.to_thread(equipment.leave, CALL_HOLDER),
            on_free=self._released,
            on_state=self._call_changed,
            on_fault=self._fault,
        )
        self._joining = None
        await session.begin()

    async def _give_up_joining(self, visit: Visit, task: asyncio.Task[None]) -> None:
        """The user ends a visit that has not begun: the devices may be on their way."""
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if self._called_with is not None:
            await asyncio.to_thread(self._called_with.leave, CALL_HOLDER)
        await self.engines.give_back()
        self._get_engine_ready()
        state = call.preparing(visit)
        self._outlets.show_call(replace(state, phase=call.Phase.ENDED, ended=self._clock.now()))
        self.day.feed(day.CallEnded(visit.visit_id, Outcome.NO_SHOW))

    def _call_changed(self, state: call.CallState) -> None:
        self._journal.call(state)
        self._outlets.show_call(state)
        session = self.session
        if state.phase is call.Phase.ENDED and session is not None and not session.ended:
            session.ended = True
            self._spawn(self._leave_call(session))

    def _released(self) -> None:
        """The call is over. The card comes when the devices are free, for it says so."""
        if self.session is not None:
            self._outlets.show_card(call.after_call(self.session.state, self._clock.now()))

    async def _leave_call(self, session: CallSession) -> None:
        if not session.ended:
            session.ended = True
            session.feed(call.End())
        await session.close()
        await self.engines.give_back()
        await self.lines.close(session.visit.visit_id)
        if self.session is session:
            self.session = None
        self.day.feed(day.CallEnded(session.visit.visit_id, session.state.outcome))
        self._get_engine_ready()
        if self.practice.state.stage is practice.Stage.FAILED and not self._closing:
            # the server died during the call: end its patient, and go on practising with a new one
            self.practice.feed(practice.StopPractice())
            self.practice.feed(practice.StartPractice())

    def feed_call(self, event: call.CallEvent) -> None:
        """The user did something in the call window; without a call nothing happens."""
        if self.session is not None:
            self.session.feed(event)
        elif self._joining is not None and isinstance(event, call.End):
            joining, self._joining = self._joining, None
            self._spawn(self._give_up_joining(*joining))

    def feed_selftest(self, event: selfcheck.SelfcheckEvent) -> None:
        """The user did something in the self-test."""
        if self.selftest is not None:
            self.selftest.feed(event)

    def restart_selftest(self) -> None:
        """The self-test is shown again, or the user wants it anew. In a call the devices belong to the call."""
        if self.selftest is not None and self.session is None and self._joining is None:
            self.selftest.begin()

    def look_again(self) -> None:
        """A visit is near: a short look at the equipment, unless the devices belong to a call."""
        if self.selftest is not None and self.session is None and self._joining is None:
            self.selftest.look_again()

    def hide_selftest(self) -> None:
        """The self-test is not shown any more: the camera's lamp goes out."""
        if self.selftest is not None:
            self._spawn(self.selftest.hide())

    def correct_outcome(self, visit_id: str, outcome: Outcome) -> None:
        """The user says on the card how the visit ended."""
        self.chronicle.tell(Event.OUTCOME_SET, visit_id, outcome.value)
        self.day.feed(day.CallEnded(visit_id, outcome))

    def know_devices(self, present: DeviceList) -> None:
        """What is plugged in, now and at every change."""
        self.engines.know(present)
        if self._equipment is not None:
            self._spawn(self._know(self._equipment, present))

    async def _know(self, equipment: Equipment, present: DeviceList) -> None:
        """One list after the other: an older one must not come last."""
        async with self._knowing:
            await asyncio.to_thread(equipment.know, present)
        self._devices_moved(equipment)

    def _devices_moved(self, equipment: Equipment) -> None:
        """Something was plugged in or out, or the self-test's microphone or loudspeaker is another one."""
        if self.selftest is not None and equipment is self._equipment:
            self.selftest.know_devices()
            self.selftest.notice()

    def use_sound(self, sound: UseSound) -> None:
        """The user wants another microphone or loudspeaker in the call under way."""
        if self.session is not None:
            self._spawn(self.session.use_sound(sound))

    async def statistics(self) -> CallStatistics | None:
        """The figures of the call under way."""
        return await self.session.statistics() if self.session else None
