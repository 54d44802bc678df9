from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.domain.visit import CalendarEvent, Key, Problem
from vardklient.schedule.graphevents import (
    BOOKING_PROPERTY,
    ID_LENGTH_MAX,
    day_window,
    read_events,
    wanted_fields,
)
from vardklient.schedule.icszones import zone_named
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import default_region

DAY = date(2026, 11, 24)
REGION = default_region()
OPEN = replace(REGION, meeting_hosts=frozenset({"teams.microsoft.com"}))
IK = (Key("IK", 82),)


def wall(clock: str, zone: str = "Europe/Stockholm", day: date = DAY) -> dict[str, str]:
    return {"dateTime": f"{day}T{clock}:00.0000000", "timeZone": zone}


def record(**fields: Any) -> dict[str, Any]:
    return {"id": "1", "subject": "IK-82 Videobesök", "start": wall("09:00"), "end": wall("09:30")} | fields


def only(day: date = DAY, **fields: Any) -> CalendarEvent:
    events, problems = read_events([record(**fields)], day, "Outlook", OPEN)
    assert problems == ()
    return events[0]


def test_links_are_asked_for_only_where_they_are_allowed() -> None:
    assert "location" not in wanted_fields(REGION)
    assert "location" in wanted_fields(OPEN)
    assert not {"body", "bodyPreview", "attendees", "organizer", "sensitivity"} & set(wanted_fields(OPEN))


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Europe/Stockholm", 8),
        ("W. Europe Standard Time", 8),
        ("UTC", 9),
        ("GMT Standard Time", 9),
        ("FLE Standard Time", 7),
        ("Etc/GMT-2", 7),
    ],
)
def test_zones_have_names_of_iana_and_of_windows(zone: str, hour: int) -> None:
    event = only(start=wall("09:00", zone), end=wall("09:30", zone))
    assert event.start == datetime(2026, 11, 24, hour, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["tzone://Microsoft/Custom", "", "Ankeborg", "../../etc", "a\0b", "x" * 9000])
def test_a_zone_that_nobody_knows_is_taken_for_swedish_and_told(zone: str) -> None:
    events, problems = read_events([record(start=wall("09:00", zone))], DAY, "Outlook", REGION)
    assert events[0].start == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert problems == (Problem("Outlook", Reason.UNKNOWN_TIME_ZONE, "event 1"),)


def test_a_time_with_an_offset_needs_no_zone() -> None:
    assert only(start={"dateTime": "2026-11-24T08:00:00Z"}).start.hour == 8
    assert only(start={"dateTime": "2026-11-24T10:00:00+02:00"}).start.hour == 8


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (DAY, 24)])
def test_a_day_has_as_many_hours_as_its_clocks_say(day: date, hours: int) -> None:
    opens, closes = day_window(day)
    assert closes - opens == timedelta(hours=hours)
    whole = only(day, isAllDay=True, start=wall("00:00", day=day), end=wall("00:00", day=day + timedelta(days=1)))
    assert (whole.start, whole.end, whole.all_day) == (opens, closes, True)


def test_a_time_that_the_clock_skips_moves_on_an_hour() -> None:
    spring = date(2026, 3, 29)
    event = only(spring, start=wall("02:30", day=spring), end=wall("03:30", day=spring))
    assert event.start == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_whole_day_is_a_swedish_one_whatever_zone_stands_there() -> None:
    tomorrow = DAY + timedelta(days=1)
    assert (
        only(isAllDay=True, start=wall("00:00", "UTC"), end=wall("00:00", "UTC", tomorrow)).start == day_window(DAY)[0]
    )
    shifted = only(isAllDay=True, start=wall("23:00", "UTC", DAY - timedelta(days=1)), end=wall("23:00", "UTC"))
    assert (shifted.start, shifted.end) == day_window(DAY)


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (("23:00", -1), ("00:30", 0), True),
        (("22:00", -1), ("00:00", 0), False),
        (("00:00", 0), ("00:00", 0), True),
        (("23:59", 0), ("01:00", 1), True),
        (("00:00", 1), ("01:00", 1), False),
        (("00:00", -3), ("00:00", 3), True),
    ],
)
def test_what_touches_the_day_counts(start: tuple[str, int], end: tuple[str, int], counts: bool) -> None:
    times = [wall(clock, day=DAY + timedelta(days=days)) for clock, days in (start, end)]
    events, _ = read_events([record(start=times[0], end=times[1])], DAY, "Outlook", REGION)
    assert bool(events) is counts


@pytest.mark.parametrize("end", [None, {}, {"dateTime": "soon"}, wall("08:00")])
def test_without_a_usable_end_it_ends_where_it_begins(end: object) -> None:
    event = only(end=end)
    assert event.end == event.start


@pytest.mark.parametrize(
    "bad",
    [
        None,
        [],
        "text",
        {"id": "1"},
        record(start=None),
        record(start={"dateTime": 7}),
        record(start={"dateTime": "24 november"}),
        record(start={"dateTime": "0001-01-01T00:00:00", "timeZone": "Asia/Tokyo"}),
        record(start={"dateTime": "9999-12-31T23:59:00", "timeZone": "America/New_York"}),
    ],
)
def test_a_bad_record_is_named_by_its_place(bad: object) -> None:
    events, problems = read_events([record(id="0"), bad], DAY, "Outlook", REGION)
    assert [event.keys for event in events] == [IK]
    assert problems == (Problem("Outlook", Reason.BAD_EVENT, "event 2"),)


def test_of_a_record_that_comes_twice_the_later_counts() -> None:
    events, _ = read_events([record(), record(id="2"), record(subject="ML-47 Videobesök")], DAY, "Outlook", REGION)
    assert [event.keys[0].label for event in events] == ["ML-47", "IK-82"]
    without_names = [{name: value for name, value in record().items() if name != "id"}] * 2
    assert len(read_events(without_names, DAY, "Outlook", REGION)[0]) == 2


def test_a_series_as_a_whole_is_no_event() -> None:
    assert read_events([record(type="seriesMaster")], DAY, "Outlook", REGION) == ((), ())


def test_an_event_is_known_by_its_calendar_id_if_it_has_one() -> None:
    assert only(iCalUId="0400").uid == "0400"
    assert only(iCalUId=None).uid == "1"
    assert len(only(iCalUId="x" * 5000).uid) == ID_LENGTH_MAX
    assert only(iCalUId="\ud83dx").uid == "?x"


@pytest.mark.parametrize("given_", [None, {}, "x", [None, 7, {"id": 7}, {"id": BOOKING_PROPERTY, "value": None}]])
def test_without_our_property_there_is_no_booking_id(given_: object) -> None:
    assert only(singleValueExtendedProperties=given_).booking_id == ""


def test_only_true_is_true() -> None:
    event = only(isCancelled="true", isAllDay=1)
    assert (event.cancelled, event.all_day) == (False, False)


@pytest.mark.parametrize("link", [None, {}, {"joinUrl": None}, {"joinUrl": "javascript:alert(1)"}, [], "x"])
def test_no_link_is_no_way_in(link: object) -> None:
    assert only(onlineMeeting=link).join.link == ""


def test_zone_names_are_looked_up_and_never_raise() -> None:
    assert zone_named("\ud800") is None


# ---------------------------------------------------------------- whatever comes

texts = st.text() | st.sampled_from(
    ["IK-82 Videobesök", "Canceled: ML-47", "2026-11-24T09:00:00.0000000", "Europe/Stockholm", "UTC", "occurrence"]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
moments = st.builds(
    lambda moment, zone: {"dateTime": moment.isoformat(), "timeZone": zone},
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),
    texts,
)
NAMES = (*wanted_fields(OPEN), "singleValueExtendedProperties")
records = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, json_values | moments))


@given(st.lists(records | json_values, max_size=5), st.dates(date(1, 1, 2), date(9999, 12, 30)))
def test_anything_is_read_or_named(found: list[object], day: date) -> None:
    events, problems = read_events(found, day, "Outlook", OPEN)
    opens, closes = day_window(day)
    assert all(event.start < closes and event.end >= opens and event.start <= event.end for event in events)
    assert all(event.source == "Outlook" and event.start.tzinfo is UTC for event in events)
    assert {problem.reason for problem in problems} <= {Reason.BAD_EVENT, Reason.UNKNOWN_TIME_ZONE}
    json.dumps([event.uid + event.booking_id for event in events], ensure_ascii=False).encode()


@given(st.lists(json_values, max_size=4), st.integers(0, 4))
def test_the_good_ones_are_kept_beside_anything(others: list[object], place: int) -> None:
    others[place:place] = [record(id="ours")]
    events, _ = read_events(others, DAY, "Outlook", REGION)
    assert IK in [event.keys for event in events]
