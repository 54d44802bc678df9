from __future__ import annotations

import threading

from PySide6.QtWidgets import QApplication

from tests.peers.sound_bed import SoundBed
from vardklient.media.devices import QtDevices, list_devices, without_removed
from vardklient.ports.devices import Device, DeviceList

JABRA, WEBCAM, LID = (
    Device("jabra_in", "Jabra", default=True),
    Device("webcam_in", "LifeCam mic"),
    Device("v0", "Camera"),
)
SPEAKER = Device("jabra_out", "Jabra", default=True)


def test_what_the_sound_server_no_longer_has_is_left_out() -> None:
    devices = DeviceList((LID,), (JABRA, WEBCAM), (SPEAKER,))
    assert without_removed(devices, frozenset({"jabra_in", "jabra_out"})) == DeviceList((LID,), (JABRA,), (SPEAKER,))
    assert without_removed(devices, frozenset({"webcam_in"})) == DeviceList((LID,), (WEBCAM,), ())


def test_a_machine_without_devices(qapp: QApplication) -> None:
    assert list_devices() == DeviceList()
    devices = QtDevices()
    assert devices.current() == DeviceList()
    devices.close()
    devices.close()
    assert not [t for t in threading.enumerate() if t.name == "pulse-watch"]


def test_each_change_is_told_once_and_no_other(qapp: QApplication) -> None:
    devices, heard = QtDevices(), []
    devices.on_change(heard.append)
    devices._take(DeviceList((LID,)))
    devices._take(DeviceList((LID,)))
    devices._take(DeviceList())
    devices.close()
    assert heard == [DeviceList((LID,)), DeviceList()]


def test_closed_it_reads_and_tells_nothing_more(qapp: QApplication) -> None:
    devices, heard = QtDevices(), []
    devices.on_change(heard.append)
    devices._current = DeviceList((LID,))
    devices.close()
    devices._media.videoInputsChanged.emit()
    devices._leave_out(frozenset())
    assert heard == []


# Prints the microphones (default first marked) at the beginning and after every change.
WATCH = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QMetaObject, Qt
from vardklient.media.devices import QtDevices
application = QCoreApplication([])
devices = QtDevices()
def show(now):
    print(*(d.identity + "*" * d.default for d in now.microphones), flush=True)
devices.on_change(show)
def read():
    sys.stdin.readline()
    QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)
reader = threading.Thread(target=read); reader.start()
show(devices.current())
application.exec()
reader.join(); devices.close()
"""


def until(child, wanted: str) -> None:
    """Read lines until this one; several steps may come between, the last word counts."""
    seen = []
    while wanted not in seen:
        seen.append(child.line())
        assert len(seen) < 20, seen


def test_plugging_unplugging_and_a_new_default_are_told() -> None:
    with SoundBed() as bed, bed.start_python(WATCH) as child:
        rest = "laptop_in dictaphone_in hfp_in"
        assert child.line() == f"jabra_in* {rest} webcam_in"
        bed.unplug("webcam")
        until(child, f"jabra_in* {rest}")
        bed.plug("webcam")
        until(child, f"jabra_in* {rest} webcam_in")
        bed.set_default("laptop")
        until(child, "jabra_in laptop_in* dictaphone_in hfp_in webcam_in")
        child.tell("enough")
