"""What `vardklient day` reads: the files, folders and addresses of its command line.

The user and the password of an address come from the environment, or are asked for where somebody can answer. They are
never words of the command line, which other users of the computer can read.
"""

from __future__ import annotations

import asyncio
import getpass
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from vardklient.base.errors import UsageError
from vardklient.commands.output import write_request
from vardklient.ports.visits import VisitSource
from vardklient.schedule.bookings import CsvSource
from vardklient.schedule.caldav import CalDavSource
from vardklient.schedule.caldavserver import speaks_caldav
from vardklient.schedule.folder import FolderSource
from vardklient.schedule.ics import IcsSource
from vardklient.schedule.icsurl import IcsUrlSource, web_address
from vardklient.schedule.reader import Reading, read_day
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import WebFault

USER_VARIABLE, PASSWORD_VARIABLE = "VARDKLIENT_CALENDAR_USER", "VARDKLIENT_CALENDAR_PASSWORD"
_FILES_S = 3600.0
"""Files end by themselves, each within two seconds; a folder of hundreds is not given up."""
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


def read_sources(calendars: Sequence[str], bookings: Sequence[str], day: date) -> tuple[Reading, ...]:
    """Read all of them, addresses first.

    Raises:
        UsageError: an address is none, or holds a password.
    """
    addresses = _addresses([word for word in calendars if "://" in word])
    if any("://" in word for word in bookings):
        raise UsageError("--bookings takes files and folders, no addresses")
    files = [_source(Path(word), IcsSource) for word in calendars if "://" not in word]
    files += [_source(Path(word), CsvSource) for word in bookings]
    first, second = asyncio.run(_read(addresses, files, day))
    return *_with_passwords(addresses, first, day), *second


def _source(path: Path, kind: type[IcsSource] | type[CsvSource]) -> VisitSource:
    return FolderSource(path, seconds=math.inf) if path.is_dir() else kind(path)


async def _read(
    addresses: Sequence[Address], files: Sequence[VisitSource], day: date
) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    return await asyncio.gather(_ask(addresses, day), read_day(files, day, timeout_s=_FILES_S))


async def _ask(addresses: Sequence[Address], day: date) -> tuple[Reading, ...]:
    return await read_day(await asyncio.gather(*map(_open, addresses)), day)


async def _open(address: Address) -> VisitSource:
    """A calendar file, or an account on a CalDAV server, as the address says or the server."""
    if await _is_account(address):
        return CalDavSource(address.name, address.url, address.user, address.password)
    return IcsUrlSource(address.name, address.url, user=address.user, password=address.password)


async def _is_account(address: Address) -> bool:
    parts = urlsplit(address.url)
    if parts.scheme.startswith("caldav"):
        return True
    if parts.scheme.startswith("webcal") or parts.path.lower().endswith(".ics") or "export" in parts.query:
        return False
    try:
        async with asyncio.timeout(_FIND_OUT_S):
            return await speaks_caldav(web_address(address.url), address.user, address.password)
    except (WebFault, TimeoutError):
        return False  # then it is asked for as a file, and what is wrong is told


# ---------------------------------------------------------------- users and passwords


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
        host, named = parts.hostname, parts.username is not None or parts.password is not None
    except ValueError:
        host, named = None, False
    scheme = word.partition("://")[0]
    if not host or scheme.lower() not in _SCHEMES:
        raise UsageError("--calendar takes a file, a folder, or an address that begins with https, webcal or caldav")
    if named:
        raise UsageError(f"--calendar: the user and the password belong into {USER_VARIABLE} and {PASSWORD_VARIABLE}")


def _with_passwords(addresses: Sequence[Address], readings: Sequence[Reading], day: date) -> tuple[Reading, ...]:
    """The readings; where a password is wanted and somebody is there to ask, with what he answers."""
    final: list[Reading] = []
    for address, reading in zip(addresses, readings, strict=True):
        refused = any(problem.reason == Reason.WRONG_PASSWORD for problem in reading.result.problems)
        if refused and not (address.user and address.password) and sys.stdin.isatty():
            final += asyncio.run(_ask([_asked_for(address)], day))
        else:
            final.append(reading)
    return tuple(final)


def _asked_for(address: Address) -> Address:
    user = address.user
    if not user:
        write_request(f"Användarnamn för {address.name}:")
        user = sys.stdin.readline().strip()
    return Address(address.url, user, getpass.getpass(f"Lösenord för {user} på {address.name}: "))
