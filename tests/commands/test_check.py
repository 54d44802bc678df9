"""`vardklient check`, from the words to the JSON, on films, the drawn person and no camera at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from tests.checks.pictures import needs_model
from vardklient.commands.check import camera_choice
from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Severity
from vardklient.main import main
from vardklient.media.drawn import DrawnFilm

RATE_HZ = 30.0


def write_film(path: Path, pictures: list[NDArray[np.uint8]]) -> Path:
    height, width = pictures[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), RATE_HZ, (width, height))
    assert writer.isOpened()
    for picture in pictures:
        writer.write(picture)
    writer.release()
    return path


@pytest.fixture(scope="module")
def good_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drawn = DrawnFilm("patient", RATE_HZ, 640, 360)
    return write_film(tmp_path_factory.mktemp("films") / "good.avi", [drawn.read() for _ in range(180)])


@pytest.fixture(scope="module")
def black_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = np.random.default_rng(5)
    noise = [rng.integers(0, 8, (360, 640, 3), np.uint8) for _ in range(30)]
    return write_film(tmp_path_factory.mktemp("films") / "black.avi", noise)


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["check", *words, "--json"])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, document


@needs_model
def test_a_good_film_is_judged_when_it_has_played(capsys: pytest.CaptureFixture[str], good_film: Path) -> None:
    code, document = answer(capsys, "--camera", str(good_film), "--only", "camera")
    assert code == 0
    assert document["overall"] == "green"
    assert 1.0 <= document["seconds"] < 20
    assert [item["check"] for item in document["items"]] == [check.value for check in PICTURE_CHECKS]
    for item in document["items"]:
        assert {"check", "verdict", "sentence", "remedy", "measures", "limits"} <= set(item)
        assert item["verdict"] == "green", item
        assert item["sentence"]
        assert item["measures"]
        assert item["limits"]


def test_a_black_film_is_red_and_says_what_to_do(capsys: pytest.CaptureFixture[str], black_film: Path) -> None:
    code, document = answer(capsys, "--camera", str(black_film), "--only", "camera")
    assert code == 1
    assert document["overall"] == "red"
    liveness = next(item for item in document["items"] if item["check"] == "liveness")
    assert liveness["advice"] == Advice.LIVENESS_BLACK
    assert liveness["remedy"]


@needs_model
def test_the_drawn_person_stands_in_for_a_camera(capsys: pytest.CaptureFixture[str]) -> None:
    code, document = answer(capsys, "--camera", "drawn", "--only", "camera", "--seconds", "15")
    assert code == 0
    assert document["overall"] == "green", document


def test_a_film_is_cut_short_by_the_seconds(capsys: pytest.CaptureFixture[str], good_film: Path) -> None:
    _, document = answer(capsys, "--camera", str(good_film), "--only", "camera", "--seconds", "0.01")
    assert document["seconds"] < 3.0, "it would play for six"
    assert {item["verdict"] for item in document["items"]} == {"unknown"}


def test_without_a_camera_everything_is_unknown(capsys: pytest.CaptureFixture[str], qtbot: QtBot) -> None:
    code, document = answer(capsys, "--camera", "En kamera som inte finns", "--only", "camera,network")
    assert code == 0
    assert document["overall"] == "unknown"
    assert {item["advice"] for item in document["items"]} == {Advice.CAMERA_MISSING, Advice.NETWORK_UNASKED}
    checks = [item["check"] for item in document["items"]]
    assert checks == [*(check.value for check in PICTURE_CHECKS), "camera_choice", "network"]
    assert {item["verdict"] for item in document["items"]} == {Severity.UNKNOWN}
    assert all(item["sentence"] for item in document["items"])


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("OBS Virtual Camera", Advice.CAMERA_VIRTUAL),
        ("Integrated IR Camera", Advice.CAMERA_INFRARED),
        ("Integrated Camera", Advice.CAMERA_CHOICE_OK),
    ],
)
def test_a_camera_is_judged_by_its_name_too(name: str, advice: Advice, qtbot: QtBot) -> None:
    assert camera_choice(name).advice is advice


def test_people_get_each_thing_said_once(capsys: pytest.CaptureFixture[str], qtbot: QtBot) -> None:
    assert main(["check", "--camera", "En kamera som inte finns", "--only", "camera,network"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "Ljus, " in lines[0]
    assert "Nätverk" in lines[1]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--only", "camera,smell"], "--only takes camera, sound, network"),
        (["--only", ""], "--only takes"),
        (["--seconds", "0"], "--seconds"),
        (["--seconds", "soon"], "--seconds"),
        (["--camera", "absent.mp4"], "absent.mp4 is not there"),
        (["--camera", "/nowhere/at/all"], "not there"),
        (["--camera", __file__], "no film that can be played"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    assert main(["check", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert reason in told.err
    assert len(told.err.splitlines()) == 1
