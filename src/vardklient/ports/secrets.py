"""Where secrets live."""

from __future__ import annotations

from typing import Protocol


class SecretStore(Protocol):
    """Keeps short secrets; what cannot be kept safely is kept in memory only."""

    def get(self, name: str) -> str | None:
        """The secret, or None."""
        ...

    def put(self, name: str, secret: str) -> None:
        """Keep it; replaces what was there."""
        ...

    def forget(self, name: str) -> None:
        """Remove it; unknown names are ignored."""
        ...
