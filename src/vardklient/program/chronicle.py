"""What the client log is told, without anybody waiting for the disk: `tell` and go on."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Protocol

from vardklient.base.log import Code, note, unexpected
from vardklient.ports.clock import Clock
from vardklient.ports.signin import Person
from vardklient.vault.chain import Entry, Event
from vardklient.vault.clientlog import KEEP_DAYS, ClientLog, LogFault

PENDING_MOST = 1000
"""Rows that wait for a disk that refuses; of more the oldest are lost. A day has some hundred. Own choice."""
END_WITHIN_S = 3.0


class Tell(Protocol):
    """Where what happened is said."""

    def __call__(self, event: Event, visit_id: str = "", detail: str = "") -> None:
        """It happened now."""
        ...


def nowhere(event: Event, visit_id: str = "", detail: str = "") -> None:
    """Implements `Tell` where no client log is kept."""


class Chronicle:
    """Writes the client log on a thread that may wait. All methods belong to the core loop.

    What the disk refuses waits in memory, with its time, for the next event.

    Args:
        log: where it is written; None where nothing is to be kept (a practice day).
        failing: told True when the log cannot be written, False when it can again.
        keep_days: as the policy says, see `ClientLog.tidy`; None: it says nothing.
    """

    def __init__(
        self,
        log: ClientLog | None,
        clock: Clock,
        failing: Callable[[bool], None] = lambda _: None,
        keep_days: int | None = None,
    ) -> None:
        self._log, self._clock, self._told_failing = log, clock, failing
        self._keep_days = KEEP_DAYS if keep_days is None else keep_days
        self._begun = False
        self._pending: deque[Entry] = deque(maxlen=PENDING_MOST)
        self._person = Person("")
        self._failing = False
        self._writing: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Look whether the log is whole, and delete what is old enough. Once, when the day is on the screen.

        Some years take a few seconds of a core. What is told before begins it too: no row goes to a broken chain.
        """
        if self._log is not None and not self._begun:
            self._begun = True
            self._writing = asyncio.get_running_loop().create_task(self._tidy(self._log))

    def tell(self, event: Event, visit_id: str = "", detail: str = "") -> None:
        """Implements `Tell`."""
        if self._log is None:
            return
        person = self._person
        self._pending.append(
            Entry(self._clock.now(), event, visit_id, detail, person.employee_hsa_id, person.unit_hsa_id)
        )
        self.begin()
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write(self._log))

    def signed_in(self, person: Person) -> None:
        """From now on it is this person."""
        self._person = person
        self.tell(Event.SIGNED_IN)

    def signed_out(self) -> None:
        """From now on it is nobody."""
        self.tell(Event.SIGNED_OUT)
        self._person = Person("")

    async def close(self) -> None:
        """Have written what was told, as far as the disk takes it soon; what it refused before is tried once more."""
        if self._log is None or self._writing is None:
            return
        if self._pending and self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write(self._log))
        done, _ = await asyncio.wait([self._writing], timeout=END_WITHIN_S)
        if not done:
            self._writing.cancel()

    async def _tidy(self, log: ClientLog) -> None:
        await self._try(partial(log.tidy, self._keep_days))
        await self._write(log)

    async def _write(self, log: ClientLog) -> None:
        while self._pending:
            entries = tuple(self._pending)
            self._pending.clear()
            if not await self._try(partial(log.append, entries)):
                self._pending = deque((*entries, *self._pending), PENDING_MOST)
                return

    async def _try(self, work: Callable[[], None]) -> bool:
        """Did it work? When that changes, it is said."""
        try:
            await asyncio.to_thread(work)
            failing = False
        except LogFault as fault:
            failing = True
            if not self._failing:
                note(Code.CLIENT_LOG_FAILED, logging.WARNING, reason=str(fault))
        except Exception as fault:  # noqa: BLE001 - the edge of the thread: a visit goes on without its log
            failing = True
            unexpected(fault)
        if failing is not self._failing:
            self._failing = failing
            self._told_failing(failing)
        return not failing
