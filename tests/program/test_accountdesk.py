"""The desk of the accounts: settings, keyring and the day, as the user's commands move them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from tests.schedule.calendars import ics, vevent
from vardklient.base.loop import CoreLoop
from vardklient.domain.account import Account, Sort
from vardklient.domain.visit import Problem
from vardklient.flows.day import DayState, SourceState
from vardklient.ports.secrets import MemoryOnly
from vardklient.program.accountdesk import AccountDesk, Core
from vardklient.program.accounts import Maker, key_of
from vardklient.program.keyholder import Credentials, Keyholder
from vardklient.ui.account_form import Draft, SaveAccount, StopTrying, TryAccount
from vardklient.ui.application import Dress
from vardklient.ui.settings_accounts import AccountsSection, RemoveAccount, SignInAccount
from vardklient.vault.secrets import MemoryStore
from vardklient.vault.settings import ACCOUNTS, FILE_NAME, Settings

TODAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
DAV = Account("", Sort.CALDAV, "Region", "https://dav.example/", "lakare1")


class Books:
    """Accounts with settings in a folder and secrets in memory."""

    def __init__(self, folder: Path, locks: dict[str, object] | None = None, *, live: bool = True) -> None:
        self.settings = Settings(folder, locks or {})
        self.accounts = self.settings.get(ACCOUNTS)
        self.secrets, self.maker, self.live = MemoryStore(), Maker(), live
        self.clock = FakeClock(TODAY)
        self.keys = Keyholder(self.secrets)
        self.tokens = self
        self.exchanged: list[tuple[Account, ...]] = []
        self.signed_in: list[str] = []
        self.forgotten: list[str] = []
        self.anew: list[Account] = []
        self.somebody_else = False

    def exchange(self, anew: Sequence[Account] = ()) -> None:
        self.exchanged.append(self.accounts)
        self.anew += anew

    async def sign_in(self, account: Account) -> bool:
        self.signed_in.append(account.ident)
        return self.somebody_else

    async def forget(self, account: Account) -> None:
        assert self.secrets.get(account.secret_name) is not None, "before what is kept: else it would be kept anew"
        self.forgotten.append(account.ident)


class Rig:
    """A desk on a core loop, with a section."""

    def __init__(self, books: Books, section: AccountsSection, core: CoreLoop) -> None:
        self.books, self.section, self.refreshed, self.not_kept = books, section, 0, 0
        self.open: list[Future[None]] = []
        self._core = core
        self.lost: list[MemoryOnly] = []
        self.left = 0
        told = Core(self._run, self._refresh, self._not_kept, self.lost.append, self._not_forgotten)
        self.desk = AccountDesk(books, section, told)

    def _run(self, work: Coroutine[object, object, None]) -> Future[None]:
        done: Future[None] = self._core.submit(work)
        self.open.append(done)
        return done

    def _refresh(self) -> None:
        self.refreshed += 1

    def _not_kept(self) -> None:
        self.not_kept += 1

    def _not_forgotten(self) -> None:
        self.left += 1

    def do(self, command: object) -> None:
        """Give the command, and wait until all is done that it began."""
        self.section.commanded.emit(command)
        self.wait()

    def wait(self) -> None:
        for done in self.open:
            done.exception(10)

    def secret(self, place: int = 0) -> Credentials:
        return Credentials.unpack(self.books.secrets.get(self.books.accounts[place].secret_name))


@pytest.fixture
def core() -> Iterator[CoreLoop]:
    with CoreLoop() as loop:
        yield loop


@pytest.fixture
def rig(tmp_path: Path, qtbot: QtBot, dress: Dress, core: CoreLoop) -> Callable[..., Rig]:
    def make(books: Books | None = None) -> Rig:
        section = AccountsSection(dress.look)
        qtbot.addWidget(section)
        section.show()
        made = Rig(books or Books(tmp_path), section, core)
        made.wait()
        return made

    return make


@pytest.fixture
def dress(qapp: object) -> Dress:
    return Dress(qapp, "sv", "light", 1.0)  # type: ignore[arg-type]


def test_an_account_is_kept_without_its_password(rig: Callable[..., Rig], tmp_path: Path) -> None:
    at = rig()
    at.do(SaveAccount(Draft(DAV, "hemlig")))
    (account,) = at.books.accounts
    assert (account.name, account.address, account.user, account.colour) == ("Region", DAV.address, "lakare1", 0)
    assert at.secret() == Credentials("hemlig")
    assert "hemlig" not in (tmp_path / FILE_NAME).read_text("utf-8")
    assert Settings(tmp_path).get(ACCOUNTS) == at.books.accounts
    assert at.books.exchanged == [at.books.accounts]
    assert at.refreshed == 1


@pytest.mark.parametrize(
    "account",
    [
        Account("", Sort.ICS_URL, "Delad", "https://k.example/s3cret/calendar.ics"),
        Account("", Sort.CALDAV, "Delad", "https://anna:s3cret@dav.example/", "anna"),
    ],
)
def test_an_address_that_opens_the_calendar_is_a_secret(
    rig: Callable[..., Rig], tmp_path: Path, account: Account
) -> None:
    at = rig()
    at.do(SaveAccount(Draft(account, "")))
    assert at.books.accounts[0].address == ""
    assert at.secret().address == account.address
    assert "s3cret" not in (tmp_path / FILE_NAME).read_text("utf-8")
    before = at.books.accounts[0]
    at.do(SaveAccount(Draft(replace(before, name="Delad 2"), None)))
    assert at.secret().address == account.address, "a change of something else keeps it"
    assert key_of(at.books.accounts[0]) == key_of(before)


def test_another_secret_address_is_another_calendar(rig: Callable[..., Rig]) -> None:
    """Nothing in the settings tells the two apart, and the list of the first must not stand in for the second's."""
    at = rig()
    at.do(
        SaveAccount(Draft(Account("", Sort.ICS_URL, "Delad", "https://k.example/1/calendar.ics", "lakare1"), "hemlig"))
    )
    (before,) = at.books.accounts
    at.do(SaveAccount(Draft(replace(before, address="https://k.example/2/calendar.ics"), None)))
    (after,) = at.books.accounts
    assert (after.name, after.colour, after.address) == (before.name, before.colour, "")
    assert key_of(after) != key_of(before)
    assert at.secret() == Credentials("hemlig", "https://k.example/2/calendar.ics")
    assert at.books.secrets.get(before.secret_name) is None


def test_a_change_without_a_password_keeps_it_and_one_with_it_replaces_it(rig: Callable[..., Rig]) -> None:
    at = rig()
    at.do(SaveAccount(Draft(DAV, "hemlig")))
    (account,) = at.books.accounts
    at.do(SaveAccount(Draft(account, None)))
    assert at.secret() == Credentials("hemlig")
    at.do(SaveAccount(Draft(account, "nytt")))
    assert at.secret() == Credentials("nytt")
    assert len(at.books.accounts) == 1


def test_another_kind_forgets_the_secret(rig: Callable[..., Rig]) -> None:
    at = rig()
    at.do(SaveAccount(Draft(DAV, "hemlig")))
    (before,) = at.books.accounts
    at.do(SaveAccount(Draft(Account(before.ident, Sort.FILE, "Fil", "/x.ics"))))
    assert at.books.secrets.get(before.secret_name) is None


def test_removing_forgets_the_secret(rig: Callable[..., Rig], tmp_path: Path) -> None:
    at = rig()
    at.do(SaveAccount(Draft(DAV, "hemlig")))
    at.do(SaveAccount(Draft(Account("", Sort.FILE, "Fil", "/x.ics"))))
    first, second = at.books.accounts
    assert (first.colour, second.colour) == (0, 1)
    at.do(RemoveAccount(first.ident))
    assert at.books.accounts == (second,)
    assert at.books.secrets.get(first.secret_name) is None
    assert Settings(tmp_path).get(ACCOUNTS) == (second,)
    at.do(RemoveAccount("nobody"))
    at.do(RemoveAccount(second.ident))
    assert at.books.accounts == ()


def test_what_cannot_be_written_holds_for_now_and_is_told(rig: Callable[..., Rig], tmp_path: Path) -> None:
    at = rig()
    (tmp_path / FILE_NAME).mkdir()
    at.do(SaveAccount(Draft(DAV, "hemlig")))
    assert (len(at.books.accounts), at.not_kept) == (1, 1)


def test_the_section_says_how_each_is_doing(qtbot: QtBot, rig: Callable[..., Rig]) -> None:
    at = rig()
    for name in ("Region", "Region", "Privat"):
        at.do(SaveAccount(Draft(Account("", Sort.FILE, name, "/x.ics"))))
    state = DayState(
        date(2026, 11, 23),
        TODAY,
        sources=(SourceState("Region", TODAY), SourceState("Region 2", None, True), SourceState("Privat")),
        problems=(Problem("Region 2", "unreachable"), Problem("somebody", "busy")),
    )
    at.desk.show_day(state)
    assert [row.state.partition(" · ")[2] for row in at.section.rows] == [
        "Läst 08:00.",
        "Källan går inte att nå.",
        "Läser …",
    ]


def test_a_bad_record_is_no_trouble_of_the_account_and_hides_no_sign_in(qtbot: QtBot, rig: Callable[..., Rig]) -> None:
    at = rig()
    for sort, name in ((Sort.CALDAV, "Region"), (Sort.GRAPH, "Microsoft"), (Sort.FOLDER, "Mapp")):
        at.do(SaveAccount(Draft(Account("", sort, name, "/x", "lakare1"))))
    records = (
        Problem("Region", "bad_event", "event 3"),
        Problem("Region", "unreadable", "record 4"),
        Problem("Region", "truncated"),
        Problem("Microsoft", "bad_event", "event 1"),
        Problem("Microsoft", "sign_in"),
        Problem("Mapp · trasig.ics", "not_a_calendar"),
    )
    sources = (SourceState("Region", TODAY), SourceState("Microsoft", TODAY, True), SourceState("Mapp", TODAY))
    at.desk.show_day(DayState(date(2026, 11, 23), TODAY, sources=sources, problems=records))
    region, microsoft, folder = at.section.rows
    assert [row.state.partition(" · ")[2] for row in (region, folder)] == ["Läst 08:00.", "Läst 08:00."]
    assert not region.sign_in.isVisibleTo(region)
    assert microsoft.sign_in.isVisibleTo(microsoft)


def test_a_keyring_that_fails_is_told(qtbot: QtBot, rig: Callable[..., Rig], tmp_path: Path) -> None:
    books = Books(tmp_path)
    books.secrets.reason = MemoryOnly.LOCKED
    at = rig(books)
    qtbot.waitUntil(lambda: at.section._notes[0].isVisible())
    assert at.lost == [MemoryOnly.LOCKED]
    at.desk.show_day(DayState(TODAY.date(), TODAY))
    at.wait()
    assert at.lost == [MemoryOnly.LOCKED], "it is said once"


def test_a_keyring_that_a_source_finds_locked_is_said_too(rig: Callable[..., Rig], qtbot: QtBot) -> None:
    at = rig()
    at.desk.show_day(DayState(TODAY.date(), TODAY))
    at.wait()
    assert at.lost == []
    at.books.secrets.reason = MemoryOnly.DENIED
    at.desk.show_day(DayState(TODAY.date(), TODAY))
    qtbot.waitUntil(lambda: at.lost == [MemoryOnly.DENIED])
    assert at.section._notes[0].isVisible()


class Stubborn(MemoryStore):
    """Lets go of nothing."""

    def forget(self, name: str) -> bool:
        return False

    def settle(self) -> bool:
        return False


def test_what_the_keyring_does_not_let_go_of_is_said_at_the_start_and_when_an_account_goes(
    rig: Callable[..., Rig], qtbot: QtBot, tmp_path: Path
) -> None:
    books = Books(tmp_path)
    books.secrets = Stubborn()
    books.keys = Keyholder(books.secrets)
    at = rig(books)
    qtbot.waitUntil(lambda: at.left == 1)
    at.do(SaveAccount(Draft(DAV, "hemlig")))
    at.do(RemoveAccount(books.accounts[0].ident))
    qtbot.waitUntil(lambda: at.left == 2)


def test_while_practising_changes_are_for_later_and_the_keyring_stays_closed(
    rig: Callable[..., Rig], tmp_path: Path
) -> None:
    at = rig(Books(tmp_path, live=False))
    assert at.open == []
    assert at.section._notes[2].isVisible()


def test_what_the_administrator_has_decided_is_not_written(rig: Callable[..., Rig], tmp_path: Path) -> None:
    locked = {"ident": "a1", "sort": "caldav", "name": "Region", "address": DAV.address, "user": "l", "colour": 0}
    at = rig(Books(tmp_path, {"accounts": [locked]}))
    (account,) = at.books.accounts
    at.do(SaveAccount(Draft(account, "hemlig")))
    assert at.secret() == Credentials("hemlig")
    assert not (tmp_path / FILE_NAME).exists()
    assert at.not_kept == 0


def test_signing_in_and_reading_again(rig: Callable[..., Rig]) -> None:
    at = rig()
    at.do(SaveAccount(Draft(Account("", Sort.GRAPH, "Microsoft 365"))))
    at.do(SignInAccount(at.books.accounts[0].ident))
    at.do(SignInAccount("nobody"))
    assert at.books.signed_in == [at.books.accounts[0].ident]
    assert at.refreshed == 2


def test_what_was_read_for_somebody_else_is_forgotten_at_once(rig: Callable[..., Rig]) -> None:
    at = rig()
    at.do(SaveAccount(Draft(Account("", Sort.GRAPH, "Microsoft 365"))))
    (account,) = at.books.accounts
    at.do(SignInAccount(account.ident))
    assert at.books.anew == []
    at.books.somebody_else = True
    at.do(SignInAccount(account.ident))
    assert at.books.anew == [account]


def test_a_sign_in_goes_with_its_account_its_kind_and_its_user(rig: Callable[..., Rig]) -> None:
    at = rig()
    graph = Account("", Sort.GRAPH, "Microsoft 365", user="anna@klinik.example")
    at.do(SaveAccount(Draft(graph)))
    (account,) = at.books.accounts
    at.books.secrets.put(account.secret_name, "tokens")
    at.do(SaveAccount(Draft(replace(account, name="Jobbet"))))
    assert at.books.forgotten == []
    for changed in (
        replace(account, user="bo@klinik.example"),
        replace(account, sort=Sort.CALDAV, address="https://dav.example/", user="anna"),
    ):
        at.books.secrets.put(account.secret_name, "tokens")
        at.do(SaveAccount(Draft(changed, "hemlig")))
    assert at.books.forgotten == [account.ident] * 2
    assert at.secret() == Credentials("hemlig"), "the password of the new kind is kept after that"
    at.do(RemoveAccount(account.ident))
    assert at.books.forgotten == [account.ident] * 3


# ---------------------------------------------------------------- the test


def test_a_test_counts_todays_visits_and_keeps_nothing(qtbot: QtBot, rig: Callable[..., Rig], tmp_path: Path) -> None:
    path = tmp_path / "k.ics"
    path.write_bytes(ics(vevent(), vevent("b", subject="MN-91 Videobesök"), vevent("c", subject="Lunch")))
    at = rig()
    at.section.add.click()
    form = at.section.form
    assert form is not None
    form.address.setText(str(path))
    form.trial.click()
    at.wait()
    qtbot.waitUntil(lambda: form.result == "Hittade 2 besök idag.")
    assert at.books.accounts == ()


def test_a_test_says_why_it_failed(qtbot: QtBot, rig: Callable[..., Rig]) -> None:
    at = rig()
    at.section.add.click()
    form = at.section.form
    assert form is not None
    form.address.setText("/gone.ics")
    form.trial.click()
    qtbot.waitUntil(lambda: form.result.startswith("Källan kunde inte läsas."))


def test_a_test_of_a_kept_account_uses_its_password(rig: Callable[..., Rig]) -> None:
    at = rig()
    at.do(SaveAccount(Draft(DAV, "hemlig")))
    made: list[Credentials] = []

    class Noting(Maker):
        def source(self, account: Account, name: str, kept: Credentials) -> object:  # type: ignore[override]
            made.append(kept)
            raise OSError("far enough")

    at.books.maker = Noting()
    at.do(TryAccount(Draft(at.books.accounts[0], None)))
    assert made == [Credentials("hemlig", DAV.address)]


def test_a_test_that_is_given_up_ends(rig: Callable[..., Rig]) -> None:
    at = rig()
    begun, ended = Future[None](), Future[None]()

    class Hanging:
        name = "x"

        async def day(self, day: date) -> object:
            begun.set_result(None)
            try:
                await asyncio.Event().wait()
            finally:
                ended.set_result(None)

    class Slow(Maker):
        def source(self, *_: object) -> object:  # type: ignore[override]
            return Hanging()

    at.books.maker = Slow()
    at.section.commanded.emit(TryAccount(Draft(DAV, "x")))
    begun.result(10)
    at.section.commanded.emit(StopTrying())
    ended.result(10)
