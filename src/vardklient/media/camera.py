"""The camera through QtMultimedia: the one owner of the device, for preview, self-test and call alike.

Everything of Qt happens on the GUI thread. A frame goes into a slot at once, whatever thread Qt brings it on, and a
worker turns the newest one into an array, so that neither Qt nor the window ever waits for a conversion.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtCore import Slot as QtSlot

from vardklient.base.slot import Fanout, Slot
from vardklient.media.lamp import Lamp
from vardklient.media.multimedia import multimedia
from vardklient.ports.camera import CameraState, Frame
from vardklient.ports.devices import Device

if TYPE_CHECKING:
    from PySide6.QtMultimedia import (
        QAudioDevice,
        QCamera,
        QCameraDevice,
        QCameraFormat,
        QMediaCaptureSession,
        QVideoFrame,
        QVideoSink,
    )

_log = logging.getLogger(__name__)

SILENT_LIMIT_S = 8.0
"""Opened, and no frame for so long: another program holds it. Windows says nothing else; slow drivers take seconds."""
_WIDTH_PX, _HEIGHT_PX, _RATE_HZ, _RATE_LEAST_HZ = 1280, 720, 30.0, 24.0


@dataclass(frozen=True, slots=True)
class Mode:
    """One way in which a camera can deliver; `rate_hz` is the most that it can."""

    width_px: int
    height_px: int
    rate_hz: float


def choose_mode(modes: Sequence[Mode]) -> int | None:
    """Index of the mode to use: fluent first, then 1280x720 or the nearest below, else the smallest above."""

    def merit(index: int) -> tuple[bool, bool, int, float]:
        mode = modes[index]
        fits = mode.width_px <= _WIDTH_PX and mode.height_px <= _HEIGHT_PX
        area = mode.width_px * mode.height_px
        return mode.rate_hz >= _RATE_LEAST_HZ, fits, area if fits else -area, -abs(mode.rate_hz - _RATE_HZ)

    return max(range(len(modes)), key=merit, default=None)


class Hardware(Protocol):
    """The system's cameras, as `QtCamera` needs them. Everything is called on the GUI thread."""

    def find(self, wanted: str) -> Device | None:
        """The camera of that identity or name, the default one for ""; None if it is not plugged in."""
        ...

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed`, on the GUI thread, when a camera comes or goes."""
        ...

    def ask(self, answered: Callable[[bool], None]) -> None:
        """May we use cameras? The platform may ask the user; the answer may come at once."""
        ...

    def open(self, identity: str, sink: QVideoSink, failed: Callable[[], None]) -> None:
        """Let this camera's frames come to `sink`; `failed` is called, on the GUI thread, if it cannot or stops."""
        ...

    def close(self) -> None:
        """Release the camera."""
        ...


class SystemCameras:
    """The real thing. Implements `Hardware`."""

    def __init__(self) -> None:
        self._qt = multimedia()
        self._media = self._qt.QMediaDevices()
        self._camera: QCamera | None = None
        self._session: QMediaCaptureSession | None = None

    def find(self, wanted: str) -> Device | None:
        device = self._find(wanted)
        return None if device is None else Device(identity_of(device), device.description(), device.isDefault())

    def watch(self, changed: Callable[[], None]) -> None:
        self._media.videoInputsChanged.connect(changed)

    def ask(self, answered: Callable[[bool], None]) -> None:
        from PySide6.QtCore import QCameraPermission

        app, permission = QCoreApplication.instance(), QCameraPermission()
        if app is None or app.checkPermission(permission) != Qt.PermissionStatus.Undetermined:
            answered(app is None or app.checkPermission(permission) == Qt.PermissionStatus.Granted)
            return
        app.requestPermission(
            permission, self._media, lambda given: answered(given.status() == Qt.PermissionStatus.Granted)
        )

    def open(self, identity: str, sink: QVideoSink, failed: Callable[[], None]) -> None:
        device = self._find(identity)
        if device is None:
            failed()
            return
        self._camera = camera = self._qt.QCamera(device)
        formats: list[QCameraFormat] = device.videoFormats()
        best = choose_mode([Mode(f.resolution().width(), f.resolution().height(), f.maxFrameRate()) for f in formats])
        if best is not None:
            camera.setCameraFormat(formats[best])
        camera.errorOccurred.connect(lambda *_: failed())
        self._session = session = self._qt.QMediaCaptureSession()
        session.setCamera(camera)
        session.setVideoSink(sink)
        camera.start()

    def close(self) -> None:
        camera, self._camera = self._camera, None
        session, self._session = self._session, None
        if camera is not None and session is not None:
            camera.stop()
            session.deleteLater()
            camera.deleteLater()

    def _find(self, wanted: str) -> QCameraDevice | None:
        devices: list[QCameraDevice] = self._qt.QMediaDevices.videoInputs()
        if not wanted:
            return next((d for d in devices if d.isDefault()), devices[0] if devices else None)
        return next((d for d in devices if wanted in (identity_of(d), d.description())), None)


def identity_of(device: QCameraDevice | QAudioDevice) -> str:
    """The system's stable id, as text."""
    return bytes(device.id().data()).decode("utf-8", "replace")


class _Word(Enum):
    """What is said to the desk."""

    START = "start"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class _News:
    """What an opened camera says; `opening` counts the openings, so that late news of a former one are known."""

    opening: int
    works: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Shot:
    """A frame as Qt brought it."""

    frame: QVideoFrame
    at_s: float
    seq: int


class QtCamera:
    """A camera of the system. Implements `ports.camera.Camera`.

    Make it on the GUI thread; start, stop and subscribe from any. When the device is unplugged it is MISSING, and when
    it comes back while it is wanted it is opened again.
    """

    def __init__(
        self, wanted: str = "", hardware: Hardware | None = None, silent_limit_s: float = SILENT_LIMIT_S
    ) -> None:
        """Find out the name; nothing is opened.

        Args:
            wanted: identity or name of the camera, "" for the system's default.
            hardware: the system's cameras; tests hand in others.
            silent_limit_s: no frame for so long after opening means busy.
        """
        self._lamp = Lamp(CameraState.CLOSED)
        self._readers: Fanout[Frame] = Fanout()
        self._desk = _Desk(wanted, hardware or SystemCameras(), silent_limit_s, self._lamp, self._readers)

    @property
    def name(self) -> str:
        """As people know it."""
        return self._desk.name

    @property
    def state(self) -> CameraState:
        """How the camera is now."""
        return self._lamp.state

    def subscribe(self, slot: Slot[Frame]) -> None:
        """Every new frame goes into `slot` too."""
        self._readers.subscribe(slot)

    def unsubscribe(self, slot: Slot[Frame]) -> None:
        """No more frames into `slot`."""
        self._readers.unsubscribe(slot)

    def on_state(self, listener: Callable[[CameraState], None]) -> None:
        """Call `listener`, from any thread, whenever the state changes."""
        self._lamp.listen(listener)

    def start(self) -> None:
        """Open the device, if it is not open."""
        self._desk.said.emit(_Word.START)

    def stop(self) -> None:
        """Release the device: at once on the GUI thread, as soon as that thread has time from another."""
        self._desk.said.emit(_Word.STOP)


class _Desk(QObject):
    """The part that lives on the GUI thread.

    Signals:
        said: a `_Word` for the desk, from any thread.
        reported: `_News` of the opened camera, from any thread; always read later, never inside Qt's own call.
    """

    said = Signal(object)
    reported = Signal(object)

    def __init__(
        self, wanted: str, hardware: Hardware, silent_limit_s: float, lamp: Lamp[CameraState], readers: Fanout[Frame]
    ) -> None:
        super().__init__()
        self._wanted, self._hardware, self._lamp = wanted, hardware, lamp
        self._running = False
        self._opened = ""
        self._opening = 0
        self._sink: QVideoSink | None = None
        self._seq = 0
        self._darkroom = _Darkroom(readers)
        self._silence = QTimer(self, singleShot=True, interval=round(silent_limit_s * 1000))
        self._silence.timeout.connect(self._on_silence)
        device = hardware.find(wanted)
        self.name = device.name if device else wanted
        hardware.watch(self._on_devices)
        self.said.connect(self._obey)
        self.reported.connect(self._read, Qt.ConnectionType.QueuedConnection)

    @QtSlot(object)
    def _obey(self, word: _Word) -> None:
        if word is _Word.STOP:
            self._running = False
            self._close(CameraState.CLOSED)
        elif self._lamp.state not in (CameraState.OPENING, CameraState.RUNNING):
            self._running = True
            self._close(CameraState.OPENING)
            self._hardware.ask(self._on_permission)

    @QtSlot(object)
    def _read(self, news: _News) -> None:
        if self._sink is None or news.opening != self._opening:
            return
        if news.works:
            self._silence.stop()
            self._lamp.show(CameraState.RUNNING)
        else:
            gone = self._hardware.find(self._opened) is None
            self._close(CameraState.MISSING if gone else CameraState.BUSY)

    def _on_permission(self, given: bool) -> None:
        if not self._running or self._sink is not None:
            return
        if given:
            self._open()
        else:
            self._close(CameraState.REFUSED)

    def _open(self) -> None:
        device = self._hardware.find(self._wanted)
        if device is None:
            self._lamp.show(CameraState.MISSING)
            return
        self.name, self._opened = device.name, device.identity
        self._lamp.show(CameraState.OPENING)
        self._darkroom.open()
        self._seq = 0
        self._sink = sink = multimedia().QVideoSink()
        sink.videoFrameChanged.connect(self._on_frame, Qt.ConnectionType.DirectConnection)
        self._silence.start()
        self._opening += 1
        opening = self._opening
        self._hardware.open(device.identity, sink, lambda: self.reported.emit(_News(opening, works=False)))

    def _close(self, state: CameraState) -> None:
        self._silence.stop()
        sink, self._sink = self._sink, None
        if sink is not None:
            sink.videoFrameChanged.disconnect(self._on_frame)
            self._hardware.close()
            self._darkroom.close()
            sink.deleteLater()
        self._lamp.show(state)

    def _on_frame(self, frame: QVideoFrame) -> None:
        """On whatever thread Qt has."""
        if not frame.isValid():
            return
        self._seq += 1
        self._darkroom.slot.put(_Shot(frame, time.monotonic(), self._seq))
        if self._seq == 1:
            self.reported.emit(_News(self._opening, works=True))

    def _on_silence(self) -> None:
        _log.warning("The camera was opened but sends no picture")
        self._lamp.show(CameraState.BUSY)

    def _on_devices(self) -> None:
        if not self._running:
            return
        if self._opened and self._hardware.find(self._opened) is None:
            self._close(CameraState.MISSING)
        if self._lamp.state is CameraState.MISSING and self._hardware.find(self._wanted) is not None:
            self._open()


class _Darkroom:
    """The worker that develops shots into frames, newest only."""

    def __init__(self, readers: Fanout[Frame]) -> None:
        self._readers = readers
        self._wake = threading.Event()
        self._ended = False
        self._thread: threading.Thread | None = None
        self.slot: Slot[_Shot] = Slot(self._wake.set)

    def open(self) -> None:
        """Start the worker."""
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="camera-frames")
        self._thread.start()

    def close(self) -> None:
        """End the worker and wait for it, at most as long as one conversion takes."""
        thread, self._thread = self._thread, None
        self._ended = True
        self._wake.set()
        if thread is not None:
            thread.join()
        self.slot.take()

    def _run(self) -> None:
        from vardklient.media.videoframe import to_pixels

        while not self._ended:
            self._wake.wait()
            self._wake.clear()
            shot = self.slot.take()
            pixels = to_pixels(shot.frame) if shot is not None and not self._ended else None
            if shot is not None and pixels is not None:
                self._readers.put(Frame(pixels, shot.at_s, shot.seq))
