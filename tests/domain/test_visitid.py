"""A visit keeps its id, and with it its room, when a source comes later, goes, or moves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.matching import GUARDIAN, HOUR, IK, NINE, booking, event, hidden
from tests.domain.test_match_laws import Day, days
from vardklient.domain.match import cross_check
from vardklient.domain.visit import Booking, CalendarEvent, Key, Kind, Visit
from vardklient.domain.visitid import keep_ids

EVENT = event(IK, uid="a")
BOOKING = booking("Ingrid", "Karlsson", 1982, booking_id="17")
OTHER = booking("Mona", "Nord", 1991, NINE, booking_id="18")


def ids(visits: tuple[Visit, ...]) -> list[str]:
    return [v.visit_id for v in visits]


def test_the_calendar_comes_first_and_the_booking_later() -> None:
    first = cross_check([EVENT], [])
    both = keep_ids(first, cross_check([EVENT], [BOOKING]))
    assert ids(both) == ids(first)
    alone = keep_ids(both, cross_check([], [BOOKING]))
    assert ids(alone) == ids(first), "also when the event goes again"
    assert ids(keep_ids(alone, cross_check([], [replace(BOOKING, start=NINE + HOUR)]))) == ids(first)


def test_where_a_visit_falls_apart_the_booking_keeps_the_room() -> None:
    first = keep_ids(cross_check([EVENT], []), cross_check([EVENT], [BOOKING]))
    changed = replace(event("MN-91 Videobesök", NINE + HOUR), uid="a")
    apart = keep_ids(first, cross_check([changed], [BOOKING]))
    kept = {v.label: v.visit_id for v in apart}
    assert kept["IK-82"] == first[0].visit_id
    assert kept["MN-91"] != first[0].visit_id
    assert ids(keep_ids(apart, cross_check([changed], [BOOKING]))) == ids(apart)


def test_an_event_that_is_moved_keeps_its_id_by_the_series() -> None:
    first = cross_check([EVENT], [])
    assert ids(keep_ids(first, cross_check([replace(EVENT, start=NINE + HOUR)], []))) == ids(first)


def test_where_two_could_be_meant_nobody_is() -> None:
    two = [replace(BOOKING, source=source, start=NINE + n * HOUR) for n, source in enumerate(("Region", "Privat"))]
    known = cross_check([], two)
    joined = [replace(known[0], marks=(*known[0].marks, *known[1].marks), visit_id="joined")]
    kept = keep_ids(joined, known)
    assert ids(kept) == ids(known)


def test_a_source_that_is_called_otherwise_is_the_same_and_another_of_its_name_is_not() -> None:
    before, renamed, other = (
        cross_check([], [replace(BOOKING, source=name, account=account)])
        for name, account in (("Region", "k1"), ("Privat", "k1"), ("Region", "k2"))
    )
    assert (ids(renamed), renamed[0].marks) == (ids(before), before[0].marks)
    assert keep_ids(before, other) == other
    assert ids(other) != ids(before)


# ---------------------------------------------------------------- an id never goes over to another visit

NEXT = NINE + HOUR
IVAR = booking("Ivar", "Kron", 1982, booking_id="19")
ALVA = booking("Alva", "Lind", 2015, booking_id="21")
OLLE = booking("Olle", "Lind", 2015, booking_id="22")
EVA = booking("Eva", "Lind", 1983, participants=GUARDIAN, booking_id="23")
MONA = "MN-91 Videobesök"


def item(subject: str, start: datetime = NINE, uid: str = "a", **more: object) -> CalendarEvent:
    return event(subject, start, uid=uid, **more)


def bare(of: Booking, **more: object) -> Booking:
    return replace(of, booking_id="", **more)  # type: ignore[arg-type]


def members(*people: Booking) -> list[Booking]:
    return [replace(person, kind=Kind.GROUP) for person in people]


Sides = tuple[list[CalendarEvent], list[Booking]]
ANOTHER: dict[str, tuple[Sides, Sides]] = {
    "the first of a series' two is removed": (
        ([item(IK), item(MONA, NEXT)], []),
        ([item(MONA, NEXT)], []),
    ),
    "the first of a bare series' two is moved": (
        ([item("Videobesök"), item("Videobesök", NEXT)], []),
        ([item("Videobesök", NEXT), item("Videobesök", NEXT + HOUR)], []),
    ),
    "an item is used for another patient": (([item(IK)], []), ([item(MONA)], [])),
    "an item is used for another patient at another time": (([item(IK)], []), ([item(MONA, NEXT)], [])),
    "an item without an id is used for another patient": (([item(IK, uid="")], []), ([item(MONA, uid="")], [])),
    "a booking's number is used again": (([], [BOOKING]), ([], [replace(OTHER, booking_id="17")])),
    "the first of two bookings of one number is removed": (
        ([], [BOOKING, replace(OTHER, booking_id="17")]),
        ([], [replace(OTHER, booking_id="17")]),
    ),
    "a booking's number is used again, the label is the same": (
        ([], [booking("Ingrid", "Karlsson", 1925, booking_id="17")]),
        ([], [booking("Isa", "Ko", 2025, booking_id="17")]),
    ),
    "the first of two bookings without a number is removed": (([], [bare(BOOKING), bare(OTHER)]), ([], [bare(OTHER)])),
    "one of two protected without numbers is removed": (([], [hidden(), hidden()]), ([], [hidden()])),
    "a third protected without a number": (([], [hidden(), hidden()]), ([], [hidden(), hidden(), hidden()])),
    "a protected one at another time": (([], [hidden()]), ([], [hidden(NEXT)])),
    "the guardian comes with another child": (([], [ALVA, EVA]), ([], [OLLE, EVA])),
    "the guardian's item is another child's": (
        ([item("EL-83 Videobesök")], [ALVA, EVA]),
        ([item("EL-83 Videobesök")], [OLLE, EVA]),
    ),
    "the guardian's item is another child's, without numbers": (
        ([item("EL-83 Videobesök")], [bare(ALVA), bare(EVA)]),
        ([item("EL-83 Videobesök")], [bare(OLLE), bare(EVA)]),
    ),
    "one of a group comes alone": (([], members(BOOKING, OTHER)), ([], [BOOKING])),
    "a visit becomes one of a group": (([], [BOOKING]), ([], members(BOOKING, OTHER))),
    "the one side of a mismatch goes": (([item(MONA)], [BOOKING]), ([item(MONA)], [])),
    "the other side of a mismatch goes": (([item(MONA)], [BOOKING]), ([], [BOOKING])),
    "cancelled, and the item is used for another patient": (
        ([item(IK)], [BOOKING]),
        ([item(MONA)], [replace(BOOKING, cancelled=True), OTHER]),
    ),
}


@pytest.mark.parametrize("name", ANOTHER)
def test_an_id_never_goes_over_to_another_visit(name: str) -> None:
    before, after = ANOTHER[name]
    known = cross_check(*before)
    kept = keep_ids(known, cross_check(*after))
    shared = {old.visit_id: (old, new) for old in known for new in kept if old.visit_id == new.visit_id}
    for old, new in shared.values():
        assert new.marks or new.names, "nothing says which of two it is"
        assert (old.start, old.names, old.birth_years, old.kind) == (new.start, new.names, new.birth_years, new.kind)
    fresh = [v for v in kept if v.visit_id not in shared]
    assert fresh or len(kept) < len(known)
    assert ids(keep_ids(kept, cross_check(*after), known)) == ids(kept), "and it stays so"


BARE, GUARDIANS = item("Videobesök", booking_id="17"), item("EL-83 Videobesök")
SAME: dict[str, tuple[Sides, Sides]] = {
    "of a series' two one goes": (([item(IK), item(MONA, NEXT)], []), ([item(IK)], [])),
    "of a series' two the patient's own is moved": (
        ([item(IK), item(MONA, NEXT)], []),
        ([item(IK, NINE - HOUR), item(MONA, NEXT)], []),
    ),
    "a second of the series": (([item(IK)], []), ([item(IK), item(MONA, NEXT)], [])),
    "a bare item gets its initials": (([item("Videobesök")], []), ([item(IK)], [])),
    "the booking of a bare item": (([BARE], []), ([BARE], [BOOKING])),
    "booked anew": (([item(IK)], [BOOKING]), ([item(IK)], [replace(BOOKING, booking_id="99", start=NEXT)])),
    "cancelled": (([item(IK)], [BOOKING]), ([item(IK)], [replace(BOOKING, cancelled=True)])),
    "the guardian's item gets the child's booking": (([GUARDIANS], []), ([GUARDIANS], [ALVA, EVA])),
    "a booking without a number gets its item": (([], [bare(BOOKING)]), ([item(IK)], [bare(BOOKING)])),
    "a booking without a number gets a telephone": (([], [bare(BOOKING)]), ([], [bare(BOOKING, phone="070")])),
    "one of a group is cancelled": (
        ([item("Gruppmöte via video")], members(BOOKING, OTHER)),
        ([item("Gruppmöte via video")], [replace(BOOKING, kind=Kind.GROUP, cancelled=True), *members(OTHER)]),
    ),
    "one goes over to another group": (
        ([item("Gruppmöte via video")], members(BOOKING, OTHER)),
        ([item("Gruppmöte via video")], members(OTHER)),
    ),
    "two protected without numbers stay two": (([], [hidden(), hidden()]), ([], [hidden(), hidden()])),
    "the name is put right": (
        ([item(IK)], [BOOKING]),
        ([item(IK)], [replace(BOOKING, key=Key("IB", 82), initials=frozenset({"IB"}))]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_a_visit_that_goes_on_keeps_its_id(name: str) -> None:
    before, after = SAME[name]
    known = cross_check(*before)
    kept = keep_ids(known, cross_check(*after))
    assert known[0].visit_id in ids(kept) or known[-1].visit_id in ids(kept)
    assert set(ids(kept)) <= set(ids(known)) or len(kept) > len(known)


def test_an_id_that_was_in_use_is_given_to_nobody_else_and_given_back() -> None:
    first = cross_check([item(IK, uid="")], [])
    other = keep_ids((), cross_check([item(MONA, uid="")], []), first)
    assert cross_check([item(MONA, uid="")], [])[0].visit_id == first[0].visit_id, "the time is all they are made of"
    assert ids(other) != ids(first)
    assert ids(keep_ids(other, cross_check([item(IK, uid="")], []), first)) == ids(first)
    known = cross_check([EVENT], [BOOKING])
    assert ids(keep_ids((), cross_check([], [replace(BOOKING, start=NEXT)]), known)) == ids(known)


def test_a_weekly_visit_has_another_id_next_week() -> None:
    next_week = replace(EVENT, start=NINE + 7 * 24 * HOUR)
    assert ids(cross_check([EVENT], [])) != ids(cross_check([next_week], []))


@settings(max_examples=200)
@given(days(), st.data())
def test_what_goes_gives_its_id_to_nobody(day: Day, data: st.DataObject) -> None:
    """Whatever is taken out of a day: no visit gets the id of one with which it shares nothing."""
    known = cross_check(*day)
    events = [event for event in day[0] if data.draw(st.booleans())]
    bookings = [booking for booking in day[1] if data.draw(st.booleans())]
    old = {visit.visit_id: visit for visit in known}
    for visit in keep_ids(known, cross_check(events, bookings)):
        before = old.get(visit.visit_id)
        if before is not None:
            shared = {*visit.marks} & {*before.marks}
            same_look = visit.start == before.start and (
                visit.names == before.names or {*visit.names} & {*before.names}
            )
            assert shared or same_look
            assert not (visit.names and before.names) or {*visit.names} & {*before.names} or visit.kind is Kind.GROUP


def test_nothing_known_changes_nothing() -> None:
    fresh = cross_check([EVENT], [OTHER])
    assert keep_ids((), fresh) == fresh


@settings(max_examples=60)
@given(days(), days(), st.data())
def test_each_visit_has_an_id_of_its_own_and_keeps_it(before: Day, after: Day, data: st.DataObject) -> None:
    known = cross_check(*before)
    # some of the day stays, some is new
    events = [*data.draw(st.lists(st.sampled_from(before[0]), unique=True) if before[0] else st.just([])), *after[0]]
    bookings = [*data.draw(st.lists(st.sampled_from(before[1]), unique=True) if before[1] else st.just([])), *after[1]]
    kept = keep_ids(known, cross_check(events, bookings))
    assert len(set(ids(kept))) == len(kept)
    assert [replace(v, visit_id="") for v in kept] == [replace(v, visit_id="") for v in cross_check(events, bookings)]
    assert keep_ids(kept, cross_check(events, bookings)) == kept
    assert ids(keep_ids(known, known)) == ids(known)
