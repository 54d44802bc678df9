from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.base.log import ROOT, Code, SafeFormatter, note, redact, unexpected, where

SECRETS = [
    "IK-82",
    "ik-82",
    "IK–1982",
    "IK82",
    "ÅÄ 05",
    "ÅÄ-05 Videobesök",
    "19820314-1234",
    "820314-1234",
    "820314+1234",
    "198203141234",
    "070-174 06 05",
    "+46 70 174 06 05",
    "0701740605",
    "http://127.0.0.1:8080/visit#Zm9vYmFyYmF6cXV4MTIzNDU2",
    "https://meet.example/x?pwd=abc",
    "vardklient://join/abc",
    "Zm9vYmFyYmF6cXV4MTIzNDU2",
    "anna.karlsson@region.example",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("around", ["{}", "joined {} ok", "x={},", "({})"])
def test_secrets_are_taken_out(secret: str, around: str) -> None:
    said = redact(around.format(secret))
    assert secret not in said
    assert "<" in said
    assert not any(part in said for part in ("82", "05", "1234", "174", "karlsson", "Zm9v"))


@pytest.mark.parametrize(
    "harmless", ["source_read", "camera 1280x720 at 30.0 fps", "late 412 ms", "1.2.3", "ics.py:90"]
)
def test_what_helps_stays(harmless: str) -> None:
    assert redact(harmless) == harmless


@given(st.text("ABCÅÄÖabcåäö", min_size=2, max_size=6), st.integers(0, 99), st.text(max_size=20), st.text(max_size=20))
def test_initials_with_a_year_never_pass(letters: str, year: int, before: str, after: str) -> None:
    label = f"{letters}-{year:02d}"
    assert label not in redact(f"{before} {label} {after}")


@given(st.text("0123456789abcdef", min_size=16, max_size=16))
def test_a_visits_opaque_id_stays(digits: str) -> None:
    assert redact(f"v{digits}") == f"v{digits}"


@given(st.text())
def test_no_text_raises(text: str) -> None:
    redact(text)


class Lines(logging.Handler):
    """Keeps the lines that a file would hold."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(SafeFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record).split(" ", 1)[1])


@pytest.fixture
def lines() -> Iterator[list[str]]:
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    logging.getLogger(ROOT).setLevel(logging.INFO)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)
    logging.getLogger(ROOT).setLevel(logging.NOTSET)


def test_codes_with_numbers_and_words(lines: list[str]) -> None:
    note(Code.SOURCE_READ, records=7, seconds=0.25, fresh=True, visit="v368d673b7f0aee3a", reason="bad_event")
    note(Code.LATE_GUI, logging.WARNING, late_ms=412)
    assert lines[0] == "INFO source_read records=7 seconds=0.250 fresh=True visit=v368d673b7f0aee3a reason=bad_event"
    assert lines[1] == "WARNING late_gui late_ms=412"


def test_fields_that_are_not_words_are_not_logged(lines: list[str]) -> None:
    note(Code.SOURCE_READ, a="IK-82", b="Inga Kvist", c="https://x/#t", d=198203141234, e="", **{"Namn Namnsson": "x"})
    assert lines == ["INFO source_read a=? b=? c=? d=? e=?"]


def test_what_others_say_is_cut_down(lines: list[str]) -> None:
    logging.getLogger("some.library").warning("patient %s came", "IK-82")
    logging.getLogger("IK-82 Videobesök").warning("x")
    logging.getLogger(ROOT).warning("free text about IK-82")
    logging.getLogger(ROOT).warning("%s", "IK-82")
    assert lines == ["WARNING other some.library", "WARNING other ?"] + ["WARNING other vardklient"] * 2


def test_an_exception_says_where_and_not_what(lines: list[str]) -> None:
    try:
        raise ValueError("Ingrid Karlsson 19820314-1234")
    except ValueError as error:
        unexpected(error)
        kind, _, trace = sys.exc_info()
        assert kind is not None
        assert where(kind, trace).startswith("ValueError at test_log.py:")
    assert lines[0].startswith("ERROR unexpected type=ValueError ValueError at test_log.py:")
    assert "Ingrid" not in lines[0]
    assert "/" not in lines[0]
