"""The store on a real gnome-keyring, each step a program of its own; and keyrings that must never be used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.peers.keyring import Keyring, find_keyring, keyring
from vardklient.ports.secrets import MemoryOnly
from vardklient.vault.secrets import FOLDER_NAME

PROGRAM = Path(__file__).with_name("keyring_program.py")
LARGE = "å" * 5000
REAL = pytest.mark.skipif(find_keyring() is None, reason="gnome-keyring and dbus-run-session are needed")


@dataclass(frozen=True)
class Starts:
    """Starts the program, over and over, in one environment."""

    folder: Path
    environment: dict[str, str]

    def __call__(self, *words: str, within_s: float = 30, **more: str) -> dict[str, Any]:
        command = [sys.executable, str(PROGRAM), str(self.folder), str(within_s), *words]
        source = str(Path(__file__).parents[2] / "src")
        paths = os.pathsep.join(path for path in (more.pop("PYTHONPATH", ""), source) if path)
        done = subprocess.run(
            command, env={**self.environment, "PYTHONPATH": paths, **more}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert isinstance(found, dict)
        return found

    @property
    def files(self) -> list[Path]:
        folder = self.folder / FOLDER_NAME
        return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Keyring]:
    with keyring(tmp_path / "home") as running:
        yield running


@pytest.fixture
def start(real: Keyring, tmp_path: Path) -> Starts:
    return Starts(tmp_path / "data", real.environment)


@REAL
def test_a_secret_outlives_the_program(real: Keyring, start: Starts) -> None:
    first = start("get", "token", "put", "token", "hemlig", "get", "token")
    assert first == {"got": [None, "hemlig"], "forgot": [], "reason": None, "in_memory": False}
    assert start("get", "token")["got"] == ["hemlig"]
    assert real.labels() == ["Password for 'token' on 'vardklient:token'"]
    assert start.files == [], "a short secret needs no file"
    assert start("put", "token", "b", "put", "other", "c", "forget", "token", "forget", "token")["reason"] is None
    assert start("get", "token", "get", "other")["got"] == [None, "c"]


@REAL
def test_a_large_secret_is_sealed_with_a_key_of_the_keyring(real: Keyring, start: Starts) -> None:
    assert start("put", "token", LARGE)["reason"] is None
    assert start("get", "token")["got"] == [LARGE]
    (file,) = start.files
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert LARGE[:20].encode() not in file.read_bytes()
    assert "token" not in file.name
    sealed = file.read_bytes()
    assert start("put", "token", LARGE + "2", "get", "token")["got"] == [LARGE + "2"]
    assert start.files == [file]
    assert start("put", "token", "short", "get", "token")["got"] == ["short"]
    assert start.files == [], "what is in the keyring itself leaves no file"
    assert start("put", "token", LARGE, "forget", "token")["reason"] is None
    assert (start.files, real.labels()) == ([], [])
    file.write_bytes(sealed)
    assert start("put", "token", LARGE[1:], "forget", "token", "get", "token")["got"] == [None]


@REAL
@pytest.mark.parametrize("damage", [b"", b"gAAAAA", b"\xff" * 100])
def test_a_damaged_file_is_forgotten(start: Starts, damage: bytes) -> None:
    start("put", "token", LARGE)
    (file,) = start.files
    file.write_bytes(damage)
    assert start("get", "token", "get", "token") == {
        "got": [None, None],
        "forgot": [],
        "reason": None,
        "in_memory": False,
    }
    assert start.files == []
    assert start("put", "token", LARGE, "get", "token")["got"] == [LARGE]


@REAL
def test_a_file_that_is_gone_is_none(start: Starts) -> None:
    start("put", "token", LARGE)
    start.files[0].unlink()
    assert start("get", "token", "put", "token", LARGE, "get", "token")["got"] == [None, LARGE]


@REAL
def test_a_locked_keyring_leaves_memory_alone(real: Keyring, start: Starts) -> None:
    start("put", "token", "hemlig")
    real.lock()
    locked = start("get", "token", "put", "token", "ny", "get", "token", "put", "large", LARGE, "get", "large")
    assert locked == {"got": [None, "ny", LARGE], "forgot": [], "reason": MemoryOnly.LOCKED, "in_memory": True}
    assert start("get", "token")["got"] == [None], "the next start knows nothing"
    assert start.files == []


@REAL
@pytest.mark.parametrize("secret", ["hemlig", LARGE])
def test_a_locked_keyring_lets_go_when_it_is_opened(real: Keyring, start: Starts, secret: str) -> None:
    start("put", "token", secret, "put", "other", "x")
    real.lock()
    assert start("forget", "token", "forget", "other", "forget", "never")["forgot"] == [False, False, True]
    assert len(real.labels()) == 2, "it is still there"
    assert start("settle")["forgot"] == [False]
    real.unlock()
    assert start("get", "token", "settle") == {"got": [None], "forgot": [True], "reason": None, "in_memory": False}
    assert (real.labels(), start.files) == ([], [])


@REAL
def test_a_start_without_a_bus_does_not_claim_to_have_forgotten(real: Keyring, start: Starts, tmp_path: Path) -> None:
    start("put", "token", "hemlig")
    assert without_a_bus(tmp_path)("forget", "token", "forget", "never")["forgot"] == [False, True]
    assert start("settle")["forgot"] == [True]
    assert real.labels() == []


@REAL
def test_a_keyring_without_a_collection_leaves_memory_alone(tmp_path: Path) -> None:
    with keyring(tmp_path / "home", unlocked=False) as real:
        start = Starts(tmp_path / "data", real.environment)
        found = start("put", "token", LARGE, "get", "token")
    assert found == {"got": [LARGE], "forgot": [], "reason": MemoryOnly.LOCKED, "in_memory": True}
    assert start.files == []


@REAL
def test_a_keyring_that_dies_leaves_memory_alone(real: Keyring, start: Starts) -> None:
    start("put", "token", LARGE)
    real.end()
    found = start("get", "token", "put", "token", "ny", "get", "token")
    assert found["got"] == [None, "ny"], "D-Bus starts another one, which is locked"
    assert found["in_memory"]


@REAL
def test_a_keyring_that_hangs_is_not_waited_for(real: Keyring, start: Starts) -> None:
    start("put", "token", "hemlig")
    with real.hanging():
        found = start("get", "token", "put", "token", "ny", "get", "token", within_s=0.5)
        assert found["got"] == [None, "ny"]
        assert found["in_memory"]
    assert start("get", "token")["got"] == ["hemlig"]


def without_a_bus(tmp_path: Path) -> Starts:
    home = tmp_path / "bare"
    home.mkdir()
    return Starts(tmp_path / "data", {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(home)})


@pytest.mark.skipif(sys.platform != "linux", reason="platform: the system has a keyring that needs no bus")
def test_without_a_bus_secrets_stay_in_memory(tmp_path: Path) -> None:
    start = without_a_bus(tmp_path)
    found = start("get", "token", "put", "token", LARGE, "get", "token")
    assert found == {"got": [None, LARGE], "forgot": [], "reason": MemoryOnly.NO_KEYRING, "in_memory": True}
    assert start("get", "token")["got"] == [None]
    assert start.files == []


# ---------------------------------------------------------------- keyrings that keep plain text

PLAIN = """
import pathlib, keyring.backend
class {name}({base}):
    priority = 9
    def get_password(self, service, username):
        return "from the plain file"
    def set_password(self, service, username, password):
        pathlib.Path(pathlib.Path.home(), "plain.txt").write_text(password)
    delete_password = get_password
"""


@pytest.fixture
def plain(tmp_path: Path) -> str:
    """A plain-text keyring, installed as keyrings.alt is: with an entry point. Returns its place."""
    place = tmp_path / "site"
    for module, base in (("plainring", "keyring.backend.KeyringBackend"), ("cleverring", "Keyring")):
        (place / module).mkdir(parents=True)
        text = PLAIN.format(name="Keyring", base=base)
        if base == "Keyring":  # it derives from one that is allowed, and has its name
            text = f"from keyring.backends.SecretService import Keyring\n{text}"
        (place / module / "__init__.py").write_text(text)
        info = place / f"{module}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[keyring.backends]\n{module} = {module}\n")
    return str(place)


@pytest.mark.skipif(sys.platform != "linux", reason="platform: elsewhere the system's own keyring is always there")
def test_a_plain_keyring_is_installed_and_not_used(plain: str, tmp_path: Path) -> None:
    """It would be chosen: keyring alone takes it."""
    start = without_a_bus(tmp_path)
    script = "import keyring; print(type(keyring.get_keyring()).__module__)"
    alone = subprocess.run(
        [sys.executable, "-c", script], env={**start.environment, "PYTHONPATH": plain}, capture_output=True, text=True
    )
    assert alone.stdout.strip() in ("plainring", "cleverring", "keyring.backends.chainer"), alone.stderr
    found = start("get", "token", "put", "token", "hemlig", "get", "token", PYTHONPATH=plain)
    assert found == {"got": [None, "hemlig"], "forgot": [], "reason": MemoryOnly.NO_KEYRING, "in_memory": True}
    assert not (tmp_path / "bare" / "plain.txt").exists()


@pytest.mark.parametrize("module", ["plainring", "cleverring"])
def test_a_plain_keyring_that_is_asked_for_is_refused(plain: str, module: str, tmp_path: Path) -> None:
    start = without_a_bus(tmp_path)
    words = ("put", "token", LARGE, "get", "token")
    by_variable = start(*words, PYTHONPATH=plain, PYTHON_KEYRING_BACKEND=f"{module}.Keyring")
    assert by_variable == {"got": [LARGE], "forgot": [], "reason": MemoryOnly.NOT_ALLOWED, "in_memory": True}
    config = tmp_path / "bare/.config/python_keyring/keyringrc.cfg"
    config.parent.mkdir(parents=True)
    config.write_text(f"[backend]\ndefault-keyring={module}.Keyring\nkeyring-path={plain}\n")
    if sys.platform == "linux":
        assert start(*words) == {"got": [LARGE], "forgot": [], "reason": MemoryOnly.NOT_ALLOWED, "in_memory": True}
    assert not (tmp_path / "bare" / "plain.txt").exists()
    assert start.files == []


@REAL
def test_beside_a_real_keyring_a_plain_one_gets_nothing(plain: str, real: Keyring, start: Starts) -> None:
    """keyring's chainer would ask both."""
    found = start("put", "token", "hemlig", "get", "token", "get", "other", PYTHONPATH=plain)
    assert found == {"got": ["hemlig", None], "forgot": [], "reason": None, "in_memory": False}
    assert len(real.labels()) == 1
    assert not (Path(real.environment["HOME"]) / "plain.txt").exists()


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_a_keyring_that_is_switched_off_is_none(name: str, tmp_path: Path) -> None:
    found = without_a_bus(tmp_path)("put", "token", "x", "get", "token", PYTHON_KEYRING_BACKEND=name)
    assert found == {"got": ["x"], "forgot": [], "reason": MemoryOnly.NO_KEYRING, "in_memory": True}


def test_a_keyring_that_cannot_be_loaded_is_broken(tmp_path: Path) -> None:
    found = without_a_bus(tmp_path)("put", "token", "x", "get", "token", PYTHON_KEYRING_BACKEND="nowhere.Keyring")
    assert found == {"got": ["x"], "forgot": [], "reason": MemoryOnly.BROKEN, "in_memory": True}
