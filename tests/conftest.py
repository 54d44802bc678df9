"""What holds for every test: a home of its own, no screen and no sound of the user's, and no silent skips on CI.

The environment is set when this file is imported, before any test module can import Qt, keyring or a sound library.
"""

from __future__ import annotations

import atexit
import locale
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

from tests.peers.display import VirtualDisplay

# A skip that says one of these is honest on CI too: the films are no part of the project, a real device is not to be
# had there, and some tests hold for one Python or one system only. Any other skip is a missing system part.
HONEST_SKIPS = ("footage:", "hardware:", "immortal:", "platform:")

_OF_THE_USER = (
    "DBUS_SESSION_BUS_ADDRESS",
    "PULSE_COOKIE",
    "PULSE_RUNTIME_PATH",
    "PULSE_SERVER",
    "PULSE_SINK",
    "PULSE_SOURCE",
    "PIPEWIRE_RUNTIME_DIR",
    "WAYLAND_DISPLAY",
)


def _move_to_a_home_of_its_own() -> None:
    """Point HOME and all that follows from it at a new folder, which goes when the tests have ended."""
    home = Path(tempfile.mkdtemp(prefix="vardklient-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in _OF_THE_USER:
        os.environ.pop(name, None)
    folders = {
        "HOME": home,
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local/share",
        "XDG_STATE_HOME": home / ".local/state",
        "XDG_RUNTIME_DIR": home / "run",
    }
    for name, folder in folders.items():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[name] = str(folder)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The application of the tests has the style of ours."""
    return ["vardklient", "-style", "fusion"]


PATIENCE_MS = 60_000
"""So long a wait of Qt's may last that has no bound of its own; pytest-qt's five seconds are a busy machine's one."""


class PatientQtBot(QtBot):
    """pytest-qt's robot, which gives a slow machine more time."""

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:
        """See `QtBot.waitSignal`."""
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE_MS) -> None:
        """See `QtBot.waitUntil`."""
        super().waitUntil(callback, timeout=timeout)

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE_MS) -> Any:
        """Wait here until the widget is on the screen; pytest-qt's own is for `with`, and waits for nothing without."""
        shown = super().waitExposed(widget, timeout=timeout)
        with shown:
            return shown


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """In the place of pytest-qt's."""
    return PatientQtBot(request)


def _speak_utf8() -> None:
    """Qt warns, and a warning fails, where the locale is not UTF-8 (a server often has none)."""
    if os.name == "posix" and locale.getencoding().upper().replace("-", "") != "UTF8":
        os.environ["LC_ALL"] = "C.UTF-8"


_move_to_a_home_of_its_own()
_speak_utf8()
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHONFAULTHANDLER"] = "1"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# Two cores shared with a browser and two calls: an example's time says nothing about the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def unexplained_skip(longrepr: object) -> str | None:
    """The reason of a skip that CI does not accept, or None."""
    reason = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    reason = str(reason).removeprefix("Skipped: ")
    return None if reason.startswith(HONEST_SKIPS) else reason


def _on_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not (_on_ci() and report.outcome == "skipped") or hasattr(report, "wasxfail"):
        return
    reason = unexplained_skip(report.longrepr)
    if reason is not None:
        report.outcome = "failed"
        report.longrepr = f"skipped on CI, where nothing may be missing: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI=true a skipped test fails, unless its reason is one of `HONEST_SKIPS` or it needs a real device."""
    report = yield
    if item.get_closest_marker("hardware") is None:
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself as a whole."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(scope="session")
def virtual_display() -> Iterator[VirtualDisplay]:
    """A private X screen for programs that must show a real window: give them `virtual_display.environment()`."""
    with VirtualDisplay() as display:
        yield display
