from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from vardklient.base.errors import DeviceBusy, DeviceMissing, DeviceRefused, VardklientError
from vardklient.media.portaudio import PortAudio, Side, SoundNames, error_of
from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker
from vardklient.ports.devices import Device, DeviceList
from vardklient.ports.sound import SoundState


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), DeviceMissing),
        (("text only",), DeviceMissing),
        (("Invalid device", -9996), DeviceMissing),
        (("Device unavailable", -9985), DeviceBusy),
        (("Host error", -9999, (0, -16, "Device or resource busy")), DeviceBusy),
        (("Host error", -9999, (3, -2004287478, "in use")), DeviceBusy),
        (("Host error", -9999, (3, -2147024891, "access denied")), DeviceRefused),
        (("Host error", -9999, (0, -13, "Permission denied")), DeviceRefused),
        (("Host error", -9999, (0, -19, "No such device")), DeviceMissing),
        (("Invalid sample rate", -9997, (0, -16, "stale")), DeviceMissing),
    ],
)
def test_foreign_errors_become_ours(arguments: tuple[object, ...], error: type[VardklientError]) -> None:
    assert type(error_of(arguments)) is error


def test_the_sides_choose_their_devices() -> None:
    microphone, speaker = Device("m", "Mic"), Device("s", "Speaker")
    devices = DeviceList(microphones=(microphone,), speakers=(speaker,))
    assert Side.INPUT.among(devices) == (microphone,)
    assert Side.OUTPUT.among(devices) == (speaker,)


def test_importing_is_cheap_and_opens_nothing() -> None:
    code = "import sys, vardklient.media.sound; print('sounddevice' in sys.modules, 'PySide6' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert answer.stdout.split() == ["False", "False"]


# A machine without any sound: an ALSA configuration with nothing in it, and no sound server.
_SILENT_MACHINE = """
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker
audio = PortAudio()
print(audio.names())
for device in (PortAudioMicrophone(audio), PortAudioMicrophone(audio, "x"), PortAudioSpeaker(audio)):
    device.start()
    print(device.state)
    device.stop()
    print(device.state)
import ctypes
handle = ctypes.c_void_p()  # what libasound complains of on its own: a device that is in no configuration
print(ctypes.CDLL("libasound.so.2").snd_pcm_open(ctypes.byref(handle), b"nonsense", 0, 0) < 0)
"""


def test_a_machine_without_sound_is_told_as_such_and_quietly(tmp_path) -> None:
    # With a default that leads to no server PortAudio lists a device that cannot be opened: the noisiest case.
    config = tmp_path / "asound.conf"
    config.write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
    environment = {
        **os.environ,
        "ALSA_CONFIG_PATH": str(config),
        "PULSE_SERVER": f"unix:{tmp_path}/none",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    answer = subprocess.run(
        [sys.executable, "-c", _SILENT_MACHINE], capture_output=True, text=True, check=True, env=environment, timeout=30
    )
    lines = answer.stdout.splitlines()
    assert lines[0] == repr(SoundNames())
    assert lines[1:] == [*["missing", "closed"] * 3, "True"]
    assert "ALSA lib" not in answer.stderr


def test_names_can_be_had_while_a_device_opens() -> None:
    """On the core's thread and on the window's, which must not wait for that."""
    audio, present = PortAudio(), DeviceList(microphones=(Device("m", "Mic", default=True),))
    held, go = threading.Event(), threading.Event()

    def open_slowly() -> None:
        with audio.lock:
            held.set()
            go.wait(60)

    opener = threading.Thread(target=open_slowly)
    opener.start()
    assert held.wait(60)
    with ThreadPoolExecutor(1) as worker:
        try:
            worker.submit(audio.know, present).result(60)
            assert worker.submit(audio.name_of, Side.INPUT, "").result(60) == "Mic"
            assert worker.submit(audio.identity_of, Side.INPUT, "Mic").result(60) == "m"
        finally:
            go.set()
            opener.join()


class Held:
    """A stream holder that takes part in pausing."""

    def __init__(self) -> None:
        self.log: list[str] = []

    def pause(self) -> None:
        self.log.append("pause")

    def resume(self) -> None:
        self.log.append("resume")


def test_streams_are_put_aside_while_portaudio_looks_again() -> None:
    audio, held = PortAudio(), Held()
    audio.using(held)
    microphone = PortAudioMicrophone(audio, "A microphone that nobody has")
    microphone.start()
    assert microphone.state is SoundState.MISSING
    assert held.log == ["pause", "resume"]
    audio.released(held)
    microphone.start()
    assert held.log == ["pause", "resume"]


def test_a_device_that_is_closed_is_not_lost() -> None:
    speaker = PortAudioSpeaker(PortAudio(), "Jabra")
    speaker.check_present(DeviceList())
    assert speaker.state is SoundState.CLOSED
    assert speaker.name == "Jabra"
