"""Counting with RTP's numbers, which wrap: sequence numbers of 16 bits, timestamps of 32."""

from __future__ import annotations


def ahead(a: int, b: int) -> int:
    """How many packets the 16-bit sequence number `a` is ahead of `b`; 0x8000 and more means that it is behind."""
    return (a - b) & 0xFFFF


class Unwrapper:
    """Makes numbers that go on for ever out of numbers that wrap.

    Args:
        bits: 16 for sequence numbers, 32 for timestamps.
    """

    def __init__(self, bits: int) -> None:
        self._size = 1 << bits
        self._newest: int | None = None

    def unwrap(self, number: int) -> int:
        """The number that is nearest to the newest one so far; the first is taken as it is."""
        if self._newest is None:
            self._newest = number
            return number
        half = self._size // 2
        found = self._newest + (number - self._newest + half) % self._size - half
        self._newest = max(self._newest, found)
        return found
