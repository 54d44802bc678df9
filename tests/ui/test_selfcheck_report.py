from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.selfchecks import DICTATION, GREEN, READY, RED, judged, open_view, press
from vardklient.domain.verdict import Check
from vardklient.flows.selfcheck import Setup
from vardklient.ui.application import Dress
from vardklient.ui.selfcheck import SelfcheckView
from vardklient.ui.selfcheck_report import JSON_TYPE, ReportPanel, program_version


@pytest.fixture
def view(qtbot: QtBot, dress: Dress) -> SelfcheckView:
    return open_view(qtbot, dress.look)


LIT = replace(GREEN, measures={"face_luma": 120.25}, limits={"face_dark_luma": 80.0, "face_dim_luma": 95.0})


def test_details_show_the_figures_with_their_limits(view: SelfcheckView, qtbot: QtBot) -> None:
    view.show_state(replace(READY, items=judged(LIT)))
    row = view.row(Check.LIGHT)
    assert row is not None
    low = row.height()
    assert not row.figures.isVisible()
    press(qtbot, view.details)
    assert row.figures.text() == "Ansiktets ljushet (0–255): 120 (gränser 80, 95)"
    assert view.details.text() == "Dölj detaljer"
    qtbot.waitUntil(lambda: row.height() > low)
    press(qtbot, view.details)
    qtbot.waitUntil(lambda: row.height() == low)


def test_the_report_is_copied_as_text_and_as_json(view: SelfcheckView, qtbot: QtBot) -> None:
    view.show_state(replace(READY, items=judged(LIT, RED)))
    press(qtbot, view.report.copy)
    held = QGuiApplication.clipboard().mimeData()
    assert "Ljus: Klart. Ansiktet är jämnt belyst. [light_ok]" in held.text()
    document = json.loads(bytes(held.data(JSON_TYPE).data()))
    assert [check["advice"] for check in document["checks"]] == ["light_ok", "silence_muted"]
    assert view.report.copy.text().strip() == "Kopierad"
    view.show_state(replace(READY, running=True))
    assert not view.report.isVisible()


def test_the_report_is_saved_and_says_when_it_cannot(view: SelfcheckView, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.report.saved) as done:
        view.report.write(tmp_path / "utrustning.json")
    assert done.args == [True]
    assert json.loads((tmp_path / "utrustning.json").read_text("utf-8"))["overall"] == "red"
    with qtbot.waitSignal(view.report.saved) as done:
        view.report.write(tmp_path / "none" / "utrustning.txt")
    assert done.args == [False]
    assert view.report.save.text().strip() == "Kunde inte sparas"


def test_the_name_of_the_file_tells_how_it_is_written(view: SelfcheckView, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.report.saved):
        view.report.write(tmp_path / "UTRUSTNING.JSON")
    assert json.loads((tmp_path / "UTRUSTNING.JSON").read_text("utf-8"))["overall"] == "red"


def test_a_window_that_is_closed_before_the_report_is_written_is_no_fault(dress: Dress, tmp_path: Path) -> None:
    """A pipe that nobody reads stands for a slow share."""
    os.mkfifo(tmp_path / "report.txt")
    panel = ReportPanel(dress.look)
    panel.write(tmp_path / "report.txt")
    shiboken6.delete(panel)
    text = (tmp_path / "report.txt").read_text("utf-8")
    assert QThreadPool.globalInstance().waitForDone(10_000)
    assert text.startswith("Vårdklient")


def test_a_program_without_its_papers_still_makes_a_report() -> None:
    assert program_version() not in ("", "–")
    assert program_version("a-package-that-is-not-there") == "–"


COPIED = """
from PySide6.QtCore import QTimer
from vardklient.ui.application import make_application
from vardklient.ui.selfcheck_report import ReportPanel

app = make_application(["report"], language="sv", theme="light", text_scale=1.0)
panel = ReportPanel(app.look)
panel.copy.clicked.connect(app.quit)
QTimer.singleShot(0, panel.copy.click)
app.exec()
print(app.clipboard().text().split()[0])
"""


def test_a_program_that_has_copied_its_report_ends_well() -> None:
    command = [sys.executable, "-c", COPIED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "Vårdklient\n")


PLANTED = ("annbri", "Anna", "RVN-LAP-42", "IK-82", "19820304", "9f3cKX7Q", "film.mp4", "/home")


def test_nothing_that_was_planted_reaches_clipboard_or_file(
    view: SelfcheckView, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "annbri")
    monkeypatch.setenv("HOSTNAME", "RVN-LAP-42")
    names = Setup("/home/annbri/film.mp4", "Anna (RVN-LAP-42) Jabra", "IK-82 19820304", "9f3cKX7Q", "9f3cKX7Q")
    odd = replace(DICTATION, device="Annas 9f3cKX7Q", measures={"IK-82": 1.0})
    view.show_state(replace(READY, setup=names, items=judged(LIT, odd)))
    press(qtbot, view.report.copy)
    with qtbot.waitSignal(view.report.saved):
        view.report.write(tmp_path / "r.txt")
    said = QGuiApplication.clipboard().text() + (tmp_path / "r.txt").read_text("utf-8")
    said += bytes(QGuiApplication.clipboard().mimeData().data(JSON_TYPE).data()).decode()
    assert [word for word in PLANTED if word.casefold() in said.casefold()] == []
    assert platform.node() not in said or not platform.node()
    assert "Jabra" in said
