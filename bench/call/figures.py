"""From what one side noted to the figures of what it saw and heard. Times are monotonic seconds of the machine."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from bench.call.sound import Heard, beep_latencies_s

FREEZE_S = 0.2
BACK_GAP_S = 0.5
"""The picture is back with the first one after which, for a second, none is waited for longer."""
BACK_SHARE = 0.8
"""The sound is back with the first block of a second of which at least so much is not silent."""
BACK_OVER_S = 1.0
HD_PX = 720


@dataclass(frozen=True, slots=True)
class Painted:
    """A picture on the screen. `count`: how many there have been with this one; `number`: its barcode.

    `waited_s`: how long before it had been handed to whoever paints (Chromium's compositor), as far as known.
    """

    at_s: float
    number: int | None
    width: int
    height: int
    count: int
    waited_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Totals:
    """What a side says of itself, summed up so far. `concealed` and `sound` are samples (or shares of a second).

    `picture_in` are bytes of pictures, each counted once: no headers, padding, repairs or forward error correction,
    which two Chromiums use under loss and which may be as much again. `picture_out` is what the encoder was to make.
    """

    at_s: float
    keys_in: float | None = None
    keys_out: float | None = None
    concealed: float | None = None
    sound: float | None = None
    picture_in: float | None = None
    picture_out: float | None = None


@dataclass(slots=True)
class Notes:
    """What one side noted during a call.

    Attributes:
        sent: (number, time at which it was taken) of every picture of its camera.
        beeps: (number, time at which it was said).
        totals: by connection (epoch).
    """

    sent: list[tuple[int, float]]
    beeps: list[tuple[int, float]]
    painted: list[Painted]
    heard: Heard
    totals: dict[int, list[Totals]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the call that counts. `joined_s`: when the call was begun; `line_back_s`: after an outage."""

    joined_s: float
    begin_s: float
    end_s: float
    line_back_s: float | None = None

    @property
    def seconds(self) -> float:
        return self.end_s - self.begin_s


Figures = dict[str, float | None]


def received(mine: Notes, theirs: Notes, window: Window) -> Figures:
    """What the side of `mine` saw and heard of the other one."""
    return {
        **_join(mine.painted, window),
        **_smoothness(mine.painted, window),
        **_picture_latency(mine.painted, theirs.sent, window),
        **_sound(mine, theirs, window),
        **_recovery(mine, window),
    }


def _join(painted: Sequence[Painted], window: Window) -> Figures:
    hd = next((p.at_s - window.joined_s for p in painted if min(p.width, p.height) >= HD_PX), None)
    return {
        "first_picture_ms": 1000 * (painted[0].at_s - window.joined_s) if painted else None,
        "hd_after_s": hd,
        "width": painted[-1].width if painted else None,
        "height": painted[-1].height if painted else None,
    }


def _smoothness(painted: Sequence[Painted], window: Window) -> Figures:
    """Gaps reach over the window's edges only as far as they lie in it."""
    inside = [p for p in painted if window.begin_s <= p.at_s < window.end_s]
    times = [window.begin_s, *(p.at_s for p in inside), window.end_s]
    gaps = [b - a for a, b in pairwise(times)]
    frozen = [gap for gap in gaps if gap > FREEZE_S]
    shown = 1 + sum(_further(a.count, b.count) for a, b in pairwise(inside)) if inside else 0
    return {
        "fps": shown / window.seconds,
        "freezes": float(len(frozen)),
        "frozen_share": sum(frozen) / window.seconds,
        "longest_gap_ms": 1000 * max(gaps),
    }


def _further(before: int, count: int) -> int:
    """How many pictures were shown since; a new connection counts from one again."""
    return count - before if count > before else count


def picture_latencies_s(painted: Sequence[Painted], sent: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    """(when painted, how old) of every picture that could be read. A number belongs to its newest sending."""
    taken: dict[int, float] = {}
    found, at = [], 0
    for picture in painted:
        while at < len(sent) and sent[at][1] <= picture.at_s:
            taken[sent[at][0]] = sent[at][1]
            at += 1
        if picture.number is not None and picture.number in taken:
            found.append((picture.at_s, picture.at_s - taken[picture.number]))
    return found


def _picture_latency(painted: Sequence[Painted], sent: Sequence[tuple[int, float]], window: Window) -> Figures:
    inside = [p for p in painted if window.begin_s <= p.at_s < window.end_s]
    late = [
        1000 * late_s for at_s, late_s in picture_latencies_s(painted, sent) if window.begin_s <= at_s < window.end_s
    ]
    return {
        "latency_p50_ms": percentile(late, 50),
        "latency_p95_ms": percentile(late, 95),
        "paint_wait_ms": percentile([1000 * p.waited_s for p in inside], 50),
        "unread_share": 1 - len(late) / len(inside) if inside else None,
    }


def _sound(mine: Notes, theirs: Notes, window: Window) -> Figures:
    late = [1000 * late_s for at_s, late_s in beep_latencies_s(mine.heard, theirs.beeps) if _within(at_s, window)]
    at_s = mine.heard.at_s
    inside = (at_s >= window.begin_s) & (at_s < window.end_s)
    silent = mine.heard.silent()[inside]
    concealed, sound = grown(mine.totals, "concealed", window), grown(mine.totals, "sound", window)
    return {
        "sound_latency_ms": percentile(late, 50),
        "sound_latency_p95_ms": percentile(late, 95),
        "beeps_heard": float(len(late)),
        "silent_share": float(np.mean(silent)) if len(silent) else None,
        "concealed_share": concealed / sound if concealed is not None and sound else None,
    }


def grown(totals: dict[int, list[Totals]], name: str, window: Window) -> float | None:
    """How much a counter grew within the window, over all connections; None where nothing is known."""
    grew = []
    for entries in totals.values():
        known = [(e.at_s, value) for e in entries if (value := getattr(e, name)) is not None]
        before = [value for at_s, value in known if at_s < window.begin_s]
        until = [value for at_s, value in known if at_s <= window.end_s]
        if until:
            grew.append(until[-1] - (before[-1] if before else 0.0))
    return sum(grew) if grew else None


def _recovery(mine: Notes, window: Window) -> Figures:
    back_s = window.line_back_s
    if back_s is None:
        return {"picture_back_s": None, "sound_back_s": None}
    return {
        "picture_back_s": picture_back_s([p.at_s for p in mine.painted], back_s),
        "sound_back_s": sound_back_s(mine.heard, back_s),
    }


def picture_back_s(painted_s: Sequence[float], line_back_s: float) -> float | None:
    """How long after the line's return the picture moved again, and went on to."""
    after = [at_s for at_s in painted_s if at_s >= line_back_s]
    for n, at_s in enumerate(after):
        times = [t for t in after[n:] if t <= at_s + BACK_OVER_S + BACK_GAP_S]
        if times[-1] >= at_s + BACK_OVER_S and all(b - a <= BACK_GAP_S for a, b in pairwise(times)):
            return at_s - line_back_s
    return None


def sound_back_s(heard: Heard, line_back_s: float) -> float | None:
    """How long after the line's return there was sound again, and went on to be."""
    after = heard.at_s >= line_back_s
    times, sounds = heard.at_s[after], ~heard.silent()[after]
    for n in np.nonzero(sounds)[0]:
        end = int(np.searchsorted(times, times[n] + BACK_OVER_S))
        if end < len(times) and np.mean(sounds[n:end]) >= BACK_SHARE:
            return float(times[n] - line_back_s)
    return None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """By the nearest rank; None of nothing."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def _within(at_s: float, window: Window) -> bool:
    return window.begin_s <= at_s < window.end_s
