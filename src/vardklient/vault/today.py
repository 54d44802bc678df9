"""The list of today on disk, where the user or the administrator wants it: for a start without the network.

It is kept as a secret of the user's keyring, sealed with a key of its own (`vault.secrets`), and goes with that key at
midnight, at sign-out and at every start, when it is read once. Where secrets stay in memory nothing is written. What it
holds is what the sources gave, of one day; a program that knows other fields than the one that wrote it takes nothing.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from vardklient.base.errors import WireError
from vardklient.ports.secrets import SecretStore
from vardklient.ports.visits import DayResult
from vardklient.vault.secrets import SHORT_MOST_BYTES
from vardklient.wire.records import Codec

NAME = "today"
"""Its name among the secrets."""
BYTES_MOST = 4_000_000
"""Of 500 visits it is half a megabyte."""

_ANY_TIME = datetime.min.replace(tzinfo=UTC)

Results = tuple[tuple[str, DayResult], ...]


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    result: DayResult


@dataclass(frozen=True, slots=True)
class _Today:
    day: str
    sources: tuple[_Source, ...]


_CODEC: Codec[_Today] = Codec({"today 1": _Today}, BYTES_MOST)


class TodayFile:
    """Keeps and gives back one day. Every method waits for the keyring and the disk: on a thread that may. Any thread.

    Args:
        wanted: the setting `today_file`; where it is off, what was kept goes all the same.
    """

    def __init__(self, secrets: SecretStore, wanted: bool) -> None:
        self._secrets, self._wanted = secrets, wanted
        self._lock = threading.Lock()
        self._kept: tuple[date, Results] | None = None
        self._ended = False

    def take(self, day: date) -> Results:
        """What was kept of that day, as stale as it is; nothing of it is left afterwards."""
        with self._lock:
            text = self._secrets.get(NAME) if self._wanted else None
            self._secrets.forget(NAME)
        try:
            found = None if text is None else _CODEC.parse(text.rstrip())
        except WireError:
            return ()
        if found is None or found.day != day.isoformat():
            return ()
        return tuple((source.name, replace(source.result, stale=True)) for source in found.sources)

    def keep(self, day: date, results: Results) -> None:
        """This instead of what was kept before; nothing, where secrets are kept nowhere but in memory.

        The same list, read again, is not written again: what was kept says when it was first known.
        """
        if not self._wanted:
            return
        answered = tuple((name, result) for name, result in results if not result.pending)
        content = (day, tuple((name, replace(result, read_at=_ANY_TIME)) for name, result in answered))
        with self._lock:
            if content == self._kept or self._ended or self._in_memory():
                return
            text = _CODEC.dump(_Today(day.isoformat(), tuple(_Source(name, result) for name, result in answered)))
            # so long that it is sealed: the keyring itself never holds it
            self._secrets.put(NAME, text.ljust(SHORT_MOST_BYTES))
            self._kept = content
            if self._in_memory():
                self._forget()

    def remove(self) -> None:
        """The day is over."""
        with self._lock:
            if self._kept is not None:
                self._forget()

    def end(self) -> None:
        """The user has signed out: it goes, and nothing more is kept in this run."""
        with self._lock:
            self._ended = True
            self._forget()

    def _in_memory(self) -> bool:
        return self._secrets.in_memory

    def _forget(self) -> None:
        self._kept = None
        self._secrets.forget(NAME)
