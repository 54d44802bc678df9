from __future__ import annotations

import threading

from tests.fakes.camera import FakeCamera
from tests.fakes.sound import FakeMicrophone, FakeSpeaker
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
    assert hold.held
    hold.leave("call")
    assert device.calls[-1] == "stop"
    assert not hold.held
    hold.leave("call")
    assert device.calls.count("stop") == 1


def test_all_three_are_taken_and_left_together() -> None:
    camera, microphone, speaker = FakeCamera(), FakeMicrophone(), FakeSpeaker()
    equipment = Equipment.of(camera, microphone, speaker)
    equipment.take("call")
    assert all(hold.held for hold in equipment.holds)
    equipment.leave("call")
    assert not any(hold.held for hold in equipment.holds)


class SlowMicrophone(FakeMicrophone):
    """Is open when `go` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.opens, self.go = threading.Event(), threading.Event()

    def start(self) -> None:
        self.opens.set()
        assert self.go.wait(10)
        super().start()


def test_who_leaves_while_the_devices_open_holds_none_of_them_afterwards() -> None:
    microphone = SlowMicrophone()
    equipment = Equipment.of(FakeCamera(), microphone, FakeSpeaker())
    taking = threading.Thread(target=equipment.take, args=("call",))
    leaving = threading.Thread(target=equipment.leave, args=("call",))
    taking.start()
    assert microphone.opens.wait(10)
    leaving.start()
    leaving.join(0.1)
    assert equipment.holds[0].held, "nobody leaves in the middle of opening"
    microphone.go.set()
    taking.join(10)
    leaving.join(10)
    assert not any(hold.held for hold in equipment.holds)
