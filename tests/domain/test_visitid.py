"""A visit keeps its id, and with it its room, when a source comes later, goes, or moves it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.matching import HOUR, IK, NINE, booking, event
from tests.domain.test_match_laws import Day, days
from vardklient.domain.match import cross_check
from vardklient.domain.visit import Visit
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
