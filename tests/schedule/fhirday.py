"""A made-up day of a FHIR server, with official test persons. What the tests of `schedule/fhir*.py` begin with."""

from __future__ import annotations

from typing import Any

Resource = dict[str, Any]

T = "http://terminology.hl7.org/CodeSystem"
SE = "http://electronichealth.se/identifier/"
VIRTUAL = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService"
HSA_ID = "SE2321000016-1ABC"
DAY = "2026-11-23"


def practitioner(ident: str = "17", hsa_id: str = HSA_ID) -> Resource:
    return {
        "resourceType": "Practitioner",
        "id": ident,
        "identifier": [{"system": "urn:oid:1.2.752.29.4.19", "value": hsa_id}],
    }


def patient(ident: str = "p1", given: str = "Ingrid", family: str = "Karlsson", **more: Any) -> Resource:
    return {
        "resourceType": "Patient",
        "id": ident,
        "identifier": [{"system": f"{SE}personnummer", "value": "196101182803"}],
        "name": [{"use": "official", "family": family, "given": [given]}],
        "birthDate": "1961-01-18",
        **more,
    }


def appointment(ident: str = "a1", who: str = "p1", at: str = f"{DAY}T09:00:00+01:00", **more: Any) -> Resource:
    patients = [{"actor": {"reference": f"Patient/{who}"}, "status": "accepted"}] if who else []
    return {
        "resourceType": "Appointment",
        "id": ident,
        "status": "booked",
        "start": at,
        "minutesDuration": 20,
        "participant": [*patients, {"actor": {"reference": "Practitioner/17"}, "status": "accepted"}],
        **more,
    }


def concept(code: str, text: str = "") -> Resource:
    """A CodeableConcept of "system|code"."""
    system, _, value = code.rpartition("|")
    coding = [{"system": system, "code": value}] if code else []
    return {"coding": coding, "text": text} if text else {"coding": coding}


def with_participants(ident: str, *participants: Resource, **more: Any) -> Resource:
    made = appointment(ident, **more)
    return made | {"participant": [*made["participant"], *participants]}


def security(*codes: str) -> Resource:
    return {"security": [{"system": c.rpartition("|")[0], "code": c.rpartition("|")[2]} for c in codes]}


def virtual_service(address: Resource) -> list[Resource]:
    return [{"url": VIRTUAL, "extension": [{"url": "address", **address}]}]


def bundle(*resources: Resource, following: str = "") -> Resource:
    links = [{"relation": "next", "url": following}] if following else []
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "link": links,
        "entry": [{"resource": resource, "search": {"mode": "match"}} for resource in resources],
    }
