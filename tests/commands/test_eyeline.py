from __future__ import annotations

import json
from pathlib import Path

import pytest

from vardklient.main import main

SCREENS = [
    {"name": "eDP-1", "x": 0, "y": 0, "width": 1280, "height": 800, "width_mm": 301, "height_mm": 188, "scale": 1.5},
    {"name": "DP-2", "x": 1280, "y": -120, "width": 2560, "height": 1440, "width_mm": 597, "height_mm": 336},
]


@pytest.fixture
def screens(tmp_path: Path) -> Path:
    path = tmp_path / "screens.json"
    path.write_text(json.dumps(SCREENS))
    return path


def test_the_first_screen_has_the_camera(screens: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eyeline", "--screens", str(screens), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["screen"] == "eDP-1"
    assert document["window"] == [0, 0, 1280, 800]
    assert document["angle_deg"] <= 7
    assert document["size_believed"] is True


def test_the_camera_elsewhere(screens: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["eyeline", "--screens", str(screens), "--camera-at", "2560,-130", "--size", "640x480", "--eyes=320,200"]
    assert main([*words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["screen"] == "DP-2"
    assert document["eyes"][0] == pytest.approx(2560, abs=2)
    assert main(words) == 0
    assert "Vinkel kamera–ögon" in capsys.readouterr().out


def test_a_camera_far_beside_is_said_to_be_wrong(screens: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eyeline", "--screens", str(screens), "--camera-at=-2000,400"]) == 0
    assert "flytta kameran" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--size", "wide"],
        ["--size", "0x0"],
        ["--camera-at", "here"],
        ["--distance-cm", "5"],
        ["--eyes", "1;2"],
    ],
)
def test_wrong_options_are_wrong_use(screens: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eyeline", "--screens", str(screens), *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "[1]",
        '[{"x": 0}]',
        '[{"x":0,"y":0,"width":0,"height":5}]',
        '[{"x":"a","y":0,"width":1,"height":5}]',
    ],
)
def test_a_wrong_file_is_wrong_use(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "screens.json"
    path.write_text(text)
    assert main(["eyeline", "--screens", str(path)]) == 2
    assert "screens.json" in capsys.readouterr().err
    assert main(["eyeline", "--screens", str(tmp_path / "none.json")]) == 2
