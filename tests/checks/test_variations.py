"""Verdicts survive other light, other cameras and other places; `python -m bench.variations` prints the whole table."""

from __future__ import annotations

import pytest
from bench.variations import VARIATIONS, varied

from tests.checks.pictures import FOOTAGE, needs_footage, needs_model

CLIPS = ["good_woman0", "good_laugh1", "dark_2", "backlight_wall", "frame_low2", "clutter_books", "smear", "flicker_1"]
"""One of each kind of fault, and the two persons; the others are for the bench."""

pytestmark = [
    needs_model,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    needs_footage,
]


@pytest.mark.parametrize("title", VARIATIONS)
def test_a_changed_clip_keeps_its_verdicts(title: str) -> None:
    told = list(varied(FOOTAGE, CLIPS, VARIATIONS[title]))
    judged = [answer for answer in told if answer.outcome is not None]
    wrong = [a for a in judged if a.outcome in ("missed", "missed_unknown", "wrong_kind")]
    assert len(judged) >= 50
    assert [answer for answer in judged if answer.outcome == "false_alarm"] == []
    assert len(wrong) <= 0.05 * len(judged), wrong
