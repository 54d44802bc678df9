"""Whatever is plugged in and out, chosen and moved, during a check and during a call: 200 random sequences.

The desks are the program's own, the devices behind them fakes; the same with a real sound server:
tests/media/test_hotplug_bed.py.
"""

from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.fakes.camera import FakeCamera
from tests.media.machine import HalvingCanceller, Machine
from vardklient.checks.device_names import load_device_names
from vardklient.domain.verdict import Check
from vardklient.media.desk import PortAudioDesk
from vardklient.ports.camera import CameraState
from vardklient.ports.devices import DeviceList
from vardklient.ports.sound import SoundDeskState, SoundState
from vardklient.program.equipment import Equipment
from vardklient.program.known import KnownDevices

RUNNING, CLOSED, LOST, MISSING = SoundState.RUNNING, SoundState.CLOSED, SoundState.LOST, SoundState.MISSING
pytestmark = pytest.mark.slow

NAMES = ("Laptop", "Jabra Evolve 40", "SpeechMike III", "HDMI", "LifeCam mic")
WAIT_S = 60.0
CHECK, CALL = "selfcheck", "call"


class Told:
    """What a desk has said last."""

    def __init__(self, desk: PortAudioDesk) -> None:
        self.desk = desk
        self.state = SoundDeskState(CLOSED, CLOSED)
        self.changed = threading.Condition()
        desk.on_change(self._hear)

    def _hear(self, state: SoundDeskState) -> None:
        with self.changed:
            self.state = state
            self.changed.notify_all()

    def becomes(self, microphone: SoundState) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.state.microphone is microphone, WAIT_S), self.state

    @property
    def true(self) -> SoundDeskState:
        """How it really is."""
        microphone, speaker = self.desk.microphone, self.desk.speaker
        return SoundDeskState(microphone.state, speaker.state, microphone.name, speaker.name)


class Hotplug(RuleBasedStateMachine):
    """One machine, the self-test's desk in its equipment, and the call's own desk; one of them at most has devices."""

    def __init__(self) -> None:
        super().__init__()
        self.machine = machine = Machine()
        self.check, self.call = (
            Told(PortAudioDesk(machine.make_microphone, machine.make_speaker, HalvingCanceller)) for _ in range(2)
        )
        self.camera = FakeCamera()
        self.equipment = Equipment.of(
            self.camera,
            self.check.desk.microphone,
            self.check.desk.speaker,
            desk=self.check.desk,
            present=machine.present,
        )
        self.known = KnownDevices(self.equipment, load_device_names())
        self.holder = ""
        self.wanted = ""
        self.renamed = 0

    @initialize(plugged=st.lists(st.sampled_from(NAMES), unique=True))
    def begin(self, plugged: list[str]) -> None:
        for name in plugged:
            self._tell(self.machine.plug(name))

    def _tell(self, present: DeviceList) -> None:
        """As the program does: the equipment, then the call's engine."""
        self.equipment.know(present)
        self.call.desk.know(present)

    @property
    def told(self) -> Told:
        return self.call if self.holder == CALL else self.check

    # ---------------------------------------------------------------- what happens

    @rule(name=st.sampled_from(NAMES), default=st.booleans())
    def plug(self, name: str, default: bool) -> None:
        if name in self.machine.names_now:
            return
        before = self.told.true
        self._tell(self.machine.plug(name, default=default))
        if before.microphone is RUNNING:
            assert self.told.true == before, "a new device grabs nothing"

    @precondition(lambda self: self.machine.names_now)
    @rule(data=st.data())
    def unplug(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(self.machine.names_now))
        before = self.told.true
        self._tell(self.machine.unplug(gone))
        if self.holder and before.microphone is RUNNING and before.microphone_name != gone:
            assert self.told.true.microphone_name == before.microphone_name, "what is not touched goes on"

    @precondition(lambda self: self.machine.names_now)
    @rule(data=st.data())
    def move_default(self, data: st.DataObject) -> None:
        before = self.told.true
        self._tell(self.machine.move_default(data.draw(st.sampled_from(self.machine.names_now))))
        if before.microphone is RUNNING:
            assert self.told.true == before, "the system's choice moves nobody"

    @precondition(lambda self: self.machine.names_now)
    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.machine.names_now))
        self.renamed += 1
        now = f"{name} {self.renamed}"
        before, made = self.told.true, len(self.machine.microphones)
        self._tell(self.machine.rename(name, now))
        self.wanted = now if self.wanted == name else self.wanted
        if before.microphone is RUNNING:
            assert (self.told.true.microphone, len(self.machine.microphones)) == (RUNNING, made)

    @precondition(lambda self: self.machine.names_now)
    @rule(data=st.data())
    def choose(self, data: st.DataObject) -> None:
        """The user chooses; in a call at once, else from the next opening on (the window makes new equipment)."""
        self.wanted = data.draw(st.sampled_from(self.machine.names_now))
        for told in (self.check, self.call):
            if told is self.told and self.holder:
                told.desk.use(self.wanted, self.wanted)
            else:
                told.desk.want(self.wanted, self.wanted)
        if self.holder:
            assert self.told.true.microphone_name == self.told.true.speaker_name == self.wanted

    @rule()
    def start_check(self) -> None:
        if self.holder != CALL:
            self.holder = CHECK
            self.equipment.take(CHECK)

    @rule()
    def stop_check(self) -> None:
        if self.holder == CHECK:
            self.equipment.leave(CHECK)
            self.holder = ""

    @rule()
    def start_call(self) -> None:
        """As the backend does: the camera is taken over, the self-test lets go, the engine opens the sound."""
        if self.holder != CALL:
            self.equipment.take_camera(CALL)
            self.equipment.leave(CHECK)
            self.holder = CALL
            self.call.desk.use(self.wanted, self.wanted)

    @rule()
    def end_call(self) -> None:
        if self.holder == CALL:
            self.call.desk.release()
            self.equipment.leave(CALL)
            self.holder = ""

    @precondition(lambda self: self.holder and self.told.true.microphone is RUNNING)
    @rule()
    def the_stream_ends_by_itself(self) -> None:
        """The sound server is started anew: the device is there, and is opened again by the desk's own thread."""
        made = len(self.machine.microphones)
        self.machine.microphone.become(LOST)
        told = self.told
        with told.changed:
            again = told.changed.wait_for(
                lambda: told.state.microphone is RUNNING and len(self.machine.microphones) > made, WAIT_S
            )
        assert again, told.state

    @rule()
    def pull_the_cameras_cable(self) -> None:
        self.camera.become(CameraState.MISSING)

    @rule()
    def put_the_cameras_cable_back(self) -> None:
        self.camera.become(CameraState.OPENING)

    # ---------------------------------------------------------------- what always holds

    @invariant()
    def no_device_has_two_owners(self) -> None:
        for devices in (self.machine.microphones, self.machine.speakers):
            assert sum(device.state is RUNNING for device in devices) <= 1

    @invariant()
    def who_needs_a_device_has_one_that_is_there(self) -> None:
        there, true = self.machine.names_now, self.told.true
        if not self.holder:
            assert (true.microphone, true.speaker) == (CLOSED, CLOSED)
        elif there:
            assert (true.microphone, true.speaker) == (RUNNING, RUNNING)
            assert {true.microphone_name, true.speaker_name} <= set(there)
        else:
            assert {true.microphone, true.speaker} <= {LOST, MISSING}

    @invariant()
    def every_change_was_told(self) -> None:
        if self.holder:
            assert self.told.state == self.told.true

    @invariant()
    def the_choice_is_kept(self) -> None:
        """Also while another device stands in for it."""
        for told in (self.check, self.call):
            desk = told.desk
            assert (desk.microphone.wanted, desk.speaker.wanted) == (self.wanted, self.wanted)

    @invariant()
    def the_verdict_on_sound_speaks_of_what_is_there(self) -> None:
        there, (_, verdict) = self.machine.names_now, self.known.verdicts()
        assert verdict.check is Check.DEFAULT_DEVICE
        if there and verdict.device:
            assert verdict.device in there
        if verdict.instead is not None:
            assert verdict.instead.device.name in there

    @invariant()
    def the_camera_is_open_only_for_somebody(self) -> None:
        assert (self.camera.state is CameraState.CLOSED) == (not self.holder)

    def teardown(self) -> None:
        self.end_call()
        self.stop_check()
        assert [thread.name for thread in threading.enumerate() if thread.name.startswith("sound-")] == []


Hotplug.TestCase.settings = settings(
    max_examples=200, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestHotplug = Hotplug.TestCase
