"""After a day with patients nothing of them is left: no name, number, label or ticket, no sound and no picture."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys import processes
from tests.journeys.clinician import Clinician, State, frames_in, in_call, next_row
from tests.journeys.conftest import Tour, soon, visit_server
from tests.journeys.traces import ENCODINGS, files_in, findings, media_in, words_in
from tests.peers import desktop_bus, xwindows
from tests.peers.chromium import Chromium, open_page
from tests.peers.clips import coloured_film
from tests.peers.desktop_bus import PORTAL, DesktopBus
from tests.peers.display import VirtualDisplay
from tests.peers.eavesdropper import Eavesdropper
from tests.peers.xwindows import XWindows, clipboards
from vardklient.base.clock import STOCKHOLM, SystemClock
from vardklient.vault.chain import Event
from vardklient.vault.clientlog import FILE_NAME as CLIENT_LOG_NAME
from vardklient.vault.clientlog import ClientLog

# the practice day's people, as schedule/practice.py has them, and what any visit link holds
PRACTICE_WORDS = (
    *("IK-82", "MS-47", "AL-15", "JN-61", "RH-39", "BE-58"),
    *("Inga", "Kvist", "Maja Strand", "Alva", "Ljung", "Näs"),
    *(f"070-174 06 {n:02d}" for n in range(5, 12)),
    *(f"07017406{n:02d}" for n in range(5, 12)),
    "/visit#",
)

# made-up words that nothing else on a machine holds
NAME, SUBJECT, PLACE = "Xenobia Qvastgren", "Zebrafinkshosta", "Kvarnbyhemmet"
NUMBER, PHONE, BOOKING, UID = "19820314-2389", "070-174 06 05", "BK-7710034", "040000008200E00074C5B7101A82E008"
OTHERS = ("Ylvali Zetterqvist", "Örjan Ångdahl", "Quintus Wrangelstad")
OTHER_NUMBERS = ("19611018-2783", "20100203-2384", "070-174 06 42")
PATIENT_WORDS = (
    *("Xenobia", "Qvastgren", SUBJECT, PLACE, UID, "Brahmaputradialektiska"),
    *(word for name in OTHERS for word in name.split()),
    *OTHER_NUMBERS,
    *("611018", "100203", "0701740642", "YZ-61", "ÖÅ-10", "QW-47", "BK-7710035", "BK-7710036", "grupp-8844"),
    *(NUMBER, "820314-2389", "198203142389", "8203142389", "1982-03-14"),
    *(PHONE, "0701740605", "+46701740605", "46701740605"),
    *("XQ-82", "XQ82", "XQ 82", BOOKING, "/visit#"),
)

TELLTALE = f"""
import sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv[:1])
window = QWidget()
window.setWindowTitle("{NAME}")
window.setWindowIconText("XQ-82")
window.show()
QGuiApplication.clipboard().setText("{PHONE}")
QGuiApplication.clipboard().setText("{BOOKING}", QClipboard.Mode.Selection)
def wait():
    sys.stdin.read()
    QTimer.singleShot(0, app, app.quit)
threading.Thread(target=wait, daemon=True).start()
def shown():
    app.sync()
    print("shown", flush=True)
QTimer.singleShot(0, shown)
app.exec()
"""
"""A program that does everything wrong."""


def notify(address: str, words: str) -> None:
    """Say that as a notification."""
    from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

    portal = DBusAddress("/org/freedesktop/portal/desktop", PORTAL, "org.freedesktop.portal.Notification")
    call = new_method_call(portal, "AddNotification", "sa{sv}", ("one", {"title": ("s", words)}))
    with open_dbus_connection(address) as bus:
        bus.send_and_get_reply(call, timeout=30)


LOG = "state/vardklient/log/vardklient.log"
SETTINGS = "config/vardklient/settings.json"
CLIENT_LOG = f"data/vardklient/{CLIENT_LOG_NAME}"
ALLOWED_FILES = {LOG, SETTINGS, CLIENT_LOG}
"""The only files that the program leaves; the settings remember what tells this place from others."""
LOG_LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d (INFO|WARNING|ERROR) [a-z_]+( [A-Za-z0-9_.:=-]+)*")


# ---------------------------------------------------------------- the search itself


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("written", ["Näs", "NÄS", "näs"])
def test_a_planted_word_is_found(tmp_path: Path, encoding: str, written: str) -> None:
    hidden = tmp_path / "cache" / "deep"
    hidden.mkdir(parents=True)
    (hidden / "x.bin").write_bytes(b"\x00\x01" + f"..{written}..".encode(encoding) + b"\xff")
    (tmp_path / "innocent.txt").write_text("nothing of the kind", encoding="utf-8")
    assert findings(tmp_path, ["Näs"]) == ["cache/deep/x.bin: Näs"]


def test_a_planted_name_of_a_file_or_a_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "ik-82.txt").touch()
    (tmp_path / "link").symlink_to("/nowhere/IK-82")
    assert findings(tmp_path, ["IK-82"]) == ["ik-82.txt: IK-82", "link: IK-82"]


@pytest.mark.parametrize(
    ("kind", "beginning"),
    [
        ("WAV", b"RIFF\x24\x08\x00\x00WAVEfmt "),
        ("OGG", b"OggS\x00\x02"),
        ("WebM", b"\x1a\x45\xdf\xa3\x01"),
        ("MP4", b"\x00\x00\x00\x20ftypisom"),
        ("PNG", b"\x89PNG\r\n\x1a\n"),
        ("JPEG", b"\xff\xd8\xff\xe0"),
    ],
)
def test_planted_sound_and_pictures_are_found_under_any_name(tmp_path: Path, kind: str, beginning: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(beginning + bytes(100))
    assert findings(tmp_path, []) == [f"settings.json: {kind}"]
    assert media_in(b"{}") == set()


def test_a_file_that_is_open_for_writing_is_found_even_when_it_is_deleted(tmp_path: Path) -> None:

    path = tmp_path / "x"
    with path.open("w"):
        assert str(path) in processes.open_for_writing(os.getpid())
        path.unlink()
        assert f"{path} (deleted)" in processes.open_for_writing(os.getpid())
    assert not any(str(path) in name for name in processes.open_for_writing(os.getpid()))


def test_planted_words_are_found_in_windows_on_the_bus_and_in_both_clipboards(
    virtual_display: VirtualDisplay, looked_at: None
) -> None:
    """The search of what never is a file: without this the day below would leave nothing whatever it does."""
    environment = {**os.environ, "DISPLAY": virtual_display.name, "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen(
        [sys.executable, "-c", TELLTALE, f"{NAME} {NUMBER}"],
        env={**environment, "PLANTED": SUBJECT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as telltale:
        assert telltale.stdin is not None
        assert telltale.stdout is not None
        assert telltale.stdout.readline() == b"shown\n"
        with XWindows(virtual_display.name) as windows:
            assert words_in(windows.properties(), PATIENT_WORDS) == {"Xenobia", "Qvastgren", "XQ-82"}
        held = clipboards(environment)
        assert (held["clipboard"], held["selection"]) == (PHONE, BOOKING)
        command, variables = processes.told_to(telltale.pid)
        assert words_in(command, PATIENT_WORDS) >= {"Xenobia", NUMBER}
        assert words_in(variables, PATIENT_WORDS) == {SUBJECT}
        telltale.stdin.close()
    with DesktopBus() as bus, Eavesdropper(bus.address) as heard:
        notify(bus.address, NAME)
        heard.wait_for("AddNotification")
        assert words_in(heard.text().encode(), PATIENT_WORDS) == {"Xenobia", "Qvastgren"}


# ---------------------------------------------------------------- the tour


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_practice_morning_leaves_nothing(toured: Tour) -> None:
    assert toured.code == 0, toured.printed
    assert findings(toured.home, PRACTICE_WORDS) == []
    assert {str(path.relative_to(toured.home)) for path in files_in(toured.home)} <= ALLOWED_FILES
    assert list(files_in(toured.home.parent / "work")) == [], "nothing in the working folder either"
    assert words_in(toured.printed.encode(), PRACTICE_WORDS) == set()
    assert words_in((toured.out / "tour.json").read_bytes(), PRACTICE_WORDS) == set()


# ---------------------------------------------------------------- a day with patients


@dataclass(frozen=True)
class Files:
    calendar: Path
    bookings: Path

    @property
    def options(self) -> list[str]:
        return ["--calendar", str(self.calendar), "--bookings", str(self.bookings)]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """One visit whose times differ, so that it is opened on purpose, which is logged; and a row that cannot be read."""
    folder = tmp_path / "sources"
    folder.mkdir()
    start = soon()
    end = start + timedelta(minutes=20)
    local = start.astimezone(STOCKHOLM)
    booked = local + timedelta(minutes=5)
    if booked.date() != local.date():
        booked = local - timedelta(minutes=5)
    calendar = folder / "kalender.ics"
    calendar.write_text(
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//SV\r\nBEGIN:VEVENT\r\nUID:{UID}\r\n"
        f"DTSTAMP:{start:%Y%m%dT%H%M%SZ}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDTEND:{end:%Y%m%dT%H%M%SZ}\r\n"
        f"SUMMARY:XQ-82 Videobesök {SUBJECT}\r\nDESCRIPTION:{NAME} {NUMBER} {PHONE}\r\nLOCATION:{PLACE}\r\n"
        "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:two@x\r\nDTSTART:never\r\n"
        f"SUMMARY:XQ-82 Videobesök {SUBJECT} {NAME}\r\nEND:VEVENT\r\n{_evening(local)}END:VCALENDAR\r\n",
        encoding="utf-8",
    )
    bookings = folder / "tidbok.csv"
    bookings.write_text(
        "Datum;Starttid;Sluttid;Personnummer;Namn;Kontakttyp;Telefon;Roll;Bokningsid;Orsak\r\n"
        f"{booked:%Y-%m-%d};{booked:%H:%M};;{NUMBER};{NAME};Videobesök;{PHONE};patient;{BOOKING};{SUBJECT}\r\n"
        f"{booked:%Y-%m-%d};aldrig;;{NUMBER};{NAME};Videobesök;{PHONE};patient;{BOOKING};{SUBJECT}\r\n"
        f"{booked:%Y-%m-%d};23:40;;{OTHER_NUMBERS[0]};{OTHERS[0]};Videobesök;{OTHER_NUMBERS[2]};patient;BK-7710035;\r\n"
        f"{booked:%Y-%m-%d};23:45;;{OTHER_NUMBERS[1]};{OTHERS[1]};Videobesök;;vårdnadshavare;BK-7710036;\r\n",
        encoding="utf-8",
    )
    return Files(calendar, bookings)


def _evening(local: datetime) -> str:
    """The rest of the day: one that agrees, one in the calendar alone, a group, a meeting that is no visit."""
    subjects = (
        (2340, "YZ-61 Videobesök", "yz@x"),
        (2350, "QW-47 Videobesök", f"{OTHERS[2]}@x"),
        (2350, f"Gruppmöte via video {PLACE}", "grupp-8844"),
        (2355, "Brahmaputradialektiska föreningen", "annat@x"),
    )
    return "".join(
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;TZID=Europe/Stockholm:{local:%Y%m%d}T{at}00\r\nDURATION:PT5M\r\nSUMMARY:{subject}\r\n"
        f"DESCRIPTION:{' '.join(OTHERS)} {' '.join(OTHER_NUMBERS)}\r\nEND:VEVENT\r\n"
        for at, subject, uid in subjects
    )


@dataclass
class Seen:
    """What could be seen of the program from outside while it ran."""

    display: str
    written: set[str] = field(default_factory=set)
    windows: bytes = b""
    commands: bytes = b""
    variables: bytes = b""

    def look(self, clinician: Clinician) -> None:
        self.written |= _open_files(clinician)
        told = [processes.told_to(pid) for pid in clinician.processes()]
        self.commands += b"\n".join(command for command, _ in told)
        self.variables += b"\n".join(variables for _, variables in told)
        with XWindows(self.display) as windows:
            self.windows += windows.properties()


@pytest.fixture
def looked_at() -> None:
    """What looks at windows, clipboards and the message bus."""
    if not (xwindows.available() and desktop_bus.available()):
        pytest.skip("libX11 and dbus-run-session are needed")


@pytest.fixture
def bus(looked_at: None) -> Iterator[DesktopBus]:
    with DesktopBus() as running:
        yield running


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_day_with_patients_leaves_nothing(
    chromium_there: None,
    files: Files,
    desk_environment: dict[str, str],
    bus: DesktopBus,
    home: Path,
    tmp_path: Path,
) -> None:
    desk_environment = {**desk_environment, "DBUS_SESSION_BUS_ADDRESS": bus.address}
    seen = Seen(desk_environment["DISPLAY"])
    green = coloured_film(tmp_path / "green.y4m", (40, 180, 40))
    work = tmp_path / "work"
    work.mkdir()
    with (tmp_path / "printed").open("wb") as printed, Eavesdropper(bus.address) as heard:
        async with visit_server(desk_environment, printed) as server, Chromium(film=green) as browser:
            options = [*files.options, "--server", server.url, "--camera", "drawn"]
            # what Python itself may write of modules that were changed is no trace of a visit
            own = {"VARDKLIENT_SERVER_KEY": server.key, "PYTHONDONTWRITEBYTECODE": "1"}
            async with Clinician(options, {**desk_environment, **own}, printed, work) as clinician:
                linked = await clinician.until(lambda s: _read(s) and next_row(s)["link"] and s["devices"], "a link")
                assert next_row(linked)["label"] == "XQ-82", "the data are really there"
                await _visit(clinician, browser, next_row(linked)["link"], seen, heard)
                copied = await asyncio.to_thread(clipboards, desk_environment)
                assert copied["clipboard"], "what was copied can be read by others now"
                assert "x-kde-passwordManagerHint" in copied["formats"]
                assert copied["selection"] == "", "and not by the middle button"
                await clinician.press("done")
                assert await _leave(clinician) == 0
    tickets = [link.partition("#")[2] for link in next_row(linked)["links"].values()]
    words = (*PATIENT_WORDS, *tickets, server.key)
    assert findings(home, words) == []
    assert {str(path.relative_to(home)) for path in files_in(home)} <= ALLOWED_FILES
    assert list(files_in(work)) == []
    assert words_in((tmp_path / "printed").read_bytes(), words) == set()
    left = await asyncio.to_thread(clipboards, desk_environment)
    assert (left["clipboard"], left["selection"]) == ("", "")
    assert words_in(copied["clipboard"].encode(), words) == set(), "the phrase for the record names nobody"
    assert "Vårdklient".encode() in seen.windows, "the windows were really looked at"
    assert words_in(seen.windows, words) == set()
    assert b"tests.journeys.desk" in seen.commands
    assert words_in(seen.commands, words) == set()
    assert b"VARDKLIENT_SERVER_KEY" in seen.variables, "the key comes from there, as the administrator wants it"
    assert words_in(seen.variables, (*PATIENT_WORDS, *tickets)) == set()
    assert words_in(heard.text().encode(), words) == set()
    written = seen.written
    allowed = {str(tmp_path / "printed"), *(str(home / name) for name in ALLOWED_FILES)}
    allowed.add(str(home / f"{CLIENT_LOG}-journal"))  # SQLite's, while it writes
    assert written - allowed == set(), "no other file was open for writing"
    log = (home / LOG).read_text(encoding="utf-8").splitlines()
    assert any("open_confirmed" in line for line in log)
    assert [line for line in log if not LOG_LINE.fullmatch(line)] == []
    _look_at_client_log(home)


def _read(state: State) -> bool:
    """Both sources have been read, each of which has something that cannot be."""
    return {source for source, _ in state["day"].get("problems", [])} == {"kalender.ics", "tidbok.csv"}


def _look_at_client_log(home: Path) -> None:
    """It tells the visit from opening to its end, by an id that says nothing, and it is whole."""
    chained = ClientLog((home / CLIENT_LOG).parent, SystemClock())
    rows = [entry for _, entry in chained.since()]
    assert [(entry.event, entry.detail) for entry in rows] == [
        (Event.OPEN_CONFIRMED, "time_differs"),
        (Event.VISIT_OPENED, ""),
        (Event.CALL_CONNECTED, ""),
        (Event.IDENTITY_SETTLED, "document_shown"),
        (Event.VISIT_ENDED, "completed_by_phone"),
    ]
    (visit_id,) = {entry.visit_id for entry in rows}
    assert re.fullmatch(r"v[0-9a-f]{16}", visit_id)
    assert chained.verify() is None


async def _visit(clinician: Clinician, browser: Chromium, link: str, seen: Seen, heard: Eavesdropper) -> None:
    """From the link to the card, everything copied that can be; looked at on the way."""
    await clinician.press("copy_link")
    seen.look(clinician)
    async with open_page(browser, link) as page:
        await page.wait_for("!document.querySelector('#connect').disabled")
        await page.click("#connect")
        await clinician.until(lambda s: next_row(s)["waiting"] == 1, "the patient waits")
        await asyncio.to_thread(heard.wait_for, "AddNotification")
        await clinician.press("join")
        await clinician.until(lambda s: SUBJECT not in str(s) and "confirm" in s["views"]["question"], "the question")
        await clinician.press("confirm")
        await clinician.until(lambda s: s["views"]["call"] and s["call"]["people"], "the call window")
        await clinician.press("admit")
        await clinician.until(_talking, "the call")
        seen.look(clinician)
        await clinician.press("document")
        await clinician.press("phone")
        await clinician.until(lambda s: s["views"]["number"] == PHONE, "the number")
        await clinician.press("end")
    await clinician.until(lambda s: s["views"]["card"], "the card")
    await clinician.press("copy")
    seen.look(clinician)


def _talking(state: State) -> bool:
    return in_call(state) and frames_in(state) > 30


def _open_files(clinician: Clinician) -> set[str]:
    names = set().union(*(processes.open_for_writing(pid) for pid in clinician.processes()))
    return {name for name in names if not name.startswith("/memfd:")}


async def _leave(clinician: Clinician) -> int:
    await clinician.close("main")
    return await clinician.ended()
