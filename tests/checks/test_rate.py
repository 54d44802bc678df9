from __future__ import annotations

import pytest

from tests.checks.pictures import LIMITS
from vardklient.checks import rate
from vardklient.domain.verdict import Advice, Severity, Verdict


def judge(rate_hz: float, every: int = 1, size: tuple[int, int] = (640, 360), count: int = 60) -> Verdict:
    readings = [rate.measure(*size, i / rate_hz, i) for i in range(0, count, every)]
    return rate.judge(readings, LIMITS.rate)


@pytest.mark.parametrize(
    ("rate_hz", "severity", "advice"),
    [
        (30, Severity.GREEN, Advice.RATE_OK),
        (23.976, Severity.GREEN, Advice.RATE_OK),
        (20, Severity.YELLOW, Advice.RATE_LOW),
        (14.9, Severity.YELLOW, Advice.RATE_LOW),
        (14.3, Severity.RED, Advice.RATE_LOW),
    ],
)
def test_says_how_the_picture_flows(rate_hz: float, severity: Severity, advice: Advice) -> None:
    verdict = judge(rate_hz)
    assert (verdict.severity, verdict.advice) == (severity, advice)
    assert verdict.measures["rate_hz"] == pytest.approx(rate_hz)


def test_pictures_that_nobody_looked_at_count() -> None:
    assert judge(30, every=6).measures["rate_hz"] == pytest.approx(30)


@pytest.mark.parametrize(("size", "small"), [((640, 360), False), ((639, 360), True), ((640, 359), True)])
def test_says_when_the_picture_is_small(size: tuple[int, int], small: bool) -> None:
    assert (judge(30, size=size).advice is Advice.RATE_SMALL) == small


def test_unknown_until_there_is_enough() -> None:
    assert judge(30, count=0).severity is Severity.UNKNOWN
    assert judge(30, count=10).severity is Severity.UNKNOWN
    assert judge(2, count=2).severity is Severity.UNKNOWN
