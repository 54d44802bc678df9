"""What is made of single records, those included that no good server sends."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.schedule.fhirday import (
    HSA_ID,
    SE,
    VIRTUAL,
    Resource,
    T,
    appointment,
    bundle,
    concept,
    patient,
    security,
    virtual_service,
    with_participants,
)
from vardklient.domain.visit import Booking, Join, JoinKind, Key, Kind, Modality, Participant, Problem, Role
from vardklient.schedule.fhirbundle import next_page, read_page
from vardklient.schedule.fhirjson import parse
from vardklient.schedule.fhirroles import Actor
from vardklient.schedule.fhirvisits import Asked, read_appointments
from vardklient.schedule.regions import Region, default_region, load_region

DAY = date(2026, 11, 23)
BASE = "https://fhir.example/R4"
SCT = "http://snomed.info/sct"
ME = Actor(frozenset({"Practitioner/17"}), HSA_ID)


def read(
    *resources: Any, region: Region | None = None, actor: Actor = ME
) -> tuple[tuple[Booking, ...], list[tuple[str, str]]]:
    page = read_page(json.dumps(bundle(*resources)).encode())
    asked = Asked(DAY, "Tidboken", region or default_region(), BASE, actor)
    bookings, problems = read_appointments(page.entries, asked)
    assert {problem.source for problem in problems} <= {"Tidboken"}
    return bookings, [(problem.reason, problem.detail) for problem in problems]


def one(*resources: Resource, region: Region | None = None) -> Booking:
    (booking,), problems = read(*resources, region=region)
    assert problems == []
    return booking


def number(system: str, value: str) -> list[Resource]:
    return [{"system": system, "value": value}]


# ---------------------------------------------------------------- what is kept of a patient


@pytest.mark.parametrize(
    ("identifier", "born", "year"),
    [
        (number(f"{SE}personnummer", "196101182803"), "", 1961),
        (number("urn:oid:1.2.752.129.2.1.3.1", "19610118-2803"), "", 1961),
        (number(f"{SE}samordningsnummer", "196101782803"), "", 1961),
        (number("urn:oid:1.2.752.129.2.1.3.3", "196101782803"), "", 1961),
        (number(f"{SE}nationelltReservnummer", "98240301AA06"), "", 2024),
        (number(f"{SE}nationelltReservnummer", "00822041AB12"), "1982", 1982),
        (number("urn:oid:1.2.752.113.11.0.2.1.1.1", "19810829M071"), "", 1981),
        (number("https://local.example/id", "196101182803"), "1982-03-14", 1982),
        (number(f"{SE}nationelltReservnummer", "98240301AA06") + number(f"{SE}personnummer", "196101182803"), "", 1961),
        ([], "1982-03", 1982),
    ],
)
def test_the_birth_year_is_of_the_number_or_the_date(identifier: list[Resource], born: str, year: int) -> None:
    booking = one(patient(identifier=identifier, birthDate=born), appointment())
    assert (booking.birth_year, booking.key) == (year, Key("IK", year % 100))


def test_a_number_without_a_year_is_a_problem_and_the_visit_stays() -> None:
    bad = number(f"{SE}personnummer", "19611318-2803")
    (booking,), problems = read(patient(identifier=bad, birthDate=""), appointment())
    assert (booking.key, booking.initials, problems) == (None, {"IK", "KI"}, [("bad_personal_number", "record 2")])
    (booking,), problems = read(patient(identifier=bad), appointment())
    assert (booking.key, problems) == (Key("IK", 61), [("bad_personal_number", "record 2")])


@pytest.mark.parametrize(
    ("name", "label", "ways"),
    [
        ([{"family": "Karlsson", "given": ["Ingrid", "Maria"]}], "IK-61", {"IK", "KI", "MK", "KM", "IMK", "KIM"}),
        ([{"text": "Ingrid Karlsson"}], "IK-61", {"IK", "KI"}),
        ([{"text": "Karlsson, Ingrid"}], "IK-61", {"IK", "KI"}),
        ({"family": ["Karlsson"], "given": "Ingrid"}, "IK-61", {"IK", "KI"}),
        (
            [
                {"use": "old", "family": "Ek", "given": ["Ingrid"]},
                {"use": "nickname", "family": "Karlsson", "given": ["Bibbi"]},
                {"use": "official", "family": "Karlsson", "given": ["Ingrid"]},
            ],
            "IK-61",
            {"IK", "KI", "BK", "KB"},
        ),
        ([{"use": "maiden", "family": "Ek", "given": ["Ingrid"]}], "IE-61", {"IE", "EI"}),
    ],
)
def test_names_become_initials(name: object, label: str, ways: set[str]) -> None:
    booking = one(patient(name=name), appointment())
    assert booking.key is not None
    assert (booking.key.label, booking.initials) == (label, ways)


@pytest.mark.parametrize("name", [[], None, 7, [None], [{"family": "Karlsson"}], [{"family": {}, "given": [{}]}]])
def test_a_patient_without_a_name_is_a_problem_and_the_visit_stays(name: object) -> None:
    (booking,), problems = read(patient(name=name), appointment())
    assert (booking.key, booking.birth_year, problems) == (None, 1961, [("bad_record", "record 2")])


def test_the_telephone_that_can_be_dialled() -> None:
    telecom = [
        {"system": "email", "value": "070-174 06 05"},
        {"system": "phone", "use": "work", "value": "08-465 004 00"},
        {"system": "phone", "use": "mobile", "value": "070-174 06 06"},
        {"system": "phone", "use": "home", "value": "ring dottern"},
    ]
    assert one(patient(telecom=telecom), appointment()).phone == "070-174 06 06"
    assert one(patient(telecom=telecom[3:]), appointment()).phone == ""


def test_names_numbers_and_clinical_text_are_not_kept() -> None:
    clinical = {"description": "HEMLIGT", "comment": "HEMLIGT", "patientInstruction": "HEMLIGT"} | {
        "reasonCode": [concept("x|HEMLIGT", "HEMLIGT")],
        "text": {"status": "generated", "div": "<div>HEMLIGT</div>"},
        "extension": [{"url": "https://x.example/orsak", "valueString": "HEMLIGT"}],
        "supportingInformation": [{"display": "HEMLIGT"}],
    }
    address = {"address": [{"line": ["HEMLIGT 1"]}], "photo": [{"data": "HEMLIGT"}]}
    sent = bundle(patient(**address), appointment(**clinical))
    assert "HEMLIGT" not in repr(parse(json.dumps(sent).encode())), "dropped while it is parsed"
    booking = one(patient(**address), appointment(**clinical))
    assert not any(word in repr(booking) for word in ("HEMLIGT", "Ingrid", "Karlsson", "2803"))


# ---------------------------------------------------------------- protected identity


SEKRETESS = "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel|sekretessmarkering"
MARKS = (
    f"{T}/v3-ActCode|DEMO",
    "http://hl7.org/fhir/v3/ActCode|DEMO",
    SEKRETESS,
    "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel|skyddadFolkbokforing",
    "|Sekretessmarkering",
)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("where", ["Appointment", "Patient", "RelatedPerson", "contained"])
def test_of_a_protected_identity_only_id_and_time_are_kept(mark: str, where: str) -> None:
    marked = {"meta": security(f"{T}/v3-Confidentiality|N", mark)}
    guardian = {"resourceType": "RelatedPerson", "id": "r1"} | (marked if where == "RelatedPerson" else {})
    who = patient(telecom=[{"system": "phone", "value": "070-174 06 06"}], **(marked if where == "Patient" else {}))
    held = {"contained": [patient("c1") | marked]} if where == "contained" else {}
    visit = with_participants(
        "a1",
        {"actor": {"reference": "RelatedPerson/r1"}},
        extension=virtual_service({"valueUrl": "https://meet.example/1"}),
        status="cancelled",
        **(marked if where == "Appointment" else {}),
        **held,
    )
    if held:
        visit["participant"][0]["actor"]["reference"] = "#c1"
    booking = one(guardian, who, visit)
    assert booking == Booking(
        source="Tidboken",
        booking_id="a1",
        start=datetime(2026, 11, 23, 8, tzinfo=UTC),
        end=datetime(2026, 11, 23, 8, 20, tzinfo=UTC),
        key=None,
        initials=frozenset(),
        birth_year=None,
        protected=True,
        cancelled=True,
    )


@pytest.mark.parametrize("meta", [None, [], "x", {"security": "x"}, {"security": [None, {"code": 7}]}, {}])
def test_other_marks_protect_nobody(meta: object) -> None:
    assert not one(patient(meta=meta), appointment(meta=security(f"{T}/v3-Confidentiality|R"))).protected


# ---------------------------------------------------------------- how one meets


@pytest.mark.parametrize(
    ("fields", "modality"),
    [
        ({}, Modality.UNKNOWN),
        ({"serviceType": [concept(f"{T}/v3-ActCode|VR")]}, Modality.VIDEO),
        ({"class": [concept(f"{T}/v3-ActCode|VR")]}, Modality.VIDEO),
        ({"class": {"system": f"{T}/v3-ActCode", "code": "VR"}}, Modality.VIDEO),
        ({"serviceCategory": [concept(f"{SCT}|63431000052109")]}, Modality.VIDEO),
        ({"appointmentType": concept(f"{SCT}|185317003")}, Modality.PHONE),
        ({"appointmentType": concept(f"{SCT}|58171000052102")}, Modality.PHYSICAL),
        ({"appointmentType": concept(f"{SCT}|185316007")}, Modality.UNKNOWN),
        ({"appointmentType": concept(f"{SCT}|185316007", "Återbesök")}, Modality.UNKNOWN),
        ({"appointmentType": concept(f"{SCT}|185316007", "Återbesök via video")}, Modality.VIDEO),
        ({"appointmentType": concept("", "Återbesök")}, Modality.PHYSICAL),
        ({"appointmentType": concept("", "Kontakt via videolänk")}, Modality.VIDEO),
        ({"appointmentType": {"coding": [{"display": "Telefonkontakt"}]}}, Modality.PHONE),
        ({"appointmentType": concept("", "Video eller telefon")}, Modality.UNKNOWN),
        ({"serviceType": [concept(f"{SCT}|185317003")], "class": [concept(f"{T}/v3-ActCode|VR")]}, Modality.UNKNOWN),
        ({"specialty": [concept("", "Video")], "description": "video", "comment": "video"}, Modality.UNKNOWN),
        ({"extension": virtual_service({"valueUrl": "https://elsewhere.example/1"})}, Modality.VIDEO),
        ({"extension": [{"url": VIRTUAL}], "serviceType": [concept(f"{SCT}|185317003")]}, Modality.VIDEO),
        ({"extension": [{"url": "https://x.example/other"}]}, Modality.UNKNOWN),
        (
            {"extension": virtual_service({"valueContactPoint": {"system": "phone", "value": "08-465 004 00"}})},
            Modality.PHONE,
        ),
        (
            {
                "extension": [
                    {
                        "url": "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.class",
                        "valueCodeableConcept": concept(f"{T}/v3-ActCode|VR"),
                    }
                ]
            },
            Modality.VIDEO,
        ),
    ],
)
def test_what_means_video(fields: Resource, modality: Modality) -> None:
    assert one(patient(), appointment(**fields)).modality is modality


def test_the_class_of_the_encounter_that_was_made_for_it() -> None:
    encounter = {
        "resourceType": "Encounter",
        "id": "e1",
        "class": {"system": f"{T}/v3-ActCode", "code": "VR"},
        "appointment": [{"reference": f"{BASE}/Appointment/a1"}],
    }
    found = read(patient(), encounter, appointment("a1"), appointment("a2"))[0]
    assert [booking.modality for booking in found] == [Modality.VIDEO, Modality.UNKNOWN]


def test_codes_of_the_region(region: Region) -> None:
    booking = one(patient(), appointment(appointmentType=concept("https://x.example/typ|VB")), region=region)
    assert booking.modality is Modality.VIDEO
    group = one(patient(), appointment(serviceType=[concept("https://x.example/typ|G")]), region=region)
    assert group.kind is Kind.GROUP


@pytest.fixture
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    path = tmp_path_factory.mktemp("region") / "region.toml"
    path.write_text(
        'name = "x"\n[calendar]\nmeeting_hosts = ["meet.example"]\n'
        '[fhir]\nvideo = ["https://x.example/typ|VB"]\ngroup = ["https://x.example/typ|G"]'
    )
    return load_region(path)


LINK = "https://meet.example/rum/1"


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ({"extension": virtual_service({"valueUrl": LINK})}, LINK),
        ({"extension": virtual_service({"valueString": LINK})}, LINK),
        ({"extension": virtual_service({"valueContactPoint": {"system": "url", "value": LINK}})}, LINK),
        ({"extension": virtual_service({"valueContactPoint": {"value": LINK}})}, LINK),
        (
            {"extension": virtual_service({"valueExtendedContactDetail": {"telecom": [{"value": LINK}]}})},
            LINK,
        ),
        ({"extension": [{"url": VIRTUAL, "valueUrl": LINK}]}, LINK),
        (
            {"extension": virtual_service({"valueUrl": "https://evil.example/"}) + virtual_service({"valueUri": LINK})},
            LINK,
        ),
        ({"virtualService": [{"addressUrl": LINK}]}, LINK),
        ({"extension": virtual_service({"valueUrl": "https://evil.example/meet.example"})}, ""),
        ({"extension": virtual_service({"valueUrl": "http://meet.example/rum/1"})}, ""),
        ({"extension": virtual_service({"valueUrl": "https://meet.example@evil.example/"})}, ""),
        ({"extension": [{"url": VIRTUAL, "extension": [{"url": "additionalInfo", "valueUrl": LINK}]}]}, ""),
        ({"comment": LINK, "description": LINK}, ""),
    ],
)
def test_a_link_is_kept_when_its_host_is_allowed(fields: Resource, link: str, region: Region) -> None:
    booking = one(patient(), appointment(**fields), region=region)
    assert booking.join == (Join(JoinKind.LINK, link) if link else Join())
    assert one(patient(), appointment(**fields)).join == Join(), "no host is allowed where the region names none"


# ---------------------------------------------------------------- who takes part


def practitioner_at(reference: str, text: str = "") -> Resource:
    return {"actor": {"reference": reference}, "type": [concept("", text)] if text else []}


@pytest.mark.parametrize(
    ("fields", "others", "expected"),
    [
        ({}, [practitioner_at("Practitioner/18")], [Role.CO_HOST]),
        ({}, [practitioner_at("PractitionerRole/9")], []),
        ({}, [practitioner_at("Location/4"), practitioner_at("Device/4")], []),
        ({}, [practitioner_at("Practitioner/18", "Sjuksköterska på plats")], [Role.STAFF_ON_SITE]),
        ({}, [practitioner_at("PractitionerRole/9", "Medbehandlare")], [Role.CO_HOST]),
        ({}, [practitioner_at("Practitioner/18", "Tolk")], [Role.INTERPRETER]),
        ({}, [practitioner_at("RelatedPerson/1")], [Role.RELATIVE]),
        ({}, [practitioner_at("RelatedPerson/1", "Vårdnadshavare")], [Role.GUARDIAN]),
        ({}, [practitioner_at("RelatedPerson/1", "Ombud")], [Role.PROXY]),
        ({}, [practitioner_at("RelatedPerson/1", "Personal")], [Role.RELATIVE]),
        (
            {"appointmentType": concept("", "Digifysiskt besök")},
            [practitioner_at("Practitioner/18")],
            [Role.STAFF_ON_SITE],
        ),
        ({"appointmentType": concept("", "Digifysiskt besök")}, [], [Role.STAFF_ON_SITE]),
        (
            {},
            [{"actor": {"type": "Practitioner", "identifier": number("urn:oid:1.2.752.29.4.19", HSA_ID.lower())[0]}}],
            [],
        ),
        ({}, [None, 7, {}, {"actor": 7}, {"actor": {"reference": 7}}], []),
    ],
)
def test_roles(fields: Resource, others: list[Any], expected: list[Role]) -> None:
    booking = one(patient(), with_participants("a1", *others, **fields))
    assert [participant.role for participant in booking.participants] == [Role.PATIENT, *expected]


def test_a_clinician_who_is_only_named_is_no_co_host() -> None:
    visit = appointment()
    visit["participant"][1]["actor"] = {"type": "Practitioner", "display": "Leg. läkare"}
    assert one(patient(), visit).participants == (Participant(Role.PATIENT),)


def test_the_place_where_the_patient_sits_with_the_staff() -> None:
    home = {"actor": {"reference": "Location/4", "display": "Hemgårdens boende"}}
    booking = one(patient(), with_participants("a1", home, appointmentType=concept("", "Digifysiskt besök")))
    assert booking.participants[-1] == Participant(Role.STAFF_ON_SITE, place="Hemgårdens boende")
    assert all(p.place == "" for p in one(patient(), with_participants("a1", home)).participants)


NEEDED = {"url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired", "valueBoolean": True}


@pytest.mark.parametrize(
    ("communication", "language"),
    [
        ([{"language": concept("urn:ietf:bcp:47|ar-SY")}], "ar"),
        ([{"language": concept("urn:ietf:bcp:47|so"), "preferred": True}, {"language": concept("x|sv")}], "so"),
        ([{"language": concept("", "Tigrinja")}], "tigrinja"),
        ([{"language": concept("urn:ietf:bcp:47|sv")}], ""),
        ([{"language": concept("x|ar")}, {"language": concept("x|so")}], ""),
        ([{"language": concept("x|139")}], ""),
        ("x", ""),
    ],
)
def test_an_interpreter_that_is_needed_is_expected(communication: object, language: str) -> None:
    booking = one(patient(communication=communication, extension=[NEEDED]), appointment())
    assert booking.participants == (Participant(Role.PATIENT), Participant(Role.INTERPRETER, language=language))
    without = one(patient(communication=communication), appointment())
    assert without.participants == (Participant(Role.PATIENT),)


def test_a_large_group_does_not_push_the_interpreter_out() -> None:
    people = [patient(f"p{n}") for n in range(1, 80)]
    seats = [{"actor": {"reference": f"Patient/p{n}"}} for n in range(2, 80)]
    interpreter = {"type": [concept(f"{T}/v3-ParticipationType|TRANS")], "actor": {"reference": "Practitioner/18"}}
    booking = one(*people, with_participants("a1", *seats, interpreter))
    assert [p.role for p in booking.participants] == [Role.PATIENT] * 50 + [Role.INTERPRETER]


def test_an_appointment_without_a_patient_is_counted_as_something_else() -> None:
    assert one(appointment(who="")).modality is Modality.OTHER
    meeting = with_participants("a1", practitioner_at("Practitioner/18"), who="")
    assert one(meeting).participants == ()
    group = one(appointment(who="", serviceType=[concept("", "Gruppbesök")]))
    assert (group.kind, group.modality) == (Kind.GROUP, Modality.UNKNOWN)


def test_a_patient_may_be_named_and_not_pointed_at() -> None:
    named = {
        "type": "Patient",
        "display": "Ingrid Karlsson",
        "identifier": number(f"{SE}personnummer", "196101182803")[0],
    }
    booking = one(with_participants("a1", {"actor": named}, who=""))
    assert (booking.key, booking.participants) == (Key("IK", 61), (Participant(Role.PATIENT),))


def test_a_patient_whom_the_server_withholds_is_not_named_by_the_reference() -> None:
    withheld = {
        "reference": "Patient/p9",
        "display": "Ingrid Karlsson",
        "identifier": number(f"{SE}personnummer", "196101182803")[0],
    }
    (booking,), problems = read(with_participants("a1", {"actor": withheld}, who=""))
    assert (booking.key, booking.initials, booking.birth_year) == (None, frozenset(), None)
    assert problems == [("bad_record", "record 1")]


@pytest.mark.parametrize(
    "reference", ["Patient/p1", "Patient/p1/_history/3", f"{BASE}/Patient/p1", "urn:uuid:7", "#p1"]
)
def test_references_of_every_form(reference: str) -> None:
    visit = appointment()
    visit["participant"][0]["actor"]["reference"] = reference
    sent = bundle(visit, patient())
    if reference == "#p1":
        sent = bundle(visit | {"contained": [patient()]})
    elif reference.startswith("urn:"):
        sent["entry"][1]["fullUrl"] = reference
    entries = read_page(json.dumps(sent).encode()).entries
    (booking,), problems = read_appointments(entries, Asked(DAY, "x", default_region(), BASE, ME))
    assert (booking.key, problems) == (Key("IK", 61), ())


@pytest.mark.parametrize("reference", ["https://other.example/R4/Patient/p1", "Patient/p2", "#p1", "urn:uuid:8"])
def test_a_patient_who_was_not_sent_is_a_problem(reference: str) -> None:
    visit = appointment()
    visit["participant"][0]["actor"]["reference"] = reference
    (booking,), problems = read(patient(), visit)
    assert (booking.key, booking.modality, problems) == (None, Modality.UNKNOWN, [("bad_record", "record 2")])


def test_the_same_patient_twice_makes_no_group() -> None:
    again = {"actor": {"reference": f"{BASE}/Patient/p1"}}
    assert one(patient(), with_participants("a1", again)).kind is Kind.ONE_TO_ONE


def test_appointments_of_others_are_not_listed() -> None:
    other = appointment("a2")
    other["participant"][1]["actor"]["reference"] = "Practitioner/18"
    bookings, problems = read(patient(), appointment(), other)
    assert ([booking.booking_id for booking in bookings], problems) == (["a1"], [("bad_answer", "")])
    nobody = appointment("a3")
    nobody["participant"] = nobody["participant"][:1]
    assert one(patient(), nobody).booking_id == "a3"


# ---------------------------------------------------------------- bad records


@pytest.mark.parametrize(
    "start",
    [
        None,
        "",
        "nio",
        "2026-11-23",
        "2026-11-23T25:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
        7,
    ],
)
def test_a_record_without_a_moment_is_a_problem_with_its_place(start: object) -> None:
    bookings, problems = read(patient(), appointment("a0", start=start), appointment("a1"))
    assert ([booking.booking_id for booking in bookings], problems) == (["a1"], [("bad_record", "record 2")])


@pytest.mark.parametrize("record", [None, 7, "x", [], {}, {"resourceType": 7}, {"id": "1"}])
def test_what_is_no_record_is_a_problem_with_its_place(record: object) -> None:
    bookings, problems = read(patient(), record, appointment())
    assert ([booking.booking_id for booking in bookings], problems) == (["a1"], [("bad_record", "record 2")])


def test_an_entry_that_is_none() -> None:
    sent = bundle(patient(), appointment())
    sent["entry"].insert(1, None)
    entries = read_page(json.dumps(sent).encode(), before=100).entries
    bookings, problems = read_appointments(entries, Asked(DAY, "x", default_region(), BASE, ME))
    assert (len(bookings), problems) == (1, (Problem("x", "bad_record", "record 102"),))


def test_a_warning_of_the_server_is_none_and_an_error_is() -> None:
    def outcome(severity: str) -> Resource:
        return {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": "forbidden"}]}

    assert read(outcome("warning"), outcome("information")) == ((), [])
    assert read(patient(), outcome("error"), appointment())[1] == [("not_allowed", "")]


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({"end": "2026-11-23T09:45:00+01:00"}, 45),
        ({"minutesDuration": 15}, 15),
        ({"minutesDuration": 0}, 30),
        ({"minutesDuration": "x"}, 30),
        ({"minutesDuration": 10**9}, 30),
        ({"end": "2026-11-23T08:00:00+01:00"}, 20),
        ({"end": "nio"}, 20),
        ({"end": "2026-11-23T08:45:00.123456789Z"}, 45),
    ],
)
def test_ends(fields: Resource, minutes: int) -> None:
    booking = one(patient(), appointment(**fields))
    assert (booking.end - booking.start).total_seconds() // 60 == minutes


def test_a_time_without_a_zone_is_swedish() -> None:
    booking = one(patient(), appointment(at="2026-11-23T09:00:00"))
    assert booking.start == datetime(2026, 11, 23, 9, tzinfo=UTC) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("status", "cancelled"),
    [("booked", False), ("arrived", False), ("noshow", False), ("bokad", False), ("", False), ("Avbokad", True)],
)
def test_a_status_that_fhir_does_not_know_is_read_by_the_regions_words(status: str, *, cancelled: bool) -> None:
    assert one(patient(), appointment(status=status)).cancelled is cancelled


def test_of_two_versions_of_a_record_the_later_counts() -> None:
    booking = one(patient(), appointment(), appointment(status="cancelled"))
    assert booking.cancelled


def test_an_id_that_fhir_does_not_allow_is_none() -> None:
    found = read(patient(), appointment("å 1"), appointment("\ud800"), appointment("x" * 65))[0]
    assert [booking.booking_id for booking in found] == ["", "", ""]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("?page=2", "https://fhir.example/R4/Appointment?page=2"),
        ("http://fhir.example/R4?page=2", "https://fhir.example/R4?page=2"),
        ("https://FHIR.example:443/x", "https://FHIR.example:443/x"),
    ],
)
def test_the_next_page_of_a_server_behind_a_gateway(link: str, expected: str) -> None:
    assert next_page("https://fhir.example/R4/Appointment", link, BASE) == expected
