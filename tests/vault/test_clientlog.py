from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

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


def test_what_is_not_uploaded_stays_for_five_years(log: ClientLog, clock: FakeClock) -> None:
    log.append(some())
    clock.advance((5 * 365 + 1) * DAY_S)
    log.tidy()
    assert len(log.since()) == 5
    clock.advance(2 * DAY_S)
    log.tidy()
    assert (log.since(), log.verify()) == ((), None)


def test_a_file_that_would_soon_be_full_loses_its_oldest_rows_and_goes_on(tmp_path: Path, clock: FakeClock) -> None:
    log = ClientLog(tmp_path / "data", clock, pages_most=60)
    count = 0
    with suppress(LogFault):
        while True:
            log.append(some(20))
            count += 20
    log.tidy()
    assert [number for number, _ in log.since()] == list(range(count // 4 + 1, count + 1)), "a quarter, and no more"
    assert log.verify() is None
    log.append(some(20))
    assert log.verify() is None
    log.tidy()
    assert len(log.since()) > count // 2


# ---------------------------------------------------------------- a clock that was wrong


def at(log: ClientLog, *days: float) -> None:
    """A row at each, in days from the beginning."""
    log.append([Entry(AT + timedelta(days=day), Event.SIGNED_IN) for day in days])


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ((0, 1, 2, 95, 99), [4, 5]),
        ((0, 1, 30_000, 2, 95, 99), [5, 6]),  # a row of the future keeps no older one, nor itself
        ((0, 95, 30_000, 99), [2, 3, 4]),
        ((95, 96, -20_000, 99), [1, 2, 3, 4]),  # a row of long ago takes nobody with it
        ((0, 95, -20_000, 99), [2, 3, 4]),
        ((30_000, 30_001), [1, 2]),  # as far as anybody knows it is the clock that is wrong now
    ],
)
def test_rows_go_by_their_order_where_the_clock_was_wrong(
    log: ClientLog, clock: FakeClock, days: tuple[float, ...], kept: list[int]
) -> None:
    at(log, *days)
    clock.advance(100 * DAY_S)
    log.tidy(keep_days=10)
    assert [number for number, _ in log.since()] == kept
    assert log.verify() is None


def test_a_clock_that_goes_backwards_breaks_no_chain_and_deletes_nothing(log: ClientLog, clock: FakeClock) -> None:
    at(log, 0)
    clock.advance(-20_000 * DAY_S)
    log.append([Entry(clock.now(), Event.SIGNED_OUT)])
    log.tidy(keep_days=10)
    assert [entry.event for _, entry in log.since()] == [Event.SIGNED_IN, Event.SIGNED_OUT]
    assert log.verify() is None


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


def test_wherever_the_file_was_cut_off_the_log_goes_on_and_says_what_it_lost(tmp_path: Path, clock: FakeClock) -> None:
    whole = ClientLog(tmp_path / "data", clock)
    whole.append(some(60))
    content = whole._path.read_bytes()
    assert len(content) > 3 * 4096
    for length in (0, 1, 99, 100, *range(512, len(content), 512)):
        whole._path.write_bytes(content[:length])
        whole.tidy()
        whole.append(some(1))
        assert [entry.event for _, entry in whole.since()] == [Event.LOG_RENEWED, Event.VISIT_OPENED], length
        assert whole.verify() is None


def test_wherever_a_byte_was_spoilt_the_log_goes_on(tmp_path: Path, clock: FakeClock) -> None:
    log = ClientLog(tmp_path / "data", clock)
    log.append(some(20))
    content = log._path.read_bytes()
    for place in (*range(100), *range(100, len(content), 97)):  # SQLite's own words, and all the others
        spoilt = bytearray(content)
        spoilt[place] ^= 0xFF
        log._path.write_bytes(spoilt)
        log.tidy()
        log.append(some(1))
        assert log.verify() is None, place
        rows = [entry for _, entry in log.since()]
        assert rows[-1] == some(1)[0]
        assert rows[0].event is Event.LOG_RENEWED or rows[:-1] == some(20), place


def test_of_two_damaged_at_the_same_moment_both_are_kept(log: ClientLog, tmp_path: Path) -> None:
    for damage in (b"one", b"two"):
        log.append(some(1))
        log._path.write_bytes(damage)
    log.append(some(1))
    aside = [path.read_bytes() for path in sorted((tmp_path / "data").iterdir()) if path.name != FILE_NAME]
    assert aside == [b"one", b"two"]


def test_a_file_that_another_process_has_just_renewed_is_not_set_aside(log: ClientLog, tmp_path: Path) -> None:
    log.append(some(1))
    log._path.write_bytes(b"no log")
    other = ClientLog(tmp_path / "data", log._clock)

    class Slower(ClientLog):
        """Finds the damage, and acts on it after the other has."""

        def _renewed(self, damaged: Any) -> tuple[Entry, ...]:
            other.append(some(2))
            return super()._renewed(damaged)

    Slower(tmp_path / "data", log._clock).append(some(1))
    opened = Event.VISIT_OPENED
    assert [entry.event for _, entry in log.since()] == [Event.LOG_RENEWED, opened, opened, opened]
    assert len(files(tmp_path)) == 2


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


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from vardklient.base.clock import SystemClock
from vardklient.vault.chain import Entry, Event
from vardklient.vault.clientlog import ClientLog, LogFault
clock = SystemClock()
log = ClientLog(Path(sys.argv[1]), clock)
rows = [Entry(clock.now(), Event.SIGNED_IN)] * 20
log.append(rows)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
written = 20
try:
    while True:
        log.append(rows)
        written += 20
except LogFault as fault:
    print(fault)
for attempt in (lambda: log.append(rows), log.tidy):
    try:
        attempt()
    except LogFault:
        pass
assert len(log.since()) == written, "what was there is there"
assert log.verify() is None
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
log.append(rows)
assert len(log.since()) == written + 20
assert log.verify() is None
"""


@pytest.mark.skipif(sys.platform != "linux", reason="platform: a disk that is full in the middle of a write")
def test_a_disk_that_is_full_in_the_middle_of_a_row(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("SQLITE_")
    assert files(tmp_path) == [FILE_NAME], "a full disk is no damage"


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
