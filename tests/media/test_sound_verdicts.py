"""The sound part of the self-test on virtual devices: one scenario after the other, and a table of what it said.

Run with `-s` to see the table. Rooms: module-loopback carries the loudspeaker to the microphone; a child of the bed
plays the room's noise, a voice, a hum at the microphone.
"""

from __future__ import annotations

import json
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.checks.sounds import noise, tone, voice
from tests.peers.sound_bed import DEVICES, SoundBed, VirtualDevice, missing_parts

# Listens as the self-test does, in the way that the first word says: speech, quiet, loop, loudest.
CODE = """
import json, sys, threading
from vardklient.checks.default_device import judge_loudest
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.media.devices import list_devices
from vardklient.media.listening import Window, microphone_verdicts
from vardklient.media.loudest import LoudestTest
from vardklient.media.looptest import LoopTest
from vardklient.media.portaudio import PortAudio
from vardklient.media.quietsecond import QuietSecond
from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker
way, microphone_name, speaker_name = sys.argv[1:]
limits, audio = load_sound_limits(), PortAudio()
present = list_devices()
audio.know(present)
microphone, speaker = PortAudioMicrophone(audio, microphone_name), PortAudioSpeaker(audio, speaker_name)
microphone.start()
if way == "loop":
    speaker.start()
print("ready", flush=True)
sys.stdin.readline()
if way == "speech":
    window, full = Window(5.0), threading.Event()
    def hear(block):
        window.add(block)
        if window.samples().size >= 5 * 48000:
            full.set()
    microphone.subscribe(hear)
    full.wait(8)
    verdicts = microphone_verdicts(window.samples(), microphone.state, limits)
elif way == "quiet":
    verdicts = QuietSecond(microphone, limits).listen(1.5)
elif way == "loop":
    print("playing", flush=True)
    verdicts = (LoopTest(microphone, speaker, limits).run(),)
else:
    microphone.stop()
    names = [d.name for d in present.microphones if not d.name.startswith(("zz air", "Monitor of"))]
    levels = LoudestTest(lambda name: PortAudioMicrophone(audio, name), limits.level).run(names)
    verdicts = (judge_loudest(microphone.name, levels, present.microphones),)
microphone.stop(); speaker.stop()
print(json.dumps({v.check: [v.severity, v.advice, dict(v.measures), v.device] for v in verdicts}), flush=True)
"""

pytestmark = pytest.mark.slow

RATE_HZ = 48_000
MSBC = VirtualDevice("msbc", "BT Headset mSBC", rate_hz=16_000, channels=1)
MIX = VirtualDevice("mix", "Stereo Mix", output=False, channels=1)


@dataclass(frozen=True)
class Scenario:
    """What is at the microphone, and what must be said: check -> severity, advice.

    Attributes:
        device: of which device that must be said; empty: of any.
    """

    name: str
    way: str
    microphone: str
    expected: dict[str, str]
    speaker: str = "HDMI monitor"
    at: str = ""
    sound: Callable[[], np.ndarray] | None = None
    before: Callable[[SoundBed], object] | None = None
    after: Callable[[SoundBed], object] | None = None
    during: Callable[[SoundBed], object] | None = None
    device: str = ""


def room(seconds: float = 12.0) -> np.ndarray:
    return noise(seconds, -72.0, 5)


def spoken(level_dbfs: float = -26.0) -> np.ndarray:
    return np.clip(voice(9.0, level_dbfs, -72.0), -1, 1)


def clipped() -> np.ndarray:
    return np.clip(voice(9.0, -12.0, -72.0), -0.35, 0.35).astype(np.float32)


def hummed() -> np.ndarray:
    return (room() + tone(12.0, 0.012, 50.0) + tone(12.0, 0.006, 150.0)).astype(np.float32)


GOOD = {
    "microphone": "green microphone_ok",
    "silence": "green silence_ok",
    "clipping": "green clipping_ok",
    "dropouts": "green dropouts_ok",
    "bandwidth": "green bandwidth_ok",
}
NARROW = GOOD | {"bandwidth": "red bandwidth_call_mode"}
MIDDLE = GOOD | {"bandwidth": "yellow bandwidth_some"}
MUTED = {
    "microphone": "unknown microphone_no_speech",
    "silence": "red silence_muted",
    "clipping": "unknown clipping_unsure",
    "dropouts": "unknown dropouts_unsure",
    "bandwidth": "unknown bandwidth_unsure",
}
CLIPPED = {"clipping": "red clipping_some"}

SCENARIOS = (
    Scenario("a voice at the headset", "speech", "Jabra Evolve 40", GOOD, at="jabra", sound=spoken),
    Scenario("8 kHz device (CVSD)", "speech", "BT Headset HFP", NARROW, at="hfp", sound=spoken),
    Scenario("16 kHz device (mSBC)", "speech", "BT Headset mSBC", MIDDLE, at="msbc", sound=spoken),
    Scenario("clipping", "speech", "Jabra Evolve 40", CLIPPED, at="jabra", sound=clipped),
    Scenario("silence", "speech", "LifeCam mic", MUTED),
    Scenario(
        "muted microphone",
        "speech",
        "Laptop speakers/mic",
        MUTED,
        at="laptop",
        sound=spoken,
        before=lambda bed: bed.mute("laptop"),
        after=lambda bed: bed.mute("laptop", on=False),
    ),
    Scenario(
        "a quiet room",
        "quiet",
        "Jabra Evolve 40",
        {"noise": "green noise_ok", "hum": "green hum_ok"},
        "",
        "jabra",
        room,
    ),
    Scenario(
        "hum", "quiet", "Jabra Evolve 40", {"noise": "green noise_ok", "hum": "red hum_loud"}, "", "jabra", hummed
    ),
    Scenario(
        "a loud fan",
        "quiet",
        "Jabra Evolve 40",
        {"noise": "red noise_loud", "hum": "green hum_ok"},
        at="jabra",
        sound=lambda: noise(12.0, -44.0),
    ),
    Scenario("headset", "loop", "Jabra Evolve 40", {"headset": "green headset_ok"}, "Jabra Evolve 40", "jabra", room),
    Scenario(
        "open speakers",
        "loop",
        "Laptop speakers/mic",
        {"headset": "yellow headset_open"},
        "Laptop speakers/mic",
        "laptop",
        room,
    ),
    Scenario(
        "webcam and laptop speakers",
        "loop",
        "LifeCam mic",
        {"headset": "yellow headset_leaks"},
        "Laptop speakers/mic",
        "webcam",
        room,
    ),
    Scenario(
        "wrong output",
        "loop",
        "Jabra Evolve 40",
        {"headset": "unknown headset_not_heard"},
        "HDMI monitor",
        "jabra",
        room,
    ),
    Scenario(
        "Stereo Mix",
        "loop",
        "Stereo Mix",
        {"headset": "red headset_loopback"},
        "Laptop speakers/mic",
    ),
    Scenario(
        "unplugged in mid-test",
        "loop",
        "LifeCam mic",
        {"headset": "unknown headset_unsure"},
        "Laptop speakers/mic",
        "webcam",
        room,
        during=lambda bed: bed.unplug("webcam"),
    ),
    Scenario(
        "dictation device as default",
        "loudest",
        "",
        {"default_device": "yellow default_device_louder"},
        at="jabra",
        sound=spoken,
        before=lambda bed: bed.set_default("dictaphone"),
        after=lambda bed: bed.set_default("jabra"),
        device="Jabra Evolve 40",
    ),
    Scenario(
        "the right one as default", "loudest", "", {"default_device": "green default_device_ok"}, "", "jabra", spoken
    ),
)


@pytest.fixture(scope="module")
def quiet_bed() -> Iterator[SoundBed]:
    """All devices, and no air between them."""
    if missing := missing_parts():
        pytest.skip(f"sound bed: {', '.join(missing)} is missing")
    with SoundBed((*DEVICES, MSBC)) as bed:
        yield bed


@contextmanager
def rooms() -> Iterator[SoundBed]:
    """A bed with air between some devices. Made anew each time, for module-loopback gets later the longer it runs."""
    with SoundBed((*DEVICES, MIX)) as bed:
        bed.air_path("jabra", "jabra", -52.0, delay_ms=10)
        bed.air_path("laptop", "laptop", -18.0)
        bed.air_path("laptop", "webcam", -32.0)
        bed.air_path("laptop", "mix", 0.0, delay_ms=3)
        yield bed


def write_wave(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    return path


def said_of(bed: SoundBed, scenario: Scenario, folder: Path) -> dict[str, list]:
    if scenario.before is not None:
        scenario.before(bed)
    try:
        with ExitStack() as stack:
            child = stack.enter_context(bed.start_python(CODE, scenario.way, scenario.microphone, scenario.speaker))
            assert child.line() == "ready"
            if scenario.sound is not None:
                path = write_wave(folder / "sound.wav", scenario.sound())
                stack.enter_context(bed.say(scenario.at, path))
            child.tell("go")
            if scenario.way == "loop":
                assert child.line() == "playing"
            if scenario.during is not None:
                scenario.during(bed)
            answer: dict[str, list] = json.loads(child.line())
        return answer
    finally:
        if scenario.after is not None:
            scenario.after(bed)


def row(scenario: Scenario, said: dict[str, list]) -> str:
    """One line of the table."""
    parts = []
    for check, (severity, advice, measures, device) in said.items():
        figures = ", ".join(f"{name} {value:g}" for name, value in measures.items())
        parts.append(f"{check}: {severity} {advice}" + (f" [{device}]" if device else "") + f" ({figures})")
    return f"{scenario.name:<28} " + ("\n" + " " * 29).join(parts)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_verdicts(quiet_bed: SoundBed, scenario: Scenario, tmp_path: Path) -> None:
    with rooms() if scenario.way == "loop" else nullcontext(quiet_bed) as bed:
        said = said_of(bed, scenario, tmp_path)
    print(row(scenario, said))  # noqa: T201
    got = {check: f"{severity} {advice}" for check, (severity, advice, *_) in said.items()}
    assert {check: got.get(check) for check in scenario.expected} == scenario.expected
    if scenario.device:
        assert {device for *_, device in said.values()} == {scenario.device}
