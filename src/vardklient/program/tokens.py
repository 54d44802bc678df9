"""Who gives the bearer tokens of accounts: Microsoft for its calendar, the clinic's identity provider for FHIR.

What the program is called there is the administrator's to say: `[[sign_in]]` of the policy. Made at first need, on the
core loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vardklient.base.errors import SignInNeeded, SourceError
from vardklient.domain.account import Account, Sort
from vardklient.ports.secrets import SecretStore
from vardklient.ports.signin import Browser, Issuer
from vardklient.program.accounts import Token, nobody, sign_in_needed
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import WebFault, same_organisation

if TYPE_CHECKING:
    from vardklient.schedule.microsoft import Microsoft
    from vardklient.vault.signin.session import SignIn

MICROSOFT_HOSTS = ("login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn")


class Tokens:
    """All sign-ins of the accounts. Every method belongs to the core loop.

    Args:
        issuers: the providers that the administrator has named.
        browser: of the user; None is the system's.
    """

    def __init__(self, issuers: Sequence[Issuer], secrets: SecretStore, browser: Browser | None = None) -> None:
        self._microsoft = next((i for i in issuers if _host(i.issuer) in MICROSOFT_HOSTS), None)
        self._clinic = next((i for i in issuers if _host(i.issuer) not in MICROSOFT_HOSTS), None)
        self._secrets, self._browser = secrets, browser
        self._accounts: dict[str, Microsoft] = {}
        self._signed: SignIn | None = None

    def of(self, account: Account) -> Token:
        """Who gives this account's token. Without a provider Microsoft needs a sign-in, and a FHIR server none."""
        if account.sort is Sort.GRAPH:
            return self._of(account).token if self._microsoft is not None else sign_in_needed
        return self._clinic_token if self._is_ours(account) else nobody

    def _is_ours(self, account: Account) -> bool:
        """Is the server of the same organisation as the provider? Nobody else is shown the clinic's token."""
        if self._clinic is None or account.sort is not Sort.FHIR:
            return False
        return same_organisation(account.address, self._clinic.issuer)

    def refused(self, account: Account, token: str) -> None:
        """The server did not take this token."""
        if account.sort is Sort.GRAPH and self._microsoft is not None:
            self._of(account).refused(token)

    async def sign_in(self, account: Account) -> None:
        """Let the user sign in, in the browser; returns when that is over. The account's state says how it went."""
        if account.sort is Sort.GRAPH and self._microsoft is not None:
            try:
                await self._of(account).sign_in(account.user)
            except SignInNeeded:
                return
        elif self._clinic is not None and self._is_ours(account):
            signed = self._session(self._clinic)
            signed.start()
            await signed.settled()

    async def close(self) -> None:
        """End what is under way."""
        if self._signed is not None:
            await self._signed.close()

    def _of(self, account: Account) -> Microsoft:
        from vardklient.schedule.microsoft import Microsoft, Registration
        from vardklient.vault.signin.browser import SystemBrowser

        known = self._accounts.get(account.ident)
        if known is None:
            assert self._microsoft is not None
            parts = urlsplit(self._microsoft.issuer)
            tenant = parts.path.strip("/").partition("/")[0]
            registration = Registration(
                self._microsoft.client_id, tenant or "organizations", f"{parts.scheme}://{parts.netloc}"
            )
            browser = self._browser or SystemBrowser()
            known = self._accounts[account.ident] = Microsoft(registration, self._secrets, account.secret_name, browser)
        return known

    def _session(self, issuer: Issuer) -> SignIn:
        from vardklient.vault.signin.session import SignIn

        if self._signed is None:
            self._signed = SignIn(issuer, self._secrets, browser=self._browser)
        return self._signed

    async def _clinic_token(self) -> str:
        """With what was kept of an earlier sign-in, where there is such."""
        assert self._clinic is not None
        signed = self._session(self._clinic)
        try:
            try:
                return await signed.token()
            except SignInNeeded:
                signed.restore()
                await signed.settled()
                return await signed.token()
        except SourceError:
            raise WebFault(Reason.UNREACHABLE) from None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
