"""A long call between Chromium and Vårdklient: does anything grow? python -m bench.longcall --help.

The patient is Chromium, the clinician Vårdklient with its engine in a process of its own and a window that paints, as
in `bench.call`, whose README.md tells what is measured how. 20 ms each way and 3 ms of jitter. A row for every minute:
latency of picture and sound (medians), how much later the picture is than the sound at every beep ("lips", median),
freezes, memory of engine and window. "own" is what only this process holds (`memory.Memory.private_mb`); the notes of
the bench are taken from the processes every few seconds, so that they do not grow by them. The first minute begins when
the call has settled. Exit code 0: nothing grew (issue 3, acceptance 6), 1: something did, or the call failed.

`--pair`: the same between two browsers, to compare with; nothing is judged, memory and processor are not looked at.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.peers.display import VirtualDisplay

from bench.call.__main__ import FAILURES, OTHERS_CORES, SEED, machine
from bench.call.cells import P720, USUAL, Cell
from bench.call.conductor import LOST, Conductor, Setting, begin, carried, sides_of
from bench.call.content import make_content
from bench.call.engines import PROCESS
from bench.call.figures import Window, percentile
from bench.call.ours import OurSide
from bench.call.relay import Line
from bench.longcall.diary import Diary
from bench.longcall.memory import Sample, sample
from bench.longcall.rows import CLINICIAN, PATIENT, Row, head, judge, line, side_figures, usage_figures

CELL = Cell("long", P720, USUAL)
SETTLE_S = 45.0
"""Before the first minute. 720p, which takes longer on its way than less, was reached after 20 to 24 s (facts)."""
LOOK_S = 5.0
"""Notes are taken so often: some 0.6 MB of sound."""
KEPT_S = 5.0
"""Of what was before a minute: the pictures and beeps that were under way as it began."""


class LongCall:
    """One call that is looked at as it goes on."""

    def __init__(self, conductor: Conductor) -> None:
        self._conductor = conductor
        self._diaries = {"a": Diary(), "b": Diary()}
        self._samples: list[Sample] = []

    async def rows(self, settle_s: float, minute_s: float) -> AsyncGenerator[Row, None]:
        """A row for every minute, without end."""
        joined_s = await begin(self._conductor)
        await self._look()
        begin_s = time.monotonic() + settle_s
        await self._until(begin_s)
        number = 0
        while True:
            number += 1
            self._start_anew(begin_s)
            await self._until(begin_s + minute_s)
            row = await asyncio.to_thread(self._row, Window(joined_s, begin_s, begin_s + minute_s))
            yield {"minute": number} | row | self._passed()
            begin_s += minute_s

    async def _until(self, end_s: float) -> None:
        """Look every few seconds, and at the end."""
        while (left_s := end_s - time.monotonic()) > 0:
            await asyncio.sleep(min(LOOK_S, left_s))
            await self._look()

    async def _look(self) -> None:
        sides = self._conductor.sides
        if isinstance(sides["b"], OurSide):
            self._samples.append(await asyncio.to_thread(sample, sides["a"].pid, sides["b"].pid))
        for name, side in sides.items():
            self._diaries[name].add(await side.notes())

    def _start_anew(self, begin_s: float) -> None:
        """A minute's processor time is counted from the last look of the one before."""
        for diary in self._diaries.values():
            diary.forget(begin_s - KEPT_S)
        self._samples = self._samples[-1:]
        self._conductor.line.late_s = []
        self._conductor.states.clear()

    def _row(self, window: Window) -> Row:
        a, b = (diary.notes() for diary in self._diaries.values())
        found: Row = {PATIENT: side_figures(a, b, window), CLINICIAN: side_figures(b, a, window)}
        usage = usage_figures(self._samples) if self._samples else {}
        return found | usage | {"epochs": sorted(a.totals)}

    def _passed(self) -> Row:
        states = list(self._conductor.states)
        late_ms = [1000 * late_s for late_s in self._conductor.line.late_s]
        lost = sum(state.get("state") == LOST for state in states)
        found: Row = {"lost": lost, "states": states, "relay_late_p95_ms": percentile(late_ms, 95)}
        side = self._conductor.sides["b"]
        return found | ({"own": side.own} if isinstance(side, OurSide) else {})


async def run(options: argparse.Namespace, result: dict[str, Any], folder: Path, environment: dict[str, str]) -> None:
    """Fill in `result` row by row."""
    content = make_content(folder, *CELL.size)
    kind = "chromium" if options.pair else "vardklient"
    async with sides_of(kind, content, Setting(PROCESS, environment)) as sides:
        if isinstance(sides["b"], OurSide):
            result["content_mb"] = sides["b"].content_mb
        conductor = Conductor(sides, Line(CELL.impairment, CELL.impairment, SEED))
        async with (
            carried(conductor),
            aclosing(LongCall(conductor).rows(options.settle, options.minute_seconds)) as rows,
        ):
            async for row in rows:
                result["rows"].append(row)
                print(line(row), flush=True)
                save(options.json, result)
                if len(result["rows"]) >= options.minutes:
                    return


def save(file: Path | None, result: dict[str, Any]) -> None:
    """What is known so far."""
    if file is not None:
        file.write_text(json.dumps(result, indent=1), "utf-8")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m bench.longcall", description="Does anything grow in a long call?")
    made.add_argument("--minutes", type=int, default=60, help="how many rows; 5 in a hurry")
    made.add_argument("--json", type=Path, metavar="FILE", help="write all figures of every minute, as they come")
    made.add_argument("--pair", action="store_true", help="two browsers, to compare with; nothing is judged")
    made.add_argument("--settle", type=float, default=SETTLE_S, metavar="SECONDS", help="before the first minute")
    made.add_argument("--minute-seconds", type=float, default=60.0, metavar="SECONDS", help="shorter to try the bench")
    return made


def remarks(rows: list[Row]) -> list[str]:
    """What is to be known of a table."""
    others = [row["cores"]["others"] for row in rows if row.get("cores", {}).get("others") is not None]
    if others and max(others) > OTHERS_CORES:
        return [f"doubtful: others took up to {max(others):.1f} cores of this machine meanwhile"]
    return []


def main() -> int:
    """Run, print, judge, write."""
    options = parser().parse_args()
    result: dict[str, Any] = {"date": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine()}
    result |= {"minute_seconds": options.minute_seconds, "settle_s": options.settle, "rows": []}
    print(*head(), sep="\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-longcall-") as folder, VirtualDisplay() as display:
        try:
            asyncio.run(run(options, result, Path(folder), display.environment()))
        except FAILURES as failure:
            result["failed"] = str(failure)
            print(f"FAILED: {failure}")
    rows = result["rows"]
    verdicts = judge(rows, result["content_mb"]) if rows and not options.pair else []
    result["verdicts"] = [verdict._asdict() for verdict in verdicts]
    save(options.json, result)
    print(*remarks(rows), *(f"{'ok ' if good else 'BAD'} {text}" for good, text in verdicts), sep="\n")
    judged = bool(verdicts) or options.pair
    return 0 if judged and "failed" not in result and all(verdict.good for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
