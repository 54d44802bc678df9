from __future__ import annotations

import pytest

from tests.checks.pictures import GOOD_FACE, LIMITS, portrait_scene, wall
from vardklient.checks import company
from vardklient.checks.company import CompanyReading
from vardklient.checks.face import Face
from vardklient.checks.scene import prepare
from vardklient.domain.verdict import Advice, Severity

ALONE = CompanyReading(1)
TWO = CompanyReading(2, 0.12)


def test_counts_faces_and_measures_the_second() -> None:
    behind = Face(40, 60, 36, 36, 0.7)
    assert company.measure(portrait_scene(150, 150, GOOD_FACE, behind)) == CompanyReading(2, pytest.approx(0.1))
    assert company.measure(portrait_scene(150, 150)) == ALONE
    assert company.measure(prepare(wall(100), ())) == CompanyReading(0)


@pytest.mark.parametrize(
    ("looks", "severity", "advice"),
    [
        ([], Severity.UNKNOWN, Advice.COMPANY_UNSURE),
        ([CompanyReading(0)] * 4, Severity.UNKNOWN, Advice.COMPANY_UNSURE),
        ([ALONE], Severity.UNKNOWN, Advice.COMPANY_UNSURE),
        ([ALONE] * 2, Severity.GREEN, Advice.COMPANY_ALONE),
        ([ALONE, TWO, ALONE], Severity.YELLOW, Advice.COMPANY_SECOND),
        ([TWO], Severity.YELLOW, Advice.COMPANY_SECOND),
        ([TWO, TWO], Severity.RED, Advice.COMPANY_SECOND),
        ([TWO, TWO, *[ALONE] * 5], Severity.YELLOW, Advice.COMPANY_SECOND),
        ([CompanyReading(2, 0.049)] * 3, Severity.GREEN, Advice.COMPANY_ALONE),
        ([CompanyReading(2, 0.051)] * 3, Severity.RED, Advice.COMPANY_SECOND),
    ],
)
def test_one_hit_warns_and_two_accuse(looks: list[CompanyReading], severity: Severity, advice: Advice) -> None:
    verdict = company.judge(looks, LIMITS.company)
    assert (verdict.severity, verdict.advice) == (severity, advice)
    assert verdict.measures["looks_count"] == len(looks)
