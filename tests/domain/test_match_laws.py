"""What holds of every cross-check, whatever the day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.matching import GUARDIAN, IK, NINE, booking, event
from vardklient.domain.match import cross_check, group_day
from vardklient.domain.pairing import REMOTE, is_companion, same_person, same_time
from vardklient.domain.subject import parse_subject
from vardklient.domain.visit import Booking, CalendarEvent, Kind, Match, Modality, Participant, Role, Visit

starts = st.integers(0, 40).map(lambda n: NINE + timedelta(minutes=n))
subjects = st.sampled_from(
    [
        IK,
        "ik82 videobesök",
        "IK-1982 Videobesök",
        "MN-91 videomöte",
        "EL-83 videobesök",
        "Videobesök",
        "Lunch 12-13",
        "IK-82",
        "Inställd: IK-82 Videobesök",
        "Gruppmöte via video",
        "IK-82 och MN-91 Gruppmöte via video",
    ]
)
people = st.sampled_from(
    [("Ingrid", "Karlsson", 1982), ("Ivar", "Kron", 1982), ("Mona", "Nord", 1991), ("Eva", "Lind", 1983)]
)


Day = tuple[list[CalendarEvent], list[Booking]]
ACCOUNTS = ("Region", "Privat")


@st.composite
def days(draw: st.DrawFn) -> Day:
    """A day of two accounts that may hold the same records."""
    ids = st.sampled_from(["", "", "7", "8"])
    events: list[CalendarEvent] = []
    for n in range(draw(st.integers(0, 5))):
        uid, whole = draw(st.sampled_from([f"u{n}", f"u{n}", ""])), draw(st.integers(0, 9)) == 0
        made = event(draw(subjects), draw(starts), uid=uid, booking_id=draw(ids), all_day=whole)
        events.append(replace(made, source=draw(st.sampled_from(ACCOUNTS)), end=made.end + timedelta(minutes=n)))
    bookings: list[Booking] = []
    for n in range(draw(st.integers(0, 5))):
        made_booking = booking(
            *draw(people),
            draw(starts),
            source=draw(st.sampled_from(ACCOUNTS)),
            booking_id=draw(st.sampled_from([f"b{n}", "7", "8", ""])),
            cancelled=draw(st.integers(0, 5)) == 0,
            modality=draw(st.sampled_from(Modality)),
            kind=draw(st.sampled_from([Kind.ONE_TO_ONE, Kind.ONE_TO_ONE, Kind.GROUP])),
            participants=draw(st.sampled_from([(), (), GUARDIAN, (Participant(Role.PATIENT), *GUARDIAN)])),
        )
        if draw(st.integers(0, 4)) == 0:
            made_booking = replace(made_booking, protected=True, key=None, initials=frozenset(), birth_year=None)
        bookings.append(replace(made_booking, end=made_booking.start + timedelta(minutes=10 + n)))
    return events, bookings


def elsewhere(records: list[CalendarEvent] | list[Booking]) -> list[CalendarEvent | Booking]:
    """What can be known again, in another account: one for each, for two systems may number alike."""
    known = (r for r in records if (r.uid if isinstance(r, CalendarEvent) else r.booking_id))
    return [replace(record, source=f"Kopia av {record.source}") for record in known]


@given(days())
def test_every_record_is_in_exactly_one_visit_and_no_booking_in_two(day: Day) -> None:
    events, bookings = day
    groups = group_day(events, bookings)
    assert Counter(r for g in groups for r in g.originals) == Counter([*events, *bookings])
    assert Counter(e for g in groups for e in g.events) == Counter(events)
    assert Counter(b for g in groups for b in g.bookings) == Counter(bookings)
    assert len(cross_check(events, bookings)) == len(groups)


@given(days(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(day: Day, rng: Random) -> None:
    events, bookings = day
    before = cross_check(events, bookings)
    rng.shuffle(events)
    rng.shuffle(bookings)
    assert cross_check(events, bookings) == before
    assert len({v.visit_id for v in before}) == len(before)


@given(days())
def test_which_account_holds_what_does_not_matter(day: Day) -> None:
    events, bookings = day
    other = {"Region": "Privat", "Privat": "Region"}
    swapped = cross_check(
        [replace(e, source=other[e.source]) for e in events], [replace(b, source=other[b.source]) for b in bookings]
    )
    known = Counter((v.start, v.match, v.label, v.candidates) for v in cross_check(events, bookings))
    assert Counter((v.start, v.match, v.label, v.candidates) for v in swapped) == known


@given(days())
def test_a_copy_of_everything_in_other_accounts_changes_nothing_but_the_sources(day: Day) -> None:
    events, bookings = day
    # the members of a group are told by their account, so all of them have to be in the copy
    assume(all(b.booking_id for b in bookings if b.kind is Kind.GROUP))
    copied = cross_check([*events, *elsewhere(events)], [*bookings, *elsewhere(bookings)])  # type: ignore[list-item]
    shown = Counter((v.start, v.end, v.match, v.label, v.candidates) for v in cross_check(events, bookings))
    assert Counter((v.start, v.end, v.match, v.label, v.candidates) for v in copied) == shown


def _comes_along(visit: Visit) -> bool:
    """A guardian's own booking that has found no visit: it is asked about, but is nobody's twin."""
    return bool(visit.participants) and all(p.role is not Role.PATIENT for p in visit.participants)


@given(days())
def test_an_ambiguous_visit_is_never_green(day: Day) -> None:
    """By counting, not by the passes: whatever is green has no second candidate and no twin."""
    events, bookings = day
    rows = group_day(events, bookings)
    for row in rows:
        if row.match is not Match.AGREES or not any(e.video for e in row.events):
            continue
        (event_,) = row.events
        patients = [b for b in bookings if not b.cancelled and not is_companion(b) and b.modality in REMOTE]
        by_id = {event_.booking_id} & {b.booking_id for b in row.bookings} - {""}
        for key in event_.keys if not by_id and not any(is_companion(b) for b in row.bookings) else ():
            one = replace(event_, keys=(key,))
            assert sum(same_person(one, b) and same_time(one, b) for b in patients) == 1
        label = next((key.label for key in event_.keys), "")
        if label and event_.kind is not Kind.GROUP and not any(b.kind is Kind.GROUP for b in row.bookings):
            twins = [v for v in cross_check(events, bookings) if v.label == label and v.remote and not _comes_along(v)]
            assert len(twins) == 1 or all(v.match is Match.MISMATCH for v in twins if v.match is not Match.AGREES)


@given(days())
def test_green_never_means_another_year(day: Day) -> None:
    for group in group_day(*day):
        if group.match is Match.AGREES:
            by_id = {e.booking_id for e in group.events} & {b.booking_id for b in group.bookings} - {""}
            years = {b.birth_year % 100 for b in group.bookings if b.birth_year}
            assert by_id or all(k.birth_year2 in years for e in group.events for k in e.keys)


@given(days(), subjects)
def test_a_protected_identity_is_compared_by_id_and_time_alone(day: Day, subject: str) -> None:
    """Whatever the events beside it say of persons, it finds the same one."""
    events, bookings = day
    hidden_ = [b for b in bookings if b.protected and not is_companion(b)]
    keys = parse_subject(subject).keys
    renamed = [replace(e, keys=keys if len(keys) < 2 else e.keys, kind=Kind.ONE_TO_ONE) for e in events]
    same = [replace(e, kind=Kind.ONE_TO_ONE) for e in events]

    def found(beside: list[CalendarEvent]) -> list[tuple[str, object, Match]]:
        rows = group_day(beside, hidden_)
        return sorted((r.bookings[0].booking_id, r.bookings[0].start, r.match) for r in rows if r.bookings)

    assert found(renamed) == found(same)


@given(days())
def test_a_protected_identity_is_never_shown(day: Day) -> None:
    for group in group_day(*day):
        if group.match is Match.AGREES:
            assert not any(b.protected for b in group.bookings)
    for visit in cross_check(*day):
        if visit.protected:
            assert (visit.label, visit.phone, visit.birth_years, visit.participants) == ("", "", (), ())
