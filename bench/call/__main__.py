"""Vårdklient against Chromium in the same minute: python -m bench.call --help. README.md tells what is measured."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.peers.chromium import BrowserError
from tests.peers.display import VirtualDisplay

from bench.call.cells import CELLS, Cell
from bench.call.conductor import Setting, run_call
from bench.call.content import make_content
from bench.call.engines import ENGINES
from bench.call.sides import Message
from bench.call.table import KINDS, SIDES, medians, ratios, table

SEED = 20261122
OTHERS_CORES = 0.5
"""More than that taken by what is neither side nor bench: the figures are to be doubted."""
FAILURES = (RuntimeError, BrowserError, OSError, TimeoutError)
"""A call that fails is recorded as failed, and the next one is tried."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m bench.call", description="Vårdklient against a Chromium pair.")
    made.add_argument("--cells", default=",".join(CELLS), help=f"of {', '.join(CELLS)}")
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--seconds", type=float, default=30.0, help="of each call, from the first picture of both sides")
    made.add_argument("--only", choices=KINDS, help="run one kind of peers only")
    made.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    made.add_argument("--json", type=Path, metavar="FILE", help="write all figures of all calls")
    return made


def chosen(names: str) -> list[Cell]:
    """The cells of these names.

    Raises:
        SystemExit: there is no such cell.
    """
    unknown = [name for name in names.split(",") if name not in CELLS]
    if unknown:
        raise SystemExit(f"there is no cell {', '.join(unknown)}; there are {', '.join(CELLS)}")
    return [CELLS[name] for name in names.split(",")]


async def run_cell(
    cell: Cell, kinds: list[str], options: argparse.Namespace, setting: Setting, folder: Path
) -> list[Message]:
    """All rounds of a cell, the kinds in turn; the same seed for both kinds of a round."""
    content = make_content(folder, *cell.size)
    records = []
    for number in range(options.rounds):
        for kind in kinds:
            began_s = time.monotonic()
            said = f"{cell.name} {kind} {number + 1}/{options.rounds}"
            try:
                records.append(await run_call(cell, kind, options.seconds, SEED + 2 * number, content, setting))
            except FAILURES as failure:
                records.append({"cell": cell.name, "kind": kind, "failed": str(failure)})
                said += f" FAILED: {failure}"
            print(f"{said} ({time.monotonic() - began_s:.0f} s)", file=sys.stderr, flush=True)
    return records


def summary(records: list[Message]) -> dict[str, Any]:
    """Medians by kind and side, and ratios, of the records of one cell."""
    good = [r for r in records if "failed" not in r]
    by_kind = {kind: [{side: r[side] for side in SIDES} for r in good if r["kind"] == kind] for kind in KINDS}
    of = {kind: medians(runs) for kind, runs in by_kind.items() if runs}
    return {"medians": of, "ratios": ratios(of)}


def remarks(cell: Cell, records: list[Message]) -> list[str]:
    """What is to be known of a table."""
    failed = sum("failed" in record for record in records)
    others = [r["cores"]["others"] - cell.busy for r in records if "cores" in r]
    lines = [f"  {failed} of {len(records)} calls failed"] if failed else []
    if others and max(others) > OTHERS_CORES:
        lines.append(f"  doubtful: others took up to {max(others):.1f} cores of this machine meanwhile")
    return lines


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()}


def main() -> int:
    """Run, print, write."""
    options = parser().parse_args()
    cells = chosen(options.cells)
    kinds = [options.only] if options.only else list(KINDS)
    result: dict[str, Any] = {"date": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine()}
    result |= {"seconds": options.seconds, "rounds": options.rounds, "engine": options.engine, "cells": {}}
    with tempfile.TemporaryDirectory(prefix="bench-call-") as folder, VirtualDisplay() as display:
        setting = Setting(options.engine, display.environment())
        for cell in cells:
            records = asyncio.run(run_cell(cell, kinds, options, setting, Path(folder)))
            result["cells"][cell.name] = summary(records) | {"calls": records}
            lines = table(cell.name, result["cells"][cell.name]["medians"], options.rounds) + remarks(cell, records)
            print(*lines, "", sep="\n", flush=True)
            if options.json:
                options.json.write_text(json.dumps(result, indent=1), "utf-8")
    failed = any("failed" in call for cell in result["cells"].values() for call in cell["calls"])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
