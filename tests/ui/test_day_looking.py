from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui import days
from tests.ui.test_day import commands, said, view
from vardklient.flows.day import CancelOpen, LookAt, OpenVisit
from vardklient.ui.application import Dress
from vardklient.ui.day import DayView

__all__ = ["view"]
ONE = timedelta(days=1)


def keys(qtbot: QtBot, view: DayView, *pressed: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    for key, modifier in pressed:
        qtbot.keyClick(view, key, modifier)


ALT, CTRL, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def test_the_keys_go_a_day_back_a_day_ahead_and_home(qtbot: QtBot, view: DayView) -> None:
    heard = commands(view)
    view.show_state(days.morning())
    keys(qtbot, view, (Qt.Key.Key_Left, ALT), (Qt.Key.Key_Right, ALT), (Qt.Key.Key_Escape, NONE))
    assert heard == [LookAt(days.DAY - ONE), LookAt(days.DAY + ONE)]
    heard.clear()
    view.show_state(days.looking(1))
    keys(qtbot, view, (Qt.Key.Key_Escape, NONE))
    qtbot.mouseClick(view.head.home, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.head.back, Qt.MouseButton.LeftButton)
    assert heard == [LookAt(days.DAY)] * 3


def test_another_day_is_named_and_is_one_list_that_opens_nothing(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.morning())
    assert not view.head.home.isVisible()
    for ahead, name in ((-1, "Igår"), (1, "Imorgon"), (3, "Fredag")):
        view.show_state(days.looking(ahead))
        assert view.head.title.text() == name
    assert view.head.home.isVisible()
    assert not view.hero.isVisible()
    assert len(view.later.rows.faces) == 9
    assert not view.earlier.isVisible()
    assert not any(face.action for face in view.later.rows.faces)
    heard = commands(view)
    view.later.setFocus()
    qtbot.keyClick(view.later, Qt.Key.Key_Return)
    assert heard == []
    view.show_state(days.morning())
    assert view.head.title.text() == "Idag"
    assert view.hero.isVisible()


@pytest.mark.parametrize(("days_on", "button"), [(-7, "back"), (7, "ahead")])
def test_at_the_edge_of_what_one_can_see_the_button_is_greyed(view: DayView, days_on: int, button: str) -> None:
    view.show_state(days.looking(days_on))
    assert not getattr(view.head, button).isEnabled()
    heard = commands(view)
    view.head.step(1 if days_on > 0 else -1)
    assert heard == []


def test_a_day_that_is_being_read_or_empty_says_so(view: DayView) -> None:
    view.show_state(days.morning())
    day = days.looking(1)
    assert day.look is not None
    view.show_state(replace(day, look=replace(day.look, rows=(), others=(), loading=True)))
    assert "Hämtar besöken …" in said(view)
    view.show_state(replace(day, look=replace(day.look, rows=(), others=())))
    assert "Inga videobesök den dagen" in said(view)


def test_that_nobody_is_booked_is_not_said_where_a_source_was_not_read(view: DayView) -> None:
    view.show_state(days.unread())
    assert "Alla besök kunde inte hämtas" in said(view)
    assert "Inga videobesök" not in said(view)


def test_escape_goes_one_step_back(qtbot: QtBot, view: DayView) -> None:
    heard = commands(view)
    day = days.morning()
    view.show_state(replace(day, asking=day.rows[7].visit.visit_id))
    keys(qtbot, view, (Qt.Key.Key_Escape, NONE))
    assert heard == [CancelOpen()]


# ---------------------------------------------------------------- search


def search(qtbot: QtBot, view: DayView, typed: str) -> list[str]:
    """The clocks of what was found."""
    keys(qtbot, view, (Qt.Key.Key_F, CTRL))
    view.search.field.setText(typed)
    return [face.clock for face in view.later.rows.faces]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ik", ["09:30", "14:00"]),
        ("IK-82", ["09:30", "14:00"]),
        ("1961", ["15:20"]),
        ("9:30", ["09:30"]),
        ("grupp", ["13:00"]),
        ("tolk", ["09:30"]),
        ("ik tolk", ["09:30"]),
        ("be-71", ["08:30"]),
        ("skyddade", ["14:30"]),
    ],
)
def test_one_finds_by_initials_year_time_and_kind(qtbot: QtBot, view: DayView, typed: str, found: list[str]) -> None:
    view.show_state(days.morning())
    assert search(qtbot, view, typed) == found
    assert not view.hero.isVisible()
    words = "En träff" if len(found) == 1 else f"{len(found)} träffar"
    assert words in said(view)


def test_from_the_search_one_goes_to_what_was_found_and_back(qtbot: QtBot, view: DayView) -> None:
    heard = commands(view)
    view.show_state(days.morning())
    search(qtbot, view, "ms")
    qtbot.keyClick(view.search.field, Qt.Key.Key_Down)
    assert view.later.hasFocus()
    qtbot.keyClick(view.later, Qt.Key.Key_Return)
    assert heard == [OpenVisit("v-10:15-MS-47")]
    qtbot.keyClick(view.later, Qt.Key.Key_Escape)
    assert not view.search.isVisible()
    assert view.search.field.text() == ""
    assert view.hero.isVisible()


def test_nothing_found_says_what_one_can_search_by_in_both_languages(qtbot: QtBot, dress: Dress, view: DayView) -> None:
    view.show_state(days.morning())
    assert search(qtbot, view, "xy") == []
    assert "Inget besök svarar mot sökningen" in said(view)
    dress.set_language("en")
    assert "No visit answers to the search" in said(view)
    assert view.search.field.accessibleName() == "Search the visits"


def test_there_is_nothing_to_search_before_the_day_is_read(qtbot: QtBot, view: DayView) -> None:
    keys(qtbot, view, (Qt.Key.Key_F, CTRL), (Qt.Key.Key_Escape, NONE), (Qt.Key.Key_Left, ALT))
    assert "search" not in view.__dict__
