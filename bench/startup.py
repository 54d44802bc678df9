"""How long from exec to the first painted window, next to a bare PySide6 window in the same minute.

Run: python -m bench.startup [--runs N] [--json]      under a private Xvfb; warm (one run of each goes before)
Both are measured from outside: from just before the process is made until the line that it prints once it has painted.
The two take turns, so that a busy machine burdens both. Goals: the program under 1.0 s, the ratio at most 2.0, and none
of the heavy libraries loaded when the window paints; the practice day listed within 2 s (wall time from outside, too).
On a busy machine the processor's time at the first paint (`*_cpu_s`) is the steadier measure. Exit code 0: all goals
met; 1: not.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.peers.display import VirtualDisplay

BARE = [sys.executable, str(Path(__file__).with_name("bare_window.py"))]
PROGRAM = [sys.executable, "-m", "vardklient", "window", "--quit-when-shown"]
LISTED = [sys.executable, "-m", "vardklient", "window", "--practice", "--quit-when-listed"]
GOAL_S = 1.0
GOAL_RATIO = 2.0
GOAL_LIST_S = 2.0


def line_s(command: list[str], environment: dict[str, str]) -> tuple[float, dict[str, Any]]:
    """Seconds until the program prints its line, and the line."""
    began_s = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took_s = time.monotonic() - began_s
    if process.returncode != 0 or not line:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode} and no line")
    told: dict[str, Any] = json.loads(line)
    return took_s, told


def measure(runs: int) -> dict[str, object]:
    """The whole benchmark as one document."""
    bare_s: list[float] = []
    program_s: list[float] = []
    list_s: list[float] = []
    bare_cpu_s: list[float] = []
    program_cpu_s: list[float] = []
    modules: set[str] = set()
    with VirtualDisplay() as display:
        environment = display.environment()
        # As a user starts it: with Python's compiled files kept, like those of PySide6, which pip compiles.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for run in range(-1, runs):
            bare, bare_told = line_s(BARE, environment)
            program, told = line_s(PROGRAM, environment)
            listed, _ = line_s(LISTED, environment)
            if run >= 0:
                bare_s.append(bare)
                program_s.append(program)
                list_s.append(listed)
                bare_cpu_s.append(bare_told["cpu_s"])
                program_cpu_s.append(told["cpu_s"])
                modules.update(told["modules"])
    middle_bare_s, middle_program_s = statistics.median(bare_s), statistics.median(program_s)
    middle_list_s, ratio = statistics.median(list_s), middle_program_s / middle_bare_s
    return {
        "runs": runs,
        "program_s": round(middle_program_s, 3),
        "program_all_s": [round(value, 3) for value in program_s],
        "bare_s": round(middle_bare_s, 3),
        "bare_all_s": [round(value, 3) for value in bare_s],
        "ratio": round(ratio, 2),
        "program_cpu_s": round(statistics.median(program_cpu_s), 3),
        "bare_cpu_s": round(statistics.median(bare_cpu_s), 3),
        "cpu_ratio": round(statistics.median(program_cpu_s) / statistics.median(bare_cpu_s), 2),
        "list_s": round(middle_list_s, 3),
        "list_all_s": [round(value, 3) for value in list_s],
        "heavy_modules": sorted(modules),
        "goals_met": middle_program_s < GOAL_S and ratio <= GOAL_RATIO and middle_list_s <= GOAL_LIST_S and not modules,
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Time from exec to the first painted window.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.runs)
    if options.json:
        print(json.dumps(result, indent=2))
    else:
        print(f"program {result['program_s']} s (goal under {GOAL_S}), bare window {result['bare_s']} s")
        print(f"ratio {result['ratio']} (goal at most {GOAL_RATIO}); median of {options.runs}, taking turns")
        print(f"processor: {result['program_cpu_s']} s, bare {result['bare_cpu_s']} s, ratio {result['cpu_ratio']}")
        print(f"day listed after {result['list_s']} s (goal at most {GOAL_LIST_S})")
        print(f"heavy modules when the window paints: {result['heavy_modules'] or 'none'}")
    return 0 if result["goals_met"] else 1


if __name__ == "__main__":
    sys.exit(main())
