"""The settings that are more than a word: support numbers, places and accounts, to JSON and back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from vardklient.domain.account import COLOURS, Account, Sort
from vardklient.domain.device import DeviceKind
from vardklient.domain.place import Chosen, Place, Surroundings
from vardklient.vault.row import ROWS_MOST, listed, said

ACCOUNTS_MOST = 2 * ROWS_MOST
"""As many as an earlier version could have had: calendars and bookings were a list each."""
_IDENT = re.compile(r"[A-Za-z0-9-]{1,64}")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Support:
    """A support number with its menu choices: "IT-stöd", "021-17 35 00", "1, 3"."""

    label: str
    number: str
    choices: str = ""


def read_support(value: object) -> tuple[Support, ...]:
    """Label, number and choices each. Raises ValueError."""
    rows = [[said(cell) for cell in listed(row)] for row in listed(value)]
    if any(len(row) != 3 for row in rows):
        raise ValueError("label, number and choices are needed")
    return tuple(Support(*row) for row in rows)


def write_support(rows: tuple[Support, ...]) -> list[list[str]]:
    """As `read_support` reads it."""
    return [[row.label, row.number, row.choices] for row in rows]


def read_places(value: object) -> tuple[Place, ...]:
    """Raises ValueError."""
    return tuple(_read_place(item) for item in listed(value))


def _read_place(value: object) -> Place:
    if not isinstance(value, dict) or type(value.get("number")) is not int or not isinstance(value.get("chosen"), dict):
        raise ValueError("a place is needed")
    marks = [frozenset(said(mark) for mark in listed(value.get(key))) for key in ("screens", "devices")]
    chosen = {DeviceKind(kind): [said(text) for text in listed(words)] for kind, words in value["chosen"].items()}
    if any(len(words) != 2 for words in chosen.values()):
        raise ValueError("identity and name are needed")
    return Place(value["number"], Surroundings(*marks), {kind: Chosen(*words) for kind, words in chosen.items()})


def write_place(place: Place) -> dict[str, object]:
    """As `read_places` reads it."""
    chosen = {str(kind): [device.identity, device.name] for kind, device in place.chosen.items()}
    here = {"screens": sorted(place.here.screens), "devices": sorted(place.here.devices)}
    return {"number": place.number, **here, "chosen": chosen}


def read_accounts(value: object) -> tuple[Account, ...]:
    """The good ones: a damaged entry, or a second one of the same ident, never hides the others.

    Raises:
        ValueError: it is no list.
    """
    found = {account.ident: account for account in reversed(_good(listed(value, ACCOUNTS_MOST), _read_account))}
    return tuple(reversed(found.values()))


def _good(items: Iterable[object], read: Callable[[object], E]) -> list[E]:
    found = []
    for item in items:
        try:
            found.append(read(item))
        except ValueError:
            continue
    return found


def _read_account(value: object) -> Account:
    if not isinstance(value, dict) or type(value.get("colour")) is not int:
        raise ValueError("an account is needed")
    words = {key: said(value.get(key, "")) for key in ("ident", "name", "address", "user")}
    account = Account(sort=Sort(said(value.get("sort"))), colour=value["colour"] % COLOURS, **words)
    if not _IDENT.fullmatch(account.ident) or not account.name or _tells_a_secret(account):
        raise ValueError("an account without ident or name, or with a secret")
    return account


def _tells_a_secret(account: Account) -> bool:
    """A password or a key in the address belongs into the keyring, with the whole address."""
    if not account.sort.on_a_server:
        return False
    parts = urlsplit(account.address)
    return parts.password is not None or bool(parts.query or parts.fragment)


def write_account(account: Account) -> dict[str, object]:
    """As `read_accounts` reads it."""
    return {**asdict(account), "sort": account.sort.value}


def accounts_of_files(paths: Iterable[str]) -> list[dict[str, object]]:
    """The calendars and bookings of earlier versions, which were paths: an account for each, as it stands in the file.

    Its ident comes of the path, so that it is the same at every start until the accounts are written.
    """
    idents = {path: hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16] for path in paths}
    return [
        write_account(Account(ident, Sort.FILE, re.split(r"[\\/]", path)[-1] or path, path, colour=n % COLOURS))
        for n, (path, ident) in enumerate(idents.items())
    ]
