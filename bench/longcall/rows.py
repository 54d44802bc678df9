"""A minute of a long call as figures, and what a whole call is judged by."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from bench.call.figures import Figures, Notes, Window, percentile, picture_latencies_s, received
from bench.call.sound import beep_latencies_s
from bench.longcall.memory import ENGINE, GUI, Sample, cores

PATIENT, CLINICIAN = "patient", "clinician"
NEAR_S = 0.5
"""A beep is compared with the pictures that were painted so long before and after it: one beep's distance each way."""
LATER_SHARE = 0.10
"""By so much the last minute's latency may be above the first one's. This and the next two: issue 3, acceptance 6."""
MORE_SHARE = 0.05
LIP_SYNC_MS = 60.0

ONCE = ("first_picture_ms", "hd_after_s", "picture_back_s", "sound_back_s")
"""Figures of a whole call, which a minute does not have."""

Row = dict[str, Any]
"""`minute`, by side the figures of `received` with the lip-sync, by process the memory, `cores`, and what went on."""


def lip_sync_ms(mine: Notes, theirs: Notes, window: Window) -> list[float]:
    """How much later the picture is than the sound at every beep that was heard: below 0 the sound comes later.

    A picture's age when it is painted, less a beep's age when it is played; both were noted as they were taken.
    """
    pictures = picture_latencies_s(mine.painted, theirs.sent)
    found = []
    for at_s, late_s in beep_latencies_s(mine.heard, theirs.beeps):
        near = [picture_s for painted_s, picture_s in pictures if abs(painted_s - at_s) <= NEAR_S]
        if near and window.begin_s <= at_s < window.end_s:
            found.append(1000 * (statistics.median(near) - late_s))
    return found


def side_figures(mine: Notes, theirs: Notes, window: Window) -> Figures:
    """What the side of `mine` saw and heard in this window."""
    apart = lip_sync_ms(mine, theirs, window)
    sync = {f"lip_sync_p{percent}_ms": percentile(apart, percent) for percent in (5, 50, 95)}
    found = {name: value for name, value in received(mine, theirs, window).items() if name not in ONCE}
    return found | sync


def usage_figures(samples: Sequence[Sample]) -> Row:
    """Memory as the median of the minute's samples, processor time from the first to the last."""
    found: Row = {}
    for name in (ENGINE, GUI):
        known = [asdict(s.memory[name]) for s in samples if name in s.memory]
        found[name] = {key: statistics.median(k[key] for k in known) for key in known[0]} if known else None
    pids = {s.engine_pid for s in samples}
    return found | {"cores": cores(samples[0], samples[-1]), "engines": len(pids)}


class Verdict(NamedTuple):
    """One of the things that a long call is judged by."""

    good: bool
    text: str


def judge(rows: Sequence[Row], content_mb: float) -> list[Verdict]:
    """By acceptance 6. `content_mb`: what the bench's own pictures take in the window's process, which cannot grow."""
    found = [_no_later(rows, side, *what) for side in (CLINICIAN, PATIENT) for what in _LATENCIES]
    found += [
        _no_more(rows, ENGINE, "the engine's memory", 0.0),
        _no_more(rows, GUI, "the window's memory", content_mb),
    ]
    return [*found, _in_sync(rows), _one_engine(rows)]


_LATENCIES = (("latency_p50_ms", "picture"), ("sound_latency_ms", "sound"))


def _no_later(rows: Sequence[Row], side: str, figure: str, title: str) -> Verdict:
    first, last = (row[side][figure] for row in (rows[0], rows[-1]))
    title = f"{title} of the other at the {side}"
    if not first or last is None:
        return Verdict(False, f"{title}: not known")
    grew = last / first - 1
    return Verdict(grew <= LATER_SHARE, f"{title}: {first:.0f} -> {last:.0f} ms, {_percent(grew, LATER_SHARE)}")


def _no_more(rows: Sequence[Row], name: str, title: str, content_mb: float) -> Verdict:
    if any(row[name] is None for row in (rows[0], rows[-1])):
        return Verdict(False, f"{title}: not known")
    first, last = (row[name]["private_mb"] - content_mb for row in (rows[0], rows[-1]))
    grew = last / first - 1
    return Verdict(grew < MORE_SHARE, f"{title}, its own: {first:.1f} -> {last:.1f} MB, {_percent(grew, MORE_SHARE)}")


def _percent(grew: float, allowed: float) -> str:
    return f"{100 * grew:+.1f} % (at most {100 * allowed:+.0f} %)"


def _in_sync(rows: Sequence[Row]) -> Verdict:
    title = "picture against sound at the clinician"
    known = [row[CLINICIAN]["lip_sync_p50_ms"] for row in rows]
    if any(value is None for value in known):
        return Verdict(False, f"{title}: not known in every minute")
    text = f"{title}: {min(known):+.0f} to {max(known):+.0f} ms (at most +-{LIP_SYNC_MS:.0f})"
    return Verdict(max(abs(value) for value in known) <= LIP_SYNC_MS, text)


def _one_engine(rows: Sequence[Row]) -> Verdict:
    lost = sum(row["lost"] for row in rows)
    more = len(rows[-1]["epochs"]) - len(rows[0]["epochs"])
    same = all(row["engines"] == 1 for row in rows)
    engines = "one engine process" if same else "more than one engine process"
    text = f"one connection, lost {lost} times, made anew {more} times; {engines}"
    return Verdict(same and not lost and not more, text)


# ---------------------------------------------------------------- the table

_COLUMNS = (
    ("picture", CLINICIAN, "latency_p50_ms", 0),
    ("sound", CLINICIAN, "sound_latency_ms", 0),
    ("lips", CLINICIAN, "lip_sync_p50_ms", 0),
    ("freezes", CLINICIAN, "freezes", 0),
    ("fps", CLINICIAN, "fps", 1),
    ("px", CLINICIAN, "height", 0),
    ("picture", PATIENT, "latency_p50_ms", 0),
    ("sound", PATIENT, "sound_latency_ms", 0),
    ("lips", PATIENT, "lip_sync_p50_ms", 0),
    ("freezes", PATIENT, "freezes", 0),
    ("fps", PATIENT, "fps", 1),
    ("px", PATIENT, "height", 0),
    ("own", ENGINE, "private_mb", 1),
    ("RSS", ENGINE, "rss_mb", 1),
    ("own", GUI, "private_mb", 1),
    ("RSS", GUI, "rss_mb", 1),
    ("engine", "cores", ENGINE, 2),
    ("window", "cores", GUI, 2),
    ("others", "cores", "others", 2),
)
_WIDTH = 8


def head() -> list[str]:
    """Two lines over the rows."""
    groups = {CLINICIAN: "clinician sees and hears", PATIENT: "patient sees and hears"}
    groups |= {ENGINE: "engine MB", GUI: "window MB", "cores": "cores"}
    over = "".join(
        f"{groups[name]:^{_WIDTH * sum(group == name for _, group, _, _ in _COLUMNS)}}"
        for name in dict.fromkeys(group for _, group, _, _ in _COLUMNS)
    )
    return [f"{'':6}{over}", f"{'minute':6}" + "".join(f"{title:>{_WIDTH}}" for title, *_ in _COLUMNS)]


def line(row: Row) -> str:
    """One minute of the table; `-` is what is not known."""
    cells = []
    for _, group, name, digits in _COLUMNS:
        value = (row.get(group) or {}).get(name)
        cells.append("-" if value is None else f"{value:.{digits}f}")
    return f"{row['minute']:6}" + "".join(f"{cell:>{_WIDTH}}" for cell in cells)
