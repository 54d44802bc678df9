"""How long the window's thread stands still while the rest is loaded behind the first window.

Run: python -m bench.lateness [--seconds N] [--json]      under a private Xvfb, practising with the drawn camera
A timer of 10 ms runs on the window's thread from the first paint on; how late it comes is how long a click would have
waited. Goal: never more than 50 ms late. Exit code 0: met; 1: not. Beside each late beat stands how much of it the
window's own thread computed; the rest it waited for the interpreter's lock or for the processor. What a process that
does nothing but sleep sees meanwhile is measured too: it tells how much of all this is the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from tests.peers.display import VirtualDisplay

from vardklient import main as command_line
from vardklient.commands import window

STEP_MS = 10
GOAL_MS = 50
SLEEPER = """
import json, signal, statistics, sys, time
late = []
def tell(*_):
    worst, p95 = max(late), statistics.quantiles(late, n=20)[-1]
    print(json.dumps({"sleeper_max_ms": round(worst, 1), "sleeper_p95_ms": round(p95, 1)}))
    sys.exit()
signal.signal(signal.SIGTERM, tell)
while True:
    began = time.monotonic()
    time.sleep(0.01)
    late.append(max(0.0, 1000 * (time.monotonic() - began) - 10))
"""


def run_program(seconds: float) -> dict[str, object]:
    """Run the program for so long after its first paint; what the timer saw, all times in milliseconds."""
    options = command_line.parser().parse_args(["window"])
    window.add_options(options.parser)
    options = options.parser.parse_args(["--practice", "--camera", "drawn"])
    from vardklient.vault.settings import Settings

    with tempfile.TemporaryDirectory() as home:
        app, program = window.make_program(options, Settings(Path(home)))
        from PySide6.QtCore import Qt, QTimer

        beats_s: list[float] = []
        work_s: list[float] = []
        marks: dict[str, float] = {}
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        def beat() -> None:
            beats_s.append(time.monotonic())
            work_s.append(time.thread_time())

        timer.timeout.connect(beat)

        def begin() -> None:
            beat()
            timer.start(STEP_MS)
            QTimer.singleShot(round(seconds * 1000), end)

        def end() -> None:
            timer.stop()
            program.close()

        program.painted.connect(begin)
        for name in ("listed", "warm"):
            getattr(program, name).connect(lambda n=name: marks.setdefault(f"{n}_ms", time.monotonic()))
        program.start()
        app.exec()
    return judge(beats_s, work_s, marks)


def judge(beats_s: list[float], work_s: list[float], marks: dict[str, float]) -> dict[str, object]:
    """The lateness of every beat, and the worst with the time at which it came."""
    late_ms = [1000 * (b - a) - STEP_MS for a, b in pairwise(beats_s)]
    work_ms = [1000 * (b - a) for a, b in pairwise(work_s)]
    at_ms = [1000 * (b - beats_s[0]) for b in beats_s[1:]]
    values = sorted(max(0.0, value) for value in late_ms)
    return {
        "beats": len(values),
        "max_ms": round(values[-1], 1),
        "p95_ms": round(statistics.quantiles(values, n=20)[-1], 1),
        "work_max_ms": round(max(work_ms), 1),
        "over_goal": [
            [round(at), round(late), round(work)]
            for at, late, work in zip(at_ms, late_ms, work_ms, strict=True)
            if late > GOAL_MS
        ],
        "cpu_s": round(time.process_time(), 2),
        **{name: round(1000 * (at - beats_s[0])) for name, at in marks.items()},
        "goal_met": values[-1] <= GOAL_MS,
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="How long the window's thread stands still after the first paint.")
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with VirtualDisplay() as display:
        os.environ.update(display.environment())
        with subprocess.Popen([sys.executable, "-c", SLEEPER], stdout=subprocess.PIPE, text=True) as sleeper:
            result = run_program(options.seconds)
            sleeper.terminate()
            asleep, _ = sleeper.communicate()
        result |= json.loads(asleep)
    if options.json:
        print(json.dumps(result, indent=2))
    else:
        print(f"late by at most {result['max_ms']} ms (goal {GOAL_MS}), 95 % by at most {result['p95_ms']} ms")
        print(f"a sleeping process meanwhile: {result['sleeper_max_ms']} ms and {result['sleeper_p95_ms']} ms")
        print(f"the window's thread computed for at most {result['work_max_ms']} ms at a time")
        print(f"over the goal, [at ms after the first paint, late ms, computed ms]: {result['over_goal'] or 'never'}")
        print(f"listed after {result.get('listed_ms')} ms, all loaded after {result.get('warm_ms')} ms")
    return 0 if result["goal_met"] else 1


if __name__ == "__main__":
    sys.exit(main())
