"""./run in an installed checkout: what it starts, on which screen, and that it touches nothing the second time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.machine import PROJECT, Machine, write_script

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="platform: run is for Linux and macOS, run.ps1 for Windows"
)

# Stands in for .venv/bin/python. Asked for pip it says so; else it tells what it was started with.
PYTHON = """
case "$*" in
  *pip*) echo pip >>pip_calls; exit 0 ;;
esac
echo "$* | ${DISPLAY:-none} | ${QT_QPA_PLATFORM:-none} | ${LC_ALL:-none}"
exit ${PROGRAM_ENDS_WITH:-0}
"""
XVFB = "echo 42 >&3; echo $$ >xvfb_pid; exec sleep 60"


class Checkout(Machine):
    """A machine with a checkout in which everything was installed before."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for name in ("run", "pyproject.toml", "packaging/prepare.sh", "requirements/run.txt", "requirements/model.txt"):
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(PROJECT / name, folder / name)
        (folder / "resources" / "models").mkdir(parents=True)
        (folder / "resources" / "models" / "face_detection_full_range.tflite").touch()
        (folder / ".venv" / "bin").mkdir(parents=True)
        write_script(folder / ".venv" / "bin" / "python", PYTHON)
        self.has("Xvfb", XVFB)
        stamps = [("run", "requirements/run.txt"), ("project", "pyproject.toml"), ("model", "requirements/model.txt")]
        made = self.prepare("\n".join(f'stamp {name} "$(stamp_key {path})"' for name, path in stamps))
        assert made.returncode == 0, made.stderr

    def start(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        done = self.run("sh", str(self.folder / "run"), *words, **environment)
        assert not (self.folder / "pip_calls").exists(), "nothing was to be installed"
        return done

    def screen_is_gone(self) -> bool:
        pid = (self.folder / "xvfb_pid").read_text("utf-8").strip()
        return not Path("/proc", pid).exists() and not list(self.folder.glob("tmp.*"))


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_with_a_display_it_starts_the_program_and_says_nothing(checkout: Checkout) -> None:
    done = checkout.start(DISPLAY=":7")
    assert (done.returncode, done.stdout, done.stderr) == (0, "-m vardklient | :7 | none | none\n", "")


def test_without_a_display_it_goes_through_the_practice_morning(checkout: Checkout) -> None:
    done = checkout.start()
    assert done.returncode == 0
    assert done.stdout == "-m vardklient tour --out shots | :42 | none | none\n"
    assert "practice morning on a virtual screen" in done.stderr
    assert f"{checkout.folder}/shots" in done.stderr
    assert checkout.screen_is_gone()


def test_a_tour_without_a_display_gets_a_virtual_one_and_keeps_its_exit_code(checkout: Checkout) -> None:
    done = checkout.start("tour", "--out", "elsewhere", PROGRAM_ENDS_WITH="3")
    assert done.returncode == 3
    assert done.stdout.startswith("-m vardklient tour --out elsewhere | :42 |")
    assert checkout.screen_is_gone()


@pytest.mark.parametrize("words", [("devices", "--json"), ("check", "--only", "camera"), ("--help",)])
def test_other_commands_need_no_display(checkout: Checkout, words: tuple[str, ...]) -> None:
    done = checkout.start(*words)
    assert done.returncode == 0
    assert done.stdout == f"-m vardklient {' '.join(words)} | none | offscreen | none\n"
    assert done.stderr == "", "stdout and stderr belong to the command"


@pytest.mark.parametrize("words", [("window",), ("--quit-when-shown",)])
def test_a_window_without_a_display_is_refused_in_one_sentence(checkout: Checkout, words: tuple[str, ...]) -> None:
    done = checkout.start(*words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("vardklient: there is no display here")
    assert done.stderr.count("\n") == 1


def test_a_locale_that_is_not_utf8_is_replaced(checkout: Checkout) -> None:
    checkout.has("locale", "echo ANSI_X3.4-1968")
    assert checkout.start("devices").stdout.endswith("| C.UTF-8\n")


def test_words_reach_the_program_as_they_are(checkout: Checkout) -> None:
    done = checkout.start("check", "--camera", "a film.mp4")
    assert "check --camera a film.mp4" in done.stdout


def test_a_changed_lock_is_installed(checkout: Checkout) -> None:
    with (checkout.folder / "requirements" / "run.txt").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    checkout.run("sh", str(checkout.folder / "run"), "devices")
    assert (checkout.folder / "pip_calls").exists()


def test_without_the_face_model_the_program_starts_all_the_same(checkout: Checkout) -> None:
    (checkout.folder / "resources" / "models" / "face_detection_full_range.tflite").unlink()
    write_script(
        checkout.folder / ".venv" / "bin" / "python", 'case "$*" in *fetch_model*) exit 1 ;; esac; echo started'
    )
    done = checkout.start("devices")
    assert (done.returncode, done.stdout) == (0, "started\n")
    assert "Without the face model" in done.stderr
