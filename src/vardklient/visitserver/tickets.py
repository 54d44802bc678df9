"""Tickets that open a visit once, and resume tokens that lead back into it.

Both are 128 random bits; only their SHA-256 is kept, so that what the server holds opens nothing. A lookup goes by that
hash: how long it takes says nothing about the secret.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

SECRET_BYTES = 16
_MOST_OPEN_TOKENS = 8


def new_secret() -> str:
    """128 random bits in URL-safe letters (22 of them)."""
    return secrets.token_urlsafe(SECRET_BYTES)


def same_secret(given: str, wanted: str) -> bool:
    """Compare in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True)
class _Ticket:
    bearer: str
    until_s: float


class TicketBook:
    """One-time tickets. `bearer` is whatever the ticket stands for; times are Unix seconds."""

    def __init__(self) -> None:
        self._tickets: dict[bytes, _Ticket] = {}
        self._held: dict[str, bytes] = {}

    def issue(self, bearer: str, until_s: float) -> str:
        """A new ticket, valid once and until `until_s`; an older one of the same bearer is worthless."""
        self.forget(bearer)
        ticket = new_secret()
        digest = self._held[bearer] = _digest(ticket)
        self._tickets[digest] = _Ticket(bearer, until_s)
        return ticket

    def look(self, ticket: str, now_s: float) -> str | None:
        """Whom the ticket stands for, without spending it; None when forged, spent or expired."""
        found = self._tickets.get(_digest(ticket))
        return found.bearer if found and now_s < found.until_s else None

    def spend(self, ticket: str, now_s: float) -> str | None:
        """As `look`, and the ticket is never good again."""
        bearer = self.look(ticket, now_s)
        if bearer is not None:
            self.forget(bearer)
        return bearer

    def forget(self, bearer: str) -> None:
        """No ticket of this bearer is good any more."""
        digest = self._held.pop(bearer, None)
        if digest is not None:
            del self._tickets[digest]


class ResumeBook:
    """Resume tokens: each return hands out a new one.

    The older ones stay good until the holder has spoken on the new line (`settle`): a welcome may get lost with the
    line that carried it, and then the older token is all that the holder has.
    """

    def __init__(self) -> None:
        self._bearers: dict[bytes, str] = {}
        self._tokens: dict[str, list[bytes]] = {}

    def rotate(self, bearer: str) -> str:
        """A new token for this bearer."""
        token = new_secret()
        tokens = self._tokens.setdefault(bearer, [])
        tokens.append(_digest(token))
        self._bearers[tokens[-1]] = bearer
        self._keep(bearer, _MOST_OPEN_TOKENS)
        return token

    def settle(self, bearer: str) -> None:
        """The bearer holds the newest token: the older ones are worthless now."""
        self._keep(bearer, 1)

    def look(self, token: str) -> str | None:
        """Whose token this is; None when forged or worthless."""
        return self._bearers.get(_digest(token))

    def forget(self, bearer: str) -> None:
        """No token of this bearer is good any more."""
        self._keep(bearer, 0)
        self._tokens.pop(bearer, None)

    def _keep(self, bearer: str, count: int) -> None:
        tokens = self._tokens.get(bearer, [])
        cut = max(0, len(tokens) - count)
        for digest in tokens[:cut]:
            del self._bearers[digest]
        self._tokens[bearer] = tokens[cut:]
