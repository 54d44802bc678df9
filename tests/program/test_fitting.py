"""One equipment after the other, when another is wanted; the place is looked for when nothing more is plugged."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes.camera import FakeCamera
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.base.loop import CoreLoop
from vardklient.base.slot import Slot
from vardklient.domain.device import DeviceKind
from vardklient.flows.call import CallState
from vardklient.flows.selfcheck import SelfcheckState
from vardklient.ports.devices import Device, DeviceList
from vardklient.ports.engine import UseSound
from vardklient.program.equipment import Equipment
from vardklient.program.fitting import Fitting, Site
from vardklient.program.preferences import Preferences
from vardklient.program.shelf import Shelf, Wanted
from vardklient.ui.application import Dress
from vardklient.ui.settings import ChooseDevice
from vardklient.ui.turns import Turns
from vardklient.vault.settings import Settings

LID, LIFECAM = Device("cam0", "Integrated Camera"), Device("lc", "LifeCam")
MIC, JABRA, HORN = Device("mic0", "Realtek"), Device("ji", "Jabra"), Device("horn0", "Realtek")
CLINIC = DeviceList((LID, LIFECAM), (MIC, JABRA), (HORN,))
ALONE = DeviceList((LID,), (MIC,), (HORN,))
PATIENCE_S = 60.0
ENDED = datetime(2026, 9, 1, 9, tzinfo=UTC)


class Stock(Shelf):
    """What is plugged in is what the test says."""

    def __init__(self) -> None:
        super().__init__(Wanted(), drawn_if_none=False)
        self.now = CLINIC
        self.tell: Callable[[DeviceList], None] = lambda _: None
        self.taken: list[Wanted] = []

    @property
    def present(self) -> DeviceList:
        return self.now

    def watch(self, tell: Callable[[DeviceList], None]) -> DeviceList:
        self.tell = tell
        return self.now

    def take(self, wanted: Wanted) -> Equipment:
        self.wanted = wanted
        self.taken.append(wanted)
        return Equipment.of(FakeCamera(), FakeMicrophone(), FakeSpeaker())


class Core:
    """The backend, which takes as long as the test wants; belongs to the core thread."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.equipped: list[Equipment] = []
        self.known: list[DeviceList] = []
        self.sounds: list[UseSound] = []

    async def equip(self, equipment: Equipment, selftest: object, pictures: object) -> None:
        await asyncio.to_thread(self.go.wait, PATIENCE_S)
        self.equipped.append(equipment)

    def know_devices(self, present: DeviceList) -> None:
        self.known.append(present)

    def use_sound(self, sound: UseSound) -> None:
        self.sounds.append(sound)


class Eyes:
    slot: Slot = Slot()

    def __init__(self) -> None:
        self.looks = False

    def start(self) -> None:
        self.looks = True

    def stop(self) -> None:
        self.looks = False


class Rig:
    """A fitting on a desk with screens, the first equipment being there."""

    def __init__(self, folder: Path, dress: Dress, core: CoreLoop, qtbot: QtBot) -> None:
        self.qtbot, self.screens = qtbot, ("panel", "DELL 4711")
        self.shelf, self.backend, self.eyes = Stock(), Core(), Eyes()
        self.preferences = Preferences(Settings(folder), dress, Wanted(), lambda: self.screens)
        plan = SimpleNamespace(
            shelf=self.shelf,
            preferences=self.preferences,
            make_selftest=lambda *_: object(),
            make_eyes=lambda _: self.eyes,
        )
        self.turns, self.said = Turns(), list[str]()
        self.fitting = Fitting(plan, self.turns, lambda words, key: self.said.append(key), calm_ms=0)
        self.preferences._devices_changed = self.fitting.change_devices
        self.shown: list[DeviceList] = []
        picture = SimpleNamespace(slot=Slot())
        furniture = SimpleNamespace(
            selfcheck=SimpleNamespace(preview=picture, show_devices=self.shown.append),
            call=SimpleNamespace(selfview=picture, patient=picture, set_eyes=lambda _: None),
        )
        self.turns.add(self.fitting.begin(Site(furniture, core, None, lambda: self.backend)))
        self.equipped(1)

    def equipped(self, count: int) -> None:
        """Wait until so many equipments have come to the core, and all is at rest."""
        self.qtbot.waitUntil(lambda: len(self.backend.equipped) == count and not self.fitting._busy)
        assert self.backend.equipped[-1] is self.fitting.equipment

    def plug(self, present: DeviceList) -> None:
        self.shelf.now = present
        self.shelf.tell(present)

    def rest(self) -> None:
        """Wait until nothing more has been plugged in or out for a while."""
        self.qtbot.waitUntil(lambda: not self.fitting._calm.isActive())

    def choose(self, identity: str) -> None:
        self.preferences.take(ChooseDevice(DeviceKind.MICROPHONE, identity))


@pytest.fixture
def dress(qapp: QApplication) -> Iterator[Dress]:
    yield Dress(qapp, "sv", "light", 1.0)
    qapp.setStyleSheet("")


@pytest.fixture
def rig(tmp_path: Path, dress: Dress, qtbot: QtBot) -> Iterator[Rig]:
    with CoreLoop() as core:
        made = Rig(tmp_path, dress, core, qtbot)
        try:
            yield made
        finally:
            made.backend.go.set()
            made.fitting.close()
            made.turns.stop()


def test_another_choice_makes_another_equipment(rig: Rig) -> None:
    rig.choose("ji")
    rig.equipped(2)
    assert rig.shelf.taken == [Wanted(), Wanted(microphone="Jabra")]


def test_choices_in_quick_succession_are_answered_by_the_last(rig: Rig) -> None:
    rig.backend.go.clear()
    rig.choose("ji")
    rig.qtbot.waitUntil(lambda: len(rig.shelf.taken) == 2)
    for identity in ("mic0", "ji", "mic0"):
        rig.choose(identity)
    rig.backend.go.set()
    rig.equipped(3)
    assert rig.shelf.taken[1:] == [Wanted(microphone="Jabra"), Wanted(microphone="Realtek")]


def test_a_desk_left_cable_by_cable_is_looked_at_when_all_is_out(rig: Rig) -> None:
    rig.choose("ji")
    rig.equipped(2)
    rig.plug(DeviceList((LID, LIFECAM), (MIC,), (HORN,)))
    rig.plug(DeviceList((LID,), (MIC,), (HORN,)))
    rig.screens = ("panel",)
    assert rig.preferences.place == "1"
    rig.plug(ALONE)
    rig.equipped(3)
    assert (rig.preferences.place, rig.shelf.wanted) == ("2", Wanted())
    assert rig.shown[-1] == ALONE
    rig.qtbot.waitUntil(lambda: rig.backend.known[-1] == ALONE)


def test_what_is_plugged_in_where_one_is_takes_nothing_over(rig: Rig) -> None:
    rig.plug(DeviceList((LID, LIFECAM), (MIC, JABRA), (HORN, Device("x", "HDMI"))))
    rig.rest()
    assert len(rig.shelf.taken) == 1


@pytest.mark.parametrize("what", ["test", "call"])
def test_a_test_or_a_call_goes_on_and_the_place_is_looked_for_after_it(rig: Rig, what: str) -> None:
    rig.choose("ji")
    rig.equipped(2)
    test, running = SelfcheckState(running=True), CallState()
    tell = rig.fitting.hear_selfcheck if what == "test" else rig.fitting.hear_call
    tell(test if what == "test" else running)
    rig.screens = ("panel",)
    rig.plug(ALONE)
    rig.rest()
    assert len(rig.shelf.taken) == 2
    tell(replace(test, running=False) if what == "test" else replace(running, ended=ENDED))
    rig.equipped(3)
    assert rig.shelf.wanted == Wanted()


def test_the_core_hears_again_when_the_place_is_known(rig: Rig) -> None:
    """For the self-test asks in each place whether anybody can hear."""
    rig.plug(ALONE)
    rig.screens = ("panel",)
    rig.qtbot.waitUntil(lambda: rig.preferences.place == "2")
    rig.qtbot.waitUntil(lambda: rig.backend.known[-2:] == [ALONE, ALONE])
    assert len(rig.shelf.taken) == 1


def test_a_choice_made_as_a_call_begins_waits_for_its_end(rig: Rig) -> None:
    rig.choose("ji")
    rig.fitting.hear_call(CallState())
    rig.qtbot.waitUntil(lambda: not rig.fitting._busy)
    assert len(rig.shelf.taken) == 1
    rig.fitting.hear_call(CallState(ended=ENDED))
    rig.equipped(2)


def test_a_choice_made_before_a_call_that_comes_to_its_turn_in_it_waits_for_its_end(rig: Rig) -> None:
    rig.backend.go.clear()
    rig.choose("ji")
    rig.qtbot.waitUntil(lambda: len(rig.shelf.taken) == 2)
    rig.choose("mic0")
    rig.fitting.hear_call(CallState())
    rig.backend.go.set()
    rig.equipped(2)
    assert len(rig.shelf.taken) == 2
    rig.fitting.hear_call(CallState(ended=ENDED))
    rig.equipped(3)
    assert rig.shelf.wanted == Wanted(microphone="Realtek")


def test_in_a_call_the_sound_is_exchanged_at_once_and_the_equipment_afterwards(rig: Rig) -> None:
    rig.fitting.hear_call(CallState())
    assert rig.eyes.looks
    rig.choose("ji")
    rig.qtbot.waitUntil(lambda: rig.backend.sounds == [UseSound("Jabra", "")])
    assert (len(rig.shelf.taken), rig.said) == (1, [])
    rig.preferences.take(ChooseDevice(DeviceKind.CAMERA, "lc"))
    assert rig.said == ["devices"], "another camera has to wait"
    rig.fitting.hear_call(CallState(ended=ENDED))
    assert not rig.eyes.looks
    rig.equipped(2)
    assert rig.shelf.taken[-1] == Wanted("lc", "Jabra")
