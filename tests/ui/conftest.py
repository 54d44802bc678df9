"""The application as it is dressed for the user, and a look for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vardklient.ui.application import Dress
from vardklient.ui.look import Look


@pytest.fixture
def dress(qapp: QApplication, qtbot: QtBot) -> Iterator[Dress]:
    """Swedish, light, 100 %; taken off again afterwards."""
    worn = Dress(qapp, "sv", "light", 1.0)
    yield worn
    # Without a running event loop Qt keeps what was to be deleted: by the end of a file there were thousands of widgets
    # for every new style sheet to go through.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    # What Python has put there must not be left for Qt to take apart when Python has gone.
    qapp.clipboard().clear()
    worn.set_language("sv")
    qapp.setStyleSheet("")


@pytest.fixture
def look(dress: Dress) -> Look:
    """What views are built with."""
    return dress.look


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screen that is none cannot pass on a window's smallest size or raise a menu and says so: not our fault."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(
                pytest.mark.qt_log_ignore("This plugin does not support (propagateSizeHints|raise|grabbing)")
            )
