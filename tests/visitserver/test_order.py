from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.base.errors import WireError
from vardklient.domain.visit import Kind, Role
from vardklient.visitserver.order import parse_order
from vardklient.visitserver.registry import VisitOrder

GOOD: dict[str, object] = {
    "name": "0a" * 32,
    "start": "2026-11-23T09:30:00+01:00",
    "end": "2026-11-23T10:00:00+01:00",
    "host": "Leg. läkare, Vårdcentralen Ekeby",
    "kind": "one_to_one",
    "invite": ["clinician", "patient"],
}
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def test_a_good_order() -> None:
    order = parse_order(json.dumps(GOOD))
    assert order.end_s - order.start_s == 1800
    assert (order.kind, order.invite) == (Kind.ONE_TO_ONE, (Role.CLINICIAN, Role.PATIENT))
    assert order.meets == GOOD["host"]
    assert order.name == GOOD["name"]
    assert parse_order(json.dumps({**GOOD, "name": ""})).name == ""
    assert parse_order(json.dumps({**GOOD, "start": "2026-11-23T08:30:00Z"})).start_s == order.start_s


@given(st.text() | ANY.map(json.dumps))
def test_nothing_raises_anything_but_wire_error(text: str) -> None:
    try:
        parse_order(text)
    except WireError:
        return


@given(st.sampled_from(sorted(GOOD)), ANY)
def test_no_field_raises_anything_but_wire_error(field: str, value: object) -> None:
    try:
        order = parse_order(json.dumps({**GOOD, field: value}))
    except WireError:
        return
    assert isinstance(order, VisitOrder)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
        ("name", "a" * 65),
        ("name", "IK-82"),
        ("name", "å"),
        ("name", "a\n"),
        ("start", "2026-11-23T09:30:00"),
        ("start", "soon"),
        ("start", 1),
        ("start", "0001-01-01T00:00:00+14:00"),
        ("end", "2026-11-23T09:30:00+01:00"),
        ("end", "2026-11-25T09:30:00+01:00"),
        ("host", ""),
        ("host", "   "),
        ("host", "a\nb"),
        ("host", "a" * 121),
        ("host", None),
        ("kind", "party"),
        ("kind", 1),
        ("invite", []),
        ("invite", "patient"),
        ("invite", ["patient"] * 31),
        ("invite", ["king"]),
        ("invite", [["patient"]]),
        ("patient", "Iris"),
    ],
)
def test_what_is_refused(field: str, value: object) -> None:
    with pytest.raises(WireError):
        parse_order(json.dumps({**GOOD, field: value}))
