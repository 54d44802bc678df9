"""Texts sealed in files: Fernet (AES-128 in CBC mode with an HMAC of SHA-256), each with a 32-byte key of its own.

The key stands in the system's keyring, never beside the file. Whoever forgets the key has made every copy of the file
unreadable, also those that a disk keeps of what was deleted.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from vardklient.vault.files import may_be, write_whole
from vardklient.vault.folders import private_folder

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

BYTES_MOST = 16_000_000
"""A larger file is none of ours: a day of 500 visits takes half a megabyte."""


class Unsealable(Exception):
    """The file is damaged, or sealed with another key."""


def new_key() -> str:
    """32 random bytes, as text."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode("ascii")


class SealedFolder:
    """A folder of sealed files, found by their names' hashes. For one thread at a time; use it where one may wait."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, key: str, text: str) -> None:
        """Seal and write it, whole or not at all.

        Raises:
            Unsealable: that is no key.
            OSError: it cannot be written.
        """
        sealed = _fernet(key).encrypt(text.encode("utf-8", "surrogatepass"))
        private_folder(self._folder)
        write_whole(self._path(name), sealed)

    def read(self, name: str, key: str) -> str | None:
        """What is in there, None where there is no file.

        Raises:
            Unsealable: nothing that this key opens.
            OSError: it cannot be read now, and may be good.
        """
        from cryptography.fernet import InvalidToken

        fernet = _fernet(key)
        try:
            with self._path(name).open("rb") as file:
                sealed = file.read(BYTES_MOST + 1)
            if len(sealed) > BYTES_MOST:
                raise Unsealable("too large")
            return fernet.decrypt(sealed).decode("utf-8", "surrogatepass")
        except FileNotFoundError:
            return None
        except (InvalidToken, UnicodeDecodeError) as error:
            raise Unsealable(type(error).__name__) from None

    def may_have(self, name: str) -> bool:
        """Is there a file? One that cannot be looked at may be there."""
        return may_be(self._path(name))

    def remove(self, name: str) -> None:
        """Delete it; where there is none, nothing happens.

        Raises:
            OSError: it is there and cannot be deleted.
        """
        try:
            os.unlink(self._path(name))
        except FileNotFoundError:
            return

    def _path(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.sealed"


def _fernet(key: str) -> Fernet:
    from cryptography.fernet import Fernet

    try:
        return Fernet(key)
    except ValueError:
        raise Unsealable("no key") from None
