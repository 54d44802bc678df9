"""What a screen reader finds: every control has a name and a role, in the order in which one reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QListView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import days
from vardklient.domain.verdict import Severity
from vardklient.ui.application import Dress
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.notices import Notice
from vardklient.ui.rail import Page

ROLE = QAccessible.Role
NAMED = (ROLE.Button, ROLE.PushButton, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox, ROLE.List, ROLE.ListItem)
FOCUSABLE = (QAbstractButton, QComboBox, QListView)


@pytest.fixture
def window(qtbot: QtBot, dress: Dress) -> MainWindow:
    made = MainWindow(dress.look, support=("021-17 35 00",))
    qtbot.addWidget(made)
    made.resize(1280, 900)
    made.show()
    qtbot.waitExposed(made)
    day = days.morning()
    made.day.show_state(replace(day, asking=day.rows[7].visit.visit_id))
    made.day.show_selfcheck(Severity.GREEN, days.at("07:42"))
    made.notices.show_notice(Notice("Kameran försvann.", "Sätt i kabeln.", action="Visa"))
    made.set_practice(True)
    return made


def walk(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield node
    for place in range(node.childCount()):
        child = node.child(place)
        if child is not None and child.isValid():
            yield from walk(child)


def visible(window: QWidget) -> list[QAccessibleInterface]:
    root = QAccessible.queryAccessibleInterface(window)
    return [node for node in walk(root) if not node.state().invisible]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page", [Page.DAY, Page.SETTINGS])
@pytest.mark.parametrize("width", [1280, 640])
def test_every_control_has_a_name(dress: Dress, window: MainWindow, language: str, page: Page, width: int) -> None:
    dress.set_language(language)
    window.navigate(page)
    window.resize(width, 900)
    QApplication.processEvents()
    controls = [node for node in visible(window) if node.role() in NAMED]
    assert len(controls) > 5
    nameless = [node.role() for node in controls if not node.text(QAccessible.Text.Name).strip()]
    assert nameless == []


def test_the_rows_are_read_as_sentences(window: MainWindow) -> None:
    items = [n.text(QAccessible.Text.Name) for n in visible(window) if n.role() == ROLE.ListItem]
    assert "10:15, MS-47, 30 min, Digifysiskt besök, personal på plats (Hemgårdens boende), Stämmer" in items


def test_whatever_takes_the_focus_has_a_role_and_a_name(window: MainWindow) -> None:
    for page in (Page.DAY, Page.SETTINGS):
        window.navigate(page)
        for widget in window.findChildren(QWidget):
            if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                continue
            node = QAccessible.queryAccessibleInterface(widget)
            assert node.text(QAccessible.Text.Name).strip(), widget
            assert node.role() not in (ROLE.NoRole, ROLE.Client), widget


def test_tab_goes_through_the_window_as_one_reads_it(qtbot: QtBot, window: MainWindow) -> None:
    window.notices.drop("Kameran försvann.")
    window.day.show_state(days.morning())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.rail.buttons[Page.DAY].setFocus()
    names = []
    for _ in range(11):
        focused = window.focusWidget()
        assert isinstance(focused, FOCUSABLE)
        names.append(focused.accessibleName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    rail = ["Idag", "Utrustning", "Övningssamtal", "Inställningar"]
    head = ["Sök bland besöken", "Dagen före", "Dagen efter"]
    assert names == [*rail, *head, "Ring i stället", "Anslut till besöket", "Fler val", "Senare idag"]
