"""The client log: who opened which visit when, as rows of which each carries the hash of the one before.

A row holds an opaque visit id, a code of a closed list, a time, and the HSA-id and unit of whoever is signed in:
nothing of a patient. It is meant to be uploaded; until then it lies in one SQLite file, for its owner alone. Any number
of processes may append: SQLite lets in one writer after the other, and the end of the chain is read inside the
transaction.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from vardklient.base.log import Code, note
from vardklient.ports.clock import Clock
from vardklient.vault.chain import NOTHING, SCHEMA, Break, Entry, Event, Link, entry_of, hash_of, verified
from vardklient.vault.files import appear, may_be
from vardklient.vault.folders import private_folder

if TYPE_CHECKING:
    import sqlite3

FILE_NAME = "client-log.sqlite3"
UPLOADED_DAYS = 30
"""A row is deleted so long after its upload; a damaged file, so long after it was set aside. Own choice."""
KEEP_DAYS = 1827
"""So long a row is kept that nobody has taken over: five years, for which HSLF-FS 2016:40 4 kap. 9 § asks of the
documentation of who has had access. A policy may say less where the visit server's log is that documentation."""
BUSY_S = 10.0
"""So long another process may write."""
_PAGE_BYTES = 4096
_PAGES_MOST = 16_384
"""64 MB, 300,000 rows, some years without an upload."""
_FULL_SHARE = 0.75
"""Of these; more is not left for the next day. Own choice."""
_DAMAGED = re.compile(r"client-log\.damaged-\d{8}T\d{12}\.sqlite3")
_VERSION = 1
_DAMAGE = ("CORRUPT", "NOTADB", "ERROR", "CONSTRAINT", "READONLY")
"""SQLite's codes; a file that it only reads has a spoilt head, or is not as we make it."""


class LogFault(Exception):
    """The log cannot be read or written now: a full disk, a folder that refuses, another process that never ends."""


class ClientLog:
    """One file. Every method waits for the disk; any thread, one call at a time.

    Args:
        folder: the file is in it.
        clock: tells when the file was set aside and rows have been uploaded.
        pages_most: of 4096 bytes; a larger file is a full disk.
    """

    def __init__(self, folder: Path, clock: Clock, *, pages_most: int = _PAGES_MOST) -> None:
        self._path, self._clock, self._pages_most = folder / FILE_NAME, clock, pages_most

    def append(self, entries: Sequence[Entry]) -> None:
        """Add these rows, all or none. A damaged file is set aside, and a new one begun.

        Raises:
            LogFault: nothing has been written.
        """
        try:
            self._append(entries)
        except _Damaged as damaged:
            self._append((*self._renewed(damaged), *entries))

    def _append(self, entries: Sequence[Entry]) -> None:
        with self._writing() as db:
            chain = _chain(db)
            number, before = chain.last, chain.last_hash
            for entry in entries:
                number += 1
                row = (number, *entry.row())
                link = hash_of(row, before)
                db.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", (*row, before, link))
                before = link
            db.execute("UPDATE chain SET last = ?, last_hash = ?", (number, before))

    def tidy(self, keep_days: int = KEEP_DAYS) -> None:
        """Set a file aside that is damaged or not what was written, and delete what is old enough.

        Args:
            keep_days: older rows go, uploaded or not; those uploaded go after `UPLOADED_DAYS`.

        Raises:
            LogFault: not now.
        """
        try:
            self._check()
            self._prune(keep_days)
        except _Damaged as damaged:
            self._append(self._renewed(damaged))
        self._forget_damaged()

    def _check(self) -> None:
        with self._reading() as db:
            if verified(db.execute(f"{_ROWS} ORDER BY number"), _chain(db)) is not None:
                raise _Damaged("a row")

    def verify(self) -> Break | None:
        """The first row that was changed, removed or inserted since it was written; None: there is none.

        Raises:
            LogFault: it cannot be read.
        """
        with self._reading() as db:
            return verified(db.execute(f"{_ROWS} ORDER BY number"), _chain(db))

    def since(self, number: int = 0) -> tuple[tuple[int, Entry], ...]:
        """The rows after that number, with their numbers: what is to be uploaded.

        Raises:
            LogFault: they cannot be read.
        """
        with self._reading() as db:
            rows = db.execute(f"{_ROWS} WHERE number > ? ORDER BY number", (number,)).fetchall()
        try:
            return tuple((row[0], entry_of(row)) for row in rows)
        except ValueError:
            raise _Damaged("a row") from None

    def uploaded(self, number: int) -> None:
        """The server has all rows up to that number.

        Raises:
            LogFault: that could not be written down.
        """
        with self._writing() as db:
            at = self._clock.now().astimezone(UTC).isoformat()
            db.execute("UPDATE entry SET uploaded_at = ? WHERE number <= ? AND uploaded_at IS NULL", (at, number))

    def _prune(self, keep_days: int) -> None:
        """From the beginning only, so that what stays is one chain."""
        with self._writing() as db:
            chain = _chain(db)
            first = max(self._first_wanted(db, chain, keep_days), self._first_that_fits(db, chain))
            if db.execute("DELETE FROM entry WHERE number < ?", (first,)).rowcount:
                kept = db.execute("SELECT before FROM entry WHERE number = ?", (first,)).fetchone()
                before = kept[0] if kept else chain.last_hash
                db.execute("UPDATE chain SET first = ?, first_before = ?", (first, before))

    def _first_wanted(self, db: sqlite3.Connection, chain: Link, keep_days: int) -> int:
        """The first row that is not old enough.

        A clock may have been wrong for a while. A row of the future is no younger than an old one that follows it; a
        row of a past that never was makes none of those before it old.
        """
        now = self._clock.now().astimezone(UTC)
        old, uploaded = ((now - timedelta(days=days)).isoformat() for days in (keep_days, UPLOADED_DAYS))
        stays = (
            "SELECT min(number) FROM entry WHERE at >= :old AND (uploaded_at IS NULL OR uploaded_at >= :uploaded)"
            " AND (at <= :now OR number > (SELECT coalesce(max(number), 0) FROM entry WHERE at < :old))"
        )
        first = db.execute(stays, {"old": old, "uploaded": uploaded, "now": now.isoformat()}).fetchone()[0]
        return chain.last + 1 if first is None else int(first)

    def _first_that_fits(self, db: sqlite3.Connection, chain: Link) -> int:
        """The first row that may stay in a file that would soon be full: of such a one the oldest quarter goes."""
        size, free = self._path.stat().st_size, max(0, db.execute("PRAGMA freelist_count").fetchone()[0])
        if size / _PAGE_BYTES - free <= self._pages_most * _FULL_SHARE:
            return chain.first
        return chain.first + (chain.last + 1 - chain.first) // 4

    # ------------------------------------------------------------ the file

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, alone."""
        with self._reading() as db:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")  # without it the connection's end takes everything back

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection, and SQLite's complaints in our words. Opened each time: the file may have been set aside."""
        import sqlite3

        file: tuple[int, int] | None = None
        try:
            self._make()
            file = _identity(self._path)
            with closing(sqlite3.connect(self._path, timeout=BUSY_S, isolation_level=None)) as db:
                self._set_up(db)
                yield db
        except _Damaged as damaged:
            damaged.file = file
            raise
        except sqlite3.Error as error:
            damage = tuple(getattr(sqlite3, f"SQLITE_{word}") for word in _DAMAGE)
            name = getattr(error, "sqlite_errorname", type(error).__name__)
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in damage:
                raise _Damaged(name, file) from None
            raise LogFault(name) from None
        except UnicodeDecodeError:  # in its own words for what it has found
            raise _Damaged("no text", file) from None
        except OSError as error:
            raise LogFault(type(error).__name__) from None

    def _make(self) -> None:
        """The file is there and its owner's alone, whatever the umask says; SQLite's own beside it follow it.

        It appears whole: one that is empty has lost its rows, and is damaged.
        """
        if may_be(self._path):
            return
        private_folder(self._path.parent)
        descriptor, temporary = tempfile.mkstemp(dir=self._path.parent, prefix=FILE_NAME)
        os.close(descriptor)
        try:
            _begin(temporary)
            appear(Path(temporary), self._path)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def _set_up(self, db: sqlite3.Connection) -> None:
        db.execute(f"PRAGMA max_page_count = {self._pages_most}")
        db.execute("PRAGMA secure_delete = ON")
        if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            raise _Damaged("another program's, or nothing")

    def _renewed(self, damaged: _Damaged) -> tuple[Entry, ...]:
        """The file is set aside, unless another process was quicker: what the next one begins with."""
        if damaged.file is None or damaged.file != _identity(self._path):
            return ()
        self._set_aside()
        return (Entry(self._clock.now(), Event.LOG_RENEWED),)

    def _set_aside(self) -> None:
        """Kept beside for whoever looks into it, with what SQLite keeps beside it."""
        at = self._clock.now()
        while may_be(beside := self._path.with_name(f"client-log.damaged-{at:%Y%m%dT%H%M%S%f}.sqlite3")):
            at += timedelta(microseconds=1)  # a clock may stand still, or go back
        try:
            os.replace(self._path, beside)
        except OSError as error:
            raise LogFault(type(error).__name__) from None
        with suppress(OSError):
            self._path.with_name(f"{FILE_NAME}-journal").unlink()
        note(Code.CLIENT_LOG_RENEWED, logging.WARNING)

    def _forget_damaged(self) -> None:
        """Those that were set aside long ago; when, their names say."""
        oldest = f"client-log.damaged-{self._clock.now() - timedelta(days=UPLOADED_DAYS):%Y%m%dT%H%M%S%f}.sqlite3"
        for path in self._path.parent.glob("client-log.damaged-*"):
            if _DAMAGED.fullmatch(path.name) and path.name < oldest:
                with suppress(OSError):
                    path.unlink()


class _Damaged(LogFault):
    """The file is no log of ours, or no longer one.

    Attributes:
        file: which one it was; another process may have set it aside since.
    """

    def __init__(self, what: str, file: tuple[int, int] | None = None) -> None:
        super().__init__(what)
        self.file = file


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _begin(path: str) -> None:
    """An empty log in that empty file."""
    import sqlite3

    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN")
        for statement in SCHEMA:
            db.execute(statement)
        db.execute("INSERT INTO chain VALUES (1, 1, ?, 0, ?)", (NOTHING, NOTHING))
        db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("COMMIT")


def _chain(db: sqlite3.Connection) -> Link:
    """Both ends, as they are written."""
    found = db.execute("SELECT first, first_before, last, last_hash FROM chain").fetchall()
    if [[type(value) for value in row] for row in found] != [[int, str, int, str]]:
        raise _Damaged("no ends")
    return Link(*found[0])


_ROWS = "SELECT number, at, event, visit, detail, person, unit, before, hash FROM entry"
