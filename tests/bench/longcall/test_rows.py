"""A minute's figures from notes whose answer is known, and what a call is judged by."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from bench.call.figures import Notes, Painted, Window
from bench.call.sound import Heard
from bench.longcall.memory import Memory, Sample
from bench.longcall.rows import CLINICIAN, PATIENT, Row, head, judge, line, lip_sync_ms, side_figures, usage_figures

from bench.call import content

FPS = 30
WINDOW = Window(0.0, 3.0, 8.0)


def notes(picture_late_s: float = 0.0, sound_late_s: float = 0.0) -> Notes:
    """What was sent from second 0 on, and what came of the same so late."""
    sent = [(n, n / FPS) for n in range(10 * FPS)]
    painted = [Painted(at_s + picture_late_s, n, 1280, 720, n) for n, at_s in sent]
    sound = np.resize(content.voice(), 10 * 48_000).reshape(-1, 480)
    heard = Heard(np.arange(len(sound)) / 100 + sound_late_s, sound)
    return Notes(sent, [(n, n * content.BEEP_EVERY_S) for n in range(20)], painted, heard)


def row(number: int = 1, **changed: float) -> Row:
    """A good minute, but for what is named `side_figure` or `process_figure`."""
    side = {"latency_p50_ms": 80.0, "sound_latency_ms": 120.0, "lip_sync_p50_ms": -40.0, "freezes": 0.0}
    memory = {"private_mb": 200.0, "rss_mb": 300.0}
    found: dict[str, Any] = {name: dict(side) for name in (CLINICIAN, PATIENT)}
    found |= {name: dict(memory) for name in ("engine", "gui")}
    for name, value in changed.items():
        group, _, figure = name.partition("_")
        found[group][figure] = value
    return found | {"minute": number, "cores": {"others": 0.1}, "engines": 1, "lost": 0, "epochs": [0]}


def failing(*rows: Row, content_mb: float = 0.0) -> list[str]:
    return [verdict.text for verdict in judge(rows, content_mb) if not verdict.good]


@pytest.mark.parametrize(("picture_s", "sound_s"), [(0.05, 0.1), (0.2, 0.1), (0.08, 0.08)])
def test_lips_are_the_picture_s_age_less_the_sound_s(picture_s: float, sound_s: float) -> None:
    found = lip_sync_ms(notes(picture_s, sound_s), notes(), WINDOW)
    assert len(found) == 10
    assert found == pytest.approx([1000 * (picture_s - sound_s)] * 10, abs=4)


def test_without_readable_pictures_nothing_is_known_of_lips() -> None:
    mine = notes(0.08, 0.1)
    mine.painted = []
    figures = side_figures(mine, notes(), WINDOW)
    assert figures["lip_sync_p50_ms"] is None
    assert figures["sound_latency_ms"] is not None


def test_a_side_s_figures_hold_latencies_and_lips() -> None:
    figures = side_figures(notes(0.08, 0.1), notes(), WINDOW)
    assert figures["latency_p50_ms"] == pytest.approx(80)
    assert figures["sound_latency_ms"] == pytest.approx(100, abs=4)
    assert figures["lip_sync_p5_ms"] == pytest.approx(-20, abs=4)
    assert figures["freezes"] == 0


def test_memory_is_the_minute_s_median() -> None:
    cpu_s = dict.fromkeys(("patient", "engine", "gui", "display", "bench", "machine"), 1.0)
    samples = [Sample(t, cpu_s, {"gui": Memory(mb, mb, mb)}, 7) for t, mb in enumerate((10.0, 90.0, 20.0))]
    found = usage_figures(samples)
    assert found["gui"]["private_mb"] == 20
    assert found["engine"] is None
    assert found["engines"] == 1


def test_a_good_call() -> None:
    assert failing(row(1), row(2, clinician_latency_p50_ms=87.9, engine_private_mb=209.9)) == []


@pytest.mark.parametrize(
    ("changed", "about"),
    [
        ({"clinician_latency_p50_ms": 88.1}, "picture of the other at the clinician: 80 -> 88 ms, +10.1 %"),
        ({"clinician_sound_latency_ms": 133.0}, "sound of the other at the clinician"),
        ({"patient_latency_p50_ms": 100.0}, "picture of the other at the patient"),
        ({"patient_sound_latency_ms": None}, "not known"),
        ({"engine_private_mb": 210.0}, "engine's memory, its own: 200.0 -> 210.0 MB, +5.0 %"),
        ({"gui_private_mb": 220.0}, "window's memory"),
    ],
)
def test_what_has_grown_is_named(changed: dict[str, float], about: str) -> None:
    found = failing(row(1), row(2), row(3, **changed))
    assert len(found) == 1
    assert about in found[0]


def test_what_grew_only_meanwhile_is_forgiven_but_not_lips() -> None:
    assert failing(row(1), row(2, clinician_latency_p50_ms=300.0), row(3)) == []
    assert "-61 to -40 ms" in failing(row(1), row(2, clinician_lip_sync_p50_ms=-61.0), row(3))[0]


def test_the_bench_s_own_pictures_do_not_hide_what_grows() -> None:
    rows = row(1), row(2, gui_private_mb=209.0)
    assert failing(*rows) == []
    assert "100.0 -> 109.0 MB" in failing(*rows, content_mb=100.0)[0]


def test_a_lost_connection_or_another_engine_is_no_long_call() -> None:
    assert "lost 1 times" in failing(row(1), row(2) | {"lost": 1})[0]
    assert "made anew 1 times" in failing(row(1), row(2) | {"epochs": [0, 1]})[0]
    assert failing(row(1) | {"epochs": [1]}, row(2) | {"epochs": [1]}) == []
    assert "more than one engine" in failing(row(1) | {"engines": 2}, row(2))[0]
    assert "engine's memory: not known" in failing(row(1), row(2) | {"engine": None})[0]


def test_the_table_s_lines_fit_their_head() -> None:
    lines = [*head(), line(row(1)), line(row(60) | {"engine": None})]
    assert len({len(text) for text in lines}) == 1
    assert lines[2].split()[:5] == ["1", "80", "120", "-40", "0"]
    assert " - " in lines[3]
