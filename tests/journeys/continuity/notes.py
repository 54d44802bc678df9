"""What a side has seen, heard and said, and what follows from it: when did picture and sound come back?"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

LOUD_DBFS = -45.0
STEADY_S = 1.0
PICTURES_IN_STEADY = 5
"""A picture counts as back with the first of so many within the second that follows: a camera of 15 a second, on a
machine that has other work."""
LOUD_IN_STEADY = 0.5
"""The same for sound: loud in so much of that second."""


@dataclass(frozen=True)
class Notes:
    """One side's, in monotonic seconds.

    Attributes:
        pictures: when each was painted, and how bright it was (0 where that is not known).
        sound: how loud it was, looked at many times a second.
        states: what the windows or the page said from then on.
        blank: moments at which there was nothing to paint any more.
        told: what helps to understand.
    """

    pictures: list[tuple[float, float]] = field(default_factory=list)
    sound: list[tuple[float, float]] = field(default_factory=list)
    states: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    blank: list[float] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)

    def add(self, news: dict[str, list[Any]]) -> None:
        """What a side has noted since the last time."""
        for name, entries in news.items():
            getattr(self, name).extend(entries)

    def picture_back_s(self, since_s: float) -> float | None:
        """How long after that time the pictures went on; None if they did not."""
        times = [at for at, _ in self.pictures]
        for number in range(bisect_left(times, since_s), len(times) - PICTURES_IN_STEADY + 1):
            if times[number + PICTURES_IN_STEADY - 1] - times[number] <= STEADY_S:
                return times[number] - since_s
        return None

    def sound_back_s(self, since_s: float) -> float | None:
        """How long after that time the sound went on; None if it did not."""
        later = [(at, level > LOUD_DBFS) for at, level in self.sound if at >= since_s]
        for number, (at, loud) in enumerate(later):
            if not loud:
                continue
            second = [is_loud for when, is_loud in later[number:] if when <= at + STEADY_S]
            if later[-1][0] >= at + STEADY_S and sum(second) >= LOUD_IN_STEADY * len(second):
                return at - since_s
        return None

    def longest_gap_s(self, begin_s: float, end_s: float) -> float:
        """The longest time without a picture between these."""
        times = [begin_s, *(at for at, _ in self.pictures if begin_s <= at <= end_s), end_s]
        return max(b - a for a, b in pairwise(times))

    def states_since(self, since_s: float) -> list[dict[str, Any]]:
        """What was said then, and from then on."""
        before = [state for at, state in self.states if at < since_s][-1:]
        return before + [state for at, state in self.states if at >= since_s]
