"""Which calendar event and which booking belong together: the passes of the decision table in `domain.match`.

A pass connects what its condition says; a connected part of one event and one booking gets the pass's verdict, a
larger one is a tie. Nothing here ever chooses between two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.faces import candidates, faces
from vardklient.domain.visit import Booking, CalendarEvent, Key, Kind, Match, Modality, Role

SAME_TIME = timedelta(minutes=2)
REMOTE = (Modality.VIDEO, Modality.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Group:
    """The events and bookings that make one row, and what the cross-check found.

    Attributes:
        originals: the same records as their sources have them, copies among them.
    """

    events: tuple[CalendarEvent, ...]
    bookings: tuple[Booking, ...]
    match: Match
    candidates: tuple[str, ...] = ()
    originals: tuple[CalendarEvent | Booking, ...] = ()


# ---------------------------------------------------------------- what is compared


def same_person(event: CalendarEvent, booking: Booking) -> bool:
    """Could one of the event's keys stand for this booking's patient? Never for a protected identity."""
    return any(_fits(key, booking) for key in event.keys)


def _fits(key: Key, booking: Booking) -> bool:
    if booking.protected:
        return False
    year = booking.birth_year
    if year is not None and key.birth_year not in (None, year):
        return False
    year2 = year % 100 if year is not None else booking.key.birth_year2 if booking.key else None
    known = booking.initials | ({booking.key.initials} if booking.key else set())
    return key.birth_year2 == year2 and key.initials in known


def _named(booking: Booking) -> bool:
    """Does it say who? Else nobody can be found to be somebody else."""
    return bool(booking.key or booking.initials)


def same_time(event: CalendarEvent, booking: Booking) -> bool:
    """At most two minutes apart; an all-day event has no time."""
    return not event.all_day and abs(event.start - booking.start) <= SAME_TIME


def _same_day(event: CalendarEvent, booking: Booking) -> bool:
    return event.start.astimezone(STOCKHOLM).date() == booking.start.astimezone(STOCKHOLM).date()


def _same_id(event: CalendarEvent, booking: Booking) -> bool:
    return bool(event.booking_id) and event.booking_id == booking.booking_id


def _both(event: CalendarEvent, booking: Booking) -> bool:
    return same_person(event, booking) and same_time(event, booking)


def _somebody_else(event: CalendarEvent, booking: Booking) -> bool:
    """Do both say who, and not the same person? Nothing is said of a protected identity."""
    return bool(event.keys) and not booking.protected and _named(booking) and not same_person(event, booking)


def _same_record(event: CalendarEvent, booking: Booking) -> bool:
    by_id = _same_id(event, booking) and not _somebody_else(event, booking)
    return by_id or _both(event, booking)


def _same_group(event: CalendarEvent, booking: Booking) -> bool:
    return same_time(event, booking) and (booking.key is None or not event.keys)


def is_companion(booking: Booking) -> bool:
    """Is it the own booking of somebody who comes with the patient: a guardian, a proxy, a relative, an interpreter?"""
    return bool(booking.participants) and all(p.role is not Role.PATIENT for p in booking.participants)


def _patient(booking: Booking) -> bool:
    return not booking.cancelled and not is_companion(booking)


def _patient_by_video(booking: Booking) -> bool:
    return _patient(booking) and booking.modality in REMOTE


def _patient_otherwise(booking: Booking) -> bool:
    return _patient(booking) and booking.modality not in REMOTE


def _by_video(event: CalendarEvent) -> bool:
    return event.video and not event.cancelled


# ---------------------------------------------------------------- the passes


@dataclass(frozen=True, slots=True)
class _Pass:
    """One line of the decision table.

    Attributes:
        event, booking: which open records take part.
        together: are these two to be connected?
        verdict: the outcome of a lone pair.
        ties: do ties become AMBIGUOUS, or stay open for later passes?
        many: one event takes any number of bookings (a group without initials, a booking cancelled twice).
        keys: an event with several keys needs one booking for each.
        alone: a tie also when another open booking of that time could be meant.
    """

    event: Callable[[CalendarEvent], bool]
    booking: Callable[[Booking], bool]
    together: Callable[[CalendarEvent, Booking], bool]
    verdict: Match | Callable[[CalendarEvent, Booking], Match]
    ties: bool = True
    many: bool = False
    keys: bool = False
    alone: bool = False

    def judge(self, event: CalendarEvent, booking: Booking) -> Match:
        """The outcome of a lone pair."""
        return self.verdict if isinstance(self.verdict, Match) else self.verdict(event, booking)


def _by_id(event: CalendarEvent, booking: Booking) -> Match:
    near = same_time(event, booking)
    if booking.protected:
        return Match.PROTECTED if near else Match.TIME_DIFFERS
    if _somebody_else(event, booking):
        return Match.MISMATCH
    if event.video and booking.modality not in REMOTE:
        return Match.MISMATCH
    return Match.AGREES if near else Match.TIME_DIFFERS


_PASSES = (
    _Pass(lambda e: not e.cancelled, _patient, _same_id, _by_id),
    _Pass(_by_video, _patient_by_video, _both, Match.AGREES, keys=True),
    _Pass(
        lambda e: _by_video(e) and e.kind is Kind.GROUP,
        lambda b: _patient_by_video(b) and b.kind is Kind.GROUP and not b.protected,
        _same_group,
        Match.AGREES,
        many=True,
    ),
    _Pass(_by_video, _patient_otherwise, _both, Match.MISMATCH, ties=False),
    _Pass(
        lambda e: _by_video(e) and len(e.keys) == 1,
        _patient_by_video,
        lambda e, b: same_person(e, b) and _same_day(e, b),
        Match.TIME_DIFFERS,
    ),
    _Pass(
        lambda e: _by_video(e) and len(e.keys) == 1,
        lambda b: is_companion(b) and not b.cancelled,
        _both,
        Match.AGREES,
    ),
    _Pass(lambda e: not e.cancelled, lambda b: b.cancelled, _same_record, Match.CANCELLED, ties=False, many=True),
    _Pass(_by_video, lambda b: _patient_by_video(b) and b.protected, same_time, Match.PROTECTED, alone=True),
    _Pass(
        lambda e: _by_video(e) and bool(e.keys),
        lambda b: _patient_by_video(b) and b.kind is not Kind.GROUP and _named(b),
        same_time,
        Match.MISMATCH,
        ties=False,
    ),
    _Pass(lambda e: e.cancelled, lambda b: b.cancelled, _same_record, Match.CANCELLED, ties=False, many=True),
    _Pass(lambda e: not e.video and not e.cancelled, _patient_otherwise, _both, Match.AGREES, ties=False),
)


def pair(events: Sequence[CalendarEvent], bookings: Sequence[Booking]) -> tuple[list[Group], list[Booking]]:
    """All passes. Returns the rows, and the companions' bookings that no event asked for."""
    table = _Table(events, bookings)
    for one in _PASSES:
        table.run(one)
    return table.rows()


class _Table:
    """The open events and bookings of a day, and the rows made so far. Records are known by their place."""

    def __init__(self, events: Sequence[CalendarEvent], bookings: Sequence[Booking]) -> None:
        self._events, self._bookings = events, bookings
        self._open_events, self._open_bookings = set(range(len(events))), set(range(len(bookings)))
        self._groups: list[Group] = []

    def run(self, one: _Pass) -> None:
        """Connect what belongs together by this pass, and close it."""
        for event_ids, booking_ids in self._components(one):
            events = [self._events[i] for i in event_ids]
            bookings = [self._bookings[j] for j in booking_ids]
            made = _judge(one, events, bookings, self._rivals(events, booking_ids) if one.alone else [])
            if made:
                self._groups += made
                self._open_events -= set(event_ids)
                self._open_bookings -= set(booking_ids)

    def _components(self, one: _Pass) -> list[tuple[list[int], list[int]]]:
        """The connected parts of the graph of events and bookings that this pass draws."""
        events = [i for i in sorted(self._open_events) if one.event(self._events[i])]
        bookings = [j for j in sorted(self._open_bookings) if one.booking(self._bookings[j])]
        parts: list[tuple[set[int], set[int]]] = []
        for i in events:
            reached = {j for j in bookings if one.together(self._events[i], self._bookings[j])}
            if not reached:
                continue
            joined, grown = {i}, set(reached)
            for part in [part for part in parts if part[1] & reached]:
                parts.remove(part)
                joined, grown = joined | part[0], grown | part[1]
            parts.append((joined, grown))
        return [(sorted(left), sorted(right)) for left, right in parts]

    def _rivals(self, events: Sequence[CalendarEvent], taken: Sequence[int]) -> list[Booking]:
        """Other open bookings that these events could mean just as well."""
        others = (self._bookings[j] for j in sorted(self._open_bookings - set(taken)))
        return [b for b in others if _patient_by_video(b) and any(same_time(event, b) for event in events)]

    def rows(self) -> tuple[list[Group], list[Booking]]:
        """The rows, with what was left over as rows of its own; and the companions' open bookings."""
        groups = list(self._groups)
        for event in (self._events[i] for i in sorted(self._open_events)):
            groups.append(Group((event,), (), Match.CANCELLED if event.cancelled else Match.CALENDAR_ONLY))
        left = [self._bookings[j] for j in sorted(self._open_bookings)]
        groups += [Group((), (b,), Match.CANCELLED) for b in left if b.cancelled]
        groups += _booking_rows(b for b in left if _patient(b))
        return groups, [b for b in left if is_companion(b) and not b.cancelled]


def _booking_rows(bookings: Iterable[Booking]) -> list[Group]:
    """Rows of the booking system alone; the bookings of one group meeting are one row."""
    rows: list[Group] = []
    meetings: dict[tuple[datetime, str, Modality], list[Booking]] = defaultdict(list)
    for booking in bookings:
        if booking.kind is Kind.GROUP and not booking.protected:
            meetings[(booking.start, booking.source, booking.modality)].append(booking)
        else:
            rows.append(Group((), (booking,), Match.PROTECTED if booking.protected else Match.BOOKING_ONLY))
    return rows + [Group((), tuple(members), Match.BOOKING_ONLY) for members in meetings.values()]


def _judge(
    one: _Pass, events: Sequence[CalendarEvent], bookings: Sequence[Booking], rivals: Sequence[Booking]
) -> list[Group]:
    """What one connected part becomes: a row, an ambiguous tie, or nothing yet."""
    match: Match | None = None
    if len(events) == 1 and not rivals:
        event = events[0]
        if one.keys and len(event.keys) > 1:
            match = _judge_keys(one, event, bookings)
        elif one.many or len(bookings) == 1:
            match = one.judge(event, bookings[0])
    if match is None:
        return _tie(events, bookings, rivals) if one.ties else []
    both = candidates([*faces(events, ()), *faces((), bookings)]) if match is Match.MISMATCH else ()
    return [Group(tuple(events), tuple(bookings), match, both)]


def _judge_keys(one: _Pass, event: CalendarEvent, bookings: Sequence[Booking]) -> Match | None:
    """Several keys: each needs a booking of its own; a missing one is a mismatch, a doubled one a tie."""
    if any(sum(_fits(key, booking) for key in event.keys) > 1 for booking in bookings):
        return None
    counts = [sum(_fits(key, booking) for booking in bookings) for key in event.keys]
    if max(counts) > 1:
        return None
    return one.judge(event, bookings[0]) if min(counts) == 1 else Match.MISMATCH


def _tie(events: Sequence[CalendarEvent], bookings: Sequence[Booking], rivals: Sequence[Booking]) -> list[Group]:
    """Every event is a row of its own; a booking is in the row of the only event of its time, else in its own."""
    apart = [e for e in events if not any(same_time(e, b) for b in bookings)]
    possible = candidates([*faces((), [*bookings, *rivals]), *faces(apart, ())])
    seats: list[list[Booking]] = [[] for _ in events]
    rows: list[Group] = []
    for booking in bookings:
        near = [n for n, event in enumerate(events) if same_time(event, booking)]
        if len(near) == 1:
            seats[near[0]].append(booking)
        else:
            rows.append(Group((), (booking,), Match.AMBIGUOUS, possible))
    return rows + [
        Group((event,), tuple(seat), Match.AMBIGUOUS, possible) for event, seat in zip(events, seats, strict=True)
    ]
