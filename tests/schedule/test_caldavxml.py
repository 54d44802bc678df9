from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.schedule.calendars import DAY, ics, vevent
from vardklient.schedule.caldav import read_answer
from vardklient.schedule.caldavxml import (
    CALDAV,
    DEPTH_MAX,
    RESOURCES_MAX,
    NotMultistatus,
    day_query,
    read_multistatus,
)
from vardklient.schedule.regions import default_region

HEAD = '<?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
ONE = (
    "<D:response><D:href>/a.ics</D:href><D:propstat><D:prop><C:calendar-data>"
    + ics(vevent()).decode()
    + "</C:calendar-data></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
)
END = "</D:multistatus>"
WHOLE = (HEAD + ONE * 2 + END).encode()


def test_resources_and_their_properties() -> None:
    resources, whole = read_multistatus(WHOLE)
    assert whole
    assert [resource.href for resource in resources] == ["/a.ics", "/a.ics"]
    assert "VEVENT" in resources[0].text(f"{CALDAV}calendar-data")
    assert resources[0].text("{DAV:}displayname") == ""
    assert resources[0].link("{DAV:}displayname") == ""
    assert not resources[0].is_calendar


@pytest.mark.parametrize(("cut", "count"), [(len(END), 2), (len(END) + 1, 1), (len(END) + len(ONE.encode()) + 5, 0)])
def test_an_answer_that_breaks_off(cut: int, count: int) -> None:
    resources, whole = read_multistatus(WHOLE[:-cut])
    assert (len(resources), whole) == (count, False)


BOMB = (
    b'<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9))
    + b']><multistatus xmlns="DAV:"><response><href>&j;</href></response></multistatus>'
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no xml",
        b"<html/>",
        b"<multistatus/>",
        BOMB,
        BOMB.decode().encode("utf-16"),
        b'<!DOCTYPE m SYSTEM "file:///etc/passwd"><multistatus xmlns="DAV:"/>',
        b'<?xml version="1.0" encoding="nonsense"?><multistatus xmlns="DAV:"/>',
        f'<multistatus xmlns="DAV:">{"<response>" * DEPTH_MAX}'.encode(),
    ],
)
def test_what_is_not_read(data: bytes) -> None:
    with pytest.raises(NotMultistatus):
        read_multistatus(data)


def test_more_resources_than_a_day_has() -> None:
    began_s = time.thread_time()
    resources, whole = read_multistatus((HEAD + "<D:response/>" * 500_000 + END).encode())
    assert (len(resources), whole) == (RESOURCES_MAX, False)
    assert time.thread_time() - began_s < 20


def test_the_question_is_in_utc() -> None:
    asked = day_query(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 24, 1, 30, tzinfo=UTC))
    assert b'start="20261123T000000Z" end="20261124T013000Z"' in asked


def test_time_runs_out() -> None:
    never = vevent("n", datetime(1900, 1, 1, 9), extra="RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n")
    data = (HEAD + ONE + ONE.replace(vevent(), never) * 40 + END).encode()
    began_s = time.thread_time()
    found = read_answer(data, DAY, "k", "k", default_region(), seconds=0.5)
    assert time.thread_time() - began_s < 10
    assert len(found.events) == 1
    assert found.problems[-1].detail.endswith("and later")


@settings(max_examples=300)
@given(st.data())
@example(None)
def test_no_answer_raises(data: st.DataObject | None) -> None:
    """Damage a real answer: bytes replaced, cut, doubled."""
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(0, 5)) if data else 0):
        assert data
        at = data.draw(st.integers(0, len(damaged)))
        to = min(len(damaged), at + data.draw(st.integers(0, 30)))
        damaged[at:to] = data.draw(st.binary(max_size=12)) if data.draw(st.booleans()) else bytes(damaged[at:to]) * 2
    found = read_answer(bytes(damaged), DAY, "k", "k", default_region())
    assert len(found.events) <= 4
