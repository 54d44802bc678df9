"""What `vardklient day` reads: the files, folders and addresses of its command line (`program.named`).

The user and the password of an address come from the environment, or are asked for where somebody can answer.
"""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Sequence
from datetime import date

from vardklient.commands.output import write_request
from vardklient.ports.visits import VisitSource
from vardklient.program.named import Address, Named, is_account, named, open_address
from vardklient.schedule.reader import Reading, read_day
from vardklient.schedule.reasons import Reason

_FILES_S = 3600.0
"""Files end by themselves, each within two seconds; a folder of hundreds is not given up."""


def read_sources(calendars: Sequence[str], bookings: Sequence[str], day: date) -> tuple[Reading, ...]:
    """Read all of them, addresses first.

    Raises:
        UsageError: an address is none, or holds a password.
    """
    sources = named(calendars, bookings)
    first, second = asyncio.run(_read(sources, day))
    return *_with_passwords(sources.addresses, first, day), *second


async def _read(sources: Named, day: date) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    return await asyncio.gather(_ask(sources.addresses, day), read_day(sources.files(), day, timeout_s=_FILES_S))


async def _ask(addresses: Sequence[Address], day: date) -> tuple[Reading, ...]:
    return await read_day(await asyncio.gather(*map(_open, addresses)), day)


async def _open(address: Address) -> VisitSource:
    return open_address(address, address.name, account=bool(await is_account(address)))


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
