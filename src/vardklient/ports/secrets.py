"""Where secrets live."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class MemoryOnly(StrEnum):
    """Why secrets last for this run only, so that the user signs in at each start.

    Attributes:
        NO_KEYRING: the system has no keyring, or its bus is not there.
        LOCKED: the keyring stayed locked, or nobody has made one yet.
        DENIED: the system or the user said no.
        NOT_ALLOWED: the keyring that was chosen is not known to encrypt.
        SILENT: it did not answer in time.
        BROKEN: it failed in another way.
        DISK: a secret too large for a keyring could not be written.
    """

    NO_KEYRING = "no_keyring"
    LOCKED = "locked"
    DENIED = "denied"
    NOT_ALLOWED = "not_allowed"
    SILENT = "silent"
    BROKEN = "broken"
    DISK = "disk"


class SecretStore(Protocol):
    """Keeps secrets of any length; what cannot be kept safely is kept in memory only. Never raises.

    Every method may wait for the system, and for a user whom the system asks for the keyring's password: call them on a
    thread that may wait (`asyncio.to_thread`), never on the GUI thread or the core loop. Any number of threads may.
    """

    @property
    def in_memory(self) -> bool:
        """Do secrets last for this run only? Known after the first call."""
        ...

    @property
    def reason(self) -> MemoryOnly | None:
        """Why they do, None as long as they are kept. Where no keyring was ever wanted it is None too."""
        ...

    def get(self, name: str) -> str | None:
        """The secret, or None."""
        ...

    def put(self, name: str, secret: str) -> None:
        """Keep it; replaces what was there."""
        ...

    def forget(self, name: str) -> bool:
        """Remove it; unknown names are ignored.

        False: what was kept in an earlier run, or before the keyring was locked, may still be there. It is never given
        out again, and removed as soon as the keyring opens, be that at a later start.
        """
        ...

    def settle(self) -> bool:
        """Try again to remove what could not be; is nothing of it left? The keyring is not opened without need."""
        ...
