"""docs/call-quality.md out of the benchmark's files: python -m bench.call.report FILE.json... [--notes FILE.md]."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.call.goals import Judged, judge
from bench.call.table import KINDS, ROWS, SIDES, ratio

BAR_WIDTH = 10
MARKS = {True: "✓", False: "✗", None: "?"}
SHOWN = (
    "fps", "freezes", "longest_gap_ms", "latency_p50_ms", "latency_p95_ms", "sound_latency_ms", "concealed_share",
    "picture_kbps", "key_frames", "width", "first_picture_ms", "hd_after_s", "picture_back_s", "sound_back_s",
    "cpu_cores", "rss_mb",
)  # fmt: skip


def merged(files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Several runs as one: a cell that was run twice counts as in the last file."""
    cells = {name: cell for file in files for name, cell in file["cells"].items()}
    return {**files[-1], "cells": cells}


def bar(share: float | None) -> str:
    """A ratio drawn: half full is equal."""
    if share is None:
        return ""
    full = round(min(2.0, share) / 2 * BAR_WIDTH)
    return "█" * full + "░" * (BAR_WIDTH - full)


def goals_table(judged: Sequence[Judged]) -> list[str]:
    """The goals with their figures."""
    lines = ["| | line | goal | measured |", "|---|---|---|---|"]
    return lines + [f"| {MARKS[j.reached]} | {j.cell} | {j.words} | {j.figure} |" for j in judged]


def cell_table(name: str, medians: Mapping[str, Mapping[str, Mapping[str, float | None]]]) -> list[str]:
    """All figures of a cell, a side after the other, with the ratio drawn."""
    lines = [f"### {name}", "", "| who | figure | Chromium | Vårdklient | ratio | |", "|---|---|---|---|---|---|"]
    for side in SIDES:
        for row in SHOWN:
            theirs, ours = (medians.get(kind, {}).get(side, {}).get(row) for kind in KINDS)
            if theirs is None and ours is None:
                continue
            title, digits = ROWS[row]
            share = ratio(ours, theirs)
            texts = ["–" if value is None else f"{value:.{digits}f}" for value in (theirs, ours)]
            told = "–" if share is None else f"{share:.2f}"
            lines.append(f"| {side} | {title} | {texts[0]} | {texts[1]} | {told} | {bar(share)} |")
    return [*lines, ""]


def report(result: Mapping[str, Any], notes: str) -> str:
    """The whole document."""
    medians = {name: cell["medians"] for name, cell in result["cells"].items()}
    judged = judge(medians)
    reached = sum(j.reached is True for j in judged)
    machine = result["machine"]
    head = [
        "# How good the call is",
        "",
        f"Measured {result['date'][:10]} by `python -m bench.call` on a virtual machine with {machine['cores']} cores,",
        "without a graphics processor, camera or sound card",
        f"({machine['system'].split('-')[0]}, Python {machine['python']}): medians of {result['rounds']} calls of "
        f"{result['seconds']:.0f} s, a Chromium pair and Chromium with Vårdklient by turns.",
        "Trust the ratios. What is measured and how stands in [bench/call](../bench/call/README.md).",
        "",
        "## Goals",
        "",
        f"{reached} of {len(judged)} reached. ✓ reached, ✗ not reached, ? not measured.",
        "",
        *goals_table(judged),
        "",
    ]
    figures = ["## All figures", "", f"A ratio's bar is half full ({'█' * 5}{'░' * 5}) where both are equal.", ""]
    tables = [line for name, of in medians.items() for line in cell_table(name, of)]
    return "\n".join([*head, notes.strip(), "", *figures, *tables]).rstrip() + "\n"


def main() -> int:
    """Print the document."""
    parser = argparse.ArgumentParser(prog="python -m bench.call.report", description="docs/call-quality.md")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.json")
    parser.add_argument("--notes", type=Path, help="what is to be said between goals and figures")
    options = parser.parse_args()
    files = [json.loads(path.read_text("utf-8")) for path in options.files]
    notes = options.notes.read_text("utf-8") if options.notes else ""
    sys.stdout.write(report(merged(files), notes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
