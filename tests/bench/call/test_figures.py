"""Figures from notes whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from bench.call.figures import Notes, Painted, Totals, Window, received
from bench.call.sound import Heard, beep_latencies_s, onsets

from bench.call import content, figures

FPS = 30


def heard(seconds: float, late_s: float = 0.0, silent: tuple[float, float] | None = None) -> Heard:
    """The bench's own sound from time 0, `late_s` late, with a hole of nothing between two times."""
    blocks = round(seconds * 100)
    voice = content.voice()
    samples = np.resize(np.roll(voice, round(late_s * 48_000)), blocks * 480).reshape(blocks, 480)
    at_s = np.arange(blocks) / 100
    if silent is not None:
        samples = samples.copy()
        samples[(at_s >= silent[0]) & (at_s < silent[1])] = 0
    return Heard(at_s, samples)


def notes(painted: list[Painted], sound: Heard | None = None) -> Notes:
    sent = [(n, n / FPS) for n in range(20 * FPS)]
    beeps = [(n, n * content.BEEP_EVERY_S) for n in range(40)]
    return Notes(sent, beeps, painted, sound or heard(20, late_s=0.1))


def shown(times_s: list[float], late_s: float = 0.05, size: tuple[int, int] = (640, 360)) -> list[Painted]:
    return [Painted(t, round((t - late_s) * FPS), *size, n + 1) for n, t in enumerate(times_s)]


WINDOW = Window(joined_s=1.0, begin_s=2.0, end_s=12.0)


def test_a_smooth_call() -> None:
    times_s = [n / FPS + 0.05 for n in range(45, 15 * FPS)]
    found = received(notes(shown(times_s)), notes([]), WINDOW)
    assert found["fps"] == pytest.approx(30, abs=0.11)
    assert (found["freezes"], found["frozen_share"], found["unread_share"]) == (0, 0, 0)
    assert found["latency_p50_ms"] == pytest.approx(50)
    assert found["latency_p95_ms"] == pytest.approx(50)
    assert found["first_picture_ms"] == pytest.approx(550)
    assert (found["width"], found["height"], found["hd_after_s"]) == (640, 360, None)
    assert found["sound_latency_ms"] == pytest.approx(100, abs=3)
    assert found["silent_share"] == 0


def test_gaps_are_freezes_also_at_the_end() -> None:
    times_s = [n / FPS + 0.05 for n in range(30, 15 * FPS)]
    times_s = [t for t in times_s if not 4.0 < t < 5.0 and t < 11.0]
    found = received(notes(shown(times_s)), notes([]), WINDOW)
    assert found["freezes"] == 2
    assert found["frozen_share"] == pytest.approx(0.2, abs=0.015)
    assert found["longest_gap_ms"] == pytest.approx(1020, abs=40)


def test_pictures_that_nobody_noted_but_were_shown_count() -> None:
    painted = [Painted(2 + n / 10, None, 640, 360, 3 * n) for n in range(100)]
    found = received(notes(painted), notes([]), WINDOW)
    assert found["fps"] == pytest.approx(29.8)
    assert (found["latency_p50_ms"], found["unread_share"]) == (None, 1)


def test_a_new_connection_counts_its_pictures_from_one() -> None:
    first = [Painted(2 + n / 10, None, 640, 360, 500 + 3 * n) for n in range(50)]
    second = [Painted(7 + n / 10, None, 640, 360, 1 + 3 * n) for n in range(50)]
    found = received(notes(first + second), notes([]), WINDOW)
    assert found["fps"] == pytest.approx((1 + 49 * 3 + 1 + 49 * 3) / 10)


def test_no_picture_at_all() -> None:
    found = received(notes([], Heard(np.zeros(0), np.zeros((0, 480), np.float32))), notes([]), WINDOW)
    assert (found["fps"], found["freezes"], found["frozen_share"]) == (0, 1, 1)
    assert found["first_picture_ms"] is found["latency_p50_ms"] is found["silent_share"] is None


def test_a_number_that_comes_again_belongs_to_its_newest_picture() -> None:
    painted = [Painted(600.1, 5, 640, 360, 1)]
    assert figures.picture_latencies_s(painted, [(5, 1.0), (5, 600.0), (5, 700.0)]) == [
        (600.1, pytest.approx(0.1)),
    ]


def test_720p_is_reached_when_it_is_painted() -> None:
    painted = shown([2.0, 3.0]) + shown([4.5], size=(1280, 720))
    assert received(notes(painted), notes([]), WINDOW)["hd_after_s"] == 3.5


def test_every_beep_is_found_at_its_time() -> None:
    found = onsets(heard(5.0, late_s=0.0305))
    assert [tone for _, tone in found][:6] == [0, 1, 2, 3, 4, 0]
    assert [at_s for at_s, _ in found] == pytest.approx([0.0305 + 0.5 * n for n in range(10)], abs=0.003)


@pytest.mark.parametrize("late_s", [0.02, 0.08, 0.35, 1.9])
def test_beeps_tell_how_late_sound_is(late_s: float) -> None:
    beeps = [(n, 0.5 * n) for n in range(-5, 40)]
    latencies = [late for at_s, late in beep_latencies_s(heard(15, late_s), beeps) if at_s > 3]
    assert len(latencies) >= 23
    assert latencies == pytest.approx([late_s] * len(latencies), abs=0.003)


def test_missing_sound_is_counted() -> None:
    found = received(notes([], heard(15, silent=(5.0, 7.0))), notes([]), WINDOW)
    assert found["silent_share"] == pytest.approx(0.2)


def test_picture_and_sound_are_back_when_they_stay() -> None:
    times_s = [*np.arange(0, 5, 1 / 30), 10.1, *np.arange(11.4, 20, 1 / 30)]
    assert figures.picture_back_s(times_s, 10.0) == pytest.approx(1.4)
    assert figures.picture_back_s(times_s[:-200], 10.0) == pytest.approx(1.4)
    assert figures.picture_back_s(times_s[:160], 10.0) is None
    assert figures.sound_back_s(heard(20, silent=(5.0, 10.3)), 10.0) == pytest.approx(0.3)
    assert figures.sound_back_s(heard(20, silent=(5.0, 20.0)), 10.0) is None


def test_an_outage_window_tells_when_all_is_back() -> None:
    window = Window(1.0, 2.0, 19.0, line_back_s=10.0)
    times_s = [*np.arange(0, 5, 1 / 30), *np.arange(10.5, 19.5, 1 / 30)]
    found = received(notes(shown(times_s), heard(20, silent=(5.0, 10.2))), notes([]), window)
    assert found["picture_back_s"] == pytest.approx(0.5)
    assert found["sound_back_s"] == pytest.approx(0.2)


def test_counters_grow_over_all_connections() -> None:
    totals = {
        1: [Totals(1.0, keys_in=1), Totals(1.9, keys_in=2), Totals(5.0, keys_in=4)],
        2: [Totals(6.0, keys_in=1), Totals(11.0, keys_in=3), Totals(13.0, keys_in=9)],
    }
    assert figures.grown(totals, "keys_in", WINDOW) == 5
    assert figures.grown(totals, "concealed", WINDOW) is None


def test_percentiles_are_by_rank() -> None:
    assert figures.percentile([], 50) is None
    assert figures.percentile([5, 1, 3], 50) == 3
    assert figures.percentile(list(range(1, 101)), 95) == 95
