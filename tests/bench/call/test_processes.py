"""Whose processes they are."""

from __future__ import annotations

import os

from bench.call.processes import Process, of_side, parse_stat, processes, taken_s, usage


def process(pid: int, parent: int, session: int) -> Process:
    return Process(pid, parent, session, "x", 1.0, 10.0)


def test_a_line_of_stat_with_an_odd_name() -> None:
    fields = ["S", "7", "8", "9", *["0"] * 7, "150", "50", *["0"] * 8, "1000", *["0"] * 28]
    found = parse_stat(f"42 (a) b (c) {' '.join(fields)}")
    assert (found.pid, found.name, found.parent, found.session) == (42, "a) b (c", 7, 9)
    assert found.cpu_s == 200 / os.sysconf("SC_CLK_TCK")
    assert found.rss_mb == 1000 * os.sysconf("SC_PAGE_SIZE") / 1e6


def test_descendants_and_the_session_belong_to_a_side() -> None:
    known = [process(1, 0, 1), process(10, 1, 10), process(11, 10, 10), process(12, 11, 99), process(13, 1, 10)]
    assert {p.pid for p in of_side(10, {p.pid: p for p in known})} == {10, 11, 12, 13}


def test_our_own_process_is_found() -> None:
    assert os.getpid() in processes()
    cpu_s, rss_mb = usage(os.getpid())
    assert cpu_s > 0
    assert rss_mb > 10


def test_idle_time_is_not_taken() -> None:
    hz = os.sysconf("SC_CLK_TCK")
    assert taken_s("cpu  100 10 50 9000 800 1 2 3 40 0\ncpu0 1 1") == 166 / hz
