"""The report for local IT: to the clipboard, or into a file that the user chooses."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QMimeData, QThreadPool, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from vardklient.domain.report import Report, as_json, make_report
from vardklient.flows.selfcheck import SelfcheckState
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.texts import selfcheck_view as words
from vardklient.ui.texts.report import report_text
from vardklient.ui.widgets import Button, ButtonKind, Label

SAID_MS = 2500
JSON_TYPE = "application/json"


def report_of(state: SelfcheckState) -> Report:
    """The report of that snapshot."""
    setup = state.setup
    return make_report(
        state.verdicts,
        (setup.camera, setup.microphone, setup.speaker),
        overall=state.overall.value,
        version=program_version(),
        system=f"{platform.system()} {platform.release()}",
        made_at=state.finished_at,
    )


def program_version(package: str = "vardklient") -> str:
    """As it was installed; a program that was put together without its papers does not know."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "–"


class ReportPanel(QWidget):
    """Two buttons and what the report is.

    Signals:
        saved: True when the file was written; from the thread that wrote it.
    """

    saved = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._state = SelfcheckState()
        self._copied = ""
        self.copy = Button(look, words.COPY_REPORT, ButtonKind.SECONDARY, Icon.COPY, 36)
        self.save = Button(look, words.SAVE_REPORT, ButtonKind.SECONDARY, Icon.CLIPBOARD_COPY, 36)
        box = column(look, self, spacing=6)
        buttons = Flow(look, spacing=8)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.save)
        box.addLayout(buttons)
        box.addWidget(Label(look, words.REPORT_WHAT, TextRole.SMALL, Ink.MUTED, wrap=True))
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._ask_where)
        self.saved.connect(self._say_saved)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._leave_text)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(SAID_MS)
        self._rest.timeout.connect(self._at_rest)

    def show_state(self, state: SelfcheckState) -> None:
        """What is to be reported; nothing while it is still being tested."""
        self._state = state
        self.setVisible(state.finished_at is not None and not state.running)

    def _copy(self) -> None:
        report = report_of(self._state)
        self._copied = f"{report_text(report)}\n{as_json(report)}"
        both = QMimeData()
        both.setText(self._copied)
        both.setData(JSON_TYPE, as_json(report).encode())
        QGuiApplication.clipboard().setMimeData(both)
        self.copy.say(words.REPORT_COPIED)
        self._rest.start()

    def _leave_text(self) -> None:
        """Qt clears the clipboard when Python is gone already, and would crash on what was made in Python."""
        clipboard = QGuiApplication.clipboard()
        if self._copied and clipboard.text() == self._copied:
            clipboard.setText(self._copied)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, words.SAVE_REPORT(), f"{words.REPORT_NAME()}.txt", words.REPORT_FILTER())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("json" if "json" in chosen else "txt"))
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, path: Path) -> None:
        """Write the report there, as JSON where the name ends so; `saved` tells. On a thread: a share may be slow."""
        report = report_of(self._state)
        text = as_json(report) if path.suffix.lower() == ".json" else f"{report_text(report)}\n{as_json(report)}"

        def work() -> None:
            try:
                path.write_text(text, encoding="utf-8")
            except OSError:
                self._tell(False)
            else:
                self._tell(True)

        QThreadPool.globalInstance().start(work)

    def _tell(self, done: bool) -> None:
        """From any thread."""
        try:
            self.saved.emit(done)
        except RuntimeError:
            # The window may close while a slow share is still written to: that, and only that, is no fault.
            if shiboken6.isValid(self):
                raise

    def _say_saved(self, done: bool) -> None:
        self.save.say(words.REPORT_SAVED if done else words.REPORT_NOT_SAVED)
        self._rest.start()

    def _at_rest(self) -> None:
        self.copy.say(words.COPY_REPORT)
        self.save.say(words.SAVE_REPORT)
