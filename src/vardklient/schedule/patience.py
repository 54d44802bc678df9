"""A server that says "not now" is left alone for as long as it asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from vardklient.ports.clock import Clock

WAIT_MAX = timedelta(minutes=15)
"""A day list cannot be left unread for longer because a header says so. Own choice."""
BUSY = frozenset({429, 503})
"""The statuses that may come with Retry-After (RFC 9110 §10.2.3)."""


class Patience:
    """Remembers until when a server wants to be left alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: datetime | None = None

    @property
    def is_due(self) -> bool:
        """Is it still to be left alone?"""
        return self._until is not None and self._clock.now() < self._until

    def hear(self, headers: Mapping[str, str]) -> None:
        """Take the header Retry-After of an answer, in seconds or as a date; without one there is nothing to wait for.

        Args:
            headers: by their names in lower case.
        """
        now = self._clock.now()
        wait = _wait(headers.get("retry-after", "").strip(), now)
        self._until = None if wait is None else now + min(max(wait, timedelta(0)), WAIT_MAX)


def _wait(said: str, now: datetime) -> timedelta | None:
    if said.isascii() and said.isdecimal():
        return timedelta(seconds=int(said[:9]))
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, IndexError):
        return None
    return (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
