"""Tests of the network by clinics' programs: who may, how many at once, and how much each may ask for.

A test knows nothing of any visit. It gets short-lived credentials for the relays, and may move some bytes that nobody
keeps. Packets like those of a call go to the relay and back to the program; the visit server never sees them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vardklient.visitserver.tickets import new_secret

MAX_AT_ONCE = 16
LIVES_S = 15.0
"""A test takes some ten seconds. With `MAX_AT_ONCE`, 64 a minute: a clinic whose doctors all come at 07:40."""
RELAY_LIFETIME_S = 60
"""Of the credentials for the relays: long enough to begin, and of no use for a call."""
MAX_PART_BYTES = 1 << 18
MAX_BYTES = 1 << 20
"""Of one test, both directions together: half as much again as a program asks for."""
BLOCK_BYTES = 1 << 16


@dataclass(slots=True)
class _Test:
    ends_s: float
    left_bytes: int = MAX_BYTES


class ProbeDesk:
    """The tests that are going on. Time comes in as an argument, in seconds."""

    def __init__(self) -> None:
        self._tests: dict[str, _Test] = {}

    def begin(self, now_s: float) -> str | None:
        """A new test's opaque id; None while too many go on."""
        self._tests = {name: test for name, test in self._tests.items() if test.ends_s > now_s}
        if len(self._tests) >= MAX_AT_ONCE:
            return None
        name = new_secret()
        self._tests[name] = _Test(now_s + LIVES_S)
        return name

    def take(self, name: str, size_bytes: int, now_s: float) -> bool:
        """May this test move so many bytes? They count then."""
        test = self._tests.get(name)
        if test is None or test.ends_s <= now_s or not 0 < size_bytes <= min(MAX_PART_BYTES, test.left_bytes):
            return False
        test.left_bytes -= size_bytes
        return True

    def end(self, name: str) -> None:
        """This test is over; harmless for one that is not known."""
        self._tests.pop(name, None)


def filler(size_bytes: int, block: bytes) -> Iterator[bytes]:
    """So many bytes, in parts, of a block that does not compress."""
    left = size_bytes
    while left > 0:
        yield block[:left]
        left -= len(block)
