"""The user's settings: declared in rows, kept in one JSON file that holds no patient data and no secret.

A damaged file is kept beside as settings.damaged.json, and the defaults apply; a value that its row does not allow is
replaced by the default, and unknown names are dropped. A file that cannot be read now (a network drive that has gone, a
file that another program holds) may be a good one: it is left as it is, and nothing is written in this run. What the
administrator has decided stands above all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from vardklient.domain.account import Account
from vardklient.domain.place import Place
from vardklient.vault.entries import (
    Support,
    accounts_of_files,
    read_accounts,
    read_places,
    read_support,
    write_account,
    write_place,
    write_support,
)
from vardklient.vault.files import set_aside, write_whole
from vardklient.vault.folders import private_folder
from vardklient.vault.row import TEXT_MOST, Row, choice, number, switch, text, texts, whole

__all__ = ["ROWS", "TEXT_MOST", "Row", "SettingLocked", "Settings", "Support"]

FILE_NAME = "settings.json"
DAMAGED_NAME = "settings.damaged.json"

V = TypeVar("V")

LANGUAGE = choice("language", "sv", "en", help_="The language of the program.")
THEME = choice("theme", "light", "dark", "system", help_="The colours; system: as the computer has them.")
TEXT_SCALE = number("text_scale", 1.0, 1.25, 1.5, 2.0, help_="The size of texts; 2 is twice as large.")
CAMERA = text("camera", help_="The camera, by identity; empty: the computer's choice.")
MICROPHONE = text("microphone", help_="The microphone, by name; empty: the computer's choice.")
SPEAKER = text("speaker", help_="The loudspeaker, by name; empty: the computer's choice.")
CALENDARS = texts("calendars", help_="Calendar files of an earlier version; they have become accounts.", lockable=False)
BOOKINGS = texts("bookings", help_="Booking exports of an earlier version; they have become accounts.", lockable=False)
ACCOUNTS: Row[tuple[Account, ...]] = Row(
    "accounts",
    (),
    "list of tables",
    "The calendars and booking systems that are read; their secrets stand in the keyring.",
    read_accounts,
    lambda accounts: [write_account(account) for account in accounts],
)
REGION = text("region", "default", help_="What words and columns mean: a region's name, or the path of a .toml file.")
IDLE_LOCK_MIN = whole(
    "idle_lock_min", 15, 0, 240, help_="Minutes without use until a signed-in program locks itself; 0: never."
)
NOTIFY_INITIALS = switch(
    "notify_initials", False, help_="Initials and year in the system's notifications, while the screen is in use."
)
TODAY_FILE = switch(
    "today_file", False, help_="Keep today's list encrypted on this computer, for a start without the network."
)
INSTALLATION = text(
    "installation",
    help_="A random secret of this installation, by which the visit server's rooms are found again.",
    lockable=False,
)
SUPPORT: Row[tuple[Support, ...]] = Row(
    "support",
    (),
    "list of [label, number, menu choices]",
    "Whom to call when it fails.",
    read_support,
    write_support,
)
PLACES: Row[tuple[Place, ...]] = Row(
    "places",
    (),
    "list of tables",
    "The devices that were chosen in each place.",
    read_places,
    lambda places: [write_place(place) for place in places],
    lockable=False,
)

ROWS: tuple[Row[object], ...] = cast(
    "tuple[Row[object], ...]",
    (
        *(LANGUAGE, THEME, TEXT_SCALE, CAMERA, MICROPHONE, SPEAKER, CALENDARS, BOOKINGS, ACCOUNTS),
        *(REGION, IDLE_LOCK_MIN, NOTIFY_INITIALS, TODAY_FILE, INSTALLATION, SUPPORT, PLACES),
    ),
)
"""All there are."""


class SettingLocked(ValueError):
    """The administrator has decided this one."""


class Settings:
    """Reads the file once, writes it whole at every change. For one thread.

    Args:
        folder: the file is in it.
        locks: what the administrator has decided, JSON values by the rows' names (`Policy.locks`).

    Attributes:
        damaged: the file holds no settings and was kept beside; defaults apply.
        unread: the system does not give the file; defaults apply, and nothing is written.
        refused: names in `locks` that are no setting, or with a value that it cannot have; the user goes on deciding.
    """

    def __init__(self, folder: Path, locks: Mapping[str, object] = MappingProxyType({})) -> None:
        self._folder = folder
        self.damaged = self.unread = False
        self._locked = _taken({row.name: row for row in ROWS if row.lockable}, locks)
        self.refused = tuple(sorted(locks.keys() - self._locked.keys()))
        self._values = _taken({row.name: row for row in ROWS}, self._load())

    def _load(self) -> dict[str, object]:
        path = self._folder / FILE_NAME
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(document, dict):
                raise ValueError("an object is needed")
        except FileNotFoundError:
            return {}
        except OSError:
            self.unread = True
            return {}
        except (ValueError, RecursionError):
            self.damaged = True
            set_aside(path, self._folder / DAMAGED_NAME)
            return {}
        return _migrated(document)

    def get(self, row: Row[V]) -> V:
        """The value of that row: as the administrator has decided, else as the user has set it, else the default."""
        return cast(V, self._locked.get(row.name, self._values.get(row.name, row.default)))

    def locked(self, row: Row[Any]) -> bool:
        """Has the administrator decided it? Then it is shown as locked."""
        return row.name in self._locked

    def put(self, row: Row[V], value: V) -> None:
        """Change one value and write the file.

        Raises:
            SettingLocked: the user does not decide it.
            ValueError: the row does not allow it.
            OSError: the file cannot be written, or could not be read; the value holds all the same.
        """
        if self.locked(row):
            raise SettingLocked(row.name)
        kept = row.read(row.write(value))
        if kept != value:
            raise ValueError(row.name)
        self._values[row.name] = kept
        if row.name == ACCOUNTS.name:  # what they were made of must not make them again
            self._values.pop(CALENDARS.name, None)
            self._values.pop(BOOKINGS.name, None)
        if self.unread:
            raise OSError(f"{FILE_NAME} could not be read, and is left as it is")
        document = {known.name: known.write(self._values[known.name]) for known in ROWS if known.name in self._values}
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        # a file's name may hold half of a surrogate pair: its escape is JSON's too
        write_whole(private_folder(self._folder) / FILE_NAME, text.encode("utf-8", "backslashreplace"))


def _taken(rows: Mapping[str, Row[object]], values: Mapping[str, object]) -> dict[str, object]:
    """The values that their rows allow."""
    taken = {}
    for name, value in values.items():
        try:
            taken[name] = rows[name].read(value)
        except (KeyError, ValueError):
            continue
    return taken


def _migrated(document: dict[str, object]) -> dict[str, object]:
    """Calendars and bookings were paths; where no account was ever written, each is one."""
    if ACCOUNTS.name in document:
        return document
    old = _taken({row.name: cast("Row[object]", row) for row in (CALENDARS, BOOKINGS)}, document)
    paths = [path for row in (CALENDARS, BOOKINGS) for path in cast("tuple[str, ...]", old.get(row.name, ()))]
    return {**document, ACCOUNTS.name: accounts_of_files(paths)} if paths else document
