from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from vardklient.base.log import Code
from vardklient.ports.signin import Person
from vardklient.program.chronicle import PENDING_MOST, Chronicle
from vardklient.vault.chain import Entry, Event
from vardklient.vault.clientlog import FILE_NAME, KEEP_DAYS, ClientLog

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
VISIT = "v0123456789abcdef"
ANNA = Person("sub", "Anna", "SE2321000131-P000000052C2", "SE2321000131-U1", "SE2321000131-E000000011111")


class Desk:
    """A log on a disk that may be full, and what is told of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.told = folder, FakeClock(AT), list[bool]()
        self.log = ClientLog(folder / "data", self.clock)
        self.chronicle = Chronicle(self.log, self.clock, self.told.append, 30)

    def fill(self) -> None:
        (self.folder / "data").touch()

    def make_room(self) -> None:
        (self.folder / "data").unlink()

    def events(self) -> list[Event]:
        return [entry.event for _, entry in self.log.since()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def test_what_is_told_is_written_with_who_is_signed_in(desk: Desk) -> None:
    desk.chronicle.begin()
    desk.chronicle.tell(Event.VISIT_OPENED, VISIT)
    desk.chronicle.signed_in(ANNA)
    desk.clock.advance(60)
    desk.chronicle.tell(Event.OPEN_CONFIRMED, VISIT, "time_differs")
    desk.chronicle.signed_out()
    desk.chronicle.tell(Event.VISIT_ENDED, VISIT, "by_video")
    await desk.chronicle.close()
    later = desk.clock.now()
    person, unit = ANNA.employee_hsa_id, ANNA.unit_hsa_id
    assert [entry for _, entry in desk.log.since()] == [
        Entry(AT, Event.VISIT_OPENED, VISIT),
        Entry(AT, Event.SIGNED_IN, "", "", person, unit),
        Entry(later, Event.OPEN_CONFIRMED, VISIT, "time_differs", person, unit),
        Entry(later, Event.SIGNED_OUT, "", "", person, unit),
        Entry(later, Event.VISIT_ENDED, VISIT, "by_video"),
    ]
    assert desk.log.verify() is None
    assert desk.told == []


async def test_a_disk_that_refuses_is_said_once_and_what_was_told_comes_later(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.fill()
    desk.chronicle.begin()
    for _ in range(3):
        desk.chronicle.tell(Event.SIGNED_IN)
        await desk.chronicle.close()
    assert desk.told == [True]
    assert [record.args[0] for record in caplog.records if record.args] == [Code.CLIENT_LOG_FAILED]
    desk.make_room()
    desk.clock.advance(60)
    desk.chronicle.tell(Event.SIGNED_OUT)
    await desk.chronicle.close()
    assert desk.told == [True, False]
    assert desk.events() == [*[Event.SIGNED_IN] * 3, Event.SIGNED_OUT]
    assert [entry.at for _, entry in desk.log.since()] == [AT, AT, AT, desk.clock.now()]


async def test_what_the_disk_refused_is_tried_once_more_at_the_end(desk: Desk) -> None:
    desk.fill()
    desk.chronicle.tell(Event.SIGNED_IN)
    await desk.chronicle.close()
    assert desk.told == [True]
    desk.make_room()
    await desk.chronicle.close()
    assert (desk.events(), desk.told) == ([Event.SIGNED_IN], [True, False])


async def test_what_is_told_first_has_the_log_looked_at_first(desk: Desk) -> None:
    desk.log.append([Entry(AT, Event.LOCKED)])
    with closing(sqlite3.connect(desk.folder / "data" / FILE_NAME)) as db:
        db.execute("UPDATE entry SET event = 'unlocked'")
        db.commit()
    desk.chronicle.tell(Event.SIGNED_IN)
    desk.chronicle.begin()
    await desk.chronicle.close()
    assert desk.events() == [Event.LOG_RENEWED, Event.SIGNED_IN], "no row goes to a chain that does not hold"


async def test_without_a_policy_rows_are_kept_for_five_years(desk: Desk) -> None:
    desk.log.append([Entry(AT, Event.LOCKED)])
    for days, kept in ((KEEP_DAYS - 1, 1), (2, 0)):
        desk.clock.advance(days * 24 * 3600)
        chronicle = Chronicle(desk.log, desk.clock)
        chronicle.begin()
        await chronicle.close()
        assert len(desk.log.since()) == kept


async def test_of_too_many_the_oldest_are_lost(desk: Desk) -> None:
    desk.fill()
    for _ in range(5):
        desk.chronicle.tell(Event.SIGNED_IN)
    await desk.chronicle.close()
    for _ in range(PENDING_MOST):
        desk.chronicle.tell(Event.SIGNED_OUT)
    await desk.chronicle.close()
    desk.make_room()
    desk.chronicle.tell(Event.LOCKED)
    await desk.chronicle.close()
    assert desk.events() == [*[Event.SIGNED_OUT] * (PENDING_MOST - 1), Event.LOCKED]


async def test_a_damaged_log_is_set_aside_at_the_beginning(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    (desk.folder / "data").mkdir()
    (desk.folder / "data" / FILE_NAME).write_bytes(b"no log" * 1000)
    desk.chronicle.begin()
    await desk.chronicle.close()
    assert desk.events() == [Event.LOG_RENEWED]
    assert [record.args[0] for record in caplog.records if record.args] == [Code.CLIENT_LOG_RENEWED]
    assert desk.told == []


async def test_what_nobody_expected_is_logged_and_no_more(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(ClientLog):
        def append(self, entries: object) -> None:
            raise RuntimeError("IK-82")

    chronicle = Chronicle(Broken(desk.folder, desk.clock), desk.clock, desk.told.append)
    chronicle.tell(Event.LOCKED)
    await chronicle.close()
    assert desk.told == [True]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


async def test_a_practice_day_keeps_nothing(tmp_path: Path) -> None:
    chronicle = Chronicle(None, FakeClock(AT))
    calls: list[Callable[[], None]] = [chronicle.begin, lambda: chronicle.tell(Event.LOCKED), chronicle.signed_out]
    for call in calls:
        call()
    await chronicle.close()
    assert os.listdir(tmp_path) == []
