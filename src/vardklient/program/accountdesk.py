"""Between the settings' section of accounts, the settings file, the keyring and the day. Lives on the GUI thread.

What asks the keyring or a server runs on the core loop; its answers come back over bridges.
"""

from __future__ import annotations

import secrets as randomness
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from vardklient.base.log import unexpected
from vardklient.domain.account import Account, Sort
from vardklient.domain.visit import Modality, Problem, Status
from vardklient.ports.clock import Clock
from vardklient.ports.secrets import MemoryOnly
from vardklient.program.accounts import AccountSource, Maker, free_colour, is_secret, unique_names
from vardklient.program.keyholder import Credentials, Keyholder
from vardklient.schedule.reasons import FATAL
from vardklient.ui.account_form import Draft, SaveAccount, StopTrying, Trial, TryAccount
from vardklient.ui.account_row import AccountFace
from vardklient.ui.bridge import Bridge
from vardklient.ui.settings_accounts import AccountsFace, AccountsSection, RemoveAccount, SignInAccount
from vardklient.vault.settings import ACCOUNTS, Settings

if TYPE_CHECKING:
    from vardklient.flows.day import DayState

AccountEvent = SaveAccount | RemoveAccount | TryAccount | StopTrying | SignInAccount


@dataclass(frozen=True, slots=True)
class Core:
    """What the desk needs of the rest of the program.

    Attributes:
        run: runs a coroutine on the core loop.
        refresh: has the day read again; from any thread.
        not_kept: says that the settings could not be written.
        in_memory: says that secrets last for this run only, and why.
        not_forgotten: says that the keyring has not let go of a secret.
    """

    run: Callable[[Coroutine[object, object, None]], Future[None]]
    refresh: Callable[[], None]
    not_kept: Callable[[], None]
    in_memory: Callable[[MemoryOnly], None]
    not_forgotten: Callable[[], None]


class Books(Protocol):
    """What the desk needs of `library.Library`."""

    accounts: tuple[Account, ...]
    live: bool
    settings: Settings
    clock: Clock

    @property
    def keys(self) -> Keyholder:
        """Who keeps the passwords."""
        ...

    @property
    def maker(self) -> Maker:
        """Makes sources."""
        ...

    @property
    def tokens(self) -> SignsIn:
        """The sign-ins."""
        ...

    def exchange(self, anew: Sequence[Account] = ()) -> None:
        """The accounts have changed; what was read of those in `anew` is forgotten. On the core thread."""
        ...


class SignsIn(Protocol):
    """What the desk needs of `tokens.Tokens`."""

    async def sign_in(self, account: Account) -> bool:
        """Let the user sign in; returns when that is over, and raises nothing. Is it somebody else's calendar now?"""
        ...

    async def forget(self, account: Account) -> None:
        """Its tokens shall not come back."""
        ...


class AccountDesk(QObject):
    """The user's accounts.

    Args:
        books: the accounts, their settings, secrets and sources.
        section: shows them.
        core: the rest of the program.
    """

    def __init__(self, books: Books, section: AccountsSection, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._books, self._section, self._core = books, section, core
        self._state: DayState | None = None
        self._trial: Future[None] | None = None
        self._trials = 0
        self._kept: frozenset[str] = frozenset()
        self._in_memory = False
        self._tried, self._stored, self._lost, self._left = (Bridge(self) for _ in range(4))
        self._tried.arrived.connect(self._show_trial)
        self._stored.arrived.connect(self._note_kept)
        self._lost.arrived.connect(self._note_lost)
        self._left.arrived.connect(lambda _: core.not_forgotten())
        section.commanded.connect(self.take)
        self._show()
        if books.live:  # else the keyring is left closed: nobody is waiting for it
            self._run(self._begin())

    def show_day(self, state: DayState) -> None:
        """How the accounts are doing."""
        self._state = state
        self._show()
        if self._books.live and not self._in_memory:  # a source may have found the keyring locked
            self._run(self._look_whether_lost())

    def _show(self) -> None:
        accounts = self._books.accounts
        rows = [self._face(account, name) for account, name in zip(accounts, unique_names(accounts), strict=True)]
        locked = self._books.settings.locked(ACCOUNTS)
        self._section.show_accounts(AccountsFace(tuple(rows), self._in_memory, locked, not self._books.live))

    def _face(self, account: Account, name: str) -> AccountFace:
        if not self._books.live:
            return AccountFace(account)
        face = AccountFace(account, kept=account.ident in self._kept)
        if self._state is None:
            return face
        source = next((s for s in self._state.sources if s.name == name), None)
        fault = next((p.reason for p in self._state.problems if p.source == name and _is_of_the_whole(p)), "")
        if source is None or (source.read_at is None and not fault):
            return replace(face, pending=True)
        return replace(face, read_at=source.read_at, stale=source.stale, fault=fault)

    # ------------------------------------------------------------ said by the user

    def take(self, event: AccountEvent) -> None:
        """The user has done something in the section."""
        match event:
            case SaveAccount(draft):
                self._save(draft)
            case RemoveAccount(ident):
                self._remove(ident)
            case TryAccount(draft):
                self._try(draft)
            case StopTrying():
                self._stop_trying()
            case SignInAccount(ident):
                self._sign_in(ident)

    def _save(self, draft: Draft) -> None:
        before = next((a for a in self._books.accounts if a.ident == draft.account.ident), None)
        account = draft.account
        if before is None:
            account = replace(account, ident=_new_ident(), colour=free_colour(self._books.accounts))
        if account.address and is_secret(account.sort, account.address):
            # another secret address is another calendar, which nothing else of the account tells
            ident = _new_ident() if before is not None else account.ident
            account = replace(account, ident=ident, address="")
        kept = [account if a is before else a for a in self._books.accounts]
        self._put(tuple(kept if before is not None else [*kept, account]))
        self._run(self._store(draft, account, before))

    def _remove(self, ident: str) -> None:
        gone = next((a for a in self._books.accounts if a.ident == ident), None)
        if gone is not None:
            self._put(tuple(a for a in self._books.accounts if a is not gone))
            self._run(self._forget(gone))

    def _put(self, accounts: tuple[Account, ...]) -> None:
        """Also if it cannot be written down: it holds as long as the program runs."""
        self._books.accounts = accounts
        try:
            if not self._books.settings.locked(ACCOUNTS):
                self._books.settings.put(ACCOUNTS, accounts)
        except (OSError, ValueError):
            self._core.not_kept()
        self._section.close_form()
        self._show()

    def _try(self, draft: Draft) -> None:
        self._stop_trying()
        self._trial = self._core.run(self._read_today(self._trials, draft))
        self._trial.add_done_callback(_log_fault)

    def _stop_trying(self) -> None:
        self._trials += 1
        if self._trial is not None:
            self._trial.cancel()
            self._trial = None

    def _sign_in(self, ident: str) -> None:
        account = next((a for a in self._books.accounts if a.ident == ident), None)
        if account is not None:
            self._run(self._sign_in_and_read(account))

    def _run(self, work: Coroutine[object, object, None]) -> None:
        self._core.run(work).add_done_callback(_log_fault)

    # ------------------------------------------------------------ on the core loop

    async def _sign_in_and_read(self, account: Account) -> None:
        if await self._books.tokens.sign_in(account):
            self._books.exchange(anew=(account,))
        self._core.refresh()

    async def _begin(self) -> None:
        """What could not be removed in an earlier run goes now."""
        keys = self._books.keys
        await self._look_for_secrets()
        if not await keys.read(keys.store.settle):
            self._left.post(True)

    async def _look_whether_lost(self) -> None:
        reason = self._books.keys.store.reason
        if reason is not None:
            self._lost.post(reason)

    async def _look_for_secrets(self) -> None:
        keys = self._books.keys
        found = {a.ident: await keys.credentials(a) != Credentials() for a in self._books.accounts}
        with_one = frozenset(ident for ident, there in found.items() if there)
        self._stored.post(with_one)
        await self._look_whether_lost()

    async def _store(self, draft: Draft, account: Account, before: Account | None) -> None:
        """The secret first, then the day: a source asks for it once."""
        kept = await _merged(self._books.keys, draft, before)
        if before is not None and _other_place(before, account):
            await self._forget_secret(before)
        if kept != Credentials() and account.sort.on_a_server:
            await self._books.keys.keep(account, kept)
        await self._exchange()

    async def _forget(self, account: Account) -> None:
        await self._forget_secret(account)
        await self._exchange()

    async def _forget_secret(self, account: Account) -> None:
        """The tokens first, or whoever has them in memory would keep them anew."""
        if account.sort.on_a_server:
            await self._books.tokens.forget(account)
            if not await self._books.keys.forget(account):
                self._left.post(True)

    async def _exchange(self) -> None:
        self._books.exchange()
        self._core.refresh()
        await self._look_for_secrets()

    async def _read_today(self, number: int, draft: Draft) -> None:
        from vardklient.domain.match import cross_check
        from vardklient.flows.day import today
        from vardklient.schedule.reader import read_day

        before = next((a for a in self._books.accounts if a.ident == draft.account.ident), None)
        books = self._books
        kept = await _merged(books.keys, draft, before, everything=True)
        source = AccountSource(draft.account, draft.account.name, books.maker, books.keys, kept)
        (reading,) = await read_day([source], today(books.clock))
        found = reading.result
        visits = cross_check(found.events, found.bookings)
        remote = (v for v in visits if v.modality in (Modality.VIDEO, Modality.UNKNOWN))
        count = sum(v.status is not Status.CANCELLED for v in remote)
        self._tried.post((number, Trial(count, found.problems, failed=reading.stale)))

    # ------------------------------------------------------------ told by the core

    def _show_trial(self, told: tuple[int, Trial]) -> None:
        number, trial = told
        if number == self._trials:
            self._trial = None
            self._section.show_trial(trial)

    def _note_kept(self, kept: frozenset[str]) -> None:
        self._kept = kept
        self._show()

    def _note_lost(self, reason: MemoryOnly) -> None:
        if not self._in_memory:  # it is said once
            self._in_memory = True
            self._core.in_memory(reason)
            self._show()


def _new_ident() -> str:
    return randomness.token_hex(8)


def _is_of_the_whole(problem: Problem) -> bool:
    """Has the account failed? Else one of its records has, and its row on the list says so."""
    return problem.reason in FATAL and not problem.detail


async def _merged(keys: Keyholder, draft: Draft, before: Account | None, *, everything: bool = False) -> Credentials:
    """What of the draft is secret, with what is kept already where the form says nothing.

    With `everything` an address that is no secret too: for a test before anything is kept.
    """
    account = draft.account
    old = Credentials()
    if before is not None and before.sort is account.sort:
        old = await keys.credentials(before)
    secret = is_secret(account.sort, account.address)
    address = account.address if everything or (secret and account.address) else ""
    if not account.address and before is not None and not before.address:
        address = old.address
    return Credentials(old.password if draft.password is None else draft.password, address)


def _other_place(before: Account, after: Account) -> bool:
    """Is what was kept of no use any more? A sign-in is that of one user."""
    if before.sort is not after.sort or before.ident != after.ident:
        return before.sort.on_a_server
    return after.sort is Sort.GRAPH and before.user != after.user


def _log_fault(done: Future[None]) -> None:
    fault = None if done.cancelled() else done.exception()
    if fault is not None:
        unexpected(fault)
