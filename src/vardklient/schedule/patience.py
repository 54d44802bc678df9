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
    """Remembers until when a server wants to be left alone.

    Args:
        clock: its monotonic side counts, so that nobody waits for ever when the other is set back.
        most: no server is left alone for longer, whatever it says.
    """

    def __init__(self, clock: Clock, most: timedelta = WAIT_MAX) -> None:
        self._clock, self._most = clock, most
        self._until_s = clock.monotonic_s()

    @property
    def is_due(self) -> bool:
        """Is it still to be left alone?"""
        return self._clock.monotonic_s() < self._until_s

    def hear(self, headers: Mapping[str, str], unsaid: timedelta = timedelta(0)) -> None:
        """Take the header Retry-After of an answer, in seconds or as a date.

        Args:
            headers: by their names in lower case.
            unsaid: how long to wait where it does not say, or says it badly.
        """
        wait = retry_after(headers, self._clock.now())
        wait = unsaid if wait is None else max(wait, timedelta(0))
        self._until_s = self._clock.monotonic_s() + min(wait, self._most).total_seconds()


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the server wants to be left alone, from now; None when it does not say, or says it badly."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdecimal():
        return timedelta(seconds=int(said[:9]))
    try:
        until = parsedate_to_datetime(said)
        return (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    except (ValueError, IndexError, OverflowError):
        return None
