"""The sources that a command line names: files, folders and addresses.

The user and the password of an address come from the environment. They are never words of the command line, which other
users of the computer can read.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vardklient.base.errors import UsageError
from vardklient.ports.visits import DayResult, VisitSource

if TYPE_CHECKING:
    from vardklient.ports.clock import Clock
    from vardklient.schedule.regions import Region

USER_VARIABLE, PASSWORD_VARIABLE = "VARDKLIENT_CALENDAR_USER", "VARDKLIENT_CALENDAR_PASSWORD"
_SCHEMES = ("https", "http", "webcal", "webcals", "caldav", "caldavs")
_FIND_OUT_S = 5.0


@dataclass(frozen=True)
class Address:
    """A calendar at an address, with whom to ask for it as."""

    url: str
    user: str = ""
    password: str = ""

    @property
    def name(self) -> str:
        """The host alone: the rest of such an address can be as good as a password."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True)
class Named:
    """What was named: addresses with what the environment says of them, calendars' paths and bookings' paths."""

    addresses: tuple[Address, ...] = ()
    calendars: tuple[Path, ...] = ()
    bookings: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.addresses or self.calendars or self.bookings)

    def files(
        self, region: Region | None = None, clock: Clock | None = None, seconds: float = math.inf
    ) -> list[VisitSource]:
        """The sources of files and folders; `seconds`: after which a folder's other files are left for later."""
        from vardklient.schedule.bookings import CsvSource
        from vardklient.schedule.folder import FolderSource
        from vardklient.schedule.ics import IcsSource

        def source(path: Path, kind: type[IcsSource] | type[CsvSource]) -> VisitSource:
            return FolderSource(path, region, clock, seconds) if path.is_dir() else kind(path, region, clock)

        found = [source(path, IcsSource) for path in self.calendars]
        return found + [source(path, CsvSource) for path in self.bookings]

    def sources(self, region: Region, clock: Clock) -> list[VisitSource]:
        """All of them, to be read again and again."""
        from vardklient.schedule.folder import READ_S

        hosts = [address.name for address in self.addresses]
        names = [
            f"{host} {n}" if (n := hosts[: place + 1].count(host)) > 1 else host for place, host in enumerate(hosts)
        ]
        asked = (AddressSource(*both, region, clock) for both in zip(self.addresses, names, strict=True))
        return [*asked, *self.files(region, clock, READ_S)]


def named(calendars: Sequence[str], bookings: Sequence[str]) -> Named:
    """What these words of the command line name.

    Raises:
        UsageError: an address is none, or holds a user or a password.
    """
    if any("://" in word for word in bookings):
        raise UsageError("--bookings takes files and folders, no addresses")
    addresses = _addresses([word for word in calendars if "://" in word])
    files = (Path(word) for word in calendars if "://" not in word)
    return Named(tuple(addresses), tuple(files), tuple(map(Path, bookings)))


def _addresses(words: Sequence[str]) -> list[Address]:
    """The addresses with what the environment says; of the second one the variables end in `_2`."""
    found = []
    for number, word in enumerate(words, 1):
        _refuse_secrets(word)
        end = "" if number == 1 else f"_{number}"
        found.append(
            Address(word, os.environ.get(USER_VARIABLE + end, ""), os.environ.get(PASSWORD_VARIABLE + end, ""))
        )
    return found


def _refuse_secrets(word: str) -> None:
    """Nothing of the word is repeated but its beginning.

    Raises:
        UsageError: it is no address, or holds a user.
    """
    try:
        parts = urlsplit(word)
        host, holds = parts.hostname, parts.username is not None or parts.password is not None
    except ValueError:
        host, holds = None, False
    scheme = word.partition("://")[0]
    if not host or scheme.lower() not in _SCHEMES:
        raise UsageError("--calendar takes a file, a folder, or an address that begins with https, webcal or caldav")
    if holds:
        raise UsageError(f"--calendar: the user and the password belong into {USER_VARIABLE} and {PASSWORD_VARIABLE}")


# ---------------------------------------------------------------- addresses


class AddressSource:
    """Implements `ports.visits.VisitSource`: what is at the address is found out at the first reading.

    Args:
        address: where.
        name: what it is called.
        region: what words mean there.
        clock: tells when it was read.
    """

    def __init__(self, address: Address, name: str, region: Region, clock: Clock) -> None:
        self._address, self._more = address, (region, clock)
        self._made: VisitSource | None = None
        self.name = name

    async def day(self, day: date) -> DayResult:
        """What it has of that day. A server that did not say what it is is asked once more the next time."""
        if self._made is not None:
            return await self._made.day(day)
        account = await is_account(self._address)
        made = open_address(self._address, self.name, *self._more, account=bool(account))
        if account is not None:
            self._made = made
        return await made.day(day)


def open_address(
    address: Address, name: str, region: Region | None = None, clock: Clock | None = None, *, account: bool
) -> VisitSource:
    """An account on a CalDAV server, or a calendar file."""
    from vardklient.schedule.caldav import CalDavSource
    from vardklient.schedule.icsurl import IcsUrlSource

    if account:
        return CalDavSource(name, address.url, address.user, address.password, region, clock)
    return IcsUrlSource(name, address.url, region, clock, address.user, address.password)


async def is_account(address: Address) -> bool | None:
    """Is it an account on a CalDAV server, as the address says or the server? None: the server did not say."""
    import asyncio  # what is imported above keeps the first window waiting

    from vardklient.schedule.caldavserver import speaks_caldav
    from vardklient.schedule.icsurl import web_address
    from vardklient.schedule.web import WebFault

    parts = urlsplit(address.url)
    if parts.scheme.startswith("caldav"):
        return True
    if parts.scheme.startswith("webcal") or parts.path.lower().endswith(".ics") or "export" in parts.query:
        return False
    try:
        async with asyncio.timeout(_FIND_OUT_S):
            return await speaks_caldav(web_address(address.url), address.user, address.password)
    except (WebFault, TimeoutError):
        return None  # then it is asked for as a file, and what is wrong is told
