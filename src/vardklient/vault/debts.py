"""Which secrets the keyring has been given, and which of them it has yet to let go: names alone, one file for each.

A keyring that is locked cannot be asked whether it still holds something. What was never given to it need not be
removed, and what could not be removed is removed when it opens next, be that another start of the program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from vardklient.vault.files import may_be, write_whole
from vardklient.vault.folders import private_folder

NAME_MOST = 1000
_ENDING = ".name"


class Note(StrEnum):
    """What is noted of a name: the keyring has it, or has to let it go."""

    KEPT = "kept"
    OWED = "owed"


class Debts:
    """A folder of notes. Every method waits for the disk; any number of programs may write it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, name: str, note: Note) -> None:
        """Write it down; once is enough.

        Raises:
            OSError: it cannot be written.
        """
        if self.known(name) is not note:
            private_folder(self._folder)
            write_whole(self._path(name), f"{note} {name}".encode("utf-8", "surrogatepass"))

    def known(self, name: str) -> Note | None:
        """What is noted of that name. A note that cannot be read counts as kept."""
        path = self._path(name)
        found = _read(path)
        if found is not None:
            return found[0]
        return Note.KEPT if may_be(path) else None

    def owed(self) -> Iterator[str]:
        """The names that have to go."""
        try:
            paths = sorted(path for path in self._folder.iterdir() if path.suffix == _ENDING)
        except OSError:
            return
        found = (_read(path) for path in paths)
        yield from (said[1] for said in found if said is not None and said[0] is Note.OWED)

    def settle(self, name: str) -> None:
        """Nothing of it is left.

        Raises:
            OSError: the note cannot be deleted.
        """
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{digest}{_ENDING}"


def _read(path: Path) -> tuple[Note, str] | None:
    try:
        with path.open("rb") as file:
            word, _, name = file.read(NAME_MOST).decode("utf-8", "surrogatepass").partition(" ")
        return Note(word), name
    except (OSError, ValueError):
        return None
