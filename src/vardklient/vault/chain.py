"""The client log's rows and what chains them: what a row may hold, how it is hashed, how a broken chain is told."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

NOTHING = "0" * 64
"""The hash before the first row."""
UNSAID = "?"
"""Stands for what no row may hold."""
SCHEMA = (
    "CREATE TABLE entry (number INTEGER PRIMARY KEY, at TEXT NOT NULL, event TEXT NOT NULL, visit TEXT NOT NULL,"
    " detail TEXT NOT NULL, person TEXT NOT NULL, unit TEXT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL,"
    " uploaded_at TEXT)",
    "CREATE TABLE chain (one INTEGER PRIMARY KEY CHECK (one = 1), first INTEGER NOT NULL, first_before TEXT NOT NULL,"
    " last INTEGER NOT NULL, last_hash TEXT NOT NULL)",
)
_VISIT = re.compile(r"(v[0-9a-f]{16})?")
_DETAIL = re.compile(r"[a-z_]{0,32}")
_HSA = re.compile(r"([A-Z]{2}[0-9]{4,12}-[A-Z0-9]{1,24})?")

Row = tuple[int, str, str, str, str, str, str]
"""Number, time, event, visit, detail, person, unit."""


class Event(StrEnum):
    """Everything that the client log may tell of."""

    LOG_RENEWED = "log_renewed"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    OPEN_CONFIRMED = "open_confirmed"
    VISIT_OPENED = "visit_opened"
    CALL_CONNECTED = "call_connected"
    IDENTITY_SETTLED = "identity_settled"
    VISIT_ENDED = "visit_ended"
    OUTCOME_SET = "outcome_set"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row before it is chained.

    Attributes:
        at: when it happened, aware.
        visit_id: opaque ("v" and 16 hexadecimal digits), or empty.
        detail: a code that belongs to the event: how the cross-check was, how identity was settled, how it ended.
        person, unit: HSA-ids of whoever is signed in and of the unit; empty where nobody is.
    """

    at: datetime
    event: Event
    visit_id: str = ""
    detail: str = ""
    person: str = ""
    unit: str = ""

    def row(self) -> tuple[str, str, str, str, str, str]:
        """As it is written. What has not the form that it should have might tell of a patient, and is left out."""
        return (
            self.at.astimezone(UTC).isoformat(),
            self.event.value,
            _of_form(_VISIT, self.visit_id),
            _of_form(_DETAIL, self.detail),
            _of_form(_HSA, self.person.upper()),
            _of_form(_HSA, self.unit.upper()),
        )


class BreakSort(StrEnum):
    """What happened to a row."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which the chain does not hold: the row's number, and what happened there."""

    number: int
    sort: BreakSort


@dataclass(frozen=True, slots=True)
class Link:
    """Both ends of the chain, which stand apart from the rows.

    Attributes:
        first: number of the first row that has not been deleted in due time; first_before: what it carries.
        last: number of the last row, 0 when there never was one; last_hash: its hash.
    """

    first: int
    first_before: str
    last: int
    last_hash: str


def hash_of(row: Row, before: str) -> str:
    """SHA-256 over the row and the hash before it, as JSON without spaces."""
    return hashlib.sha256(json.dumps([*row, before], separators=(",", ":")).encode()).hexdigest()


def entry_of(row: tuple[int, str, str, str, str, str, str, str, str]) -> Entry:
    """The entry in a row of the file.

    Raises:
        ValueError: it was changed to what no row holds.
    """
    _, at, event, visit, detail, person, unit, _, _ = row
    return Entry(datetime.fromisoformat(at), Event(event), visit, detail, person, unit)


def verified(rows: Iterable[tuple[int, str, str, str, str, str, str, str, str]], chain: Link) -> Break | None:
    """The first break, None when every row is as it was written and none is missing or too many.

    Args:
        rows: of the file, by number: the seven of `Row`, the hash before, the hash.
        chain: the ends.
    """
    number, before = chain.first, chain.first_before
    for row in rows:
        told, carried, stated = row[:7], row[7], row[8]
        if row[0] < number or row[0] > chain.last:
            return Break(row[0], BreakSort.INSERTED)
        if row[0] > number:
            return Break(number, BreakSort.REMOVED)
        if carried != before or not all(isinstance(text, str) for text in told[1:]):
            return Break(number, BreakSort.CHANGED)
        if hash_of(told, before) != stated:
            return Break(number, BreakSort.CHANGED)
        number, before = number + 1, stated
    if number <= chain.last:
        return Break(number, BreakSort.REMOVED)
    return None if before == chain.last_hash else Break(chain.last, BreakSort.CHANGED)


def _of_form(form: re.Pattern[str], text: str) -> str:
    return text if form.fullmatch(text) else UNSAID
