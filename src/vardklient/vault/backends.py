"""Which keyring of the system is used: one of a short list that encrypt what they keep, or none.

keyring takes what a variable, its settings file or an installed plug-in names, and some of those (keyrings.alt) keep
secrets as plain text. A list of what is allowed needs no knowledge of what is not.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

ALLOWED = (
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.libsecret", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
    ("keyring.backends.kwallet", "DBusKeyringKWallet4"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.chainer", "ChainerBackend"),  # of these alone: the limit in `choose` holds in it too
)
_ABSENT = (("keyring.backends.fail", "Keyring"), ("keyring.backends.null", "Keyring"))
"""What stands for no keyring: nothing usable was found, or it was switched off."""


class NotAllowed(Exception):
    """The keyring that was chosen for this computer is not on the list."""


def choose() -> KeyringBackend:
    """The keyring that a variable or keyring's settings name, else the best of the list. On a thread that may wait.

    Raises:
        NotAllowed: one is named, and it is not on the list.
        keyring.errors.KeyringError: there is none.
        Exception: whatever a broken one raises.
    """
    from keyring import core
    from keyring.errors import NoKeyringError

    core.init_backend(limit=allowed)
    chosen = core.get_keyring()
    # an empty chain swallows what it is given, and keyring prefers it to none at all
    if _one_of(chosen, _ABSENT) or not getattr(chosen, "backends", True):
        raise NoKeyringError
    if not allowed(chosen):
        raise NotAllowed(type(chosen).__name__)
    return chosen


def allowed(backend: KeyringBackend) -> bool:
    """Is it exactly one of the list? What only derives from one, or has its name, may do anything."""
    return _one_of(backend, ALLOWED)


def _one_of(backend: KeyringBackend, kinds: tuple[tuple[str, str], ...]) -> bool:
    return any(type(backend) is getattr(sys.modules.get(module), name, None) for module, name in kinds)
