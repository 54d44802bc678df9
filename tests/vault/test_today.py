from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.errors import KeyringLocked

from tests.vault.test_secrets import InMemoryKeyring, LockedKeyring
from vardklient.domain.visit import (
    Booking,
    CalendarEvent,
    Join,
    JoinKind,
    Key,
    Kind,
    Modality,
    Participant,
    Problem,
    Role,
)
from vardklient.ports.visits import DayResult
from vardklient.vault.secrets import FOLDER_NAME, KeyringStore
from vardklient.vault.today import NAME, Results, TodayFile

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
EVENT = CalendarEvent(
    "kalender.ics",
    "one@x",
    AT,
    AT + timedelta(minutes=30),
    keys=(Key("XQ", 82, 1982), Key("ÅÄ", 5)),
    video=True,
    join=Join(JoinKind.LINK, "https://meet.example.org/x"),
)
BOOKING = Booking(
    "tidbok.csv",
    "BK-7710034",
    AT,
    AT + timedelta(minutes=30),
    key=Key("XQ", 82),
    initials=frozenset({"XQ", "XK"}),
    birth_year=1982,
    modality=Modality.VIDEO,
    kind=Kind.DIGI_PHYSICAL,
    participants=(Participant(Role.INTERPRETER, "arabiska"), Participant(Role.STAFF_ON_SITE, place="Kvarnbyhemmet")),
    phone="070-174 06 05",
)
RESULTS: Results = (
    ("kalender.ics", DayResult(AT, events=(EVENT,), problems=(Problem("kalender.ics", "bad_event", "event 3"),))),
    ("tidbok.csv", DayResult(AT, bookings=(BOOKING,), stale=True)),
)


def stale(results: Results) -> Results:
    return tuple((name, DayResult(r.read_at, r.events, r.bookings, r.problems, stale=True)) for name, r in results)


class Desk:
    """A keyring and a folder; each `file()` is a new start of the program."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keyring = folder, LockedKeyring()

    def file(self, *, wanted: bool = True) -> TodayFile:
        return TodayFile(KeyringStore(self.folder, lambda: self.keyring), wanted)

    @property
    def written(self) -> list[bytes]:
        folder = self.folder / FOLDER_NAME
        return [path.read_bytes() for path in folder.iterdir()] if folder.exists() else []


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_day_comes_back_once(desk: Desk) -> None:
    desk.file().keep(DAY, RESULTS)
    (sealed,) = desk.written
    for word in (b"Kvarnby", b"7710034", b"kalender", b"0701740605"):
        assert word not in sealed
    assert not any("XQ" in kept for kept in desk.keyring.kept.values()), "the keyring has the key alone"
    assert desk.file().take(DAY) == stale(RESULTS)
    assert (desk.written, desk.keyring.kept) == ([], {}), "at the start it goes"
    assert desk.file().take(DAY) == ()


def test_another_day_is_not_given(desk: Desk) -> None:
    desk.file().keep(DAY, RESULTS)
    assert desk.file().take(DAY + timedelta(days=1)) == ()
    assert (desk.written, desk.keyring.kept) == ([], {})


@pytest.mark.parametrize("results", [RESULTS, ()])
def test_at_midnight_it_goes_with_its_key(desk: Desk, results: Results) -> None:
    file = desk.file()
    file.keep(DAY, results)
    assert len(desk.written) == 1, "sealed, however short"
    file.remove()
    assert (desk.written, desk.keyring.kept) == ([], {})
    file.keep(DAY + timedelta(days=1), RESULTS)
    assert desk.file().take(DAY + timedelta(days=1)) == stale(RESULTS)


def test_at_sign_out_it_goes_and_does_not_come_again(desk: Desk) -> None:
    file = desk.file()
    file.keep(DAY, RESULTS)
    file.end()
    file.keep(DAY, RESULTS[:1])
    assert (desk.written, desk.keyring.kept) == ([], {})


def test_where_nobody_wants_it_nothing_is_kept_and_what_was_goes(desk: Desk) -> None:
    desk.file().keep(DAY, RESULTS)
    off = desk.file(wanted=False)
    assert off.take(DAY) == ()
    off.keep(DAY, RESULTS)
    off.remove()
    assert (desk.written, desk.keyring.kept) == ([], {})


def test_without_a_keyring_nothing_is_written(desk: Desk) -> None:
    desk.keyring.error = KeyringLocked("x")
    file = desk.file()
    assert file.take(DAY) == ()
    file.keep(DAY, RESULTS)
    assert desk.written == []
    desk.file().keep(DAY, RESULTS)  # this one learns it by keeping
    assert desk.written == []
    desk.keyring.error = None
    assert file.take(DAY) == (), "nor is it in memory"


def test_what_has_not_changed_is_not_written_again(desk: Desk) -> None:
    file = desk.file()
    file.keep(DAY, RESULTS)
    before = desk.written
    file.keep(DAY, RESULTS)
    assert desk.written == before
    later = tuple((name, replace(result, read_at=AT + timedelta(minutes=1))) for name, result in RESULTS)
    file.keep(DAY, later)
    assert desk.written == before, "read again a minute later it is the same list"
    pending = ("graph", DayResult(AT, pending=True))
    file.keep(DAY, (*RESULTS, pending))
    assert desk.written == before, "what has not come is nothing to keep"
    file.keep(DAY, RESULTS[:1])
    first = desk.written
    assert first != before
    file.keep(DAY + timedelta(days=1), RESULTS[:1])
    assert desk.written != first, "of another day it is another one"


def test_where_nobody_wants_it_the_keyring_is_not_asked_without_need(desk: Desk) -> None:
    desk.keyring.error = AssertionError("asked")
    store = KeyringStore(desk.folder, lambda: desk.keyring)
    off = TodayFile(store, wanted=False)
    assert off.take(DAY) == ()
    off.end()
    assert not store.in_memory


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("day", [DAY, DAY + timedelta(days=1)])
def test_killed_and_started_with_a_locked_keyring_the_list_is_gone_at_once_and_its_key_later(
    desk: Desk, wanted: bool, day: date
) -> None:
    desk.file().keep(DAY, RESULTS)  # and no more of this run
    desk.keyring.error = KeyringLocked("x")
    assert desk.file(wanted=wanted).take(day) == ()
    assert desk.written == []
    desk.keyring.error = None
    KeyringStore(desk.folder, lambda: desk.keyring).settle()
    assert desk.keyring.kept == {}


def changed(text: str) -> list[str]:
    """As other programs, or a damaged disk, might have it."""
    found = json.loads(text)
    event = found["sources"][0]["result"]["events"][0]
    spoilt = [{**found, "m": "today 2"}, {**found, "more": 1}, {**found, "day": None}, []]
    for key, value in (("start", "2026-11-24T08:00:00"), ("start", 3), ("keys", {}), ("kind", "chat"), ("uid", None)):
        wrong = json.loads(text)
        wrong["sources"][0]["result"]["events"][0] = {**event, key: value}
        spoilt.append(wrong)
    return [*(json.dumps(one) for one in spoilt), text[:-40], "", "[" * 100_000]


def test_what_is_not_exactly_right_is_nothing(desk: Desk) -> None:
    store = KeyringStore(desk.folder, lambda: desk.keyring)
    desk.file().keep(DAY, RESULTS)
    text = store.get(NAME)
    assert text is not None
    for spoilt in changed(text.rstrip()):
        store.put(NAME, spoilt)
        assert desk.file().take(DAY) == ()
        assert (desk.written, desk.keyring.kept) == ([], {})


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        lambda uid, minutes, years, on: CalendarEvent(
            "k.ics", uid, AT, AT + timedelta(minutes=minutes), tuple(Key("ÅÖ", y % 100, y) for y in years), on, not on
        ),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
        st.integers(0, 2000),
        st.lists(st.integers(1900, 2030), max_size=3),
        st.booleans(),
    )
)
def test_any_event_comes_back(tmp_path: Path, event: CalendarEvent) -> None:
    keyring = InMemoryKeyring()
    results: Results = (("k.ics", DayResult(AT, events=(event,))),)
    TodayFile(KeyringStore(tmp_path, lambda: keyring), True).keep(DAY, results)
    assert TodayFile(KeyringStore(tmp_path, lambda: keyring), True).take(DAY) == stale(results)
