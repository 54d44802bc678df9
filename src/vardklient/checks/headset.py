"""Does the microphone hear the loudspeaker? Headset, open loudspeakers, or the computer's own sound as a microphone.

The verdict on the loop test: a sweep is played several times and looked for in what was heard; two must agree. That
nothing was heard does not tell a headset from a wrong output or a muted loudspeaker: only the user knows whether he
heard it, so then it asks. With his word that he did, a loss "larger than what would have been heard" proves a headset.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from vardklient.checks import silence
from vardklient.checks.probe import RATE_HZ, SweepReading, analyse
from vardklient.checks.sound_limits import HeadsetLimits, SilenceLimits
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray


_PIECE_S = 0.1


@dataclass(frozen=True, slots=True)
class HeadsetReading:
    """What the sweeps show together.

    Attributes:
        path: what came back; None if the sweeps do not agree, or where little or nothing was heard by a microphone
            that gave zeros between.
        sweeps: how many were played.
    """

    path: SweepReading | None
    sweeps: int


def measure(
    sweeps: Sequence[NDArray[np.float32]],
    quiet: NDArray[np.float32],
    sweep: NDArray[np.float32],
    limits: HeadsetLimits,
    muted: SilenceLimits,
) -> HeadsetReading:
    """Look for the sweep in each recording; where none shows it, in all laid over each other, which halves the noise.

    Args:
        sweeps: the recordings, each (n,) from when its sweep was handed to the loudspeaker.
        quiet: (m,) what was heard before the first.
        sweep: what was played.
        limits: how far two may differ.
        muted: what digital silence is.
    """
    singles = [analyse(heard, quiet, sweep) for heard in sweeps]
    pairs = [
        (one, other) for other in range(len(sweeps)) for one in range(other) if _agree(singles, one, other, limits)
    ]
    deaf = any(_falls_silent(heard, muted) for heard in sweeps)
    for one, other in pairs:
        if singles[one].heard and singles[other].heard:
            path = _between(singles[one], singles[other])
            return HeadsetReading(None if deaf and path.loss_db >= limits.headset_from_db else path, len(sweeps))
    if not sweeps or deaf or any(single.heard for single in singles):
        return HeadsetReading(None, len(sweeps))
    together = analyse(np.mean(np.stack(sweeps), axis=0, dtype=np.float32), quiet, sweep)
    believed = not together.heard or bool(pairs)
    return HeadsetReading(together if believed else None, len(sweeps))


def _falls_silent(heard: NDArray[np.float32], muted: SilenceLimits) -> bool:
    """Is a tenth of a second of it digital silence? Muted, or a gate that closes: what it hears can prove no headset.

    What is loud in it counts all the same: Stereo Mix is silent between the sweeps too.
    """
    pieces = np.array_split(heard, round(heard.size / (RATE_HZ * _PIECE_S)))
    return any(silence.measure(piece).peak_lsb <= muted.peak_lsb for piece in pieces)


def _between(one: SweepReading, other: SweepReading) -> SweepReading:
    """Of two that agree. Not laid over each other, for where they are a sample apart they would cancel."""
    return replace(
        one,
        delay_s=(one.delay_s + other.delay_s) / 2,
        loss_db=(one.loss_db + other.loss_db) / 2,
        limit_db=min(one.limit_db, other.limit_db),
        uneven_db=min(one.uneven_db, other.uneven_db),
        dry_share=max(one.dry_share, other.dry_share),
    )


def judge(reading: HeadsetReading, limits: HeadsetLimits, speaker: str = "") -> Verdict:
    """The verdict on HEADSET.

    Open loudspeakers are yellow and not red: the call removes the echo, and whether anybody listens is asked elsewhere.

    Args:
        reading: what was measured.
        limits: what to judge by.
        speaker: the loudspeaker's name, for the question whether it was heard (`domain.headset.answered`).
    """
    path = reading.path
    if path is None:
        return Verdict(Check.HEADSET, Severity.UNKNOWN, Advice.HEADSET_UNSURE, {"sweeps_count": float(reading.sweeps)})
    severity, advice = _heard_verdict(path, limits) if path.heard else _silent_verdict(path, limits)
    measures = {"limit_db": round(path.limit_db, 1), "sweeps_count": float(reading.sweeps)}
    if path.heard:
        measures |= {
            "loss_db": round(path.loss_db, 1),
            "delay_ms": round(path.delay_s * 1000, 1),
            "uneven_db": round(path.uneven_db, 1),
        }
    else:
        measures["loss_least_db"] = round(path.limit_db, 1)
    return Verdict(
        Check.HEADSET,
        severity,
        advice,
        measures,
        {
            "headset_from_db": limits.headset_from_db,
            "open_below_db": limits.open_below_db,
            "late_above_ms": limits.late_above_ms,
        },
        speaker,
    )


def _agree(singles: list[SweepReading], one: int, other: int, limits: HeadsetLimits) -> bool:
    a, b = singles[one], singles[other]
    return abs(a.delay_s - b.delay_s) * 1000 <= limits.agree_ms and abs(a.loss_db - b.loss_db) <= limits.agree_db


def _heard_verdict(path: SweepReading, limits: HeadsetLimits) -> tuple[Severity, Advice]:
    electric = path.uneven_db <= limits.loopback_uneven_db and path.dry_share >= limits.loopback_dry_share
    if electric and abs(path.loss_db) <= limits.loopback_loss_db:
        return Severity.RED, Advice.HEADSET_LOOPBACK
    if path.delay_s * 1000 > limits.late_above_ms:
        return Severity.RED, Advice.HEADSET_LATE
    if path.loss_db >= limits.headset_from_db:
        return Severity.GREEN, Advice.HEADSET_OK
    if path.loss_db >= limits.open_below_db:
        return Severity.YELLOW, Advice.HEADSET_LEAKS
    return Severity.YELLOW, Advice.HEADSET_OPEN


def _silent_verdict(path: SweepReading, limits: HeadsetLimits) -> tuple[Severity, Advice]:
    if path.limit_db < limits.open_below_db:
        return Severity.UNKNOWN, Advice.HEADSET_UNSURE  # so noisy that not even an open loudspeaker would be noticed
    return Severity.UNKNOWN, Advice.HEADSET_NOT_HEARD
