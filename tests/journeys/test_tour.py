"""The tour as an acceptance test: it ends 0 only if every step happened, and says which did not."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.journeys.clinician import ROOT
from tests.journeys.conftest import Tour, go_on_tour
from tests.peers.clips import FRAMES_PER_S, write_y4m
from tests.peers.display import VirtualDisplay

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

STEPS = [
    "start",
    "selftest",
    "waiting",
    "question",
    "answer",
    "join",
    "admit",
    "identity",
    "hang_up",
    "card",
    "done",
]
PNG = b"\x89PNG\r\n\x1a\n"
LEAST_PX, MOST_PX = (800, 500), (4000, 3000)


def test_every_step_of_the_morning_happens(toured: Tour) -> None:
    assert toured.code == 0, toured.printed
    assert [step["step"] for step in toured.steps] == STEPS
    assert all(step["ok"] and not step["why"] for step in toured.steps)
    assert all(0 <= step["seconds"] < 60 for step in toured.steps)
    assert all(step in toured.printed for step in STEPS)


def test_every_step_has_a_picture_of_its_own(toured: Tour) -> None:
    pictures = [toured.out / step["picture"] for step in toured.steps]
    assert sorted(toured.out.iterdir()) == sorted([*pictures, toured.out / "tour.json"])
    for picture in pictures:
        data = picture.read_bytes()
        assert data.startswith(PNG)
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert pixels is not None, picture
        height, width = pixels.shape[:2]
        assert LEAST_PX <= (width, height) <= MOST_PX
        assert LEAST_PX[1] <= height <= MOST_PX[1]
        colours = pixels.astype(np.uint32) @ np.array([1, 256, 65_536], np.uint32)
        assert len(np.unique(colours)) > 100, f"{picture.name} shows nothing"
    assert all(one.read_bytes() != next_.read_bytes() for one, next_ in pairwise(pictures)), "every step shows"


def test_a_step_that_does_not_happen_fails_the_tour(tmp_path: Path, virtual_display: VirtualDisplay) -> None:
    """Before a black picture the self-test cannot end green; what comes after it is not tried."""
    black = write_y4m(tmp_path / "black.y4m", [np.zeros((360, 640, 3), np.uint8)] * FRAMES_PER_S)
    tour = go_on_tour(tmp_path, virtual_display, "--camera", str(black))
    assert tour.code == 1
    assert [(step["step"], step["ok"]) for step in tour.steps] == [("start", True), ("selftest", False)]
    assert "did not happen" in tour.steps[-1]["why"]
    assert (tour.out / tour.steps[-1]["picture"]).read_bytes().startswith(PNG), "a picture of what was there instead"
    (told,) = [line for line in tour.printed.splitlines() if line.startswith("NOT")]
    assert "selftest" in told
    assert "all happened" not in tour.printed


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="no folder"),
        pytest.param(["--out"], id="a folder without a name"),
        pytest.param(["--out", "/proc"], id="a folder that nobody can write to"),
        pytest.param(["--out", f"{__file__}/shots"], id="a folder in a file"),
        pytest.param(["--out", __file__], id="a file"),
        pytest.param(["--out", "{}", "--language", "fi"], id="an unknown language"),
    ],
)
def test_wrong_use(words: list[str], tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "vardklient", "tour", *(word.format(tmp_path / "out") for word in words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    (sentence,) = ended.stderr.splitlines()
    assert sentence.startswith("vardklient: ")
    assert not (tmp_path / "out").exists()
