from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.checks.limits import load_limits
from vardklient.checks.tables import FILE

TEXT = resource(FILE).read_text("utf-8")
UNITS = ("_luma", "_share", "_ratio", "ratio", "_stops", "_s", "_hz", "_px", "_faces")


def test_every_limit_of_the_program_is_a_number_with_its_unit() -> None:
    limits = load_limits()
    for table in fields(limits):
        for name, value in getattr(limits, table.name).as_measures().items():
            assert name.endswith(UNITS), f"{table.name}.{name}"
            assert isinstance(value, float)


def test_another_file_counts(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(TEXT.replace("frozen_s = 0.95", "frozen_s = 2"), "utf-8")
    assert load_limits(path).liveness.frozen_s == 2


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("frozen_s = 0.95", "", "frozen_s"),
        ("frozen_s = 0.95", "frozen_s = 0.95\nsurprise_s = 1", "surprise_s"),
        ("frozen_s = 0.95", 'frozen_s = "long"', r"\[liveness\] has to be a table of numbers"),
        ("frozen_s = 0.95", "frozen_s = true", "table of numbers"),
        ("[liveness]", "[life]", r"\[liveness\] has to be a table"),
        ("[liveness]", "[liveness", "cannot be read"),
    ],
)
def test_a_damaged_file_says_what_is_wrong(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(TEXT.replace(old, new), "utf-8")
    with pytest.raises(ResourceError, match=reason):
        load_limits(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        load_limits(tmp_path / "none.toml")
