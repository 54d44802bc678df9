"""`SignIn`: the state of the sign-in with all that it needs, for the program and for the command line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from vardklient.base.clock import SystemClock
from vardklient.base.errors import SignInNeeded, SourceError
from vardklient.base.log import unexpected
from vardklient.flows import signin as flow
from vardklient.flows.driver import Driver
from vardklient.ports.clock import Clock
from vardklient.ports.secrets import SecretStore
from vardklient.ports.signin import Browser, Fault, Issuer, Person
from vardklient.vault.signin.browser import SystemBrowser
from vardklient.vault.signin.faults import SignInFault
from vardklient.vault.signin.kept import Access, Keep, Kept

if TYPE_CHECKING:
    from vardklient.vault.signin.openid import OpenId, Tokens

WAIT_S = 300.0
"""So long the user has in the browser, to find the card and remember its code. Own choice."""
CLOSES_WITHIN_S = 3.0
"""So long the end of the program waits for a renewal: given up, it may cost the sign-in. Own choice."""


class SignIn:
    """One user's sign-in with one provider. Every method belongs to the core thread; none raises but `token`.

    The access token is in memory only. The refresh token is in the secret store, and read from there each time, so that
    a sign-in from the command line is found.

    Args:
        issuer: which provider.
        secrets: where the refresh token is kept.
        browser: of the user; None is the system's.
        clock: None is the system's.
        on_state: told every snapshot.
        wait_s: how long the user has in the browser.
    """

    def __init__(
        self,
        issuer: Issuer,
        secrets: SecretStore,
        *,
        browser: Browser | None = None,
        clock: Clock | None = None,
        on_state: Callable[[flow.SignInState], None] = lambda state: None,
        wait_s: float = WAIT_S,
    ) -> None:
        self._issuer, self._keep = issuer, Keep(secrets, issuer.secret_name)
        self._browser: Browser = SystemBrowser() if browser is None else browser
        self._clock: Clock = SystemClock() if clock is None else clock
        self._on_state, self._wait_s = on_state, wait_s
        self._made: OpenId | None = None
        self._access: Access | None = None
        self._attempt: asyncio.Task[None] | None = None
        self._renewal: asyncio.Task[Access] | None = None
        self._calm = asyncio.Event()
        self._calm.set()
        state = flow.SignInState(lock_after_s=issuer.lock_after_s, unlock_in_browser=issuer.unlock_in_browser)
        self._driver: Driver[flow.SignInState, flow.SignInEvent, flow.SignInEffect] = Driver(
            flow.step,
            state,
            clock=self._clock,
            carry_out=self._carry_out,
            on_state=self._tell,
            on_fault=self._fault,
        )

    # ------------------------------------------------------------ what the program says

    @property
    def state(self) -> flow.SignInState:
        """The snapshot now."""
        return self._driver.state

    def restore(self) -> None:
        """At the start: sign in with what was kept, without a browser."""
        self._driver.feed(flow.Restore())

    def start(self) -> None:
        """The user wants to sign in: opens the browser."""
        self._driver.feed(flow.StartSignIn())

    def cancel(self) -> None:
        """The user does not want to go on in the browser."""
        self._driver.feed(flow.CancelSignIn())

    def used(self) -> None:
        """The user does something, or is in a call: puts off the lock."""
        self._driver.feed(flow.Used())

    def lock(self) -> None:
        """The user goes away."""
        self._driver.feed(flow.Lock())

    def unlock(self) -> None:
        """The user is back: without a browser where that will do."""
        self._driver.feed(flow.Unlock())

    def sign_out(self) -> None:
        """Forget everything here, tell the provider, and let it end its session in the browser."""
        self._driver.feed(flow.SignOut())

    async def token(self) -> str:
        """A bearer token that is good for half a minute at least; renewed when need be, once for all who ask.

        Raises:
            SignInNeeded: nobody is signed in, the program is locked, or the sign-in has ended.
            SourceError: the provider does not answer now; the sign-in may still be good.
        """
        self._check_signed_in()
        access = self._access
        if access is None or not access.good(self._clock):
            try:
                access = await self._renew_once()
            except SignInFault as fault:
                if fault.fault is Fault.ENDED:
                    raise SignInNeeded("the sign-in has ended") from None
                raise SourceError(f"the sign-in cannot be renewed: {fault.fault.value}") from None
            self._check_signed_in()
        return access.token

    def refused(self, token: str) -> None:
        """A server did not take this token: the next one shall be another, even if this has not run out."""
        if self._access is not None and self._access.token == token:
            self._access = None

    def _check_signed_in(self) -> None:
        """Asked anew after every wait: the user may have locked the program or signed out meanwhile."""
        if self.state.stage is not flow.Stage.SIGNED_IN:
            raise SignInNeeded("nobody is signed in, or the program is locked")

    async def settled(self) -> flow.SignInState:
        """The snapshot once nothing is under way."""
        await self._calm.wait()
        await self._driver.settle()
        return self.state

    async def close(self) -> None:
        """Stop waiting for browser and provider. What is kept stays; a renewal that has begun gets time to end."""
        await self._driver.close()
        await self._end_attempt()
        if self._renewal is not None:
            await asyncio.wait((self._renewal,), timeout=CLOSES_WITHIN_S)

    # ------------------------------------------------------------ what the flow wants done

    def _tell(self, state: flow.SignInState) -> None:
        if state.under_way:
            self._calm.clear()
        else:
            self._calm.set()
        self._on_state(state)

    def _fault(self, effect: flow.SignInEffect, error: BaseException) -> None:
        """Something that nobody foresaw: logged without its words, and the user can try again."""
        unexpected(error)
        self._driver.feed(flow.RenewFailed(Fault.BAD_ANSWER))

    def _carry_out(self, effect: flow.SignInEffect) -> Awaitable[None] | None:
        match effect:
            case flow.OpenBrowser(attempt, again):
                self._attempt = asyncio.create_task(self._in_browser(attempt, again))
            case flow.CloseBrowser():
                return self._end_attempt()
            case flow.Renew():
                return self._renew()
            case flow.DropAccess(revoke):
                return self._drop(revoke)
            case flow.Forget():
                return self._forget()
            case flow.EndSession():
                return self._end_session()
        return None

    async def _in_browser(self, attempt: int, again: bool) -> None:
        """One way through the browser; its result is an event."""
        try:
            await self._renewal_over()  # what it keeps would come after, and could be somebody else's
            before = await self._keep.get()
            openid = await self._openid()
            tokens, person = await openid.sign_in(self._browser, again=again, wait_s=self._wait_s)
            if await self._enter(attempt, tokens, person) and before is not None and before.subject != person.subject:
                await self._revoke_of(before)
        except SignInFault as fault:
            self._driver.feed(flow.SignInFailed(attempt, fault.fault))
        except Exception as error:  # noqa: BLE001 - the edge: what nobody foresaw must not leave the user waiting
            unexpected(error)
            self._driver.feed(flow.SignInFailed(attempt, Fault.BAD_ANSWER))

    async def _enter(self, attempt: int, tokens: Tokens, person: Person) -> bool:
        """Keep the tokens; False: thrown away again, because the user has changed their mind meanwhile."""
        keeping = asyncio.create_task(self._keep.put(person.subject, tokens.refresh))
        try:
            await asyncio.shield(keeping)
            if self.state.attempt == attempt and self.state.stage is flow.Stage.IN_BROWSER:
                self._access = Access.of(tokens.access, tokens.lasts_s, self._clock)
                self._driver.feed(flow.SignedIn(attempt, person))
                return True
        except asyncio.CancelledError:
            await keeping
            await self._drop(revoke=True)
            raise
        await self._drop(revoke=True)
        return False

    async def _end_attempt(self) -> None:
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.cancel()
            await asyncio.gather(attempt, return_exceptions=True)

    # ------------------------------------------------------------ tokens

    async def _renew(self) -> None:
        with suppress(SignInFault):  # told as an event
            await self._renew_once()

    async def _renew_once(self) -> Access:
        """One renewal at a time, and none given up half-way: a refresh token that is used twice ends the grant."""
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renewed())
            self._renewal.add_done_callback(self._renewal_done)
        return await asyncio.shield(self._renewal)

    def _renewal_done(self, task: asyncio.Task[Access]) -> None:
        self._renewal = None
        if not task.cancelled():
            task.exception()  # looked at here, for the case that nobody waits any more

    async def _renewal_over(self) -> None:
        if self._renewal is not None:
            await asyncio.gather(self._renewal, return_exceptions=True)

    async def _renewed(self) -> Access:
        kept = await self._keep.get()
        try:
            if kept is None:
                raise SignInFault(Fault.ENDED)
            openid = await self._openid()
            tokens = await openid.renew(kept.refresh_token)
            await self._keep.put(kept.subject, tokens.refresh)  # before it is used: the old one is spent
            known = self.state.person
            same = known is not None and known.subject == kept.subject
            told = await openid.who(tokens, subject=kept.subject, brief=same)
            person = known if known is not None and same else told
        except SignInFault as fault:
            self._driver.feed(flow.RenewFailed(None if kept is None else fault.fault))
            raise
        self._access = access = Access.of(tokens.access, tokens.lasts_s, self._clock)
        self._driver.feed(flow.Renewed(person))
        return access

    async def _drop(self, revoke: bool) -> None:
        await self._renewal_over()
        self._access = None
        if revoke:
            await self._revoke()

    async def _forget(self) -> None:
        self._access = None
        await self._keep.forget()

    async def _revoke(self) -> tuple[bool, bool]:
        """Forget what was kept, then tell the provider: is it forgotten, and could the provider be told?"""
        kept = await self._keep.get()
        self._access = None
        forgotten = await self._keep.forget()
        return forgotten, kept is None or await self._revoke_of(kept)

    async def _revoke_of(self, kept: Kept) -> bool:
        try:
            await (await self._openid()).revoke(kept.refresh_token)
        except SignInFault:
            return False
        return True

    async def _end_session(self) -> None:
        await self._renewal_over()
        somebody = self._access is not None or await self._keep.get() is not None
        forgotten, told = await self._revoke()
        if not told:
            self._driver.feed(flow.NotRevoked())
        if not forgotten:  # the worse of the two
            self._driver.feed(flow.NotForgotten())
        if not told:
            return
        if not somebody:
            return
        try:
            address = await (await self._openid()).end_session()
        except SignInFault:
            return
        if address:
            await asyncio.to_thread(self._browser.open, address)

    async def _openid(self) -> OpenId:
        """Made at first need, and imported off the loop: that takes some 0.3 s."""
        kind = await asyncio.to_thread(_openid_class)
        if self._made is None:
            self._made = kind(self._issuer, self._clock)
        return self._made


def _openid_class() -> type[OpenId]:
    from vardklient.vault.signin.openid import OpenId

    return OpenId
