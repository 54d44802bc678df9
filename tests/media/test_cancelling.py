"""The real canceller in rooms that are computed: no devices, no time. With devices: test_desk_bed.py."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from tests.media.acoustics import BLOCK, RATE_HZ, Sound, aligned, echo_of, intelligibility, level_db, noise, voice
from vardklient.media.cancelling import Canceller, make_canceller
from vardklient.media.cleaning import CleaningLine
from vardklient.media.mixing import Continuity
from vardklient.ports.sound import SoundBlock

SETTLED = 3 * RATE_HZ
"""The acceptance allows 3 s."""


def canceller(echo: bool) -> Canceller:
    made = make_canceller(echo)
    assert made is not None, "livekit is locked for every platform that we test on"
    return made


def through(canceller: Canceller, played: Sound, heard: Sound) -> Sound:
    cleaned = []
    for at in range(0, heard.size - BLOCK + 1, BLOCK):
        canceller.far(played[at : at + BLOCK])
        cleaned.append(canceller.near(heard[at : at + BLOCK]))
    return np.concatenate(cleaned)


@pytest.mark.parametrize(("gain_db", "delay_ms"), [(-20, 120), (-10, 60), (-20, 300), (-6, 200)])
def test_who_speaks_alone_does_not_hear_himself(gain_db: float, delay_ms: float) -> None:
    sent = voice(8)
    echo = echo_of(sent, gain_db, delay_ms)
    left = through(canceller(True), sent, echo + noise(8, -70))
    assert level_db(sent[SETTLED:]) - level_db(left[SETTLED:]) > 45, "measured: 58 dB below what was sent"
    assert level_db(echo[SETTLED:]) - level_db(left[SETTLED:]) > 30, "measured: 36 to 50 dB of the echo itself"


def test_callbacks_in_bursts_do_no_harm() -> None:
    """As PulseAudio calls: two blocks at once, and both directions wander past each other."""
    sent = voice(8)
    echo = echo_of(sent, -20, 120)
    heard, target = echo + noise(8, -70), canceller(True)
    played = [(block // 2 * 0.02, 0, block * BLOCK) for block in range(sent.size // BLOCK)]
    captured = [(block // 2 * 0.02003 + 0.001, 1, block * BLOCK) for block in range(sent.size // BLOCK)]
    left = []
    for _, direction, at in sorted(played + captured):
        if direction == 0:
            target.far(sent[at : at + BLOCK])
        else:
            left.append(target.near(heard[at : at + BLOCK]))
    assert level_db(echo[SETTLED:]) - level_db(np.concatenate(left)[SETTLED:]) > 25


def with_losses(sent: Sound, heard: Sound, fill: bool) -> Sound:
    """What comes through when 20 ms of every 2 s are lost on the way in, and silence is put there or not."""
    line, continuity = CleaningLine(canceller(True), lambda: None), Continuity()
    left, lost_before = [], False
    for number, at in enumerate(range(0, sent.size, BLOCK)):
        line.played(sent[at : at + BLOCK])
        if number % 200 in (150, 151):
            lost_before = True
            continue
        gap = continuity.missing(at / RATE_HZ, BLOCK, overflow=lost_before)
        lost_before = False
        pieces = [np.zeros(gap if fill else 0, np.float32), heard[at : at + BLOCK]]
        left += [block.samples for piece in pieces for block in line.heard(SoundBlock(piece, at / RATE_HZ))]
    return np.concatenate(left)


def test_with_losses_filled_by_silence_the_echo_stays_away() -> None:
    sent = voice(12)
    echo = echo_of(sent, -15, 100)
    filled, cut = (with_losses(sent, echo + noise(12, -70), fill) for fill in (True, False))
    assert filled.size == sent.size, "samples can be counted as time"
    reduced_db = level_db(echo[SETTLED:]) - level_db(filled[SETTLED:])
    assert reduced_db > 25
    assert reduced_db > level_db(echo[SETTLED:]) - level_db(cut[SETTLED:]) + 5


@pytest.mark.parametrize("noise_dbfs", [-75, -50])
def test_with_a_headset_near_speech_is_left_alone(noise_dbfs: float) -> None:
    spoken, other = voice(10, begin_s=4), voice(10)
    heard = spoken + noise(10, noise_dbfs) + echo_of(other, -55, 60)
    before, after = aligned(spoken[RATE_HZ:], through(canceller(False), other, heard)[RATE_HZ:])
    assert level_db(after) == pytest.approx(level_db(before), abs=1.0)
    assert intelligibility(before, after) > 0.95, "measured: 0.99 in a quiet room, 0.96 at -46 dBFS"


def test_steady_noise_goes() -> None:
    hiss = noise(6, -50)
    left = through(canceller(False), np.zeros_like(hiss), hiss)
    assert level_db(hiss) - level_db(left[SETTLED:]) > 10


def test_the_delay_is_as_stated() -> None:
    spoken = voice(4)
    for target in (canceller(True), canceller(False)):
        cleaned = through(target, np.zeros_like(spoken), spoken)
        before, _ = aligned(spoken[RATE_HZ:], cleaned[RATE_HZ:])
        delay_s = (spoken.size - RATE_HZ - before.size) / RATE_HZ
        assert target.delay_s == pytest.approx(delay_s, abs=0.002)


def test_too_loud_is_cut_and_any_hint_is_taken() -> None:
    target = canceller(True)
    for delay_s in (-1.0, 0.13, 30.0):
        target.hint_delay(delay_s)
    target.far(np.full(BLOCK, 3.0, np.float32))
    assert np.abs(target.near(np.full(BLOCK, -3.0, np.float32))).max() <= 1.0
    canceller(False).hint_delay(0.1)


# What a process says and leaves behind that has a canceller; a socket would show among the connections of the machine.
_WHOLE_LIFE = """
import os, sys, threading, logging
logging.basicConfig(level=logging.DEBUG)
from pathlib import Path
from vardklient.media.cancelling import make_canceller
import numpy as np
canceller = make_canceller(True)
for _ in range(100):
    canceller.far(np.zeros(480, np.float32)); canceller.near(np.zeros(480, np.float32))
if sys.platform == "linux":
    files = Path("/proc/self/fd")
    mine = [os.readlink(file) for file in files.iterdir() if file.is_symlink()]
    nets = "".join(Path(f"/proc/self/net/{kind}").read_text() for kind in ("tcp", "udp", "tcp6", "udp6"))
    assert not [name for name in mine if name.startswith("socket:[") and f" {name[8:-1]} " in nets]
assert [thread.name for thread in threading.enumerate()] == ["MainThread"]
"""


def test_it_opens_no_network_prints_nothing_and_lets_the_process_end() -> None:
    done = subprocess.run([sys.executable, "-c", _WHOLE_LIFE], capture_output=True, text=True, check=False, timeout=100)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_where_there_is_none_the_desk_says_so() -> None:
    code = """
import sys
sys.modules["livekit"] = None
from tests.media.machine import Machine
from vardklient.media.desk import PortAudioDesk
machine = Machine("Laptop")
desk = PortAudioDesk(machine.make_microphone, machine.make_speaker)
desk.use("", "")
print(desk.microphone.state, desk.canceller)
desk.release()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=100)
    assert done.stdout.strip() == "running None"
    assert "There is no echo canceller on this machine" in done.stderr
