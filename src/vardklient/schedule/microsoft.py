"""Signing in to Microsoft 365, and tokens for its calendar: MSAL, its cache in the keyring.

Everything here that asks somebody runs in a thread: MSAL waits, and so do keyrings. MSAL is imported at the first use.
What it logs says addresses and codes; `base.log` cuts other libraries' lines down to their names.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from vardklient.base.errors import SignInNeeded
from vardklient.base.ownthread import in_own_thread
from vardklient.ports.secrets import SecretStore
from vardklient.ports.signin import Browser, Fault, Registration, fault_of
from vardklient.schedule.microsoftbrowser import BrowserWay, WayBroken
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import WebFault

if TYPE_CHECKING:
    import ssl

    from msal import PublicClientApplication, SerializableTokenCache  # type: ignore[import-untyped]

SCOPES = ("Calendars.Read",)
WAIT_S = 300.0
"""So long the user may take in the browser. Own choice."""

_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}")
_REASONS = {
    Fault.NOT_A_PROVIDER: Reason.NOT_FOUND,
    Fault.NOT_REGISTERED: Reason.NOT_ALLOWED,
    Fault.UNREACHABLE: Reason.UNREACHABLE,
    Fault.SERVER_FAULT: Reason.SERVER_FAULT,
    Fault.BAD_ANSWER: Reason.BAD_ANSWER,
}
"""What keeps a token from being had although nobody need sign in again."""


class MicrosoftFault(SignInNeeded):
    """A sign-in did not come about; `fault` says why. Its text quotes nothing of what was sent or answered."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Microsoft:
    """One account. What MSAL has to remember stands in the secret store, under one name."""

    def __init__(
        self,
        registration: Registration,
        secrets: SecretStore,
        secret_name: str,
        browser: Browser,
        *,
        trust: ssl.SSLContext | None = None,
        wait_s: float = WAIT_S,
    ) -> None:
        """`trust` None: the system's certificates. `wait_s`: how long the user may take in the browser."""
        self._registration = registration
        self._secrets = secrets
        self._secret_name = secret_name
        self._browser = browser
        self._trust = trust
        self._wait_s = wait_s
        self._lock = threading.Lock()
        self._cache: SerializableTokenCache | None = None
        self._app: PublicClientApplication | None = None
        self._kept = ""
        self._refused = ""
        self._whose = ""

    @property
    def whose(self) -> str:
        """Whose the calendar is, by Microsoft's own id; empty where that has not been seen yet."""
        return self._whose

    async def token(self) -> str:
        """A token for Graph, without the user; a new one when the last has run out or was refused.

        Raises:
            SignInNeeded: nobody has signed in, or the sign-in has ended.
            WebFault: Microsoft cannot be asked just now.
        """
        try:
            return await asyncio.to_thread(self._silent)
        except MicrosoftFault as fault:
            if fault.fault in _REASONS:
                raise WebFault(_REASONS[fault.fault]) from None
            raise

    def refused(self, token: str) -> None:
        """Graph did not take this token: the next one shall be another, even if this has not run out."""
        self._refused = token

    async def sign_in(self, user: str = "", window: int | None = None) -> str:
        """Let the user sign in, in the browser or, on Windows where it is installed, in the system's own window.

        Whoever was signed in before is forgotten when it succeeds. Cancelling this call ends the way.

        Args:
            user: who is to sign in ("anna@klinik.example"); when nobody is named, Microsoft asks.
            window: the handle of the program's window, for the system's own one.

        Returns:
            The account's name.

        Raises:
            MicrosoftFault: it did not come about.
        """
        way = BrowserWay(self._browser, self._wait_s)
        try:
            return await in_own_thread("microsoft-sign-in", lambda: self._interactive(way, user, window))
        except asyncio.CancelledError:
            way.end()
            raise

    async def sign_out(self) -> None:
        """Forget the account and all its tokens. Entra has nowhere to revoke those of such a program."""
        await asyncio.to_thread(self._forget)

    # ---------------------------------------------------------------- in a thread

    def _silent(self) -> str:
        """One at a time: a refresh token may be good for one use only."""
        with self._lock:
            self._load()
            token = self._from_cache()
            if not token:
                raise MicrosoftFault(Fault.ENDED)
            return token

    def _from_cache(self) -> str:
        """What is in the cache or can be had by it; empty when the user has to sign in.

        Raises:
            MicrosoftFault: Microsoft cannot be asked.
        """
        import httpx2
        from msal.exceptions import MsalError  # type: ignore[import-untyped]

        if not self._kept:
            return ""
        with _faults():
            app = self._application()
            for account in app.get_accounts():
                for again in (False, True):
                    found = app.acquire_token_silent_with_error(
                        list(SCOPES), account, force_refresh=again, http_exceptions=(httpx2.HTTPError, MsalError)
                    )
                    self._keep()  # before it is used: the old refresh token may be worth nothing now
                    token = _token_of(found)
                    if not token or token != self._refused:
                        self._whose = str(account["local_account_id"])
                        return token
        return ""

    def _interactive(self, way: BrowserWay, user: str, window: int | None) -> str:
        with self._lock:
            self._load()
            with _faults():
                app = self._application()
        try:
            with _faults():
                found = self._by_broker(app, user, window) if _broker() else way.walk(app, SCOPES, user)
            if "access_token" not in found:
                raise MicrosoftFault(fault_of(found.get("error"), Fault.CODE_SPENT))
        except MicrosoftFault:
            with self._lock:
                self._take(self._kept)  # MSAL remembers tokens before it looks whether they are meant for us
            raise
        with self._lock:
            return self._settle(app, found)

    def _by_broker(self, app: PublicClientApplication, user: str, window: int | None) -> Mapping[str, Any]:
        found: Mapping[str, Any] = app.acquire_token_interactive(
            list(SCOPES),
            login_hint=user or None,
            prompt=None if user else "select_account",
            parent_window_handle=app.CONSOLE_WINDOW_HANDLE if window is None else window,
            timeout=self._wait_s,
        )
        return found

    def _settle(self, app: PublicClientApplication, found: Mapping[str, Any]) -> str:
        """Whoever has signed in stays alone in the cache.

        Raises:
            MicrosoftFault: the account has been signed out meanwhile.
        """
        signed_out = self._app is not app
        if signed_out:
            raise MicrosoftFault(Fault.CANCELLED)
        claims = found.get("id_token_claims", {})
        ident = claims.get("oid", claims.get("sub"))
        name = ""
        for account in app.get_accounts():
            if account["local_account_id"] == ident:
                name = str(account["username"])
            else:
                app.remove_account(account)
        self._refused, self._whose = "", str(ident)
        self._keep()
        return name

    def _forget(self) -> None:
        with self._lock:
            if self._app is not None:
                for account in self._app.get_accounts():
                    self._app.remove_account(account)
            self._cache = self._app = None
            self._kept = self._refused = ""
            self._secrets.forget(self._secret_name)

    def _application(self) -> PublicClientApplication:
        """MSAL's, which asks for the tenant's addresses once."""
        if self._app is None:
            import msal

            from vardklient.schedule.microsofthttp import MsalHttp

            at = self._registration
            if not (at.client_id and _TENANT.fullmatch(at.tenant)):
                raise MicrosoftFault(Fault.NOT_REGISTERED)
            try:
                self._app = msal.PublicClientApplication(
                    at.client_id,
                    authority=f"{at.authority}/{at.tenant}",
                    instance_discovery=False,
                    token_cache=self._cache,
                    http_client=MsalHttp(self._trust),
                    enable_broker_on_windows=_broker(),
                )
            except ValueError:  # so MSAL says that there is no such tenant
                raise MicrosoftFault(Fault.NOT_A_PROVIDER) from None
        return self._app

    def _load(self) -> None:
        """Take over what is in the store, where another sign-in may have put it.

        A store that has nothing any more, because the keyring has been locked, takes nothing from us.
        """
        import msal

        kept = self._secrets.get(self._secret_name) or ""
        if self._cache is None:
            self._cache = msal.SerializableTokenCache()
        elif not kept or kept == self._kept:
            return
        self._take(kept)

    def _take(self, kept: str) -> None:
        if self._cache is not None:
            self._cache.deserialize(kept if _is_cache(kept) else "")
            self._kept = kept

    def _keep(self) -> None:
        if self._cache is not None and self._cache.has_state_changed:
            self._kept = self._cache.serialize()
            self._secrets.put(self._secret_name, self._kept)


def _is_cache(kept: str) -> bool:
    """Is it what MSAL writes: records by name, by sort? It takes anything, and fails later."""
    try:
        sorts = json.loads(kept)
    except ValueError:
        return False
    names = list(sorts.values()) if isinstance(sorts, dict) else [None]
    return all(isinstance(each, dict) and all(isinstance(record, dict) for record in each.values()) for each in names)


def _broker() -> bool:
    """Is Windows' own window for accounts at hand? Its package is not among ours; a clinic may add it."""
    return os.name == "nt" and find_spec("pymsalruntime") is not None


def _token_of(found: Mapping[str, Any] | None) -> str:
    """Empty when the user has to sign in again.

    Raises:
        MicrosoftFault: that would not help.
    """
    if found and "access_token" in found:
        return str(found["access_token"])
    fault = fault_of(found.get("error"), Fault.CODE_SPENT) if found else Fault.ENDED
    if fault in _REASONS and fault is not Fault.BAD_ANSWER:
        raise MicrosoftFault(fault)
    return ""


@contextmanager
def _faults() -> Iterator[None]:
    """Every way in which MSAL fails, as a `MicrosoftFault`; its texts quote tokens and addresses."""
    import httpx2
    from msal.exceptions import MsalError

    try:
        yield
    except WayBroken as broken:
        raise MicrosoftFault(broken.fault) from None
    except (httpx2.HTTPError, OSError):
        raise MicrosoftFault(Fault.UNREACHABLE) from None
    except MsalError:
        raise MicrosoftFault(Fault.SERVER_FAULT) from None
    except RuntimeError:  # so MSAL says that the answer is not to our question
        raise MicrosoftFault(Fault.FORGED) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise MicrosoftFault(Fault.BAD_ANSWER) from None
