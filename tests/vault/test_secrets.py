"""One contract for every secret store, and what a store does when its keyring fails; test_keyring.py has a real one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordDeleteError, PasswordSetError

from vardklient.ports.secrets import MemoryOnly, SecretStore
from vardklient.vault.backends import NotAllowed, allowed
from vardklient.vault.debts import Debts, Note
from vardklient.vault.files import may_be
from vardklient.vault.patience import Patience
from vardklient.vault.sealed import BYTES_MOST, SealedFolder, Unsealable, new_key
from vardklient.vault.secrets import DEBTS_NAME, FOLDER_NAME, KeyringStore, MemoryStore

LARGE = "å" * 5000


class InMemoryKeyring(KeyringBackend):
    """A real keyring backend that lives in memory, and takes as much as Windows does."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError(1783, "The stub received bad data")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class LockedKeyring(InMemoryKeyring):
    """Fails from the moment it is locked."""

    error: Exception | None = None

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


def on(backend: KeyringBackend, folder: Path) -> KeyringStore:
    return KeyringStore(folder, lambda: backend)


def names(folder: Path) -> list[str]:
    """What is noted of the secrets that the keyring has."""
    return sorted(path.read_text(encoding="utf-8") for path in (folder / DEBTS_NAME).glob("*"))


def locked(folder: Path) -> KeyringStore:
    backend = LockedKeyring()
    backend.error = KeyringLocked("locked")
    return on(backend, folder)


STORES: dict[str, Callable[[Path], SecretStore]] = {
    "memory": lambda _: MemoryStore(),
    "keyring": lambda folder: on(InMemoryKeyring(), folder),
    "no keyring": lambda folder: KeyringStore(folder, NoKeyring),
    "locked keyring": locked,
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SecretStore:
    return STORES[request.param](tmp_path)


@pytest.mark.parametrize("large", [LARGE, "sealed:short", "half a pair \ud800"])
def test_the_contract(store: SecretStore, large: str) -> None:
    assert store.get("token") is None
    store.put("token", "a")
    store.put("token", "b")
    store.put("other", "ö\n" * 100)
    assert store.get("token") == "b"
    assert store.get("other") == "ö\n" * 100
    store.put("token", large)
    assert store.get("token") == large
    store.put("token", large[:-1])
    assert store.get("token") == large[:-1]
    store.forget("token")
    store.forget("token")
    assert store.get("token") is None
    store.put("token", large)
    store.put("token", "short")
    assert store.get("token") == "short"
    assert store.get("other") is not None


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=3000))
def test_any_text_comes_back(tmp_path: Path, text: str) -> None:
    store = on(InMemoryKeyring(), tmp_path)
    store.put("token", text)
    assert store.get("token") == text
    assert not store.in_memory


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (KeyringLocked("x"), MemoryOnly.LOCKED),
        (InitError("x"), MemoryOnly.LOCKED),
        (PasswordSetError("x"), MemoryOnly.DENIED),
        (KeyringError("x"), MemoryOnly.DENIED),
        (NotAllowed("x"), MemoryOnly.NOT_ALLOWED),
        (TimeoutError(), MemoryOnly.SILENT),
        (OSError("x"), MemoryOnly.BROKEN),
        (type("LockedException", (Exception,), {})("x"), MemoryOnly.LOCKED),
    ],
)
def test_a_keyring_that_fails_later(error: Exception, reason: MemoryOnly, tmp_path: Path) -> None:
    backend = LockedKeyring()
    store = on(backend, tmp_path)
    store.put("token", "a")
    assert (store.in_memory, store.reason) == (False, None)
    backend.error = error
    store.put("token", "b")
    assert (store.in_memory, store.reason) == (True, reason)
    assert store.get("token") == "b"
    store.put("token", LARGE)
    assert store.get("token") == LARGE
    store.forget("token")
    assert store.get("token") is None
    assert not (tmp_path / FOLDER_NAME).exists()


def test_what_was_kept_is_forgotten_when_the_keyring_is_opened_again(tmp_path: Path) -> None:
    backend = LockedKeyring()
    store = on(backend, tmp_path)
    store.put("token", "a")
    backend.error = KeyringLocked("x")
    assert not store.forget("token")
    assert store.in_memory
    assert backend.kept
    backend.error = None
    assert store.forget("token")
    assert backend.kept == {}
    assert names(tmp_path) == []


@pytest.mark.parametrize("secret", ["a", LARGE])
@pytest.mark.parametrize("error", [KeyringLocked("x"), PasswordDeleteError("the user said no"), OSError("x")])
def test_what_a_keyring_would_not_let_go_is_removed_at_a_later_start(
    tmp_path: Path, error: Exception, secret: str
) -> None:
    backend = LockedKeyring()
    store = on(backend, tmp_path)
    store.put("token", secret)
    store.put("other", "b")
    backend.error = error
    assert not store.forget("token"), "it is still there, and that is said"
    assert not store.forget("token")
    assert store.forget("never kept")
    assert not on(backend, tmp_path).settle(), "the next start cannot either"
    backend.error = None
    later = on(backend, tmp_path)
    assert later.get("token") is None, "nobody gets what the user wanted gone"
    assert backend.kept == {("vardklient:other", "other"): "b"}
    assert later.settle()
    assert later.forget("token")
    assert not list((tmp_path / FOLDER_NAME).glob("*"))
    assert later.forget("other")
    assert names(tmp_path) == []


def test_a_start_removes_what_is_left_without_being_asked_for_anything_else(tmp_path: Path) -> None:
    backend = LockedKeyring()
    on(backend, tmp_path).put("token", "a")
    backend.error = KeyringLocked("x")
    assert not on(backend, tmp_path).forget("token"), "also one that has been locked from its start"
    backend.error = None
    assert on(backend, tmp_path).settle()
    assert backend.kept == {}


def test_a_keyring_says_that_there_was_nothing_and_there_is_something(tmp_path: Path) -> None:
    """As KWallet does where the user does not open it."""

    class Refusing(InMemoryKeyring):
        def delete_password(self, service: str, username: str) -> None:
            raise PasswordDeleteError("Cancelled by user")

    store = on(Refusing(), tmp_path)
    store.put("token", "a")
    assert not store.forget("token")
    assert store.forget("other")


def test_a_keyring_that_has_nothing_of_ours_is_not_opened(tmp_path: Path) -> None:
    def find() -> KeyringBackend:
        raise AssertionError("opened")

    store = KeyringStore(tmp_path, find)
    assert store.settle()
    assert store.forget("token")
    assert not store.in_memory


def test_what_a_keyring_has_refused_is_not_noted(tmp_path: Path) -> None:
    backend = LockedKeyring()
    store = on(backend, tmp_path)
    store.put("token", "a")
    backend.error = KeyringLocked("x")
    store.put("token", "b")
    store.put("other", "c")
    on(backend, tmp_path).put("third", "d")
    assert names(tmp_path) == ["kept token"]
    assert store.forget("other")


def test_what_is_replaced_is_no_longer_owed(tmp_path: Path) -> None:
    backend = LockedKeyring()
    store = on(backend, tmp_path)
    store.put("token", "a")
    backend.error = KeyringLocked("x")
    store.forget("token")
    backend.error = None
    later = on(backend, tmp_path)
    later.put("token", "b")
    assert (later.get("token"), on(backend, tmp_path).get("token")) == ("b", "b")


def test_notes_that_cannot_be_written_or_read(tmp_path: Path) -> None:
    backend = InMemoryKeyring()
    on(backend, tmp_path).put("token", "a")
    (note,) = (tmp_path / DEBTS_NAME).iterdir()
    note.write_bytes(b"\xff")
    assert Debts(tmp_path / DEBTS_NAME).known("token") is Note.KEPT, "it may be there"
    assert list(Debts(tmp_path / DEBTS_NAME).owed()) == []
    store = on(backend, tmp_path)
    assert store.forget("token")
    (tmp_path / DEBTS_NAME).rmdir()
    (tmp_path / DEBTS_NAME).touch()
    store.put("token", "b")
    assert (store.get("token"), store.reason, backend.kept) == ("b", MemoryOnly.DISK, {}), "nobody would find it again"
    backend.kept["vardklient:token", "token"] = "of another time"
    assert on(backend, tmp_path).get("token") == "of another time"


def test_what_a_keyring_may_take_too_late_is_noted(tmp_path: Path) -> None:
    asked, go_on = threading.Event(), threading.Event()

    class Slow(InMemoryKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            asked.set()
            assert go_on.wait(60)
            super().set_password(service, username, password)

    backend = Slow()
    store = on(backend, tmp_path)
    putting = threading.Thread(target=store.put, args=("token", "a"))
    putting.start()
    assert asked.wait(60)
    store.close()
    putting.join(60)
    assert store.reason is MemoryOnly.SILENT
    assert names(tmp_path) == ["kept token"]
    assert not store.forget("token")
    go_on.set()


def test_each_secret_has_a_service_of_its_own(tmp_path: Path) -> None:
    backend = InMemoryKeyring()
    on(backend, tmp_path).put("token", "a")
    assert backend.kept == {("vardklient:token", "token"): "a"}


def test_a_disk_that_refuses_keeps_that_secret_in_memory_and_brings_no_older_one_back(tmp_path: Path) -> None:
    backend = InMemoryKeyring()
    store = on(backend, tmp_path)
    store.put("short", "s")
    (tmp_path / FOLDER_NAME).write_text("a file where the folder should be")
    store.put("token", LARGE)
    assert (store.in_memory, store.reason) == (True, MemoryOnly.DISK)
    assert store.get("token") == LARGE
    assert store.get("short") == "s", "the keyring still works"
    assert on(backend, tmp_path).get("token") is None


def test_whoever_waits_goes_on_when_the_store_is_closed(tmp_path: Path) -> None:
    asked, never = threading.Event(), threading.Event()

    class Hanging(InMemoryKeyring):
        def get_password(self, service: str, username: str) -> str | None:
            asked.set()
            never.wait(60)
            return None

    store = on(Hanging(), tmp_path)
    got: list[str | None] = []
    waiting = threading.Thread(target=lambda: got.append(store.get("token")))
    waiting.start()
    assert asked.wait(60)
    store.close()
    waiting.join(60)
    assert got == [None]
    assert store.reason is MemoryOnly.SILENT
    store.put("token", "a")
    assert store.get("token") == "a"
    store.forget("token")
    never.set()


def test_patience_gives_what_the_call_gives() -> None:
    patience = Patience(10)
    assert patience.wait(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        patience.wait(lambda: 1 / 0)
    patience.close()
    with pytest.raises(TimeoutError):
        patience.wait(lambda: 7)


def test_what_is_sealed_opens_with_its_own_key_alone(tmp_path: Path) -> None:
    files = SealedFolder(tmp_path)
    key = new_key()
    assert not files.may_have("a")
    files.write("a", key, "text")
    assert files.may_have("a")
    assert files.read("a", key) == "text"
    assert files.read("b", key) is None
    for wrong in (new_key(), "no key", ""):
        with pytest.raises(Unsealable):
            files.read("a", wrong)
    with pytest.raises(Unsealable):
        files.write("a", "no key", "x")
    (path,) = tmp_path.iterdir()
    with path.open("wb") as file:
        file.truncate(BYTES_MOST + 1)
    with pytest.raises(Unsealable, match="too large"):
        files.read("a", key)


def test_a_file_that_cannot_be_read_now_is_read_later(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    backend = InMemoryKeyring()
    on(backend, tmp_path).put("token", LARGE)
    (file,) = (tmp_path / FOLDER_NAME).iterdir()
    kept = file.read_bytes()
    file.unlink()
    file.mkdir()  # opening it fails, for the superuser too
    store = on(backend, tmp_path)
    assert store.get("token") is None
    assert "token" not in caplog.text
    file.rmdir()
    file.write_bytes(kept)
    assert store.get("token") == LARGE
    assert not store.in_memory


def test_what_cannot_be_looked_at_may_be_there(tmp_path: Path) -> None:
    assert not may_be(tmp_path / "nothing")
    assert may_be(tmp_path / ("x" * 1000)), "no name that the system takes"


def test_a_backend_that_only_looks_like_one_is_not_allowed() -> None:
    lookalike = type("Keyring", (InMemoryKeyring,), {"__module__": "keyring.backends.SecretService"})
    assert not allowed(lookalike())
    assert not allowed(InMemoryKeyring())
