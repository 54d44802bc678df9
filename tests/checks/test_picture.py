from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.checks.pictures import GOOD_FACE, LIMITS, Picture, ToldDetector, needs_model, portrait, wall
from vardklient.checks.face import Face
from vardklient.checks.picture import PictureChecker, make_checker
from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check, Severity, Verdict

SECOND = Face(40, 60, 50, 50, 0.9)


def noisy(picture: Picture, seed: int) -> Picture:
    grain = np.random.default_rng(seed).integers(-2, 3, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


class Sitting:
    """Feeds a checker at 30 pictures a second."""

    def __init__(self, detector: ToldDetector) -> None:
        self.detector, self.checker, self.fed = detector, PictureChecker(detector, LIMITS), 0

    def feed(self, picture: Picture, seconds: float) -> None:
        for _ in range(round(seconds * 30)):
            self.checker.feed(noisy(picture, self.fed), self.fed / 30, self.fed)
            self.fed += 1

    def verdict(self, check: Check) -> Verdict:
        return next(v for v in self.checker.verdicts() if v.check is check)

    def advice(self, check: Check) -> Advice:
        return self.verdict(check).advice


def test_everything_is_unknown_before_the_first_picture() -> None:
    verdicts = PictureChecker(ToldDetector(), LIMITS).verdicts()
    assert tuple(v.check for v in verdicts) == PICTURE_CHECKS
    assert {v.severity for v in verdicts} == {Severity.UNKNOWN}


def test_a_good_picture_has_no_alarm() -> None:
    sitting = Sitting(ToldDetector([GOOD_FACE]))
    sitting.feed(portrait(150, 150), 2)
    judged = {v.check: v.severity for v in sitting.checker.verdicts() if v.check is not Check.SHARPNESS}
    assert set(judged.values()) == {Severity.GREEN}
    assert sitting.checker.faces == (GOOD_FACE,)


def test_what_is_put_right_turns_green_within_three_seconds() -> None:
    sitting = Sitting(ToldDetector([GOOD_FACE]))
    sitting.feed(portrait(60, 254), 10)
    assert sitting.advice(Check.BACKLIGHT) is Advice.BACKLIGHT_STRONG
    sitting.feed(portrait(150, 150), 3)
    assert sitting.advice(Check.BACKLIGHT) is Advice.BACKLIGHT_OK


def test_a_frozen_picture_is_forgotten_once_it_moves_again() -> None:
    sitting = Sitting(ToldDetector([GOOD_FACE]))
    sitting.feed(portrait(150, 150), 1)
    for _ in range(45):
        sitting.checker.feed(portrait(150, 150), sitting.fed / 30, sitting.fed)
        sitting.fed += 1
    assert sitting.advice(Check.LIVENESS) is Advice.LIVENESS_FROZEN
    sitting.feed(portrait(150, 150), 4)
    assert sitting.advice(Check.LIVENESS) is Advice.LIVENESS_OK


def test_a_covered_lens_is_told_and_the_rest_is_not_guessed() -> None:
    sitting = Sitting(ToldDetector())
    sitting.feed(wall(4), 2)
    assert sitting.advice(Check.LIVENESS) is Advice.LIVENESS_BLACK
    assert sitting.verdict(Check.COMPANY).severity is Severity.UNKNOWN
    assert sitting.verdict(Check.BACKLIGHT).severity is Severity.UNKNOWN


def test_somebody_who_comes_in_is_told_within_three_seconds_and_forgotten_within_five() -> None:
    detector = ToldDetector([GOOD_FACE])
    sitting = Sitting(detector)
    sitting.feed(portrait(150, 150), 6)
    assert sitting.advice(Check.COMPANY) is Advice.COMPANY_ALONE
    detector.more = (SECOND,)
    sitting.feed(portrait(150, 150), 3)
    assert sitting.verdict(Check.COMPANY).severity is Severity.RED
    detector.more = ()
    sitting.feed(portrait(150, 150), 5)
    assert sitting.advice(Check.COMPANY) is Advice.COMPANY_ALONE


def test_the_thorough_look_comes_seldom() -> None:
    detector = ToldDetector([GOOD_FACE])
    Sitting(detector).feed(portrait(150, 150), 20)
    assert detector.thorough <= 3 + 20 / 2
    assert 100 <= detector.quick + detector.thorough <= 150


def test_what_rests_on_an_untrusted_detector_is_unknown() -> None:
    sitting = Sitting(ToldDetector([GOOD_FACE], trusted=False))
    sitting.feed(portrait(30, 30), 2)
    known = {v.check for v in sitting.checker.verdicts() if v.severity is not Severity.UNKNOWN}
    assert known == {Check.LIVENESS, Check.FLICKER, Check.RATE}


def test_four_channels_are_as_good_as_three() -> None:
    three, four = (PictureChecker(ToldDetector([GOOD_FACE]), LIMITS) for _ in range(2))
    for i in range(30):
        picture = noisy(portrait(150, 150), i)
        three.feed(picture, i / 30)
        four.feed(cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA).astype(np.uint8), i / 30)
    assert three.verdicts() == four.verdicts()


def test_a_camera_that_starts_anew_has_no_impossible_rate() -> None:
    checker = PictureChecker(ToldDetector([GOOD_FACE]), LIMITS)
    for start_s in (0.0, 1.2):
        for i in range(30):
            checker.feed(portrait(150, 150), start_s + i / 30, i)
    rate = next(v for v in checker.verdicts() if v.check is Check.RATE)
    assert rate.measures["rate_hz"] == pytest.approx(30)


@needs_model
def test_the_programs_own_checker_uses_the_model() -> None:
    checker = make_checker()
    for i in range(30):
        checker.feed(wall(120, seed=i), i / 30)
    advices = {v.check: v.advice for v in checker.verdicts()}
    assert advices[Check.FRAMING] is Advice.FRAMING_NO_FACE


def test_without_the_model_the_checker_says_what_it_can() -> None:
    checker = make_checker("models/there_is_no_such.tflite")
    for i in range(30):
        checker.feed(wall(120, seed=i), i / 30)
    advices = {v.check: v.advice for v in checker.verdicts()}
    assert advices[Check.FRAMING] is Advice.FRAMING_UNSURE
    assert advices[Check.RATE] is Advice.RATE_OK
