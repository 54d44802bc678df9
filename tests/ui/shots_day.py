"""Pictures of the day's page in every state, to look at: python -m tests.ui.shots_day OUT."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint

from tests.ui import days
from vardklient.domain.verdict import Severity
from vardklient.domain.visit import Match, Role
from vardklient.flows.day import DayState, Stage
from vardklient.ui.application import Application, make_application
from vardklient.ui.mainwindow import MainWindow

SUPPORT = ("021-17 35 00, tonval 1, 3",)


class Camera:
    """Writes what the window looks like."""

    def __init__(self, app: Application, window: MainWindow, out: Path) -> None:
        self.app, self.window, self.out = app, window, out

    def show(self, state: DayState, name: str, width: int = 1280, height: int = 760) -> None:
        """One state from the top of the page."""
        self.window.resize(width, height)
        self.window.day.show_state(state)
        self.settle()
        self.window.day.verticalScrollBar().setValue(0)
        self.take(name)

    def settle(self) -> None:
        for _ in range(8):
            self.app.processEvents()

    def take(self, name: str) -> None:
        self.settle()
        self.window.grab().save(str(self.out / f"day_{name}.png"))


def asking(day: DayState, place: int) -> DayState:
    """The question is open on that row."""
    return replace(day, asking=day.rows[place].visit.visit_id)


def mismatch() -> DayState:
    """Two patients at one time."""
    day = days.morning()
    sides = ("11:00 AL-15", "11:00 BN-77")
    other = replace(day.rows[3].visit, match=Match.MISMATCH, candidates=sides, birth_years=(1977,))
    return days.settled(replace(day, rows=(*day.rows[:3], replace(day.rows[3], visit=other), *day.rows[4:])))


def linked() -> DayState:
    """Nobody waits yet; the patient's link can be handed over."""
    day = days.morning()
    links = ((Role.PATIENT, "https://visits.example/visit#t"),)
    row = replace(day.rows[1], waiting=(), stage=Stage.DUE, links=links)
    return replace(day, rows=(day.rows[0], row, *day.rows[2:]))


def half_read() -> DayState:
    """The booking system has not answered yet."""
    day = days.morning()
    rows = [replace(r, visit=replace(r.visit, match=Match.UNCOMPARED, booking_start=None), lacks=()) for r in day.rows]
    sources = (day.sources[0], replace(day.sources[1], read_at=None))
    return days.settled(replace(day, rows=tuple(rows[:6]), sources=sources, others=()))


def overrun() -> DayState:
    """A call that takes too long."""
    day = days.morning()
    row = replace(day.rows[1], stage=Stage.IN_CALL, waiting=(), lacks=())
    rows = (day.rows[0], row, *day.rows[2:])
    return replace(day, rows=rows, active_id=row.visit.visit_id, now=days.at("09:58"))


def states(camera: Camera) -> None:
    """In Swedish, light, at 100 %."""
    window, day = camera.window, days.morning()
    camera.show(replace(day, rows=(), next_id="", loading=True), "loading")
    camera.show(day, "full", height=1100)
    camera.show(replace(day, rows=(), next_id="", others=(), errands=()), "empty")
    camera.show(linked(), "linked")
    camera.show(half_read(), "half_read")
    camera.show(asking(half_read(), 3), "half_read_asking")
    camera.show(days.offline(), "offline")
    camera.show(days.unread(), "unread")
    camera.show(days.troubled(), "troubled")
    camera.show(overrun(), "overrun")
    camera.show(asking(mismatch(), 3), "mismatch")
    camera.show(asking(day, 5), "ambiguous")
    camera.show(asking(day, 7), "times_differ")
    window.day.show_details(day.rows[6].visit.visit_id)
    camera.show(day, "protected_details", height=1100)
    window.day.show_details(day.rows[1].visit.visit_id)
    camera.show(day, "details")
    window.day.show_details("")
    window.day.others.fold.click()
    camera.show(day, "others_unfolded", height=1100)
    window.day.others.fold.click()
    camera.show(days.looking(-1), "yesterday")
    camera.show(days.looking(1), "tomorrow")
    camera.show(days.many(500), "500_rows")
    window.day.verticalScrollBar().setValue(window.day.verticalScrollBar().maximum() // 2)
    camera.take("500_rows_middle")
    camera.show(day, "before_search")
    window.day.head.searching.emit()
    window.day.search.field.setText("ik 82")
    camera.take("search")
    window.day.search.field.setText("tigrinja")
    camera.take("search_nothing")
    window.day.search.closed.emit()
    menu(camera, day)


def menu(camera: Camera, day: DayState) -> None:
    """What can be done with a row."""
    deeds = camera.window.day.deeds
    deeds.offer(day.rows[7], day, QPoint(200, 200))
    camera.settle()
    assert deeds.menu is not None
    deeds.menu.grab().save(str(camera.out / "day_menu.png"))
    deeds.menu.close()


def dressed(camera: Camera) -> None:
    """Other themes, languages, sizes."""
    dress, day = camera.app.dress, days.morning()
    variants: tuple[tuple[str, Callable[[], object]], ...] = (
        ("dark", lambda: dress.set_theme("dark")),
        ("dark_200", lambda: dress.set_text_scale(2.0)),
        ("light_200", lambda: dress.set_theme("light")),
        ("english_200", lambda: dress.set_language("en")),
        ("english", lambda: dress.set_text_scale(1.0)),
    )
    for name, change in variants:
        change()
        height = 2000 if "200" in name else 1100
        camera.show(day, name, height=height)
        camera.show(linked(), f"{name}_linked", height=height)
        camera.show(days.offline(), f"{name}_offline", height=height)
        camera.show(asking(mismatch(), 3), f"{name}_mismatch", height=height)
        camera.window.day.show_details(day.rows[1].visit.visit_id)
        camera.show(day, f"{name}_details", height=height)
        camera.window.day.show_details("")
    dress.set_language("sv")
    camera.show(day, "narrow", width=600, height=1600)


def main(out: Path) -> None:
    """Write every picture."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_application(["shots"], language="sv", theme="light", text_scale=1.0)
    window = MainWindow(app.look, support=SUPPORT)
    window.show()
    camera = Camera(app, window, out)
    app.dress.set_text_scale(2.0)
    camera.show(days.morning(), "before_selfcheck_200")
    app.dress.set_text_scale(1.0)
    window.day.show_selfcheck(Severity.GREEN, days.at("07:42"))
    states(camera)
    dressed(camera)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
