"""Which size and how many frames a second a rate is worth. Pure; the clock is handed in.

Measured with VP8 as `vp8` sets it, on clips of persons talking with sensor noise added (sigma 1.5), as PSNR and SSIM of
the decoded picture, enlarged to the camera's size, against the clip without the noise. The clip of 1280x720, dB by
rate in kbit/s (* more than 20 % of the frames were dropped, a stutter):

    size        60     100    150    200    300    400    500    700    1200
    320x180    35.8   36.9   37.4   37.5   37.6   37.7   37.7
    480x270    36.3*  37.8   38.9   39.2   39.9   40.2   40.2
    640x360    36.3*  37.3*  38.7   39.9   40.6   41.0   41.7   41.9   42.1
    960x540                  39.2*  39.6   41.8   42.9   43.1   43.5   44.5
    1280x720                 38.3*  40.5*  41.3   43.1   44.6   45.3   45.8

SSIM orders them alike. Where a size begins to win, its rate grows with its pixels to about the power of 0.75. The
floors below lie a little higher, as this person moved little; with four clips of 640x360, one of them a woman turning
her head, at most 1 % of the frames were dropped there. At 60 kbit/s 320x180 beats 240x134 in all of them.
"""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

LARGEST_PX, LARGEST_LONG_PX, LARGEST_SHORT_PX = 1280 * 720, 1280, 720
FLOOR_BPS, FLOOR_POWER = 500_000, 0.75
"""1280x720 is kept down to 500 kbit/s; with `UP_FACTOR` it comes at 675. 640x360: 177 and 239."""
SHARES = (1.0, 3 / 4, 1 / 2, 3 / 8, 1 / 4)
"""Of the camera's own width and height. All of 1280x720 make even sides."""
SMALLEST_PX = 40_000
"""Lets 320x180 and 240x180 be, and nothing smaller."""
SMALLEST_HZ = ((30, 1.35), (20, 1.05), (15, 0.0))
"""Frames a second of the smallest size, each from so much of its floor. Every frame has some 70 bytes of headers: at 30
a second 17 kbit/s, much of 60. At 15 a second lips still move with speech. Own choice."""
FULL_HZ = 30
UP_FACTOR, UP_AFTER_S = 1.35, 5.0
"""Facts, "guess"; the key frame of a new size costs up to 0.2 s of the rate (measured)."""
DOWN_AFTER_S = 0.5
"""A dip shorter than this is bridged by the codec: blurred, and with dropped frames. Own choice."""


class Rung(NamedTuple):
    """A size in pixels, both sides even, and frames a second."""

    width: int
    height: int
    frames_hz: int
    floor_bps: float


def rungs(width: int, height: int) -> list[Rung]:
    """What a camera of this size can be reduced to, best first; the last one has no floor."""
    long, short = max(width, height), min(width, height)
    within = min(1.0, LARGEST_LONG_PX / long, LARGEST_SHORT_PX / short)
    sizes: list[tuple[int, int]] = []
    for share in SHARES:
        size = _even(width * within * share), _even(height * within * share)
        if not sizes or size[0] * size[1] >= SMALLEST_PX:
            sizes.append(size)
    found = [Rung(w, h, FULL_HZ, _floor_bps(w, h)) for w, h in sizes[:-1]]
    w, h = sizes[-1]
    return found + [Rung(w, h, hz, factor * _floor_bps(w, h)) for hz, factor in SMALLEST_HZ]


class Ladder:
    """Down after half a second below a floor, up after five seconds well above one."""

    def __init__(self) -> None:
        self._source = (0, 0)
        self._rungs: list[Rung] = []
        self._at = 0
        self._changed_s = 0.0
        self._low_since_s: float | None = None
        self._rate = LowestRate(UP_AFTER_S)

    def choose(self, width: int, height: int, bps: float, now_s: float) -> Rung:
        """The rung for a picture of this size from the camera, at this rate."""
        self._rate.add(bps, now_s)
        if (width, height) != self._source:
            self._source, self._rungs = (width, height), rungs(width, height)
            self._move(self._best(self._rate.bps / UP_FACTOR), now_s)
        elif bps < self._rungs[self._at].floor_bps:
            self._low_since_s = now_s if self._low_since_s is None else self._low_since_s
            if now_s - self._low_since_s >= DOWN_AFTER_S:
                self._move(self._best(bps), now_s)
        else:
            self._low_since_s = None
            better = self._best(self._rate.bps / UP_FACTOR)
            ripe = self._rate.known_s(now_s) and now_s - self._changed_s >= UP_AFTER_S
            # while the rate has already risen to what a still larger size wants, that one is waited for: every size
            # costs a key frame
            if better < self._at and ripe and better <= self._best(bps / UP_FACTOR):
                self._move(better, now_s)
        return self._rungs[self._at]

    def _best(self, bps: float) -> int:
        return next(i for i, rung in enumerate(self._rungs) if rung.floor_bps <= bps)

    def _move(self, to: int, now_s: float) -> None:
        self._at, self._changed_s, self._low_since_s = to, now_s, None


class LowestRate:
    """The lowest rate of the last seconds.

    Args:
        over_s: how many.
    """

    def __init__(self, over_s: float) -> None:
        self._over_s = over_s
        self._first_s: float | None = None
        self._rising: deque[tuple[float, float]] = deque()

    def add(self, bps: float, now_s: float) -> None:
        """The rate from now on."""
        if self._first_s is None:
            self._first_s = now_s
        while self._rising and self._rising[-1][1] >= bps:
            self._rising.pop()
        self._rising.append((now_s, bps))
        while self._rising[0][0] < now_s - self._over_s:
            self._rising.popleft()

    @property
    def bps(self) -> float:
        """The lowest; needs one `add`."""
        return self._rising[0][1]

    def known_s(self, now_s: float) -> bool:
        """Has it been watched for that long?"""
        return self._first_s is not None and now_s - self._first_s >= self._over_s


class Thinning:
    """Leaves pictures out, evenly, so that no more than so many a second pass."""

    def __init__(self) -> None:
        self._due_s: float | None = None

    def passes(self, taken_s: float, frames_hz: int) -> bool:
        """Send the picture taken then? A camera's unsteadiness of half a frame is forgiven."""
        if self._due_s is None or frames_hz >= FULL_HZ:
            self._due_s = taken_s
        gap_s = 1 / frames_hz
        if taken_s < self._due_s - gap_s / 4:
            return False
        # by the beat, not by the picture: 20 of 30 a second would otherwise be 15
        self._due_s = max(self._due_s + gap_s, taken_s)
        return True


def _even(side: float) -> int:
    return max(2, round(side) // 2 * 2)


def _floor_bps(width: int, height: int) -> float:
    return FLOOR_BPS * math.pow(width * height / LARGEST_PX, FLOOR_POWER)
