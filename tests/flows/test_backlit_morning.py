"""07:40, a window behind the clinician, who turns round: the films of one person, played one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.checks.pictures import FOOTAGE, needs_footage, needs_model
from tests.fakes.clock import FakeClock
from vardklient.checks.picture import make_checker
from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check, Severity
from vardklient.flows import selfcheck as sc
from vardklient.media.observer import EVERY_S
from vardklient.ports.camera import CameraState

RATE_HZ = 30
TURNS_AT_S, ENDS_AT_S = 6.0, 12.0

pytestmark = [needs_model, needs_footage]


def film(name: str) -> list[NDArray[np.uint8]]:
    capture, pictures = cv2.VideoCapture(str(FOOTAGE / f"{name}.mp4")), []
    while (got := capture.read())[0]:
        pictures.append(got[1].astype(np.uint8, copy=False))
    capture.release()
    return pictures


def swinging(pictures: list[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    """Forwards and backwards without end: no picture jumps."""
    while True:
        yield from pictures
        yield from reversed(pictures[1:-1])


@cache
def morning() -> list[tuple[float, sc.SelfcheckState]]:
    """The snapshots, by the time of the film."""
    checker, clock = make_checker(), FakeClock()
    state, _ = sc.step(sc.SelfcheckState(), sc.Start(PICTURE_CHECKS), clock)
    state, _ = sc.step(state, sc.CameraChanged(CameraState.RUNNING), clock)
    behind, turned = swinging(film("backlight_window2")), swinging(film("good_woman0"))
    seen, told_at_s = [], -EVERY_S
    for index in range(round(ENDS_AT_S * RATE_HZ)):
        at_s = index / RATE_HZ
        checker.feed(next(behind if at_s < TURNS_AT_S else turned), at_s, index)
        if at_s - told_at_s >= EVERY_S:
            told_at_s = at_s
            for verdict in checker.verdicts():
                state, _ = sc.step(state, sc.Measured(verdict, at_s), clock)
            seen.append((at_s, state))
    return seen


def backlight(state: sc.SelfcheckState) -> Severity | None:
    item = state.item(Check.BACKLIGHT)
    return item.verdict.severity if item is not None and item.verdict is not None else None


def test_the_window_behind_is_yellow_within_three_seconds_and_the_first_thing_to_do() -> None:
    yellow_s = next(at_s for at_s, state in morning() if backlight(state) is Severity.YELLOW)
    assert yellow_s <= 3.0
    before = [state for at_s, state in morning() if at_s < TURNS_AT_S][-1]
    lines = [i.check for i in before.items if i.severity in (Severity.RED, Severity.YELLOW)]
    assert lines == [Check.BACKLIGHT]
    assert before.first is not None
    assert before.first.advice in (Advice.BACKLIGHT_STRONG, Advice.BACKLIGHT_SOME)


def test_after_the_turn_it_is_green_within_three_seconds_and_stays_so() -> None:
    after = [(at_s - TURNS_AT_S, backlight(state)) for at_s, state in morning() if at_s >= TURNS_AT_S]
    assert {severity for at_s, severity in after if at_s >= 3.0} == {Severity.GREEN}


def test_nothing_is_red_or_yellow_at_the_end() -> None:
    _, last = morning()[-1]
    worse = {i.check for i in last.items if i.severity in (Severity.RED, Severity.YELLOW)}
    assert worse == set()
