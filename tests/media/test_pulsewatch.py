from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.peers.sound_bed import SoundBed
from vardklient.media.pulsewatch import PulseWatch, is_plugging, parse_short_list

SHORT = (
    "1\tjabra_out.monitor\tmodule-null-sink.c\ts16le 2ch 48000Hz\tIDLE\n"
    "7\talsa_input.usb-Jabra_Evolve_40-00.mono-fallback\tPipeWire\ts16le 1ch 48000Hz\tSUSPENDED\n"
)


def test_the_names_are_read() -> None:
    assert parse_short_list(SHORT) == {"jabra_out.monitor", "alsa_input.usb-Jabra_Evolve_40-00.mono-fallback"}


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(parse_short_list(text), frozenset)
    assert is_plugging(text) in (True, False)


@pytest.mark.parametrize(
    ("line", "removal"),
    [
        ("Event 'remove' on source #7\n", True),
        ("Event 'remove' on sink #2\n", True),
        ("Event 'remove' on source-output #7\n", False),
        ("Event 'remove' on sink-input #7\n", False),
        ("Event 'remove' on client #88\n", False),
        ("Event 'new' on source #7\n", True),
        ("Event 'change' on server #0\n", False),
        ("Event 'remove' on ", False),
        ("", False),
    ],
)
def test_only_devices_that_go_or_come_are_pluggings(line: str, removal: bool) -> None:
    assert is_plugging(line) is removal


@pytest.mark.parametrize("program", ["/no/such/program", "true", "false"])
def test_a_program_that_is_absent_or_ends_is_no_harm(program: str) -> None:
    watch = PulseWatch(lambda left: None, program)
    watch.start()
    watch.stop()
    watch.stop()


def fake_pactl(folder: Path, listing: str, first: str = ":") -> str:
    program = folder / "pactl"
    removal = "echo \"Event 'remove' on source #7\""
    program.write_text(f"#!/bin/sh\nif [ $1 = subscribe ]; then {first}; {removal}; exec sleep 60; fi\n{listing}\n")
    program.chmod(0o755)
    return str(program)


def test_a_removal_tells_what_is_left(tmp_path: Path) -> None:
    told, heard = threading.Event(), []

    def removed(left: frozenset[str]) -> None:
        heard.append(left)
        told.set()

    watch = PulseWatch(removed, fake_pactl(tmp_path, r"printf '1\t%s_left\tx\n' $3"))
    watch.start()
    assert told.wait(60)
    watch.stop()
    assert heard == [{"sources_left", "sinks_left"}]


def until(so: Callable[[], bool]) -> None:
    """Wait for it, a minute at most."""
    waiting = threading.Event()
    for _ in range(1200):
        if so():
            return
        waiting.wait(0.05)
    assert so()


def test_what_comes_while_a_list_is_made_is_answered_by_one_more(tmp_path: Path) -> None:
    asked, go, said = tmp_path / "asked", tmp_path / "go", tmp_path / "said"
    line = "echo \"Event 'new' on sink #7\""
    first = f"{line}; until [ -e {asked} ]; do sleep 0.02; done; for i in 1 2 3 4 5 6; do {line}; done; touch {said}"
    listing = f"echo $3 >>{asked}; until [ -e {go} ]; do sleep 0.02; done; printf '1\\tx\\ty\\n'"
    watch = PulseWatch(lambda left: None, fake_pactl(tmp_path, listing, first))
    watch.start()
    until(said.exists)
    go.touch()
    until(lambda: len(asked.read_text().splitlines()) >= 4)
    watch.stop()
    assert asked.read_text().split() in (["sources", "sinks"] * 2, ["sources", "sinks"] * 3), "not eight times"


def test_stopping_waits_for_no_list(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    pactl = fake_pactl(tmp_path, f"touch {asked}; exec sleep 600")
    watch = PulseWatch(lambda left: pytest.fail("told after its end"), pactl, answer_s=600)
    watch.start()
    until(asked.exists)
    watch.stop()


# Prints the process that pactl is, when it runs; then it waits to be killed.
KILLED = """
import sys, threading
from vardklient.media.pulsewatch import PulseWatch
watch = PulseWatch(lambda left: print(*left, flush=True), sys.argv[1])
watch.start()
threading.Event().wait()
"""


def runs(process: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="platform: PulseAudio is on Linux")
def test_what_was_started_ends_when_we_are_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    pactl = fake_pactl(tmp_path, f"printf '1\\t%s\\tx\\n' $(cat {note})", first=f"echo $$ >{note}")
    ours = subprocess.Popen([sys.executable, "-c", KILLED, pactl], stdout=subprocess.PIPE, text=True)
    assert ours.stdout is not None
    process = int(ours.stdout.readline())
    assert runs(process)
    ours.kill()
    ours.communicate()
    until(lambda: not runs(process))


def test_where_the_list_cannot_be_had_nothing_is_claimed(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    watch = PulseWatch(lambda left: pytest.fail("claimed something"), fake_pactl(tmp_path, f"touch {asked}; exit 1"))
    watch.start()
    until(asked.exists)
    watch.stop()


def test_with_a_real_server(sound_bed: SoundBed) -> None:
    code = """
import sys, threading
from vardklient.media.pulsewatch import PulseWatch
watch = PulseWatch(lambda left: print("webcam_in" in left, "jabra_in" in left, flush=True))
watch.start()
print("ready", flush=True)
sys.stdin.readline()
watch.stop()
"""
    with sound_bed.start_python(code) as child:
        assert child.line() == "ready"
        # until the watcher is connected: a client beside the one that asks
        until(lambda: sound_bed.pactl("list", "short", "clients").count("pactl") > 1)
        sound_bed.unplug("webcam")
        assert child.line() == "False True"
        child.tell("enough")
    sound_bed.plug("webcam")
    assert os.environ.get("PULSE_SERVER") is None, "nothing of the bed leaks into the tests themselves"
