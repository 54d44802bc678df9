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
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from vardklient.base.log import Code, note
from vardklient.ports.clock import Clock
from vardklient.vault.chain import NOTHING, SCHEMA, Break, Entry, Event, Link, entry_of, hash_of, verified
from vardklient.vault.folders import private_folder

if TYPE_CHECKING:
    import sqlite3

FILE_NAME = "client-log.sqlite3"
UPLOADED_DAYS = 30
"""A row is deleted so long after its upload; a damaged file, so long after it was set aside. Own choice."""
BUSY_S = 10.0
"""So long another process may write."""
_PAGES_MOST = 16_384
"""Of 4096 bytes: 64 MB, 300,000 rows, some years without an upload."""
_DAMAGED = re.compile(r"client-log\.damaged-\d{8}T\d{12}\.sqlite3")
_VERSION = 1


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
        except _Damaged:
            self._set_aside()
            self._append((Entry(self._clock.now(), Event.LOG_RENEWED), *entries))

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

    def tidy(self, keep_days: int | None = None) -> None:
        """Set a file aside that is damaged or not what was written, and delete what is old enough.

        Args:
            keep_days: older rows go, uploaded or not; None: only those uploaded more than `UPLOADED_DAYS` ago.

        Raises:
            LogFault: not now.
        """
        try:
            broken = self.verify() is not None
        except _Damaged:
            broken = True
        if broken:
            self._set_aside()
            self._append((Entry(self._clock.now(), Event.LOG_RENEWED),))
        self._prune(keep_days)
        self._forget_damaged()

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

    def _prune(self, keep_days: int | None) -> None:
        """From the beginning only, so that what stays is one chain."""
        now = self._clock.now().astimezone(UTC)
        uploaded = (now - timedelta(days=UPLOADED_DAYS)).isoformat()
        old = (now - timedelta(days=keep_days)).isoformat() if keep_days is not None else ""
        with self._writing() as db:
            stays = "SELECT min(number) FROM entry WHERE at >= ? AND (uploaded_at IS NULL OR uploaded_at >= ?)"
            first = db.execute(stays, (old, uploaded)).fetchone()[0]
            chain = _chain(db)
            first = chain.last + 1 if first is None else first
            if db.execute("DELETE FROM entry WHERE number < ?", (first,)).rowcount:
                kept = db.execute("SELECT before FROM entry WHERE number = ?", (first,)).fetchone()
                before = kept[0] if kept else chain.last_hash
                db.execute("UPDATE chain SET first = ?, first_before = ?", (first, before))

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

        try:
            self._touch()
            with closing(sqlite3.connect(self._path, timeout=BUSY_S, isolation_level=None)) as db:
                self._set_up(db)
                yield db
        except sqlite3.Error as error:
            damage = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT)
            kind = _Damaged if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in damage else LogFault
            raise kind(getattr(error, "sqlite_errorname", type(error).__name__)) from None
        except OSError as error:
            raise LogFault(type(error).__name__) from None

    def _touch(self) -> None:
        """The file is there and its owner's alone, whatever the umask says; SQLite's own beside it follow it."""
        private_folder(self._path.parent)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))

    def _set_up(self, db: sqlite3.Connection) -> None:
        db.execute(f"PRAGMA max_page_count = {self._pages_most}")
        db.execute("PRAGMA secure_delete = ON")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version == _VERSION:
            return
        if version or db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise _Damaged("another program's")
        db.execute("BEGIN IMMEDIATE")
        if db.execute("PRAGMA user_version").fetchone()[0] == 0:  # nobody else was quicker
            for statement in SCHEMA:
                db.execute(statement)
            db.execute("INSERT INTO chain VALUES (1, 1, ?, 0, ?)", (NOTHING, NOTHING))
            db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("COMMIT")

    def _set_aside(self) -> None:
        """Kept beside for whoever looks into it, with what SQLite keeps beside it."""
        beside = self._path.with_name(f"client-log.damaged-{self._clock.now():%Y%m%dT%H%M%S%f}.sqlite3")
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
    """The file is no log of ours, or no longer one."""


def _chain(db: sqlite3.Connection) -> Link:
    """Both ends, as they are written."""
    found = db.execute("SELECT first, first_before, last, last_hash FROM chain").fetchall()
    if [[type(value) for value in row] for row in found] != [[int, str, int, str]]:
        raise _Damaged("no ends")
    return Link(*found[0])


_ROWS = "SELECT number, at, event, visit, detail, person, unit, before, hash FROM entry"
