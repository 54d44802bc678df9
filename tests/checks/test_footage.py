"""Every labelled clip through the real detector. The clips are not part of the project."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from bench.footage import AGREES, LABELS, expected, outcome

from tests.checks.pictures import needs_model
from vardklient.checks.picture import make_checker

FOOTAGE = Path(__file__).resolve().parents[3] / "shared" / "footage"
CHECKS = (*LABELS, "rate")

pytestmark = [
    needs_model,
    pytest.mark.timeout(400),  # whichever comes first plays all the clips
    pytest.mark.skipif(not (FOOTAGE / "labels.json").exists(), reason="footage: the labelled clips are not here"),
]


@cache
def outcomes() -> dict[str, dict[str, str]]:
    """Check -> clip -> outcome, for every check that the clip's label judges."""
    told: dict[str, dict[str, str]] = {check: {} for check in CHECKS}
    for name, label in json.loads((FOOTAGE / "labels.json").read_text("utf-8")).items():
        checker, film, index = make_checker(), cv2.VideoCapture(str(FOOTAGE / f"{name}.mp4")), 0
        while (got := film.read())[0]:
            checker.feed(got[1].astype(np.uint8, copy=False), index / label["fps"], index)
            index += 1
        film.release()
        assert index == label["frames"]
        for verdict in checker.verdicts():
            want = expected(verdict.check, label["expect"])
            if want is not None:
                told[verdict.check][name] = outcome(want, verdict.severity, verdict.advice)
    return told


@pytest.mark.parametrize("check", CHECKS)
def test_agrees_with_the_labels(check: str) -> None:
    clips = outcomes()[check]
    disagreeing = {name: said for name, said in clips.items() if said not in AGREES}
    assert len(clips) >= 19
    assert Counter(clips.values())["hit"] >= 1, "no fault of this kind was found at all"
    assert len(disagreeing) <= 0.1 * len(clips), disagreeing


@pytest.mark.parametrize("check", CHECKS)
def test_no_good_clip_gives_an_alarm_or_a_shrug(check: str) -> None:
    good = {name: said for name, said in outcomes()[check].items() if name.startswith("good_")}
    assert len(good) >= 5
    assert set(good.values()) == {"quiet"}


def test_no_clip_at_all_gives_a_false_alarm() -> None:
    alarms = [(c, n) for c, clips in outcomes().items() for n, said in clips.items() if said == "false_alarm"]
    assert alarms == []
