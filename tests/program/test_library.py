from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.vault.test_secrets import LockedKeyring
from vardklient.domain.account import Account, Sort
from vardklient.domain.visit import CalendarEvent
from vardklient.ports.visits import DayResult
from vardklient.program.library import Library
from vardklient.vault.secrets import FOLDER_NAME, KeyringStore
from vardklient.vault.settings import ACCOUNTS, TODAY_FILE, Settings
from vardklient.vault.today import TodayFile

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
KEPT = (("calendar", DayResult(NOW, events=(CalendarEvent("calendar", "1", NOW, NOW),))),)

ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//SV\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261124T080000Z\r\n"
    "DTSTART:20261124T080000Z\r\nDTEND:20261124T083000Z\r\nSUMMARY:XQ-82 Videobesök\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


class Computer:
    """Each `library` is a new start of the program."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keyring = folder, LockedKeyring()
        self.settings = Settings(folder / "config")
        self.settings.put(ACCOUNTS, (Account("1", Sort.FILE, "calendar", str(folder / "nothing.ics")),))

    def secrets(self) -> KeyringStore:
        return KeyringStore(self.folder, lambda: self.keyring)

    def library(self) -> Library:
        return Library(self.settings, (), FakeClock(NOW), live=True, make_secrets=self.secrets)

    def keep(self) -> None:
        TodayFile(self.secrets(), wanted=True).keep(DAY, KEPT)
        assert self.sealed == 1

    @property
    def sealed(self) -> int:
        return len(list((self.folder / FOLDER_NAME).glob("*")))


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


async def test_switched_off_the_list_that_was_kept_goes_at_the_next_start(computer: Computer) -> None:
    computer.keep()
    assert not computer.settings.get(TODAY_FILE)
    await computer.library().reader().read(DAY, lambda _: None)
    assert (computer.sealed, computer.keyring.kept) == (0, {})


async def test_switched_off_the_keyring_is_not_opened(computer: Computer) -> None:
    computer.keyring.error = AssertionError("opened")
    library = computer.library()
    await library.reader().read(DAY, lambda _: None)
    assert not library.secrets.in_memory


async def test_switched_on_what_was_kept_is_shown(computer: Computer) -> None:
    computer.settings.put(TODAY_FILE, True)
    calendar = computer.folder / "nothing.ics"
    calendar.write_text(ICS, encoding="utf-8")
    told: list[tuple[tuple[str, DayResult], ...]] = []
    await computer.library().reader().read(DAY, told.append)
    ((_, found),) = told[-1]
    assert len(found.events) == 1
    calendar.unlink()
    await computer.library().reader().read(DAY, told.append)
    ((_, again),) = told[-1]
    assert (again.events, again.stale) == (found.events, True)
    assert computer.sealed == 1, "kept anew, for the next start"
