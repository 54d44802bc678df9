"""What processes take."""

from __future__ import annotations

import os

import pytest
from bench.longcall.memory import Memory, Sample, cores, parse_rollup, sample

ROLLUP = """5562a3d30000-7ffdf43a0000 ---p 00000000 00:00 0                          [rollup]
Rss:                2000 kB
Pss:                1500 kB
Pss_Dirty:           112 kB
Private_Clean:       300 kB
Private_Dirty:       900 kB
Swap:                100 kB
"""


def at(seconds: float, engine_pid: int | None = 7, **cpu_s: float) -> Sample:
    return Sample(seconds, cpu_s, {}, engine_pid)


def test_own_memory_is_what_no_file_gives_back_also_swapped_out() -> None:
    assert parse_rollup(ROLLUP) == Memory(*(pytest.approx(kb * 1.024e-3) for kb in (2000, 1500, 1000)))


def test_this_process_has_memory_but_no_engine() -> None:
    found = sample(os.getpid(), os.getpid())
    assert found.memory["gui"].rss_mb > found.memory["gui"].private_mb > 1
    assert (found.engine_pid, "engine" in found.memory) == (None, False)
    assert found.cpu_s["machine"] >= found.cpu_s["gui"] > 0


def test_what_is_none_of_ours_is_the_rest_of_the_machine() -> None:
    before = at(0, patient=1, engine=1, gui=1, display=0, bench=0, machine=10)
    after = at(10, patient=6, engine=4, gui=2, display=1, bench=1, machine=27)
    found = cores(before, after)
    assert (found["patient"], found["engine"], found["gui"]) == (0.5, 0.3, 0.1)
    assert found["others"] == pytest.approx(1.7 - 0.5 - 0.3 - 0.1 - 0.1 - 0.1)


def test_another_engine_s_time_is_not_compared() -> None:
    before = at(0, patient=1, engine=9, gui=1, display=0, bench=0, machine=10)
    after = at(10, 8, patient=6, engine=4, gui=2, display=1, bench=1, machine=27)
    found = cores(before, after)
    assert (found["engine"], found["others"]) == (None, None)
