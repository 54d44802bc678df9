from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui import days
from tests.ui.test_day import said, view
from vardklient.domain.account import COLOURS
from vardklient.domain.lack import Lack
from vardklient.domain.summary import Errand, Topic
from vardklient.domain.visit import Match, Problem
from vardklient.flows.day import Other, Row, Stage
from vardklient.ui import texts
from vardklient.ui.application import Dress
from vardklient.ui.day import DayView
from vardklient.ui.dots import dot_colour
from vardklient.ui.look import DARK, LIGHT, Ink, Look, contrast
from vardklient.ui.rowface import Scene, row_face
from vardklient.ui.rowfaces import Wardrobe
from vardklient.ui.rowplaces import RowRuler

__all__ = ["view"]


def test_the_day_in_one_line(dress: Dress, view: DayView) -> None:
    view.show_state(days.morning())
    words = (
        "09:30 behöver tolk · 13:00 grupp: skriv ut deltagarlistan · 13:00 saknar medbehandlare · "
        "14:00 lite luft mellan möten · 2 stämmer inte"
    )
    assert view.errands.text() == words
    view.show_state(replace(days.morning(), errands=()))
    assert not view.errands.isVisible()
    dress.set_language("en")
    at = tuple(days.at(f"{hour:02d}:00") for hour in range(8, 13))
    assert texts.errands((Errand(Topic.INTERPRETER, at[:2]),)) == "08:00 and 09:00 interpreter needed"
    assert texts.errands((Errand(Topic.NO_STAFF, at),)) == "08:00, 09:00, 10:00 and 2 more staff on site missing"
    assert texts.errands((Errand(Topic.DOUBT, at[:1]),)) == "1 does not agree"
    assert texts.errands((Errand(Topic.DOUBT, at[:2]),)) == "2 do not agree"


def test_a_call_that_runs_over_says_who_is_next(view: DayView) -> None:
    day = days.morning()
    row = replace(day.rows[1], stage=Stage.IN_CALL, waiting=(), lacks=())
    late = replace(day, rows=(day.rows[0], row, *day.rows[2:]), active_id=row.visit.visit_id, now=days.at("09:51"))
    view.show_state(late)
    assert "Drar över, nästa kl 10:15" in said(view.hero)
    view.show_state(replace(late, now=days.at("09:50")))
    assert "Drar över" not in said(view.hero)
    alone = replace(late, rows=(row,))
    assert "Drar över" in row_face(row, Scene(alone)).spoken


def test_how_close_visits_lie_stands_on_the_later_one() -> None:
    day = days.morning()
    for gap_min, words in ((0, "lite luft mellan möten"), (3, "lite luft mellan möten (3 min)"), (-5, "överlappar")):
        assert words in row_face(replace(day.rows[3], gap_min=gap_min), Scene(day)).spoken
    assert "luft" not in row_face(replace(day.rows[8], gap_min=0), Scene(day)).spoken, "cancelled"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("lack", list(Lack))
def test_who_is_missing_is_called_as_everywhere(dress: Dress, lack: Lack, language: str) -> None:
    dress.set_language(language)
    assert texts.lack(lack).startswith(texts.role(lack.role))


@pytest.mark.parametrize("lack", list(Lack))
def test_every_lack_is_a_chip_with_a_word(lack: Lack) -> None:
    day = days.morning()
    chips = row_face(replace(day.rows[2], lacks=(lack,)), Scene(day)).chips
    assert chips[0].text.endswith("saknas")


def test_other_bookings_are_folded_and_show_nothing_but_their_times(qtbot: QtBot, view: DayView) -> None:
    whole = Other(days.at("01:00"), days.at("23:59"))
    view.show_state(replace(days.morning(), others=(*days.OTHERS[:2], whole)))
    assert view.others.fold.text().strip() == "3 annat"
    assert not view.others.times.isVisible()
    qtbot.keyClick(view.others.fold, Qt.Key.Key_Space)
    assert view.others.times.text() == "08:00–08:30 · 10:00–10:30 · hela dagen"
    assert "visas" in view.others.fold.accessibleDescription()
    qtbot.keyClick(view.others.fold, Qt.Key.Key_Space)
    assert not view.others.times.isVisible()
    view.show_state(replace(days.morning(), others=()))
    assert not view.others.isVisible()


def test_an_offline_day_is_grey_with_its_time_and_one_note(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.offline())
    qtbot.waitUntil(lambda: "07:58 · Källan" in said(view))
    words = said(view)
    assert "Ingen källa kunde läsas om. Det du ser är från 07:58." in words
    assert "kalender.ics · senast läst 07:58 · Källan går inte att nå." in words
    faces = view.later.rows.faces
    assert all(face.faint and "senast läst 07:58" in face.facts for face in faces)
    nothing = replace(days.offline(), sources=tuple(replace(s, read_at=None) for s in days.offline().sources))
    view.show_state(replace(nothing, rows=(), next_id=""))
    qtbot.waitUntil(lambda: "Ingen källa kunde läsas." in said(view))


def test_the_next_visit_too_is_greyed_where_nothing_could_be_read_again(view: DayView) -> None:
    for day, ink in ((days.morning(), Ink.TEXT), (days.offline(), Ink.MUTED)):
        view.show_state(day)
        inks = {label.text(): label.property("ink") for label in view.hero.findChildren(QLabel)}
        assert (inks["09:30"], inks["IK-82"]) == (ink.value, ink.value)


def test_one_source_that_is_not_there_says_why(qtbot: QtBot, view: DayView) -> None:
    view.show_state(days.unread())
    qtbot.waitUntil(lambda: "Källan går inte" in said(view))
    words = said(view)
    assert "kalender.ics kunde inte läsas." in words
    assert "Källan går inte att nå. Kontrollera nätverket" in words
    assert "kalender.ics · inte läst än" in words
    assert "inga videobesök" not in words, "that is not known"


def test_many_faults_are_grouped_and_the_rest_counted(qtbot: QtBot, view: DayView) -> None:
    found = [Problem("a.ics", reason, f"event {n}") for n in range(2) for reason in
             ("bad_event", "too_often", "too_slow", "unknown_time_zone")]  # fmt: skip
    view.show_state(replace(days.morning(), problems=tuple(found)))
    qtbot.waitUntil(lambda: "2 fel till. Jämför listan med tidboken." in said(view))
    assert "a.ics · bokning 0 och 1 till" in said(view)
    view.show_state(replace(days.morning(), problems=tuple(found[:-1])))
    qtbot.waitUntil(lambda: "Ett fel till. Jämför listan med tidboken." in said(view))


def test_the_sources_stand_under_the_list_with_their_age(qtbot: QtBot, dress: Dress, view: DayView) -> None:
    view.show_state(days.morning())
    qtbot.waitUntil(lambda: "kalender.ics · läst 09:25" in said(view.sources))
    dress.set_language("en")
    qtbot.waitUntil(lambda: "kalender.ics · read 09:25" in said(view.sources))
    assert texts.source("practice-calendar") == "Practice calendar"


def test_a_row_has_the_dots_of_its_sources_where_there_are_several(view: DayView) -> None:
    day = days.offline()
    view.show_state(day)
    face = view.later.rows.face(0)
    assert [(dot.colour, dot.name) for dot in face.dots] == [(0, "kalender.ics"), (1, "tidbok.csv")]
    assert face.spoken.endswith("kalender.ics, tidbok.csv")
    row = view.later.visualRect(view.later.rows.index(0, 0))
    dots = view.later._delegate.dots_rect(face, row)
    assert view.later.sources_at(dots.center()) == "kalender.ics\ntidbok.csv"
    assert view.later.sources_at(row.bottomRight()) == ""
    view.show_state(replace(day, sources=day.sources[:1]))
    assert view.later.rows.face(0).dots == ()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_dot_can_be_seen_on_the_rows_ground(palette: object, look: Look) -> None:
    look.change(palette)  # type: ignore[arg-type]
    colours = [dot_colour(look, place).name() for place in range(COLOURS)]
    assert len(set(colours)) == COLOURS
    assert all(contrast(colour, look.palette.surface) >= 3.0 for colour in colours)
    look.change(LIGHT)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_quick_height_is_that_of_the_places(dress: Dress, scale: float) -> None:
    dress.set_text_scale(scale)
    ruler = RowRuler(dress.look)
    for day in (days.morning(), days.offline()):
        for row in day.rows:
            face = row_face(row, Scene(day))
            for width in (500, 760, 1000, 1300, 1800):
                assert ruler.height(face, width) == RowRuler(dress.look).places(face, width).height


def test_rows_are_dressed_anew_only_where_something_has_changed() -> None:
    day, wardrobe = days.morning(), Wardrobe()
    first = wardrobe.dress(day.rows, Scene(day))
    later = replace(day, now=days.at("09:28"))
    again = wardrobe.dress(tuple(replace(row) for row in day.rows), Scene(later))
    assert [a is b for a, b in zip(first, again, strict=True)] == [n != 1 for n in range(len(day.rows))]
    assert "sedan 4 min" in again[1].spoken
    called = wardrobe.dress(day.rows, Scene(replace(day, active_id="other")))
    assert called[2].action == ""


def test_a_change_that_makes_nothing_taller_lays_out_nothing(qtbot: QtBot, view: DayView) -> None:
    day = days.many(100)
    view.show_state(day)
    rows = tuple(replace(r, visit=replace(r.visit, match=Match.TIME_DIFFERS)) if n % 2 else r
                 for n, r in enumerate(day.rows))  # fmt: skip
    height = view.later.height()
    changed: list[tuple[int, int]] = []
    view.later.rows.dataChanged.connect(lambda first, last, _: changed.append((first.row(), last.row())))
    view.show_state(replace(day, rows=rows))
    assert len(changed) == 1
    assert view.later.height() == height
    assert "Tiden skiljer" in view.later.rows.face(0).spoken


def test_a_screen_reader_reads_every_row(view: DayView) -> None:
    view.show_state(days.morning())
    node = QAccessible.queryAccessibleInterface(view.later)
    read = [node.child(n).text(QAccessible.Text.Name) for n in range(node.childCount())]
    assert read == [face.spoken for face in view.later.rows.faces]
    assert all(words.split(", ")[0].count(":") == 1 for words in read)


def test_nothing_moves_by_itself(view: DayView) -> None:
    view.show_state(days.morning())
    view.show_details("v-15:20-JN-61")
    assert view.findChildren(QAbstractAnimation) == []


def test_the_question_shows_who_stands_on_each_side(view: DayView) -> None:
    day = days.morning()
    mismatched = replace(day.rows[3].visit, match=Match.MISMATCH, candidates=("11:00 AL-15", "11:00 BN-77"))
    rows = (*day.rows[:3], Row(mismatched), *day.rows[4:])
    view.show_state(replace(day, rows=rows, asking=mismatched.visit_id))
    panel = view.later.panel()
    assert panel is not None
    assert {"AL-15", "BN-77", "11:00"} <= set(said(panel).split("\n"))
