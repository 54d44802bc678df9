from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vardklient.domain.deeplink import find_visit, parse_link, visit_link
from vardklient.domain.visit import Visit

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
VISIT = Visit("v0123456789abcdef", AT, AT, booking_id="B-1")


@given(st.from_regex(r"v[0-9a-f]{16}", fullmatch=True))
def test_a_link_leads_back_to_its_visit(visit_id: str) -> None:
    assert parse_link(visit_link(visit_id)) == visit_id


@given(st.text())
@example("vardklient://visit/" + "x" * 65)
@example("VARDKLIENT://VISIT/v1")
def test_no_text_is_taken_for_more_than_an_id(text: str) -> None:
    found = parse_link(text)
    assert found is None or (found.isascii() and len(found) <= 64 and found in text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "visit/v1",
        "vardklient://visit/",
        "vardklient://visit/v1/more",
        "vardklient://visit/v1?open=1",
        "vardklient://visit/v1#x",
        "vardklient://visit/v1\n",
        " vardklient://visit/v1",
        "vardklient://visit/v%31",
        "vardklient://call/v1",
        "vardklient:visit/v1",
        "https://visit/v1",
        "vardklient://user@visit/v1",
        "vardklient://visit/../v1",
        "vardklient://visit/vå",
        "vardklient://visit/196101182803",
        "vardklient://visit/19610118-2803",
        "vardklient://visit/6101182803",
        "vardklient://visit/701063-2391",
        "vardklient://visit/22950606FH20",
        "vardklient://visit/IK-82",
        "vardklient://visit/ik1982",
        "--camera=x",
    ],
)
def test_what_is_no_link_to_a_visit_is_none(text: str) -> None:
    assert parse_link(text) is None


@pytest.mark.parametrize("text", ["VardKlient://Visit/B-1", "vardklient://visit/B-1/"])
def test_how_a_browser_writes_it_does_not_matter(text: str) -> None:
    assert parse_link(text) == "B-1"


@pytest.mark.parametrize("number", ["2611230001", "202611230001", "6101182804", "123456789012"])
def test_a_bookings_number_may_be_as_long_as_a_persons(number: str) -> None:
    booked = replace(VISIT, booking_id=number)
    assert find_visit(parse_link(visit_link(number)) or "", [booked]) is booked


def test_a_visit_is_found_by_its_id_or_by_its_only_booking() -> None:
    other = replace(VISIT, visit_id="v2", booking_id="B-2")
    twin = replace(VISIT, visit_id="v3")
    assert find_visit(VISIT.visit_id, [other, VISIT]) is VISIT
    assert find_visit("B-2", [other, VISIT]) is other
    assert find_visit("B-1", [VISIT, twin]) is None
    assert find_visit("B-3", [other, VISIT]) is None
