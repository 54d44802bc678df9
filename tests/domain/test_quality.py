"""The call's quality: a second at a time, with hypothesis for what must hold whatever comes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.checks.call_limits import load_quality_limits
from vardklient.domain.quality import CallQuality, Cause, Quality, QualityWatch, Second, together

LIMITS = load_quality_limits()
GOOD = Second(
    fps_in=30,
    fps_out=30,
    fps_wanted=30,
    height_in_px=720,
    frozen_s=0.0,
    loss_in_share=0.0,
    loss_out_share=0.01,
    concealed_share=0.0,
    rtt_ms=40,
    bitrate_in_kbps=1500,
    target_out_kbps=2000,
    busy_s=0.01,
)
LOSS_IN = replace(GOOD, loss_in_share=0.08)
LOSS_OUT = replace(GOOD, loss_out_share=0.08)
FROZEN = replace(GOOD, frozen_s=1.0, fps_in=0)
BUSY = replace(GOOD, busy_s=0.2)
FRESH = QualityWatch()


def played(*seconds: Second, before: QualityWatch = FRESH) -> QualityWatch:
    for second in seconds:
        before = before.after(second, LIMITS)
    return before


def verdict(*seconds: Second) -> tuple[Quality, Cause]:
    found = played(*seconds).verdict
    return found.level, found.cause


def test_a_good_call_is_good_and_nothing_known_is_no_fault() -> None:
    assert verdict(*[GOOD] * 20) == (Quality.GOOD, Cause.UNKNOWN)
    assert played(*[Second()] * 20) == FRESH


@pytest.mark.parametrize(
    ("second", "level", "cause"),
    [
        (LOSS_IN, Quality.WEAK, Cause.THEIR_LINE),
        (replace(GOOD, loss_in_share=0.3), Quality.BAD, Cause.THEIR_LINE),
        (replace(GOOD, concealed_share=0.1), Quality.WEAK, Cause.THEIR_LINE),
        (replace(GOOD, frozen_s=0.5), Quality.WEAK, Cause.THEIR_LINE),
        (FROZEN, Quality.BAD, Cause.THEIR_LINE),
        (replace(GOOD, bitrate_in_kbps=110, height_in_px=180), Quality.WEAK, Cause.THEIR_LINE),
        (replace(GOOD, bitrate_in_kbps=110, fps_in=8), Quality.WEAK, Cause.THEIR_LINE),
        (LOSS_OUT, Quality.WEAK, Cause.OUR_LINE),
        (replace(GOOD, target_out_kbps=100), Quality.WEAK, Cause.OUR_LINE),
        (replace(GOOD, target_out_kbps=60), Quality.BAD, Cause.OUR_LINE),
        (replace(LOSS_IN, loss_out_share=0.08), Quality.WEAK, Cause.UNKNOWN),
        (replace(GOOD, rtt_ms=600), Quality.WEAK, Cause.UNKNOWN),
        (replace(GOOD, rtt_ms=1600), Quality.BAD, Cause.UNKNOWN),
        (replace(LOSS_IN, rtt_ms=600), Quality.WEAK, Cause.THEIR_LINE),
        (BUSY, Quality.WEAK, Cause.COMPUTER),
        (replace(GOOD, fps_out=9), Quality.WEAK, Cause.COMPUTER),
        (replace(FROZEN, busy_s=0.6), Quality.BAD, Cause.COMPUTER),
        (replace(LOSS_IN, our_line_down=True, their_line_down=True), Quality.WEAK, Cause.OUR_LINE),
        (replace(LOSS_OUT, their_line_down=True), Quality.WEAK, Cause.THEIR_LINE),
    ],
)
def test_what_a_second_shows_and_whom_it_speaks_against(second: Second, level: Quality, cause: Cause) -> None:
    assert verdict(second, second) == (Quality.GOOD, Cause.UNKNOWN)
    assert verdict(second, second, second) == (level, cause)


@pytest.mark.parametrize(
    "second",
    [
        replace(FROZEN, picture_wanted=False, bitrate_in_kbps=30, height_in_px=180),
        replace(GOOD, bitrate_in_kbps=110, fps_in=25, height_in_px=720),
        replace(GOOD, fps_in=8),
        replace(GOOD, fps_out=0, fps_wanted=0),
        replace(GOOD, our_line_down=True),
        Second(bitrate_in_kbps=100),
    ],
    ids=[
        "their camera is off",
        "a still scene",
        "a dim room",
        "our camera is off",
        "only signalling is down",
        "little",
    ],
)
def test_what_is_no_fault(second: Second) -> None:
    assert verdict(*[second] * 10) == (Quality.GOOD, Cause.UNKNOWN)


def test_two_bad_seconds_of_five_are_not_enough() -> None:
    assert verdict(*[FROZEN, FROZEN, GOOD, GOOD, GOOD] * 4) == (Quality.GOOD, Cause.UNKNOWN)
    assert verdict(FROZEN, GOOD, FROZEN, GOOD, FROZEN)[0] is Quality.BAD


def test_it_recovers_after_five_good_seconds_step_by_step() -> None:
    bad = played(FROZEN, FROZEN, FROZEN)
    assert played(*[GOOD] * 4, before=bad).verdict.level is Quality.BAD
    assert played(*[GOOD] * 5, before=bad).verdict == CallQuality()
    weak = played(*[LOSS_IN] * 5, before=bad)
    assert weak.verdict == CallQuality(Quality.WEAK, Cause.THEIR_LINE)
    assert played(*[GOOD] * 4, LOSS_IN, *[GOOD] * 4, before=weak).verdict.level is Quality.WEAK
    assert played(GOOD, GOOD, FROZEN, FROZEN, FROZEN, before=weak).verdict.level is Quality.BAD


def test_a_young_weak_call_needs_its_five_seconds_too() -> None:
    weak = played(LOSS_IN, LOSS_IN, LOSS_IN)
    assert played(GOOD, before=weak).verdict.level is Quality.WEAK


def test_the_cause_is_that_of_most_seconds_and_does_not_jump() -> None:
    assert verdict(LOSS_IN, LOSS_IN, LOSS_OUT) == (Quality.WEAK, Cause.THEIR_LINE)
    assert verdict(LOSS_IN, LOSS_OUT, BUSY) == (Quality.WEAK, Cause.UNKNOWN)
    theirs = played(LOSS_IN, LOSS_IN, LOSS_IN)
    assert played(BUSY, BUSY, before=theirs).verdict.cause is Cause.THEIR_LINE
    assert played(BUSY, BUSY, BUSY, before=theirs).verdict.cause is Cause.COMPUTER


def test_what_is_weak_for_all_is_our_line() -> None:
    theirs = CallQuality(Quality.WEAK, Cause.THEIR_LINE)
    computer = CallQuality(Quality.BAD, Cause.COMPUTER)
    assert together(theirs, []) == theirs
    assert together(theirs, [CallQuality()]) == theirs
    assert together(theirs, [theirs]) == CallQuality(Quality.WEAK, Cause.OUR_LINE)
    assert together(theirs, [computer]) == theirs
    assert together(computer, [theirs]) == computer
    assert together(CallQuality(), [theirs]) == CallQuality()


SHARE = st.none() | st.floats(0, 1)
SECONDS = st.builds(
    Second,
    picture_wanted=st.booleans(),
    fps_in=st.none() | st.floats(0, 60),
    fps_out=st.none() | st.floats(0, 60),
    fps_wanted=st.none() | st.floats(0, 60),
    height_in_px=st.none() | st.integers(0, 1080),
    frozen_s=SHARE,
    loss_in_share=SHARE,
    loss_out_share=SHARE,
    concealed_share=SHARE,
    rtt_ms=st.none() | st.floats(0, 5000),
    bitrate_in_kbps=st.none() | st.floats(0, 3000),
    target_out_kbps=st.none() | st.floats(0, 3000),
    busy_s=SHARE,
    our_line_down=st.booleans(),
    their_line_down=st.booleans(),
)
STEADY = st.sampled_from([GOOD, GOOD, GOOD, LOSS_IN, FROZEN, BUSY, LOSS_OUT])
RANK = list(Quality)


@given(st.lists(SECONDS | STEADY, max_size=120))
def test_it_never_flaps_faster_than_its_hysteresis(seconds: list[Second]) -> None:
    levels = [Quality.GOOD]
    watch = FRESH
    for second in seconds:
        watch = watch.after(second, LIMITS)
        levels.append(watch.verdict.level)
        assert watch.verdict.level is not Quality.GOOD or watch.verdict.cause is Cause.UNKNOWN
    changes = [(n, RANK.index(b) - RANK.index(a)) for n, (a, b) in enumerate(pairwise(levels)) if a is not b]
    for (first, _), (second_at, step) in pairwise(changes):
        if step < 0:
            assert second_at - first >= LIMITS.recover_s
    for (first, better), (second_at, step) in pairwise(changes):
        if better < 0 < step and RANK.index(levels[first + 1]) == 0:
            assert second_at - first >= LIMITS.weak_of_window_s


@given(st.lists(STEADY, min_size=1, max_size=60), st.integers(0, 59))
def test_one_second_decides_nothing(seconds: list[Second], place: int) -> None:
    """A call that is good throughout stays good with one bad second anywhere in it."""
    alone = [GOOD] * len(seconds)
    alone[place % len(seconds)] = seconds[0]
    assert verdict(*alone)[0] is Quality.GOOD
