"""A FHIR source against a server that nobody here wrote."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import pytest
from aiohttp import ClientSession
from aiohttp import web as server
from aiohttp.test_utils import TestServer

from tests.peers.fhir import FhirPeer, fhir, find_fhir
from tests.schedule.fhirday import HSA_ID, T, appointment, concept, patient, practitioner, security, with_participants
from vardklient.base.errors import SignInNeeded
from vardklient.domain.visit import Booking, Key, Kind, Modality, Participant, Role
from vardklient.ports.visits import DayResult
from vardklient.schedule.fhir import FhirSource
from vardklient.schedule.reader import read_day

pytestmark = pytest.mark.skipif(find_fhir() is None, reason="Node and Medplum's router are not installed")

DAY = date(2026, 11, 23)
VR = f"{T}/v3-ActCode|VR"
DAY_SEED = (
    practitioner(),
    patient(),
    patient("p2", "Örjan", "von Åberg", birthDate="1947-11-05", identifier=[]),
    patient("p3", "Skyddad", "Person", meta=security(f"{T}/v3-ActCode|DEMO")),
    appointment("a1", "p1", serviceType=[concept(VR)]),
    appointment("a2", "p2", "2026-11-23T08:30:00Z", status="cancelled", appointmentType=concept("", "Videobesök")),
    appointment("a3", "p3", "2026-11-23T10:00:00+01:00"),
    appointment("a4", "p1", "2026-11-23T11:00:00+01:00", status="entered-in-error"),
    appointment("a5", "p1", "2026-11-24T00:00:00+01:00"),
    appointment("a6", "p1", "2026-11-22T23:30:00Z"),
)


@pytest.fixture(scope="module")
def started() -> Iterator[FhirPeer]:
    with fhir() as running:
        yield running


@pytest.fixture
def peer(started: FhirPeer) -> FhirPeer:
    started.hold(DAY_SEED)
    return started


def source(url: str, actor: str = "Practitioner/17", token: str = "") -> FhirSource:
    async def give() -> str:
        return token

    return FhirSource("Tidboken", url, actor, give)


def by_id(result: DayResult) -> dict[str, Booking]:
    return {booking.booking_id: booking for booking in result.bookings}


def reasons(result: DayResult) -> list[str]:
    return [problem.reason for problem in result.problems]


async def test_a_normal_day(peer: FhirPeer) -> None:
    result = await source(peer.url).day(DAY)
    assert result.problems == ()
    assert by_id(result) == {
        "a6": Booking(
            source="Tidboken",
            booking_id="a6",
            start=datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
            end=datetime(2026, 11, 22, 23, 50, tzinfo=UTC),
            key=Key("IK", 61),
            initials=frozenset({"IK", "KI"}),
            birth_year=1961,
            modality=Modality.UNKNOWN,
            participants=(Participant(Role.PATIENT),),
        ),
        "a1": Booking(
            source="Tidboken",
            booking_id="a1",
            start=datetime(2026, 11, 23, 8, tzinfo=UTC),
            end=datetime(2026, 11, 23, 8, 20, tzinfo=UTC),
            key=Key("IK", 61),
            initials=frozenset({"IK", "KI"}),
            birth_year=1961,
            modality=Modality.VIDEO,
            participants=(Participant(Role.PATIENT),),
        ),
        "a2": Booking(
            source="Tidboken",
            booking_id="a2",
            start=datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
            end=datetime(2026, 11, 23, 8, 50, tzinfo=UTC),
            key=Key("ÖÅ", 47),
            initials=frozenset({"ÖÅ", "ÅÖ", "ÖVÅ", "VÅÖ", "ÖV", "VÖ"}),
            birth_year=1947,
            cancelled=True,
            modality=Modality.VIDEO,
            participants=(Participant(Role.PATIENT),),
        ),
        "a3": Booking(
            source="Tidboken",
            booking_id="a3",
            start=datetime(2026, 11, 23, 9, tzinfo=UTC),
            end=datetime(2026, 11, 23, 9, 20, tzinfo=UTC),
            key=None,
            initials=frozenset(),
            birth_year=None,
            protected=True,
            modality=Modality.UNKNOWN,
        ),
    }


async def test_the_question_is_asked_to_the_letter(peer: FhirPeer) -> None:
    await source(peer.url + "/").day(DAY)
    assert peer.asked() == [
        "/fhir/R4/Appointment?actor=Practitioner/17"
        "&date=ge2026-11-23T00:00:00%2B01:00&date=lt2026-11-24T00:00:00%2B01:00"
        "&_include=Appointment:patient&_sort=date&_count=100"
    ]


@pytest.mark.parametrize(
    ("day", "bounds"),
    [
        (date(2026, 3, 29), "&date=ge2026-03-29T00:00:00%2B01:00&date=lt2026-03-30T00:00:00%2B02:00&"),
        (date(2026, 10, 25), "&date=ge2026-10-25T00:00:00%2B02:00&date=lt2026-10-26T00:00:00%2B01:00&"),
    ],
)
async def test_a_day_may_have_23_or_25_hours(peer: FhirPeer, day: date, bounds: str) -> None:
    for hour in range(24):
        peer.put(appointment(f"h{hour}", at=f"{day}T{hour:02}:00:00Z"))
    midnight = datetime(day.year, day.month, day.day - 1, 22 if day.month == 10 else 23, tzinfo=UTC)
    peer.put(appointment("first", at=midnight.isoformat()))
    result = await source(peer.url).day(day)
    assert bounds in peer.asked()[-1]
    assert len(result.bookings) == (24 if day.month == 10 else 23)
    assert {"first", "h0", "h20"} <= by_id(result).keys()


async def test_a_change_and_a_deletion_are_seen_at_the_next_look(peer: FhirPeer) -> None:
    asked = source(peer.url)
    assert by_id(await asked.day(DAY))["a1"].start.hour == 8
    peer.put(appointment("a1", at="2026-11-23T14:00:00+01:00", status="cancelled"))
    peer.delete("Appointment/a6")
    found = by_id(await asked.day(DAY))
    assert (found["a1"].start.hour, found["a1"].cancelled) == (13, True)
    assert found.keys() == {"a1", "a2", "a3"}


async def test_a_server_that_ignores_include_is_asked_for_the_patients(peer: FhirPeer) -> None:
    with_include = await source(peer.url).day(DAY)
    peer.switch(ignoreInclude=True)
    without = await source(peer.url).day(DAY)
    assert (without.bookings, without.problems) == (with_include.bookings, ())
    assert [path.partition("?")[2] for path in peer.asked()[1:]] == ["_id=p1,p2,p3"]


async def test_many_patients_are_asked_for_in_parts(peer: FhirPeer) -> None:
    many = [patient(f"p{n}") for n in range(120)] + [appointment(f"a{n}", f"p{n}") for n in range(120)]
    peer.hold([practitioner(), *many])
    peer.switch(ignoreInclude=True)
    result = await source(peer.url).day(DAY)
    assert len(peer.asked()) == 3, "the server gives 100 appointments at a time"
    assert len(result.bookings) == 100
    assert all(booking.key for booking in result.bookings)


async def test_those_who_come_along(peer: FhirPeer) -> None:
    related = {"resourceType": "RelatedPerson", "patient": {"reference": "Patient/p1"}}
    guardian = related | {"id": "r1", "relationship": [concept(f"{T}/v3-RoleCode|GUARD")]}
    aunt = related | {"id": "r2", "relationship": [concept(f"{T}/v3-RoleCode|AUNT")]}
    interpreter = {"type": [concept(f"{T}/v3-ParticipationType|TRANS")], "actor": {"display": "Tolkförmedlingen"}}
    others = [{"actor": {"reference": reference}} for reference in ("RelatedPerson/r1", "RelatedPerson/r2")]
    speaks = [{"language": concept("urn:ietf:bcp:47|ar"), "preferred": True}]
    peer.hold([patient(communication=speaks), guardian, aunt, with_participants("a1", interpreter, *others)])
    result = await source(peer.url).day(DAY)
    assert by_id(result)["a1"].participants == (
        Participant(Role.PATIENT),
        Participant(Role.INTERPRETER, language="ar"),
        Participant(Role.GUARDIAN),
        Participant(Role.RELATIVE),
    )
    assert result.problems == ()


@pytest.mark.parametrize("written", [HSA_ID, HSA_ID.lower(), "se2321000016-1Abc"])
async def test_an_hsa_id_finds_the_clinician_whatever_its_case(peer: FhirPeer, written: str) -> None:
    asked = source(peer.url, written)
    for _ in range(2):
        assert len((await asked.day(DAY)).bookings) == 4
    assert [path for path in peer.asked() if "Practitioner?" in path][1:] == [], "it is looked for once"
    nobody = await source(peer.url, "SE2321000016-XXXX").day(DAY)
    assert reasons(nobody) == ["not_found"]


@pytest.mark.parametrize(
    ("actor", "count"), [("17", 4), ("https://x.example/fhir/R4/Practitioner/17", 4), ("18", 0), ("Practitioner/18", 0)]
)
async def test_the_actor_may_be_written_in_several_ways(peer: FhirPeer, actor: str, count: int) -> None:
    assert len((await source(peer.url, actor).day(DAY)).bookings) == count


@pytest.mark.parametrize("actor", ["", "Practitioner/åäö", "17&_include=*", "practitioner/17", "a b"])
async def test_an_actor_that_can_be_none_is_not_asked_for(peer: FhirPeer, actor: str) -> None:
    assert reasons(await source(peer.url, actor).day(DAY)) == ["not_found"]
    assert peer.asked() == []


async def test_a_token_that_is_refused_is_given_back_and_another_is_asked_for() -> None:
    given, refused = ["wrong", "right"], list[str]()

    async def token() -> str:
        return given[len(refused)]

    with fhir(DAY_SEED, token="right") as guarded:
        mine = FhirSource("Tidbok", guarded.url, "Practitioner/17", token, refused=refused.append)
        assert len((await mine.day(DAY)).bookings) == 4
        given[1:] = ["wrong too", "wrong as well"]
        assert reasons(await mine.day(DAY)) == ["sign_in"]
    assert refused == ["wrong", "wrong too"], "asked for once more, not for ever"


async def test_a_token_is_borne_and_a_wrong_one_needs_a_sign_in() -> None:
    with fhir(DAY_SEED, token="right") as guarded:
        assert len((await source(guarded.url, token="right").day(DAY)).bookings) == 4
        for token in ("wrong", ""):
            assert reasons(await source(guarded.url, token=token).day(DAY)) == ["sign_in"]


async def test_nobody_signed_in_is_a_problem_and_nothing_is_asked(peer: FhirPeer) -> None:
    async def needs() -> str:
        raise SignInNeeded

    result = await FhirSource("Tidboken", peer.url, "17", needs).day(DAY)
    assert (reasons(result), peer.asked()) == (["sign_in"], [])


async def test_a_server_killed_in_the_middle_of_its_answer() -> None:
    with fhir(DAY_SEED) as doomed:
        asked = source(doomed.url)
        before = await read_day([asked], DAY)
        doomed.switch(stopHalfway=True)
        reading = asyncio.create_task(read_day([asked], DAY, before))
        await asyncio.to_thread(doomed.wait_until_stopped)
        doomed.kill()
        (after,) = await reading
        assert reasons(after.result) in (["bad_answer"], ["unreachable"])
        assert (after.stale, len(after.result.bookings)) == (True, 4), "what was known is kept"
        (gone,) = await read_day([source(doomed.url)], DAY)
        assert (reasons(gone.result), gone.result.bookings) == (["unreachable"], ())


@asynccontextmanager
async def slow_proxy(url: str, seconds: float) -> AsyncIterator[str]:
    """Passes questions on to `url` after so long."""

    async def pass_on(request: server.Request) -> server.Response:
        await asyncio.sleep(seconds)
        root = url.partition("/fhir/")[0]
        async with ClientSession() as session, session.get(root + request.raw_path) as answer:
            return server.Response(body=await answer.read(), status=answer.status)

    app = server.Application()
    app.router.add_get("/{path:.*}", pass_on)
    async with TestServer(app) as running:
        yield str(running.make_url("/fhir/R4"))


@pytest.mark.slow
async def test_a_slow_server_is_waited_for(peer: FhirPeer) -> None:
    async with slow_proxy(peer.url, 5.0) as url:
        result = await source(url).day(DAY)
    assert (len(result.bookings), result.problems) == (4, ())


async def test_a_server_that_is_too_slow_leaves_what_was_known(peer: FhirPeer) -> None:
    async with slow_proxy(peer.url, 0.0) as url:
        before = await read_day([source(url)], DAY)
    async with slow_proxy(peer.url, 60.0) as url:
        (after,) = await read_day([source(url)], DAY, before, timeout_s=0.2)
    assert (reasons(after.result), after.stale, len(after.result.bookings)) == (["slow_server"], True, 4)


@pytest.mark.parametrize(
    ("garbage", "reason"),
    [
        ("", "bad_answer"),
        ("{", "bad_answer"),
        ("[]", "bad_answer"),
        ("null", "bad_answer"),
        ("[" * 100_000, "bad_answer"),
        ('{"resourceType": "Bundle", "entry": 7}', "bad_answer"),
        ('{"resourceType": "CapabilityStatement"}', "bad_answer"),
        ('{"a": 1' + "0" * 5000 + "}", "bad_answer"),
        ("<Bundle xmlns='http://hl7.org/fhir'/>", "bad_answer"),
        ("\n<!DOCTYPE html><title>Logga in</title>", "login_page"),
        ("<html>", "login_page"),
        ('{"resourceType": "OperationOutcome"}', "bad_answer"),
        ('{"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "login"}]}', "sign_in"),
        ('{"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "forbidden"}]}', "not_allowed"),
        ('{"resourceType": "OperationOutcome", "issue": [{"severity": "fatal", "code": "exception"}]}', "server_fault"),
        ('{"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "throttled"}]}', "busy"),
        ('{"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "what"}]}', "bad_answer"),
    ],
)
async def test_an_answer_that_is_none(peer: FhirPeer, garbage: str, reason: str) -> None:
    peer.switch(garbage=garbage)
    result = await source(peer.url).day(DAY)
    assert (reasons(result), result.bookings) == ([reason], ())
    assert [problem.source for problem in result.problems] == ["Tidboken"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "bad_answer"),
        (403, "not_allowed"),
        (404, "not_found"),
        (429, "busy"),
        (500, "server_fault"),
        (503, "busy"),
    ],
)
async def test_a_refusal(peer: FhirPeer, status: int, reason: str) -> None:
    peer.switch(status=status)
    assert reasons(await source(peer.url).day(DAY)) == [reason]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://fhir.example/R4", "not_safe"),
        ("fhir.example", "not_an_address"),
        ("https://fhir.example/R4?tenant=1", "not_an_address"),
        ("", "not_an_address"),
    ],
)
async def test_an_address_that_is_not_asked(url: str, reason: str) -> None:
    assert reasons(await source(url).day(DAY)) == [reason]


async def test_the_last_day_there_is(peer: FhirPeer) -> None:
    assert (await source(peer.url).day(date.max)).bookings == ()
    assert source(peer.url).name == "Tidboken"


async def test_a_group_has_no_key_and_counts_its_patients(peer: FhirPeer) -> None:
    people: Sequence[dict[str, object]] = [{"actor": {"reference": f"Patient/p{n}"}} for n in (2, 3)]
    peer.hold([patient(), patient("p2"), patient("p3"), with_participants("a1", *people, serviceType=[concept(VR)])])
    (booking,) = (await source(peer.url).day(DAY)).bookings
    assert (booking.kind, booking.key, booking.modality) == (Kind.GROUP, None, Modality.VIDEO)
    assert booking.participants == (Participant(Role.PATIENT),) * 3
