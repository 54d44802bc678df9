"""When sound is played, after how packets came and how the sound card pulled."""

from __future__ import annotations

import numpy as np
import pytest

from vardklient.calls.sound.delay import LEAST_S, MOST_S, PlayoutDelay, PullClock


def feed(delay: PlayoutDelay, late_ms: list[float], first: int = 0) -> None:
    for n, late in enumerate(late_ms, first):
        delay.note(n * 960, n * 0.02 + late / 1000)


def wanted_ms(delay: PlayoutDelay) -> float:
    assert delay.late_s is not None
    return delay.late_s * 1000


def test_even_packets_are_held_for_30_ms() -> None:
    delay = PlayoutDelay()
    assert delay.late_s is None
    feed(delay, [7.0] * 50)
    assert wanted_ms(delay) == pytest.approx(37)


def test_it_grows_at_once_and_shrinks_slowly() -> None:
    delay = PlayoutDelay()
    feed(delay, [0.0] * 500)
    feed(delay, [60.0, 0.0] * 20, 500)
    assert wanted_ms(delay) == pytest.approx(70), "0.8 s later"
    feed(delay, [0.0] * 510, 540)
    assert 50 < wanted_ms(delay) < 70, "0.5 s after the last of them was forgotten"
    feed(delay, [0.0] * 120, 1050)
    assert wanted_ms(delay) == pytest.approx(30)


def test_it_stays_within_its_bounds() -> None:
    delay = PlayoutDelay()
    feed(delay, [abs(x) for x in np.random.default_rng(0).normal(0, 300, 500)])
    assert wanted_ms(delay) <= (MOST_S + 0.01) * 1000
    assert delay.latest_s > MOST_S


def test_one_jam_in_ten_seconds_changes_nothing() -> None:
    delay = PlayoutDelay()
    feed(delay, [0.0] * 500)
    feed(delay, [max(0.0, 280.0 - 20 * n) for n in range(14)], 500)
    assert wanted_ms(delay) == pytest.approx(LEAST_S * 1000)


def test_a_slower_line_takes_its_place_and_a_faster_one_too() -> None:
    delay = PlayoutDelay()
    feed(delay, [0.0] * 500)
    feed(delay, [100.0] * 30, 500)
    assert wanted_ms(delay) == pytest.approx(110)
    feed(delay, [100.0] * 600, 530)
    assert wanted_ms(delay) == pytest.approx(130)
    feed(delay, [0.0] * 1500, 1130)
    assert wanted_ms(delay) == pytest.approx(30)


def test_a_line_that_is_far_slower_for_good_is_followed_after_a_third_of_a_second() -> None:
    delay = PlayoutDelay()
    feed(delay, [0.0] * 500)
    feed(delay, [600.0] * 15, 500)
    assert wanted_ms(delay) <= 200
    feed(delay, [600.0], 515)
    assert wanted_ms(delay) == pytest.approx(630)


def test_a_jam_at_the_beginning_says_nothing_about_the_line() -> None:
    delay = PlayoutDelay()
    feed(delay, [max(0.0, 900.0 - 20 * n) for n in range(60)])
    assert wanted_ms(delay) == pytest.approx(30)


def test_after_an_outage_the_line_is_judged_anew() -> None:
    delay = PlayoutDelay()
    feed(delay, [80.0, 0.0] * 250)
    assert wanted_ms(delay) == pytest.approx(90)
    assert delay.note(800 * 960, 800 * 0.02 + 0.05), "the same stream"
    assert wanted_ms(delay) == pytest.approx(80)


def test_another_count_is_another_stream() -> None:
    delay = PlayoutDelay()
    assert not delay.note(0, 10.0)
    assert delay.note(960, 10.02)
    assert not delay.note(48_000_000, 10.04)
    assert delay.note(48_000_960, 10.06)
    delay.forget()
    assert not delay.note(48_001_920, 10.08)


def test_the_earliest_pull_counts() -> None:
    pulls = PullClock()
    began_s = [pulls.pulled(n * 480, 5 + n // 4 * 0.04) for n in range(400)]
    assert began_s[3] == pytest.approx(4.97)
    assert began_s[-1] == pytest.approx(4.97), "four blocks at once, then nothing for 40 ms"


@pytest.mark.parametrize("ppm", [500, -500])
def test_a_sound_cards_own_pace_is_followed(ppm: float) -> None:
    pulls = PullClock()
    for n in range(30_000):
        at_s = n * 0.01 * (1 + ppm * 1e-6)
        began_s = pulls.pulled(n * 480, at_s)
    assert began_s == pytest.approx(at_s - n * 0.01, abs=0.0015)


def test_a_card_that_stopped_starts_anew() -> None:
    pulls = PullClock()
    for n in range(100):
        pulls.pulled(n * 480, n * 0.01)
    assert pulls.pulled(100 * 480, 1.5) == pytest.approx(0.5)
