"""What every camera keeps to, fake or real. Subclass, and give a `rig` fixture."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Protocol

import numpy as np
from pytestqt.qtbot import QtBot

from vardklient.base.slot import Slot
from vardklient.ports.camera import Camera, CameraState, Frame


class CameraRig(Protocol):
    """A camera, and a way to make it see something."""

    camera: Camera

    def expose(self) -> None:
        """Let the camera take one picture, if it does not do so by itself."""


class CameraContract:
    def frame(self, rig: CameraRig, qtbot: QtBot, slot: Slot[Frame]) -> Frame:
        frames: list[Frame] = []

        def arrived() -> bool:
            rig.expose()
            frame = slot.take()
            if frame is not None:
                frames.append(frame)
            return bool(frames)

        qtbot.waitUntil(arrived)
        return frames[0]

    def started(self, rig: CameraRig, qtbot: QtBot) -> Slot[Frame]:
        slot: Slot[Frame] = Slot()
        rig.camera.subscribe(slot)
        rig.camera.start()
        self.frame(rig, qtbot, slot)
        return slot

    def test_it_is_closed_until_it_is_started(self, rig: CameraRig) -> None:
        assert rig.camera.state is CameraState.CLOSED
        assert rig.camera.name

    def test_frames_are_as_the_port_says(self, rig: CameraRig, qtbot: QtBot) -> None:
        slot = self.started(rig, qtbot)
        frame = self.frame(rig, qtbot, slot)
        qtbot.waitUntil(lambda: rig.camera.state is CameraState.RUNNING)
        assert frame.pixels.dtype == np.uint8
        assert frame.pixels.ndim == 3
        assert frame.pixels.shape[2] in (3, 4)
        assert frame.pixels.flags.c_contiguous
        assert 0 <= time.monotonic() - frame.captured_at_s < 60

    def test_frames_count_up_and_time_goes_on(self, rig: CameraRig, qtbot: QtBot) -> None:
        slot = self.started(rig, qtbot)
        frames = [self.frame(rig, qtbot, slot) for _ in range(4)]
        assert all(a.seq < b.seq for a, b in pairwise(frames))
        assert all(a.captured_at_s <= b.captured_at_s for a, b in pairwise(frames))

    def test_everybody_gets_the_frames_until_he_unsubscribes(self, rig: CameraRig, qtbot: QtBot) -> None:
        one, two = self.started(rig, qtbot), Slot[Frame]()
        rig.camera.subscribe(two)
        self.frame(rig, qtbot, two)
        rig.camera.unsubscribe(one)
        one.take()
        self.frame(rig, qtbot, two)
        assert one.take() is None

    def test_after_stop_there_are_no_frames(self, rig: CameraRig, qtbot: QtBot) -> None:
        slot = self.started(rig, qtbot)
        rig.camera.stop()
        assert rig.camera.state is CameraState.CLOSED
        slot.take()
        rig.expose()
        qtbot.wait(50)
        assert slot.take() is None

    def test_it_can_be_started_and_stopped_as_often_as_one_likes(self, rig: CameraRig, qtbot: QtBot) -> None:
        rig.camera.stop()
        assert rig.camera.state is CameraState.CLOSED
        slot = self.started(rig, qtbot)
        rig.camera.start()
        self.frame(rig, qtbot, slot)
        rig.camera.stop()
        rig.camera.stop()
        rig.camera.start()
        self.frame(rig, qtbot, slot)
        qtbot.waitUntil(lambda: rig.camera.state is CameraState.RUNNING)

    def test_the_states_are_told_in_order(self, rig: CameraRig, qtbot: QtBot) -> None:
        heard: list[CameraState] = []
        rig.camera.on_state(heard.append)
        self.started(rig, qtbot)
        qtbot.waitUntil(lambda: CameraState.RUNNING in heard)
        rig.camera.stop()
        assert heard == [CameraState.OPENING, CameraState.RUNNING, CameraState.CLOSED]

    def test_without_a_device_it_is_missing(self, missing: Camera, qtbot: QtBot) -> None:
        missing.start()
        qtbot.waitUntil(lambda: missing.state is CameraState.MISSING)
        missing.stop()
        assert missing.state is CameraState.CLOSED
