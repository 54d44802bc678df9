"""The cross-check of the calendar against the booking system: which event and which booking are the same visit.

A match orders the list and warns; it is never an identity check. Two patients are never told apart by guessing:
where two answers are possible the row says so and asks.

Decision table
==============
*Same person*: the event's initials are one of the ways to abbreviate the booking's name AND the birth years agree
(modulo 100; in full where both are known); never for a protected identity. *Same time*: starts at most 2 minutes apart.
*Video*: a word or a meeting link says so; a booking whose contact type is not known counts as possibly by video.
*Booked*: not cancelled. A booking is the patient's own and booked where nothing else is said. The passes run in this
order, and what a pass has paired later passes do not see. A *tie* is more than one event with one booking, or more
than one booking with one event but for "many".

== ==================== ========================= ================================= ============ =========
#  event                booking                   together if                       outcome      tie
== ==================== ========================= ================================= ============ =========
1  booked               booked                    same booking id                   see (a)      AMBIGUOUS
2  video                maybe video               same person, same time            AGREES (b)   AMBIGUOUS
3  video, group         groups, one or many       same time, keys on one side only  AGREES       AMBIGUOUS
4  video                phone or on site          same person, same time            MISMATCH     stay open
5  video, one key       maybe video               same person, same day             TIME_DIFFERS AMBIGUOUS
6  video, one key       guardian's, proxy's own   same person, same time            AGREES (c)   AMBIGUOUS
7  booked               cancelled, one or many    same id (e), or person and time   CANCELLED    stay open
8  video                protected, maybe video    same time; no more is compared    PROTECTED    AMBIGUOUS (d)
9  video, with a key    maybe video (f)           same time, somebody else          MISMATCH     stay open
10 cancelled            cancelled, one or many    same id (e), or person and time   CANCELLED    stay open
11 not video            phone or on site          same person, same time            AGREES       stay open
-  any left             -                         -                                 CALENDAR_ONLY, CANCELLED
-  -                    any left                  -                                 BOOKING_ONLY, PROTECTED, CANCELLED
== ==================== ========================= ================================= ============ =========

(a) The first that is true: the booking is protected: PROTECTED at the same time, else TIME_DIFFERS, and no more is
compared. The event has keys, and none is the booking's person: MISMATCH (a copied event). The event is by video, the
booking is not: MISMATCH. Times apart: TIME_DIFFERS. Else AGREES. (b) A group event with several keys agrees when every
key has exactly one booking; with one missing it is MISMATCH. (c) Where the booking system has exactly one other row by
video of that time, and that is no group, it is the child's and in the same visit. (d) Also when another open booking
by video of that time could be meant. (e) But not where the event has keys, and none is the booking's person. (f) That
says who, and is no group. A protected booking takes part in 1, 7, 8 and 10 alone.

What is left of the bookings of guardians, proxies and relatives joins, as a participant and without an alarm, the one
visit by video that is not cancelled and has the same id from the same system, else the one of that time on either side.
Where two visits could be meant it is AMBIGUOUS; where none is, BOOKING_ONLY. A protected one hides the visit that it
joins: AGREES and BOOKING_ONLY become PROTECTED, as they do where the child of (c) is protected, and every other outcome
stays. It joins none that is told from others by candidates; where it joins none it is PROTECTED by itself.

A bare "Videobesök" has nothing to compare: it stays CALENDAR_ONLY beside a booking of that time (but for passes 3
and 8). Events that are not by video ("Lunch 12-13") take no booking by video; they come out with modality OTHER and
are counted. An event that is cancelled in the calendar alone leaves its booking as BOOKING_ONLY: the patient may come.

Copies. What two accounts hold under one id, with the same time and person, is one record (`domain.copies`).

Twins. After the passes, remote visits that carry the same "IK-82" all become AMBIGUOUS, also where each agrees
perfectly with its booking: the label alone cannot tell which one the user has before him, so opening one asks, and
`candidates` lists all their times. A cancelled visit, a group and a protected identity have no twin; MISMATCH stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from vardklient.domain.copies import bookings_once, events_once
from vardklient.domain.faces import Face, candidates, faces
from vardklient.domain.pairing import (
    REMOTE,
    SAME_TIME,
    Group,
    is_companion,
    pair,
    same_person,
    same_time,
)
from vardklient.domain.subject import Subject, initials, parse_subject
from vardklient.domain.visit import (
    Booking,
    CalendarEvent,
    Join,
    JoinKind,
    Kind,
    Match,
    Modality,
    Participant,
    Role,
    Status,
    Visit,
)
from vardklient.domain.visitid import identity, marks, numbered, opaque, patients

CANDIDATES_MOST = 100
"""More than a day has visits: a broken calendar with thousands of twins must not name them all on each. Own choice."""

__all__ = ["SAME_TIME", "Subject", "cross_check", "group_day", "initials", "parse_subject"]


def cross_check(events: Sequence[CalendarEvent], bookings: Sequence[Booking]) -> tuple[Visit, ...]:
    """All visits of a day, by time. Pure; the order of the arguments does not matter. See the module's decision table.

    Every event and every booking is in exactly one visit.
    """
    groups = sorted(group_day(events, bookings), key=_group_order)
    names = [identity(group.events, group.bookings, _start(group)) for group in groups]
    shared = Counter(names)
    # two of one id are told apart by their times, as far as that goes; see `domain.visitid` for what comes after
    names = [f"{n}\0{_start(g).timestamp()}" if shared[n] > 1 else n for n, g in zip(names, groups, strict=True)]
    seen: Counter[str] = Counter()
    visits = []
    for group, name in zip(groups, names, strict=True):
        visits.append(_visit(group, name, seen[name]))
        seen[name] += 1
    return tuple(sorted(visits, key=lambda v: (v.start, v.end, v.visit_id)))


def group_day(events: Sequence[CalendarEvent], bookings: Sequence[Booking]) -> tuple[Group, ...]:
    """The cross-check before it is turned into visits: which records belong together, and why."""
    every_event = events_once(sorted(events, key=_event_order))
    every_booking = bookings_once(sorted(bookings, key=_booking_order))
    rows, companions = pair([once.record for once in every_event], [once.record for once in every_booking])
    copies: dict[int, tuple[CalendarEvent | Booking, ...]] = {id(once.record): once.copies for once in every_event}
    copies |= {id(once.record): once.copies for once in every_booking}
    numbers = {id(once.record): {numbered(b) for b in once.copies if b.booking_id} for once in every_booking}
    rows = _mark_twins(_seat_companions(_join_child(rows), companions, numbers))
    return tuple(replace(row, originals=tuple(c for r in _records(row) for c in copies[id(r)])) for row in rows)


# ---------------------------------------------------------------- guardians and others who come along


def _join_child(rows: list[Group]) -> list[Group]:
    """An event that carries the guardian's initials: the child's own remote booking of that time is the same visit."""
    alone = (Match.BOOKING_ONLY, Match.PROTECTED)
    for n, row in enumerate(rows):
        if row.match is Match.AGREES and row.events and all(is_companion(b) for b in row.bookings):
            open_ = (r for r in rows if r.match in alone and not r.events and _remote(r))
            near = [r for r in open_ if abs(_start(r) - _start(row)) <= SAME_TIME]
            if len(near) == 1 and _kind(near[0]) is not Kind.GROUP:
                rows[n] = replace(row, bookings=(*near[0].bookings, *row.bookings), match=_hidden(near[0], row))
                return _join_child([r for r in rows if r is not near[0]])
    return rows


def _hidden(other: Group, row: Group) -> Match:
    return Match.PROTECTED if other.match is Match.PROTECTED else row.match


def _seat_companions(rows: list[Group], companions: Iterable[Booking], numbers: Mapping[int, set[str]]) -> list[Group]:
    """A guardian's own booking joins the one visit of its id, else of its time; no alarm.

    One with a protected identity hides the whole visit, so it joins none that has to be told from others. `numbers` are
    the bookings' ids with the systems that have given them.
    """
    for companion in companions:
        open_ = [n for n, row in enumerate(rows) if row.match is not Match.CANCELLED and _remote(row)]
        named = [n for n in open_ if any(numbers[id(companion)] & numbers[id(b)] for b in rows[n].bookings)]
        near = named or [n for n in open_ if _touches(rows[n], companion)]
        told_apart = len(near) == 1 and bool(rows[near[0]].candidates)
        if len(near) == 1 and not (companion.protected and told_apart):
            rows[near[0]] = _with_companion(rows[near[0]], companion)
        elif len(near) > 1 and not companion.protected:
            shown = [face for n in near for face in faces(rows[n].events, rows[n].bookings)]
            rows.append(Group((), (companion,), Match.AMBIGUOUS, candidates(set(shown))))
        else:
            rows.append(Group((), (companion,), Match.PROTECTED if companion.protected else Match.BOOKING_ONLY))
    return rows


def _touches(row: Group, companion: Booking) -> bool:
    """Is it at the time of one of the row's sides? A visit that was moved has two."""
    times = [b.start for b in row.bookings] + [e.start for e in row.events if not e.all_day]
    return any(abs(start - companion.start) <= SAME_TIME for start in times)


def _with_companion(row: Group, companion: Booking) -> Group:
    hides = companion.protected and row.match in (Match.AGREES, Match.BOOKING_ONLY)
    return replace(row, bookings=(*row.bookings, companion), match=Match.PROTECTED if hides else row.match)


# ---------------------------------------------------------------- twins


def _mark_twins(rows: list[Group]) -> list[Group]:
    """Rows that carry the same "IK-82" ask before they open."""
    bearers: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        if row.match not in (Match.CANCELLED, Match.PROTECTED) and _remote(row):
            for label in _labels(row):
                bearers[label].append(n)
    for _, twins in sorted(bearers.items()):
        possible = _possible([rows[n] for n in twins])
        for n in twins:
            if len(twins) > 1 and rows[n].match is not Match.MISMATCH:
                rows[n] = replace(rows[n], match=Match.AMBIGUOUS, candidates=possible)
    return rows


def _possible(twins: Sequence[Group]) -> tuple[str, ...]:
    """The candidates of all twins: those that a tie has named once, and the faces of the rest."""
    named: Counter[str] = Counter()
    for row in twins:
        if row.match is Match.AMBIGUOUS:
            named |= Counter(row.candidates)
    rest = candidates([face for row in twins if row.match is not Match.AMBIGUOUS for face in _faces(row)])
    return tuple(sorted((named + Counter(rest)).elements()))


def _faces(row: Group) -> list[Face]:
    own = patients(row.bookings)
    return faces([e for e in row.events if not any(same_time(e, b) for b in own)], own)


def _labels(row: Group) -> set[str]:
    """Every "IK-82" that this row goes by; none for a group or a protected identity."""
    if _kind(row) is Kind.GROUP or any(b.protected for b in row.bookings):
        return set()
    keys = [key for event in row.events for key in event.keys]
    return {key.label for key in keys} | {b.key.label for b in row.bookings if b.key and not is_companion(b)}


# ---------------------------------------------------------------- from row to visit


def _start(row: Group) -> datetime:
    timed = [event.start for event in row.events if not event.all_day]
    return (timed or [b.start for b in row.bookings] or [event.start for event in row.events])[0]


def _records(row: Group) -> list[Booking | CalendarEvent]:
    return [*row.bookings, *row.events]


def _kind(row: Group) -> Kind:
    kinds = [record.kind for record in _records(row)]
    return next((kind for kind in kinds if kind is not Kind.ONE_TO_ONE), Kind.ONE_TO_ONE)


def _modality(row: Group) -> Modality:
    """VIDEO when an event says so (a whole day without initials is no visit), else what the booking says."""
    if any(event.video and (event.keys or not event.all_day) for event in row.events):
        return Modality.VIDEO
    known = [b.modality for b in row.bookings if b.modality is not Modality.UNKNOWN]
    return known[0] if known else Modality.UNKNOWN if row.bookings else Modality.OTHER


def _remote(row: Group) -> bool:
    return _modality(row) in REMOTE


def _label(row: Group) -> str:
    """As the calendar has it; the child's when the calendar has the guardian's."""
    if any(b.protected for b in row.bookings) or _kind(row) is Kind.GROUP:
        return ""
    companions = [b for b in row.bookings if is_companion(b)]
    patients = [b.key.label for b in row.bookings if b.key and not is_companion(b)]
    written = [event.keys[0].label for event in row.events if event.keys]
    if any(same_person(event, b) for event in row.events for b in companions):
        written = []
    return next(iter([*written, *patients, *(b.key.label for b in companions if b.key)]), "")


def _names(row: Group) -> tuple[str, ...]:
    """Every label that the row is known by, the guardian's in the calendar among them."""
    if any(b.protected for b in row.bookings) or _kind(row) is Kind.GROUP:
        return ()
    written = {key.label for event in row.events for key in event.keys}
    return tuple(sorted(written | {b.key.label for b in patients(row.bookings) if b.key}))


def _participants(row: Group) -> tuple[Participant, ...]:
    """Who is expected. In a group every booking stands for a patient, also where it does not say so."""
    unsaid = (Participant(Role.PATIENT),) if _kind(row) is Kind.GROUP and len(row.bookings) > 1 else ()
    return tuple(person for booking in row.bookings for person in booking.participants or unsaid)


def _visit(row: Group, name: str, ordinal: int) -> Visit:
    own = patients(row.bookings)
    protected = any(b.protected for b in row.bookings)
    start = _start(row)
    ends = [e.end for e in row.events if e.start == start] or [b.end for b in own]
    joins = [record.join for record in _records(row) if record.join.kind is not JoinKind.NONE]
    return Visit(
        visit_id="v" + opaque(f"{name}\0{ordinal}"),
        start=start,
        end=max(start, *ends),
        kind=_kind(row),
        modality=_modality(row),
        status=Status.CANCELLED if row.match is Match.CANCELLED else Status.BOOKED,
        label=_label(row),
        protected=protected,
        match=row.match,
        calendar_start=row.events[0].start if row.events else None,
        booking_start=own[0].start if own else None,
        candidates=row.candidates[:CANDIDATES_MOST],
        birth_years=() if protected else tuple(sorted({b.birth_year for b in own if b.birth_year is not None})),
        participants=() if protected else _participants(row),
        phone="" if protected else next((b.phone for b in own if b.phone), ""),
        join=joins[0] if joins else Join(),
        sources=tuple(sorted({record.source for record in row.originals})),
        names=_names(row),
        marks=marks(row.originals),
        booking_id=_booking_id(own),
    )


def _booking_id(bookings: Sequence[Booking]) -> str:
    """What an item in the calendar may carry to be known again; of a group's bookings none stands for all."""
    known = {booking.booking_id for booking in bookings if booking.booking_id}
    return known.pop() if len(known) == 1 and len(bookings) == 1 else ""


# ---------------------------------------------------------------- an order that does not depend on the arguments


def _event_order(event: CalendarEvent) -> tuple[object, ...]:
    return (event.start, event.end, event.uid, event.source, repr(event))


def _booking_order(booking: Booking) -> tuple[object, ...]:
    plain = replace(booking, initials=frozenset())
    return (booking.start, booking.end, booking.source, booking.booking_id, repr(plain), sorted(booking.initials))


def _group_order(row: Group) -> tuple[object, ...]:
    return (_start(row), [_event_order(e) for e in row.events], [_booking_order(b) for b in row.bookings])
