"""Where secrets live: the system's keyring, and memory where there is none.

Without a usable keyring (no session bus, locked, refused) secrets stay in memory and the user signs in at each start;
nothing is ever written to a file of our own. keyrings.alt must never be installed: it brings a plain-text keyring.
"""

from __future__ import annotations

from typing import Protocol

SERVICE = "vardklient"


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
    """Implements `ports.secrets.SecretStore` in memory."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """The secret, or None."""
        return self._secrets.get(name)

    def put(self, name: str, secret: str) -> None:
        """Keep it for this run."""
        self._secrets[name] = secret

    def forget(self, name: str) -> None:
        """Remove it; unknown names are ignored."""
        self._secrets.pop(name, None)


class KeyringStore:
    """Implements `ports.secrets.SecretStore` on the system's keyring; falls back to memory for good at the first fault.

    Attributes:
        in_memory: did the keyring fail, so that secrets last for this run only?
    """

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        """`backend` None: the system's own, found at first use (the import takes half a second)."""
        self._backend = backend
        self._memory = MemoryStore()
        self.in_memory = False

    def get(self, name: str) -> str | None:
        """The secret, or None."""
        from keyring.errors import KeyringError

        kept = self._memory.get(name)
        if kept is not None or self.in_memory:
            return kept
        try:
            return self._keyring().get_password(SERVICE, name)
        except KeyringError:
            self.in_memory = True
            return None

    def put(self, name: str, secret: str) -> None:
        """Keep it in the keyring, else in memory."""
        from keyring.errors import KeyringError

        if not self.in_memory:
            try:
                self._keyring().set_password(SERVICE, name, secret)
            except KeyringError:
                self.in_memory = True
        if self.in_memory:
            self._memory.put(name, secret)

    def forget(self, name: str) -> None:
        """Remove it from both; unknown names are ignored."""
        from keyring.errors import KeyringError, PasswordDeleteError

        self._memory.forget(name)
        try:
            self._keyring().delete_password(SERVICE, name)
        except PasswordDeleteError:
            return  # there was none
        except KeyringError:
            self.in_memory = True

    def _keyring(self) -> KeyringBackend:
        if self._backend is None:
            import keyring

            self._backend = keyring.get_keyring()
        return self._backend
