from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import days
from tests.ui.conftest import dress, look  # noqa: F401 - fixtures
from vardklient.domain.deeplink import visit_link
from vardklient.flows.day import DayState, LookAt
from vardklient.program.doorway import Doorway
from vardklient.program.instance import Instance
from vardklient.ui.confirm import ConfirmPanel
from vardklient.ui.look import Look
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.rail import Page

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Stage(QObject):
    """The program, as far as it is called from outside."""

    painted = Signal()
    closing = Signal()
    day_shown = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window = window

    def show(self, state: DayState) -> None:
        self.window.day.show_state(state)
        self.day_shown.emit(state)


def day() -> DayState:
    found = days.morning()
    rows = tuple(replace(row, visit=replace(row.visit, visit_id=f"v{n}")) for n, row in enumerate(found.rows))
    return replace(found, rows=rows, next_id="v1")


@pytest.fixture
def stage(qtbot: QtBot, look: Look) -> Stage:  # noqa: F811
    window = MainWindow(look)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return Stage(window)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path / "run", "window")
    assert made.claim()
    yield made
    made.close()


def said(stage: Stage) -> list[str]:
    return [notice.sentence for notice in stage.window.notices.shown]


@pytest.mark.parametrize("place", [3, 0])
def test_a_link_on_the_command_line_leads_to_its_row_and_opens_nothing(
    qapp: QApplication, stage: Stage, instance: Instance, place: int
) -> None:
    commanded: list[object] = []
    stage.window.day.commanded.connect(commanded.append)
    Doorway(qapp, stage, instance, visit_link(f"v{place}"))  # type: ignore[arg-type]
    stage.window.navigate(Page.SETTINGS)
    stage.show(day())
    visits = stage.window.day.later if place else stage.window.day.earlier
    assert visits.rows.face(visits.currentIndex().row()).visit_id == f"v{place}"
    assert stage.window.focusWidget() is visits
    assert stage.window.page is Page.DAY
    assert commanded == []
    assert said(stage) == []


def test_the_next_visit_has_its_button_in_focus(qapp: QApplication, stage: Stage) -> None:
    Doorway(qapp, stage, None, visit_link("v1"))  # type: ignore[arg-type]
    stage.show(day())
    assert stage.window.focusWidget() is stage.window.day.hero.join


@pytest.mark.parametrize(("place", "typed"), [(1, "al"), (3, "ik"), (0, "al")])
def test_a_search_does_not_hide_where_the_link_leads(qapp: QApplication, stage: Stage, place: int, typed: str) -> None:
    Doorway(qapp, stage, None)  # type: ignore[arg-type]
    stage.show(day())
    page = stage.window.day
    page.head.searching.emit()
    page.search.field.setText(typed)
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(visit_link(f"v{place}"))))
    assert not page.search.isVisible()
    assert stage.window.focusWidget() is {1: page.hero.join, 3: page.later, 0: page.earlier}[place]
    if place != 1:
        visits = page.later if place else page.earlier
        assert visits.rows.face(visits.currentIndex().row()).visit_id == f"v{place}"


def test_where_the_next_visit_is_asked_about_the_question_has_the_focus(qapp: QApplication, stage: Stage) -> None:
    Doorway(qapp, stage, None)  # type: ignore[arg-type]
    stage.show(replace(day(), asking="v1"))
    page = stage.window.day
    page.head.back.setFocus()
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(visit_link("v1"))))
    panel = page.findChild(ConfirmPanel)
    assert isinstance(panel, ConfirmPanel)
    assert stage.window.focusWidget() is panel.back


def test_the_next_visit_that_cannot_be_joined_now_has_its_other_button_in_focus(
    qapp: QApplication, stage: Stage
) -> None:
    Doorway(qapp, stage, None)  # type: ignore[arg-type]
    stage.show(replace(day(), active_id="v-in-another-list"))
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(visit_link("v1"))))
    assert stage.window.focusWidget() is stage.window.day.hero.more


def test_a_link_to_nothing_is_said_in_a_sentence(qapp: QApplication, stage: Stage) -> None:
    Doorway(qapp, stage, None, visit_link("v-not-there"))  # type: ignore[arg-type]
    stage.show(day())
    assert said(stage) == ["Länken leder inte till något av dagens besök."]


def test_from_another_day_today_is_asked_for(qapp: QApplication, stage: Stage) -> None:
    commanded: list[object] = []
    stage.window.day.commanded.connect(commanded.append)
    Doorway(qapp, stage, None, visit_link("v3"))  # type: ignore[arg-type]
    tomorrow = DayState(day().day + timedelta(days=1), day().now, loading=False)
    stage.show(replace(day(), look=tomorrow))
    assert commanded == [LookAt(day().day)]


def test_a_second_start_brings_the_window_back_and_leads_to_the_visit(
    qtbot: QtBot, qapp: QApplication, stage: Stage, instance: Instance
) -> None:
    Doorway(qapp, stage, instance)  # type: ignore[arg-type]
    stage.show(day())
    stage.painted.emit()
    stage.window.showMinimized()
    instance.called.emit("v3")
    assert not stage.window.isMinimized()
    assert stage.window.focusWidget() is stage.window.day.later
    instance.called.emit("")
    assert said(stage) == []


def test_while_the_program_closes_nobody_is_heard_who_would_be_lost(
    qapp: QApplication, stage: Stage, instance: Instance
) -> None:
    Doorway(qapp, stage, instance)  # type: ignore[arg-type]
    stage.painted.emit()
    early, late = QLocalSocket(), QLocalSocket()
    early.connectToServer(instance.address)
    assert early.waitForConnected(10_000)
    stage.closing.emit()
    late.connectToServer(instance.address)
    assert not late.waitForConnected(10_000)
    assert instance.first


def test_macos_hands_its_link_over(qapp: QApplication, stage: Stage) -> None:
    Doorway(qapp, stage, None)  # type: ignore[arg-type]
    stage.show(day())
    QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(visit_link("v3"))))
    assert stage.window.focusWidget() is stage.window.day.later


@pytest.mark.slow
def test_the_second_start_of_the_real_program_ends_at_once_and_well(tmp_path: Path) -> None:
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "vardklient", "window", "--practice"]
    first = subprocess.Popen([*command, "--camera", "drawn"], env=environment, stderr=subprocess.PIPE)
    try:
        until((tmp_path / "vardklient" / "practice.socket").exists, first)
        for link in ([], ["--", visit_link("v0123456789abcdef")]):
            done = heard([*command, *link], environment)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert first.poll() is None
    finally:
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=60)


def until(so: Callable[[], bool], program: subprocess.Popen[bytes]) -> None:
    """Wait for it, as long as the program lives."""
    patience = threading.Event()
    while not so():
        assert program.poll() is None, program.communicate()
        patience.wait(0.05)


def heard(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A second start that was heard: a first one that is still loading on a busy machine may not answer in time."""
    for _ in range(20):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.stderr != "vardklient: the program runs already\n":
            break
    return done


SILENT = """
import sys
sys.stdout = sys.stderr = None
from vardklient.main import main
sys.exit(main(["window", "--practice"]))
"""


@pytest.mark.slow
def test_beside_one_that_does_not_answer_the_real_program_ends_well_also_without_a_console(
    instance_of_the_practice: Instance, tmp_path: Path
) -> None:
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", SILENT], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert instance_of_the_practice.first


@pytest.fixture
def instance_of_the_practice(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path / "vardklient", "practice")
    assert made.claim()
    yield made
    made.close()


@pytest.mark.slow
def test_where_no_lock_can_be_had_the_real_program_starts_all_the_same_and_logs_why(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    (tmp_path / "run" / "vardklient").write_text("a file where there should be a folder")
    folders = {"XDG_RUNTIME_DIR": str(tmp_path / "run"), "XDG_STATE_HOME": str(tmp_path / "state")}
    command = [sys.executable, "-m", "vardklient", "window", "--practice", "--camera", "drawn"]
    log = tmp_path / "state" / "vardklient" / "log" / "vardklient.log"
    program = subprocess.Popen(command, env=os.environ | folders, stderr=subprocess.PIPE)
    try:
        until(lambda: log.exists() and "runs_beside" in log.read_text("utf-8"), program)
        assert " WARNING runs_beside reason=EEXIST\n" in log.read_text("utf-8")
    finally:
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=60)
