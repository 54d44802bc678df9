from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.fakes.camera import FakeCamera
from tests.media.machine import HalvingCanceller, Machine
from vardklient.checks.device_names import load_device_names
from vardklient.domain.verdict import Advice
from vardklient.media.desk import PortAudioDesk
from vardklient.ports.camera import CameraState
from vardklient.ports.devices import Device, DeviceList
from vardklient.program.equipment import Equipment
from vardklient.program.known import KNOWN, KnownDevices

NAMES = load_device_names()


class Rig:
    """A self-test's equipment on a machine."""

    def __init__(self, *names: str, camera: str = "LifeCam") -> None:
        self.machine = Machine(*names)
        self.desk = PortAudioDesk(self.machine.make_microphone, self.machine.make_speaker, HalvingCanceller)
        self.cameras = (Device("c", camera, default=True), Device("l", "Integrated Camera"))
        self.camera = FakeCamera(name=camera)
        self.equipment = Equipment.of(
            self.camera, self.desk.microphone, self.desk.speaker, desk=self.desk, present=self.present
        )
        self.equipment.know(self.present())
        self.known = KnownDevices(self.equipment, NAMES)

    def present(self) -> DeviceList:
        sound = self.machine.present()
        return DeviceList(self.cameras, sound.microphones, sound.speakers)

    @contextmanager
    def held(self) -> Iterator[None]:
        """The devices are open."""
        self.equipment.take("selfcheck")
        try:
            yield
        finally:
            self.equipment.leave("selfcheck")

    def advices(self) -> list[Advice]:
        self.equipment.know(self.present())
        return [verdict.advice for verdict in self.known.verdicts()]


def test_devices_are_judged_by_name_before_they_are_open() -> None:
    rig = Rig("SpeechMike III", "Jabra Evolve 40", camera="OBS Virtual Camera")
    assert rig.advices() == [Advice.CAMERA_VIRTUAL, Advice.DEFAULT_DEVICE_DICTATION]
    choices = [verdict.instead for verdict in rig.known.verdicts()]
    assert [choice.device.name for choice in choices if choice is not None] == ["Integrated Camera", "Jabra Evolve 40"]


def test_another_microphone_than_the_first_is_said_until_the_first_is_back() -> None:
    rig = Rig("Jabra Evolve 40", "Realtek Audio")
    with rig.held():
        assert rig.advices() == [Advice.CAMERA_CHOICE_OK, Advice.DEFAULT_DEVICE_OK]
        rig.machine.unplug("Jabra Evolve 40")
        assert rig.advices()[1] is Advice.DEFAULT_DEVICE_SWAPPED
        assert rig.known.verdicts()[1].device == "Realtek Audio"
        rig.machine.plug("Jabra Evolve 40")
        assert rig.advices()[1] is Advice.DEFAULT_DEVICE_SWAPPED, "it does not come back by itself"
        rig.desk.use("Jabra Evolve 40", "")
        assert rig.advices()[1] is Advice.DEFAULT_DEVICE_OK


def test_the_same_microphone_under_another_name_is_no_other() -> None:
    rig = Rig("Jabra Evolve 40", "Realtek Audio")
    with rig.held():
        rig.advices()
        rig.machine.rename("Jabra Evolve 40", "Jabra (call)")
        assert rig.advices()[1] is Advice.DEFAULT_DEVICE_OK


def test_a_worse_finding_is_not_hidden_by_the_exchange() -> None:
    rig = Rig("Jabra Evolve 40", "Stereo Mix (Realtek)")
    with rig.held():
        rig.advices()
        rig.machine.unplug("Jabra Evolve 40")
        assert rig.advices()[1] is Advice.HEADSET_LOOPBACK


def test_what_it_tells_of_is_said() -> None:
    assert {verdict.check for verdict in Rig().known.verdicts()} == KNOWN


def test_without_any_microphone_nothing_is_claimed() -> None:
    rig = Rig()
    with rig.held():
        assert rig.advices()[1] is Advice.DEFAULT_DEVICE_UNSURE


def test_without_a_camera_its_name_counts_for_nothing() -> None:
    rig = Rig("Jabra Evolve 40")
    with rig.held():
        assert rig.advices()[0] is Advice.CAMERA_CHOICE_OK
        rig.camera.become(CameraState.MISSING)
        assert rig.advices()[0] is Advice.CAMERA_CHOICE_UNSURE


def test_a_camera_that_was_only_asked_for_is_not_praised() -> None:
    rig = Rig("Jabra Evolve 40", camera="No such camera")
    rig.cameras = ()
    assert rig.advices()[0] is Advice.CAMERA_CHOICE_UNSURE
    with rig.held():
        rig.camera.become(CameraState.RUNNING)
        assert rig.advices()[0] is Advice.CAMERA_CHOICE_OK, "a film is played as a camera"


def test_a_device_that_is_not_open_is_spoken_of_by_the_name_it_would_be_opened_under() -> None:
    rig = Rig("HDMI", "SpeechMike III")
    rig.desk.want("SpeechMike III 1", "SpeechMike III 1")
    assert rig.advices()[1] is Advice.DEFAULT_DEVICE_DICTATION
    assert rig.known.verdicts()[1].device == "SpeechMike III"
