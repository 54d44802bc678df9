"""Real PortAudio and real Qt on virtual devices: what only they can show. The code under test runs in the bed."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.peers.sound_bed import SoundBed, missing_parts
from vardklient.base.resources import resource
from vardklient.media.soundfile import read_wave

VOICE = resource("sounds/patient_voice.wav")

# Listens to a microphone for some seconds and prints verdicts as JSON: check -> [severity, measures].
LISTEN = """
import json, sys, threading
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.media.listening import Window, microphone_verdicts
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioMicrophone
name, seconds = sys.argv[1], float(sys.argv[2])
microphone, window, full = PortAudioMicrophone(PortAudio(), name), Window(seconds), threading.Event()
def hear(block):
    window.add(block)
    if window.samples().size >= seconds * 48000:
        full.set()
microphone.subscribe(hear)
microphone.start()
print("listening", flush=True)
full.wait(seconds + 5)
verdicts = microphone_verdicts(window.samples(), microphone.state, load_sound_limits())
microphone.stop()
print(json.dumps({v.check: [v.severity, dict(v.measures)] for v in verdicts}), flush=True)
"""

# Plays a tone of amplitude 0.25 twice over (two players) on a loudspeaker until a line comes in.
PLAY = """
import sys, numpy as np
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioSpeaker
speaker = PortAudioSpeaker(PortAudio(), sys.argv[1])
class Tone:
    def __init__(self, hz):
        self.at, self.hz = 0, hz
    def __call__(self, wanted):
        t = np.arange(self.at, self.at + wanted); self.at += wanted
        return (0.25 * np.sin(2 * np.pi * self.hz * t / 48000)).astype(np.float32)
speaker.add_player(Tone(440)); speaker.add_player(Tone(1000))
speaker.start()
print(speaker.state, flush=True)
sys.stdin.readline()
speaker.stop()
print(speaker.state, flush=True)
"""


@pytest.fixture
def own_bed() -> Iterator[SoundBed]:
    """A bed of the test's own, to be broken."""
    if missing := missing_parts():
        pytest.skip(f"sound bed: {', '.join(missing)} is missing")
    with SoundBed() as bed:
        yield bed


def heard_by(bed: SoundBed, name: str, seconds: float, say_at: str) -> dict[str, list]:
    with bed.start_python(LISTEN, name, str(seconds)) as child:
        assert child.line() == "listening"
        with bed.say(say_at, VOICE):
            answer: dict[str, list] = json.loads(child.line())
        return answer


def test_a_voice_at_the_microphone_is_judged_well(sound_bed: SoundBed) -> None:
    heard = heard_by(sound_bed, "Laptop speakers/mic", 4.0, say_at="laptop")
    assert heard.pop("bandwidth")[0] == "yellow", "the voice was made at 16 kHz"
    assert {severity for severity, _ in heard.values()} == {"green"}
    assert heard["microphone"][1]["active_dbfs"] == pytest.approx(-26.0, abs=3.0)


def test_it_listens_to_the_microphone_of_that_name_and_no_other(sound_bed: SoundBed) -> None:
    heard = heard_by(sound_bed, "Jabra Evolve 40", 2.0, say_at="laptop")
    assert heard["silence"][0] == "red", "the voice is at another microphone, this one has nothing"


def test_a_muted_microphone_is_told_as_such(sound_bed: SoundBed) -> None:
    sound_bed.mute("laptop")
    try:
        heard = heard_by(sound_bed, "Laptop speakers/mic", 2.0, say_at="laptop")
    finally:
        sound_bed.mute("laptop", on=False)
    assert heard["silence"][0] == "red"
    assert heard["microphone"][0] == "unknown"


def test_what_is_played_comes_out_of_that_loudspeaker_and_no_other(sound_bed: SoundBed, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.wav", tmp_path / "wrong.wav"
    with sound_bed.start_python(PLAY, "HDMI monitor") as child:
        assert child.line() == "running"
        with sound_bed.tap("hdmi", right, seconds=1.0), sound_bed.tap("laptop", wrong, seconds=1.0):
            pass
        child.tell("enough")
        assert child.line() == "closed"
    sound = read_wave(right)
    spectrum = np.abs(np.fft.rfft(sound[-24_000:])) / 12_000
    # A busy machine may lose a block; what must be there is both tones, each at about its level.
    assert spectrum[220] == pytest.approx(0.25, abs=0.1), "440 Hz, of the first player"
    assert spectrum[500] == pytest.approx(0.25, abs=0.1), "1 kHz, of the second"
    assert not read_wave(wrong).any()


def test_a_microphone_plugged_in_later_is_found_while_another_is_open(own_bed: SoundBed) -> None:
    code = """
import sys
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker
audio = PortAudio()
speaker, microphone = PortAudioSpeaker(audio, "HDMI monitor"), PortAudioMicrophone(audio, "LifeCam mic")
speaker.start(); microphone.start()
print(speaker.state, microphone.state, flush=True)
sys.stdin.readline()
microphone.start()
print(speaker.state, microphone.state, flush=True)
microphone.stop(); speaker.stop()
"""
    own_bed.unplug("webcam")
    with own_bed.start_python(code) as child:
        assert child.line() == "running missing"
        own_bed.plug("webcam")
        child.tell("now")
        assert child.line() == "running running"


def test_an_unplugged_microphone_is_lost_and_not_replaced_in_secret(own_bed: SoundBed) -> None:
    code = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QTimer
from vardklient.media.devices import QtDevices
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioMicrophone
application = QCoreApplication([])
devices, microphone = QtDevices(), PortAudioMicrophone(PortAudio(), "LifeCam mic")
devices.on_change(microphone.check_present)
microphone.start()
print(microphone.state, "LifeCam mic" in [d.name for d in devices.current().microphones], flush=True)
microphone.on_state(lambda state: (print(state, flush=True), application.quit()))
QTimer.singleShot(60000, application.quit)
application.exec()
print("LifeCam mic" in [d.name for d in devices.current().microphones], microphone.state, flush=True)
microphone.stop(); devices.close()
print([t.name for t in threading.enumerate() if not t.name.startswith("Dummy")], flush=True)
"""
    with own_bed.start_python(code) as child:
        assert child.line() == "running True"
        own_bed.unplug("webcam")
        assert child.line() == "lost"
        assert child.line() == "False lost"
        assert child.line() == "closed"
        assert child.line() == "['MainThread']"


def test_the_default_microphone_stays_the_same_when_the_default_moves_and_is_lost_when_it_goes(
    own_bed: SoundBed,
) -> None:
    code = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from vardklient.media.devices import QtDevices
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioMicrophone
application = QCoreApplication([])
devices, audio = QtDevices(), PortAudio()
microphone = PortAudioMicrophone(audio)
def changed(present):
    audio.know(present)
    microphone.check_present(present)
    print(audio.name_of(side, ""), "/", microphone.name, microphone.state, flush=True)
from vardklient.media.portaudio import Side
side = Side.INPUT
devices.on_change(changed)
audio.know(devices.current())
microphone.start()
print(microphone.name, microphone.state, flush=True)
microphone.on_state(lambda state: application.quit())
QTimer.singleShot(60000, application.quit)
application.exec()
microphone.start()
print("after", microphone.name, microphone.state, flush=True)
microphone.stop(); devices.close()
"""
    with own_bed.start_python(code) as child:
        assert child.line() == "Jabra Evolve 40 running"
        own_bed.set_default("dictaphone")
        while (line := child.line()) != "Olympus DR-2200 / Jabra Evolve 40 running":
            assert "Jabra Evolve 40 running" in line
        assert recorders(own_bed) == ["jabra_in"], "the stream itself has not moved either"
        own_bed.unplug("jabra")
        while not (line := child.line()).endswith("lost"):
            assert "running" in line
        assert child.line() == "after Olympus DR-2200 running"


def test_a_loudspeaker_that_underflows_is_opened_anew_with_more_latency(sound_bed: SoundBed) -> None:
    code = """
import threading
from types import SimpleNamespace
import numpy as np
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioSpeaker
class Counting(PortAudio):
    latencies = []
    def open(self, side, name, latency_s, callback, finished):
        stream = super().open(side, name, latency_s, callback, finished)
        self.latencies.append(latency_s)
        reopened.set()
        return stream
reopened = threading.Event()
audio = Counting()
speaker = PortAudioSpeaker(audio, "HDMI monitor")
speaker.start()
reopened.clear()
late = SimpleNamespace(input_overflow=False, output_underflow=True)
for _ in range(5):
    speaker._callback(bytearray(1920), 480, None, late)
print(reopened.wait(60), speaker.underflows >= 5, flush=True)
speaker.stop()
print(*audio.latencies[:2], speaker.state, [t.name for t in threading.enumerate() if "Dummy" not in t.name], flush=True)
"""
    answer = sound_bed.run_python(code).splitlines()
    assert answer == ["True True", "0.06 0.12 closed ['MainThread']"]


def test_a_device_may_be_asked_for_by_its_identity(sound_bed: SoundBed) -> None:
    code = """
from vardklient.media.devices import list_devices
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioMicrophone
audio, present = PortAudio(), list_devices()
audio.know(present)
microphone = PortAudioMicrophone(audio, "webcam_in")
microphone.start()
microphone.check_present(present)
print(microphone.name, microphone.state)
microphone.stop()
"""
    assert sound_bed.run_python(code).strip() == "LifeCam mic running"


def recorders(bed: SoundBed) -> list[str]:
    """The microphones that PortAudio listens to, by the sound server's account."""
    sources = {row.split("\t")[0]: row.split("\t")[1] for row in bed.pactl("list", "short", "sources").splitlines()}
    rows = [row.split("\t") for row in bed.pactl("list", "short", "source-outputs").splitlines()]
    return [sources[row[1]] for row in rows if "protocol-native" in row[3]]


def test_a_dying_sound_server_is_a_lost_device_and_a_quiet_end(own_bed: SoundBed) -> None:
    code = """
import threading
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker
audio, lost = PortAudio(), threading.Semaphore(0)
devices = [PortAudioMicrophone(audio, "Jabra Evolve 40"), PortAudioSpeaker(audio, "Jabra Evolve 40")]
for device in devices:
    device.on_state(lambda state: lost.release() if state == "lost" else None)
    device.start()
print(*(d.state for d in devices), flush=True)
print(lost.acquire(timeout=60) and lost.acquire(timeout=60), *(d.state for d in devices), flush=True)
for device in devices:
    device.start()
    print(device.state, flush=True)
    device.stop()
"""
    with own_bed.start_python(code) as child:
        assert child.line() == "running running"
        own_bed.kill_server()
        assert child.line() == "True lost lost"
        assert child.line() == "missing"
        assert child.line() == "missing"


def test_behind_a_sound_server_that_hides_the_names_the_right_device_is_found() -> None:
    """As on most Linux desktops: ALSA knows "default" alone, the names are Qt's, the identities PulseAudio's."""
    if missing := missing_parts():
        pytest.skip(f"sound bed: {', '.join(missing)} is missing")
    code = """
import sys
from vardklient.media.devices import list_devices
from vardklient.media.portaudio import PortAudio
audio = PortAudio()
audio.know(list_devices())
print(*audio.names().inputs, flush=True)
""" + LISTEN.replace("PortAudio()", "audio")
    with SoundBed(named_in_alsa=False) as bed:
        for name, severity in (("Laptop speakers/mic", "green"), ("LifeCam mic", "red")):
            with bed.start_python(code, name, "3") as child:
                assert child.line() == "default"
                assert child.line() == "listening"
                with bed.say("laptop", VOICE):
                    assert json.loads(child.line())["silence"][0] == severity, name


def test_the_echo_test_from_microphone_to_loudspeaker_touches_no_file(sound_bed: SoundBed, tmp_path: Path) -> None:
    code = """
import sys
opened = []
def watch(event, arguments):
    if event == "open" and (str(arguments[1]).strip("rbtU") or (arguments[2] or 0) & 3):
        opened.append(arguments[0])
from vardklient.checks import clipping, echo, level, silence
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.media.echotest import EchoTest
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker
audio = PortAudio()
microphone, speaker = PortAudioMicrophone(audio, "Laptop speakers/mic"), PortAudioSpeaker(audio, "HDMI monitor")
microphone.start(); speaker.start()
test = EchoTest(microphone, speaker, load_sound_limits())
print("ready", flush=True)
sys.stdin.readline()
sys.addaudithook(watch)
recording = test.record(3.0)
print(recording.audible, flush=True)
sys.stdin.readline()
print(test.play(), opened, test.holds_sound, flush=True)
microphone.stop(); speaker.stop()
"""
    played = tmp_path / "played.wav"
    with sound_bed.start_python(code) as child:
        assert child.line() == "ready"
        with sound_bed.say("laptop", VOICE):
            child.tell("record")
            assert child.line() == "True"
        with sound_bed.tap("hdmi", played, seconds=3.0):
            child.tell("play")
            assert child.line() == "True [] False"
    with wave.open(str(played)) as file:
        assert file.getnframes() > 0
    assert np.sqrt(np.mean(read_wave(played) ** 2)) > 0.01
