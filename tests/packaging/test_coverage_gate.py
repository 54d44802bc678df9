"""The ratchet names the lines that no test ran, also of a file that no test imported."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import coverage
import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "coverage_gate.py"


@pytest.fixture
def gate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coverage_gate", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(tmp_path: Path, ran: dict[str, list[int]]) -> coverage.Coverage:
    """A measurement of two small files, as if a run had executed the given lines."""
    folder = tmp_path / "domain"
    folder.mkdir()
    (folder / "whole.py").write_text("a = 1\nb = 2\n", "utf-8")
    (folder / "half.py").write_text("a = 1\nif a > 1:\n    b = 2\n    c = 3\n", "utf-8")
    data = coverage.CoverageData(basename=str(tmp_path / "data"))
    data.add_lines({str(folder / name): lines for name, lines in ran.items()})
    data.write()
    result = coverage.Coverage(data_file=str(tmp_path / "data"), config_file=False)
    result.load()
    return result


def test_names_the_lines_that_no_test_ran(gate: ModuleType, tmp_path: Path) -> None:
    data = measured(tmp_path, {"whole.py": [1, 2], "half.py": [1, 2]})
    assert gate.missing_lines(data, tmp_path, ("domain",)) == {"domain/half.py": "3-4"}


def test_a_file_that_no_test_imported_misses_all_its_lines(gate: ModuleType, tmp_path: Path) -> None:
    data = measured(tmp_path, {"whole.py": [1, 2]})
    assert gate.missing_lines(data, tmp_path, ("domain",)) == {"domain/half.py": "1-4"}


def test_all_is_well_when_every_line_was_run(gate: ModuleType, tmp_path: Path) -> None:
    data = measured(tmp_path, {"whole.py": [1, 2], "half.py": [1, 2, 3, 4]})
    assert gate.missing_lines(data, tmp_path, ("domain",)) == {}


def test_no_measurement_is_a_failure(gate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main(str(tmp_path / "nothing")) == 1
    assert "no measurement" in capsys.readouterr().err
