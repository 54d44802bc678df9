"""Several accounts: the region's and a private provider's calendars and booking systems side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.matching import HOUR, IK, at, booking, event, hidden, lines, one
from vardklient.domain.match import cross_check, group_day
from vardklient.domain.visit import Booking, CalendarEvent, Join, JoinKind, Key, Modality, Participant, Role

NINE, TWO = at("09:00"), at("14:00")
LINK = Join(JoinKind.LINK, "https://meet.example/1")


def region(subject: str = IK, start: object = NINE, **more: object) -> CalendarEvent:
    return event(subject, start, **{"source": "Region", "uid": "r1"} | more)  # type: ignore[arg-type]


def private(subject: str = IK, start: object = NINE, **more: object) -> CalendarEvent:
    return event(subject, start, **{"source": "Privat", "uid": "p1"} | more)  # type: ignore[arg-type]


def ingrid(source: str = "Tidbok", number: str = "17", start: object = NINE, **more: object) -> Booking:
    return booking("Ingrid", "Karlsson", 1982, start, source=source, booking_id=number, **more)  # type: ignore[arg-type]


ACCOUNTS: dict[str, tuple[list[CalendarEvent], list[Booking], list[str]]] = {
    "the same event in two accounts": ([region(), private(uid="r1")], [ingrid()], ["09:00 IK-82 agrees"]),
    "the same event in two accounts of one name": (
        [region(), region()],
        [ingrid()],
        ["09:00 IK-82 agrees"],
    ),
    "the same event in three accounts": (
        [region(), private(uid="r1"), private(uid="r1", source="Hemma")],
        [],
        ["09:00 IK-82 calendar_only"],
    ),
    "the same booking in two exports": ([region()], [ingrid(), ingrid("Kopia")], ["09:00 IK-82 agrees"]),
    "the same event and the same booking in both": (
        [region(), private(uid="r1")],
        [ingrid(), ingrid("Kopia")],
        ["09:00 IK-82 agrees"],
    ),
    "only one of the accounts has the meeting's link": (
        [region(), private(uid="r1", join=LINK)],
        [ingrid()],
        ["09:00 IK-82 agrees"],
    ),
    "only one of the accounts knows that it is by video": (
        [region("IK-82"), private("IK-82", uid="r1", video=True, join=LINK)],
        [ingrid()],
        ["09:00 IK-82 agrees"],
    ),
    "only one of the accounts has the booking's id": (
        [region("Videobesök"), private("Videobesök", uid="r1", booking_id="17")],
        [ingrid()],
        ["09:00 IK-82 agrees"],
    ),
    "copied by hand to another account: another meeting": (
        [region(), private()],
        [ingrid()],
        ["09:00 IK-82 ambiguous", "09:00 IK-82 ambiguous", "09:00 IK-82 ambiguous"],
    ),
    "copied within a calendar to another time": (
        [region(), region(start=TWO, uid="r2")],
        [ingrid()],
        ["09:00 IK-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "copied with the booking's id and another patient's subject": (
        [region(booking_id="17"), region("MN-91 Videobesök", TWO, uid="r2", booking_id="17")],
        [ingrid()],
        ["09:00 IK-82 ambiguous", "14:00 MN-91 ambiguous"],
    ),
    "copied with the booking's id, the first one gone": (
        [region("MN-91 Videobesök", TWO, uid="r2", booking_id="17")],
        [ingrid()],
        ["14:00 MN-91 mismatch"],
    ),
    "moved in one account, not yet in the other": (
        [region(), private(start=TWO, uid="r1")],
        [ingrid(start=TWO)],
        ["09:00 IK-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "cancelled in one account, not yet in the other": (
        [region("Inställd: " + IK), private(uid="r1")],
        [ingrid()],
        ["09:00 IK-82 agrees", "09:00 IK-82 cancelled"],
    ),
    "the subject was changed in one account": (
        [region(), private("MN-91 Videobesök", uid="r1")],
        [ingrid()],
        ["09:00 IK-82 agrees", "09:00 MN-91 calendar_only"],
    ),
    "the same person at both providers": (
        [region(), private(start=TWO)],
        [ingrid(), ingrid("Privat tidbok", "4", TWO)],
        ["09:00 IK-82 ambiguous", "14:00 IK-82 ambiguous"],
    ),
    "the same person at both providers, once on site": (
        [region(), private(start=TWO)],
        [ingrid(), ingrid("Privat tidbok", "4", TWO, modality=Modality.PHYSICAL)],
        ["09:00 IK-82 ambiguous", "14:00 IK-82 mismatch"],
    ),
    "the same person at both providers at one time": (
        [region(), private()],
        [ingrid(), ingrid("Privat tidbok", "4")],
        ["09:00 IK-82 ambiguous"] * 4,
    ),
    "two systems that number alike": (
        [region(), private("MN-91 Videobesök", TWO)],
        [ingrid(number="1"), booking("Mona", "Nord", 1991, TWO, source="Privat tidbok", booking_id="1")],
        ["09:00 IK-82 agrees", "14:00 MN-91 agrees"],
    ),
    "two systems that number alike, and an event by that number": (
        [region("Videobesök", booking_id="1")],
        [ingrid(number="1"), booking("Mona", "Nord", 1991, TWO, source="Privat tidbok", booking_id="1")],
        ["09:00 IK-82 ambiguous", "14:00 MN-91 ambiguous"],
    ),
    "two systems that number two patients of one label alike": (
        [region()],
        [ingrid(number="1"), booking("Ivar", "Kron", 1983, source="Privat tidbok", booking_id="1")],
        ["09:00 IK-82 agrees", "09:00 IK-83 booking_only"],
    ),
    "copies that name two bookings": (
        [region("Videobesök", booking_id="17"), private("Videobesök", uid="r1", booking_id="18")],
        [ingrid(), booking("Mona", "Nord", 1991, booking_id="18")],
        ["09:00 IK-82 agrees", "09:00 MN-91 agrees"],
    ),
    "protected in two exports": (
        [region("XX-82 Videobesök")],
        [hidden(booking_id="7"), hidden(booking_id="7", source="Kopia")],
        ["09:00 protected"],
    ),
    "a meeting without an id is not known again": (
        [region(uid=""), private(uid="")],
        [],
        ["09:00 IK-82 ambiguous", "09:00 IK-82 ambiguous"],
    ),
}


@pytest.mark.parametrize("name", ACCOUNTS)
def test_several_accounts(name: str) -> None:
    events, bookings, expected = ACCOUNTS[name]
    assert sorted(lines(cross_check(events, bookings))) == sorted(expected)


def test_a_visit_names_every_account_that_has_it() -> None:
    visit = one([region(), private(uid="r1")], [ingrid(), ingrid("Kopia")])
    assert visit.sources == ("Kopia", "Privat", "Region", "Tidbok")


def test_copies_complete_each_other_and_count_once() -> None:
    people = (Participant(Role.PATIENT), Participant(Role.INTERPRETER, "arabiska"))
    visit = one(
        [region(), private(uid="r1", join=LINK)],
        [ingrid(phone="070-174 06 05"), ingrid("Kopia", participants=people)],
    )
    assert (visit.join, visit.phone, visit.participants) == (LINK, "070-174 06 05", people)


def test_every_copy_is_in_the_visit() -> None:
    copies = [region(), private(uid="r1")]
    (row,) = group_day(copies, [])
    assert sorted(e.source for e in row.originals) == ["Privat", "Region"]
    assert [e.source for e in row.events] == ["Privat"]


def test_a_copy_with_another_full_year_is_none() -> None:
    with_year = replace(region("IK-1926 Videobesök"), source="Privat")
    assert len(cross_check([region("IK-26 Videobesök"), with_year], [])) == 2


def test_a_copied_booking_that_was_moved_is_another() -> None:
    moved = replace(ingrid("Kopia"), start=NINE + HOUR)
    assert len(cross_check([], [ingrid(), moved])) == 2
    renamed = replace(ingrid("Kopia"), key=Key("MN", 91))
    assert len(cross_check([], [ingrid(), renamed])) == 2
