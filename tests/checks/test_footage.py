"""Every labelled clip through the real detector. The clips are not part of the project."""

from __future__ import annotations

from functools import cache

import pytest

from tests.checks.pictures import FOOTAGE, needs_footage, needs_model
from vardklient.commands.footage import GOOD_CLIPS, RIGHT_MIN_SHARE, Answer, answers, counted
from vardklient.domain.verdict import PICTURE_CHECKS, Check

pytestmark = [
    needs_model,
    pytest.mark.timeout(400),  # whichever comes first plays all the clips
    needs_footage,
]


@cache
def told() -> list[Answer]:
    return list(answers(FOOTAGE))


@pytest.mark.parametrize("check", PICTURE_CHECKS)
def test_agrees_with_the_labels(check: Check) -> None:
    count = counted(told())[check]
    assert count.judged >= 19
    assert count.outcomes["hit"] >= 1, "no fault of this kind was found at all"
    assert count.right >= RIGHT_MIN_SHARE * count.judged, count.outcomes


@pytest.mark.parametrize("check", PICTURE_CHECKS)
def test_no_good_clip_gives_an_alarm_or_a_shrug(check: Check) -> None:
    good = [a.outcome for a in told() if a.verdict.check is check and a.clip.startswith(GOOD_CLIPS) and a.outcome]
    assert len(good) >= 5
    assert set(good) == {"quiet"}


def test_no_clip_at_all_gives_a_false_alarm() -> None:
    assert [a for a in told() if a.outcome == "false_alarm"] == []
