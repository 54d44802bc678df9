from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from pytestqt.qtbot import QtBot

from tests.peers.display import VirtualDisplay
from vardklient.ui.clipboard import HINTS, LENT_S, LentClipboard

LENDS = """
import sys
from PySide6.QtGui import QGuiApplication
from vardklient.ui.clipboard import LentClipboard
app = QGuiApplication(sys.argv[:1])
lent, clipboard = LentClipboard(), QGuiApplication.clipboard()
if sys.argv[1] == "lent":
    lent.lend("070-174 06 05")
else:
    clipboard.setText("070-174 06 05")
from PySide6.QtCore import QTimer
QTimer.singleShot(0, app.quit)
app.exec()
print(repr(clipboard.text()))
"""


def test_what_is_lent_bears_the_words_that_keep_it_out_of_histories(qtbot: QtBot) -> None:
    lent = LentClipboard()
    lent.lend("070-174 06 05")
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    assert data is not None
    assert data.text() == "070-174 06 05"
    assert data.data("x-kde-passwordManagerHint").data() == b"secret"
    assert set(HINTS) <= set(data.formats())
    lent.take_back()
    assert clipboard.text() == ""
    assert LENT_S <= 120


@pytest.mark.skipif(sys.platform != "linux", reason="platform: only X11 has a second clipboard")
def test_the_other_clipboard_of_the_desktop_is_left_alone(qtbot: QtBot) -> None:
    lent, clipboard = LentClipboard(), QGuiApplication.clipboard()
    lent.lend("070-174 06 05")
    assert clipboard.text(QClipboard.Mode.Selection) == ""
    lent.take_back()


@pytest.mark.parametrize(("whose", "left"), [("lent", ""), ("the user's own", "070-174 06 05")])
def test_when_the_program_ends_it_is_taken_back(virtual_display: VirtualDisplay, whose: str, left: str) -> None:
    environment = {**os.environ, "DISPLAY": virtual_display.name, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(
        [sys.executable, "-c", LENDS, whose], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == repr(left)
