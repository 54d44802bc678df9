from __future__ import annotations

import threading

from tests.fakes.camera import FakeCamera
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
from vardklient.ports.camera import CameraState
from vardklient.program.equipment import Equipment, Hold


class Device:
    def __init__(self) -> None:
        self.calls: list[str] = []

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")


def test_the_last_one_releases_and_nobody_reopens_in_between() -> None:
    device = Device()
    hold = Hold(device)
    hold.take("selfcheck")
    hold.take("call")
    hold.leave("selfcheck")
    hold.leave("selfcheck")
    assert "stop" not in device.calls
    hold.leave("call")
    assert device.calls[-1] == "stop"
    hold.leave("call")
    assert device.calls.count("stop") == 1


def test_all_three_are_taken_and_left_together() -> None:
    equipment = Equipment.of(FakeCamera(), FakeMicrophone(), FakeSpeaker())
    equipment.take("call")
    assert "closed" not in states(equipment)
    equipment.leave("call")
    assert states(equipment) == {"closed"}


def states(equipment: Equipment) -> set[str]:
    return {device.state.value for device in (equipment.camera, equipment.microphone, equipment.speaker)}


class SlowMicrophone(FakeMicrophone):
    """Is open when `go` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.opens, self.go = threading.Event(), threading.Event()

    def start(self) -> None:
        self.opens.set()
        assert self.go.wait(60)
        super().start()


def test_who_leaves_while_the_devices_open_holds_none_of_them_afterwards() -> None:
    microphone = SlowMicrophone()
    equipment = Equipment.of(FakeCamera(), microphone, FakeSpeaker())
    taking = threading.Thread(target=equipment.take, args=("call",))
    leaving = threading.Thread(target=equipment.leave, args=("call",))
    taking.start()
    assert microphone.opens.wait(60)
    leaving.start()
    leaving.join(0.1)
    assert equipment.camera.state is not CameraState.CLOSED, "nobody leaves in the middle of opening"
    microphone.go.set()
    taking.join(60)
    leaving.join(60)
    assert states(equipment) == {"closed"}
