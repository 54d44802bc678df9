"""What a visit is known by: opaque ids that outlive a move and a source that comes later, and hold no patient data.

A hash would not hide initials and a birth year: there are few of them. So ids are made of the booking system's and the
calendar's own ids alone.

A room with its links, and who waits in it, go by the visit's id: an id that went over to another visit would let one
patient into another's. So a visit is known again (`keep_ids`) by what it is made of and never by its place in a list,
an id that was in use today is never given to another visit, and where it is not sure, the visit gets a new one.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.pairing import is_companion
from vardklient.domain.visit import Booking, CalendarEvent, Kind, Match, Status, Visit

_BOOKING, _COMPANION, _EVENT, _SERIES = "b", "c", "e", "s"

Own = Callable[[Visit], set[Hashable]]


def opaque(text: str) -> str:
    """A hash of ids, short enough to be shown in a log."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def identity(events: Sequence[CalendarEvent], bookings: Sequence[Booking], start: datetime) -> str:
    """What the visit's id is made of: the patient's booking's id, else the event's of that day, else the time alone."""
    for booking in patients(bookings):
        if booking.booking_id:
            return f"b\0{numbered(booking)}"
    for event in events:
        if event.uid:
            return f"e\0{event.uid}\0{start.astimezone(STOCKHOLM).date()}"
    return f"t\0{start.timestamp()}"


def patients(bookings: Sequence[Booking]) -> Sequence[Booking]:
    """Those that are not the own bookings of somebody who comes along; where there are none but these, they."""
    return [b for b in bookings if not is_companion(b)] or bookings


def numbered(booking: Booking) -> str:
    """Its id, with the system that has given it.

    Two booking systems may have one id; an account that is given another name is still the same one.
    """
    return f"{booking.account or booking.source}\0{booking.booking_id}"


def marks(records: Sequence[CalendarEvent | Booking]) -> tuple[str, ...]:
    """Marks for every record that has an id of its own.

    An event has one with its start, for a series has one id, and one for the series.
    """
    found = set()
    bookings = [record for record in records if isinstance(record, Booking)]
    own = patients(bookings)
    for booking in bookings:
        if booking.booking_id:
            found.add((_BOOKING if booking in own else _COMPANION) + opaque(numbered(booking)))
    for event in records:
        if isinstance(event, CalendarEvent) and event.uid:
            found.add(_EVENT + opaque(f"{event.uid}\0{event.start.timestamp()}"))
            found.add(_SERIES + opaque(event.uid))
    return tuple(sorted(found))


def keep_ids(known: Sequence[Visit], fresh: Sequence[Visit], gone: Sequence[Visit] = ()) -> tuple[Visit, ...]:
    """The fresh visits, under the ids by which they are known already.

    A visit that nothing has changed is the one that it was. Else it is the one whose booking it has; else the one whose
    event; else the one of that series; else the one of that time and label. Where two could be meant, none is, and
    never one of somebody else. What is cancelled comes last: another part of the visit may go on.

    Args:
        known: the visits of the last reading.
        fresh: those of this one.
        gone: those of earlier readings of the day; one that comes again has its id again.
    """
    ids: dict[int, str] = {}
    left = {visit.visit_id: visit for visit in known}
    _take(ids, left, _unchanged(fresh, known))
    going_on = {place for place, visit in enumerate(fresh) if visit.status is not Status.CANCELLED}
    series = _series_once(known) & _series_once(fresh)
    for places in (going_on, set(range(len(fresh)))):
        for own in (_bookings_of, _events_of, partial(_series_of, once=series), _looks_of):
            _take(ids, left, _partners({p: fresh[p] for p in sorted(places - ids.keys())}, left.values(), own))
    left = {visit.visit_id: visit for visit in gone if visit.visit_id not in ids.values()}
    for own in (_bookings_of, _events_of, _looks_of):
        _take(ids, left, _partners({p: v for p, v in enumerate(fresh) if p not in ids}, left.values(), own))
    return _named(fresh, ids, {visit.visit_id for visit in (*known, *gone)})


def _take(ids: dict[int, str], left: dict[str, Visit], pairs: Iterable[tuple[int, str]]) -> None:
    for place, visit_id in pairs:
        ids[place] = visit_id
        del left[visit_id]


def _named(fresh: Sequence[Visit], ids: dict[int, str], used: set[str]) -> tuple[Visit, ...]:
    """Each under its id; a new one under none that is or was in use."""
    taken = used | set(ids.values())
    kept = []
    for place, visit in enumerate(fresh):
        visit_id = ids.get(place) or visit.visit_id
        while place not in ids and visit_id in taken:
            visit_id = "v" + opaque(visit_id)
        taken.add(visit_id)
        kept.append(visit if visit_id == visit.visit_id else replace(visit, visit_id=visit_id))
    return tuple(kept)


# ---------------------------------------------------------------- which is which


def _unchanged(fresh: Sequence[Visit], known: Sequence[Visit]) -> list[tuple[int, str]]:
    """Visits that read as they did; several that read the same, if they are as many as they were."""
    before, now = defaultdict(list), defaultdict(list)
    for visit in known:
        before[_plain(visit)].append(visit.visit_id)
    for place, visit in enumerate(fresh):
        now[_plain(visit)].append(place)
    return [
        pair
        for look, places in now.items()
        if len(places) == len(before[look])
        for pair in zip(places, before[look], strict=True)
    ]


def _plain(visit: Visit) -> Visit:
    """Without what another visit's coming and going may change."""
    return replace(visit, visit_id="", match=Match.AGREES, candidates=())


def _partners(fresh: dict[int, Visit], known: Iterable[Visit], own: Own) -> list[tuple[int, str]]:
    """Fresh and known visits that share something of their own with each other alone."""
    bearers: dict[Hashable, list[Visit]] = defaultdict(list)
    for old in known:
        for mark in own(old):
            bearers[mark].append(old)
    found = {
        place: {old.visit_id for mark in own(visit) for old in bearers[mark] if _may_be(old, visit)}
        for place, visit in fresh.items()
    }
    claims = Counter(old for ids in found.values() for old in ids)
    return [(place, old) for place, ids in found.items() for old in ids if len(ids) == 1 and claims[old] == 1]


def _may_be(old: Visit, new: Visit) -> bool:
    """Could it be the same visit, of the same patient? Then the links of the one may open the other."""
    if (old.kind is Kind.GROUP) is not (new.kind is Kind.GROUP):
        return False
    if new.kind is Kind.GROUP:
        return True
    if old.birth_years and new.birth_years and not {*old.birth_years} & {*new.birth_years}:
        return False
    if old.match is Match.MISMATCH and {*old.names} != {*new.names}:
        return False  # whose of the two it was nobody knows
    if _booked(old) and _booked(new) and not _bookings_of(old) & _bookings_of(new):
        anew = bool(_meetings_of(old) & _meetings_of(new)) or not (_bookings_of(old) and _bookings_of(new))
        return anew and bool(new.label) and old.label == new.label
    return not (old.names and new.names) or bool({*old.names} & {*new.names})


def _booked(visit: Visit) -> bool:
    return bool(_bookings_of(visit) or visit.birth_years)


def _meetings_of(visit: Visit) -> set[Hashable]:
    return {mark for mark in visit.marks if mark.startswith((_EVENT, _SERIES))}


def _bookings_of(visit: Visit) -> set[Hashable]:
    return {mark for mark in visit.marks if mark.startswith(_BOOKING)}


def _events_of(visit: Visit) -> set[Hashable]:
    return {mark for mark in visit.marks if mark.startswith(_EVENT)}


def _series_once(visits: Sequence[Visit]) -> set[str]:
    """The series of which there is one visit."""
    counted = Counter(mark for visit in visits for mark in visit.marks if mark.startswith(_SERIES))
    return {mark for mark, times in counted.items() if times == 1}


def _series_of(visit: Visit, once: Collection[str]) -> set[Hashable]:
    """The series; where it has several visits, with the patient's label."""
    series = [mark for mark in visit.marks if mark.startswith(_SERIES)]
    return {mark for mark in series if mark in once} | {(mark, name) for mark in series for name in visit.names}


def _looks_of(visit: Visit) -> set[Hashable]:
    """The time with the label, of what has no booking's id: that would have told."""
    return set() if _bookings_of(visit) else {(visit.start, name) for name in visit.names}
