"""Today's list kept over a start without the network, where the user or the administrator wants it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

from vardklient.base.clock import STOCKHOLM
from vardklient.base.log import unexpected
from vardklient.ports.clock import Clock
from vardklient.program.keyholder import Keyholder
from vardklient.program.sources import Colours, Results, Sources
from vardklient.vault.today import TodayFile

FIRST_WITHIN_S = 0.5
"""So long the first reading waits for what was kept; later than that it counts from the next one on. Own choice."""


class KeptDay:
    """Implements `outlets.DayReader`: as the sources, and what they gave today is kept. Belongs to the core loop.

    Args:
        sources: what is read.
        file: where today is kept.
        keys: has the thread on which the file waits for the keyring.
        first_within_s: so long the first reading waits for what was kept.
    """

    def __init__(
        self,
        sources: Sources,
        file: TodayFile,
        keys: Keyholder,
        clock: Clock,
        *,
        first_within_s: float = FIRST_WITHIN_S,
    ) -> None:
        self._sources, self._file, self._keys, self._clock = sources, file, keys, clock
        self._first_within_s = first_within_s
        self._taking: asyncio.Task[None] | None = None
        self._kept: date | None = None

    @property
    def colours(self) -> Colours:
        """Of the sources."""
        return self._sources.colours

    async def read(self, day: date, tell: Callable[[Results], None]) -> None:
        """As `Sources.read`; at the program's start a source that fails has what was kept of it."""
        if self._taking is None:
            self._taking = asyncio.get_running_loop().create_task(self._take(self._today()))
            await asyncio.wait([self._taking], timeout=self._first_within_s)
        forgetting = asyncio.get_running_loop().create_task(self._forget_yesterday())
        await self._sources.read(day, tell)  # it does not wait for the keyring
        await forgetting
        known = self._sources.known(day)
        if day == self._today() and self._taking.done() and known:
            self._kept = day
            await self._keys.write(lambda: self._file.keep(day, known))

    async def forget(self) -> None:
        """What was kept goes: it is somebody else's. The next reading is kept again."""
        await self._keys.write(self._file.remove)

    async def sign_out(self) -> None:
        """What was kept goes, and nothing is kept any more."""
        await self._keys.write(self._file.end)

    async def _take(self, today: date) -> None:
        try:
            self._sources.recall(today, await self._keys.read(lambda: self._file.take(today)))
        except Exception as fault:  # noqa: BLE001 - the edge of the file: the day is read without it
            unexpected(fault)

    async def _forget_yesterday(self) -> None:
        if self._kept not in (None, self._today()):
            self._kept = None
            await self._keys.write(self._file.remove)

    def _today(self) -> date:
        return self._clock.now().astimezone(STOCKHOLM).date()
