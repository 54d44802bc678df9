"""A day from an account whose address is a secret, with today's list kept sealed: killed, begun again, switched off."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.journeys import processes
from tests.journeys.clinician import PATIENCE_S, Clinician
from tests.journeys.conftest import soon
from tests.journeys.traces import files_in, findings, words_in
from tests.peers.keyring import find_keyring, keyring
from tests.vault.test_keyring import Starts

TOKEN, PASSWORD, USER = "hemlignyckel7731xq", "losenord5519zeta", "lakare4402yx"
SUBJECT = "Zebrafinkshosta"
WORDS = (TOKEN, PASSWORD, SUBJECT, "XQ-82", "Xenobia", "19820314-2389", "070-174 06 05")


class Calendar(BaseHTTPRequestHandler):
    """Gives the calendar to whoever knows its address and its password."""

    asked: list[str]
    content = b""

    def do_GET(self) -> None:
        self.asked.append(f"{self.path} {self.headers.get('Authorization', '')}")
        self.send_response(200)
        self.send_header("Content-Type", "text/calendar")
        self.send_header("Content-Length", str(len(self.content)))
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def address() -> Iterator[str]:
    start = soon()
    Calendar.asked, Calendar.content = (
        [],
        (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//SV\r\nBEGIN:VEVENT\r\nUID:one@x\r\n"
            f"DTSTAMP:{start:%Y%m%dT%H%M%SZ}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDURATION:PT20M\r\n"
            f"SUMMARY:XQ-82 Videobesök {SUBJECT}\r\nDESCRIPTION:Xenobia 19820314-2389 070-174 06 05\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n"
        ).encode(),
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), Calendar) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{TOKEN}/kalender.ics"
        server.shutdown()


async def until(condition: Callable[[], object], what: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
    assert condition(), what


def settings(home: Path, *, today: bool) -> None:
    account = {"ident": "a1", "sort": "ics_url", "name": "Kalender", "address": "", "user": USER, "colour": 0}
    folder = home / "config" / "vardklient"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps({"accounts": [account], "today_file": today}), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(find_keyring() is None, reason="gnome-keyring and dbus-run-session are needed")
async def test_neither_the_secret_address_nor_the_list_can_be_read(
    address: str, mute_environment: dict[str, str], home: Path, tmp_path: Path
) -> None:
    data = home / "data" / "vardklient"

    def sealed() -> list[Path]:
        return list(data.rglob("*.sealed"))

    with keyring(tmp_path / "ring") as real, (tmp_path / "printed").open("wb") as printed:
        kept = json.dumps({"password": PASSWORD, "address": address})
        assert Starts(data, real.environment)("put", "account:a1", kept)["reason"] is None
        bus = {"DBUS_SESSION_BUS_ADDRESS": real.environment["DBUS_SESSION_BUS_ADDRESS"]}
        environment = {**mute_environment, **bus, "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("PYTHON_KEYRING_BACKEND", None)

        settings(home, today=True)
        async with Clinician(["--camera", "drawn"], environment, printed) as clinician:
            await clinician.until(lambda s: "XQ-82" in [row["label"] for row in s["day"]["rows"]], "the list")
            assert any(TOKEN in asked and "Basic" in asked for asked in Calendar.asked), "the secrets are really used"
            await until(sealed, "the list is kept")
            told = [processes.told_to(pid) for pid in clinician.processes()]
            assert any(b"tests.journeys.desk" in command for command, _ in told)
            assert words_in(b"".join(command + variables for command, variables in told), WORDS) == set()
            clinician.kill()
            await clinician.ended()
        assert findings(home, WORDS) == []
        assert len(sealed()) == 1, "as a crash leaves it: nobody reads it without the keyring"

        settings(home, today=False)
        async with Clinician(["--camera", "drawn"], environment, printed) as clinician:
            await until(lambda: not sealed(), "switched off it goes")
            await until(lambda: not [label for label in real.labels() if "today" in label], "with its key")
            await clinician.until(lambda s: "XQ-82" in [row["label"] for row in s["day"]["rows"]], "the list")
            await clinician.close("main")
            assert await clinician.ended() == 0
    assert findings(home, WORDS) == []
    left = {str(path.relative_to(home)) for path in files_in(home)}
    assert not [name for name in left if "sealed" in name]
    assert words_in((tmp_path / "printed").read_bytes(), WORDS) == set()
