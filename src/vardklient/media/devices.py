"""What is plugged in, by the names that people know, and a word when that changes.

Qt watches, for it hears of changes and has identities that last; PortAudio opens (`media.portaudio`), and finds the
device by Qt's name.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, SignalInstance
from PySide6.QtCore import Slot as QtSlot

from vardklient.media.camera import identity_of
from vardklient.media.multimedia import expected_noise, multimedia
from vardklient.media.pulsewatch import PulseWatch
from vardklient.ports.devices import Device, DeviceList

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QCameraDevice

Listener = Callable[[DeviceList], None]


def read_devices() -> DeviceList:
    """What Qt lists now. Needs an application object; call it on the GUI thread."""
    qt = multimedia()
    with expected_noise():
        media = qt.QMediaDevices
        return DeviceList(
            cameras=tuple(_device(device) for device in media.videoInputs()),
            microphones=tuple(_device(device) for device in media.audioInputs()),
            speakers=tuple(_device(device) for device in media.audioOutputs()),
        )


def list_devices() -> DeviceList:
    """What is plugged in, for a command without a window: makes an application object if there is none."""
    application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    devices = read_devices()
    del application
    return devices


def without_removed(devices: DeviceList, left: frozenset[str]) -> DeviceList:
    """The list without the sound devices that the sound server no longer has; `left` are the identities it has."""
    return replace(
        devices,
        microphones=tuple(device for device in devices.microphones if device.identity in left),
        speakers=tuple(device for device in devices.speakers if device.identity in left),
    )


class QtDevices(QObject):
    """Implements `ports.devices.Devices`. Make it on the GUI thread, and `close` it before the application ends.

    Signals:
        _removed: the identities that the sound server has left, from the watching thread.
    """

    _removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._listeners: tuple[Listener, ...] = ()
        self._closed = False
        self._media = multimedia().QMediaDevices()
        self._current = read_devices()
        for changed in self._changes():
            changed.connect(self._read)
        self._removed.connect(self._leave_out, Qt.ConnectionType.QueuedConnection)
        self._watch = PulseWatch(self._removed.emit)
        self._watch.start()

    def current(self) -> DeviceList:
        """What is plugged in now. Any thread."""
        return self._current

    def on_change(self, listener: Listener) -> None:
        """Call `listener`, on the GUI thread, when something comes or goes."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

    def close(self) -> None:
        """Watch no more; the thread has ended when this returns, and nobody is told anything after it."""
        with self._lock:
            self._listeners = ()
        if not self._closed:
            self._closed = True
            for changed in self._changes():
                changed.disconnect(self._read)
        self._watch.stop()

    def _changes(self) -> tuple[SignalInstance, ...]:
        media = self._media
        return media.videoInputsChanged, media.audioInputsChanged, media.audioOutputsChanged

    @QtSlot()
    def _read(self) -> None:
        self._take(read_devices())

    @QtSlot(object)
    def _leave_out(self, left: frozenset[str]) -> None:
        """Qt's list anew, for it says nothing of a device that comes back, having missed that it was gone."""
        self._take(without_removed(read_devices(), left))

    def _take(self, devices: DeviceList) -> None:
        if devices == self._current:
            return
        self._current = devices
        for listener in self._listeners:
            listener(devices)


def _device(device: QCameraDevice | QAudioDevice) -> Device:
    return Device(identity_of(device), device.description(), device.isDefault())
