from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import days
from vardklient.ui.application import Dress
from vardklient.ui.look import Look
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.rail import Page

SUPPORT = ("021-17 35 00, tonval 1, 3",)


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> MainWindow:
    made = MainWindow(look, selfcheck=QWidget(), support=SUPPORT)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_pages_are_reached_by_keys_and_by_the_rail(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    seen: list[Page] = []
    window.navigated.connect(seen.append)
    for key, page in ((Qt.Key.Key_2, Page.SELFCHECK), (Qt.Key.Key_4, Page.SETTINGS), (Qt.Key.Key_1, Page.DAY)):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.page is page
        assert window.rail.buttons[page].isChecked()
    qtbot.mouseClick(window.rail.buttons[Page.SETTINGS], Qt.MouseButton.LeftButton)
    assert seen == [Page.SELFCHECK, Page.SETTINGS, Page.DAY, Page.SETTINGS]


def test_practice_without_a_page_only_tells(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.navigated) as seen:
        qtbot.mouseClick(window.rail.buttons[Page.PRACTICE], Qt.MouseButton.LeftButton)
    assert seen.args == [Page.PRACTICE]
    assert window.page is Page.DAY
    assert window.rail.buttons[Page.DAY].isChecked()


def test_practice_is_marked_on_every_page(window: MainWindow) -> None:
    def marked() -> bool:
        return any(label.text() == "Övning" and label.isVisible() for label in window.findChildren(QLabel))

    assert not marked()
    window.set_practice(True)
    for page in (Page.DAY, Page.SELFCHECK, Page.SETTINGS):
        window.navigate(page)
        assert marked()
    window.set_practice(False)
    assert not marked()


def test_the_title_holds_nothing_of_a_patient(window: MainWindow) -> None:
    window.day.show_state(days.morning())
    assert window.windowTitle() == "Vårdklient"


def test_the_rail_has_words_where_there_is_room(qtbot: QtBot, dress: Dress, window: MainWindow) -> None:
    def words() -> list[str]:
        return [button.text().strip() for button in window.rail.buttons.values()]

    assert words() == ["Idag", "Utrustning", "Övningssamtal", "Inställningar"]
    assert any(label.text() == SUPPORT[0] and label.isVisible() for label in window.findChildren(QLabel))
    window.resize(800, 700)
    qtbot.waitUntil(lambda: words() == [""] * 4)
    assert [b.accessibleName() for b in window.rail.buttons.values()][:2] == ["Idag", "Utrustning"]
    assert window.rail.buttons[Page.DAY].toolTip() == "Idag"
    window.resize(1180, 700)
    qtbot.waitUntil(lambda: words()[0] == "Idag")
    dress.set_text_scale(2.0)
    assert words() == [""] * 4


def test_a_page_that_is_still_to_come_is_shown_when_it_is_there(qtbot: QtBot, look: Look) -> None:
    bare = MainWindow(look)
    qtbot.addWidget(bare)
    bare.show()
    bare.rail.buttons[Page.SELFCHECK].click()
    assert bare.page is Page.DAY
    bare.add_page(Page.SELFCHECK, QWidget())
    assert bare.page is Page.SELFCHECK
    assert bare.rail.buttons[Page.SELFCHECK].isChecked()


def test_a_page_that_is_not_awaited_any_more_stays_behind(qtbot: QtBot, look: Look) -> None:
    bare = MainWindow(look)
    qtbot.addWidget(bare)
    bare.navigate(Page.SELFCHECK)
    bare.navigate(Page.SETTINGS)
    bare.add_page(Page.SELFCHECK, QWidget())
    assert bare.page is Page.SETTINGS


def test_it_opens_as_it_was_closed(qtbot: QtBot, look: Look) -> None:
    kept: list[bytes] = []
    first = MainWindow(look, keep_geometry=kept.append)
    qtbot.addWidget(first)
    first.resize(790, 590)
    first.show()
    with qtbot.waitSignal(first.closed):
        first.close()
    assert len(kept) == 1
    second = MainWindow(look, geometry=kept[0])
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (790, 590)
    third = MainWindow(look, geometry=b"not a geometry")
    qtbot.addWidget(third)
    assert third.width() == 1280


HEAVY = ("numpy", "cv2", "av", "aiortc", "aiohttp", "sounddevice", "icalendar")
START = """
import sys
from vardklient.ui.application import make_application
from vardklient.ui.mainwindow import MainWindow
app = make_application(["vardklient"], language="en", theme="dark", text_scale=1.25)
window = MainWindow(app.look)
window.show()
app.processEvents()
assert window.day.grab().toImage().width() > 0
print(app.look.palette.name, app.look.text_scale, app.dress.language, app.font().family(), app.applicationDisplayName())
print([name for name in sys.argv[1:] if name in sys.modules])
"""


def test_the_first_paint_needs_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", START, *HEAVY], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == ["dark 1.25 en Inter Vårdklient", "[]"]
