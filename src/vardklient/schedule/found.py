"""What was read of a source, kept so that what has not changed is not parsed again.

Only what the cross-check needs is kept, of the last few days asked for; the text of a calendar is not.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vardklient.domain.visit import Booking, CalendarEvent, Problem
from vardklient.schedule.files import read_limited
from vardklient.schedule.reasons import FATAL, Reason

DAYS_KEPT = 5
SETTLED_NS = 2_000_000_000
"""A file that was changed so short a time ago may be changed again within one tick of its clock (2 s on FAT)."""
SLOW_TRIES = 3
"""How often unchanged content that took too long is tried again: the computer may have been busy."""


@dataclass(frozen=True, slots=True)
class Found:
    """The records of one day and what could not be read."""

    events: tuple[CalendarEvent, ...] = ()
    bookings: tuple[Booking, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Could nothing be read at all?"""
        return not (self.events or self.bookings) and any(p.reason in FATAL for p in self.problems)


def digest_of(data: bytes) -> bytes:
    """What tells two contents apart."""
    return hashlib.blake2b(data, digest_size=16).digest()


@dataclass(slots=True)
class _Day:
    digest: bytes
    found: Found
    tries: int = 1


class Kept:
    """What was found on the last few days, by the content that it was found in. Used by one thread at a time."""

    def __init__(self) -> None:
        self._days: dict[date, _Day] = {}

    def get(self, day: date, digest: bytes) -> Found | None:
        """What that content holds of the day, if it was read."""
        kept = self._days.get(day)
        if kept is None or kept.digest != digest:
            return None
        slow = any(problem.reason == Reason.TOO_SLOW for problem in kept.found.problems)
        return None if slow and kept.tries < SLOW_TRIES else kept.found

    def put(self, day: date, digest: bytes, found: Found) -> Found:
        """Keep it and give it back."""
        before = self._days.pop(day, None)
        tries = before.tries + 1 if before is not None and before.digest == digest else 1
        self._days[day] = _Day(digest, found, tries)
        for old in tuple(self._days)[:-DAYS_KEPT]:
            del self._days[old]
        return found


Reader = Callable[[bytes, date], Found]
"""Reads the bytes of a file for a day. Never raises."""
_Mark = tuple[int, int, int]


class UnchangedFile:
    """One file, read again when it has changed. For any thread.

    Its place on the disk, time and size tell whether it has; where the time is too young to trust, the content does.
    """

    def __init__(self, path: Path, name: str, read: Reader) -> None:
        self._path, self._name, self._read = path, name, read
        self._kept = Kept()
        self._settled: tuple[_Mark, bytes] | None = None
        self._lock = threading.Lock()

    def day(self, day: date) -> Found:
        """What the file holds of that day."""
        with self._lock:
            mark, young = _look(self._path)
            if self._settled is not None and self._settled[0] == mark:
                known = self._kept.get(day, self._settled[1])
                if known is not None:
                    return known
            data = read_limited(self._path)
            if isinstance(data, Reason):
                self._settled = None
                return Found(problems=(Problem(self._name, data),))
            digest = digest_of(data)
            self._settled = None if mark is None or young else (mark, digest)
            return self._kept.get(day, digest) or self._kept.put(day, digest, self._read(data, day))


def _look(path: Path) -> tuple[_Mark | None, bool]:
    """Which file it is now, and whether it was changed just now."""
    try:
        seen = os.stat(path)
    except (OSError, ValueError):
        return None, True
    return (seen.st_ino, seen.st_mtime_ns, seen.st_size), time.time_ns() - seen.st_mtime_ns < SETTLED_NS
