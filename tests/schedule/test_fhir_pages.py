"""Paging, which Medplum's router does not do: a server of our own that gives two records at a time."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web as server
from aiohttp.test_utils import TestServer

from tests.fakes.clock import FakeClock
from tests.schedule.fhirday import appointment, bundle, patient, practitioner
from tests.schedule.test_fhir import DAY, reasons, source
from vardklient.schedule.fhir import FhirSource
from vardklient.schedule.reader import read_day

Following = Callable[[str, int], str]
PER_PAGE = 2


class Paging:
    """Gives the appointments two at a time; what `next` says is up to `following(root, page)`."""

    def __init__(self, following: Following) -> None:
        self._following = following
        self._people = [patient(f"p{n}") for n in range(5)]
        self._visits = [appointment(f"a{n}", f"p{n}") for n in range(5)]
        self.asked: list[str] = []
        self.broken_from = 99
        self.broken_headers: dict[str, str] = {}
        self.no_patients = False
        self.padding = b""

    async def appointments(self, request: server.Request) -> server.Response:
        self.asked.append(request.raw_path)
        page = int(request.query.get("page", "0"))
        if page >= self.broken_from:
            return server.Response(status=503, headers=self.broken_headers)
        root = f"http://{request.host}/fhir"
        at = page * PER_PAGE
        following = self._following(root, page + 1) if at + PER_PAGE < len(self._visits) else ""
        return self._answer(*self._visits[at : at + PER_PAGE], following=following)

    async def patients(self, request: server.Request) -> server.Response:
        if self.no_patients:
            return server.Response(status=403)
        wanted = request.query["_id"].split(",")
        return self._answer(*(each for each in self._people if each["id"] in wanted), practitioner())

    def _answer(self, *resources: dict[str, object], following: str = "") -> server.Response:
        return server.Response(body=json.dumps(bundle(*resources, following=following)).encode() + self.padding)


@asynccontextmanager
async def paging(following: Following) -> AsyncIterator[tuple[str, Paging]]:
    made = Paging(following)
    app = server.Application()
    app.router.add_get("/fhir/Appointment", made.appointments)
    app.router.add_get("/fhir/Patient", made.patients)
    async with TestServer(app) as running:
        yield str(running.make_url("/fhir")), made


@pytest.mark.parametrize(
    "following",
    [
        lambda root, page: f"{root}/Appointment?page={page}",
        lambda root, page: f"?page={page}",
        lambda root, page: f"/fhir/Appointment?page={page}",
        lambda root, page: f"Appointment?page={page}",
    ],
)
async def test_every_page_is_read(following: Following) -> None:
    async with paging(following) as (url, made):
        result = await source(url, token="secret").day(DAY)
    assert [booking.booking_id for booking in result.bookings] == ["a0", "a1", "a2", "a3", "a4"]
    assert all(booking.key for booking in result.bookings)
    assert (result.problems, len(made.asked)) == ((), 3)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://localhost:{port}/fhir/Appointment?page=1",
        "http://127.0.0.1:1/fhir/Appointment?page=1",
        "https://127.0.0.1:{port}/fhir/Appointment?page=1",
        "https://evil.example/Appointment?page=1",
        "//evil.example/Appointment?page=1",
        "file:///etc/passwd",
        "http://[half",
    ],
)
async def test_no_other_server_is_asked_for_a_page(elsewhere: str) -> None:
    async with paging(lambda root, _: elsewhere.format(port=root.split(":")[2].partition("/")[0])) as (url, made):
        result = await source(url, token="secret").day(DAY)
    assert (reasons(result), len(made.asked)) == (["bad_answer"], 1)
    assert len(result.bookings) == 2, "the first page is kept, and it is said that something is missing"


async def test_pages_that_go_round_end() -> None:
    async with paging(lambda root, page: f"{root}/Appointment?page={page % 2}") as (url, made):
        result = await source(url).day(DAY)
    assert (reasons(result), len(made.asked)) == (["bad_answer"], 2 + 1)
    assert [booking.booking_id for booking in result.bookings] == ["a0", "a1", "a2", "a3"]


async def test_pages_without_end_are_given_up() -> None:
    async with paging(lambda root, page: f"{root}/Appointment?page=0&n={len(made.asked)}") as (url, made):
        result = await source(url).day(DAY)
    assert (reasons(result), len(made.asked)) == (["too_large"], 50)
    assert len(result.bookings) == 2


async def test_pages_are_read_to_ten_megabytes_in_all() -> None:
    async with paging(lambda root, page: f"{root}/Appointment?page={page}") as (url, made):
        made.padding = b" " * 6_000_000
        result = await source(url).day(DAY)
    assert (reasons(result), len(result.bookings)) == (["too_large", "too_large"], 2)


async def test_a_later_page_that_fails_leaves_what_was_known() -> None:
    async with paging(lambda root, page: f"{root}/Appointment?page={page}") as (url, made):
        known = source(url)
        whole = await read_day([known], DAY)
        made.broken_from = 1
        part = await source(url).day(DAY)
        assert (reasons(part), len(part.bookings), part.partial) == (["busy"], 2, True)
        await known.day(DAY + timedelta(days=1))
        (failed,) = await read_day([known], DAY, whole)
        assert (reasons(failed.result), len(failed.result.bookings), failed.stale) == (["busy"], 5, True)
        made.broken_from = 99
        assert len((await known.day(DAY)).bookings) == 5


async def test_a_busy_server_is_left_alone_as_long_as_it_asks() -> None:
    async def none() -> str:
        return ""

    clock = FakeClock()
    async with paging(lambda root, page: f"{root}/Appointment?page={page}") as (url, made):
        asked = FhirSource("Tidboken", url, "17", none, clock=clock)
        made.broken_from, made.broken_headers = 1, {"Retry-After": "120"}
        assert reasons(await asked.day(DAY)) == ["busy"]
        made.broken_from = 99
        clock.advance(119)
        assert reasons(await asked.day(DAY)) == ["busy"]
        assert len(made.asked) == 2
        clock.advance(2)
        assert len((await asked.day(DAY)).bookings) == 5


async def test_patients_that_may_not_be_read_are_one_problem_and_hide_no_visit() -> None:
    async with paging(lambda root, page: f"{root}/Appointment?page={page}") as (url, made):
        made.no_patients = True
        result = await source(url).day(DAY)
    assert reasons(result) == ["not_allowed"]
    assert [(booking.key, booking.booking_id) for booking in result.bookings] == [(None, f"a{n}") for n in range(5)]
