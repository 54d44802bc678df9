"""Twenty random sequences of plugging with a real sound server: Qt and the watch notice, the desk falls back in 2 s.

The whole way is the program's: `QtDevices` hears of the change, a worker tells the desk, the desk exchanges the device.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.peers.sound_bed import DEVICES, BedChild, SoundBed, SoundBedError, missing_parts

pytestmark = pytest.mark.slow

SEQUENCES, STEPS = 20, 6
FALLBACK_S = 2.0
"""Acceptance line 5 of the device check. From the unplugging to what the desk says, by the clock of the machine, which
all its processes share: how late the test hears of it says nothing of the desk."""
LATER_S = 60.0

# Obeys "use NAME" and "quit"; prints every state of the desk with its time as JSON, and "done" after each order.
DESK = """
import json, queue, sys, threading, time
from PySide6.QtCore import QCoreApplication, QMetaObject, Qt
from vardklient.media.desk import make_test_desk
from vardklient.media.devices import QtDevices
from vardklient.media.portaudio import PortAudio
application = QCoreApplication([])
devices, work = QtDevices(), queue.SimpleQueue()
desk = make_test_desk(PortAudio(), "", "")
desk.know(devices.current())
def tell(s):
    said = [s.microphone, s.microphone_name, s.speaker, s.speaker_name]
    print(json.dumps([time.monotonic(), said]), flush=True)
desk.on_change(tell)
def changed(now):
    work.put(lambda: desk.know(now))
    work.put(lambda: print(json.dumps({"there": [d.name for d in now.microphones]}), flush=True))
devices.on_change(changed)
def obey(word, name):
    desk.use(name, name)
    print("done", flush=True)
def read():
    while (line := sys.stdin.readline().strip()) not in ("", "quit"):
        word, _, name = line.partition(" ")
        work.put(lambda word=word, name=name: obey(word, name))
    work.put(None)
def toil():
    while (job := work.get()) is not None:
        job()
    desk.release()
    QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)
threads = [threading.Thread(target=read), threading.Thread(target=toil)]
for thread in threads:
    thread.start()
print("ready", flush=True)
application.exec()
for thread in threads:
    thread.join()
devices.close()
"""

PLUGS = {"jabra": "Jabra Evolve 40", "laptop": "Laptop speakers/mic", "dictaphone": "Olympus DR-2200"}


class Listener:
    """Reads what the desk says on a thread of its own, so that one can wait for it with a deadline."""

    def __init__(self, child: BedChild) -> None:
        self._child = child
        self._heard = threading.Condition()
        self._states: list[tuple[float, list[str]]] = [(0.0, ["closed", "", "closed", ""])]
        self._there = set(PLUGS.values())
        self._done = 0
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        try:
            while True:
                line = self._child.line()
                with self._heard:
                    if line == "done":
                        self._done += 1
                    else:
                        self._take(json.loads(line))
                    self._heard.notify_all()
        except (SoundBedError, ValueError):
            return  # the child has ended, or its pipe was closed

    def _take(self, said: list[Any] | dict[str, list[str]]) -> None:
        if isinstance(said, dict):
            self._there = set(said["there"])
        else:
            at_s, state = said
            self._states.append((at_s, state))

    @property
    def _state(self) -> list[str]:
        return self._states[-1][1]

    def knows(self, plugged: list[str]) -> None:
        """Wait until the desk has heard that these are plugged in."""
        names = {PLUGS[key] for key in plugged}
        with self._heard:
            assert self._heard.wait_for(lambda: self._there == names, LATER_S), (self._there, names)

    def falls_back(self, left: list[str], since_s: float) -> str:
        """Wait until it says that it runs on what is left, 2 s after `since_s` at most; the microphone it has chosen.

        Before Qt tells which one is the default now, that one has no name: any of them then.
        """
        names = {PLUGS[key]: key for key in left} | {"": left[0]}

        def settled(state: list[str]) -> bool:
            microphone, first, speaker, second = state
            return (microphone, speaker) == ("running", "running") and {first, second} <= set(names)

        with self._heard:
            assert self._heard.wait_for(lambda: settled(self._state), LATER_S), (self._state, names)
            fallen_s = [at_s for at_s, state in self._states if at_s >= since_s and settled(state)]
            assert min(fallen_s, default=since_s) - since_s <= FALLBACK_S
            return names[self._state[1]]

    def order(self, line: str) -> None:
        """Give an order, and wait until it is done."""
        with self._heard:
            before = self._done
            self._child.tell(line)
            assert self._heard.wait_for(lambda: self._done > before, LATER_S), line

    def becomes(self, microphone: str, speaker: str, within_s: float) -> None:
        """Wait until the desk says that it runs on these devices."""
        wanted = ["running", microphone, "running", speaker]
        with self._heard:
            assert self._heard.wait_for(lambda: self._state == wanted, within_s), (self._state, wanted)

    @property
    def state(self) -> list[str]:
        with self._heard:
            return self._state

    def join(self) -> None:
        self._thread.join(LATER_S)
        assert not self._thread.is_alive()


@contextmanager
def listening(bed: SoundBed) -> Iterator[Listener]:
    with bed.start_python(DESK) as child:
        assert child.line() == "ready"
        listener = Listener(child)
        yield listener
        child.tell("quit")
        listener.join()


def flows_through(bed: SoundBed, key: str) -> None:
    """Not only in name, and one owner each; a moment later, for a stream that the server has moved is opened anew."""
    bed.wait_for_streams([f"{key}_in"], [f"{key}_out"])


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_whatever_is_unplugged_the_desk_falls_back_and_nothing_new_grabs_it(seed: int) -> None:
    if missing := missing_parts():
        pytest.skip(f"sound bed: {', '.join(missing)} is missing")
    chance = random.Random(seed)
    devices = tuple(device for device in DEVICES if device.key in PLUGS)
    with SoundBed(devices) as bed, listening(bed) as desk:
        plugged, used = list(PLUGS), chance.choice(list(PLUGS))
        desk.order(f"use {PLUGS[used]}")
        desk.becomes(PLUGS[used], PLUGS[used], LATER_S)
        for _ in range(STEPS):
            plugged, used = step(bed, desk, chance, plugged, used)
            flows_through(bed, used)


def step(bed: SoundBed, desk: Listener, chance: random.Random, plugged: list[str], used: str) -> tuple[list[str], str]:
    """One random thing happens; what is plugged in afterwards, and what is used."""
    gone = [key for key in PLUGS if key not in plugged]
    deeds = ["use", "default"] + ["plug"] * bool(gone) + ["unplug"] * 2 * (len(plugged) > 1)
    match chance.choice(deeds):
        case "use":
            used = chance.choice(plugged)
            desk.order(f"use {PLUGS[used]}")
            desk.becomes(PLUGS[used], PLUGS[used], LATER_S)
        case "default":
            bed.set_default(chance.choice(plugged))
        case "plug":
            new = chance.choice(gone)
            bed.plug(new)
            plugged = [*plugged, new]
            desk.knows(plugged)
        case _:
            return unplug(bed, desk, chance, plugged, used)
    desk.becomes(PLUGS[used], PLUGS[used], LATER_S)
    return plugged, used


def unplug(
    bed: SoundBed, desk: Listener, chance: random.Random, plugged: list[str], used: str
) -> tuple[list[str], str]:
    """The device in use as a rule. Which one takes its place is the system's choice; then the user settles it."""
    key = used if chance.random() < 0.7 else chance.choice(plugged)
    left = [other for other in plugged if other != key]
    bed.unplug(key)
    fallen = desk.falls_back(left, since_s=time.monotonic())
    assert key == used or fallen == used, "what is not touched goes on"
    desk.knows(left)
    desk.order(f"use {PLUGS[fallen]}")
    desk.becomes(PLUGS[fallen], PLUGS[fallen], LATER_S)
    return left, fallen
