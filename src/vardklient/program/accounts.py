"""From the user's accounts and their secrets to the sources of the day.

The secret of an account is fetched when it is first asked. Adapters are imported at the first use of their kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vardklient.base.clock import SystemClock
from vardklient.base.errors import SignInNeeded
from vardklient.domain.account import COLOURS, Account, Sort
from vardklient.domain.visit import Problem
from vardklient.domain.visitid import opaque
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult, VisitSource
from vardklient.program.keyholder import Credentials, Keyholder
from vardklient.schedule.reasons import Reason

if TYPE_CHECKING:
    from vardklient.schedule.regions import Region

_TABLES = (".csv", ".txt", ".tsv")

Token = Callable[[], Awaitable[str]]


def is_secret(sort: Sort, address: str) -> bool:
    """Does whoever has the address have the calendar? Then it stands in the keyring and not in the settings."""
    if sort is Sort.ICS_URL:
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return sort.on_a_server
    return sort.on_a_server and (parts.password is not None or bool(parts.query or parts.fragment))


def unique_names(accounts: Sequence[Account]) -> tuple[str, ...]:
    """A name for each that no other has: records and problems are told by it. "Region", "Region 2"."""
    wanted = {account.name for account in accounts}
    names: list[str] = []
    for account in accounts:
        numbered = (f"{account.name} {n}" for n in range(2, len(accounts) + len(wanted) + 2))
        free = (name for name in numbered if name not in wanted and name not in names)
        names.append(account.name if account.name not in names else next(free))
    return tuple(names)


def key_of(account: Account) -> str:
    """What its readings are known by: with another address or user it is somebody else's calendar."""
    return opaque("\0".join((account.ident, account.sort, account.address, account.user)))


async def nobody() -> str:
    """The token of a server that wants none."""
    return ""


async def sign_in_needed() -> str:
    """The token while nobody is signed in."""
    raise SignInNeeded("nobody is signed in")


def no_tokens(account: Account) -> Token:
    """Where no sign-in is set up: Microsoft's calendar needs one, a FHIR server of the clinic may not."""
    return sign_in_needed if account.sort is Sort.GRAPH else nobody


class Maker:
    """Makes the source of an account.

    Args:
        region: what words and columns mean there.
        tokens: who gives an account's bearer token.
        refused: hears of an account whose token was not taken.
        graph: another address than Microsoft's, for tests.
    """

    def __init__(
        self,
        region: Region | None = None,
        clock: Clock | None = None,
        tokens: Callable[[Account], Token] = no_tokens,
        refused: Callable[[Account, str], None] = lambda _account, _token: None,
        graph: str = "",
    ) -> None:
        self._region, self._clock, self._tokens = region, clock, tokens
        self._refused, self._graph = refused, graph

    def source(self, account: Account, name: str, kept: Credentials) -> VisitSource:
        """A source; it is not asked yet."""
        address = account.address or kept.address
        more = (self._region, self._clock)
        match account.sort:
            case Sort.FILE:
                return self._file(Path(address))
            case Sort.FOLDER:
                from vardklient.schedule.folder import FolderSource

                return FolderSource(Path(address), *more)
            case Sort.ICS_URL:
                from vardklient.schedule.icsurl import IcsUrlSource

                return IcsUrlSource(name, address, *more, account.user, kept.password)
            case Sort.CALDAV:
                from vardklient.schedule.caldav import CalDavSource

                return CalDavSource(name, address, account.user, kept.password, *more)
            case Sort.GRAPH:
                return self._microsoft(account, name)
            case Sort.FHIR:
                from vardklient.schedule.fhir import FhirSource

                refused = partial(self._refused, account)
                return FhirSource(name, address, account.user, self._tokens(account), *more, refused=refused)

    def _file(self, path: Path) -> VisitSource:
        from vardklient.schedule.bookings import CsvSource
        from vardklient.schedule.ics import IcsSource

        made = CsvSource if path.suffix.lower() in _TABLES else IcsSource
        return made(path, self._region, self._clock)

    def _microsoft(self, account: Account, name: str) -> VisitSource:
        from vardklient.schedule.graph import ADDRESS, GraphSource

        return GraphSource(
            name,
            self._tokens(account),
            self._region,
            self._clock,
            self._graph or ADDRESS,
            refused=partial(self._refused, account),
        )


class AccountSource:
    """Implements `ports.visits.KeyedSource` for one account: everything it gives carries the account's name.

    Args:
        account: which one.
        name: what it is called; of two accounts of one name each has its own.
        keys: who has its password.
        kept: its credentials, where they are known already (a test before they are saved).
    """

    def __init__(
        self, account: Account, name: str, maker: Maker, keys: Keyholder, kept: Credentials | None = None
    ) -> None:
        self._account, self._name, self._maker = account, name, maker
        self._keys, self._kept = keys, kept
        self._key = key_of(account)
        self._made: VisitSource | None = None

    @property
    def name(self) -> str:
        """The account's."""
        return self._name

    @property
    def key(self) -> str:
        """The account's, whatever it is called."""
        return self._key

    async def day(self, day: date) -> DayResult:
        """Everything of that day; the records are nobody's but this account's."""
        made = self._made or self._make(self._kept or await self._keys.credentials(self._account))
        if isinstance(made, Reason):
            return DayResult(SystemClock().now(), problems=(Problem(self._name, made),))
        return self._renamed(await made.day(day), made.name)

    def _make(self, kept: Credentials) -> VisitSource | Reason:
        """The source; it is one also where several days are asked for at once. Or what it lacks."""
        if self._made is None:
            lack = _lack(self._account, kept)
            if lack is not None:
                return lack
            self._made = self._maker.source(self._account, self._name, kept)
        return self._made

    def _renamed(self, found: DayResult, inner: str) -> DayResult:
        return replace(
            found,
            events=tuple(replace(event, source=self._name) for event in found.events),
            bookings=tuple(replace(one, source=self._name, account=self._key) for one in found.bookings),
            problems=tuple(replace(p, source=self._place(p.source, inner)) for p in found.problems),
        )

    def _place(self, source: str, inner: str) -> str:
        """Of a folder the file too; a server says its calendars with the account's name."""
        if source in (inner, self._name):
            return self._name
        return source if source.startswith(f"{self._name} · ") else f"{self._name} · {source}"


def _lack(account: Account, kept: Credentials) -> Reason | None:
    """What is missing before anybody need be asked: it was kept for one run only, or nobody has said it yet."""
    if account.sort is not Sort.GRAPH and not (kept.address or account.address):
        return Reason.NOT_AN_ADDRESS
    if account.sort.takes_a_password and account.user and not kept.password:
        return Reason.WRONG_PASSWORD
    return None


def make_sources(accounts: Sequence[Account], maker: Maker, keys: Keyholder) -> tuple[AccountSource, ...]:
    """A source for each account, in their order."""
    names = unique_names(accounts)
    return tuple(AccountSource(account, name, maker, keys) for account, name in zip(accounts, names, strict=True))


def colours_of(accounts: Sequence[Account]) -> tuple[tuple[str, int], ...]:
    """The colour of each, by the name that its records carry."""
    return tuple((name, account.colour) for name, account in zip(unique_names(accounts), accounts, strict=True))


def free_colour(accounts: Iterable[Account]) -> int:
    """The colour that the fewest have, the first of them."""
    used = Counter(account.colour for account in accounts)
    return min(range(COLOURS), key=lambda colour: (used[colour], colour))
