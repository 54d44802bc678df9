"""A folder of calendar and booking files as one source: what a system puts there every night, or a user by hand.

Every .ics and .csv file in the folder itself is read; hidden files, half-written ones that programs mark, and folders
in it are not. Each file stands alone: one that cannot be read is a problem with its name, and keeps what it last held.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from datetime import date
from pathlib import Path

from vardklient.base.clock import SystemClock
from vardklient.base.ownthread import in_own_thread
from vardklient.domain.visit import Problem
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult
from vardklient.schedule.bookings import read_csv
from vardklient.schedule.files import shown_name
from vardklient.schedule.found import Found, Reader, UnchangedFile
from vardklient.schedule.ics import ics_reader
from vardklient.schedule.parts import Parts
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import Region, default_region

READ_S = 15.0
"""After this long the files not come to are left for the next reading, which finds the others unchanged. Own choice,
below the 20 s that the reader gives every source."""
_NOT_FINISHED = (".", "~$")


class FolderSource:
    """Implements `ports.visits.VisitSource` on all files of a folder."""

    def __init__(
        self, path: Path, region: Region | None = None, clock: Clock | None = None, seconds: float = READ_S
    ) -> None:
        self._path, self._seconds = path, seconds
        self._region = region or default_region()
        self._clock = clock or SystemClock()
        self._files: dict[str, UnchangedFile] = {}
        self._parts = Parts()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The folder's name without the way to it."""
        return shown_name(self._path.absolute())

    async def day(self, day: date) -> DayResult:
        """What all files hold of the day; they are read in a thread of their own, for their disk may hang."""
        return await in_own_thread("folder", lambda: self._read(day))

    def _read(self, day: date) -> DayResult:
        try:
            names = _names(self._path)
        except (OSError, ValueError):
            return DayResult(self._clock.now(), problems=(Problem(self.name, Reason.UNREADABLE),))
        with self._lock:
            self._files = {name: self._files.get(name) or self._file(name) for name in names}
            found = self._all(day)
            unread = sum(one is None for one in found.values())
            problems = (Problem(self.name, Reason.TOO_SLOW, f"{unread} files"),) if unread else ()
            if not found:
                problems = (Problem(self.name, Reason.EMPTY),)
            return self._parts.settle(day, found, self._clock.now(), problems)

    def _all(self, day: date) -> dict[str, Found | None]:
        """By file; None for those that there was no time for. One that has gone meanwhile is not among them."""
        end_s = time.monotonic() + self._seconds
        found: dict[str, Found | None] = {}
        for name, file in self._files.items():
            one = file.day(day) if time.monotonic() < end_s else None
            if one is None or not one.failed or not has_gone(self._path / name):
                found[name] = one
        return found

    def _file(self, name: str) -> UnchangedFile:
        path = self._path / name
        shown = shown_name(path)
        read = ics_reader(shown, self._region) if name.lower().endswith(".ics") else self._bookings(shown)
        return UnchangedFile(path, shown, read)

    def _bookings(self, shown: str) -> Reader:
        def read(data: bytes, day: date) -> Found:
            bookings, problems = read_csv(data, day, shown, self._region)
            return Found(bookings=bookings, problems=problems)

        return read


def _names(folder: Path) -> list[str]:
    """The names of the files to read.

    Raises:
        OSError: there is no such folder, or it may not be listed.
    """
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if _is_meant(entry))


def has_gone(path: Path) -> bool:
    """Is there nothing of that name? What cannot be looked at just now (a network drive, rights) is there."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _is_meant(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if not name.endswith((".ics", ".csv")) or name.startswith(_NOT_FINISHED):
        return False
    try:
        hidden = getattr(entry.stat(), "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN
        return not hidden and not entry.is_dir()
    except FileNotFoundError:  # it has gone meanwhile, or points to nothing
        return False
    except OSError:  # it cannot be looked at just now: the reading says so
        return True
