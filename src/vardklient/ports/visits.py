"""Where visits come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from vardklient.domain.visit import Booking, CalendarEvent, Problem


@dataclass(frozen=True, slots=True)
class DayResult:
    """What one source knows of one day. One bad record is a problem, never the end of the good ones.

    `stale`: the last reading failed, and this is what the source said at `read_at`.
    `pending`: the source has not answered yet, and nothing is known of its day.
    `unread`: it has failed from the first reading on; `read_at` is when that was.
    `partial`: a part could not be had; the whole list of an earlier reading is better.
    """

    read_at: datetime
    events: tuple[CalendarEvent, ...] = ()
    bookings: tuple[Booking, ...] = ()
    problems: tuple[Problem, ...] = ()
    stale: bool = False
    pending: bool = False
    unread: bool = False
    partial: bool = False


class VisitSource(Protocol):
    """A calendar or a booking system."""

    @property
    def name(self) -> str:
        """Short and free of secrets: "kalender.ics"."""
        ...

    async def day(self, day: date) -> DayResult:
        """Everything of that day in Stockholm.

        Never raises for what the source holds: a source that cannot be read gives a result with a problem.
        """
        ...


@runtime_checkable
class KeyedSource(VisitSource, Protocol):
    """A source whose name may change, or be another's: an account."""

    @property
    def key(self) -> str:
        """What its readings are known by; opaque. Of another calendar it is another one."""
        ...
