"""Who is who: names as they are written, twins, centuries, guardians and protected identities. A2 of the mornings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.matching import GUARDIAN, at, booking, event, hidden, lines
from vardklient.domain.match import cross_check
from vardklient.domain.visit import Booking, CalendarEvent, Kind, Match, Modality, Participant, Role

NINE, TEN, HALF_PAST, TWO = at("09:00"), at("10:00"), at("09:30"), at("14:00")
INGRID, IVAR = booking("Ingrid", "Karlsson", 1982, HALF_PAST), booking("Ivar", "Kron", 1982, TWO)
PROXY, RELATIVE = (Participant(Role.PROXY),), (Participant(Role.RELATIVE),)
INTERPRETER = (Participant(Role.INTERPRETER),)


def eva(start: object = NINE, **more: object) -> Booking:
    return booking("Eva", "Lind", 1983, start, **{"participants": GUARDIAN} | more)  # type: ignore[arg-type]


def alva(start: object = NINE, **more: object) -> Booking:
    return booking("Alva", "Lind", 2015, start, **more)  # type: ignore[arg-type]


# ---------------------------------------------------------------- one event, one booking: is it the same person?

SAME: dict[str, tuple[str, tuple[str, str, int]]] = {
    "first and last name": ("IK-82", ("Ingrid", "Karlsson", 1982)),
    "last name first": ("KI-82", ("Ingrid", "Karlsson", 1982)),
    "å, ä and ö are letters": ("ÅÄ-05", ("Åke", "Ärlig", 2005)),
    "å in lower case and decomposed": ("a\u030ao\u0308 05", ("Åsa", "Öman", 2005)),
    "an accent is none": ("EL-71", ("Élise", "Lagerlöf", 1971)),
    "an accent in the calendar is none": ("ÉL-71", ("Elise", "Lagerlöf", 1971)),
    "Polish Ł": ("ŁS-71", ("Łukasz", "Szymański", 1971)),
    "Ł written as L": ("LS-71", ("Łukasz", "Szymański", 1971)),
    "Danish Ø is Ö": ("SÖ-66", ("Søren", "Østergaard", 1966)),
    "Danish Æ is Ä": ("ÆH-66", ("Ægir", "Hansen", 1966)),
    "German Ü is U": ("UM-66", ("Ülker", "Müller", 1966)),
    "two surnames, the first": ("AB-90", ("Anna", "Berg Ström", 1990)),
    "two surnames, the last": ("AS-90", ("Anna", "Berg Ström", 1990)),
    "two surnames, both": ("ABS-90", ("Anna", "Berg Ström", 1990)),
    "two surnames with a hyphen, both": ("ABS-90", ("Anna", "Berg-Ström", 1990)),
    "two surnames, the calendar with a hyphen": ("AB-S-90", ("Anna", "Berg-Ström", 1990)),
    "two surnames before the first name": ("BSA-90", ("Anna", "Berg-Ström", 1990)),
    "two given names, the first": ("AK-90", ("Anna-Lena", "Karlsson", 1990)),
    "two given names, the second": ("LK-90", ("Anna-Lena", "Karlsson", 1990)),
    "two given names, both": ("ALK-90", ("Anna-Lena", "Karlsson", 1990)),
    "two given names and two surnames": ("ALBS-90", ("Anna Lena", "Berg Ström", 1990)),
    "a particle left out": ("KE-48", ("Karl", "von Essen", 1948)),
    "a particle counted": ("KVE-48", ("Karl", "von Essen", 1948)),
    "a particle alone": ("KV-48", ("Karl", "von Essen", 1948)),
    "two particles left out": ("MG-48", ("Magnus", "de la Gardie", 1948)),
    "two particles counted": ("MDLG-48", ("Magnus", "de la Gardie", 1948)),
    "an Arabic article left out": ("MH-80", ("Mohammed", "Al-Hassan", 1980)),
    "an Arabic article counted": ("MAH-80", ("Mohammed", "Al-Hassan", 1980)),
    "a particle between two surnames": ("JGC-80", ("Juan", "García del Castillo", 1980)),
    "a surname that is also a particle": ("HL-80", ("Huy", "Nguyen La", 1980)),
    "an apostrophe": ("ED-80", ("Eva", "D'Arcy", 1980)),
    "dots": ("I.K.-82", ("Ingrid", "Karlsson", 1982)),
    "spaces": ("I K 82", ("Ingrid", "Karlsson", 1982)),
    "nothing between": ("ik82", ("Ingrid", "Karlsson", 1982)),
    "a space between": ("IK 82", ("Ingrid", "Karlsson", 1982)),
    "spaces round the dash": ("IK - 82", ("Ingrid", "Karlsson", 1982)),
    "en dash": ("IK–82", ("Ingrid", "Karlsson", 1982)),
    "em dash": ("IK—82", ("Ingrid", "Karlsson", 1982)),
    "a dash that does not break": ("IK\u201182", ("Ingrid", "Karlsson", 1982)),
    "minus sign": ("IK−82", ("Ingrid", "Karlsson", 1982)),
    "full-width dash": ("IK\uff0d82", ("Ingrid", "Karlsson", 1982)),
    "soft hyphen and a dash": ("IK\u00ad-82", ("Ingrid", "Karlsson", 1982)),
    "the whole year": ("IK-1982", ("Ingrid", "Karlsson", 1982)),
    "a baby": ("IK-26", ("Ingrid", "Karlsson", 2026)),
    "a hundred years old": ("IK-26", ("Ingrid", "Karlsson", 1926)),
    "a hundred years old, in full": ("IK-1926", ("Ingrid", "Karlsson", 1926)),
    "the year 2000": ("IK-00", ("Ingrid", "Karlsson", 2000)),
}
OTHER: dict[str, tuple[str, tuple[str, str, int]]] = {
    "Å is no A": ("AL-71", ("Åsa", "Lind", 1971)),
    "Ö is no O": ("OL-71", ("Örjan", "Lind", 1971)),
    "another year": ("IK-83", ("Ingrid", "Karlsson", 1982)),
    "the whole year of another century": ("IK-1926", ("Ingrid", "Karlsson", 2026)),
    "one letter of two": ("IM-82", ("Ingrid", "Karlsson", 1982)),
    "given names alone": ("AL-90", ("Anna Lena", "Karlsson", 1990)),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_person_however_the_name_is_written(name: str) -> None:
    key, person = SAME[name]
    (visit,) = cross_check([event(f"{key} Videobesök")], [booking(*person)])
    assert visit.match is Match.AGREES


@pytest.mark.parametrize("name", OTHER)
def test_another_person_at_that_time_is_a_mismatch(name: str) -> None:
    key, person = OTHER[name]
    (visit,) = cross_check([event(f"{key} Videobesök")], [booking(*person)])
    assert visit.match is Match.MISMATCH


# ---------------------------------------------------------------- whole days, as the list shows them

DAYS: dict[str, tuple[list[CalendarEvent], list[Booking], list[str]]] = {
    "A2: two IK-82 on one day": (
        [event("IK-82 Videobesök", HALF_PAST), event("IK-82 Videobesök", TWO)],
        [INGRID, IVAR],
        ["09:30 IK-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "A2: two IK-82, one of them in the calendar alone": (
        [event("IK-82 Videobesök", HALF_PAST), event("IK-82 Videobesök", TWO)],
        [INGRID],
        ["09:30 IK-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "A2: two IK-82, one of them in the booking system alone": (
        [event("IK-82 Videobesök", HALF_PAST)],
        [INGRID, IVAR],
        ["09:30 IK-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "A2: the whole year tells them apart, the label does not": (
        [event("IK-1926 Videobesök", HALF_PAST)],
        [booking("Ingrid", "Karlsson", 1926, HALF_PAST), booking("Iben", "Kvist", 2026, TWO)],
        ["09:30 IK-26 ambiguous", "14:00 IK-26 ambiguous"],
    ),
    "A2: the same person twice a day is asked about too": (
        [event("IK-82 Videobesök", HALF_PAST), event("IK-82 Videobesök", TWO)],
        [INGRID, replace(INGRID, start=TWO)],
        ["09:30 IK-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "A2: a twin by the other order of the initials": (
        [event("KI-82 Videobesök", HALF_PAST), event("IK-82 Videobesök", TWO)],
        [INGRID, IVAR],
        ["09:30 KI-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "three of one label": (
        [event("IK-82 Videobesök", start) for start in (NINE, HALF_PAST, TWO)],
        [replace(INGRID, start=NINE), INGRID, IVAR],
        ["09:00 IK-82 ambiguous", "09:30 IK-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "a twin in a group is none": (
        [event("IK-82 Videobesök", HALF_PAST), event("IK-82 och MN-91 Gruppmöte via video", TWO)],
        [INGRID, IVAR, booking("Mona", "Nord", 1991, TWO)],
        ["09:30 IK-82 agrees", "14:00 agrees"],
    ),
    "26 is two people, at two times": (
        [event("IK-26 Videobesök", NINE)],
        [booking("Ingrid", "Karlsson", 2026, NINE), booking("Ivar", "Kron", 1926, TWO)],
        ["09:00 IK-26 ambiguous", "14:00 IK-26 ambiguous"],
    ),
    "26 is two people, at one time": (
        [event("IK-26 Videobesök", NINE)],
        [booking("Ingrid", "Karlsson", 2026, NINE), booking("Ivar", "Kron", 1926, NINE)],
        ["09:00 IK-26 ambiguous"],
    ),
    "1926 is one of two people, at one time": (
        [event("IK-1926 Videobesök", NINE)],
        [booking("Ingrid", "Karlsson", 2026, NINE), booking("Ivar", "Kron", 1926, NINE)],
        ["09:00 IK-26 ambiguous", "09:00 IK-26 ambiguous"],
    ),
    "nobody is said to be somebody else where no name is known": (
        [event("IK-82 Videobesök", NINE)],
        [replace(INGRID, start=NINE, key=None, initials=frozenset())],
        ["09:00 IK-82 calendar_only", "09:00 booking_only"],
    ),
    "guardian beside the child, by time": (
        [event("AL-15 Videobesök")],
        [alva(), eva()],
        ["09:00 AL-15 agrees"],
    ),
    "guardian beside the child that was moved": (
        [event("AL-15 Videobesök")],
        [alva(TEN), eva(TEN)],
        ["09:00 AL-15 time_differs"],
    ),
    "guardian two minutes from the child": (
        [event("AL-15 Videobesök")],
        [alva(), eva(at("09:02"))],
        ["09:00 AL-15 agrees"],
    ),
    "guardian at another time by the child's booking id": (
        [event("AL-15 Videobesök")],
        [alva(booking_id="9"), eva(at("08:45"), booking_id="9")],
        ["09:00 AL-15 agrees"],
    ),
    "guardian of two children at one time": (
        [event("AL-15 Videobesök"), event("OL-17 Videobesök")],
        [alva(), booking("Olle", "Lind", 2017), eva()],
        ["09:00 AL-15 agrees", "09:00 OL-17 agrees", "09:00 EL-83 ambiguous"],
    ),
    "guardian beside a child that only the booking system has": (
        [],
        [alva(), eva()],
        ["09:00 AL-15 booking_only"],
    ),
    "guardian of a child whose visit is cancelled": (
        [event("AL-15 Videobesök")],
        [alva(cancelled=True), eva()],
        ["09:00 AL-15 cancelled", "09:00 EL-83 booking_only"],
    ),
    "guardian who has called off, the child has not": (
        [event("AL-15 Videobesök")],
        [alva(), eva(cancelled=True)],
        ["09:00 AL-15 agrees", "09:00 EL-83 cancelled"],
    ),
    "guardian and proxy, both in the calendar as the patient": (
        [event("AL-15 Videobesök")],
        [alva(), eva(), booking("Per", "Ek", 1970, participants=PROXY), eva(participants=RELATIVE)],
        ["09:00 AL-15 agrees"],
    ),
    "interpreter's own booking": (
        [event("IK-82 Videobesök", HALF_PAST)],
        [INGRID, replace(INGRID, key=None, initials=frozenset(), birth_year=None, participants=INTERPRETER)],
        ["09:30 IK-82 agrees"],
    ),
    "guardian of one member is not the group": (
        [event("IK-82 och EL-83 Gruppmöte via video")],
        [eva()],
        ["09:00 calendar_only"],
    ),
    "protected child, guardian by name in the calendar": (
        [event("EL-83 Videobesök")],
        [hidden(), eva()],
        ["09:00 protected"],
    ),
    "protected guardian hides the visit": (
        [event("AL-15 Videobesök")],
        [alva(), hidden(participants=GUARDIAN)],
        ["09:00 protected"],
    ),
    "protected guardian alone": ([], [hidden(participants=GUARDIAN)], ["09:00 protected"]),
    "protected guardian beside one that is asked about": (
        [event("XY-60 Videobesök")],
        [alva(), hidden(participants=GUARDIAN)],
        ["09:00 XY-60 mismatch", "09:00 protected"],
    ),
    "protected guardian of one of two": (
        [event("AL-15 Videobesök"), event("OL-17 Videobesök")],
        [alva(), booking("Olle", "Lind", 2017), hidden(participants=GUARDIAN)],
        ["09:00 AL-15 agrees", "09:00 OL-17 agrees", "09:00 protected"],
    ),
    "protected is no twin": (
        [event("IK-82 Videobesök", HALF_PAST), event("IK-82 Videobesök", TWO)],
        [INGRID, hidden(TWO)],
        ["09:30 IK-82 agrees", "14:00 protected"],
    ),
    "two protected at one time": (
        [event("XX-82 Videobesök")],
        [hidden(booking_id="1"), hidden(booking_id="2")],
        ["09:00 ambiguous"],
    ),
    "protected, cancelled": (
        [event("XX-82 Videobesök")],
        [hidden(cancelled=True)],
        ["09:00 XX-82 calendar_only", "09:00 cancelled"],
    ),
    "protected, cancelled, by id": (
        [event("XX-82 Videobesök", booking_id="1")],
        [hidden(cancelled=True, booking_id="1")],
        ["09:00 cancelled"],
    ),
    "protected, on site": (
        [event("XX-82 Videobesök")],
        [hidden(modality=Modality.PHYSICAL)],
        ["09:00 XX-82 calendar_only", "09:00 protected"],
    ),
    "group of three, two with the same initials and year": (
        [event("IK-82 och MN-91 Gruppmöte via video", HALF_PAST)],
        [INGRID, replace(IVAR, start=HALF_PAST), booking("Mona", "Nord", 1991, HALF_PAST)],
        ["09:30 ambiguous"],
    ),
    "group beside a visit of the same time": (
        [event("Gruppmöte via video"), event("AL-15 Videobesök")],
        [replace(INGRID, start=NINE, kind=Kind.GROUP), replace(IVAR, start=NINE, kind=Kind.GROUP), alva()],
        ["09:00 agrees", "09:00 AL-15 agrees"],
    ),
}


@pytest.mark.parametrize("name", DAYS)
def test_days(name: str) -> None:
    events, bookings, expected = DAYS[name]
    assert sorted(lines(cross_check(events, bookings))) == sorted(expected)


def test_a2_both_rows_say_both_times() -> None:
    events, bookings, _ = DAYS["A2: two IK-82 on one day"]
    visits = cross_check(events, bookings)
    assert [v.candidates for v in visits] == [("09:30 IK-82", "14:00 IK-82")] * 2


@pytest.mark.parametrize("name", [name for name in DAYS if name.startswith("protected")])
def test_nothing_of_a_protected_visit_is_shown(name: str) -> None:
    events, bookings, _ = DAYS[name]
    shown = [v for v in cross_check(events, bookings) if v.protected]
    assert shown
    for visit in shown:
        own = [text for text in visit.candidates if "-" in text and text.split()[0] == lines([visit])[0].split()[0]]
        assert (visit.label, visit.phone, visit.birth_years, visit.participants, own) == ("", "", (), (), [])


def test_the_child_keeps_its_label_and_the_guardian_is_told() -> None:
    events, bookings, _ = DAYS["guardian beside the child that was moved"]
    (visit,) = cross_check(events, bookings)
    assert (visit.label, visit.participants, visit.birth_years) == ("AL-15", GUARDIAN, (2015,))
    assert (visit.calendar_start, visit.booking_start) == (NINE, TEN)
