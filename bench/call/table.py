"""Medians, ratios, and the table that people read."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from bench.call.figures import Figures

KINDS = ("chromium", "vardklient")
SIDES = ("patient", "clinician")

# figure: title, digits
ROWS: dict[str, tuple[str, int]] = {
    "fps": ("pictures per s", 1),
    "freezes": ("freezes > 200 ms", 0),
    "frozen_share": ("frozen share", 3),
    "longest_gap_ms": ("longest gap ms", 0),
    "latency_p50_ms": ("picture p50 ms", 0),
    "latency_p95_ms": ("picture p95 ms", 0),
    "unread_share": ("damaged pictures", 3),
    "sound_latency_ms": ("sound p50 ms", 0),
    "silent_share": ("sound missing", 3),
    "concealed_share": ("concealed share", 3),
    "sent_kbps": ("sends kbit/s", 0),
    "picture_kbps": ("of it picture kbit/s", 0),
    "key_frames": ("key frames came", 0),
    "width": ("width at the end", 0),
    "first_picture_ms": ("first picture ms", 0),
    "hd_after_s": ("720p after s", 1),
    "picture_back_s": ("picture back s", 2),
    "sound_back_s": ("sound back s", 2),
    "cpu_cores": ("processor, cores", 2),
    "rss_mb": ("memory RSS MB", 0),
}

Run = Mapping[str, Figures]
"""By side."""


def medians(runs: Sequence[Run]) -> dict[str, Figures]:
    """Of several runs of the same; a run in which a figure is unknown counts as the worst only by its absence."""
    found: dict[str, Figures] = {}
    for side in SIDES:
        names = {name: None for run in runs for name in run[side]}
        found[side] = {name: _median([run[side].get(name) for run in runs]) for name in names}
    return found


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Ours to theirs; None where one is unknown or theirs is nothing."""
    return None if ours is None or not theirs else ours / theirs


def ratios(of: Mapping[str, Mapping[str, Figures]]) -> dict[str, Figures]:
    """Vårdklient : Chromium pair, by side; `of` holds the medians by kind."""
    if any(kind not in of for kind in KINDS):
        return {}
    theirs, ours = of["chromium"], of["vardklient"]
    return {side: {n: ratio(v, theirs[side].get(n)) for n, v in ours[side].items()} for side in SIDES}


def table(cell: str, of: Mapping[str, Mapping[str, Figures]], rounds: int) -> list[str]:
    """One cell. What a side sees and hears stands in its column, with what it sends and takes."""
    head = f"{cell} (median of {rounds})"
    lines = [f"{head:<26}{'patient':^30}{'clinician':^30}"]
    lines.append(f"{'':<26}" + f"{'Chromium':>11}{'Vårdklient':>11}{'ratio':>8}" * 2)
    by_ratio = ratios(of)
    for name, (title, digits) in ROWS.items():
        cells = []
        for side in SIDES:
            values = [of.get(kind, {}).get(side, {}).get(name) for kind in KINDS]
            part = by_ratio.get(side, {}).get(name)
            cells.append(f"{_text(values[0], digits):>11}{_text(values[1], digits):>11}{_text(part, 2):>8}")
        if any(value.strip(" -") for value in cells):
            lines.append(f"  {title:<24}" + "".join(cells))
    return lines


def _text(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
