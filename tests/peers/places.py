"""Places in a network of its own, with a router between them whose lines can be cut. Linux, and only for root.

Every place is a network namespace that lives as long as the process that holds it; nothing is left of it afterwards,
and nothing of the machine's own network is touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

_HOLD = ("sh", "-c", "ip link set lo up && echo up && exec cat")


def missing() -> str:
    """Why places cannot be made here; empty: they can."""
    absent = [tool for tool in ("unshare", "nsenter", "ip") if shutil.which(tool) is None]
    if absent:
        return f"platform: there is no {absent[0]}"
    if os.geteuid() != 0:
        return "platform: only root may make networks"
    tried = ["unshare", "--net", "ip", "link", "add", "one", "type", "veth", "peer", "name", "other"]
    return "" if subprocess.run(tried, capture_output=True, check=False).returncode == 0 else "platform: no networks"


class Place:
    """One namespace. `command` is what to put before a command that is to run there."""

    def __init__(self) -> None:
        self._holder = subprocess.Popen(["unshare", "--net", *_HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == b"up\n"

    @property
    def pid(self) -> int:
        return self._holder.pid

    @property
    def command(self) -> list[str]:
        return ["nsenter", f"--net=/proc/{self.pid}/ns/net", "--"]

    def run(self, *command: str) -> None:
        subprocess.run([*self.command, *command], check=True, capture_output=True)

    def ip(self, *words: str) -> None:
        self.run("ip", *words)

    def close(self) -> None:
        with self._holder:
            self._holder.kill()


@dataclass
class Net:
    """A router in the middle and the places around it.

    Attributes:
        places: by name.
        lines: the place's interface to the net that its number stands for.
    """

    router: Place
    places: dict[str, Place] = field(default_factory=dict)
    lines: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, name: str) -> Place:
        """A place without a line yet."""
        place = self.places[name] = Place()
        return place

    def connect(self, place: str, line: str) -> str:
        """A new line between this place and the router; the place's address on it. It is not used until `plug`."""
        number = len(self.lines) + 1
        self.lines[line] = place, number
        peer = ("peer", "name", line, "netns", str(self.places[place].pid))
        self.router.ip("link", "add", f"r{number}", "type", "veth", *peer)
        self.router.ip("address", "add", f"10.77.{number}.1/24", "dev", f"r{number}")
        self.router.ip("link", "set", f"r{number}", "up")
        return f"10.77.{number}.2"

    def plug(self, line: str) -> None:
        """The line has an address, and leads to the world."""
        place, number = self.lines[line]
        at = self.places[place]
        at.ip("address", "add", f"10.77.{number}.2/24", "dev", line)
        at.ip("link", "set", line, "up")
        at.ip("route", "replace", "default", "via", f"10.77.{number}.1")

    def unplug(self, line: str) -> None:
        """The line is pulled out: address and way are gone."""
        place, _ = self.lines[line]
        self.places[place].ip("link", "set", line, "down")
        self.places[place].ip("address", "flush", "dev", line)

    def cut(self, one: str, other: str = "") -> float:
        """Nothing goes between these two lines any more, or between one and everybody: the router drops it without a
        word, so that neither end sees that anything happened. When that was, in monotonic seconds.
        """
        self._rules("add", one, other)
        return time.monotonic()

    def mend(self, one: str, other: str = "") -> float:
        """As it was before `cut`; when that was, in monotonic seconds."""
        at_s = time.monotonic()
        self._rules("del", one, other)
        return at_s

    def _rules(self, what: str, one: str, other: str) -> None:
        nets = [f"10.77.{self.lines[line][1]}.0/24" if line else "10.77.0.0/16" for line in (one, other)]
        for here, there in (nets, nets[::-1]):
            self.router.ip("rule", what, "priority", "100", "from", here, "to", there, "blackhole")

    def close(self) -> None:
        for place in (*self.places.values(), self.router):
            place.close()


@contextmanager
def network(places: Sequence[str]) -> Iterator[Net]:
    """These places, each with a line of its own name that is plugged in; the first address is 10.77.1.2."""
    net = Net(Place())
    try:
        net.router.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
        for name in places:
            net.add(name)
            net.connect(name, name)
            net.plug(name)
        yield net
    finally:
        net.close()
