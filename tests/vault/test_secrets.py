"""One contract for every secret store; the real Secret Service is tried in an issue of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordDeleteError

from vardklient.ports.secrets import SecretStore
from vardklient.vault.secrets import KeyringStore, MemoryStore


class InMemoryKeyring(KeyringBackend):
    """A real keyring backend that lives in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class LockedKeyring(InMemoryKeyring):
    """Fails from the moment it is locked."""

    error: KeyringError | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        super().delete_password(service, username)

    def _check(self) -> None:
        if self.error is not None:
            raise self.error


def locked() -> KeyringStore:
    backend = LockedKeyring()
    backend.error = KeyringLocked("locked")
    return KeyringStore(backend)


STORES: dict[str, Callable[[], SecretStore]] = {
    "memory": MemoryStore,
    "keyring": lambda: KeyringStore(InMemoryKeyring()),
    "no keyring": lambda: KeyringStore(NoKeyring()),
    "locked keyring": locked,
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> SecretStore:
    return STORES[request.param]()


def test_the_contract(store: SecretStore) -> None:
    assert store.get("token") is None
    store.put("token", "a")
    store.put("token", "b")
    store.put("other", "ö\n" * 100)
    assert store.get("token") == "b"
    assert store.get("other") == "ö\n" * 100
    store.forget("token")
    store.forget("token")
    assert store.get("token") is None
    assert store.get("other") is not None


@pytest.mark.parametrize("error", [KeyringLocked("x"), InitError("x"), KeyringError("x")])
def test_a_keyring_that_locks_later(error: KeyringError) -> None:
    backend = LockedKeyring()
    store = KeyringStore(backend)
    store.put("token", "a")
    assert not store.in_memory
    backend.error = error
    store.put("token", "b")
    assert store.in_memory
    assert store.get("token") == "b"
    store.forget("token")
    assert store.get("token") is None


def test_a_keyring_that_refuses_to_forget() -> None:
    backend = LockedKeyring()
    store = KeyringStore(backend)
    backend.error = KeyringLocked("x")
    store.forget("token")
    assert store.in_memory


def test_the_services_are_ours() -> None:
    backend = InMemoryKeyring()
    KeyringStore(backend).put("token", "a")
    assert backend.kept == {("vardklient", "token"): "a"}


def test_the_systems_own_keyring_is_found_at_first_use() -> None:
    """Which one it is depends on the machine; unknown names are None with any."""
    assert KeyringStore().get("vardklient-test-name-that-nobody-has") is None
