"""A real CalDAV server, Radicale, on loopback, with two users; each may read only what is his own."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bcrypt

from tests.peers.coturn import free_port

USER, PASSWORD = "lakare1", "hemlig"
OTHER, OTHERS_PASSWORD = "lakare2", "hemligare"
_STARTS_WITHIN_S = 60.0


@dataclass(frozen=True)
class Radicale:
    """A running one.

    Attributes:
        url: of the server, with a slash at its end.
        store: where it keeps what it is given.
        process: of the server.
    """

    url: str
    store: Path
    process: subprocess.Popen[bytes]

    @property
    def calendar(self) -> str:
        """The address of the calendar that most tests use."""
        return f"{self.url}{USER}/kalender/"

    def put(self, path: str, data: bytes, user: str = USER, password: str = PASSWORD) -> None:
        """Make a calendar of an .ics ("lakare1/kalender/"), or an event in it ("lakare1/kalender/a.ics")."""
        self._ask("PUT", path, data, user, password)

    def delete(self, path: str) -> None:
        """Remove a calendar or an event."""
        self._ask("DELETE", path, None, USER, PASSWORD)

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def _ask(self, method: str, path: str, data: bytes | None, user: str, password: str) -> None:
        named = b64encode(f"{user}:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {named}", "Content-Type": "text/calendar; charset=utf-8"}
        asked = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(asked, timeout=600) as answer:
            answer.read()


@contextlib.contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """Start it in that folder, and end it."""
    port = free_port()
    users, settings = folder / "users", folder / "radicale.conf"
    rounds = bcrypt.gensalt(4)
    users.write_text(
        "".join(
            f"{user}:{bcrypt.hashpw(password.encode(), rounds).decode()}\n"
            for user, password in ((USER, PASSWORD), (OTHER, OTHERS_PASSWORD))
        )
    )
    settings.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {users}\nhtpasswd_encryption = bcrypt\ndelay = 0\n"
        "[rights]\ntype = owner_only\n"
        f"[storage]\nfilesystem_folder = {folder / 'store'}\n"
        "[logging]\nlevel = warning\n"
    )
    with (folder / "radicale.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", str(settings)], stdout=log, stderr=log, cwd=folder
        )
    server = Radicale(f"http://127.0.0.1:{port}/", folder / "store", process)
    try:
        _wait(server, folder / "radicale.log")
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait(server: Radicale, log: Path) -> None:
    until_s = time.monotonic() + _STARTS_WITHIN_S
    while True:
        assert server.process.poll() is None, log.read_text()
        assert time.monotonic() < until_s, log.read_text()
        try:
            with urllib.request.urlopen(server.url + ".web/", timeout=5) as answer:
                answer.read()
            return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.05)
