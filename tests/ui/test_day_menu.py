from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import days
from tests.ui.test_day import commands, said, view
from vardklient.domain.visit import Match, Role
from vardklient.flows.day import InviteTo, OpenVisit, Stage, StartPhone
from vardklient.ui.application import Dress
from vardklient.ui.day import DayView
from vardklient.ui.daydetail import DetailPanel
from vardklient.ui.daymenu import Deed, offers
from vardklient.ui.rowface import Scene, row_face
from vardklient.ui.widgets import Button

__all__ = ["view"]


def deeds(place: int, looking: bool = False, **more: object) -> list[Deed]:
    day = days.looking(1) if looking else days.morning()
    row = replace(day.shown.rows[place], **more)  # type: ignore[arg-type]
    return [offer.deed for offer in offers(row, row_face(row, Scene(day)), looking)]


def test_what_can_be_done_with_a_visit() -> None:
    link = ((Role.PATIENT, "https://example.invalid/visit#t"),)
    assert deeds(1, links=link) == list(Deed)
    assert Deed.COPY_LINK not in deeds(1, links=((Role.GUARDIAN, "https://example.invalid/visit#g"),))
    assert deeds(3) == [Deed.OPEN, Deed.DETAILS, Deed.COPY_SUBJECT, Deed.INVITE]
    assert deeds(6) == [Deed.OPEN, Deed.DETAILS, Deed.INVITE], "protected: nothing to copy, nobody to ring"
    assert deeds(8) == [Deed.DETAILS, Deed.COPY_SUBJECT], "cancelled"
    assert deeds(0) == [Deed.OPEN, Deed.DETAILS, Deed.COPY_SUBJECT], "over"
    assert deeds(1, looking=True) == [Deed.DETAILS, Deed.COPY_SUBJECT]


def choose(view: DayView, deed: Deed) -> None:
    """Choose it from the menu that is open."""
    menu = view.deeds.menu
    assert menu is not None
    assert menu.isVisible()
    next(action for action in menu.actions() if action.text().startswith(WORDS[deed])).trigger()
    menu.close()


WORDS = {
    Deed.OPEN: "Öppna",
    Deed.DETAILS: "Visa detaljer",
    Deed.COPY_SUBJECT: "Kopiera ”",
    Deed.COPY_LINK: "Kopiera patientens",
    Deed.INVITE: "Bjud in",
    Deed.PHONE: "Ring patienten",
}


def ask_by_key(qtbot: QtBot, widget: QWidget, menu_key: bool) -> None:
    if menu_key:
        qtbot.keyClick(widget, Qt.Key.Key_Menu)
    else:
        qtbot.keyClick(widget, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)


@pytest.mark.parametrize("menu_key", [True, False])
def test_the_menu_opens_by_key_on_the_row_and_opens_the_visit(qtbot: QtBot, view: DayView, menu_key: bool) -> None:
    view.show_state(days.morning())
    heard = commands(view)
    view.later.setFocus()
    qtbot.keyClick(view.later, Qt.Key.Key_Down)
    ask_by_key(qtbot, view.later, menu_key)
    choose(view, Deed.OPEN)
    assert heard == [OpenVisit("v-11:00-AL-15")]


def test_the_right_mouse_button_asks_for_the_row_under_it(view: DayView) -> None:
    view.show_state(days.morning())
    heard = commands(view)
    row = view.later.visualRect(view.later.rows.index(5, 0))
    asks = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, row.center(), QPoint(300, 300))
    QApplication.sendEvent(view.later.viewport(), asks)
    choose(view, Deed.INVITE)
    assert heard == [InviteTo("v-15:20-JN-61")]


def test_the_subject_is_lent_to_the_clipboard(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.morning())
    qtbot.mouseClick(view.hero.more, Qt.MouseButton.LeftButton)
    choose(view, Deed.COPY_SUBJECT)
    assert QGuiApplication.clipboard().text() == "IK-82 Videobesök"


@pytest.mark.parametrize("menu_key", [True, False])
def test_the_next_visit_has_the_menu_too(qtbot: QtBot, view: DayView, menu_key: bool) -> None:
    day = days.morning()
    link = ((Role.PATIENT, "https://example.invalid/visit#t"),)
    view.show_state(replace(day, rows=(day.rows[0], replace(day.rows[1], links=link), *day.rows[2:])))
    view.hero.join.setFocus()
    ask_by_key(qtbot, view.hero.join, menu_key)
    choose(view, Deed.COPY_LINK)
    assert QGuiApplication.clipboard().text() == "https://example.invalid/visit#t"


def test_ringing_shows_the_number_and_has_it_dialled(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.morning())
    heard = commands(view)
    qtbot.mouseClick(view.hero.more, Qt.MouseButton.LeftButton)
    choose(view, Deed.PHONE)
    assert heard == [StartPhone("v-09:30-IK-82")]
    assert "070-174 06 01" in said(view)


def test_details_take_the_place_of_the_row_and_go_by_escape(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.morning())
    view.later.setFocus()
    view.show_details("v-15:20-JN-61")
    panel = view.later.panel()
    assert panel is not None
    words = said(panel)
    assert {"15:20–15:40 (20 min)", "Kalendern", "15:20", "Tidboken", "15:40"} <= set(words.split("\n"))
    view.show_state(replace(days.morning(), now=days.at("09:27")))
    assert view.later.panel() is panel
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.later.panel() is None
    assert view.focusWidget() is view.later


def test_details_follow_what_happens_and_hide_what_is_protected(view: DayView) -> None:
    day = days.morning()
    view.show_state(day)
    view.show_details("v-09:30-IK-82")
    assert "Patient sedan 2 min, bild och ljud provade" in said(view)
    row = replace(day.rows[1], waiting=(), stage=Stage.DUE, lacks=())
    view.show_state(replace(day, rows=(day.rows[0], row, *day.rows[2:])))
    assert "I väntrummet" not in said(view)
    view.show_details("v-14:30-")
    panel = view.later.panel()
    assert panel is not None
    assert "Numret visas inte för skyddade uppgifter." in said(panel)
    assert "född" not in said(panel)


def test_details_are_said_anew_where_they_are_and_take_the_focus_from_nobody(qtbot: QtBot, view: DayView) -> None:
    day = days.morning()
    sources = tuple(source.name for source in day.sources)
    rows = tuple(replace(row, visit=replace(row.visit, sources=sources)) for row in day.rows)
    day = replace(day, rows=rows)
    view.show_state(day)
    view.show_details("v-15:20-JN-61")
    panel = view.later.panel()
    assert isinstance(panel, DetailPanel)
    go = next(button for button in panel.findChildren(Button) if button.accessibleName() == "Öppna")
    for focused in (go, view.head.back):
        focused.setFocus()
        for minute in ("09:26", "09:27"):
            read = tuple(replace(source, read_at=days.at(minute)) for source in day.sources)
            view.show_state(replace(day, now=days.at(minute), sources=read))
            assert f"kalender.ics (läst {minute})" in said(panel)
            assert view.later.panel() is panel
            assert view.focusWidget() is focused


def test_every_heading_of_the_details_names_one_visit_in_english_too(dress: Dress, view: DayView) -> None:
    dress.set_language("en")
    view.show_state(days.morning())
    view.show_details("v-15:20-JN-61")
    panel = view.later.panel()
    assert panel is not None
    assert {"Time", "Kind of visit", "Comparison", "Phone"} <= set(said(panel).split("\n"))


def test_details_grow_and_shrink_with_what_there_is_to_say(qtbot: QtBot, view: DayView) -> None:
    day = days.morning()
    view.show_state(day)
    view.show_details("v-10:15-MS-47")
    panel = view.later.panel()
    assert isinstance(panel, DetailPanel)
    qtbot.waitUntil(lambda: panel.height() == panel.heightForWidth(panel.width()))
    before = panel.height()
    one_side = replace(day.rows[2].visit, match=Match.BOOKING_ONLY, calendar_start=None, phone="070-174 06 01")
    view.show_state(replace(day, rows=(*day.rows[:2], replace(day.rows[2], visit=one_side), *day.rows[3:])))
    assert view.later.panel() is panel
    assert {"Finns inte", "070-174 06 01"} <= set(said(panel).split("\n"))
    qtbot.waitUntil(lambda: panel.height() == panel.heightForWidth(panel.width()) > before)
    view.show_state(day)
    assert "Finns inte" not in said(panel)
    qtbot.waitUntil(lambda: panel.height() == before)


def test_the_keyboard_is_not_lost_where_a_visit_can_no_more_be_opened(view: DayView) -> None:
    day = days.morning()
    view.show_state(day)
    view.show_details("v-10:15-MS-47")
    panel = view.later.panel()
    assert isinstance(panel, DetailPanel)
    next(button for button in panel.findChildren(Button) if button.accessibleName() == "Öppna").setFocus()
    view.show_state(replace(day, active_id="v-09:30-IK-82"))
    assert view.focusWidget() is panel.back
    assert "Öppna" not in [button.accessibleName() for button in panel.findChildren(Button) if button.isVisible()]


@pytest.mark.parametrize("asks", [True, False])
def test_a_search_that_hides_the_row_hides_its_panel_until_it_is_found_again(
    qtbot: QtBot, view: DayView, asks: bool
) -> None:
    state = days.morning()
    view.show_state(state)
    view.head.searching.emit()
    view.search.field.setText("jn")
    if asks:
        state = replace(state, asking="v-15:20-JN-61")
        view.show_state(state)
    else:
        view.show_details("v-15:20-JN-61")
    panel = view.later.panel()
    assert panel is not None
    with qtbot.waitSignal(panel.destroyed):
        view.search.field.setText("al")
    assert [f.label for f in view.later.rows.faces] == ["AL-15"]
    view.show_state(replace(state, now=days.at("09:28")))
    assert view.later.panel() is None
    view.search.field.setFocus()
    view.search.field.setText("jn-61")
    assert view.later.panel() is not None
    assert view.focusWidget() is view.search.field
    view.search.closed.emit()
    assert view.later.panel() is not None
    assert "15:40" in said(view)


def test_a_question_comes_before_details(view: DayView) -> None:
    day = days.morning()
    view.show_state(day)
    view.show_details("v-10:15-MS-47")
    view.show_state(replace(day, asking="v-15:20-JN-61"))
    assert "Jämför med tidboken innan du ansluter." in said(view)
    assert "Hemgårdens boende" not in said(view)
