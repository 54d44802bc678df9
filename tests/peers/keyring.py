"""A real gnome-keyring on a D-Bus session bus of its own: nothing of the user's is touched; no display is needed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVICE = "org.freedesktop.secrets"
_COLLECTION = "/org/freedesktop/secrets/aliases/default"
_UNLOCK = 'printf "pw\\n" | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null; '
# dbus-run-session ends the bus with this shell, which lives as long as its standard input is open
_STAY = 'echo "$DBUS_SESSION_BUS_ADDRESS"; cat >/dev/null'


def find_keyring() -> str | None:
    """Where gnome-keyring is, None when it or a session bus is missing."""
    return shutil.which("gnome-keyring-daemon") if shutil.which("dbus-run-session") else None


@dataclass(frozen=True, slots=True)
class Keyring:
    """A running one.

    Attributes:
        environment: that a program needs to find it, and no more.
    """

    environment: dict[str, str]

    def lock(self) -> None:
        """As when the screen is locked. Nobody can answer the question that follows, so it stays locked."""
        self._ask(SERVICE, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock", "ao", [_COLLECTION])

    def unlock(self) -> None:
        """As its owner does, with the password."""
        path, guilty = "/org/freedesktop/secrets", "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
        with self._bus() as bus:  # the session is its connection's
            opened = bus(SERVICE, path, "org.freedesktop.Secret.Service", "OpenSession", "sv", "plain", ("s", ""))
            secret = (opened[1], b"", b"pw\n", "text/plain")
            bus(SERVICE, path, guilty, "UnlockWithMasterPassword", "o(oayays)", _COLLECTION, secret)

    def labels(self) -> list[str]:
        """What is in it, by the labels that its owner sees."""
        return [self._get(path, "Item", "Label") for path in self._get(_COLLECTION, "Collection", "Items")]

    def end(self) -> None:
        """The daemon dies."""
        os.kill(self._process(), signal.SIGKILL)

    @contextlib.contextmanager
    def hanging(self) -> Iterator[None]:
        """It takes questions and answers none."""
        process = self._process()
        os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process, signal.SIGCONT)

    def _process(self) -> int:
        bus = "org.freedesktop.DBus"
        return int(self._ask(bus, "/org/freedesktop/DBus", bus, "GetConnectionUnixProcessID", "s", SERVICE))

    def _get(self, path: str, kind: str, name: str) -> Any:
        properties = ("org.freedesktop.DBus.Properties", "Get", "ss")
        return self._ask(SERVICE, path, *properties, f"org.freedesktop.Secret.{kind}", name)[1]

    def _ask(self, whom: str, path: str, interface: str, method: str, signature: str, *body: object) -> Any:
        with self._bus() as bus:
            return bus(whom, path, interface, method, signature, *body)[0]

    @contextlib.contextmanager
    def _bus(self) -> Iterator[Callable[..., Any]]:
        """A connection of its own; gives what asks over it."""
        # on Linux alone, where keyring brings it
        from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

        def ask(whom: str, path: str, interface: str, method: str, signature: str, *body: object) -> Any:
            message = new_method_call(DBusAddress(path, whom, interface), method, signature, body)
            answer = bus.send_and_get_reply(message, timeout=60)
            assert answer.header.message_type.name == "method_return", answer.body
            return answer.body

        with contextlib.closing(open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])) as bus:
            yield ask


@contextlib.contextmanager
def keyring(folder: Path, *, unlocked: bool = True) -> Iterator[Keyring]:
    """Start it with `folder` as its home, and end it.

    Args:
        folder: is made.
        unlocked: with an open collection; else there is none, and nobody could answer the question for a password.
    """
    folder.mkdir(mode=0o700)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "LANG": "C.UTF-8"}
    script = (_UNLOCK if unlocked else "") + _STAY
    with subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", script],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().decode().strip()
        assert address.startswith("unix:"), "dbus-run-session gave no bus"
        yield Keyring({**environment, "DBUS_SESSION_BUS_ADDRESS": address})
        # at the end of the block its input is closed: the shell ends, with it the bus, with it the daemon
