"""What the call has set itself, judged from the medians of a run: docs/call-quality.md is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench.call.figures import Figures
from bench.call.table import SIDES, ratio

Medians = Mapping[str, Mapping[str, Figures]]
"""By kind, by side."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of what is to be reached.

    Attributes:
        cells: in which it holds.
        words: what it says, with its bound.
        figure: of the medians of a cell; None when it was not measured.
        reached: is the figure good enough?
        digits: of the figure, as it is told.
    """

    cells: tuple[str, ...]
    words: str
    figure: Callable[[Medians], float | None]
    reached: Callable[[float], bool]
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """A goal in a cell. `reached` is None where it could not be measured."""

    cell: str
    words: str
    figure: str
    reached: bool | None


def _of(medians: Medians, kind: str, side: str, name: str) -> float | None:
    return medians.get(kind, {}).get(side, {}).get(name)


def _ratio(side: str, name: str) -> Callable[[Medians], float | None]:
    """Ours to the Chromium pair's."""

    def figure(medians: Medians) -> float | None:
        return ratio(_of(medians, "vardklient", side, name), _of(medians, "chromium", side, name))

    return figure


def _ours(side: str, name: str) -> Callable[[Medians], float | None]:
    return lambda medians: _of(medians, "vardklient", side, name)


def _more(side: str, name: str) -> Callable[[Medians], float | None]:
    """How much more ours is than theirs; what never happened there counts as never happening to both."""

    def figure(medians: Medians) -> float | None:
        ours, theirs = _of(medians, "vardklient", side, name), _of(medians, "chromium", side, name)
        return None if ours is None or theirs is None else ours - theirs

    return figure


def _hd_later(side: str) -> Callable[[Medians], float | None]:
    """By how many seconds 720p comes later; a side that never reached it did so after the call."""

    def figure(medians: Medians) -> float | None:
        if not medians.get("vardklient") or not medians.get("chromium"):
            return None
        never_s = 1e3
        ours, theirs = (_of(medians, kind, side, "hd_after_s") for kind in ("vardklient", "chromium"))
        return (never_s if ours is None else ours) - (never_s if theirs is None else theirs)

    return figure


def _most(bound: float) -> Callable[[float], bool]:
    return lambda value: value <= bound


def _least(bound: float) -> Callable[[float], bool]:
    return lambda value: value >= bound


_CLEAN, _SLOW, _SLOWEST = ("clean720",), ("rate300",), ("rate120",)
_LOSS = ("loss2", "loss5", "loss10")
_LATENCY = "latency_p50_ms"


def _both(
    cells: tuple[str, ...],
    words: str,
    name: str,
    figure: Callable[[str, str], Callable[[Medians], float | None]],
    reached: Callable[[float], bool],
    digits: int = 2,
) -> tuple[Goal, ...]:
    """The same goal for both sides; the words have a place for the side."""
    return tuple(Goal(cells, words.format(side), figure(side, name), reached, digits) for side in SIDES)


GOALS: tuple[Goal, ...] = (
    *_both(_CLEAN, "pictures that the {} sees, to Chromium's: at least 0.98", "fps", _ratio, _least(0.98)),
    Goal(_CLEAN, "the clinician's latency, to Chromium's: at most 0.9", _ratio("clinician", _LATENCY), _most(0.9)),
    Goal(_CLEAN, "the patient's latency, to Chromium's: at most 1.1", _ratio("patient", _LATENCY), _most(1.1)),
    *(Goal(_CLEAN, f"720p for the {s}, s later than Chromium: at most 0", _hd_later(s), _most(0.0), 1) for s in SIDES),
    Goal(_CLEAN, "processor of our side, to Chromium's: at most 1.0", _ratio("clinician", "cpu_cores"), _most(1.0)),
    *_both(_CLEAN, "key frames to the {} after 2 s: at most 1", "key_frames", _ours, _most(1), 0),
    *_both(_SLOW, "pictures that the {} sees, to Chromium's: at least 0.95", "fps", _ratio, _least(0.95)),
    *_both(_SLOW, "longest gap for the {}: at most 500 ms", "longest_gap_ms", _ours, _most(500), 0),
    *_both(_SLOW, "latency of the {}, to Chromium's: at most 1.2", _LATENCY, _ratio, _most(1.2)),
    *_both(_SLOWEST, "sound made up for the {}: less than 0.02", "concealed_share", _ours, lambda v: v < 0.02, 3),
    *_both(_LOSS, "freezes for the {}, more than Chromium's: at most 1", "freezes", _more, _most(1), 0),
    *_both(_LOSS, "latency of the {}'s sound, to Chromium's: at most 1.1", "sound_latency_ms", _ratio, _most(1.1)),
    Goal(
        _LOSS,
        "pictures that the patient sends, kbit/s to Chromium's: at least 0.7",
        _ratio("patient", "picture_kbps"),
        _least(0.7),
    ),
    *_both(("outage5",), "picture back for the {}: at most 1.0 s", "picture_back_s", _ours, _most(1.0)),
    *_both(("outage5",), "sound back for the {}: at most 1.0 s", "sound_back_s", _ours, _most(1.0)),
    *_both(("outage20",), "picture back for the {}: at most 1.5 s", "picture_back_s", _ours, _most(1.5)),
    *_both(("outage20",), "sound back for the {}: at most 1.5 s", "sound_back_s", _ours, _most(1.5)),
)


def judge(cells: Mapping[str, Medians]) -> list[Judged]:
    """Every goal in every cell that was run, in the order of the goals."""
    found = []
    for goal in GOALS:
        for cell in goal.cells:
            if cell not in cells:
                continue
            value = goal.figure(cells[cell])
            text = "not measured" if value is None else f"{value:.{goal.digits}f}"
            found.append(Judged(cell, goal.words, text, None if value is None else goal.reached(value)))
    return found
