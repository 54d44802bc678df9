from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from vardklient.base.log import Code, note, unexpected
from vardklient.vault.logs import BYTES_MAX, FILES_KEPT, logging_to


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


def test_one_file_for_the_owner_alone(tmp_path: Path) -> None:
    handlers = logging.getLogger().handlers[:]
    with logging_to(tmp_path / "log") as path:
        note(Code.STARTED, version="0.1.0")
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
        (tmp_path / "other").touch()
        assert (tmp_path / "other").stat().st_mode & 0o777 == 0o600, "umask"
    assert logging.getLogger().handlers == handlers
    assert path.read_text().rstrip().endswith("INFO started version=0.1.0")


def test_an_open_file_of_earlier_is_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "vardklient.log"
    path.write_text("")
    path.chmod(0o644)
    with logging_to(tmp_path):
        note(Code.STARTED)
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_of_a_patient_reaches_the_file(tmp_path: Path) -> None:
    secret = "IK-82 Ingrid Karlsson 19820314-1234 070-174 06 05 http://h/visit#Zm9vYmFyYmF6cXV4MTIz"
    with logging_to(tmp_path, logging.DEBUG) as path:
        note(Code.CALL_OPENED, visit=secret)
        logging.getLogger("aiortc").error(secret)
        logging.getLogger("vardklient.schedule").error(secret)
        logging.getLogger("some").debug(secret)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(secret, stacklevel=1)
        try:
            raise RuntimeError(secret)
        except RuntimeError as error:
            unexpected(error)
    text = path.read_text()
    assert [line.split(" ")[2] for line in text.splitlines()] == [
        "call_opened",
        "other",
        "other",
        "other",
        "unexpected",
    ]
    for word in ("IK", "Ingrid", "1982", "070", "http", "Zm9v", str(Path.home().name) + "/"):
        assert word not in text


def test_it_rotates_and_stays_private(tmp_path: Path) -> None:
    with logging_to(tmp_path) as path:
        for _ in range(BYTES_MAX * (FILES_KEPT + 2) // 60):
            note(Code.SOURCE_READ, records=1, seconds=0.1)
    files = sorted(tmp_path.iterdir())
    assert len(files) == FILES_KEPT + 1
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert all(file.stat().st_size <= BYTES_MAX for file in files)
    assert path in files


def test_without_a_folder_the_lines_go_to_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    with logging_to(tmp_path / "file" / "log"):
        note(Code.STARTED)
        logging.getLogger("elsewhere").error("IK-82 said something")
    said = capsys.readouterr().err
    assert "started" in said
    assert "IK-82" not in said


def test_a_disk_that_refuses_loses_the_line_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_to(tmp_path) as path:
        path.mkdir()  # refuses root too, as a full disk does
        note(Code.STARTED)
    assert capsys.readouterr().err == ""
