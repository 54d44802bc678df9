"""What the processes of one side take: processor time and memory, from /proc (Linux)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TICKS_HZ = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Process:
    """One process as it is now."""

    pid: int
    parent: int
    session: int
    name: str
    cpu_s: float
    rss_mb: float


def processes() -> dict[int, Process]:
    """Every process of the machine."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                process = parse_stat((folder / "stat").read_text())
            except OSError:  # it has just ended
                continue
            found[process.pid] = process
    return found


def parse_stat(text: str) -> Process:
    """The line of /proc/PID/stat; the name may hold anything, also brackets."""
    head, _, tail = text.rpartition(")")
    pid, _, name = head.partition(" (")
    fields = tail.split()
    cpu_s = (int(fields[11]) + int(fields[12])) / TICKS_HZ
    return Process(int(pid), int(fields[1]), int(fields[3]), name, cpu_s, int(fields[21]) * PAGE_BYTES / 1e6)


def of_side(root: int, everything: dict[int, Process]) -> list[Process]:
    """`root`, what descends from it, and what shares its session, if it leads one."""
    members = {p.pid for p in everything.values() if root in (p.pid, p.session)}
    grown = True
    while grown:
        more = {p.pid for p in everything.values() if p.parent in members} - members
        members |= more
        grown = bool(more)
    return [everything[pid] for pid in members]


def usage(root: int) -> tuple[float, float]:
    """Seconds of processor time so far and megabytes of memory (RSS), summed up over a side's processes."""
    side = of_side(root, processes())
    return sum(p.cpu_s for p in side), sum(p.rss_mb for p in side)


def child_cpu_s(name: str) -> float:
    """Processor time so far of our own children of this name."""
    return sum(p.cpu_s for p in processes().values() if p.parent == os.getpid() and p.name == name)


def machine_cpu_s() -> float:
    """Processor time so far of the whole machine, with what its host took away from it."""
    return taken_s(Path("/proc/stat").read_text())


def taken_s(stat: str) -> float:
    """The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal; guests are in user."""
    ticks = [int(field) for field in stat.splitlines()[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICKS_HZ
