"""The decision table of the cross-check, a case for every line of it; and what becomes of the rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.matching import (
    GUARDIAN,
    HOUR,
    IK,
    INGRID,
    IVAR,
    MONA,
    NINE,
    booking,
    event,
    hidden,
    meeting,
    one,
    outcomes,
)
from vardklient.domain.match import CANDIDATES_MOST, cross_check
from vardklient.domain.visit import (
    Booking,
    CalendarEvent,
    Join,
    JoinKind,
    Key,
    Kind,
    Match,
    Modality,
    Participant,
    Role,
    Status,
)

CASES: dict[str, tuple[list[CalendarEvent], list[Booking], list[Match]]] = {
    "agrees": ([event(IK)], [INGRID], [Match.AGREES]),
    "lower case without separator": ([event("ik82 videobesök")], [INGRID], [Match.AGREES]),
    "two minutes apart": ([event(IK, NINE + timedelta(minutes=2))], [INGRID], [Match.AGREES]),
    "three minutes apart": ([event(IK, NINE + timedelta(minutes=3))], [INGRID], [Match.TIME_DIFFERS]),
    "initials in the other order": ([event("KI-82 Videobesök")], [INGRID], [Match.AGREES]),
    "moved": ([event(IK)], [replace(INGRID, start=NINE + HOUR)], [Match.TIME_DIFFERS]),
    "another day": (
        [event(IK)],
        [replace(INGRID, start=NINE + 24 * HOUR)],
        [Match.AMBIGUOUS, Match.AMBIGUOUS],
    ),
    "other year": ([event(IK)], [booking("Ingrid", "Karlsson", 1928)], [Match.MISMATCH]),
    "other initials": ([event(IK)], [MONA], [Match.MISMATCH]),
    "full year in the calendar, other century": (
        [event("IK-1925 Videobesök")],
        [booking("Isa", "Ko", 2025)],
        [Match.MISMATCH],
    ),
    "1925 or 2025": (
        [event("IK-25 Videobesök")],
        [booking("Ingrid", "Karlsson", 1925), booking("Isa", "Ko", 2025)],
        [Match.AMBIGUOUS],
    ),
    "twins at the same time": ([event(IK)], [INGRID, IVAR], [Match.AMBIGUOUS]),
    "twins at two times": (
        [event(IK), event(IK, NINE + 5 * HOUR)],
        [INGRID, replace(IVAR, start=NINE + 5 * HOUR)],
        [Match.AMBIGUOUS, Match.AMBIGUOUS],
    ),
    "twins in the calendar alone": ([event(IK), event(IK, NINE + 5 * HOUR)], [], [Match.AMBIGUOUS] * 2),
    "a twin that is cancelled is none": (
        [event(IK), event("Inställd: " + IK, NINE + 5 * HOUR)],
        [INGRID],
        [Match.AGREES, Match.CANCELLED],
    ),
    "a twin on site is none": (
        [event(IK)],
        [INGRID, replace(IVAR, start=NINE + 5 * HOUR, modality=Modality.PHYSICAL)],
        [Match.AGREES, Match.BOOKING_ONLY],
    ),
    "moved to one of two times": (
        [event(IK)],
        [replace(INGRID, start=NINE + HOUR), replace(IVAR, start=NINE + 5 * HOUR)],
        [Match.AMBIGUOUS] * 3,
    ),
    "two events, two bookings, one time": (
        [event(IK, uid="a"), event(IK, uid="b")],
        [INGRID, IVAR],
        [Match.AMBIGUOUS] * 4,
    ),
    "mismatch is not guessed between two": (
        [event("XY-60 Videobesök")],
        [INGRID, MONA],
        [Match.CALENDAR_ONLY, Match.BOOKING_ONLY, Match.BOOKING_ONLY],
    ),
    "calendar only": ([event(IK)], [], [Match.CALENDAR_ONLY]),
    "booking only": ([], [INGRID], [Match.BOOKING_ONLY]),
    "bare": ([event("Videobesök")], [], [Match.CALENDAR_ONLY]),
    "bare beside a booking": ([event("Videobesök")], [INGRID], [Match.BOOKING_ONLY, Match.CALENDAR_ONLY]),
    "lunch at a visit's time": ([event("Lunch 12-13")], [INGRID], [Match.BOOKING_ONLY, Match.CALENDAR_ONLY]),
    "lunch beside an agreement": ([event("Lunch 12-13"), event(IK)], [INGRID], [Match.AGREES, Match.CALENDAR_ONLY]),
    "protected, by time": ([event("XX-82 Videobesök")], [hidden()], [Match.PROTECTED]),
    "protected, bare event": ([event("Videobesök")], [hidden()], [Match.PROTECTED]),
    "protected, other time": (
        [event("XX-82 Videobesök")],
        [hidden(NINE + HOUR)],
        [Match.CALENDAR_ONLY, Match.PROTECTED],
    ),
    "protected, and another booking": (
        [event("XX-82 Videobesök")],
        [hidden(), MONA],
        [Match.AMBIGUOUS, Match.BOOKING_ONLY],
    ),
    "protected, by id, moved": (
        [event("Videobesök", booking_id="7")],
        [hidden(NINE + HOUR, booking_id="7")],
        [Match.TIME_DIFFERS],
    ),
    "protected, by id": (
        [event("Videobesök", booking_id="7")],
        [hidden(booking_id="7"), hidden(booking_id="8")],
        [Match.PROTECTED, Match.PROTECTED],
    ),
    "by id, same time": (
        [event("Videobesök", booking_id="7")],
        [replace(INGRID, booking_id="7"), replace(IVAR, booking_id="8", key=Key("KI", 82))],
        [Match.AGREES, Match.BOOKING_ONLY],
    ),
    "by id, moved": (
        [event("Videobesök", booking_id="7")],
        [replace(INGRID, booking_id="7", start=NINE + HOUR)],
        [Match.TIME_DIFFERS],
    ),
    "by id, another patient": (
        [event("XY-60 Videobesök", booking_id="7")],
        [replace(INGRID, booking_id="7")],
        [Match.MISMATCH],
    ),
    "by id, on site": (
        [event(IK, booking_id="7")],
        [replace(INGRID, booking_id="7", modality=Modality.PHYSICAL)],
        [Match.MISMATCH],
    ),
    "an id that is not found falls back": (
        [event(IK, booking_id="x")],
        [replace(INGRID, booking_id="7")],
        [Match.AGREES],
    ),
    "same person, but on site": ([event(IK)], [replace(INGRID, modality=Modality.PHYSICAL)], [Match.MISMATCH]),
    "cancelled in both": (
        [event("Inställd: " + IK)],
        [replace(INGRID, cancelled=True)],
        [Match.CANCELLED],
    ),
    "cancelled in the booking system": ([event(IK)], [replace(INGRID, cancelled=True)], [Match.CANCELLED]),
    "cancelled in the calendar alone": (
        [event("Avbokad: " + IK)],
        [INGRID],
        [Match.BOOKING_ONLY, Match.CANCELLED],
    ),
    "moved, the old one cancelled": (
        [event("Inställd: " + IK), event(IK, NINE + HOUR)],
        [replace(INGRID, cancelled=True), replace(INGRID, start=NINE + HOUR)],
        [Match.CANCELLED, Match.AGREES],
    ),
    "group, every key": (
        [event("IK-82 och MN-91 Gruppmöte via video")],
        [INGRID, MONA],
        [Match.AGREES],
    ),
    "group, one key missing": ([event("IK-82 och MN-91 Gruppmöte via video")], [INGRID], [Match.MISMATCH]),
    "group, one key twice": (
        [event("IK-82 och MN-91 Gruppmöte via video")],
        [INGRID, IVAR, MONA],
        [Match.AMBIGUOUS],
    ),
    "group, one booking for two keys": (
        [event("IK-82 och KI-82 Gruppmöte via video")],
        [INGRID],
        [Match.AMBIGUOUS],
    ),
    "group without keys": ([event("Gruppmöte via video")], [meeting()], [Match.AGREES]),
    "group, eight bookings": (
        [event("Gruppmöte via video")],
        [replace(INGRID, kind=Kind.GROUP), replace(MONA, kind=Kind.GROUP)],
        [Match.AGREES],
    ),
    "two groups at once": (
        [event("Gruppmöte via video", uid="a"), event("Gruppmöte via video", uid="b")],
        [meeting()],
        [Match.AMBIGUOUS] * 3,
    ),
    "group in the booking system alone": (
        [],
        [replace(INGRID, kind=Kind.GROUP), replace(MONA, kind=Kind.GROUP)],
        [Match.BOOKING_ONLY],
    ),
    "guardian beside the child": (
        [event("AL-15 Videobesök")],
        [booking("Alva", "Lind", 2015), booking("Eva", "Lind", 1983, participants=GUARDIAN)],
        [Match.AGREES],
    ),
    "the calendar has the guardian": (
        [event("EL-83 Videobesök")],
        [booking("Alva", "Lind", 2015), booking("Eva", "Lind", 1983, participants=GUARDIAN)],
        [Match.AGREES],
    ),
    "guardian with the child's booking id": (
        [event("AL-15 Videobesök"), event(IK)],
        [
            INGRID,
            booking("Alva", "Lind", 2015, booking_id="9"),
            booking("Eva", "Lind", 1983, participants=GUARDIAN, booking_id="9"),
        ],
        [Match.AGREES, Match.AGREES],
    ),
    "guardian of one of two": (
        [event("AL-15 Videobesök"), event(IK)],
        [INGRID, booking("Alva", "Lind", 2015), booking("Eva", "Lind", 1983, participants=GUARDIAN)],
        [Match.AGREES, Match.AGREES, Match.AMBIGUOUS],
    ),
    "guardian alone": ([], [booking("Eva", "Lind", 1983, participants=GUARDIAN)], [Match.BOOKING_ONLY]),
    "the child only in the calendar, the guardian only in the booking system": (
        [event("AL-15 Videobesök")],
        [booking("Eva", "Lind", 1983, participants=GUARDIAN)],
        [Match.CALENDAR_ONLY],
    ),
    "all day with initials": ([event(IK, NINE - 9 * HOUR, all_day=True)], [INGRID], [Match.TIME_DIFFERS]),
    "on site in both": (
        [event("IK-82")],
        [replace(INGRID, modality=Modality.PHYSICAL)],
        [Match.AGREES],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_decision_table(name: str) -> None:
    events, bookings, expected = CASES[name]
    assert sorted(outcomes(events, bookings)) == sorted(expected)


def test_candidates_list_both_times() -> None:
    visits = cross_check([event(IK), event(IK, NINE + 5 * HOUR)], [INGRID, replace(IVAR, start=NINE + 5 * HOUR)])
    assert [v.candidates for v in visits] == [("09:00 IK-82", "14:00 IK-82")] * 2


def test_candidates_tell_the_centuries_apart() -> None:
    visit = one([event("IK-25 Videobesök")], [booking("Ingrid", "Karlsson", 1925), booking("Isa", "Ko", 2025)])
    assert visit.candidates == ("09:00 IK-25 (1925)", "09:00 IK-25 (2025)")
    assert visit.birth_years == (1925, 2025)


def test_a_tie_and_a_later_twin_list_all_times() -> None:
    visits = cross_check([event(IK)], [INGRID, IVAR, booking("Ida", "Kall", 1982, NINE + 5 * HOUR)])
    assert [v.match for v in visits] == [Match.AMBIGUOUS] * 2
    assert visits[1].candidates == ("09:00 IK-82 (1982)", "09:00 IK-82 (1982)", "14:00 IK-82")


def test_a_mismatch_shows_both_sides() -> None:
    visit = one([event(IK)], [MONA])
    assert (visit.label, visit.candidates) == ("IK-82", ("09:00 IK-82", "09:00 MN-91"))


def test_a_protected_identity_shows_nothing_that_identifies() -> None:
    private = hidden(phone="070-174 06 05", participants=(Participant(Role.PATIENT),), booking_id="7")
    for visit in cross_check([event("XX-82 Videobesök"), event(IK, NINE + HOUR)], [private]):
        if visit.protected:
            assert (visit.label, visit.phone, visit.birth_years, visit.participants) == ("", "", (), ())
    tied = cross_check([event("XX-82 Videobesök")], [private, MONA])
    assert next(v for v in tied if v.protected).candidates == ("09:00", "09:00 MN-91")


def test_a_time_that_differs_gives_both() -> None:
    visit = one([event(IK)], [replace(INGRID, start=NINE + HOUR)])
    assert (visit.start, visit.calendar_start, visit.booking_start) == (NINE, NINE, NINE + HOUR)


def test_an_all_day_event_takes_the_time_of_its_booking() -> None:
    visit = one([event(IK, NINE - 9 * HOUR, all_day=True)], [INGRID])
    assert (visit.start, visit.end) == (INGRID.start, INGRID.end)


def test_what_is_not_by_video_is_counted_and_not_remote() -> None:
    visits = cross_check(
        [event("Lunch 12-13"), event("Videomottagning video besök", all_day=True)],
        [replace(INGRID, modality=Modality.PHONE), replace(MONA, modality=Modality.UNKNOWN)],
    )
    modalities = Counter(v.modality for v in visits)
    assert modalities == Counter([Modality.OTHER, Modality.OTHER, Modality.PHONE, Modality.UNKNOWN])
    assert [v.modality for v in visits if v.remote] == [Modality.UNKNOWN]


def test_the_guardian_is_a_participant_and_the_label_the_childs() -> None:
    child, guardian = booking("Alva", "Lind", 2015), booking("Eva", "Lind", 1983, participants=GUARDIAN)
    for subject in ("AL-15 Videobesök", "EL-83 Videobesök"):
        visit = one([event(subject)], [child, guardian])
        assert (visit.label, visit.participants, visit.birth_years) == ("AL-15", GUARDIAN, (2015,))
    assert one([], [guardian]).label == "EL-83"


def test_a_group_counts_a_patient_per_booking_and_has_no_label() -> None:
    members = [replace(b, kind=Kind.GROUP) for b in (INGRID, MONA)]
    visit = one([event("Gruppmöte via video")], members)
    assert (visit.kind, visit.label, len(visit.participants)) == (Kind.GROUP, "", 2)


def test_the_link_is_the_bookings_before_the_calendars() -> None:
    ours, theirs = Join(JoinKind.SERVER), Join(JoinKind.LINK, "https://meet.example/1")
    assert one([event(IK, join=theirs)], [replace(INGRID, join=ours)]).join == ours
    assert one([event(IK, join=theirs)], [INGRID]).join == theirs


def test_the_same_record_in_two_files_is_one_visit() -> None:
    twice = [event(IK, uid="a"), event(IK, uid="a", source="kopia.ics")]
    assert outcomes(twice, [replace(INGRID, booking_id="1"), replace(INGRID, booking_id="1", source="x")]) == [
        Match.AGREES
    ]
    assert len(cross_check([event("Videobesök"), event("Videobesök")], [])) == 2


def test_visit_ids_are_opaque_and_outlive_a_move() -> None:
    first = one([event(IK, uid="a")], [replace(INGRID, booking_id="1")])
    moved = one([event(IK, uid="a")], [replace(INGRID, booking_id="1", start=NINE + HOUR)])
    assert first.visit_id == moved.visit_id
    other = one([event("MN-91 Videobesök")], [])
    assert one([event(IK)], []).visit_id == other.visit_id, "initials have no part in the id"


def test_a_cancelled_row_says_so() -> None:
    visit = one([event(IK)], [replace(INGRID, cancelled=True)])
    assert (visit.status, visit.remote) == (Status.CANCELLED, False)


def test_a_broken_calendar_with_endless_twins_does_not_name_them_all_on_each() -> None:
    minutes = [timedelta(minutes=3 * n) for n in range(CANDIDATES_MOST + 20)]
    visits = cross_check([event(IK, NINE + later, uid=f"e{later}") for later in minutes], [INGRID])
    assert len(visits) == len(minutes)
    assert max(len(visit.candidates) for visit in visits) == CANDIDATES_MOST
