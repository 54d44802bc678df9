from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.vault.test_secrets import InMemoryKeyring
from vardklient.domain.visit import CalendarEvent, Problem
from vardklient.ports.visits import DayResult
from vardklient.program import keptday
from vardklient.program.keptday import KeptDay
from vardklient.program.keyholder import Keyholder
from vardklient.program.sources import Results, Sources
from vardklient.vault.secrets import FOLDER_NAME, KeyringStore
from vardklient.vault.today import TodayFile

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
GOOD = DayResult(NOW, events=(CalendarEvent("a", "1", NOW, NOW),))
DEAD = DayResult(NOW, problems=(Problem("a", "unreachable"),))
PATIENCE_S = 60.0
"""In the place of the half second that a user waits at most: a busy machine may need longer for a file."""


class Source:
    """Gives what it is told to give."""

    def __init__(self, name: str = "a", gives: DayResult = GOOD) -> None:
        self.name, self.gives = name, gives

    async def day(self, day: date) -> DayResult:
        return self.gives


class Desk:
    """A computer with a keyring; `start` is a new start of the program."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keyring, self.clock, self.source = folder, InMemoryKeyring(), FakeClock(NOW), Source()
        self.may_answer = threading.Event()
        self.may_answer.set()

    def start(self, *, wanted: bool = True, first_within_s: float = PATIENCE_S) -> KeptDay:
        def find() -> InMemoryKeyring:
            assert self.may_answer.wait(60)
            return self.keyring

        store = KeyringStore(self.folder, find)
        sources = Sources([self.source], (("a", 3),))
        file, keys = TodayFile(store, wanted), Keyholder(store)
        return KeptDay(sources, file, keys, self.clock, first_within_s=first_within_s)

    @property
    def files(self) -> int:
        folder = self.folder / FOLDER_NAME
        return len(list(folder.iterdir())) if folder.exists() else 0


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def read(kept: KeptDay, day: date = DAY) -> DayResult:
    told: list[Results] = []
    await kept.read(day, told.append)
    return told[-1][0][1]


async def test_a_start_without_the_network_shows_what_was_known(desk: Desk) -> None:
    first = desk.start()
    assert first.colours == (("a", 3),)
    assert await read(first) == GOOD
    assert desk.files == 1
    desk.source.gives = DEAD
    found = await read(desk.start())
    assert (found.events, found.stale, found.problems) == (GOOD.events, True, DEAD.problems)
    assert desk.files == 1, "kept anew, for the next start without the network"
    desk.clock.advance(24 * 3600)
    assert (await read(desk.start(), DAY + timedelta(days=1))).events == ()


async def test_another_day_is_not_kept(desk: Desk) -> None:
    await read(desk.start(), DAY + timedelta(days=1))
    assert desk.files == 0


async def test_at_midnight_it_goes_also_while_the_day_is_still_shown(desk: Desk) -> None:
    kept = desk.start()
    await read(kept)
    desk.clock.advance(16 * 3600)
    await read(kept)
    assert (desk.files, desk.keyring.kept) == (0, {})


async def test_a_keyring_that_takes_its_time_at_midnight_does_not_keep_the_new_day_waiting(desk: Desk) -> None:
    removed = threading.Event()

    class Slow(TodayFile):
        def remove(self) -> None:
            assert removed.wait(60)
            super().remove()

    store = KeyringStore(desk.folder, lambda: desk.keyring)
    slow, keys = Slow(store, True), Keyholder(store)
    kept = KeptDay(Sources([desk.source]), slow, keys, desk.clock, first_within_s=PATIENCE_S)
    await read(kept)
    desk.clock.advance(16 * 3600)
    told: asyncio.Queue[Results] = asyncio.Queue()
    reading = asyncio.create_task(kept.read(DAY + timedelta(days=1), told.put_nowait))
    assert (await told.get())[0][1] == GOOD
    assert not reading.done()
    removed.set()
    await reading
    assert desk.files == 1, "the new day, for it was removed before that"


async def test_what_was_kept_is_its_accounts_and_not_its_names(desk: Desk) -> None:
    class Account(Source):
        def __init__(self, key: str, name: str, gives: DayResult) -> None:
            super().__init__(name, gives)
            self.key = key

    def start(*accounts: Account) -> KeptDay:
        store = KeyringStore(desk.folder, lambda: desk.keyring)
        file, keys = TodayFile(store, True), Keyholder(store)
        return KeptDay(Sources(accounts), file, keys, desk.clock, first_within_s=PATIENCE_S)

    def dead(name: str) -> DayResult:
        return replace(DEAD, problems=(Problem(name, "unreachable"),))

    await read(start(Account("k1", "a", GOOD)))
    told: list[Results] = []
    await start(Account("k2", "a", dead("a")), Account("k1", "Region", dead("Region"))).read(DAY, told.append)
    assert [(name, [e.source for e in r.events]) for name, r in told[-1]] == [("a", []), ("Region", ["Region"])]


async def test_at_sign_out_it_goes(desk: Desk) -> None:
    kept = desk.start()
    await read(kept)
    await kept.sign_out()
    await read(kept)
    assert (desk.files, desk.keyring.kept) == (0, {})


async def test_switched_off_it_goes_at_the_next_start(desk: Desk) -> None:
    await read(desk.start())
    await read(desk.start(wanted=False))
    assert (desk.files, desk.keyring.kept) == (0, {})


async def test_a_keyring_that_asks_the_user_does_not_keep_the_day_waiting(desk: Desk) -> None:
    await read(desk.start())
    desk.source.gives = DEAD
    desk.may_answer.clear()
    kept = desk.start(first_within_s=0.05)
    assert (await read(kept)).events == (), "the list is there without what was kept"
    desk.may_answer.set()
    while (await read(kept)).events == ():  # noqa: ASYNC110 - the next reading has it
        await asyncio.sleep(0.01)
    assert (await read(kept)).stale


async def test_a_file_that_fails_takes_nothing_with_it(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(TodayFile):
        def take(self, day: date) -> Results:
            raise RuntimeError("IK-82")

    store = KeyringStore(desk.folder, lambda: desk.keyring)
    broken, keys = Broken(store, True), Keyholder(store)
    kept = KeptDay(Sources([desk.source]), broken, keys, desk.clock, first_within_s=PATIENCE_S)
    assert await read(kept) == GOOD
    assert len(caplog.records) == 1
    assert keptday.FIRST_WITHIN_S < 2, "the list has two seconds"
