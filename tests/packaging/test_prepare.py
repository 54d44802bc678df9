"""packaging/prepare.sh on machines that we do not have: a bare one, one without apt, one with other package names."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.packaging.machine import Machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="platform: Debian's package manager is on Linux only")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_complete_machine_says_and_does_nothing(machine: Machine) -> None:
    machine.has("apt-get", "echo called >&2")
    done = machine.prepare("prepare_system")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_root_and_sudo_it_says_what_to_install(machine: Machine) -> None:
    machine.lacks("libEGL.so.1")
    machine.has("apt-get", "echo called >&2")
    machine.has("apt-cache", "echo known")
    done = machine.prepare("prepare_system")
    assert done.returncode == 1
    assert "lacks: libEGL.so.1\n" in done.stderr
    assert "apt-get install libegl1" in done.stderr
    assert "called" not in done.stderr


def test_with_sudo_it_installs_what_is_missing_and_nothing_else(machine: Machine) -> None:
    machine.lacks("libportaudio.so.2")
    machine.has("apt-cache", "echo known")
    machine.has("env", 'while [ "${1#*=}" != "$1" ]; do export "$1"; shift; done; "$@"')
    machine.has("apt-get", 'echo "apt-get $* as ${DEBIAN_FRONTEND:-}" >>calls')
    machine.has("sudo", 'if [ "$1" = -n ]; then exit 0; fi; echo sudo >>calls; "$@"')
    done = machine.prepare("prepare_system")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    calls = (machine.folder / "calls").read_text("utf-8").splitlines()
    assert calls[0] == "sudo"
    assert calls[1].startswith("apt-get update")
    assert calls[2] == "sudo"
    assert calls[3].endswith(" libportaudio2 as noninteractive")


def test_a_failed_installation_ends_it(machine: Machine) -> None:
    machine.lacks("libportaudio.so.2")
    machine.has("id", "echo 0")
    machine.has("apt-cache", "echo known")
    machine.has("env", "exit 100")
    machine.has("apt-get", "exit 0")
    done = machine.prepare("prepare_system; echo went on")
    assert done.returncode == 1
    assert "could not be installed" in done.stderr
    assert "went on" not in done.stdout


def test_the_relay_of_the_tests_is_not_left_running_for_everybody(machine: Machine) -> None:
    for program in ("Xvfb", "chromium", "pulseaudio", "pactl", "ip", "openssl"):
        machine.has(program, "exit 0")
    machine.has("id", "echo 0")
    machine.has("apt-cache", "echo known")
    machine.has("env", 'while [ "${1#*=}" != "$1" ]; do shift; done; "$@"')
    machine.has("apt-get", 'echo "apt-get $*" >>calls')
    machine.has("systemctl", 'echo "systemctl $*" >>calls; exit 1')
    done = machine.prepare("lacking_packages=; prepare_system test")
    assert done.returncode == 0, done.stderr
    calls = (machine.folder / "calls").read_text("utf-8").splitlines()
    assert calls[1] == "systemctl mask coturn.service", "before it is installed"
    assert " coturn" in calls[2]


@pytest.mark.parametrize("known", ["libglib2.0-0t64", "libglib2.0-0"])
def test_takes_the_package_name_that_the_release_knows(machine: Machine, known: str) -> None:
    machine.lacks("libglib-2.0.so.0")
    machine.has("apt-get", "exit 0")
    machine.has("apt-cache", f'for name; do :; done; if [ "$name" = {known} ]; then echo known; fi')
    done = machine.prepare("prepare_system")
    assert f"apt-get install {known} \n" in done.stderr


def test_elsewhere_it_names_the_library_in_the_way_of_rpm(machine: Machine) -> None:
    machine.lacks("libEGL.so.1")
    done = machine.prepare("prepare_system")
    assert done.returncode == 1
    assert "sudo dnf install 'libEGL.so.1()(64bit)'" in done.stderr


def test_an_old_python_alone_is_a_missing_part(machine: Machine) -> None:
    machine.has("python3", "exit 1")
    machine.has("apt-get", "exit 0")
    machine.has("apt-cache", "exit 1")
    done = machine.prepare("prepare_system")
    assert done.returncode == 1
    assert "lacks: Python>=3.11" in done.stderr
    assert "python3-venv" in done.stderr


def test_a_virtual_screen_is_asked_for_only_when_needed(machine: Machine) -> None:
    assert machine.prepare("prepare_system").returncode == 0
    done = machine.prepare("prepare_system display")
    assert done.returncode == 1
    assert "lacks: Xvfb" in done.stderr


def test_a_screen_that_does_not_start_is_said(machine: Machine) -> None:
    machine.has("Xvfb", "echo no memory >&2; exit 1")
    done = machine.prepare("start_display")
    assert done.returncode == 1
    assert "the virtual screen did not start: no memory" in done.stderr
    assert not list(machine.folder.glob("tmp.*"))
