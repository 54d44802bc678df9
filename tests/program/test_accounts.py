"""From accounts and secrets to sources: every kind, names, what is missing, and what several accounts give together."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.peers.fhir import fhir, find_fhir
from tests.peers.graph import graph_peer
from tests.peers.radicale import PASSWORD, USER, radicale
from tests.schedule.calendars import DAY, NINE, ics, vevent
from vardklient.domain.account import COLOURS, Account, Sort
from vardklient.domain.match import cross_check
from vardklient.domain.visit import Match
from vardklient.ports.visits import DayResult
from vardklient.program.accounts import (
    AccountSource,
    Maker,
    colours_of,
    free_colour,
    is_secret,
    make_sources,
    unique_names,
)
from vardklient.program.keyholder import Credentials, Keyholder
from vardklient.program.sources import Sources
from vardklient.vault.secrets import MemoryStore

CSV = "Datum;Tid;Förnamn;Efternamn;Födelseår;Boknings-id;Kontakttyp\n2026-11-23;09:00;Ingrid;Karlsson;1982;17;Video\n"


def account(sort: Sort, address: str = "", name: str = "Region", user: str = "", ident: str = "a1") -> Account:
    return Account(ident, sort, name, address, user)


def read(*accounts: Account, secrets: MemoryStore | None = None, maker: Maker | None = None) -> list[DayResult]:
    async def day() -> list[DayResult]:
        sources = make_sources(accounts, maker or Maker(), Keyholder(secrets or MemoryStore()))
        return list(await asyncio.gather(*(source.day(DAY) for source in sources)))

    return asyncio.run(day())


def kept(of: Account, **what: str) -> MemoryStore:
    secrets = MemoryStore()
    secrets.put(of.secret_name, Credentials(**what).pack())
    return secrets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kalender.ics").write_bytes(ics(vevent()))
    (tmp_path / "tidbok.csv").write_text(CSV, "utf-8")
    return tmp_path


@contextmanager
def calendar_server(wanted: str = "") -> Iterator[str]:
    """A private address that gives a calendar; with HTTP Basic where `wanted` says which."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            right = self.headers.get("Authorization", "") == wanted
            self.send_response(200 if right else 401)
            self.end_headers()
            if right:
                self.wfile.write(ics(vevent()))

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/calendar.ics?key=s3cret"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# ---------------------------------------------------------------- each kind


def test_files_and_folders_carry_the_accounts_name(folder: Path) -> None:
    calendar, bookings, both = read(
        account(Sort.FILE, str(folder / "kalender.ics")),
        account(Sort.FILE, str(folder / "tidbok.csv"), "Tidbok"),
        account(Sort.FOLDER, str(folder), "Mapp"),
    )
    assert [e.source for e in calendar.events] == ["Region"]
    assert [b.source for b in bookings.bookings] == ["Tidbok"]
    assert {e.source for e in both.events} | {b.source for b in both.bookings} == {"Mapp"}


def test_a_visit_outlives_a_new_name_of_its_account_and_is_another_in_another_calendar(folder: Path) -> None:
    """Its room and its links hang on the id."""
    booked = account(Sort.FILE, str(folder / "tidbok.csv"))
    (folder / "annan.csv").write_text(CSV, "utf-8")
    same = (booked, replace(booked, name="Min tidbok", colour=3))
    others = (
        replace(booked, address=str(folder / "annan.csv")),
        replace(booked, user="lakare2"),
        replace(booked, ident="a2"),
    )
    ids = [cross_check((), read(each)[0].bookings)[0].visit_id for each in (*same, *others)]
    assert (ids[0], len(set(ids))) == (ids[1], 4)
    keys = [AccountSource(each, each.name, Maker(), Keyholder(MemoryStore())).key for each in (*same, *others)]
    assert (keys[0], len(set(keys))) == (keys[1], 4)


def test_a_problem_in_a_folder_names_the_file(folder: Path) -> None:
    (folder / "trasig.ics").write_bytes(b"hello")
    (found,) = read(account(Sort.FOLDER, str(folder), "Mapp"))
    assert [p.source for p in found.problems] == ["Mapp · trasig.ics"]


def test_a_calendar_that_was_moved_away_is_told_by_the_accounts_name(folder: Path) -> None:
    (found,) = read(account(Sort.FILE, str(folder / "gone.ics")))
    assert [(p.source, p.reason) for p in found.problems] == [("Region", "unreadable")]


def test_a_private_address_comes_from_the_keyring() -> None:
    shared = account(Sort.ICS_URL)
    with calendar_server() as url:
        (found,) = read(shared, secrets=kept(shared, address=url))
    assert [e.source for e in found.events] == ["Region"]
    assert [p.reason for p in read(shared)[0].problems] == ["not_an_address"], "it was kept for one run only"


def test_an_address_that_the_administrator_changes_counts_before_one_that_was_kept() -> None:
    with calendar_server() as url:
        shared = account(Sort.ICS_URL, url)
        (found,) = read(shared, secrets=kept(shared, address="http://127.0.0.1:9/old.ics"))
    assert [e.source for e in found.events] == ["Region"]


def test_a_private_address_with_a_password() -> None:
    shared = account(Sort.ICS_URL, user="lakare1")
    with calendar_server("Basic bGFrYXJlMTpoZW1saWc=") as url:
        right, wrong = (read(shared, secrets=kept(shared, address=url, password=word))[0] for word in ("hemlig", "fel"))
    assert len(right.events) == 1
    assert [p.reason for p in wrong.problems] == ["wrong_password"]


def test_caldav_in_two_accounts_is_one_visit(tmp_path: Path) -> None:
    with radicale(tmp_path) as server:
        server.put(f"{USER}/kalender/", ics(vevent()))
        one, two = (
            Account(ident, Sort.CALDAV, name, server.calendar, USER, colour)
            for colour, (ident, name) in enumerate([("a1", "Region"), ("a2", "Region")])
        )
        secrets = MemoryStore()
        for each in (one, two):
            secrets.put(each.secret_name, Credentials(PASSWORD).pack())
        found = read(one, two, secrets=secrets)
        (visit,) = cross_check([e for r in found for e in r.events], [])
        assert (visit.label, visit.match, visit.sources) == ("IK-82", Match.CALENDAR_ONLY, ("Region", "Region 2"))
        assert colours_of([one, two]) == (("Region", 0), ("Region 2", 1))
        assert [p.reason for p in read(one)[0].problems] == ["wrong_password"], "nothing is kept of it"
        server.put(f"{USER}/kalender/", ics(vevent(extra="RRULE:FREQ=SECONDLY\r\n")))
        assert [p.source for p in read(one, secrets=secrets)[0].problems] == ["Region · lakare1/kalender"]
        wrong = read(one, secrets=kept(one, password="fel"))[0]
        assert [(p.source, p.reason) for p in wrong.problems] == [("Region", "wrong_password")]


async def test_microsoft_wants_a_sign_in_and_says_which_token_was_refused() -> None:
    mine, refused = account(Sort.GRAPH), []

    async def token() -> str:
        return "spent"

    async with graph_peer() as peer:
        maker = Maker(
            tokens=lambda _: token, refused=lambda who, what: refused.append((who.ident, what)), graph=peer.address
        )
        found = await AccountSource(mine, "Region", maker, Keyholder(MemoryStore())).day(DAY)
        assert found.problems
        assert refused
        assert set(refused) == {("a1", "spent")}
    found = await AccountSource(mine, "Region", Maker(), Keyholder(MemoryStore())).day(DAY)
    assert [p.reason for p in found.problems] == ["sign_in"]


@pytest.mark.skipif(find_fhir() is None, reason="Node and Medplum's router are not installed")
def test_fhir_without_a_token() -> None:
    with fhir() as server:
        (found,) = read(account(Sort.FHIR, server.url, user="Practitioner/17"))
    assert (found.bookings, found.problems) == ((), ())


# ---------------------------------------------------------------- several together


def test_four_accounts_one_dead_one_that_wants_a_password(folder: Path) -> None:
    accounts = (
        account(Sort.FILE, str(folder / "kalender.ics")),
        account(Sort.FILE, str(folder / "tidbok.csv"), "Tidbok", ident="a2"),
        account(Sort.CALDAV, "http://127.0.0.1:9/", "Död", "", ident="a3"),
        account(Sort.CALDAV, "http://127.0.0.1:9/", "Låst", "lakare1", ident="a4"),
    )
    heard: list[tuple[tuple[str, DayResult], ...]] = []
    asyncio.run(Sources(make_sources(accounts, Maker(), Keyholder(MemoryStore()))).read(DAY, heard.append))
    results = dict(heard[-1])
    (visit,) = cross_check(results["Region"].events, results["Tidbok"].bookings)
    assert (visit.match, visit.sources) == (Match.AGREES, ("Region", "Tidbok"))
    assert {name: p.reason for name, r in results.items() for p in r.problems} == {
        "Död": "unreachable",
        "Låst": "wrong_password",
    }


def test_an_account_is_asked_for_its_secret_once(folder: Path) -> None:
    class Counting(MemoryStore):
        asked = 0

        def get(self, name: str) -> str | None:
            self.asked += 1
            return super().get(name)

    secrets, shared = Counting(), account(Sort.ICS_URL)
    with calendar_server() as url:
        secrets.put(shared.secret_name, Credentials(address=url).pack())
        source = AccountSource(shared, "Region", Maker(), Keyholder(secrets))
        for _ in range(3):
            asyncio.run(source.day(DAY))
    assert secrets.asked == 1
    read(account(Sort.FILE, str(folder / "kalender.ics")), account(Sort.FOLDER, str(folder)), secrets=secrets)
    assert secrets.asked == 1, "the keyring is not opened for a file"


def test_what_is_tested_before_it_is_saved_needs_no_keyring() -> None:
    with calendar_server() as url:
        source = AccountSource(
            account(Sort.ICS_URL), "Region", Maker(), Keyholder(MemoryStore()), Credentials(address=url)
        )
        assert len(asyncio.run(source.day(DAY)).events) == 1


# ---------------------------------------------------------------- small parts


@given(st.lists(st.sampled_from(["Region", "Region 2", "Region 3", "Privat"]), max_size=8))
def test_each_account_has_a_name_of_its_own(names: list[str]) -> None:
    accounts = [Account(str(n), Sort.FILE, name) for n, name in enumerate(names)]
    unique = unique_names(accounts)
    assert len(set(unique)) == len(names)
    assert all(new.startswith(old) for new, old in zip(unique, names, strict=True))
    assert len(set(names)) < len(names) or unique == tuple(names)


def test_which_addresses_are_secret() -> None:
    assert is_secret(Sort.ICS_URL, "https://outlook.example/owa/calendar/x/calendar.ics")
    assert is_secret(Sort.CALDAV, "https://lakare1:hemlig@dav.example/")
    assert is_secret(Sort.FHIR, "https://fhir.example/R4?key=1")
    assert is_secret(Sort.CALDAV, "https://[")
    assert not is_secret(Sort.CALDAV, "https://dav.example/lakare1/")
    assert not is_secret(Sort.FILE, "/home/a?b#c")
    assert not is_secret(Sort.FILE, "//[")


def test_the_next_colour_is_one_that_nobody_has() -> None:
    accounts = [Account(str(n), Sort.FILE, "x", colour=n) for n in range(COLOURS)]
    assert free_colour([]) == 0
    assert free_colour([accounts[0], accounts[2]]) == 1
    assert free_colour([*accounts, accounts[0]]) == 1


def test_nine_in_the_morning_is_nine(folder: Path) -> None:
    (found,) = read(account(Sort.FILE, str(folder / "kalender.ics")))
    assert [e.start for e in found.events] == [datetime(NINE.year, NINE.month, NINE.day, 8, tzinfo=UTC)]
