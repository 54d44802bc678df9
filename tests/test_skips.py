"""The rule of tests/conftest.py: on CI a test that is skipped for a missing part fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

HOOKS = "from tests.conftest import pytest_make_collect_report, pytest_runtest_makereport\n"
TESTS = """
import pytest

def test_missing_part():
    pytest.skip("no chromium here")

@pytest.mark.skipif(True, reason="no sound here")
def test_missing_mark():
    pass

def test_film():
    pytest.skip("footage: ../shared/footage is absent")

@pytest.mark.hardware
def test_device():
    pytest.skip("no camera here")

@pytest.mark.xfail(reason="known")
def test_known():
    assert False
"""
WHOLE_MODULE = "import pytest\npytest.skip('no server here', allow_module_level=True)\n"


def outcome(folder: Path, ci: str) -> tuple[int, str]:
    (folder / "conftest.py").write_text(HOOKS, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = hardware: needs a device\n", "utf-8")
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:randomly", "-p", "no:cacheprovider", str(folder)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_skips_fail_on_ci(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(TESTS, "utf-8")
    code, said = outcome(tmp_path, "true")
    assert code == 1
    assert "1 failed, 2 skipped, 1 xfailed, 1 error" in said
    assert "nothing may be missing: no chromium here" in said
    assert "nothing may be missing: no sound here" in said


def test_a_skipped_module_fails_on_ci(tmp_path: Path) -> None:
    (tmp_path / "test_whole.py").write_text(WHOLE_MODULE, "utf-8")
    code, said = outcome(tmp_path, "true")
    assert code not in (0, 5)
    assert "nothing may be missing: no server here" in said


def test_skips_pass_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(TESTS, "utf-8")
    code, said = outcome(tmp_path, "")
    assert code == 0
    assert "4 skipped, 1 xfailed" in said
