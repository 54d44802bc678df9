"""What the backend is handed: where the window is told, who reads the day, and how its heavy parts are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from vardklient.domain.record import AfterCall
from vardklient.flows import call, day, reminders, selfcheck
from vardklient.ports.engine import CallEngine
from vardklient.ports.signalling import Signalling
from vardklient.ports.visits import DayResult
from vardklient.program.equipment import Equipment
from vardklient.program.rooms import RoomMaker


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where the window is told. Each is called on the core thread and must only hand over."""

    show_day: Callable[[day.DayState], None]
    show_selfcheck: Callable[[selfcheck.SelfcheckState], None]
    show_call: Callable[[call.CallState], None]
    show_card: Callable[[AfterCall], None]
    remind: Callable[[reminders.Remind], None]
    open_link: Callable[[str], None]
    log_failing: Callable[[bool], None] = lambda _: None


class DayReader(Protocol):
    """Reads all sources of a day together."""

    @property
    def colours(self) -> tuple[tuple[str, int], ...]:
        """The colour of each source that has one, by its name."""
        ...

    async def read(self, day: date, tell: Callable[[tuple[tuple[str, DayResult], ...]], None]) -> None:
        """Tell what each source gave, by its name: what there is soon, and all of it again when there is more.

        Never raises for what a source holds.
        """
        ...


@dataclass(frozen=True, slots=True)
class Makers:
    """How the parts with heavy libraries are made, at first need."""

    engine: Callable[[Equipment], CallEngine]
    line: Callable[[str], Signalling]
    rooms: Callable[[str, str], RoomMaker]
