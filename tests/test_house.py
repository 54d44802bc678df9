"""Rules of the house that no single module can keep: one version, no traces of one machine, layers that hold."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from vardklient.main import COMMANDS

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "src" / "vardklient"
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))

# What the tools leave behind, and what is fetched: no part of the project.
NOT_OURS = {"__pycache__", "models", "shots", "dist", "build", "htmlcov", "node_modules"}
HEAVY = ("cv2", "numpy", "av", "aiortc", "aiohttp", "sounddevice", "icalendar", "mediapipe")


def project_files() -> Iterator[Path]:
    """Every file of the project, found without git, so that the rules hold in an unpacked archive too."""
    for folder, folders, names in os.walk(PROJECT):
        hidden = {name for name in folders if name.startswith(".") and name != ".ci"}
        folders[:] = sorted(set(folders) - hidden - NOT_OURS)
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith(".coverage"))


def text_files() -> Iterator[tuple[str, str]]:
    for path in project_files():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            yield path.relative_to(PROJECT).as_posix(), content.decode("utf-8")


def run_python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, env=os.environ | environment
    )


def test_the_version_stands_in_one_place() -> None:
    version = PYPROJECT["project"]["version"]
    assert importlib.metadata.version("vardklient") == version
    quoted = re.compile(rf"""["']{re.escape(version)}["']|__version__""")
    places = [
        name
        for name, text in text_files()
        if name.endswith((".py", ".toml", ".js", ".sh")) and not name.startswith("tests/") and quoted.search(text)
    ]
    assert places == ["pyproject.toml"]


def test_no_registry_and_no_path_of_one_machine_in_any_file() -> None:
    machine = re.compile(r"(?<![\w.])/(?:work|farm|root)/|[.]library[/]")
    registry = re.compile(r"https?://[a-z0-9.-]*(?:p[y]pi|p[y]thonhosted|n[p]mjs|d[e]bian)[.]", re.IGNORECASE)
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in text_files()
        for number, line in enumerate(text.splitlines(), 1)
        if (machine.search(line) and name != "tests/test_house.py") or registry.search(line)
    ]
    assert found == []


def test_the_locks_hold_hashes_and_nothing_about_where_packages_come_from() -> None:
    for name in ("run", "test"):
        text = (PROJECT / "requirements" / f"{name}.txt").read_text("utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
        pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert len(pins) > 40
        assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)


def test_the_test_lock_holds_all_of_the_run_lock() -> None:
    """Then `./run` after `./test` has nothing to install."""

    def pins(name: str) -> set[str]:
        text = (PROJECT / "requirements" / f"{name}.txt").read_text("utf-8")
        return set(re.findall(r"^[a-z0-9].*|^ +--hash=\S+", text, re.MULTILINE))

    assert pins("run") < pins("test")


def test_what_pyproject_asks_for_is_locked() -> None:
    project = PYPROJECT["project"]
    wanted = [
        *project["dependencies"],
        *project["optional-dependencies"]["test"],
        *PYPROJECT["build-system"]["requires"],
    ]
    locked = (PROJECT / "requirements" / "test.txt").read_text("utf-8")
    for requirement in wanted:
        found = re.match(r"[A-Za-z0-9._-]+", requirement)
        assert found, requirement
        name = re.sub(r"[-_.]+", "-", found[0]).lower()
        assert re.search(rf"^{name}==", locked, re.MULTILINE), f"{name} is not locked: packaging/lock.sh"


def test_opencv_brings_no_qt_of_its_own() -> None:
    """The GUI build of OpenCV ships a second Qt and sets variables that child processes inherit."""
    code = "import json, os, cv2; print(json.dumps([[n for n in os.environ if n.startswith('QT_')], cv2.__file__]))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    variables, place = json.loads(done.stdout)
    assert variables == []
    assert not Path(place).with_name("qt").exists()


def test_the_first_window_loads_nothing_heavy() -> None:
    """The window's own module and all views in it; the next test asks the whole program."""
    code = f"""
import json, sys
from vardklient.ui.application import make_application
from vardklient.ui.mainwindow import MainWindow
application = make_application(["vardklient"], language="sv", theme="light", text_scale=1.0)
window = MainWindow(application.look)
window.show()
application.processEvents()
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_the_program_has_nothing_heavy_loaded_when_its_window_paints() -> None:
    done = run_python("-m", "vardklient", "window", "--quit-when-shown")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["modules"] == []
    assert 0 < told["painted_s_since_exec"] < 30


def test_the_day_is_listed_with_nothing_heavy_loaded() -> None:
    """What lists it; the rest is loaded meanwhile, so `--quit-when-listed` cannot tell for sure."""
    code = f"""
import json, sys
import vardklient.program.backend
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize("place", ["README.md", "docs/cli.md"])
def test_every_command_is_documented(place: str) -> None:
    text = (PROJECT / place).read_text("utf-8")
    missing = [name for name in COMMANDS if not re.search(rf"vardklient {name}\b", text)]
    assert missing == []


def test_every_link_in_the_documents_leads_somewhere() -> None:
    documents = [PROJECT / name for name, _ in text_files() if name.endswith(".md")]
    lost = [
        f"{document.relative_to(PROJECT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert lost == []


def test_every_decision_record_is_listed() -> None:
    folder = PROJECT / "docs" / "decisions"
    listed = (folder / "README.md").read_text("utf-8")
    for record in sorted(folder.glob("[0-9]*.md")):
        assert f"({record.name})" in listed, f"{record.name} is not in docs/decisions/README.md"


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("checks", "import PySide6", "Qt only in ui and media"),
        ("domain", "import vardklient.wire.codec", "Floors"),
        ("media", "import vardklient.calls", "Floors"),
        ("visitserver", "import vardklient.ports.clock", "The visit server knows only"),
    ],
)
def test_a_forbidden_import_breaks_a_contract(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copytree(SOURCE, tmp_path / "src" / "vardklient", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    (tmp_path / "src" / "vardklient" / module / "planted.py").write_text(f'"""Planted."""\n\n{line}\n', "utf-8")
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"vardklient.{module}.planted" in done.stdout
    assert re.search(rf"{contract}.* BROKEN", done.stdout)


class _Emitter(QObject):
    carried = Signal(object)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="immortal: True and None are not counted from Python 3.12 on")
def test_emits_lose_no_reference() -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference per emit and ends the program within minutes of a call."""
    emitter = _Emitter()
    received: list[object] = []
    emitter.carried.connect(received.append)
    emitter.carried.emit(True)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(100):
        emitter.carried.emit(True)
        received.clear()
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert abs(after[0] - before[0]) < 20
    assert abs(after[1] - before[1]) < 20
