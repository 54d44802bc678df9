"""Where secrets live: short ones in the system's keyring, long ones sealed in files whose keys stand in the keyring.

Windows takes 2560 bytes of UTF-16, about 1280 characters (jaraco/keyring#355), and tokens are longer. Without a usable
keyring (no session bus, locked, refused, one that does not encrypt) secrets stay in memory, and the user signs in at
each start; nothing is ever written that this computer's keyring does not protect.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar

from vardklient.base.log import Code, note, unexpected
from vardklient.ports.secrets import MemoryOnly
from vardklient.vault.backends import NotAllowed, choose
from vardklient.vault.debts import Debts, Note
from vardklient.vault.patience import Patience
from vardklient.vault.sealed import SealedFolder, Unsealable, new_key

SERVICE = "vardklient"
FOLDER_NAME = "sealed"
DEBTS_NAME = "kept"
SHORT_MOST_BYTES = 2000
"""Of UTF-16 in the keyring; Windows takes 2560."""
WITHIN_S = 60.0
"""So long the system may ask the user for the keyring's password. Own choice."""
_SEALED = "sealed:"

T = TypeVar("T")


class KeyringBackend(Protocol):
    """What we use of a `keyring.backend.KeyringBackend`."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Remove it."""
        ...


class MemoryStore:
    """Implements `ports.secrets.SecretStore` in memory: for a practice day, which keeps nothing."""

    in_memory = True
    reason: MemoryOnly | None = None

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """The secret, or None."""
        return self._secrets.get(name)

    def put(self, name: str, secret: str) -> None:
        """Keep it for this run."""
        self._secrets[name] = secret

    def forget(self, name: str) -> bool:
        """Remove it; unknown names are ignored."""
        self._secrets.pop(name, None)
        return True

    def settle(self) -> bool:
        """Nothing is ever left."""
        return True


class KeyringStore:
    """Implements `ports.secrets.SecretStore` on the system's keyring; in memory for good from its first fault.

    A name in the keyring holds the secret itself, or the word "sealed:" with the key of its file.

    Args:
        folder: the folders of the sealed files and of the notes of what is kept are made in it.
        find: how the keyring is found, at first use (the import takes half a second).
        within_s: seconds that one call to it may take.
    """

    def __init__(
        self, folder: Path, find: Callable[[], KeyringBackend] = choose, *, within_s: float = WITHIN_S
    ) -> None:
        self._files, self._debts = SealedFolder(folder / FOLDER_NAME), Debts(folder / DEBTS_NAME)
        self._find, self._patience = find, Patience(within_s)
        self._backend: KeyringBackend | None = None
        self._memory = MemoryStore()
        self._lock = threading.Lock()
        self._lost = False
        self._reason: MemoryOnly | None = None

    @property
    def in_memory(self) -> bool:
        """Do secrets, or one that could not be written, last for this run only?"""
        return self._reason is not None

    @property
    def reason(self) -> MemoryOnly | None:
        """Why they do."""
        return self._reason

    def get(self, name: str) -> str | None:
        """The secret, or None. On a thread that may wait."""
        with self._lock:
            kept = self._memory.get(name)
            if kept is not None or self._lost:
                return kept
            found = self._ask(lambda keyring: keyring.get_password(_service(name), name))
            if found is not None:
                with suppress(OSError):  # else it is noted at the next time
                    self._debts.note(name, Note.KEPT)
            key = _key(found)
            return found if key is None else self._open(name, key)

    def put(self, name: str, secret: str) -> None:
        """Keep it in the keyring or sealed, else in memory. On a thread that may wait."""
        with self._lock:
            before = self._debts.known(name)
            if not self._lost and self._note_kept(name) and self._put(name, secret):
                self._memory.forget(name)
                return
            self._memory.put(name, secret)
            if before is None and self._reason is not MemoryOnly.SILENT:  # one that is silent may take it too late
                self._settle(name)

    def forget(self, name: str) -> bool:
        """Remove it everywhere; False: the keyring would not, and will be asked again. On a thread that may wait."""
        with self._lock:
            self._memory.forget(name)
            return self._forget_kept(name)

    def settle(self) -> bool:
        """Ask the keyring again for what it would not let go of; is nothing left? On a thread that may wait."""
        with self._lock:
            if not self._lost and any(self._debts.owed()):
                self._ask(lambda _: True)
            return not any(self._debts.owed())

    def close(self) -> None:
        """Whoever waits for the keyring goes on at once, without it. From any thread."""
        self._patience.close()

    # ------------------------------------------------------------ with the lock held

    def _note_kept(self, name: str) -> bool:
        """What could not be found again to be removed is not kept."""
        try:
            self._debts.note(name, Note.KEPT)
        except OSError:
            self._say(MemoryOnly.DISK)
            return False
        return True

    def _put(self, name: str, secret: str) -> bool:
        return self._keep(name, secret) if _is_short(secret) else self._seal(name, secret)

    def _keep(self, name: str, secret: str) -> bool:
        self._ask(lambda keyring: keyring.set_password(_service(name), name, secret))
        if not self._lost:
            with suppress(OSError):  # sealed there before; without its key nobody opens it
                self._files.remove(name)
        return not self._lost

    def _seal(self, name: str, secret: str) -> bool:
        """With the key that it has already, so that the file and the keyring never contradict each other."""
        key = _key(self._ask(lambda keyring: keyring.get_password(_service(name), name)))
        if key is None and not self._lost:
            key = fresh = new_key()
            self._ask(lambda keyring: keyring.set_password(_service(name), name, _SEALED + fresh))
        if key is None or self._lost:
            return False
        try:
            self._files.write(name, key, secret)
        except (OSError, Unsealable):
            self._forget_kept(name)  # an older one must not come back: a spent refresh token ends the whole grant
            self._say(MemoryOnly.DISK)
            return False
        return True

    def _open(self, name: str, key: str) -> str | None:
        try:
            return self._files.read(name, key)
        except Unsealable:
            note(Code.SECRET_DAMAGED, logging.WARNING)
            self._forget_kept(name)
        except OSError as fault:  # it may be read the next time
            unexpected(fault)
        return None

    def _forget_kept(self, name: str) -> bool:
        given = self._debts.known(name) is not None or self._files.may_have(name)
        with suppress(OSError):  # without its key nobody opens it
            self._files.remove(name)
        if not given:  # a locked keyring cannot tell, and need not
            return True
        may_ask = not self._lost or self._reason is MemoryOnly.LOCKED  # it may have been opened since
        if may_ask and self._ask(lambda keyring: _delete(keyring, name)):
            self._settle(name)
            return True
        self._owe(name)
        return False

    def _owe(self, name: str) -> None:
        with suppress(OSError):
            self._debts.note(name, Note.OWED)

    def _settle(self, name: str) -> None:
        with suppress(OSError):
            self._debts.settle(name)

    def _pay(self, keyring: KeyringBackend) -> None:
        """Before anything else is asked: what the user wanted gone must not come back."""
        for name in tuple(self._debts.owed()):
            with suppress(OSError):
                self._files.remove(name)
            _delete(keyring, name)
            self._settle(name)

    def _ask(self, call: Callable[[KeyringBackend], T]) -> T | None:
        """What the keyring answers; None when it fails, and then it is not asked again but to forget."""

        def asked() -> T:
            keyring = self._backend = self._backend or self._find()
            self._pay(keyring)
            return call(keyring)

        try:
            return self._patience.wait(asked)
        except Exception as fault:  # noqa: BLE001 - the edge of the system's keyring: each raises what it likes
            self._lost = True
            self._say(_reason(fault))
            return None

    def _say(self, reason: MemoryOnly) -> None:
        if self._reason is None:
            self._reason = reason
            note(Code.SECRETS_IN_MEMORY, logging.WARNING, reason=reason.value)


def _service(name: str) -> str:
    """One for each secret: where several users share a service, Windows' credentials are moved at every change."""
    return f"{SERVICE}:{name}"


def _is_short(secret: str) -> bool:
    """May the keyring have it as it is? Not what is no text either (half of a surrogate pair), for many would fail."""
    try:
        return len(secret.encode("utf-16-le")) <= SHORT_MOST_BYTES and not secret.startswith(_SEALED)
    except UnicodeEncodeError:
        return False


def _key(found: str | None) -> str | None:
    return found.removeprefix(_SEALED) if found is not None and found.startswith(_SEALED) else None


def _delete(keyring: KeyringBackend, name: str) -> bool:
    """True; the same error tells of a secret that was not there and, in some keyrings, of a user who said no."""
    from keyring.errors import PasswordDeleteError

    try:
        keyring.delete_password(_service(name), name)
    except PasswordDeleteError:
        if keyring.get_password(_service(name), name) is not None:
            raise
    return True


_BY_NAME = {
    "LockedException": MemoryOnly.LOCKED,
    "PromptDismissedException": MemoryOnly.LOCKED,
    "SecretServiceNotAvailableException": MemoryOnly.NO_KEYRING,
}
"""Of secretstorage, which is there on Linux alone, and which keyring does not translate everywhere."""


def _reason(fault: Exception) -> MemoryOnly:
    from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

    match fault:
        case TimeoutError():
            return MemoryOnly.SILENT
        case NotAllowed():
            return MemoryOnly.NOT_ALLOWED
        case NoKeyringError():
            return MemoryOnly.NO_KEYRING
        case KeyringLocked() | InitError():
            return MemoryOnly.LOCKED
        case KeyringError():
            return MemoryOnly.DENIED
        case _:
            return _BY_NAME.get(type(fault).__name__, MemoryOnly.BROKEN)
