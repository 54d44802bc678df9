"""Does the sound break up? Holes of exact zeros cut into it, and blocks that a driver delivered twice.

A microphone has noise of its own: it neither falls to exact zero in the middle of a sound nor repeats itself bit by
bit. Where the capture lost sound, the program itself puts zeros in. A noise gate also makes zeros, but after the sound
has died away: a hole counts only if there is sound right before and right after it. Repeats are found only if nothing
resampled the sound on its way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vardklient.checks import silence
from vardklient.checks.runs import runs
from vardklient.checks.sound_limits import DropoutLimits, SilenceLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HOLE_LEAST_S = 0.003  # shorter ones are not heard as a break, and zeros meet by chance
_HOLE_MOST_S = 0.5  # longer ones are a mute switch or a pause
_EDGE_S = 0.005
_EDGE_LEAST = 10 ** (-50 / 20)  # what stands beside a hole must be heard itself
_REPEATED_LEAST_S = 0.003
_REPEATS_MOST = 8  # what goes on repeating is a tone
# The lengths of block that drivers use: whole milliseconds at 48 kHz, and powers of two.
_BLOCKS = tuple(sorted({48 * ms for ms in (3, 4, 5, 8, 10, 15, 20, 30, 40)} | {2**power for power in range(8, 12)}))


@dataclass(frozen=True, slots=True)
class DropoutReading:
    """What was found.

    Attributes:
        holes: how many holes.
        repeats: how many repeated blocks.
        lost_share: of the time, 0..1: what the holes and the repeats take.
        peak_lsb: the largest sample in steps of 16 bits.
        seconds: length of the recording.
    """

    holes: int
    repeats: int
    lost_share: float
    peak_lsb: float
    seconds: float


def measure(samples: NDArray[np.float32], rate_hz: int = 48_000) -> DropoutReading:
    """Measure `samples`, (n,) in -1..1."""
    heard = silence.measure(samples, rate_hz)
    holes = _holes(samples, rate_hz)
    repeats = _repeats(samples, rate_hz)
    lost = sum(end - start for start, end in (*holes, *repeats))
    share = lost / samples.size if samples.size else 0.0
    return DropoutReading(len(holes), len(repeats), share, heard.peak_lsb, heard.seconds)


def judge(reading: DropoutReading, limits: DropoutLimits, muted: SilenceLimits) -> Verdict:
    """A single short break is none: it warns from several that take a share of the time. Unknown without sound."""
    broken = reading.holes + reading.repeats >= limits.least_count
    if reading.seconds < limits.least_s or reading.peak_lsb <= muted.peak_lsb:
        severity, advice = Severity.UNKNOWN, Advice.DROPOUTS_UNSURE
    elif broken and reading.lost_share > limits.red_above_share:
        severity, advice = Severity.RED, Advice.DROPOUTS_SOME
    elif broken and reading.lost_share > limits.yellow_above_share:
        severity, advice = Severity.YELLOW, Advice.DROPOUTS_SOME
    else:
        severity, advice = Severity.GREEN, Advice.DROPOUTS_OK
    return Verdict(
        Check.DROPOUTS,
        severity,
        advice,
        measures={
            "holes_count": float(reading.holes),
            "repeats_count": float(reading.repeats),
            "lost_share": round(reading.lost_share, 4),
        },
        limits={
            "least_count": float(limits.least_count),
            "yellow_above_share": limits.yellow_above_share,
            "red_above_share": limits.red_above_share,
        },
    )


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    starts, ends = runs(mask)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _holes(samples: NDArray[np.float32], rate_hz: int) -> list[tuple[int, int]]:
    """The runs of exact zeros that cut into something heard."""
    least, most, edge = (round(seconds * rate_hz) for seconds in (_HOLE_LEAST_S, _HOLE_MOST_S, _EDGE_S))

    def heard(start: int, end: int) -> bool:
        part = samples[max(0, start) : end]
        return part.size == edge and float(np.sqrt(np.mean(np.square(part)))) >= _EDGE_LEAST

    found = [(start, end) for start, end in _runs(samples == 0) if least <= end - start <= most]
    return [(start, end) for start, end in found if heard(start - edge, start) and heard(end, end + edge)]


def _repeats(samples: NDArray[np.float32], rate_hz: int) -> list[tuple[int, int]]:
    """The blocks that are the same as the block before them, to the last bit, and are heard."""
    least, found, until = round(_REPEATED_LEAST_S * rate_hz), list[tuple[int, int]](), 0
    every = [
        (start + block, end + block, block)
        for block in _BLOCKS
        if block >= least and samples.size > block
        for start, end in _runs(samples[block:] == samples[:-block])
        if block <= end - start <= _REPEATS_MOST * block
    ]
    for start, end, block in sorted(every):
        loud = float(np.sqrt(np.mean(np.square(samples[start:end])))) >= _EDGE_LEAST
        if start >= until and loud and np.unique(samples[start : start + block]).size > block // 4:
            found.append((start, end))
            until = end
    return found
