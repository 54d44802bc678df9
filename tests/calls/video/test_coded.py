from __future__ import annotations

import itertools
from fractions import Fraction

import av
import pytest

from vardklient.calls.video.coded import LONGEST_GAP_TICKS, USUAL_TICKS, Ticks, lent


def at(pts: int | None, time_base: Fraction | None = Fraction(1, 1000)) -> av.VideoFrame:
    found = av.VideoFrame(16, 16, "yuv420p")
    found.pts, found.time_base = pts, time_base
    return found


def steps(*pictures: av.VideoFrame) -> list[int]:
    ticks = Ticks()
    times = [ticks.of(p) for p in pictures]
    return [b - a for a, b in itertools.pairwise(times)]


def test_gaps_are_those_of_the_pictures() -> None:
    assert steps(at(0), at(33), at(100), at(1, Fraction(1, 9))) == [33 * 90, 67 * 90, 1000]


def test_a_long_pause_counts_little() -> None:
    assert steps(at(0), at(60_000)) == [LONGEST_GAP_TICKS]


def test_time_never_stands_still_nor_runs_back() -> None:
    assert steps(at(500), at(500), at(20), at(None), at(40)) == [USUAL_TICKS] * 4


def test_a_lent_picture_comes_back_as_it_was() -> None:
    picture = at(7)
    with lent(picture, 90, True):
        assert (picture.pts, picture.time_base, picture.pict_type) == (90, Fraction(1, 90_000), 1)
    assert (picture.pts, picture.time_base, picture.pict_type) == (7, Fraction(1, 1000), 0)


def test_so_does_one_without_a_time_and_after_a_failure() -> None:
    picture = av.VideoFrame(16, 16, "yuv420p")
    before = picture.pts, picture.time_base
    with pytest.raises(ZeroDivisionError), lent(picture, 90, True):
        raise ZeroDivisionError
    assert (picture.pts, picture.time_base) == before
