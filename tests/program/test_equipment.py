from __future__ import annotations

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
