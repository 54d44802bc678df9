"""`vardklient day` from folders and addresses."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_day import HEAD, booking
from tests.peers.radicale import PASSWORD, USER, Radicale, radicale
from tests.schedule.calendars import NINE, ics, vevent
from vardklient.main import main
from vardklient.program.named import PASSWORD_VARIABLE, USER_VARIABLE

DATE = ["--date", "2026-11-23"]


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        running.put(f"{USER}/kalender/", ics(vevent()))
        running.put(f"{USER}/kalender/b.ics", ics(vevent("b", NINE.replace(hour=13), "MN-91 Videobesök")))
        yield running


def day(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["day", *DATE, "--json", *words]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def rows(document: dict[str, Any]) -> list[str]:
    return [f"{row['start'][11:16]} {row['match']}" for row in document["rows"]]


def reasons(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem["source"], problem["reason"]) for problem in document["problems"]]


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER_VARIABLE, USER)
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)


def test_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("kalendrar", "tidbok"):
        (tmp_path / name).mkdir()
    (tmp_path / "kalendrar" / "a.ics").write_bytes(ics(vevent()))
    (tmp_path / "kalendrar" / "b.ics").write_bytes(b"<!DOCTYPE html>")
    (tmp_path / "tidbok" / "t.csv").write_text("\r\n".join([HEAD, booking(1)]), "utf-8")
    found = day(capsys, "--calendar", str(tmp_path / "kalendrar"), "--bookings", str(tmp_path / "tidbok"))
    assert rows(found) == ["09:00 agrees"]
    assert reasons(found) == [("b.ics", "login_page")]
    assert [source["name"] for source in found["sources"]] == ["kalendrar", "tidbok"]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("way", ["", "lakare1/", "lakare1/kalender/"])
def test_a_caldav_account(peer: Radicale, way: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = day(capsys, "--calendar", peer.url + way)
    assert rows(found) == ["09:00 calendar_only", "13:00 calendar_only"]
    assert [source["name"] for source in found["sources"]] == ["127.0.0.1"]


@pytest.mark.usefixtures("known")
def test_a_calendar_file_at_an_address(peer: Radicale, capsys: pytest.CaptureFixture[str]) -> None:
    found = day(capsys, "--calendar", f"{peer.calendar}b.ics")
    assert rows(found) == ["13:00 calendar_only"]


@pytest.mark.usefixtures("known")
def test_a_password_is_for_one_address_only(peer: Radicale, capsys: pytest.CaptureFixture[str]) -> None:
    found = day(capsys, "--calendar", peer.calendar, "--calendar", f"{peer.calendar}b.ics")
    assert rows(found) == ["09:00 calendar_only", "13:00 calendar_only"]
    assert reasons(found) == [("127.0.0.1", "wrong_password")]


def test_what_goes_wrong_is_a_problem(peer: Radicale, unused_tcp_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    found = day(
        capsys,
        *("--calendar", peer.url),
        *("--calendar", f"http://127.0.0.1:{unused_tcp_port}/SECRET"),
        *("--calendar", "http://clinic.example/SECRET.ics"),
        *("--calendar", "caldav://[::1]:9/SECRET"),
    )
    assert [reason for _, reason in reasons(found)] == ["wrong_password", "unreachable", "not_safe", "unreachable"]
    assert "SECRET" not in json.dumps(found)


def test_the_password_is_asked_for_where_somebody_can_answer(peer: Radicale) -> None:
    keyboard, terminal = pty.openpty()
    words = [sys.executable, "-m", "vardklient", "day", *DATE, "--calendar", peer.calendar]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        words, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, start_new_session=True
    ) as program:
        assert program.stderr is not None
        assert program.stdout is not None
        try:
            assert _until(program, "127.0.0.1:")
            os.write(keyboard, f"{USER}\n".encode())
            assert _until(program, f"{USER} på 127.0.0.1: ")
            os.write(keyboard, f"{PASSWORD}\n".encode())
            said = program.stdout.read().decode()
        finally:
            os.close(keyboard)
            os.close(terminal)
        assert program.wait(60) == 0
    assert "2 videobesök" in said
    assert "Problem" not in said


def _until(program: subprocess.Popen[bytes], mark: str) -> bool:
    """Read what the program asks, up to that."""
    assert program.stderr is not None
    heard = b""
    while not heard.decode("utf-8", "ignore").rstrip("\n").endswith(mark.rstrip("\n")):
        letter = os.read(program.stderr.fileno(), 1)
        if not letter:
            return False
        heard += letter
    return True


# ---------------------------------------------------------------- a folder of anything


def nasty(folder: Path) -> int:
    """Fill a folder with calendars as they are found in the world, and some that mean harm; how many are good."""
    good = ics(vevent("g", subject="IK-82 Videobesök"))
    rules = (
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYEASTER=1",
        "FREQ=WEEKLY;COUNT=0",
        "=;=",
    )
    zones = ("Nowhere/Land", "../../etc/passwd", "(UTC+01:00) Stockholm", "\x00", "A" * 5000, '"', "Etc/GMT-14")
    files: dict[str, bytes] = {
        "empty": b"",
        "html": b"<html><body>Logga in</body></html>",
        "binary": bytes(range(256)) * 100,
        "nul": b"BEGIN:VCALENDAR\r\n" + bytes(100_000),
        "large": b"BEGIN:VCALENDAR\r\n" + b" " * 10_000_001,
        "zones": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VTIMEZONE\r\n" * 300_000,
        "begins": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 300_000,
        "never": ics(*(vevent(str(n), NINE.replace(year=1900), extra=f"RRULE:{rules[1]}\r\n") for n in range(300))),
        "quotes": ics(vevent("q", zone=";X=" + '"' * 61)),
        "crowd": ics(vevent("c", extra="ATTENDEE;CN=A:mailto:a@b.example\r\n" * 100_000)),
        "deep": ics("BEGIN:X\r\n" * 100_000),
        "number": ics(vevent("n", extra=f"SEQUENCE:{'9' * 100_000}\r\n")),
    }
    files |= {
        f"rule{n}": ics(vevent("r", NINE.replace(year=2020), extra=f"RRULE:{r}\r\n")) for n, r in enumerate(rules)
    }
    files |= {f"zone{n}": ics(vevent("z", zone=f";TZID={zone}")) for n, zone in enumerate(zones)}
    files |= {f"cut{n:03}": good[:n] for n in range(1, len(good), 2)}
    files |= {
        f"codec{n}": good.decode().encode(codec) for n, codec in enumerate(("utf-16", "utf-32", "cp1252", "cp037"))
    }
    for name, data in files.items():
        (folder / f"{name}.ics").write_bytes(
            data + (b"" if name.startswith(("cut", "codec", "empty", "html")) else good)
        )
    for n in range(20):
        (folder / f"good{n}.ics").write_bytes(ics(vevent(f"good{n}")))
    return 20


def test_a_folder_of_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = nasty(tmp_path)
    found = day(capsys, "--calendar", str(tmp_path))
    assert sum(row["sources"] != [] and row["sources"][0].startswith("good") for row in found["rows"]) == good
    named = {problem["source"] for problem in found["problems"]}
    assert {"empty.ics", "html.ics", "binary.ics", "large.ics", "never.ics", "cut001.ics", "codec2.ics"} <= named
    assert "good1.ics" not in named
