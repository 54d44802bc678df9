"""Who gives the bearer tokens of accounts: Microsoft for its calendar, the clinic's identity provider for FHIR.

What the program is called there is the administrator's to say: `[microsoft]` and `[[sign_in]]` of the policy. Made at
first need, on the core loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from vardklient.base.errors import SignInNeeded, SourceError
from vardklient.domain.account import Account, Sort
from vardklient.flows.signin import SignInState, Stage
from vardklient.ports.secrets import SecretStore
from vardklient.ports.signin import Browser, Fault, Issuer, Registration
from vardklient.program.accounts import Token, nobody, sign_in_needed
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import WebFault, same_organisation

if TYPE_CHECKING:
    from vardklient.schedule.microsoft import Microsoft
    from vardklient.vault.signin.session import SignIn


class Tokens:
    """All sign-ins of the program. Every method belongs to the core loop.

    Args:
        issuer: the clinic's provider; None: there is none.
        microsoft: how the program is known to the clinic's tenant; None: not at all.
        browser: of the user; None is the system's.

    Attributes:
        heard: told each snapshot of the sign-in with the clinic's provider.
    """

    def __init__(
        self,
        issuer: Issuer | None,
        microsoft: Registration | None,
        secrets: SecretStore,
        browser: Browser | None = None,
    ) -> None:
        self._issuer, self._microsoft = issuer, microsoft
        self._secrets, self._browser = secrets, browser
        self._accounts: dict[str, Microsoft] = {}
        self._signed: SignIn | None = None
        self.heard: Callable[[SignInState], None] = lambda _: None

    def of(self, account: Account) -> Token:
        """Who gives this account's token. Without a provider Microsoft needs a sign-in, and a FHIR server none."""
        if account.sort is Sort.GRAPH:
            return self._of(self._microsoft, account).token if self._microsoft is not None else sign_in_needed
        return self._clinic_token if self._is_ours(account) else nobody

    def _is_ours(self, account: Account) -> bool:
        """Is the server of the same organisation as the provider? Nobody else is shown the clinic's token."""
        if self._issuer is None or account.sort is not Sort.FHIR:
            return False
        return same_organisation(account.address, self._issuer.issuer)

    def refused(self, account: Account, token: str) -> None:
        """The server did not take this token."""
        if account.sort is Sort.GRAPH and self._microsoft is not None:
            self._of(self._microsoft, account).refused(token)
        elif self._signed is not None and self._is_ours(account):
            self._signed.refused(token)

    async def sign_in(self, account: Account) -> bool:
        """Let the user sign in, in the browser; returns when that is over. The account's state says how it went.

        Returns:
            Is it somebody else's calendar now? Of the clinic's sign-in `heard` is told.
        """
        if account.sort is Sort.GRAPH and self._microsoft is not None:
            one = self._of(self._microsoft, account)
            before = one.whose
            try:
                await one.sign_in(account.user)
            except SignInNeeded:
                return False
            return one.whose != before
        if self._is_ours(account):
            session = self.clinic()
            session.start()
            await session.settled()
        return False

    async def forget(self, account: Account) -> None:
        """The account has gone: its tokens shall not come back. The clinic's sign-in is the program's and stays."""
        known = self._accounts.pop(account.ident, None)
        if known is not None:
            await known.sign_out()

    async def close(self) -> None:
        """End what is under way."""
        if self._signed is not None:
            await self._signed.close()

    def _of(self, registration: Registration, account: Account) -> Microsoft:
        from vardklient.schedule.microsoft import Microsoft
        from vardklient.vault.signin.browser import SystemBrowser

        known = self._accounts.get(account.ident)
        if known is None:
            browser = self._browser or SystemBrowser()
            known = self._accounts[account.ident] = Microsoft(registration, self._secrets, account.secret_name, browser)
        return known

    def clinic(self) -> SignIn:
        """The sign-in with the clinic's provider; at first it is tried with what was kept of an earlier one."""
        from vardklient.vault.signin.session import SignIn

        assert self._issuer is not None
        if self._signed is None:
            self._signed = SignIn(self._issuer, self._secrets, browser=self._browser, on_state=self._hear)
            self._signed.restore()
        return self._signed

    def _hear(self, state: SignInState) -> None:
        self.heard(state)

    async def _clinic_token(self) -> str:
        """With what was kept of an earlier sign-in; once more where the provider could not be asked the last time."""
        session = self.clinic()
        state = await session.settled() if session.state.renewing else session.state
        if state.stage is Stage.SIGNED_OUT and state.fault in (Fault.UNREACHABLE, Fault.SERVER_FAULT):
            session.restore()
            state = await session.settled()
            if state.fault in (Fault.UNREACHABLE, Fault.SERVER_FAULT):
                raise WebFault(Reason.UNREACHABLE)
        try:
            return await session.token()
        except SourceError:
            raise WebFault(Reason.UNREACHABLE) from None
