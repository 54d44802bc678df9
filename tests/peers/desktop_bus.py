"""A desktop's message bus of its own, with a portal for notifications and a screen saver that a test can ask about.

Started by itself (`python -m tests.peers.desktop_bus`) inside dbus-run-session it serves until its input ends.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

PORTAL, SAVER = "org.freedesktop.portal.Desktop", "org.freedesktop.ScreenSaver"


class DesktopBus:
    """The bus, as a context manager.

    Attributes:
        address: for DBUS_SESSION_BUS_ADDRESS.

    Args:
        services: which of `PORTAL` and `SAVER` there are.
        locked: what the screen saver answers.
        late: it answers only when the next call for the portal has come.
    """

    def __init__(self, services: tuple[str, ...] = (PORTAL, SAVER), locked: bool = False, late: bool = False) -> None:
        how = ("locked" if locked else "open", "late" if late else "at_once")
        self._command = [sys.executable, "-m", "tests.peers.desktop_bus", *services, *how]
        self._process: subprocess.Popen[str] | None = None
        self.address = ""

    def __enter__(self) -> DesktopBus:
        self._process = subprocess.Popen(
            ["dbus-run-session", "--", *self._command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=Path(__file__).resolve().parents[2],
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        return self

    def heard(self) -> dict[str, Any]:
        """The next call that came, by its method and what it said."""
        assert self._process is not None
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.communicate(timeout=60)


def available() -> bool:
    """Are the parts of it there?"""
    return shutil.which("dbus-run-session") is not None


def serve(services: list[str], locked: bool, late: bool) -> None:
    """Take the names, say the bus's address, tell each call on a line of its own."""
    import os
    import threading

    from jeepney import MessageType, new_method_return  # type: ignore[import-untyped]
    from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

    connection = open_dbus_connection("SESSION")
    for name in services:
        connection.send_and_get_reply(message_bus.RequestName(name))
    sys.stdout.write(os.environ["DBUS_SESSION_BUS_ADDRESS"] + "\n")
    sys.stdout.flush()

    def answer() -> None:
        held = []
        while True:
            message = connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            fields = {field.name: value for field, value in message.header.fields.items()}
            if fields["member"] == "GetActive":
                held.append(message)
            if not late or fields["member"] != "GetActive":
                while held:
                    connection.send(new_method_return(held.pop(), "b", (locked,)))
            if fields["member"] == "GetActive":
                continue
            connection.send(new_method_return(message))
            told = {"method": fields["member"], "signature": fields.get("signature", ""), "said": message.body}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()

    threading.Thread(target=answer, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1:-2], sys.argv[-2] == "locked", sys.argv[-1] == "late")
