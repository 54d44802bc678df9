"""Answers of FHIR servers, spoilt in their structure and in their bytes; see `fuzz.py`."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.schedule.fhirday import (
    HSA_ID,
    SE,
    T,
    appointment,
    bundle,
    concept,
    patient,
    practitioner,
    security,
    virtual_service,
    with_participants,
)
from tests.schedule.fuzz import DAY, check_kept
from vardklient.schedule.fhirbundle import next_page, read_page
from vardklient.schedule.fhirroles import Actor
from vardklient.schedule.fhirvisits import Asked, read_appointments
from vardklient.schedule.regions import default_region
from vardklient.schedule.web import WebFault

BASE = "https://fhir.example/R4"
ASKED = Asked(DAY, "Tidboken", default_region(), BASE, Actor(frozenset({"Practitioner/17"}), HSA_ID))
INTERPRETER = {"type": [concept(f"{T}/v3-ParticipationType|TRANS")], "actor": {"display": "Tolk"}}
WHOLE = bundle(
    practitioner(),
    patient(
        communication=[{"language": concept("urn:ietf:bcp:47|ar"), "preferred": True}],
        telecom=[{"system": "phone", "value": "070-174 06 05"}],
        extension=[
            {"url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired", "valueBoolean": True}
        ],
    ),
    patient("p2", identifier=[{"system": f"{SE}nationelltReservnummer", "value": "98240301AA06"}]),
    patient("p3", meta=security(f"{T}/v3-ActCode|DEMO")),
    {"resourceType": "RelatedPerson", "id": "r1", "relationship": [concept(f"{T}/v3-RoleCode|GUARD")]},
    {
        "resourceType": "Encounter",
        "id": "e1",
        "class": {"code": "VR"},
        "appointment": [{"reference": "Appointment/a1"}],
    },
    appointment("a1", serviceType=[concept(f"{T}/v3-ActCode|VR", "Videobesök")], end="2026-11-23T09:30:00+01:00"),
    with_participants("a2", INTERPRETER, {"actor": {"reference": "RelatedPerson/r1"}}, who="p2"),
    appointment("a3", "p3", extension=virtual_service({"valueUrl": "https://meet.example/1"})),
    with_participants(
        "a4", {"actor": {"reference": "Patient/p2"}}, {"actor": {"reference": "#c1"}}, contained=[patient("c1")]
    ),
    {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "informational"}]},
    following="?page=2",
)
GOOD = appointment("good", "good")
GOOD_PATIENT = patient("good")

Place = tuple[Any, Any]


def places(tree: Any) -> Iterator[Place]:
    """Every value of the tree, by what holds it and under which name."""
    for name, value in list(tree.items() if isinstance(tree, dict) else enumerate(tree)):
        yield tree, name
        if isinstance(value, dict | list):
            yield from places(value)


texts = st.sampled_from(
    [
        *("\ud800", "\x00", "Å" * 5000, "Patient/p1", "#c1", "../..", "http://[", "https://meet.example/2"),
        *("2026-11-23T09:00:00+01:00", "2026-11-23", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"),
        *("Appointment", "Patient", "OperationOutcome", "cancelled", "entered-in-error", "sekretessmarkering"),
        *("196101182803", "Tolk och ombud"),
    ]
)
names = st.sampled_from(["id", "coding", "extension", "url", "reference", "system", "value"])
numbers = st.one_of(st.integers(), st.just(10**4200), st.floats())
junk = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, st.text(max_size=20), texts),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    """A good answer with some of its values exchanged, moved, wrapped, doubled or taken away."""
    tree = copy.deepcopy(WHOLE)
    for _ in range(draw(st.integers(0, 8))):
        there = list(places(tree))
        if not there:
            break
        holder, name = there[draw(st.integers(0, len(there) - 1))]
        match draw(st.sampled_from(["junk", "move", "wrap", "twice", "away", "unwrap"])):
            case "junk":
                holder[name] = draw(junk)
            case "move":
                other, whence = there[draw(st.integers(0, len(there) - 1))]
                holder[name] = copy.deepcopy(other[whence])
            case "wrap":
                holder[name] = [holder[name]]
            case "twice" if isinstance(holder[name], list):
                holder[name] = holder[name] * 2
            case "away":
                del holder[name]
            case "unwrap" if isinstance(holder[name], list) and holder[name]:
                holder[name] = holder[name][0]
    return tree


@st.composite
def in_bytes(draw: st.DrawFn) -> bytes:
    """The answer as it is sent, at times cut or with bytes exchanged."""
    data = bytearray(json.dumps(draw(spoilt())).encode())
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 2]))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.sampled_from([len(data)] * 9 + [len(data) // 2]))])


answers: st.SearchStrategy[Any] = st.one_of(in_bytes(), in_bytes(), in_bytes(), st.binary(max_size=200))


def check_fhir(answer: bytes) -> None:
    try:
        page = read_page(answer)
    except WebFault:
        check_kept((), ())
        return
    check_kept(*read_appointments(page.entries, ASKED))
    with contextlib.suppress(WebFault):
        assert next_page(BASE + "/Appointment", page.next_url, BASE).lower().startswith("https://fhir.example")


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(answers)
def test_no_answer_raises(answer: bytes) -> None:
    check_fhir(answer)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(junk, max_size=3), spoilt())
def test_bad_records_never_hide_a_good_one(bad: list[Any], other: Any) -> None:
    entries = other.get("entry") if isinstance(other, dict) else None
    whole = bundle()
    whole["entry"] = [*(entries if isinstance(entries, list) else []), *bad]
    whole["entry"] += [{"resource": GOOD_PATIENT}, {"resource": GOOD}]
    bookings, _ = read_appointments(read_page(json.dumps(whole).encode()).entries, ASKED)
    found = [booking for booking in bookings if booking.booking_id == "good"]
    assert [booking.key and booking.key.label for booking in found] == ["IK-61"]


def test_the_answer_before_it_is_spoilt_says_what_it_should() -> None:
    bookings, problems = read_appointments(read_page(json.dumps(WHOLE).encode()).entries, ASKED)
    assert [booking.booking_id for booking in bookings] == ["a1", "a2", "a3", "a4"]
    assert problems == ()


def test_deep_nesting_is_a_bad_answer() -> None:
    with pytest.raises(WebFault, match="bad_answer"):
        read_page(b'{"entry":' + b"[" * 50_000)
