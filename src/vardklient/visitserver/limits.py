"""How much one line and one address may ask of the server. Time comes in as an argument, in seconds."""

from __future__ import annotations

import ipaddress

BURST = 100
HELLO_DEADLINE_S = 10.0
MAX_BAD_MESSAGES = 3
MAX_LINES_PER_ADDRESS = 64
MAX_REFUSALS_PER_MINUTE = 20
_MOST_ADDRESSES = 10_000


class Bucket:
    """Token bucket: `rate_per_s` in the long run, `burst` at once (a browser sends its candidates in a burst)."""

    def __init__(self, rate_per_s: float, burst: float, now_s: float) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._tokens = burst
        self._at_s = now_s

    def take(self, now_s: float) -> bool:
        """Is one more allowed?"""
        if self.empty(now_s):
            return False
        self._tokens -= 1
        return True

    def empty(self, now_s: float) -> bool:
        """Would one more be too many?"""
        self._tokens = min(self._burst, self._tokens + (now_s - self._at_s) * self._rate_per_s)
        self._at_s = now_s
        return self._tokens < 1


class AddressLimit:
    """Open lines and refused tickets or keys per address.

    Loopback is exempt: there it is the program itself, or a reverse proxy that stands for many people.
    """

    def __init__(self, max_lines: int = MAX_LINES_PER_ADDRESS, max_refusals: int = MAX_REFUSALS_PER_MINUTE) -> None:
        self._max_lines = max_lines
        self._max_refusals = max_refusals
        self._lines: dict[str, int] = {}
        self._refusals: dict[str, Bucket] = {}

    def open(self, address: str, now_s: float) -> bool:
        """May this address open one more line? If so it counts until `close`."""
        full = self._lines.get(address, 0) >= self._max_lines and not _exempt(address)
        if full or self.guessing(address, now_s):
            return False
        self._lines[address] = self._lines.get(address, 0) + 1
        return True

    def close(self, address: str) -> None:
        """A line of this address is closed."""
        left = self._lines.pop(address, 0) - 1
        if left > 0:
            self._lines[address] = left

    def refused(self, address: str, now_s: float) -> None:
        """A ticket or key from this address was wrong."""
        if _exempt(address):
            return
        if address not in self._refusals and len(self._refusals) >= _MOST_ADDRESSES:
            self._refusals.clear()
        bucket = self._refusals.setdefault(address, Bucket(self._max_refusals / 60, self._max_refusals, now_s))
        bucket.take(now_s)

    def guessing(self, address: str, now_s: float) -> bool:
        """Has this address been wrong too often lately?"""
        bucket = self._refusals.get(address)
        return bucket is not None and bucket.empty(now_s)


def _exempt(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
