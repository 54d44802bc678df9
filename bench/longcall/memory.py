"""What engine, window and machine take while a call goes on, from /proc (Linux)."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from bench.call.processes import machine_cpu_s, of_side, processes

ENGINE_MODULE = b"bench.call.enginehost"
ENGINE, GUI = "engine", "gui"


@dataclass(frozen=True, slots=True)
class Memory:
    """One process' memory in MB.

    Attributes:
        rss_mb: with all that is shared with others and all mapped files.
        pss_mb: every page divided by how many processes have it.
        private_mb: what only this process holds and no file could give back, also swapped out. It does not change when
            others begin or cease to use the same libraries, so that its growth is the process' own.
    """

    rss_mb: float
    pss_mb: float
    private_mb: float


def parse_rollup(text: str) -> Memory:
    """The lines of /proc/PID/smaps_rollup."""
    kb = {line.split(":")[0]: int(line.split()[1]) for line in text.splitlines()[1:]}
    mb = {name: value * 1024 / 1e6 for name, value in kb.items()}
    return Memory(mb["Rss"], mb["Pss"], mb["Private_Dirty"] + mb.get("Swap", 0.0))


@dataclass(frozen=True, slots=True)
class Sample:
    """What everybody took until a moment.

    Attributes:
        cpu_s: processor time so far of `patient`, `engine`, `gui`, `display`, `bench` and the whole `machine`.
        memory: of `engine` and `gui`.
        engine_pid: None while there is no engine process.
    """

    at_s: float
    cpu_s: dict[str, float]
    memory: dict[str, Memory]
    engine_pid: int | None


def sample(patient_pid: int, gui_pid: int) -> Sample:
    """As it is now. Takes some 10 ms.

    Raises:
        OSError: the window's process has ended.
    """
    everything = processes()
    engines = [p.pid for p in everything.values() if p.parent == gui_pid and _is_engine(p.pid)]
    pids = {GUI: gui_pid} | ({ENGINE: engines[0]} if engines else {})
    cpu_s = {name: everything[pid].cpu_s for name, pid in pids.items() if pid in everything}
    cpu_s["patient"] = sum(p.cpu_s for p in of_side(patient_pid, everything))
    own = os.getpid()
    cpu_s["display"] = sum(p.cpu_s for p in everything.values() if p.parent == own and p.name == "Xvfb")
    cpu_s |= {"bench": time.process_time(), "machine": machine_cpu_s()}
    memory = {name: parse_rollup(Path(f"/proc/{pid}/smaps_rollup").read_text()) for name, pid in pids.items()}
    return Sample(time.monotonic(), cpu_s, memory, pids.get(ENGINE))


def _is_engine(pid: int) -> bool:
    try:
        return ENGINE_MODULE in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return False


def cores(before: Sample, after: Sample) -> dict[str, float | None]:
    """Processor time per second between two samples. `others`: what is none of ours. None: not known."""
    seconds = after.at_s - before.at_s
    known = {n: (s - before.cpu_s[n]) / seconds for n, s in after.cpu_s.items() if n in before.cpu_s}
    if before.engine_pid != after.engine_pid:
        known.pop(ENGINE, None)
    found: dict[str, float | None] = {name: known.get(name) for name in after.cpu_s}
    complete = all(found.get(name) is not None for name in (ENGINE, GUI, "patient"))
    found["others"] = 2 * known["machine"] - sum(known.values()) if complete else None
    return found
