"""What a sign-in leaves: an access token in memory, a refresh token in the secret store."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from vardklient.base.ownthread import in_own_thread
from vardklient.ports.clock import Clock
from vardklient.ports.secrets import SecretStore

RENEW_BEFORE_S = 30.0
"""An access token that ends so soon is renewed first: the question that it is for takes time too. Own choice."""


@dataclass(frozen=True, slots=True)
class Access:
    """An access token, and until when it is good by both clocks: one stands still in sleep, the other can be set."""

    token: str = field(repr=False)
    until: datetime
    until_s: float

    @classmethod
    def of(cls, token: str, lasts_s: float, clock: Clock) -> Access:
        """One that has come just now and lasts so long; one that does not last long is used for half of that."""
        used_s = max(lasts_s - RENEW_BEFORE_S, lasts_s / 2)
        return cls(token, clock.now() + timedelta(seconds=used_s), clock.monotonic_s() + used_s)

    def good(self, clock: Clock) -> bool:
        """May it still be used?"""
        return clock.now() < self.until and clock.monotonic_s() < self.until_s


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept between runs: whose it is, and the token that is spent when it is used."""

    subject: str
    refresh_token: str = field(repr=False)


class Keep:
    """The place in the secret store, whose methods may wait for the system: each has a thread."""

    def __init__(self, secrets: SecretStore, name: str) -> None:
        self._secrets, self._name = secrets, name

    async def put(self, subject: str, refresh_token: str) -> None:
        """Keep it. A provider that gives none is asked through the browser each time: nothing is kept then."""
        if not refresh_token:
            await self.forget()
            return
        text = json.dumps({"subject": subject, "refresh_token": refresh_token})
        await asyncio.to_thread(self._secrets.put, self._name, text)

    async def get(self) -> Kept | None:
        """What was kept; something else under that name is nothing."""
        text = await in_own_thread("keyring", lambda: self._secrets.get(self._name))
        try:
            found = json.loads(text or "")
            subject, token = found["subject"], found["refresh_token"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        return Kept(subject, token) if isinstance(subject, str) and isinstance(token, str) and token else None

    async def forget(self) -> bool:
        """Nothing is kept any more; False: the keyring would not let go of it yet."""
        return await asyncio.to_thread(self._secrets.forget, self._name)
