"""What a morning of 40 visits costs out of a calendar of 10,000 events.

Run: python -m bench.day [--rounds N]

CalDAV: a real Radicale with that calendar; our refresh against the same REPORT by bare httpx2, in turn and in the same
minute, on a connection of its own each time as ours is. ICS: the same events as one file, read by a program that has
just started; again unchanged; again with a new time but the same content; and by icalendar as a whole. Wall clock of
this machine: trust the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx2
from tests.peers.radicale import PASSWORD, USER, Radicale, radicale

from bench.day.calendar import DAY, EVENTS, VISITS, as_calendar, events, moved_visit
from vardklient.schedule.caldav import CalDavSource, day_window
from vardklient.schedule.caldavxml import day_query
from vardklient.schedule.ics import IcsSource

REFRESH_GOAL_RATIO = 1.3
COLD_GOAL_MS = 1500.0
UNCHANGED_GOAL_MS = 20.0
HOUR_NS = 3600 * 1_000_000_000


@dataclass(frozen=True)
class Line:
    """One line of the table; `goal` is in milliseconds, or a ratio to the peer."""

    name: str
    ms: float
    peer: str = ""
    peer_ms: float | None = None
    goal_ms: float | None = None
    goal_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ms / self.peer_ms if self.peer_ms else None

    @property
    def met(self) -> bool | None:
        if self.goal_ratio is not None:
            return self.ratio is not None and self.ratio <= self.goal_ratio
        return None if self.goal_ms is None else self.ms <= self.goal_ms


def show(line: Line) -> None:
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    peer = "" if line.peer_ms is None else f"{line.peer_ms:.0f}"
    goal = f"{line.goal_ratio:g} x" if line.goal_ratio else f"{line.goal_ms:g} ms" if line.goal_ms else ""
    verdict = {True: "met", False: "NOT met", None: ""}[line.met]
    print(f"{line.name:<42}{line.ms:>9.1f}  {line.peer:<22}{peer:>8}{ratio:>7}  {goal:>8}  {verdict}")


async def took_ms(work: Callable[[], Awaitable[object]]) -> float:
    began_s = time.perf_counter()
    await work()
    return 1000 * (time.perf_counter() - began_s)


# ---------------------------------------------------------------- CalDAV


async def caldav(peer: Radicale, rounds: int) -> list[Line]:
    source = CalDavSource("bench", peer.calendar, USER, PASSWORD)
    query = day_query(*day_window(DAY))

    async def bare() -> None:
        async with httpx2.AsyncClient(auth=(USER, PASSWORD), timeout=600) as client:
            headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
            answer = await client.request("REPORT", peer.calendar, content=query, headers=headers)
            assert answer.status_code == 207

    async def ours() -> None:
        result = await source.day(DAY)
        assert (len(result.events), result.problems) == (VISITS, ()), result.problems

    warm_ms = await took_ms(bare)  # the server fills its caches
    print(f"the server's first answer: {warm_ms / 1000:.1f} s")
    first_ms = await took_ms(ours)
    same, changed, plain = [], [], []
    for n in range(rounds):
        peer.put(f"{USER}/kalender/visit0.ics", moved_visit(n + 1))
        if n % 2:
            changed.append(await took_ms(ours))
        plain.append(await took_ms(bare))
        if not n % 2:
            changed.append(await took_ms(ours))
        same.append(await took_ms(ours))
        plain.append(await took_ms(bare))
    peer_ms, name = median(plain), "the REPORT by httpx2"
    return [
        Line("CalDAV, first: calendars found, day parsed", first_ms, name, peer_ms),
        Line("CalDAV, a visit has changed", median(changed), name, peer_ms, goal_ratio=REFRESH_GOAL_RATIO),
        Line("CalDAV, nothing has changed", median(same), name, peer_ms, goal_ratio=REFRESH_GOAL_RATIO),
    ]


# ---------------------------------------------------------------- ICS

_COLD = """
import asyncio, sys, time
from datetime import date
from pathlib import Path
from vardklient.schedule.ics import IcsSource
began_s = time.perf_counter()
found = asyncio.run(IcsSource(Path(sys.argv[1])).day(date.fromisoformat(sys.argv[2])))
print(len(found.events), len(found.problems), 1000 * (time.perf_counter() - began_s))
"""
_WHOLE = """
import sys, time
from pathlib import Path
from icalendar import Calendar
began_s = time.perf_counter()
Calendar.from_ical(Path(sys.argv[1]).read_bytes())
print(0, 0, 1000 * (time.perf_counter() - began_s))
"""


def in_a_new_program(code: str, path: Path) -> tuple[int, int, float]:
    words = [sys.executable, "-c", code, str(path), DAY.isoformat()]
    found, problems, ms = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    return int(found), int(problems), float(ms)


async def ics(path: Path, rounds: int) -> list[Line]:
    _, _, whole_ms = in_a_new_program(_WHOLE, path)
    cold = [in_a_new_program(_COLD, path) for _ in range(rounds)]
    assert {found[:2] for found in cold} == {(VISITS, 0)}, cold
    source, now_ns = IcsSource(path), time.time_ns()
    os.utime(path, ns=(now_ns - HOUR_NS, now_ns - HOUR_NS))
    await source.day(DAY)
    unchanged = [await took_ms(lambda: source.day(DAY)) for _ in range(5 * rounds)]
    saved = []
    for n in range(rounds):
        os.utime(path, ns=(now_ns - HOUR_NS + n + 1, now_ns - HOUR_NS + n + 1))
        saved.append(await took_ms(lambda: source.day(DAY)))
    whole = "icalendar, all of it"
    return [
        Line("ICS file, cold", median(found[2] for found in cold), whole, whole_ms, goal_ms=COLD_GOAL_MS),
        Line("ICS file, unchanged", median(unchanged), goal_ms=UNCHANGED_GOAL_MS),
        Line("ICS file, saved again with the same content", median(saved), goal_ms=UNCHANGED_GOAL_MS),
    ]


def main() -> int:
    """Print milliseconds and ratios; exit code 0 when all goals are met."""
    parser = argparse.ArgumentParser(description="The cost of a day out of a calendar of 10,000 events.")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    made = events()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kalender.ics")
        path.write_bytes(as_calendar(*made.values()))
        print(f"{EVENTS} events, {path.stat().st_size / 1e6:.1f} MB, {VISITS} on the day")
        lines = asyncio.run(ics(path, options.rounds))
        with radicale(Path(folder)) as peer:
            peer.put(f"{USER}/kalender/", path.read_bytes())
            lines += asyncio.run(caldav(peer, options.rounds))
    print(f"{'median of ' + str(options.rounds):<42}{'ms':>9}  {'peer':<22}{'ms':>8}{'ratio':>7}  {'goal':>8}")
    for line in lines:
        show(line)
    return 0 if all(line.met is not False for line in lines) else 1


if __name__ == "__main__":
    raise SystemExit(main())
