"""QtCamera at the wire: real frames into the real QVideoSink; only the device behind it is not there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes.hardware import WireHardware
from vardklient.base.slot import Slot
from vardklient.media.camera import Mode, QtCamera, choose_mode
from vardklient.ports.camera import CameraState, Frame
from vardklient.ports.devices import Device

USB, LID = Device("usb-1", "LifeCam HD", default=True), Device("lid-7", "Integrated Camera")


def picture(shade: int = 0x336699) -> QVideoFrame:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(shade)
    return QVideoFrame(image)


@pytest.fixture
def make(qapp: QApplication) -> Iterator[Callable[..., QtCamera]]:
    made: list[QtCamera] = []

    def camera(hardware: WireHardware, wanted: str = "", silent_limit_s: float = 8.0) -> QtCamera:
        made.append(QtCamera(wanted, hardware, silent_limit_s))
        return made[-1]

    yield camera
    for one in made:
        one.stop()
    assert not [t for t in threading.enumerate() if t.name == "camera-frames"]


def test_it_opens_the_camera_of_that_name_or_identity_or_the_default(make) -> None:
    hardware = WireHardware(USB, LID)
    for wanted, device in (("", USB), ("Integrated Camera", LID), ("usb-1", USB)):
        camera = make(hardware, wanted)
        assert camera.name == device.name
        camera.start()
        assert hardware.opened[-1] == device.identity
        camera.stop()


def test_it_has_the_colours_of_the_frame(make, qtbot: QtBot) -> None:
    hardware = WireHardware(USB)
    camera, slot = make(hardware), Slot[Frame]()
    camera.subscribe(slot)
    camera.start()
    frames: list[Frame] = []

    def arrived() -> bool:
        hardware.push(picture(0xC86432))
        frame = slot.take()
        frames.extend([frame] if frame else [])
        return bool(frames)

    qtbot.waitUntil(arrived)
    assert tuple(frames[0].pixels[10, 10, :3]) == (0x32, 0x64, 0xC8)
    assert frames[0].pixels.shape == (48, 64, 4)


def test_no_picture_for_so_long_is_busy_and_a_late_one_helps(make, qtbot: QtBot) -> None:
    hardware = WireHardware(USB)
    camera = make(hardware, silent_limit_s=0.03)
    camera.start()
    qtbot.waitUntil(lambda: camera.state is CameraState.BUSY)
    hardware.push(picture())
    qtbot.waitUntil(lambda: camera.state is CameraState.RUNNING)


def test_a_picture_in_time_is_not_busy_later(make, qtbot: QtBot) -> None:
    hardware = WireHardware(USB)
    camera, states = make(hardware, silent_limit_s=1.0), []
    camera.on_state(states.append)
    camera.start()
    hardware.push(picture())
    qtbot.waitUntil(lambda: camera.state is CameraState.RUNNING)
    qtbot.wait(1200)
    assert states == [CameraState.OPENING, CameraState.RUNNING]


def test_busy_can_be_tried_again(make, qtbot: QtBot) -> None:
    hardware = WireHardware(USB)
    camera = make(hardware, silent_limit_s=0.03)
    camera.start()
    qtbot.waitUntil(lambda: camera.state is CameraState.BUSY)
    camera.start()
    assert camera.state is CameraState.OPENING
    assert hardware.opened == ["usb-1", "usb-1"]


def test_an_unplugged_camera_is_missing_and_comes_back_by_itself(make, qtbot: QtBot) -> None:
    hardware = WireHardware(USB)
    camera = make(hardware)
    camera.start()
    hardware.push(picture())
    qtbot.waitUntil(lambda: camera.state is CameraState.RUNNING)
    hardware.changed()
    assert camera.state is CameraState.MISSING
    assert hardware.sink is None, "released"
    hardware.changed(USB)
    assert camera.state is CameraState.OPENING
    hardware.push(picture())
    qtbot.waitUntil(lambda: camera.state is CameraState.RUNNING)


def test_another_camera_coming_or_going_changes_nothing(make, qtbot: QtBot) -> None:
    hardware = WireHardware(USB)
    camera, states = make(hardware), []
    camera.start()
    hardware.push(picture())
    qtbot.waitUntil(lambda: camera.state is CameraState.RUNNING)
    camera.on_state(states.append)
    hardware.changed(LID, USB)
    hardware.changed(USB)
    assert states == []


def test_it_never_opens_by_itself_what_was_not_started(make) -> None:
    hardware = WireHardware()
    camera = make(hardware)
    hardware.changed(USB)
    assert (camera.state, hardware.opened) == (CameraState.CLOSED, [])
    camera.start()
    camera.stop()
    hardware.changed()
    hardware.changed(USB)
    assert (camera.state, hardware.opened) == (CameraState.CLOSED, ["usb-1"])


@pytest.mark.parametrize(("left", "state"), [((USB,), CameraState.BUSY), ((), CameraState.MISSING)])
def test_an_error_is_busy_or_missing(make, qtbot: QtBot, left: tuple[Device, ...], state: CameraState) -> None:
    hardware = WireHardware(USB)
    camera = make(hardware)
    camera.start()
    hardware.devices = list(left)
    hardware.fail()
    qtbot.waitUntil(lambda: camera.state is state)
    assert hardware.sink is None


def test_an_error_of_a_former_opening_does_no_harm(make, qtbot: QtBot) -> None:
    hardware = WireHardware(USB)
    camera = make(hardware)
    camera.start()
    hardware.fail()
    camera.stop()
    camera.start()
    qtbot.wait(30)
    assert camera.state is CameraState.OPENING


def test_refused_by_the_user(make) -> None:
    hardware = WireHardware(USB, allowed=False)
    camera = make(hardware)
    camera.start()
    assert (camera.state, hardware.opened) == (CameraState.REFUSED, [])


@pytest.mark.parametrize(("given", "state"), [(True, CameraState.OPENING), (False, CameraState.REFUSED)])
def test_it_waits_for_the_users_answer(make, given: bool, state: CameraState) -> None:
    hardware = WireHardware(USB, allowed=None)
    camera = make(hardware)
    camera.start()
    assert (camera.state, hardware.opened) == (CameraState.OPENING, [])
    hardware.answer(given)
    assert camera.state is state


def test_an_answer_after_stop_opens_nothing(make) -> None:
    hardware = WireHardware(USB, allowed=None)
    camera = make(hardware)
    camera.start()
    camera.stop()
    hardware.answer(True)
    assert (camera.state, hardware.opened) == (CameraState.CLOSED, [])


def test_start_and_stop_from_another_thread(make, qtbot: QtBot) -> None:
    hardware = WireHardware(USB)
    camera = make(hardware)
    for order, state in ((camera.start, CameraState.OPENING), (camera.stop, CameraState.CLOSED)):
        thread = threading.Thread(target=order)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda state=state: camera.state is state)
    assert hardware.sink is None


def test_frames_from_a_foreign_thread(make, qtbot: QtBot) -> None:
    hardware = WireHardware(USB)
    camera, slot = make(hardware), Slot[Frame]()
    camera.subscribe(slot)
    camera.start()
    thread = threading.Thread(target=hardware.push, args=(picture(),))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: slot.take() is not None)
    qtbot.waitUntil(lambda: camera.state is CameraState.RUNNING)


def test_the_real_cameras_of_a_machine_without_any(qtbot: QtBot) -> None:
    camera = QtCamera("A camera that nobody has")
    camera.start()
    assert camera.state is CameraState.MISSING
    camera.stop()
    assert camera.state is CameraState.CLOSED


@pytest.mark.parametrize(
    ("modes", "best"),
    [
        ([Mode(640, 480, 30), Mode(1280, 720, 30), Mode(1920, 1080, 30)], 1),
        ([Mode(1280, 720, 10), Mode(640, 480, 30)], 1),
        ([Mode(1920, 1080, 30), Mode(3840, 2160, 30)], 0),
        ([Mode(1280, 720, 60), Mode(1280, 720, 30)], 1),
        ([Mode(640, 480, 15), Mode(320, 240, 15)], 0),
        ([Mode(1920, 1080, 30), Mode(800, 600, 30)], 1),
        ([], None),
    ],
)
def test_the_mode_is_fluent_first_then_720_lines(modes: list[Mode], best: int | None) -> None:
    assert choose_mode(modes) == best
