"""The user's accounts of Microsoft 365, each with a sign-in of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from vardklient.domain.account import Account
from vardklient.ports.secrets import SecretStore
from vardklient.ports.signin import Browser
from vardklient.schedule.microsoft import Microsoft, Registration


class MicrosoftAccounts:
    """Makes each sign-in once, so that an account's tokens are renewed at one place."""

    def __init__(self, registration: Registration, secrets: SecretStore, browser: Browser) -> None:
        """`registration`: the clinic's; an account of another tenant has that tenant as its address."""
        self._registration = registration
        self._secrets = secrets
        self._browser = browser
        self._made: dict[tuple[str, str], Microsoft] = {}

    def of(self, account: Account) -> Microsoft:
        """Its sign-in."""
        tenant = account.address or self._registration.tenant
        place = (account.ident, tenant)
        if place not in self._made:
            registration = replace(self._registration, tenant=tenant)
            self._made[place] = Microsoft(registration, self._secrets, account.secret_name, self._browser)
        return self._made[place]

    def token(self, account: Account) -> Callable[[], Awaitable[str]]:
        """Who gives its tokens."""
        return self.of(account).token

    def refused(self, account: Account, token: str) -> None:
        """Graph did not take this token of its."""
        self.of(account).refused(token)
