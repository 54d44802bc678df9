"""The same record from two sources: a calendar that two accounts hold, a booking that two exports hold.

Nothing is copied between accounts; the list shows what stands twice once. Records are the same only where each has the
id of the other and says the same of time and person: ids of two systems may be alike by chance, and then two patients
are at stake. A meeting that somebody has copied by hand has an id of its own and is another meeting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from vardklient.domain.visit import Booking, CalendarEvent, Join, JoinKind

R = TypeVar("R", CalendarEvent, Booking)


@dataclass(frozen=True, slots=True)
class Once(Generic[R]):
    """What stands once, and the records as the sources have them: one, or several copies of it."""

    record: R
    copies: tuple[R, ...]


def events_once(events: Iterable[CalendarEvent]) -> list[Once[CalendarEvent]]:
    """Each event once, in the order given. A copy may know more: that it is by video, a link, the booking's id."""
    found: list[Once[CalendarEvent]] = []
    for copies in _alike((e, (e.uid, _said(e)) if e.uid else None) for e in events):
        ids = sorted({e.booking_id for e in copies if e.booking_id})
        if len(ids) > 1:
            found += [Once(e, (e,)) for e in copies]
            continue
        merged = replace(
            copies[0], video=any(e.video for e in copies), booking_id="".join(ids), join=_join(e.join for e in copies)
        )
        found.append(Once(merged, tuple(copies)))
    return found


def bookings_once(bookings: Iterable[Booking]) -> list[Once[Booking]]:
    """Each booking once, in the order given. A copy may know more: a telephone number, a link, who comes along."""
    found: list[Once[Booking]] = []
    for copies in _alike((b, (b.booking_id, _known(b)) if b.booking_id else None) for b in bookings):
        merged = replace(
            copies[0],
            participants=max((b.participants for b in copies), key=len),
            phone=next((b.phone for b in copies if b.phone), ""),
            join=_join(b.join for b in copies),
        )
        found.append(Once(merged, tuple(copies)))
    return found


def _alike(records: Iterable[tuple[R, object]]) -> list[list[R]]:
    """Those of one key together; what has no key (None) stands alone."""
    by_key: dict[object, list[R]] = defaultdict(list)
    for number, (record, key) in enumerate(records):
        by_key[number if key is None else key].append(record)
    return list(by_key.values())


def _said(event: CalendarEvent) -> object:
    years = tuple(key.birth_year for key in event.keys)
    return (event.start, event.end, event.keys, years, event.cancelled, event.all_day, event.kind)


def _known(booking: Booking) -> object:
    who = (booking.key, booking.initials, booking.birth_year, booking.protected)
    return (booking.start, booking.end, *who, booking.cancelled, booking.modality, booking.kind)


def _join(ways: Iterable[Join]) -> Join:
    return next((way for way in ways if way.kind is not JoinKind.NONE), Join())
