"""The time stamps of what is sent, and which moment of the clock they stand for. Pure; the clock is handed in."""

from __future__ import annotations

from collections import deque

JUMP_S = 5.0
"""Media time that is so far away from the clock's belongs to another track, or to one that began anew."""
WINDOW_S = 10.0
"""The least delayed picture or sound of the last ten seconds says which media time is now. The delay of the others
comes from conversion and waiting, and would shake the sound against the picture at the receiver."""


class Timeline:
    """Makes time stamps that go on, whatever the track does, and knows what they stand for.

    Args:
        rate_hz: 90 000 for pictures, 48 000 for sound.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._shift = 0
        self._newest: int | None = None
        self._begins: deque[tuple[float, float]] = deque()  # (when seen, moment of stamp 0), the second rising

    def stamp(self, media: int, at_s: float) -> int:
        """The time stamp, starting at 0, of what has the track's own time `media` and was taken at `at_s`."""
        if self._newest is None:
            self._shift = -media
        stamp = media + self._shift
        if self._newest is not None:
            expected = self.at(at_s)
            if stamp <= self._newest or abs(stamp - expected) > JUMP_S * self._rate_hz:
                stamp = max(self._newest + 1, expected)
                self._shift = stamp - media
                self._begins.clear()
        self._newest = stamp
        self._note(stamp, at_s)
        return stamp

    def at(self, now_s: float) -> int:
        """The time stamp that stands for this moment; before the first one, 0."""
        return round((now_s - self._begins[0][1]) * self._rate_hz) if self._begins else 0

    def _note(self, stamp: int, at_s: float) -> None:
        begin_s = at_s - stamp / self._rate_hz
        while self._begins and self._begins[-1][1] >= begin_s:
            self._begins.pop()
        self._begins.append((at_s, begin_s))
        while self._begins[0][0] < at_s - WINDOW_S:
            self._begins.popleft()
