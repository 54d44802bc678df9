"""Hears everything that is said on a message bus, whoever says it to whom."""

from __future__ import annotations

import threading
from types import TracebackType


class Eavesdropper:
    """A monitor of that bus, as a context manager.

    Args:
        address: of the bus.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._changed = threading.Condition()
        self._heard: list[str] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True, name="eavesdropper")
        self._listening = threading.Event()

    def __enter__(self) -> Eavesdropper:
        self._thread.start()
        assert self._listening.wait(60), "the bus lets nobody listen"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def text(self) -> str:
        """All of it, so far."""
        with self._changed:
            return "\n".join(self._heard)

    def wait_for(self, word: str, within_s: float = 60) -> None:
        """Returns once that has been said."""
        with self._changed:
            heard = self._changed.wait_for(lambda: any(word in said for said in self._heard), within_s)
        assert heard, f"{word!r} was not said"

    def _listen(self) -> None:
        from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]
        from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

        monitoring = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus.Monitoring")
        with open_dbus_connection(self._address) as bus:
            bus.send_and_get_reply(new_method_call(monitoring, "BecomeMonitor", "asu", ([], 0)), timeout=30)
            self._listening.set()
            while not self._ended.is_set():
                try:
                    message = bus.receive(timeout=0.1)
                except TimeoutError:
                    continue
                except (OSError, EOFError):  # the bus has ended
                    return
                with self._changed:
                    self._heard.append(f"{message.header.fields} {message.body}")
                    self._changed.notify_all()
