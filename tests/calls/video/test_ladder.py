from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.video.ladder import DOWN_AFTER_S, UP_AFTER_S, Ladder, LowestRate, Rung, Thinning, rungs

sides = st.integers(16, 4000)
rates = st.lists(st.tuples(st.floats(0.001, 3.0), st.integers(60_000, 2_500_000)), min_size=1, max_size=200)


def size(rung: Rung) -> tuple[int, int, int]:
    return rung.width, rung.height, rung.frames_hz


def hold(ladder: Ladder, bps: float, from_s: float, to_s: float, camera: tuple[int, int] = (1280, 720)) -> list[Rung]:
    return [ladder.choose(*camera, bps, from_s + i / 30) for i in range(round((to_s - from_s) * 30) + 1)]


def test_the_sizes_of_a_usual_camera() -> None:
    assert [size(r) for r in rungs(1280, 720)] == [
        (1280, 720, 30),
        (960, 540, 30),
        (640, 360, 30),
        (480, 270, 30),
        (320, 180, 30),
        (320, 180, 20),
        (320, 180, 15),
    ]


@pytest.mark.parametrize(
    ("bps", "expected"),
    [
        (2_500_000, (1280, 720, 30)),
        (680_000, (1280, 720, 30)),
        (450_000, (960, 540, 30)),
        (260_000, (640, 360, 30)),
        (220_000, (480, 270, 30)),
        (120_000, (320, 180, 30)),
        (95_000, (320, 180, 20)),
        (60_000, (320, 180, 15)),
    ],
)
def test_where_a_rate_begins(bps: int, expected: tuple[int, int, int]) -> None:
    assert size(Ladder().choose(1280, 720, bps, 0.0)) == expected


@pytest.mark.parametrize(
    ("bps", "expected"),
    [(520_000, (1280, 720, 30)), (220_000, (640, 360, 30)), (90_000, (320, 180, 30)), (67_000, (320, 180, 20))],
)
def test_where_a_falling_rate_rests(bps: int, expected: tuple[int, int, int]) -> None:
    ladder = Ladder()
    ladder.choose(1280, 720, 2_500_000, 0.0)
    assert size(hold(ladder, bps, 1.0, 4.0)[-1]) == expected


def test_a_short_dip_changes_nothing() -> None:
    ladder = Ladder()
    hold(ladder, 1_500_000, 0.0, 1.0)
    hold(ladder, 100_000, 1.1, 1.1 + DOWN_AFTER_S - 0.1)
    assert size(hold(ladder, 1_500_000, 1.6, 2.0)[-1]) == (1280, 720, 30)


def test_up_after_five_seconds_and_then_all_the_way() -> None:
    ladder = Ladder()
    hold(ladder, 100_000, 0.0, 10.0)
    rising = hold(ladder, 2_000_000, 10.0, 20.0)
    assert {r.width for r in rising} == {320, 1280}
    assert rising[140].width == 320
    assert rising[155].width == 1280


def test_a_rate_on_its_way_up_skips_a_size() -> None:
    ladder = Ladder()
    hold(ladder, 300_000, 0.0, 10.0)
    course = [300_000 * 1.2 ** (k / 30) for k in range(600)]
    seen = [ladder.choose(1280, 720, bps, 10.0 + k / 30).width for k, bps in enumerate(course)]
    assert {640, 1280} == set(seen)


def test_a_rate_just_above_a_floor_does_not_lead_up() -> None:
    ladder = Ladder()
    hold(ladder, 400_000, 0.0, 10.0)
    assert {r.width for r in hold(ladder, 600_000, 10.0, 30.0)} == {640, 960}


def test_a_camera_that_comes_back_has_its_size_at_once() -> None:
    ladder = Ladder()
    hold(ladder, 1_500_000, 0.0, 10.0)
    assert hold(ladder, 1_500_000, 10.0, 12.0, (320, 180))[-1].width == 320
    assert ladder.choose(1280, 720, 1_500_000, 12.1).width == 1280


@given(sides, sides)
def test_rungs_are_even_and_never_larger_than_the_camera(width: int, height: int) -> None:
    found = rungs(width, height)
    for rung in found:
        assert rung.width % 2 == rung.height % 2 == 0
        assert rung.width <= width
        assert rung.height <= height
        assert max(rung.width, rung.height) <= 1280
        assert min(rung.width, rung.height) <= 720
    assert [r.floor_bps for r in found] == sorted((r.floor_bps for r in found), reverse=True)
    assert found[-1].floor_bps == 0


@given(sides, sides, rates)
def test_it_never_flaps_faster_than_its_hysteresis(width: int, height: int, course: list[tuple[float, int]]) -> None:
    ladder = Ladder()
    now_s = changed_s = 0.0
    before = ladder.choose(width, height, course[0][1], now_s)
    low_s: float | None = None
    for step_s, bps in course:
        now_s += step_s
        low_s = (now_s if low_s is None else low_s) if bps < before.floor_bps else None
        rung = ladder.choose(width, height, bps, now_s)
        if rung != before:
            if rung.floor_bps < before.floor_bps:
                assert low_s is not None
                assert now_s - low_s >= DOWN_AFTER_S
                assert now_s - changed_s >= DOWN_AFTER_S
            else:
                assert now_s - changed_s >= UP_AFTER_S
            before, changed_s, low_s = rung, now_s, None


def test_the_lowest_of_the_last_seconds() -> None:
    lowest = LowestRate(5.0)
    assert not lowest.known_s(0.0)
    for now_s, bps in enumerate([9, 3, 5, 7, 8, 8, 8, 8]):
        lowest.add(bps, now_s)
    assert lowest.bps == 5
    lowest.add(8, 8)
    assert lowest.bps == 7
    assert lowest.known_s(8)


@pytest.mark.parametrize("frames_hz", [15, 20, 30])
@pytest.mark.parametrize("camera_hz", [15, 24, 25, 30, 60])
def test_thinning_keeps_the_beat(frames_hz: int, camera_hz: int) -> None:
    thinning = Thinning()
    sent = sum(thinning.passes(i / camera_hz, frames_hz) for i in range(camera_hz * 10))
    assert sent == camera_hz * 10 if frames_hz == 30 else sent == pytest.approx(min(camera_hz, frames_hz) * 10, abs=2)


@given(st.lists(st.floats(-0.4, 0.4), min_size=60, max_size=60), st.sampled_from([15, 20]))
def test_thinning_forgives_an_unsteady_camera(unsteady: list[float], frames_hz: int) -> None:
    thinning = Thinning()
    taken = [(i + off / 2) / 30 for i, off in enumerate(unsteady)]
    sent = [t for t in taken if thinning.passes(t, frames_hz)]
    assert len(sent) <= 2 * frames_hz + 2
    assert max(b - a for a, b in itertools.pairwise(sent)) < 2.5 / frames_hz
