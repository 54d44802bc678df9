"""How clips with labels are counted, and the table of `vardklient check --camera FOLDER`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from vardklient.base.errors import UsageError
from vardklient.commands.footage import Answer, counted, expected, outcome, read_labels, table
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.main import main

LIGHT_OK = Verdict(Check.LIGHT, Severity.GREEN, Advice.LIGHT_OK)
LIGHT_DIM = Verdict(Check.LIGHT, Severity.YELLOW, Advice.LIGHT_DIM)


@pytest.mark.parametrize(
    ("want", "verdict", "advice", "counted_as"),
    [
        ("ok", "green", "light_ok", "quiet"),
        ("ok", "unknown", "light_unsure", "unknown_ok"),
        ("ok", "yellow", "light_dim", "false_alarm"),
        ("dark", "red", "light_dark", "hit"),
        ("dark", "yellow", "light_dim", "hit"),
        ("dark", "red", "light_over", "wrong_kind"),
        ("dark", "green", "light_ok", "missed"),
        ("dark", "unknown", "light_unsure", "missed_unknown"),
        ("black", "red", "liveness_covered", "hit"),
        ("fail", "red", "company_second", "hit"),
    ],
)
def test_counts_honestly(want: str, verdict: str, advice: str, counted_as: str) -> None:
    assert outcome(want, verdict, advice) == counted_as


@pytest.mark.parametrize(
    ("label", "want"),
    [
        ({"fps": "ok", "resolution": "ok"}, "ok"),
        ({"fps": "ok", "resolution": "fail"}, "fail"),
        ({"fps": None, "resolution": "ok"}, None),
        ({"fps": None, "resolution": "fail"}, "fail"),
    ],
)
def test_rate_and_size_are_one_check(label: dict[str, str | None], want: str | None) -> None:
    assert expected("rate", label) == want


def test_words_of_the_labels_are_found() -> None:
    assert expected("company", {"privacy": "fail"}) == "fail"
    assert expected("light", {"lighting": None}) is None
    assert expected("flicker", {"flicker": "fail"}) == "fail"


def test_the_table_tells_right_missed_false_and_unlabelled() -> None:
    told = [Answer(f"clip{i}", LIGHT_OK, "ok") for i in range(8)]
    told += [Answer("missed", LIGHT_OK, "dark"), Answer("false", LIGHT_DIM, "ok"), Answer("open", LIGHT_DIM, None)]
    count = counted(told)[Check.LIGHT]
    assert (count.judged, count.right, count.missed, count.false_alarms) == (10, 8, 1, 1)
    assert table({Check.LIGHT: count})[1].split() == ["light", "10", "8", "80.0%", "1", "1", "0", "1"]


def write_folder(folder: Path, expect: dict[str, str | None], luma: int) -> Path:
    writer = cv2.VideoWriter(str(folder / "good_one.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), 30, (640, 360))
    assert writer.isOpened()
    rng = np.random.default_rng(7)
    for _ in range(20):
        writer.write(rng.integers(luma, luma + 8, (360, 640, 3), np.uint8))
    writer.release()
    (folder / "labels.json").write_text(json.dumps({"good_one": {"fps": 30, "expect": expect}}), "utf-8")
    return folder


def test_a_folder_that_agrees_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path, {"liveness": "black", "fps": "ok", "resolution": "ok"}, 0)
    assert main(["check", "--camera", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "false alarms on good_* clips: 0"
    assert ["liveness", "1", "1", "100.0%"] in [line.split()[:4] for line in lines]


def test_a_false_alarm_is_named_and_ends_badly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path, {"liveness": "ok"}, 0)
    assert main(["check", "--camera", str(folder / "labels.json"), "--json"]) == 1
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert document["false_alarms_on_good_clips"] == 1
    assert document["checks"]["liveness"] == {
        "judged": 1, "right": 0, "missed": 0, "false_alarms": 1, "unknown": 0, "unlabelled": 0,
    }  # fmt: skip
    assert document["not_as_labelled"][0]["advice"] == "liveness_black"


@pytest.mark.parametrize("text", ["", "[]", '{"a": {}}', '{"a": {"fps": 0, "expect": {}}}', '{"a": 3}'])
def test_labels_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "labels.json").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"labels\.json"):
        read_labels(tmp_path)


def test_a_folder_without_labels_or_films_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--camera", str(tmp_path)]) == 2
    (tmp_path / "labels.json").write_text('{"gone": {"fps": 30, "expect": {}}}', "utf-8")
    assert main(["check", "--camera", str(tmp_path)]) == 2
    assert "gone" in capsys.readouterr().err
