from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.deeplink import visit_link
from vardklient.domain.invitation import CalendarItem, own_item
from vardklient.domain.visit import Key, Visit
from vardklient.schedule.ics import read_ics
from vardklient.schedule.invite import calendar_file
from vardklient.schedule.regions import default_region

START = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
VISIT = Visit("v1", START, START + timedelta(minutes=20), label="ÅÄ-05", booking_id="B;1,2\\3")
OWN = own_item(VISIT, visit_link("v1"), START - timedelta(days=3))


def event(item: CalendarItem) -> Any:
    (found,) = Calendar.from_ical(calendar_file(item)).walk("VEVENT")
    return found


def test_our_own_reader_knows_the_visit_again_by_its_booking_its_initials_and_its_time() -> None:
    read, problems = read_ics(calendar_file(OWN), START.astimezone(STOCKHOLM).date(), "own.ics", default_region())
    assert problems == ()
    (found,) = read
    assert (found.start, found.end) == (VISIT.start, VISIT.end)
    assert found.keys == (Key("ÅÄ", 5),)
    assert found.booking_id == VISIT.booking_id
    assert found.video
    assert not found.cancelled


def test_a_calendar_reads_back_what_was_said() -> None:
    found = event(OWN)
    assert str(found["SUMMARY"]) == "ÅÄ-05 Videobesök"
    assert str(found["URL"]) == "vardklient://visit/v1"
    assert str(found["CLASS"]) == "PRIVATE"
    assert found["DTSTART"].dt == VISIT.start
    assert "ATTENDEE" not in found
    assert "ORGANIZER" not in found
    assert "X-VARDKLIENT-BOOKING" not in event(replace(OWN, booking_id=""))
    assert "URL" not in event(replace(OWN, link=""))


def test_one_that_is_made_later_takes_the_place_of_the_earlier() -> None:
    before, after = event(OWN), event(replace(OWN, made_at=OWN.made_at + timedelta(minutes=2)))
    assert before["UID"] == after["UID"]
    assert int(before["SEQUENCE"]) < int(after["SEQUENCE"]) < 2**31


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_lines_are_folded_whole_letters_stay_and_the_text_comes_back(text: str) -> None:
    data = calendar_file(replace(OWN, text=f"Öppna länken\n{text}"))
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert all(line.decode("utf-8") is not None for line in lines)
    assert str(event(replace(OWN, text=f"Öppna länken\n{text}"))["DESCRIPTION"]) == f"Öppna länken\n{text}"
