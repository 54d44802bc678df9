"""The desk on real PortAudio and virtual devices: acceptance line 8 of the call, and exchange under way.

The desk and the sounds live in a child process inside the bed; what was sent and heard comes back in a file and is
measured here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.media.acoustics import RATE_HZ, Sound, aligned, intelligibility, level_db, voice
from tests.peers.clips import write_wav
from tests.peers.sound_bed import BedChild, SoundBed, missing_parts

# A call whose far end speaks all the time. Words: device, seconds, is the headset proved, file for the sound.
CALL = """
import sys, threading, numpy as np
from tests.media.acoustics import voice
from vardklient.media.desk import make_desk
device, seconds, proved, place = sys.argv[1], float(sys.argv[2]), sys.argv[3] == "proved", sys.argv[4]
wanted, enough = int(seconds * 48000), threading.Event()
sounds = {"sent": [], "raw": [], "clean": []}
far = voice(seconds + 5)
def play(count):
    at = sum(part.size for part in sounds["sent"])
    sounds["sent"].append(far[at : at + count])
    return sounds["sent"][-1]
def hear(block):
    sounds["clean"].append(block.samples)
    if len(sounds["clean"]) * 480 >= wanted:
        enough.set()
desk = make_desk()
desk.use(device, device)
if proved:
    desk.prove_headset(device, device)
desk.microphone.device.subscribe(lambda block: sounds["raw"].append(block.samples))
desk.microphone.subscribe(hear)
desk.speaker.add_player(play)
assert 0 < desk.microphone.device.latency_s < 0.5 and 0 < desk.speaker.device.latency_s < 0.5
print(desk.microphone.state, desk.speaker.state, desk.canceller, flush=True)
enough.wait(seconds + 10)
desk.release()
np.savez(place, **{name: np.concatenate(parts) for name, parts in sounds.items()})
print("saved", [thread.name for thread in threading.enumerate() if not thread.name.startswith("Dummy")], flush=True)
"""

VOICE_S, CALL_S, SETTLED_S = 9.0, 10.0, 3.0


@pytest.fixture
def own_bed() -> Iterator[SoundBed]:
    """A bed of the test's own, to be broken."""
    if missing := missing_parts():
        pytest.skip(f"sound bed: {', '.join(missing)} is missing")
    with SoundBed() as bed:
        yield bed


def finish(child: BedChild, place: Path) -> dict[str, Sound]:
    assert child.line() == "saved ['MainThread']"
    with np.load(place) as sounds:
        return {name: sounds[name] for name in sounds.files}


def test_with_open_loudspeakers_the_far_end_does_not_hear_itself(own_bed: SoundBed, tmp_path: Path) -> None:
    """Acceptance 8: a path of -20 dB; after 3 s the far end hears its own voice at least 30 dB down."""
    own_bed.air_path("laptop", "laptop", gain_db=-20)
    place = tmp_path / "call.npz"
    with own_bed.start_python(CALL, "Laptop speakers/mic", str(CALL_S), "open", str(place)) as child:
        assert child.line() == "running running livekit"
        sounds = finish(child, place)
    after = slice(round(SETTLED_S * RATE_HZ), None)
    sent_db, raw_db, heard_db = (level_db(sounds[name][after]) for name in ("sent", "raw", "clean"))
    assert sent_db - raw_db == pytest.approx(20, abs=3), "the room is as it should be"
    assert sent_db - heard_db >= 30, "measured: 38 to 75"
    assert raw_db - heard_db >= 10, "and that is the canceller's doing; measured: 18 to 56"


def test_with_a_headset_near_end_speech_is_left_alone(own_bed: SoundBed, tmp_path: Path) -> None:
    own_bed.air_path("jabra", "jabra", gain_db=-55)
    place, near = tmp_path / "call.npz", write_wav(tmp_path / "near.wav", voice(VOICE_S, begin_s=4))
    with own_bed.start_python(CALL, "Jabra Evolve 40", str(CALL_S), "proved", str(place)) as child:
        assert child.line() == "running running livekit, without echo cancelling"
        with own_bed.say("jabra", near):
            sounds = finish(child, place)
    # Against what the microphone gave, and not the file: a busy machine may lose a block of both.
    before, after = aligned(sounds["raw"][RATE_HZ:], sounds["clean"][RATE_HZ:])
    assert level_db(before) > -40, "the voice is there"
    assert level_db(after) == pytest.approx(level_db(before), abs=1.0)
    assert intelligibility(before, after) > 0.95


# Obeys: "use MICROPHONE|SPEAKER", "know *A, B" (what is plugged in, A being the default), "hear" (does it flow?).
# Every change of state is printed as JSON.
OPERATE = """
import json, sys, threading, time
import numpy as np
from vardklient.media.desk import make_desk
from vardklient.ports.devices import Device, DeviceList
assert "PySide6" not in sys.modules
desk, heard, played = make_desk(), threading.Semaphore(0), threading.Semaphore(0)
desk.on_change(lambda s: print(json.dumps([s.microphone, s.microphone_name, s.speaker, s.speaker_name]), flush=True))
desk.microphone.subscribe(lambda block: heard.release())
def play(count):
    played.release()
    return np.full(count, 0.1, np.float32)
desk.speaker.add_player(play)
def known(names):
    keys = {"Jabra Evolve 40": "jabra", "Laptop speakers/mic": "laptop", "Olympus DR-2200": "dictaphone"}
    keys["Headset"] = "jabra"
    def devices(end):
        return tuple(Device(f"{keys[name.strip('*')]}_{end}", name.strip("*"), name[0] == "*") for name in names)
    return DeviceList(microphones=devices("in"), speakers=devices("out"))
for line in sys.stdin:
    word, _, rest = line.strip().partition(" ")
    begun_s = time.monotonic()
    if word == "use":
        desk.use(*rest.split("|"))
    elif word == "know":
        desk.know(known(rest.split(", ")))
    elif word == "hear":
        for semaphore in (heard, played):
            while semaphore.acquire(blocking=False):
                pass
        print(all(semaphore.acquire(timeout=60) for semaphore in (heard, played) for _ in range(20)), flush=True)
    if word in ("use", "know"):
        print("took", round(time.monotonic() - begun_s, 3), flush=True)
desk.release()
"""

JABRA, LAPTOP, DICTAPHONE, RENAMED = "Jabra Evolve 40", "Laptop speakers/mic", "Olympus DR-2200", "Headset"


class Operator:
    """Gives the orders, and knows what is said in between."""

    def __init__(self, child: BedChild) -> None:
        self._child = child

    def order(self, line: str) -> list[list[str]]:
        """The states that were told meanwhile. Nothing takes longer than 2 s."""
        self._child.tell(line)
        told = []
        while not (answer := self._child.line()).startswith("took "):
            told.append(json.loads(answer))
        assert float(answer.split()[1]) < 2.0
        return told

    def told(self) -> list[str]:
        """The next state that is told by itself."""
        state: list[str] = json.loads(self._child.line())
        return state

    def flows(self) -> bool:
        """Sound goes both ways, to and from those who were there from the beginning."""
        self._child.tell("hear")
        return self._child.line() == "True"


def test_devices_are_exchanged_under_way(own_bed: SoundBed) -> None:
    with own_bed.start_python(OPERATE) as child:
        operator = Operator(child)
        operator.order(f"know *{JABRA}, {LAPTOP}, {DICTAPHONE}")
        assert operator.order("use |") == [["running", JABRA, "running", JABRA]]
        assert operator.flows()
        own_bed.wait_for_streams(["jabra_in"], ["jabra_out"])
        assert operator.order(f"use {LAPTOP}|jabra_out") == [["running", LAPTOP, "running", JABRA]]
        assert operator.flows()
        own_bed.wait_for_streams(["laptop_in"], ["jabra_out"])
        assert operator.order(f"use {LAPTOP}|{DICTAPHONE}") == [["running", LAPTOP, "running", DICTAPHONE]]
        assert operator.flows()
        own_bed.wait_for_streams(["laptop_in"], ["dictaphone_out"])


def test_an_unplugged_headset_is_replaced_by_the_default_and_does_not_grab_the_call_when_it_returns(
    own_bed: SoundBed,
) -> None:
    with own_bed.start_python(OPERATE) as child:
        operator = Operator(child)
        operator.order(f"know *{LAPTOP}, {JABRA}")
        own_bed.set_default("laptop")
        operator.order(f"use {JABRA}|{JABRA}")
        own_bed.unplug("jabra")
        assert operator.order(f"know *{LAPTOP}")[-1] == ["running", LAPTOP, "running", LAPTOP]
        assert operator.flows()
        own_bed.wait_for_streams(["laptop_in"], ["laptop_out"])  # not only in name
        own_bed.plug("jabra")
        own_bed.set_default("jabra")
        assert operator.order(f"know *{JABRA}, {LAPTOP}") == []
        assert operator.flows()
        own_bed.wait_for_streams(["laptop_in"], ["laptop_out"])
        assert operator.order(f"use {JABRA}|{JABRA}") == [["running", JABRA, "running", JABRA]]
        assert operator.flows()


def test_an_unplugged_default_is_replaced_by_the_next_before_anybody_can_name_it(own_bed: SoundBed) -> None:
    """The watch tells that a device has gone a moment before Qt tells which one is the default now."""
    with own_bed.start_python(OPERATE) as child:
        operator = Operator(child)
        operator.order(f"know *{JABRA}, {LAPTOP}, {DICTAPHONE}")
        operator.order("use |")
        own_bed.set_default("laptop")
        own_bed.unplug("jabra")
        assert operator.order(f"know {LAPTOP}, {DICTAPHONE}")[-1] == ["running", "", "running", ""]
        assert operator.order(f"know *{LAPTOP}, {DICTAPHONE}") == [["running", LAPTOP, "running", LAPTOP]]
        assert operator.flows()
        own_bed.unplug("laptop")
        assert operator.order(f"know *{DICTAPHONE}")[-1] == ["running", DICTAPHONE, "running", DICTAPHONE]
        assert operator.flows()
        own_bed.wait_for_streams(["dictaphone_in"], ["dictaphone_out"])


def test_a_sound_server_that_dies_is_told_and_nothing_hangs(own_bed: SoundBed) -> None:
    with own_bed.start_python(OPERATE) as child:
        operator = Operator(child)
        operator.order(f"know *{LAPTOP}, {JABRA}")
        operator.order(f"use {JABRA}|{JABRA}")
        own_bed.kill_server()
        state = operator.told()
        while (state[0], state[2]) != ("missing", "missing"):
            assert {state[0], state[2]} <= {"running", "lost", "missing"}
            state = operator.told()


def test_a_device_that_gets_another_name_goes_on_and_its_going_is_still_noticed(own_bed: SoundBed) -> None:
    with own_bed.start_python(OPERATE) as child:
        operator = Operator(child)
        operator.order(f"know *{LAPTOP}, {JABRA}")
        operator.order(f"use {JABRA}|{JABRA}")
        assert operator.order(f"know *{LAPTOP}, {RENAMED}") == [["running", RENAMED, "running", RENAMED]]
        assert operator.flows()
        own_bed.wait_for_streams(["jabra_in"], ["jabra_out"])
        own_bed.set_default("laptop")
        own_bed.unplug("jabra")
        assert operator.order(f"know *{LAPTOP}")[-1] == ["running", LAPTOP, "running", LAPTOP]
        assert operator.flows()
