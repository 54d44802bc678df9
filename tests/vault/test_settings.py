from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vardklient.domain.device import DeviceKind
from vardklient.domain.place import Chosen, Place, Surroundings
from vardklient.vault.folders import private_folder, user_folders
from vardklient.vault.settings import (
    CALENDARS,
    CAMERA,
    DAMAGED_NAME,
    FILE_NAME,
    LANGUAGE,
    LENSES,
    PLACES,
    REDUCED_MOTION,
    ROWS,
    SUPPORT,
    TEXT_SCALE,
    THEME,
    Settings,
    Support,
    screen_set,
)


def test_defaults_without_a_file(tmp_path: Path) -> None:
    mine = Settings(tmp_path / "none")
    assert (mine.get(LANGUAGE), mine.get(THEME), mine.get(TEXT_SCALE)) == ("sv", "light", 1.0)
    assert mine.get(SUPPORT) == ()
    assert not mine.damaged
    assert not (tmp_path / "none").exists(), "reading writes nothing"


def test_what_is_put_is_there_next_time(tmp_path: Path) -> None:
    mine = Settings(tmp_path / "a" / "b")
    screens = screen_set([("DP-1", 2560, 1440), ("eDP-1", 1280, 800)])
    mine.put(LANGUAGE, "en")
    mine.put(TEXT_SCALE, 2.0)
    mine.put(CAMERA, "usb-046d")
    mine.put(CALENDARS, ("/home/x/kalender.ics",))
    mine.put(LENSES, {screens: (640.0, -10.0)})
    mine.put(SUPPORT, (Support("IT-stöd", "021-17 35 00", "1, 3"),))
    place = Place(1, Surroundings(frozenset({"ab"}), frozenset({"cd"})), {DeviceKind.MICROPHONE: Chosen("id", "Jabra")})
    mine.put(PLACES, (place,))
    mine.put(REDUCED_MOTION, True)
    again = Settings(tmp_path / "a" / "b")
    for row in ROWS:
        assert again.get(row) == mine.get(row)
    assert again.get(LENSES) == {screens: (640.0, -10.0)}
    assert again.get(SUPPORT) == (Support("IT-stöd", "021-17 35 00", "1, 3"),)
    assert again.get(PLACES) == (place,)
    assert screens == screen_set([("eDP-1", 1280, 800), ("DP-1", 2560, 1440)])


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    Settings(tmp_path / "c").put(LANGUAGE, "en")
    assert (tmp_path / "c" / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "c").stat().st_mode & 0o777 == 0o700
    assert os.listdir(tmp_path / "c") == [FILE_NAME], "no temporary file is left"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"language": "sv"', "\x00\xff", "[" * 100_000])
def test_a_damaged_file_is_kept_and_the_defaults_apply(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    mine = Settings(tmp_path)
    assert mine.damaged
    assert mine.get(LANGUAGE) == "sv"
    assert (tmp_path / DAMAGED_NAME).read_text() == text
    mine.put(LANGUAGE, "en")
    assert Settings(tmp_path).get(LANGUAGE) == "en"


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    (tmp_path / DAMAGED_NAME).mkdir()
    (tmp_path / DAMAGED_NAME / "x").touch()
    assert Settings(tmp_path).damaged


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "de"),
        ("theme", 1),
        ("text_scale", 1.1),
        ("text_scale", True),
        ("text_scale", "2"),
        ("camera", 5),
        ("camera", "x" * 301),
        ("calendars", "x"),
        ("calendars", [1]),
        ("calendars", ["x"] * 51),
        ("reduced_motion", 1),
        ("lenses", []),
        ("lenses", {"a": [1]}),
        ("lenses", {"a": [1, "2"]}),
        ("lenses", {"a": [1, True]}),
        ("lenses", {"a": [1, 1e9]}),
        ("support", [["a", "b"]]),
        ("support", [["a", "b", 3]]),
    ],
)
def test_what_is_not_allowed_is_the_default(tmp_path: Path, name: str, value: object) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({name: value, "unknown": 1, "language": "en"} | {name: value}))
    mine = Settings(tmp_path)
    assert not mine.damaged
    for row in (*ROWS, LENSES, SUPPORT):
        if row.name == name:
            assert mine.get(row) == row.default  # type: ignore[arg-type]
    mine.put(CAMERA, "c")
    assert set(json.loads((tmp_path / FILE_NAME).read_text())) <= {"language", "camera"}


def test_putting_what_is_not_allowed_raises(tmp_path: Path) -> None:
    mine = Settings(tmp_path)
    with pytest.raises(ValueError, match="language"):
        mine.put(LANGUAGE, "de")
    assert mine.get(LANGUAGE) == "sv"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(OSError, match="f"):
        Settings(tmp_path / "f").put(LANGUAGE, "en")


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    mine = Settings(tmp_path)
    (tmp_path / FILE_NAME).mkdir(exist_ok=True)
    with pytest.raises(OSError, match=FILE_NAME):
        mine.put(LANGUAGE, "en")
    assert [name for name in os.listdir(tmp_path) if name not in (FILE_NAME, DAMAGED_NAME)] == []


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([row.name for row in (*ROWS, LENSES, SUPPORT)]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
            max_leaves=8,
        ),
    )
)
def test_no_file_raises(tmp_path: Path, document: dict[str, object]) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps(document))
    Settings(tmp_path).get(LENSES)


def test_the_systems_folders(tmp_path: Path) -> None:
    folders = user_folders()
    assert folders.config.name == "vardklient"
    assert private_folder(tmp_path / "x").is_dir()


@pytest.mark.parametrize(
    "place",
    [
        3,
        {"number": 1},
        {"number": "1", "screens": [], "devices": [], "chosen": {}},
        {"number": 1, "screens": [], "devices": [2], "chosen": {}},
        {"number": 1, "screens": [], "devices": [], "chosen": {"piano": ["", ""]}},
        {"number": 1, "screens": [], "devices": [], "chosen": {"camera": ["id"]}},
    ],
)
def test_damaged_places_are_forgotten(tmp_path: Path, place: object) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"language": "en", "places": [place]}))
    mine = Settings(tmp_path)
    assert (mine.get(PLACES), mine.get(LANGUAGE), mine.damaged) == ((), "en", False)
