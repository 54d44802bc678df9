"""The contract of a camera, for the fake, for Qt at the wire, and for a film."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QApplication

from tests.fakes.camera import FakeCamera
from tests.fakes.hardware import WireHardware
from tests.ports.camera_contract import CameraContract
from vardklient.media.camera import QtCamera
from vardklient.media.clip import ClipCamera
from vardklient.ports.camera import Camera, CameraState
from vardklient.ports.devices import Device


class FakeRig:
    def __init__(self) -> None:
        self.camera = FakeCamera()

    def expose(self) -> None:
        self.camera.picture(np.zeros((48, 64, 3), np.uint8))


class TestFakeCamera(CameraContract):
    @pytest.fixture
    def rig(self) -> FakeRig:
        return FakeRig()

    @pytest.fixture
    def missing(self) -> Camera:
        return FakeCamera(fault=CameraState.MISSING)


class WireRig:
    def __init__(self) -> None:
        self.hardware = WireHardware(Device("usb-1", "LifeCam", default=True))
        self.camera = QtCamera(hardware=self.hardware)

    def expose(self) -> None:
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(0x336699)
        self.hardware.push(QVideoFrame(image))


class TestQtCamera(CameraContract):
    @pytest.fixture
    def rig(self, qapp: QApplication) -> Iterator[WireRig]:
        rig = WireRig()
        yield rig
        rig.camera.stop()

    @pytest.fixture
    def missing(self, qapp: QApplication) -> Camera:
        return QtCamera(hardware=WireHardware())


class ClipRig:
    def __init__(self, path: Path) -> None:
        self.camera = ClipCamera(path, loop=True)

    def expose(self) -> None:
        """It plays by itself."""


class TestClipCamera(CameraContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[ClipRig]:
        path = tmp_path / "film.avi"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 50.0, (64, 48))
        for shade in range(0, 250, 10):
            writer.write(np.full((48, 64, 3), shade, np.uint8))
        writer.release()
        rig = ClipRig(path)
        yield rig
        rig.camera.stop()

    @pytest.fixture
    def missing(self, tmp_path: Path) -> Camera:
        return ClipCamera(tmp_path / "none.mp4")
