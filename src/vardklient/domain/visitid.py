"""What a visit is known by: opaque ids that outlive a move and a source that comes later, and hold no patient data.

A hash would not hide initials and a birth year: there are few of them. So ids are made of the booking system's and the
calendar's own ids alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from vardklient.domain.visit import Booking, CalendarEvent, Visit

_BOOKING, _EVENT = "b", "e"

Own = Callable[[Visit], set[str]]


def opaque(text: str) -> str:
    """A hash of ids, short enough to be shown in a log."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def identity(events: Sequence[CalendarEvent], bookings: Sequence[Booking], start: datetime) -> str:
    """What the visit's id is made of: the booking's id, else the event's, else the time alone."""
    for booking in bookings:
        if booking.booking_id:
            return f"b\0{_whose(booking)}"
    for event in events:
        if event.uid:
            return f"e\0{event.uid}"
    return f"t\0{start.timestamp()}"


def _whose(booking: Booking) -> str:
    """Two booking systems may have one id; an account that is given another name is still the same one."""
    return f"{booking.account or booking.source}\0{booking.booking_id}"


def marks(records: Iterable[CalendarEvent | Booking]) -> tuple[str, ...]:
    """A mark for every record that has an id of its own. An event's holds its start, for a series has one id."""
    found = set()
    for record in records:
        if isinstance(record, Booking) and record.booking_id:
            found.add(_BOOKING + opaque(_whose(record)))
        elif isinstance(record, CalendarEvent) and record.uid:
            found.add(_EVENT + opaque(f"{record.uid}\0{record.start.timestamp()}"))
    return tuple(sorted(found))


def keep_ids(known: Sequence[Visit], fresh: Sequence[Visit]) -> tuple[Visit, ...]:
    """The fresh visits, under the ids by which they are known already.

    A visit has its room, its links and who waits there by its id, and the id is made of a booking that may come later
    than the event. A visit is the known one whose booking it has; else the one of its id; else the one whose event it
    has. Where two could be meant, none is.
    """
    left = {visit.visit_id: visit for visit in known}
    ids: dict[int, str] = {}
    for own in (_bookings_of, _itself, _events_of):
        for place, old in _partners(fresh, ids, left.values(), own):
            ids[place] = old
            del left[old]
    taken = set(ids.values())
    kept = []
    for place, visit in enumerate(fresh):
        visit_id = ids.get(place) or visit.visit_id
        while place not in ids and visit_id in taken:
            visit_id = "v" + opaque(visit_id)
        taken.add(visit_id)
        kept.append(visit if visit_id == visit.visit_id else replace(visit, visit_id=visit_id))
    return tuple(kept)


def _partners(
    fresh: Sequence[Visit], paired: Mapping[int, str], known: Iterable[Visit], own: Own
) -> list[tuple[int, str]]:
    """Fresh and known visits that share something of their own with each other alone."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for visit in known:
        for mark in own(visit):
            bearers[mark].add(visit.visit_id)
    open_ = (place for place in range(len(fresh)) if place not in paired)
    found = {place: set().union(*(bearers[mark] for mark in own(fresh[place]))) for place in open_}
    claims = Counter(old for ids in found.values() for old in ids)
    return [(place, old) for place, ids in found.items() for old in ids if len(ids) == 1 and claims[old] == 1]


def _bookings_of(visit: Visit) -> set[str]:
    return {mark for mark in visit.marks if mark.startswith(_BOOKING)}


def _itself(visit: Visit) -> set[str]:
    return {visit.visit_id}


def _events_of(visit: Visit) -> set[str]:
    return {mark for mark in visit.marks if mark.startswith(_EVENT)}
