"""One provider, as one public client sees it: authorization code with PKCE, renewal, revocation, a session's end."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from vardklient.ports.clock import Clock
from vardklient.ports.signin import Browser, Fault, Issuer, Person, fault_of
from vardklient.vault.signin.discovery import Provider, discover
from vardklient.vault.signin.faults import SignInFault, check_safe, fault_of_status
from vardklient.vault.signin.idtoken import Expected, UnknownKey, person_of, verified
from vardklient.vault.signin.loopback import Loopback
from vardklient.vault.signin.web import asking, document

LASTS_S = 300.0
"""An access token is taken to be good for so long where the provider does not say. Own choice."""
_LASTS_MAX_S = 86400.0
_SECRET_BYTES = 32
_HSA_CLAIMS = ("employeeHsaId", "commissionHsaId", "healthCareUnitHsaId")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the provider gave; none of it is ever printed."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    id_token: str = field(repr=False)
    lasts_s: float = LASTS_S


class OpenId:
    """Asks the provider; holds its addresses and keys, no tokens. For the core thread.

    Args:
        issuer: which provider, and what we are called there.
        clock: tells whether an id_token is of now.
    """

    def __init__(self, issuer: Issuer, clock: Clock) -> None:
        self._issuer, self._clock = issuer, clock
        self._provider: Provider | None = None
        self._keys: KeySet | None = None

    async def sign_in(self, browser: Browser, *, again: bool = False, wait_s: float) -> tuple[Tokens, Person]:
        """The whole way through the browser.

        Args:
            browser: of the user.
            again: the provider shall ask anew, even somebody whom it knows.
            wait_s: how long the user has.

        Raises:
            SignInFault: it did not come about.
        """
        provider = await self._found()
        state, nonce, verifier = (secrets.token_urlsafe(_SECRET_BYTES) for _ in range(3))
        asked_at = self._clock.now().timestamp() if again else None
        async with Loopback(state) as door:
            uri = door.redirect_uri
            address = await self._address(provider, uri, state=state, nonce=nonce, verifier=verifier, again=again)
            answer = await _through(browser, address, door, wait_s)
        code = _code(answer, provider)
        async with asking(self._issuer, Fault.CODE_SPENT) as asked:
            found = await asked.fetch_token(provider.token, code=code, code_verifier=verifier, redirect_uri=uri)
            tokens = _tokens(found)
        if not tokens.id_token:
            raise SignInFault(Fault.BAD_ANSWER)
        return tokens, await self.who(tokens, nonce=nonce, asked_at=asked_at)

    async def renew(self, refresh_token: str) -> Tokens:
        """New tokens for a refresh token, which is spent with that: what comes instead has to be kept before all else.

        Raises:
            SignInFault: `ENDED` when the provider does not take it any more.
        """
        provider = await self._found()
        async with asking(self._issuer, Fault.ENDED) as asked:  # no scope: what was granted, not what was asked for
            return _tokens(await asked.refresh_token(provider.token, refresh_token=refresh_token, scope=""))

    async def who(
        self, tokens: Tokens, *, nonce: str = "", subject: str = "", asked_at: float | None = None, brief: bool = False
    ) -> Person:
        """Who the tokens speak of: by the id_token where there is one, and by what the provider tells beside it.

        Args:
            tokens: as they came.
            nonce: of the sign-in; empty after a renewal.
            subject: who it has to be; empty where that is not known yet.
            asked_at: see `Expected`.
            brief: look at the id_token alone.

        Raises:
            SignInFault: it cannot be told, or is somebody else.
        """
        provider = await self._found()
        claims: Mapping[str, object] = {"sub": subject}
        if tokens.id_token:
            now_s = self._clock.now().timestamp()
            expected = Expected(self._issuer.client_id, now_s, tokens.access, nonce, subject, asked_at)
            claims = await self._claims(tokens.id_token, provider, expected)
        if provider.userinfo and not brief and not all(name in claims for name in _HSA_CLAIMS):
            claims = {**await self._told(provider, tokens, claims["sub"]), **claims}
        return person_of(claims)

    async def _told(self, provider: Provider, tokens: Tokens, subject: object) -> Mapping[str, object]:
        """What the provider tells who holds the access token; nothing where that is meant for other doors only."""
        try:
            async with asking(self._issuer) as asked:
                told = await document(asked, provider.userinfo, tokens.access)
        except SignInFault as fault:
            if fault.fault is Fault.NOT_REGISTERED:
                return {}
            raise
        if told.get("sub") != subject:
            raise SignInFault(Fault.FORGED)
        return told

    async def revoke(self, refresh_token: str) -> None:
        """Tell the provider that the grant is over (RFC 7009); one without that door is not told.

        Raises:
            SignInFault: it could not be told.
        """
        provider = await self._found()
        if not provider.revocation:
            return
        async with asking(self._issuer) as asked:
            answer = await asked.revoke_token(provider.revocation, token=refresh_token, token_type_hint="refresh_token")
        if answer.status_code != 200:
            raise SignInFault(fault_of_status(answer.status_code))

    async def end_session(self) -> str:
        """Where the browser ends its own session with the provider; empty where there is no such place.

        No `id_token_hint` is sent along: the address stays in the browser's history and in its command line. Without it
        the provider asks the user.

        Raises:
            SignInFault: the provider cannot be reached.
        """
        provider = await self._found()
        mark = "&" if "?" in provider.end_session else "?"
        named = urlencode({"client_id": self._issuer.client_id, "ui_locales": "sv"})
        return f"{provider.end_session}{mark}{named}" if provider.end_session else ""

    async def _found(self) -> Provider:
        if self._provider is None:
            self._provider = await discover(self._issuer)
        return self._provider

    async def _address(
        self, provider: Provider, redirect_uri: str, *, state: str, nonce: str, verifier: str, again: bool
    ) -> str:
        prompts = [*(["login"] if again else []), *self._issuer.prompt.split()]
        further: dict[str, str] = {"prompt": " ".join(prompts)} if prompts else {}
        if again:
            further["max_age"] = "0"
        async with asking(self._issuer) as asked:
            url, _ = asked.create_authorization_url(
                provider.authorization,
                state=state,
                nonce=nonce,
                code_verifier=verifier,
                redirect_uri=redirect_uri,
                ui_locales="sv",
                **further,
            )
        return str(url)

    async def _claims(self, id_token: str, provider: Provider, expected: Expected) -> dict[str, Any]:
        """Its claims; a key that is not known is asked for once more, because providers change theirs."""
        if self._keys is not None:
            try:
                return verified(id_token, self._keys, provider, expected)
            except UnknownKey:
                pass
        self._keys = await self._asked_keys(provider)
        try:
            return verified(id_token, self._keys, provider, expected)
        except UnknownKey:
            raise SignInFault(Fault.FORGED) from None

    async def _asked_keys(self, provider: Provider) -> KeySet:
        async with asking(self._issuer) as asked:
            found: Any = await document(asked, provider.keys)
            try:
                return KeySet.import_key_set(found)
            except JoseError:
                raise SignInFault(Fault.BAD_ANSWER) from None


async def _through(browser: Browser, address: str, door: Loopback, wait_s: float) -> Mapping[str, str]:
    """Open the browser and wait for what comes back from it."""
    check_safe(address)
    opening = asyncio.create_task(asyncio.to_thread(browser.open, address))
    coming = asyncio.create_task(door.answer())
    try:
        async with asyncio.timeout(wait_s):
            await asyncio.wait((opening, coming), return_when=asyncio.FIRST_COMPLETED)
            if not coming.done() and not await opening:
                raise SignInFault(Fault.NO_BROWSER)
            return await coming
    except TimeoutError:
        raise SignInFault(Fault.NOT_FINISHED) from None
    finally:
        opening.cancel()
        coming.cancel()
        await asyncio.gather(opening, coming, return_exceptions=True)


def _code(answer: Mapping[str, str], provider: Provider) -> str:
    """The code in an answer whose state was right. Who answers is looked at first, in refusals too (RFC 9207, 2.4)."""
    named = answer.get("iss")
    if named != provider.issuer and (named is not None or provider.names_itself):
        raise SignInFault(Fault.FORGED)
    if "error" in answer:
        raise SignInFault(fault_of(answer["error"]))
    code = answer.get("code", "")
    if not code:
        raise SignInFault(Fault.BAD_ANSWER)
    return code


def _tokens(found: Mapping[str, object]) -> Tokens:
    """The tokens in an answer; raises TypeError for one of another shape."""
    access, refresh, id_token = (found.get(name, "") for name in ("access_token", "refresh_token", "id_token"))
    lasts_s = found.get("expires_in", LASTS_S)
    if not (isinstance(access, str) and access and isinstance(refresh, str) and isinstance(id_token, str)):
        raise TypeError("tokens are text")
    if str(found.get("token_type", "")).lower() != "bearer":
        raise TypeError("only bearer tokens are known")
    given_s = float(lasts_s) if isinstance(lasts_s, int | float | str) else LASTS_S
    return Tokens(access, refresh, id_token, given_s if 0 < given_s <= _LASTS_MAX_S else LASTS_S)
