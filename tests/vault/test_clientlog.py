from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from vardklient.vault.chain import UNSAID, Break, BreakSort, Entry, Event
from vardklient.vault.clientlog import FILE_NAME, ClientLog, LogFault

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY_S = 24 * 3600.0
VISITS = [f"v{n:016x}" for n in range(9)]


def some(count: int = 5) -> list[Entry]:
    return [
        Entry(AT + timedelta(minutes=n), Event.VISIT_OPENED, VISITS[n % 9], "by_video", "SE2321000131-P000000052C2")
        for n in range(count)
    ]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(AT)


@pytest.fixture
def log(tmp_path: Path, clock: FakeClock) -> ClientLog:
    return ClientLog(tmp_path / "data", clock)


def tamper(log: ClientLog, *statements: str) -> None:
    """As somebody does who has the file and a tool for it."""
    with closing(sqlite3.connect(log._path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def copied(number: int, *, to: int) -> str:
    """The statement that puts another row in."""
    row = "at, event, visit, 'copied', person, unit, hash, before, NULL"
    return f"INSERT INTO entry SELECT {to}, {row} FROM entry WHERE number = {number}"


def files(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "data").iterdir())


def test_what_is_written_is_there_and_holds(log: ClientLog, tmp_path: Path) -> None:
    assert log.verify() is None, "an empty one"
    log.append(some(3))
    log.append(some(2))
    log.append([])
    assert log.verify() is None
    assert log.since() == tuple(enumerate(some(3) + some(2), 1))
    assert log.since(4) == ((5, some(2)[1]),)
    assert files(tmp_path) == [FILE_NAME]
    assert (tmp_path / "data" / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "entry",
    [
        Entry(AT, Event.VISIT_OPENED, "IK-82", "Inga Kvist", "19820314-2389", "Kvarnbyhemmet"),
        Entry(AT, Event.VISIT_OPENED, "v0123456789abcdeX", "070", "anna@example.org", "070-174 06 05"),
    ],
)
def test_what_has_not_the_form_is_left_out(log: ClientLog, entry: Entry) -> None:
    log.append([entry])
    assert log.since() == ((1, Entry(AT, Event.VISIT_OPENED, UNSAID, UNSAID, UNSAID, UNSAID)),)


def test_hsa_ids_are_the_same_in_any_case(log: ClientLog) -> None:
    log.append([Entry(AT, Event.SIGNED_IN, person="se2321000131-p000000052c2", unit="SE2321000131-E000000011111")])
    ((_, entry),) = log.since()
    assert (entry.person, entry.unit) == ("SE2321000131-P000000052C2", "SE2321000131-E000000011111")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE entry SET at = '2026-11-24T09:00:00+00:00' WHERE number = 2", Break(2, BreakSort.CHANGED)),
        ("UPDATE entry SET event = 'signed_in' WHERE number = 1", Break(1, BreakSort.CHANGED)),
        ("UPDATE entry SET visit = 'v000000000000000f' WHERE number = 5", Break(5, BreakSort.CHANGED)),
        ("UPDATE entry SET person = '' WHERE number = 3", Break(3, BreakSort.CHANGED)),
        ("UPDATE entry SET unit = x'00' WHERE number = 3", Break(3, BreakSort.CHANGED)),
        ("UPDATE entry SET before = hash WHERE number = 3", Break(3, BreakSort.CHANGED)),
        ("UPDATE entry SET hash = before WHERE number = 5", Break(5, BreakSort.CHANGED)),
        ("UPDATE chain SET last_hash = first_before", Break(5, BreakSort.CHANGED)),
        ("DELETE FROM entry WHERE number = 1", Break(1, BreakSort.REMOVED)),
        ("DELETE FROM entry WHERE number IN (3, 4)", Break(3, BreakSort.REMOVED)),
        ("DELETE FROM entry WHERE number = 5", Break(5, BreakSort.REMOVED)),
        ("DELETE FROM entry", Break(1, BreakSort.REMOVED)),
        (copied(5, to=6), Break(6, BreakSort.INSERTED)),
        (copied(1, to=0), Break(0, BreakSort.INSERTED)),
    ],
)
def test_a_row_that_was_changed_removed_or_inserted_is_found(log: ClientLog, statement: str, found: Break) -> None:
    log.append(some())
    tamper(log, statement)
    assert log.verify() == found


def test_a_row_put_between_two_others_is_found(log: ClientLog) -> None:
    log.append(some())
    tamper(
        log,
        "UPDATE entry SET number = number + 100 WHERE number >= 3",
        "UPDATE entry SET number = number - 99 WHERE number >= 3",
        copied(2, to=3),
        "UPDATE chain SET last = 6",
    )
    assert log.verify() == Break(3, BreakSort.CHANGED)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(list(Event)), min_size=1, max_size=8), st.data())
def test_any_change_of_any_cell_is_found(tmp_path: Path, events: list[Event], data: st.DataObject) -> None:
    log = ClientLog(tmp_path / "any", FakeClock(AT))
    log._path.unlink(missing_ok=True)
    log.append([Entry(AT, event, VISITS[0]) for event in events])
    assert log.verify() is None
    column = data.draw(st.sampled_from(["at", "event", "visit", "detail", "person", "unit", "before", "hash"]))
    number = data.draw(st.integers(1, len(events)))
    tamper(log, f"UPDATE entry SET {column} = {column} || 'x' WHERE number = {number}")
    assert log.verify() == Break(number, BreakSort.CHANGED)


# ---------------------------------------------------------------- deletion


def test_rows_go_thirty_days_after_their_upload(log: ClientLog, clock: FakeClock) -> None:
    log.append(some())
    log.uploaded(3)
    clock.advance(29 * DAY_S)
    log.tidy()
    assert len(log.since()) == 5
    log.uploaded(4)
    clock.advance(2 * DAY_S)
    log.tidy()
    assert [number for number, _ in log.since()] == [4, 5]
    assert log.verify() is None, "what stays is a chain"
    log.append(some(1))
    assert log.verify() is None
    tamper(log, "DELETE FROM entry WHERE number = 4")
    assert log.verify() == Break(4, BreakSort.REMOVED), "too early is another thing"


def test_rows_go_as_the_policy_says_uploaded_or_not(log: ClientLog, clock: FakeClock, tmp_path: Path) -> None:
    log.append(some())
    clock.advance(10 * DAY_S)
    log.append([Entry(clock.now(), Event.SIGNED_OUT)])
    log.tidy(keep_days=10)
    assert len(log.since()) == 6
    clock.advance(3600)
    log.tidy(keep_days=10)
    assert [entry.event for _, entry in log.since()] == [Event.SIGNED_OUT]
    clock.advance(11 * DAY_S)
    log.tidy(keep_days=10)
    assert (log.since(), log.verify()) == ((), None)
    log.append(some(1))
    assert [number for number, _ in log.since()] == [7], "numbers go on"
    assert log.verify() is None
    assert VISITS[4].encode() not in (tmp_path / "data" / FILE_NAME).read_bytes(), "nor is it in the free pages"


def test_what_is_not_uploaded_stays(log: ClientLog, clock: FakeClock) -> None:
    log.append(some())
    clock.advance(4000 * DAY_S)
    log.tidy()
    assert len(log.since()) == 5


# ---------------------------------------------------------------- when it fails


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database" * 100),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096)),
    ],
)
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(log: ClientLog, tmp_path: Path, damage: object) -> None:
    log.append(some())
    assert callable(damage)
    damage(log._path)
    spoilt = log._path.read_bytes()
    log.append(some(1))
    assert [entry.event for _, entry in log.since()] == [Event.LOG_RENEWED, Event.VISIT_OPENED]
    assert log.verify() is None
    aside, whole = files(tmp_path)
    assert whole == FILE_NAME
    assert (tmp_path / "data" / aside).read_bytes() == spoilt


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE entry",
        "DROP TABLE chain",
        "DELETE FROM chain",
        "UPDATE chain SET last = 'x'",
        "PRAGMA user_version = 7",
        copied(5, to=6),
    ],
)
def test_a_file_of_another_form_is_set_aside_too(log: ClientLog, tmp_path: Path, statement: str) -> None:
    log.append(some())
    tamper(log, statement)
    log.append(some(1))
    assert [entry.event for _, entry in log.since()] == [Event.LOG_RENEWED, Event.VISIT_OPENED]
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize("statement", ["UPDATE entry SET detail = '' WHERE number = 2", "DROP TABLE chain"])
def test_a_chain_that_does_not_hold_is_set_aside_when_it_is_looked_at(
    log: ClientLog, clock: FakeClock, tmp_path: Path, statement: str
) -> None:
    log.append(some())
    tamper(log, statement)
    log.tidy()
    assert [entry.event for _, entry in log.since()] == [Event.LOG_RENEWED]
    assert len(files(tmp_path)) == 2
    (tmp_path / "data" / "client-log.damaged-by-somebody.sqlite3").touch()
    clock.advance(29 * DAY_S)
    log.tidy()
    assert len(files(tmp_path)) == 3
    clock.advance(2 * DAY_S)
    log.tidy()
    assert files(tmp_path) == ["client-log.damaged-by-somebody.sqlite3", FILE_NAME], "only what is ours is deleted"


def test_a_row_that_no_row_can_be_is_not_uploaded(log: ClientLog) -> None:
    log.append(some())
    tamper(log, "UPDATE entry SET event = 'chatted' WHERE number = 2")
    with pytest.raises(LogFault):
        log.since()


def test_a_full_disk_takes_nothing_and_breaks_nothing(tmp_path: Path, clock: FakeClock) -> None:
    log = ClientLog(tmp_path / "data", clock, pages_most=8)
    log.append(some())
    with pytest.raises(LogFault, match="SQLITE_FULL"):
        log.append(some(500))
    assert len(log.since()) == 5
    log.append(some(1))
    assert log.verify() is None


def test_a_folder_that_refuses(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(LogFault, match="FileExistsError"):
        ClientLog(tmp_path / "data", clock).append(some())


def test_a_folder_in_the_place_of_the_file(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "data" / FILE_NAME).mkdir(parents=True)
    with pytest.raises(LogFault):
        ClientLog(tmp_path / "data", clock).append(some())


WRITER = """
import sys
from pathlib import Path
from vardklient.base.clock import SystemClock
from vardklient.vault.chain import Entry, Event
from vardklient.vault.clientlog import ClientLog
clock = SystemClock()
log = ClientLog(Path(sys.argv[1]), clock)
for _ in range(40):
    log.append([Entry(clock.now(), Event.SIGNED_IN), Entry(clock.now(), Event.SIGNED_OUT)])
"""


def test_processes_write_one_after_the_other(log: ClientLog, tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path / "data")], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for writer in writers:
        assert writer.communicate()[1] == b""
        assert writer.returncode == 0
    assert log.verify() is None
    events = [entry.event for _, entry in log.since()]
    assert events == [Event.SIGNED_IN, Event.SIGNED_OUT] * 120


def test_a_process_that_was_killed_in_the_middle_leaves_whole_rows(log: ClientLog, tmp_path: Path) -> None:
    endless = WRITER.replace("range(40)", "iter(int, 1)")
    with subprocess.Popen([sys.executable, "-c", endless, str(tmp_path / "data")]) as writer:
        while len(log.since()) < 20:
            assert writer.poll() is None
        writer.kill()
    assert log.verify() is None
    assert len(log.since()) % 2 == 0
