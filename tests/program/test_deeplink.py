from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import days
from vardklient.domain.deeplink import visit_link
from vardklient.flows.day import DayState, SourceState
from vardklient.program.deeplink import OpenedLinks, Pointer


class Rig:
    def __init__(self) -> None:
        self.pointed: list[str] = []
        self.unknown = 0
        self.homeward: list[date] = []
        self.pointer = Pointer(self.pointed.append, self._count, self.homeward.append)

    def _count(self) -> None:
        self.unknown += 1


def day() -> DayState:
    rows = tuple(
        replace(row, visit=replace(row.visit, visit_id=f"v{n}", booking_id=f"B{n}"))
        for n, row in enumerate(days.morning().rows)
    )
    return replace(days.morning(), rows=rows)


def test_a_link_that_comes_before_the_day_waits_for_it_and_leads_there_once() -> None:
    rig = Rig()
    rig.pointer.follow(visit_link("v3"))
    rig.pointer.show_day(replace(day(), rows=(), loading=True))
    assert rig.pointed == []
    rig.pointer.show_day(day())
    rig.pointer.show_day(day())
    assert (rig.pointed, rig.unknown) == (["v3"], 0)


def test_what_one_source_has_not_told_yet_is_not_called_unknown() -> None:
    rig, read = Rig(), day()
    calendar, bookings = read.sources
    to_come = replace(read, rows=read.rows[:2], sources=(calendar, SourceState(bookings.name)))
    rig.pointer.show_day(to_come)
    rig.pointer.seek("v3")
    assert (rig.pointed, rig.unknown) == ([], 0)
    rig.pointer.seek("v1")
    assert rig.pointed == ["v1"], "what is there need not wait"
    rig.pointer.seek("v3")
    rig.pointer.show_day(read)
    assert (rig.pointed, rig.unknown) == (["v1", "v3"], 0)


def test_that_there_is_none_is_said_when_every_source_has_answered_or_failed() -> None:
    rig, read = Rig(), day()
    calendar, bookings = read.sources
    rig.pointer.show_day(replace(read, sources=(calendar, SourceState(bookings.name))))
    rig.pointer.seek("nothing")
    rig.pointer.show_day(replace(read, sources=(calendar, replace(bookings, stale=True, recalled=True))))
    assert rig.unknown == 0, "that is what an earlier run knew"
    rig.pointer.show_day(replace(read, sources=(calendar, SourceState(bookings.name, stale=True))))
    rig.pointer.show_day(read)
    assert (rig.pointed, rig.unknown) == ([], 1)


def test_a_booking_leads_to_its_visit() -> None:
    rig = Rig()
    rig.pointer.show_day(day())
    rig.pointer.seek("B2")
    assert rig.pointed == ["v2"]


def test_what_is_not_there_or_no_link_is_said() -> None:
    rig = Rig()
    rig.pointer.show_day(day())
    rig.pointer.follow(visit_link("nothing"))
    rig.pointer.follow("https://visits.example/visit#t")
    assert (rig.pointed, rig.unknown) == ([], 2)


def test_from_another_day_the_user_is_led_home_first() -> None:
    rig = Rig()
    tomorrow = DayState(day().day + timedelta(days=1), day().now, loading=False)
    rig.pointer.show_day(replace(day(), look=tomorrow))
    rig.pointer.seek("v2")
    assert (rig.homeward, rig.pointed) == ([day().day], [])
    rig.pointer.show_day(day())
    assert rig.pointed == ["v2"]


def test_macos_says_that_a_link_was_followed(qtbot: QtBot, qapp: QApplication) -> None:
    links = OpenedLinks()
    qapp.installEventFilter(links)
    try:
        with qtbot.waitSignal(links.opened) as opened:
            QCoreApplication.sendEvent(qapp, QFileOpenEvent(QUrl(visit_link("v1"))))
    finally:
        qapp.removeEventFilter(links)
    assert opened.args == ["vardklient://visit/v1"]
