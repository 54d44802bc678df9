from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui import days
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.domain.visit import Match, Role
from vardklient.flows.day import CancelOpen, ConfirmOpen, DayState, OpenVisit, Stage
from vardklient.ui.application import Dress
from vardklient.ui.confirm import ConfirmPanel
from vardklient.ui.day import DayView
from vardklient.ui.look import Look


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> DayView:
    day = DayView(look)
    qtbot.addWidget(day)
    day.resize(1060, 720)
    day.show()
    qtbot.waitExposed(day)
    return day


def said(view: QWidget) -> str:
    """All the words that are visible."""
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def commands(view: DayView) -> list[object]:
    heard: list[object] = []
    view.commanded.connect(heard.append)
    return heard


def test_before_the_first_reading_it_says_that_it_is_fetching(view: DayView) -> None:
    view.show_state(DayState(days.DAY, days.NOW))
    assert "Hämtar dagens besök …" in said(view)
    assert "videobesök" not in said(view)
    assert not view.hero.isVisible()


def test_an_empty_day(view: DayView) -> None:
    view.show_state(replace(days.morning(), rows=(), next_id="", others=()))
    assert "Inga videobesök idag" in said(view)
    assert "Tisdag 24 november · inga videobesök" in said(view)
    assert not view.head.search.isEnabled(), "there is nothing to be found"


def test_when_all_are_over(view: DayView) -> None:
    day = days.morning()
    over = tuple(replace(row, stage=Stage.ENDED, waiting=()) for row in day.rows)
    view.show_state(replace(day, rows=over, next_id=""))
    assert "Inga fler videobesök idag" in said(view)
    assert "Tidigare idag" in said(view)
    assert "Senare idag" not in said(view)


def test_the_next_visit_is_large_and_the_rest_by_time(view: DayView) -> None:
    view.show_state(days.morning())
    words = said(view.hero)
    assert {"09:30", "om 4 minuter", "IK-82", "Patienten väntar sedan 2 min", "Stämmer"} <= set(words.split("\n"))
    assert "Enskilt besök · 20 min · tolk (arabiska)" in words
    clocks = [view.later.rows.face(n).clock for n in range(view.later.rows.rowCount())]
    assert clocks == ["10:15", "11:00", "13:00", "14:00", "14:30", "15:20", "16:00"]
    assert [view.earlier.rows.face(0).clock] == ["08:30"]
    assert "Tisdag 24 november · 8 videobesök" in said(view)
    assert view.others.fold.text().strip() == "6 annat"


def test_the_buttons_say_what_they_do(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.morning())
    heard = commands(view)
    qtbot.mouseClick(view.hero.join, Qt.MouseButton.LeftButton)
    assert heard == [OpenVisit("v-09:30-IK-82")]
    assert "Ring patienten" not in said(view)
    qtbot.mouseClick(view.hero.phone, Qt.MouseButton.LeftButton)
    assert "Ring patienten på 070-174 06 01" in said(view)
    qtbot.mouseClick(view.hero.phone, Qt.MouseButton.LeftButton)
    assert "Ring patienten" not in said(view)


@pytest.mark.parametrize(
    ("more", "words"), [({"phone": ""}, "Inget nummer finns i tidboken."), ({"protected": True}, "Numret visas inte")]
)
def test_a_number_that_is_not_there_or_not_shown(
    qtbot: QtBot, view: DayView, more: dict[str, object], words: str
) -> None:
    day = days.morning()
    row = replace(day.rows[1], visit=replace(day.rows[1].visit, **more))  # type: ignore[arg-type]
    view.show_state(replace(day, rows=(row,)))
    qtbot.mouseClick(view.hero.phone, Qt.MouseButton.LeftButton)
    assert words in said(view)
    assert "070-174" not in said(view)


def test_the_patients_link_is_handed_over_by_the_clipboard(qtbot: QtBot, view: DayView) -> None:
    day = days.morning()
    row = replace(day.rows[1], waiting=(), stage=Stage.DUE, links=((Role.PATIENT, "https://example.invalid/visit#t"),))
    view.show_state(replace(day, rows=(row,)))
    qtbot.mouseClick(view.hero.link, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "https://example.invalid/visit#t"
    assert view.hero.link.accessibleName() == "Länken är kopierad"
    view.show_state(day)
    assert not view.hero.link.isVisible()


def test_the_patients_link_leaves_the_words_their_room(qtbot: QtBot, view: DayView) -> None:
    """In a window of 1280 pixels."""
    view.resize(1280 - 212, 720)
    day = days.morning()
    bare = replace(day.rows[1], waiting=(), stage=Stage.DUE, lacks=())
    widths = []
    for row in (bare, replace(bare, links=((Role.PATIENT, "https://example.invalid/visit#t"),))):
        view.show_state(replace(day, rows=(row,)))
        facts = next(label for label in view.hero.findChildren(QLabel) if "tolk (arabiska)" in label.text())
        qtbot.waitUntil(lambda label=facts: label.visibleRegion().boundingRect() == label.rect())
        widths.append(facts.width())
    assert view.hero.link.isVisible()
    assert widths[0] == widths[1]


def test_a_call_that_goes_on_is_the_one_shown_large(view: DayView) -> None:
    day = days.morning()
    rows = (*day.rows[:2], replace(day.rows[2], stage=Stage.IN_CALL), *day.rows[3:])
    view.show_state(replace(day, rows=rows, active_id=rows[2].visit.visit_id))
    assert {"MS-47", "pågår nu", "Pågår"} <= set(said(view.hero).split("\n"))
    assert view.hero.join.accessibleName() == "Visa samtalet"
    assert not view.hero.phone.isVisible()
    assert all(view.later.rows.face(n).action == "" for n in range(view.later.rows.rowCount()))


def test_a_row_opens_by_enter_space_and_its_button_and_by_nothing_else(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.morning())
    heard = commands(view)
    view.later.setFocus()
    qtbot.keyClick(view.later, Qt.Key.Key_Down)
    qtbot.keyClick(view.later, Qt.Key.Key_Return)
    qtbot.keyClick(view.later, Qt.Key.Key_Space)
    assert heard == [OpenVisit("v-11:00-AL-15")] * 2
    heard.clear()
    button = view.later.button_rect(0)
    assert view.later.rows.face(0).action == "Öppna"
    qtbot.mouseMove(view.later.viewport(), button.center())
    qtbot.mouseClick(view.later.viewport(), Qt.MouseButton.LeftButton, pos=button.center())
    assert heard == [OpenVisit("v-10:15-MS-47")]
    heard.clear()
    card = view.later.visualRect(view.later.rows.index(0, 0))
    qtbot.mouseClick(view.later.viewport(), Qt.MouseButton.LeftButton, pos=card.topLeft() + card.center() / 4)
    assert heard == []
    qtbot.mouseDClick(view.later.viewport(), Qt.MouseButton.LeftButton, pos=card.center())
    assert heard == [OpenVisit("v-10:15-MS-47")]
    heard.clear()
    cancelled = view.later.rows.index_of("v-16:00-RO-90")
    view.later.setCurrentIndex(cancelled)
    qtbot.keyClick(view.later, Qt.Key.Key_Return)
    assert heard == []


def test_the_list_is_walked_by_keyboard_and_scrolls_along(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.many(40))
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
    view.later.setFocus()
    assert view.later.currentIndex().row() == 0
    qtbot.keyClick(view.later, Qt.Key.Key_End)
    last = view.later.visualRect(view.later.currentIndex())
    bottom = view.later.viewport().mapTo(view.viewport(), last.bottomLeft()).y()
    assert view.later.currentIndex().row() == 38
    assert 0 < bottom <= view.viewport().height()


def asked(day: DayState, place: int) -> DayState:
    return replace(day, asking=day.rows[place].visit.visit_id)


def test_a_row_that_is_not_green_asks_in_its_place_with_both_sides(qtbot: QtBot, view: DayView) -> None:
    day, heard = days.morning(), commands(view)
    view.show_state(day)
    before = view.later.height()
    view.show_state(asked(day, 7))
    panel = view.later.panel()
    assert panel is not None
    qtbot.waitUntil(lambda: view.later.height() > before)
    words = said(panel)
    assert {"Kalendern", "15:20", "Tidboken", "15:40"} <= set(words.split("\n"))
    assert "JN-61 · född 1961" in words
    assert "Jämför med tidboken innan du ansluter." in words
    where = view.later.visualRect(view.later.rows.index_of("v-15:20-JN-61"))
    assert panel.geometry().top() == where.top()
    assert view.focusWidget() is panel.back  # type: ignore[attr-defined]
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert heard == [ConfirmOpen(day.rows[7].visit), CancelOpen()]
    view.show_state(day)
    assert view.later.panel() is None
    assert not panel.isVisible()
    assert view.focusWidget() is view.later
    assert view.later.height() == before


def test_the_question_stays_while_the_day_goes_on_and_follows_to_another_row(qtbot: QtBot, view: DayView) -> None:
    day = days.morning()
    view.show_state(asked(day, 7))
    panel = view.later.panel()
    view.show_state(replace(asked(day, 7), now=days.at("09:27")))
    assert view.later.panel() is panel
    view.show_state(asked(day, 5))
    other = view.later.panel()
    assert other is not None
    assert other is not panel
    assert "09:30 IK-82\n14:00 IK-82" in said(other)
    gone = tuple(row for n, row in enumerate(day.rows) if n != 5)
    view.show_state(replace(asked(day, 5), rows=gone))
    assert view.later.panel() is None


def changed(day: DayState, place: int, **more: object) -> DayState:
    """The same day after a reading in which one visit has changed."""
    row = day.rows[place]
    row = replace(row, visit=replace(row.visit, **more))  # type: ignore[arg-type]
    return replace(day, rows=(*day.rows[:place], row, *day.rows[place + 1 :]))


def test_a_question_whose_sides_change_is_put_anew_and_cannot_be_answered_at_once(qtbot: QtBot, view: DayView) -> None:
    day, heard = asked(days.morning(), 7), commands(view)
    view.show_state(day)
    before = view.later.panel()
    assert isinstance(before, ConfirmPanel)
    before.go.setFocus()
    moved = changed(day, 7, booking_start=days.at("15:50"))
    view.show_state(moved)
    panel = view.later.panel()
    assert isinstance(panel, ConfirmPanel)
    assert {"15:20", "15:50", "Uppgifterna ändrades nyss. Jämför en gång till."} <= set(said(panel).split("\n"))
    assert view.focusWidget() is panel.back
    assert not panel.go.isEnabled()
    qtbot.mouseClick(before.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.go.isEnabled)
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    assert heard == [ConfirmOpen(day.rows[7].visit), ConfirmOpen(moved.rows[7].visit)]
    view.show_state(replace(moved, asking=""))
    view.show_state(moved)
    fresh = view.later.panel()
    assert isinstance(fresh, ConfirmPanel)
    assert fresh.go.isEnabled(), "it was read from the beginning"
    assert "Uppgifterna ändrades nyss." not in said(fresh)


def test_a_question_that_changes_while_the_user_is_elsewhere_leaves_the_focus_there(view: DayView) -> None:
    day = asked(days.morning(), 7)
    view.show_state(day)
    view.head.back.setFocus()
    view.show_state(changed(day, 7, booking_start=days.at("15:50")))
    assert view.focusWidget() is view.head.back


def test_the_next_visit_asks_in_its_place_too(qtbot: QtBot, view: DayView) -> None:
    day, heard = days.morning(), commands(view)
    row = replace(day.rows[1], visit=replace(day.rows[1].visit, match=Match.CALENDAR_ONLY, booking_start=None))
    day = replace(day, rows=(day.rows[0], row, *day.rows[2:]))
    for _ in range(2):
        view.show_state(asked(day, 1))
        assert not view.hero.isVisible()
        assert "Besöket finns i kalendern men inte i tidboken." in said(view)
        assert "Finns inte" in said(view)
    qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Space)
    assert heard == [CancelOpen()]
    view.show_state(day)
    assert view.hero.isVisible()
    assert "Finns inte" not in said(view)
    assert view.focusWidget() is view.hero.join


UNBORN = (Match.AMBIGUOUS, Match.CALENDAR_ONLY, Match.WITHDRAWN)
"""No booking to compare with, so no year of birth."""


@pytest.mark.parametrize("match", [m for m in Match if m is not Match.AGREES])
def test_every_doubt_is_put_into_words(view: DayView, match: Match) -> None:
    day = days.morning()
    protected = match is Match.PROTECTED
    visit = days.visit("15:20", "JN-61", match=match, protected=protected, birth_years=(1961,))
    view.show_state(asked(replace(day, rows=(*day.rows[:7], replace(day.rows[7], visit=visit))), 7))
    panel = view.later.panel()
    assert panel is not None
    assert ("JN-61" in said(panel)) is not protected
    assert ("1961" in said(panel)) is not protected or match in UNBORN


@pytest.mark.parametrize("side", ["calendar_start", "booking_start"])
def test_a_side_that_was_not_read_is_not_said_to_lack_the_visit(view: DayView, side: str) -> None:
    day = changed(asked(days.morning(), 7), 7, match=Match.UNCOMPARED, **{side: None})
    view.show_state(day)
    panel = view.later.panel()
    assert panel is not None
    assert "Inte läst än" in said(panel)
    assert "Finns inte" not in said(panel)
    assert "Jämför själv med tidboken innan du ansluter." in said(panel)


def test_a_visit_that_no_source_has_any_more_is_missing_on_both_sides(view: DayView) -> None:
    view.show_state(changed(asked(days.morning(), 7), 7, match=Match.WITHDRAWN))
    panel = view.later.panel()
    assert panel is not None
    assert said(panel).count("Finns inte") == 2
    assert "Se efter i tidboken vad som gäller innan du ansluter." in said(panel)


def test_a_stale_source_says_from_when_and_bad_records_say_where(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.troubled())
    qtbot.waitUntil(lambda: "rad 7" in said(view))
    words = said(view)
    assert "kalender.ics kunde inte läsas om. Det du ser är från 07:42." in words
    assert "kalender.ics · bokning 3" in words
    assert "tidbok.csv · rad 7" in words
    five = replace(days.troubled(), problems=days.troubled().problems * 3)
    view.show_state(five)
    qtbot.waitUntil(lambda: "tidbok.csv · rad 7 och 2 till" in said(view))
    view.show_state(days.morning())
    assert "kunde inte läsas" not in said(view)


@pytest.mark.parametrize(
    ("overall", "words"),
    [
        (Severity.GREEN, "Utrustningen är klar, kontrollerad 07:42"),
        (Severity.YELLOW, "Något att se över, kontrollerad 07:42"),
        (Severity.RED, "Utrustningen behöver åtgärdas, kontrollerad 07:42"),
        (Severity.UNKNOWN, "Allt är inte provat, kontrollerad 07:42"),
    ],
)
def test_the_last_self_test_is_told(view: DayView, overall: Severity, words: str) -> None:
    assert not view.selfcheck_chip.isVisible()
    view.show_selfcheck(overall, None)
    assert view.selfcheck_chip.text == "Utrustningen kontrolleras …"
    view.show_selfcheck(overall, days.at("07:42"))
    assert view.selfcheck_chip.text == words
    assert view.selfcheck_chip.isVisible()


@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_before_the_first_self_test_nothing_stands_before_the_buttons(
    qtbot: QtBot, dress: Dress, view: DayView, text_scale: float
) -> None:
    dress.set_text_scale(text_scale)
    view.resize(600, 720)
    view.show_state(days.morning())
    head = view.head
    assert head.stacked

    def left(widget: QWidget) -> int:
        return widget.mapTo(view, QPoint(0, 0)).x()

    qtbot.waitUntil(lambda: left(head.search) == left(head.title))
    view.show_selfcheck(Severity.GREEN, None)
    qtbot.waitUntil(lambda: left(head.chip) == left(head.title) and head.chip.isVisible())


def test_another_language_is_spoken_at_once(dress: Dress, view: DayView) -> None:
    view.show_state(asked(days.morning(), 7))
    view.show_selfcheck(Severity.GREEN, days.at("07:42"))
    dress.set_language("en")
    words = said(view)
    assert {"Today", "Later today", "Calendar and booking system give different times."} <= set(words.split("\n"))
    assert "Idag" not in words
    assert view.later.rows.face(0).action == "Open"
    assert view.later.accessibleName() == "Later today"


@pytest.mark.parametrize(("width", "text_scale"), [(1180 - 128, 2.0), (600, 1.0), (900, 1.5)])
@pytest.mark.parametrize("state", ["morning", "troubled", "asking", "hero asking"])
def test_nothing_has_to_be_scrolled_sideways(
    qtbot: QtBot, dress: Dress, view: DayView, width: int, text_scale: float, state: str
) -> None:
    day = days.troubled() if state == "troubled" else days.morning()
    day = asked(day, 7) if state == "asking" else asked(day, 1) if state == "hero asking" else day
    view.show_state(day)
    dress.set_text_scale(text_scale)
    view.resize(width, 800)
    body = view.widget()
    qtbot.waitUntil(lambda: 0 < body.width() <= view.viewport().width())
    for child in body.findChildren(QWidget):
        if child.isVisible() and child.window() is view:
            right = child.mapTo(body, child.rect().topRight()).x()
            assert right <= view.viewport().width(), child


def test_no_bar_shows_where_there_is_nothing_to_scroll(qtbot: QtBot, view: DayView) -> None:
    day = days.morning()
    view.show_state(replace(day, rows=day.rows[:3]))
    page = view.widget().layout()
    assert page is not None
    view.resize(1060, page.totalHeightForWidth(1060) + 8)
    qtbot.waitUntil(lambda: view.widget().height() == view.viewport().height() == view.height())
    assert view.verticalScrollBar().maximum() == 0
    view.resize(1060, view.height() - 16)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)


def test_five_hundred_visits_stay_light(qtmodeltester: ModelTester, view: DayView) -> None:
    model: QAbstractItemModel = view.later.rows
    view.show_state(days.many(500))
    widgets = len(view.findChildren(QWidget))
    assert model.rowCount() == 499
    assert widgets < 100
    qtmodeltester.check(model)


def test_the_last_selftest_says_the_one_thing_to_do(view: DayView, dress: Dress) -> None:
    backlit = Verdict(Check.BACKLIGHT, Severity.YELLOW, Advice.BACKLIGHT_STRONG)
    view.show_selfcheck(Severity.YELLOW, days.at("07:42"), backlit)
    assert "07:42" in view.selfcheck_chip.text
    assert view.advice.text() == "Fönstret bakom dig gör ansiktet mörkt. Dra för gardinen eller vänd skrivbordet."
    dress.set_language("en")
    assert "curtain" in view.advice.text()
    view.show_selfcheck(Severity.YELLOW, None, backlit)
    assert not view.advice.isVisibleTo(view)
    view.show_selfcheck(Severity.YELLOW, days.at("09:42"), backlit)
    assert view.advice.isVisibleTo(view)
    view.show_selfcheck(Severity.GREEN, days.at("09:42"))
    assert not view.advice.isVisibleTo(view)
