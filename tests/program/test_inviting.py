from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from tests.ui.conftest import dress, look  # noqa: F401 - fixtures
from tests.ui.days import NOW, morning
from tests.ui.invitations import LINKS, VISIT
from vardklient.flows.day import DayEvent, DayState, LeaveInvitation, Row
from vardklient.program.inviting import Inviting
from vardklient.schedule.ics import read_ics
from vardklient.schedule.regions import default_region
from vardklient.ui.look import Look
from vardklient.ui.mainwindow import MainWindow
from vardklient.ui.rail import Page

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def day(inviting: bool) -> DayState:
    row = Row(VISIT, room=True, links=LINKS)
    return replace(morning(), rows=(row,), inviting=VISIT.visit_id if inviting else "")


class Rig:
    def __init__(self, qtbot: QtBot, look: Look) -> None:  # noqa: F811
        self.told: list[DayEvent] = []
        self.window = MainWindow(look)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.inviting = Inviting(look, self.window, FakeClock(NOW), self.told.append)


@pytest.fixture
def rig(qtbot: QtBot, look: Look) -> Rig:  # noqa: F811
    return Rig(qtbot, look)


def test_the_page_is_made_when_it_is_wanted_and_shown_until_the_day_says_otherwise(rig: Rig) -> None:
    rig.inviting.show_day(day(False))
    assert "view" not in rig.inviting.__dict__
    rig.inviting.show_day(day(True))
    assert rig.inviting.view.isVisible()
    assert rig.window.page is None
    rig.inviting.view.back.click()
    assert rig.told == [LeaveInvitation()]
    rig.inviting.show_day(day(False))
    assert rig.window.page is Page.DAY


def test_who_goes_to_another_page_has_left_it_and_is_not_called_back(rig: Rig) -> None:
    rig.inviting.show_day(day(True))
    rig.window.navigate(Page.SETTINGS)
    assert rig.told == [LeaveInvitation()]
    rig.inviting.show_day(day(False))
    assert rig.window.page is Page.SETTINGS


def test_from_the_page_comes_a_file_that_the_cross_check_knows(rig: Rig, tmp_path: Path) -> None:
    rig.inviting.show_day(day(True))
    rig.inviting.view.write_own(tmp_path / "own.ics")
    found, problems = read_ics((tmp_path / "own.ics").read_bytes(), morning().day, "own.ics", default_region())
    assert problems == ()
    assert [(event.booking_id, event.keys[0].label, event.start) for event in found] == [("B-1", "IK-82", VISIT.start)]


def test_nothing_in_the_program_can_mail() -> None:
    """Invitations are copied, saved or printed; no right to send is asked for, and no mail program is opened."""
    ways = re.compile(r"smtplib|\bmailto:|Mail\.Send|sendMail|aiosmtp|\bmapi\b", re.IGNORECASE)
    places = [*Path("src").rglob("*.py"), *Path("resources").rglob("*.js"), *Path("resources").rglob("*.html")]
    assert len(places) > 100
    assert [str(path) for path in places if ways.search(path.read_text("utf-8"))] == []
