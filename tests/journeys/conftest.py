"""What a morning needs: a calendar and bookings on disk, a visit server, a sound card and a screen."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import pytest

from tests.journeys.clinician import PATIENCE_S, ROOT
from tests.peers.chromium import find_chromium
from tests.peers.display import VirtualDisplay
from tests.peers.openid import OpenIdPeer, openid_peer
from tests.peers.sound_bed import SoundBed, missing_parts
from vardklient.base.clock import STOCKHOLM


@dataclass(frozen=True)
class Day:
    """One visit by video, in the calendar and in the booking system, a few minutes from now."""

    calendar: Path
    bookings: Path

    @property
    def options(self) -> list[str]:
        return ["--calendar", str(self.calendar), "--bookings", str(self.bookings)]


def soon() -> datetime:
    """The next minute; this one where the next would be tomorrow."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    next_minute = now + timedelta(minutes=1)
    same_day = next_minute.astimezone(STOCKHOLM).date() == now.astimezone(STOCKHOLM).date()
    return next_minute if same_day else now


@pytest.fixture
def day(tmp_path: Path) -> Day:
    start = soon()
    end = start + timedelta(minutes=20)
    calendar = tmp_path / "kalender.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//SV\r\nBEGIN:VEVENT\r\nUID:one@x\r\n"
        f"DTSTAMP:{start:%Y%m%dT%H%M%SZ}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDTEND:{end:%Y%m%dT%H%M%SZ}\r\n"
        "SUMMARY:IK-82 Videobesök\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        encoding="utf-8",
    )
    local, until = start.astimezone(STOCKHOLM), end.astimezone(STOCKHOLM)
    bookings = tmp_path / "tidbok.csv"
    bookings.write_text(
        "Datum;Starttid;Sluttid;Personnummer;Namn;Kontakttyp;Telefon;Roll\r\n"
        f"{local:%Y-%m-%d};{local:%H:%M};{until:%H:%M};"
        "19820314-2389;Ingrid Karlsson;Videobesök;070-174 06 05;patient, ombud\r\n",
        encoding="utf-8",
    )
    return Day(calendar, bookings)


@dataclass
class Server:
    """The visit server in a process of its own."""

    url: str
    key: str
    process: asyncio.subprocess.Process


@asynccontextmanager
async def visit_server(
    environment: dict[str, str] | None = None, printed: IO[bytes] | None = None
) -> AsyncIterator[Server]:
    """The visit server on a free port; `printed` takes what it says on stderr."""
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "vardklient", "serve", "--port", "0", "--json", "--follow-parent"],
        stdout=asyncio.subprocess.PIPE,
        stderr=printed,
        cwd=ROOT,
        env=environment,
    )
    assert process.stdout is not None
    try:
        found = json.loads(await asyncio.wait_for(process.stdout.readline(), PATIENCE_S))
        yield Server(found["url"], found["key"], process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


@dataclass(frozen=True)
class Tour:
    """A practice morning that has been gone through.

    Attributes:
        out: the pictures and tour.json.
        printed: stdout and stderr together, of the program and of what it started.
        home: everything that it might have written elsewhere.
    """

    code: int
    out: Path
    printed: str
    home: Path

    @property
    def steps(self) -> list[dict[str, Any]]:
        """tour.json."""
        found: list[dict[str, Any]] = json.loads((self.out / "tour.json").read_text(encoding="utf-8"))
        return found


def go_on_tour(folder: Path, display: VirtualDisplay, *options: str) -> Tour:
    """`vardklient tour` in a process of its own, with a home and a sound bed of its own, to its end."""
    if missing_parts():
        pytest.skip(f"missing: {', '.join(missing_parts())}")
    home, work = folder / "home", folder / "work"
    home.mkdir()
    work.mkdir()
    with SoundBed() as bed:
        ended = subprocess.run(
            [sys.executable, "-m", "vardklient", "tour", "--out", str(folder / "out"), *options],
            env=environment_for(home, display, bed.env),
            cwd=work,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
    return Tour(ended.returncode, folder / "out", ended.stdout, home)


@pytest.fixture(scope="session")
def toured(tmp_path_factory: pytest.TempPathFactory, virtual_display: VirtualDisplay) -> Tour:
    """One practice morning for all who want to look at what it left."""
    return go_on_tour(tmp_path_factory.mktemp("tour"), virtual_display)


@pytest.fixture
def bed() -> Iterator[SoundBed]:
    if missing_parts():
        pytest.skip(f"missing: {', '.join(missing_parts())}")
    with SoundBed() as bed:
        yield bed


@pytest.fixture(scope="module")
def running_openid() -> Iterator[OpenIdPeer]:
    with openid_peer() as running:
        yield running


@pytest.fixture
def peer(running_openid: OpenIdPeer) -> OpenIdPeer:
    """The OpenID provider, with nobody signed in and nothing out of order."""
    running_openid.order(calm=True, ttl={}, seen=True)
    return running_openid


@pytest.fixture
def chromium_there() -> None:
    if find_chromium() is None:
        pytest.skip("there is no Chromium")


@pytest.fixture(scope="session")
def mute_machine() -> None:
    """A machine without a sound card: no card of its own, and no sound server to be found."""
    cards = Path("/proc/asound/cards")
    if cards.exists() and "no soundcards" not in cards.read_text():
        pytest.skip("platform: this machine has a sound card")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's home that can be searched afterwards."""
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def desk_environment(bed: SoundBed, virtual_display: VirtualDisplay, home: Path) -> dict[str, str]:
    """Display, sound and home of the clinician's program."""
    return environment_for(home, virtual_display, bed.env)


@pytest.fixture
def mute_environment(mute_machine: None, virtual_display: VirtualDisplay, home: Path) -> dict[str, str]:
    """The same without any sound."""
    return environment_for(home, virtual_display, {})


def environment_for(home: Path, display: VirtualDisplay, sound: dict[str, str]) -> dict[str, str]:
    """A program's whole environment; every folder that it may write to is in `home`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "QT_QPA"))}
    folders = {f"XDG_{n}_HOME": str(home / n.lower()) for n in ("CACHE", "CONFIG", "DATA", "STATE")}
    for name in ("tmp", "runtime"):
        (home / name).mkdir(mode=0o700)
    own = {"HOME": str(home), "TMPDIR": str(home / "tmp"), "XDG_RUNTIME_DIR": str(home / "runtime")}
    return {**kept, **sound, **folders, **own, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}


def find_footage(name: str) -> Path:
    path = ROOT.parent / "shared" / "footage" / name
    if not path.exists():
        pytest.skip(f"footage: {name} is not here")
    return path


__all__ = ["Day", "Server", "Tour", "environment_for", "find_footage", "go_on_tour", "visit_server"]
