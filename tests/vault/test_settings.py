from __future__ import annotations

import ast
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vardklient.domain.account import COLOURS, Account, Sort
from vardklient.domain.device import DeviceKind
from vardklient.domain.place import Chosen, Place, Surroundings
from vardklient.vault import settings as settings_module
from vardklient.vault.folders import private_folder, user_folders
from vardklient.vault.settings import (
    ACCOUNTS,
    BOOKINGS,
    CALENDARS,
    CAMERA,
    DAMAGED_NAME,
    FILE_NAME,
    IDLE_LOCK_MIN,
    LANGUAGE,
    NOTIFY_INITIALS,
    PLACES,
    REGION,
    ROWS,
    SUPPORT,
    TEXT_SCALE,
    THEME,
    TODAY_FILE,
    Row,
    SettingLocked,
    Settings,
    Support,
)


def test_defaults_without_a_file(tmp_path: Path) -> None:
    mine = Settings(tmp_path / "none")
    assert (mine.get(LANGUAGE), mine.get(THEME), mine.get(TEXT_SCALE)) == ("sv", "light", 1.0)
    assert mine.get(SUPPORT) == ()
    assert not mine.damaged
    assert not (tmp_path / "none").exists(), "reading writes nothing"


def test_what_is_put_is_there_next_time(tmp_path: Path) -> None:
    mine = Settings(tmp_path / "a" / "b")
    mine.put(LANGUAGE, "en")
    mine.put(TEXT_SCALE, 2.0)
    mine.put(CAMERA, "usb-046d")
    mine.put(CALENDARS, ("/home/x/kalender.ics",))
    mine.put(SUPPORT, (Support("IT-stöd", "021-17 35 00", "1, 3"),))
    place = Place(1, Surroundings(frozenset({"ab"}), frozenset({"cd"})), {DeviceKind.MICROPHONE: Chosen("id", "Jabra")})
    mine.put(PLACES, (place,))
    mine.put(NOTIFY_INITIALS, True)
    again = Settings(tmp_path / "a" / "b")
    for row in ROWS:
        assert again.get(row) == mine.get(row) or row.name == "accounts", "which the calendars have become"
    assert again.get(SUPPORT) == (Support("IT-stöd", "021-17 35 00", "1, 3"),)
    assert again.get(PLACES) == (place,)
    assert again.get(NOTIFY_INITIALS)


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


def test_a_damaged_file_that_cannot_be_set_aside_is_told_too(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("{")
    (tmp_path / DAMAGED_NAME).mkdir()
    assert Settings(tmp_path).damaged


@pytest.mark.skipif(os.name != "posix", reason="platform: links that lead to themselves")
def test_a_file_that_cannot_be_read_now_is_left_as_it_is(tmp_path: Path) -> None:
    """As on a network drive that has gone: what is there may be everything that the user has."""
    (tmp_path / "drive").symlink_to("drive")
    (tmp_path / FILE_NAME).symlink_to(Path("drive") / "kept.json")
    mine = Settings(tmp_path)
    assert (mine.unread, mine.damaged, mine.get(ACCOUNTS)) == (True, False, ())
    (tmp_path / "drive").unlink()
    (tmp_path / "drive").mkdir()
    (tmp_path / "drive" / "kept.json").write_text(json.dumps({"theme": "dark", "accounts": [written(CALDAV)]}))
    with pytest.raises(OSError, match="left as it is"):
        mine.put(LANGUAGE, "en")
    assert mine.get(LANGUAGE) == "en", "it holds for this run"
    again = Settings(tmp_path)
    assert (again.get(THEME), again.get(ACCOUNTS), again.get(LANGUAGE)) == ("dark", (CALDAV,), "sv")
    assert (tmp_path / FILE_NAME).is_symlink()
    assert not (tmp_path / DAMAGED_NAME).exists()


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
        ("notify_initials", 1),
        ("support", [["a", "b"]]),
        ("accounts", {}),
        ("accounts", [{}] * 101),
        ("region", 5),
        ("idle_lock_min", True),
        ("idle_lock_min", 1.0),
        ("idle_lock_min", -1),
        ("idle_lock_min", 241),
        ("today_file", "yes"),
        ("support", [["a", "b", 3]]),
    ],
)
def test_what_is_not_allowed_is_the_default(tmp_path: Path, name: str, value: object) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({name: value, "unknown": 1, "language": "en"} | {name: value}))
    mine = Settings(tmp_path)
    assert not mine.damaged
    (row,) = (row for row in ROWS if row.name == name)
    assert mine.get(row) == row.default
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
    mine = Settings(tmp_path)
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(OSError, match=FILE_NAME):
        mine.put(LANGUAGE, "en")
    assert os.listdir(tmp_path) == [FILE_NAME]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([row.name for row in ROWS]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
            max_leaves=8,
        ),
    )
)
def test_no_file_raises(tmp_path: Path, document: dict[str, object]) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps(document))
    Settings(tmp_path).get(ACCOUNTS)


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


# ---------------------------------------------------------------- the declarations


def test_every_row_says_what_it_is() -> None:
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)
    for row in ROWS:
        assert re.fullmatch(r"[a-z_]{3,32}", row.name)
        assert row.help.endswith(".")
        assert row.sort
        assert row.read(row.write(row.default)) == row.default, f"{row.name}: its own default is not allowed"
    assert [row.name for row in ROWS if not row.lockable] == [
        "calendars",
        "bookings",
        "installation",
        "places",
    ]


def test_no_undeclared_setting_is_used() -> None:
    """A setting is used by its row, and rows are declared in one module, in one list."""
    source = Path(settings_module.__file__).parents[1]
    declared = {name for name, value in vars(settings_module).items() if isinstance(value, Row) and name.isupper()}
    assert {getattr(settings_module, name).name for name in declared} == {row.name for row in ROWS}
    found = set()
    for path in sorted(source.rglob("*.py")):
        text = path.read_text("utf-8")
        assert "QSettings" not in text, f"{path}: settings are kept in one place"
        makers = ("Row", "choice", "number", "switch", "text", "texts", "whole")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.module == "vardklient.vault.row":
                taken = {alias.name for alias in node.names} & set(makers)
                assert not taken or path.name == "settings.py", f"{path} declares rows"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _of_settings(node.func):
                found |= {ast.unparse(argument) for argument in node.args[:1]}
    assert {"LANGUAGE", "SUPPORT", "PLACES"} <= found, "the search finds what there is"
    rows = {name for name in found if name.isupper()}
    assert rows <= declared
    assert found - rows <= {"row", "DEVICE_ROWS[kind]"}, "rows that are handed on"


def _of_settings(called: ast.Attribute) -> bool:
    whose = ast.unparse(called.value)
    return called.attr in ("get", "put", "locked") and whose.rpartition(".")[2].lstrip("_") == "settings"


# ---------------------------------------------------------------- accounts

CALDAV = Account("a1", Sort.CALDAV, "Regionen", "https://cal.example.org/anna/", "anna", 3)
FHIR = Account("b-2", Sort.FHIR, "Tidbok", "https://fhir.example.org/r4", "Practitioner/17", 7)
SHARED = Account("c3", Sort.ICS_URL, "Delad kalender")


def written(account: Account, **other: object) -> dict[str, object]:
    plain = {key: getattr(account, key) for key in ("ident", "name", "address", "user", "colour")}
    return {**plain, "sort": account.sort.value, **other}


def test_accounts_come_back(tmp_path: Path) -> None:
    accounts = (CALDAV, FHIR, SHARED, Account("d4", Sort.FILE, "k.ics", "/home/\udcff/k.ics?x#y"))
    Settings(tmp_path).put(ACCOUNTS, accounts)
    assert Settings(tmp_path).get(ACCOUNTS) == accounts


@pytest.mark.parametrize(
    "damaged",
    [
        None,
        3,
        {},
        written(FHIR, sort="piano"),
        written(FHIR, sort=3),
        written(FHIR, ident=""),
        written(FHIR, ident="../x"),
        written(FHIR, name=""),
        written(FHIR, name=None),
        written(FHIR, colour="3"),
        written(FHIR, colour=True),
        written(FHIR, address="x" * 301),
        written(FHIR, address="https://[broken"),
        written(FHIR, address="https://anna:hemlig@fhir.example.org/"),
        written(FHIR, address="https://fhir.example.org/?key=hemlig"),
        written(FHIR, address="https://fhir.example.org/#hemlig"),
        written(CALDAV, name="a second one of the same ident"),
    ],
)
def test_a_damaged_account_does_not_hide_the_others(tmp_path: Path, damaged: object) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"accounts": [written(CALDAV), damaged, written(SHARED)]}))
    mine = Settings(tmp_path)
    assert (mine.get(ACCOUNTS), mine.damaged) == ((CALDAV, SHARED), False)


def test_a_colour_beyond_the_last_is_one_of_them(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"accounts": [written(CALDAV, colour=COLOURS + 3)]}))
    assert Settings(tmp_path).get(ACCOUNTS) == (CALDAV,)


def test_an_account_with_a_secret_in_its_address_is_not_written(tmp_path: Path) -> None:
    mine = Settings(tmp_path)
    mine.put(ACCOUNTS, (CALDAV,))
    with pytest.raises(ValueError, match="accounts"):
        mine.put(ACCOUNTS, (replace(CALDAV, address="https://anna:hemlig@cal.example.org/"),))
    assert mine.get(ACCOUNTS) == (CALDAV,)
    assert "hemlig" not in (tmp_path / FILE_NAME).read_text()


def test_calendars_and_bookings_of_earlier_versions_become_accounts(tmp_path: Path) -> None:
    old = {"calendars": ["/a/kalender.ics", "C:\\b\\jobb.ics"], "bookings": ["/a/tidbok.csv"], "theme": "dark"}
    (tmp_path / FILE_NAME).write_text(json.dumps(old))
    mine = Settings(tmp_path)
    accounts = mine.get(ACCOUNTS)
    assert [(a.sort, a.name, a.address, a.colour) for a in accounts] == [
        (Sort.FILE, "kalender.ics", "/a/kalender.ics", 0),
        (Sort.FILE, "jobb.ics", "C:\\b\\jobb.ics", 1),
        (Sort.FILE, "tidbok.csv", "/a/tidbok.csv", 2),
    ]
    assert mine.get(CALENDARS) == ("/a/kalender.ics", "C:\\b\\jobb.ics"), "the old rows are still read"
    assert Settings(tmp_path).get(ACCOUNTS) == accounts, "the same at every start"
    mine.put(ACCOUNTS, accounts[:1])
    again = Settings(tmp_path)
    assert (again.get(ACCOUNTS), again.get(CALENDARS), again.get(BOOKINGS)) == (accounts[:1], (), ())
    mine.put(ACCOUNTS, ())
    assert Settings(tmp_path).get(ACCOUNTS) == ()


def test_as_many_files_as_an_earlier_version_could_have_had_all_become_accounts(tmp_path: Path) -> None:
    old = {kind: [f"/a/{kind}{n}" for n in range(50)] for kind in ("calendars", "bookings")}
    (tmp_path / FILE_NAME).write_text(json.dumps(old))
    mine = Settings(tmp_path)
    accounts = mine.get(ACCOUNTS)
    assert [account.address for account in accounts] == [*old["calendars"], *old["bookings"]]
    mine.put(ACCOUNTS, accounts)
    assert Settings(tmp_path).get(ACCOUNTS) == accounts


def test_damaged_paths_of_earlier_versions_become_no_accounts(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"calendars": "x", "bookings": ["/a/tidbok.csv"]}))
    assert [a.name for a in Settings(tmp_path).get(ACCOUNTS)] == ["tidbok.csv"]


# ---------------------------------------------------------------- locks


def test_what_is_locked_holds_and_cannot_be_changed(tmp_path: Path) -> None:
    Settings(tmp_path).put(THEME, "system")
    mine = Settings(tmp_path, {"theme": "dark", "today_file": False, "idle_lock_min": 5})
    assert (mine.get(THEME), mine.get(TODAY_FILE), mine.get(IDLE_LOCK_MIN)) == ("dark", False, 5)
    assert mine.locked(THEME)
    assert mine.locked(TODAY_FILE), "also where it is the default"
    assert not mine.locked(LANGUAGE)
    with pytest.raises(SettingLocked):
        mine.put(THEME, "light")
    mine.put(REGION, "exempel")
    assert mine.refused == ()
    free = Settings(tmp_path)
    assert (free.get(THEME), free.get(REGION)) == ("system", "exempel"), "the user's own is still there"


def test_a_lock_that_cannot_be_is_named_and_locks_nothing(tmp_path: Path) -> None:
    mine = Settings(tmp_path, {"theme": "purple", "unknown": 1, "calendars": ["/a.ics"], "idle_lock_min": 30})
    assert mine.refused == ("calendars", "theme", "unknown")
    assert not mine.locked(THEME)
    mine.put(THEME, "dark")
    assert (mine.get(THEME), mine.get(IDLE_LOCK_MIN)) == ("dark", 30)
