"""The decision table in the docstring of `domain.match`, line by line: a lone pair, a tie, and every note."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.domain.matching import GUARDIAN, HOUR, IK, INGRID, IVAR, MONA, NINE, booking, event, hidden, lines, meeting
from vardklient.domain import match
from vardklient.domain.match import cross_check
from vardklient.domain.visit import Booking, CalendarEvent, Kind, Match, Modality

Case = tuple[list[CalendarEvent], list[Booking], list[str]]
LATER = NINE + HOUR
OFF, ON_SITE = "Inställd: " + IK, Modality.PHYSICAL
GROUP = event("Gruppmöte via video", uid="g")
ALVA = booking("Alva", "Lind", 2015)
EVA = booking("Eva", "Lind", 1983, participants=GUARDIAN)
EVAS = event("EL-83 Videobesök")
HIDDEN_EVA = hidden(participants=GUARDIAN)


def numbered(of: Booking, number: str = "7", **more: object) -> Booking:
    return replace(of, booking_id=number, **more)  # type: ignore[arg-type]


def twice(of: CalendarEvent) -> list[CalendarEvent]:
    return [replace(of, uid="a"), replace(of, uid="b")]


def on_site(of: Booking) -> Booking:
    return replace(of, modality=ON_SITE)


BY_ID = event("Videobesök", booking_id="7")
LONE: dict[str, Case] = {
    "1": ([BY_ID], [numbered(INGRID)], ["09:00 IK-82 agrees"]),
    "2": ([event(IK)], [INGRID], ["09:00 IK-82 agrees"]),
    "3": ([GROUP], [replace(INGRID, kind=Kind.GROUP), replace(MONA, kind=Kind.GROUP)], ["09:00 agrees"]),
    "4": ([event(IK)], [on_site(INGRID)], ["09:00 IK-82 mismatch"]),
    "5": ([event(IK)], [replace(INGRID, start=LATER)], ["09:00 IK-82 time_differs"]),
    "6": ([EVAS], [EVA], ["09:00 EL-83 agrees"]),
    "7": ([event(IK)], [replace(b, cancelled=True) for b in (INGRID, IVAR)], ["09:00 IK-82 cancelled"]),
    "8": ([event("Videobesök")], [hidden()], ["09:00 protected"]),
    "9": ([event(IK)], [MONA], ["09:00 IK-82 mismatch"]),
    "10": ([event(OFF)], [replace(b, cancelled=True) for b in (INGRID, IVAR)], ["09:00 IK-82 cancelled"]),
    "11": ([event("IK-82")], [on_site(INGRID)], ["09:00 IK-82 agrees"]),
}
TIES: dict[str, list[Case]] = {
    "1": [
        ([BY_ID], [numbered(INGRID), numbered(MONA, source="x")], ["09:00 IK-82 ambiguous"]),
        (twice(BY_ID), [numbered(INGRID)], ["09:00 IK-82 ambiguous", "09:00 ambiguous", "09:00 ambiguous"]),
    ],
    "2": [
        ([event(IK)], [INGRID, IVAR], ["09:00 IK-82 ambiguous"]),
        (twice(event(IK)), [INGRID], ["09:00 IK-82 ambiguous"] * 3),
    ],
    "3": [(twice(GROUP), [meeting()], ["09:00 ambiguous"] * 3)],
    "4": [
        (twice(event(IK)), [on_site(INGRID)], ["09:00 IK-82 ambiguous"] * 2 + ["09:00 IK-82 booking_only"]),
        (
            [event(IK)],
            [on_site(INGRID), on_site(IVAR)],
            ["09:00 IK-82 calendar_only"] + ["09:00 IK-82 booking_only"] * 2,
        ),
    ],
    "5": [
        (
            [event(IK)],
            [replace(b, start=LATER) for b in (INGRID, IVAR)],
            ["09:00 IK-82 ambiguous"] + ["10:00 IK-82 ambiguous"] * 2,
        ),
        (twice(event(IK)), [replace(INGRID, start=LATER)], ["09:00 IK-82 ambiguous"] * 2 + ["10:00 IK-82 ambiguous"]),
    ],
    "6": [
        (twice(EVAS), [EVA], ["09:00 EL-83 ambiguous"] * 3),
        ([EVAS], [EVA, booking("Elsa", "Lund", 1983, participants=GUARDIAN)], ["09:00 EL-83 ambiguous"]),
    ],
    "7": [
        (twice(event(IK)), [replace(INGRID, cancelled=True)], ["09:00 IK-82 ambiguous"] * 2 + ["09:00 IK-82 cancelled"])
    ],
    "8": [
        (twice(event("Videobesök")), [hidden()], ["09:00 ambiguous"] * 3),
        ([event("Videobesök")], [hidden(booking_id="1"), hidden(booking_id="2")], ["09:00 ambiguous"]),
    ],
    "9": [
        (
            [event(IK)],
            [MONA, ALVA],
            ["09:00 AL-15 booking_only", "09:00 IK-82 calendar_only", "09:00 MN-91 booking_only"],
        ),
        (twice(event(IK)), [MONA], ["09:00 IK-82 ambiguous"] * 2 + ["09:00 MN-91 booking_only"]),
    ],
    "10": [(twice(event(OFF)), [replace(INGRID, cancelled=True)], ["09:00 IK-82 cancelled"] * 3)],
    "11": [
        (twice(event("IK-82")), [on_site(INGRID)], ["09:00 IK-82 booking_only"] + ["09:00 IK-82 calendar_only"] * 2),
        (
            [event("IK-82")],
            [on_site(INGRID), on_site(IVAR)],
            ["09:00 IK-82 booking_only"] * 2 + ["09:00 IK-82 calendar_only"],
        ),
    ],
}
NOTES: dict[str, Case] = {
    "a: protected": ([BY_ID], [numbered(hidden())], ["09:00 protected"]),
    "a: protected, with a key": ([replace(event(IK), booking_id="7")], [numbered(hidden())], ["09:00 protected"]),
    "a: protected, on site": ([BY_ID], [numbered(hidden(modality=ON_SITE))], ["09:00 protected"]),
    "a: protected comes first, also before the times": ([BY_ID], [numbered(hidden(LATER))], ["09:00 time_differs"]),
    "a: protected, on site, moved": ([BY_ID], [numbered(hidden(LATER, modality=ON_SITE))], ["09:00 time_differs"]),
    "a: somebody else": ([event(IK, booking_id="7")], [numbered(MONA)], ["09:00 IK-82 mismatch"]),
    "a: somebody else comes before the times": (
        [event(IK, booking_id="7")],
        [numbered(MONA, start=LATER)],
        ["09:00 IK-82 mismatch"],
    ),
    "a: nobody is somebody else where no name is known": (
        [event(IK, booking_id="7")],
        [numbered(meeting(kind=Kind.ONE_TO_ONE))],
        ["09:00 IK-82 agrees"],
    ),
    "a: not by video": ([BY_ID], [numbered(on_site(INGRID))], ["09:00 IK-82 mismatch"]),
    "a: not by video comes before the times": (
        [BY_ID],
        [numbered(on_site(INGRID), start=LATER)],
        ["09:00 IK-82 mismatch"],
    ),
    "a: by video on neither side": (
        [event("IK-82", booking_id="7")],
        [numbered(on_site(INGRID))],
        ["09:00 IK-82 agrees"],
    ),
    "a: times apart": ([BY_ID], [numbered(INGRID, start=LATER)], ["09:00 IK-82 time_differs"]),
    "b: every key": ([event("IK-82 och MN-91 Gruppmöte via video")], [INGRID, MONA], ["09:00 agrees"]),
    "b: a key without a booking": ([event("IK-82 och MN-91 Gruppmöte via video")], [MONA], ["09:00 mismatch"]),
    "c: the child's row": ([EVAS], [EVA, ALVA], ["09:00 AL-15 agrees"]),
    "c: the child's row, two minutes on": (
        [EVAS],
        [EVA, replace(ALVA, start=NINE + 2 * HOUR / 60)],
        ["09:00 AL-15 agrees"],
    ),
    "c: at another time it is another visit": (
        [EVAS],
        [EVA, replace(ALVA, start=LATER)],
        ["09:00 EL-83 agrees", "10:00 AL-15 booking_only"],
    ),
    "c: two rows": (
        [EVAS],
        [EVA, ALVA, MONA],
        ["09:00 AL-15 booking_only", "09:00 EL-83 agrees", "09:00 MN-91 booking_only"],
    ),
    "c: somebody on site is not the child": (
        [EVAS],
        [EVA, on_site(MONA)],
        ["09:00 EL-83 agrees", "09:00 MN-91 booking_only"],
    ),
    "c: somebody on the telephone is not the child, and does not hide it": (
        [EVAS],
        [EVA, ALVA, replace(MONA, modality=Modality.PHONE)],
        ["09:00 AL-15 agrees", "09:00 MN-91 booking_only"],
    ),
    "c: somebody protected who is on site is not the child": (
        [EVAS],
        [EVA, hidden(modality=ON_SITE)],
        ["09:00 EL-83 agrees", "09:00 protected"],
    ),
    "c: a group is no child": ([EVAS], [EVA, meeting()], ["09:00 EL-83 agrees", "09:00 booking_only"]),
    "c: the child is protected": ([EVAS], [EVA, hidden(booking_id="1")], ["09:00 protected"]),
    "c: what is cancelled is not the child's": (
        [EVAS],
        [EVA, replace(ALVA, cancelled=True)],
        ["09:00 AL-15 cancelled", "09:00 EL-83 agrees"],
    ),
    "d: another booking of that time": (
        [event("Videobesök")],
        [hidden(), MONA],
        ["09:00 MN-91 booking_only", "09:00 ambiguous"],
    ),
    "d: one on site is none": (
        [event("Videobesök")],
        [hidden(), on_site(MONA)],
        ["09:00 MN-91 booking_only", "09:00 protected"],
    ),
    "e: cancelled, by id": ([BY_ID], [numbered(INGRID, cancelled=True)], ["09:00 IK-82 cancelled"]),
    "e: the id was copied to somebody else's event": (
        [event("MN-91 Videobesök", booking_id="7")],
        [numbered(INGRID, cancelled=True)],
        ["09:00 IK-82 cancelled", "09:00 MN-91 calendar_only"],
    ),
    "f: says nobody": (
        [event(IK)],
        [replace(MONA, key=None, initials=frozenset())],
        ["09:00 IK-82 calendar_only", "09:00 booking_only"],
    ),
    "f: a group": ([event(IK)], [replace(MONA, kind=Kind.GROUP)], ["09:00 IK-82 calendar_only", "09:00 booking_only"]),
    "a protected one is in no group": (
        [GROUP],
        [hidden(kind=Kind.GROUP, modality=ON_SITE)],
        ["09:00 calendar_only", "09:00 protected"],
    ),
    "guardian: by id": (
        [event(IK), event("AL-15 Videobesök")],
        [INGRID, numbered(ALVA), numbered(EVA)],
        ["09:00 AL-15 agrees", "09:00 IK-82 agrees"],
    ),
    "guardian: the same id from another system is another": (
        [event(IK), event("AL-15 Videobesök")],
        [INGRID, numbered(ALVA), numbered(EVA, source="x")],
        ["09:00 AL-15 agrees", "09:00 EL-83 ambiguous", "09:00 IK-82 agrees"],
    ),
    "guardian: the same id from a copy of that system": (
        [event(IK), event("AL-15 Videobesök")],
        [INGRID, numbered(ALVA), numbered(ALVA, source="kopia"), numbered(EVA)],
        ["09:00 AL-15 agrees", "09:00 IK-82 agrees"],
    ),
    "guardian: of one on site": ([], [on_site(ALVA), EVA], ["09:00 AL-15 booking_only", "09:00 EL-83 booking_only"]),
    "guardian: protected, beside AGREES": ([event("AL-15 Videobesök")], [ALVA, HIDDEN_EVA], ["09:00 protected"]),
    "guardian: protected, beside BOOKING_ONLY": ([], [ALVA, HIDDEN_EVA], ["09:00 protected"]),
    "guardian: protected, beside TIME_DIFFERS": (
        [event("AL-15 Videobesök")],
        [replace(ALVA, start=LATER), HIDDEN_EVA],
        ["09:00 time_differs"],
    ),
    "guardian: protected, beside CALENDAR_ONLY": (
        [event("AL-15 Videobesök")],
        [HIDDEN_EVA],
        ["09:00 calendar_only"],
    ),
    "guardian: protected, beside MISMATCH": (
        [event(IK)],
        [ALVA, HIDDEN_EVA],
        ["09:00 IK-82 mismatch", "09:00 protected"],
    ),
    "guardian: protected, of one of two": (
        [],
        [ALVA, MONA, HIDDEN_EVA],
        ["09:00 AL-15 booking_only", "09:00 MN-91 booking_only", "09:00 protected"],
    ),
}


def table() -> dict[str, tuple[str, str]]:
    """Of each numbered line: what a lone pair and what a tie becomes."""
    found = re.finditer(
        r"^(\d+) .*?  (see|[A-Z_]+)( \([a-f]\))?\s+(AMBIGUOUS|stay open)", match.__doc__ or "", re.MULTILINE
    )
    return {line[1]: (line[2], line[4]) for line in found}


def test_every_line_of_the_table_is_tested() -> None:
    assert set(table()) == set(LONE) == set(TIES) == {str(n) for n in range(1, 12)}
    said = set(re.findall(r"\(([a-f])\)", (match.__doc__ or "").split("(a) The first")[0]))
    assert said == {name[0] for name in NOTES if name[1:2] == ":"}


@pytest.mark.parametrize("line", LONE)
def test_a_lone_pair(line: str) -> None:
    events, bookings, expected = LONE[line]
    (visit,) = cross_check(events, bookings)
    assert lines([visit]) == expected
    outcome, _ = table()[line]
    assert outcome in ("see", visit.match.name)


@pytest.mark.parametrize(("line", "place"), [(line, n) for line, ties in TIES.items() for n in range(len(ties))])
def test_a_tie(line: str, place: int) -> None:
    events, bookings, expected = TIES[line][place]
    visits = cross_check(events, bookings)
    assert sorted(lines(visits)) == sorted(expected)
    _, tie = table()[line]
    if tie == "AMBIGUOUS":
        assert {v.match for v in visits} == {Match.AMBIGUOUS}
    else:
        assert not any(v.calendar_start and v.booking_start for v in visits), "nothing is connected"


@pytest.mark.parametrize("name", NOTES)
def test_a_note(name: str) -> None:
    events, bookings, expected = NOTES[name]
    assert sorted(lines(cross_check(events, bookings))) == sorted(expected)
