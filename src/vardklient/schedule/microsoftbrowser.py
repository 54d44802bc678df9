"""The user's way through the browser to a Microsoft account: code and PKCE by MSAL, back to a port of this machine.

MSAL has all of it in one call, `acquire_token_interactive`. Its parts are used instead, because that call cannot be
ended before its time, opens a browser of its own choice and does not say when there is none.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from vardklient.ports.closingpage import DONE_PAGE, NOT_DONE_PAGE
from vardklient.ports.signin import Browser, Fault

if TYPE_CHECKING:
    from msal import PublicClientApplication  # type: ignore[import-untyped]

_END_WITHIN_S = 10.0


class WayBroken(Exception):
    """The user did not come back; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class BrowserWay:
    """One of them. `walk` runs in a thread of its own; `end` may be called from any other."""

    def __init__(self, browser: Browser, wait_s: float) -> None:
        self._browser = browser
        self._wait_s = wait_s
        self._lock = threading.Lock()
        self._back: tuple[int, str] | None = None
        self._ended = False

    def walk(self, app: PublicClientApplication, scopes: Sequence[str], user: str) -> Mapping[str, Any]:
        """Show Microsoft's page, wait for the user, exchange the code; the tokens are in the application's cache then.

        Args:
            app: asked for the address and for the exchange.
            scopes: what is asked for.
            user: who is to sign in; when nobody is named, Microsoft asks.

        Returns:
            What MSAL says of it, an error among others.

        Raises:
            WayBroken: no port, no browser, ended, or not finished in time.
        """
        from msal.oauth2cli import AuthCodeReceiver  # type: ignore[import-untyped]

        try:
            receiver = AuthCodeReceiver(port=0)
        except OSError:
            raise WayBroken(Fault.NO_PORT) from None
        with receiver:
            flow = app.initiate_auth_code_flow(
                list(scopes),
                redirect_uri=f"http://localhost:{receiver.get_port()}",  # the only host that Entra lets vary its port
                response_mode="form_post",
                login_hint=user or None,
                prompt=None if user else "select_account",
            )
            answer = self._wait(receiver, flow)
        if self._ended:
            raise WayBroken(Fault.CANCELLED)
        if not answer:
            raise WayBroken(Fault.NOT_FINISHED)
        found: Mapping[str, Any] = app.acquire_token_by_auth_code_flow(flow, answer)
        return found

    def _wait(self, receiver: Any, flow: Mapping[str, Any]) -> Mapping[str, Any] | None:
        with self._lock:
            self._back = (receiver.get_port(), flow["state"])
        if self._ended:
            return None
        if not self._browser.open(flow["auth_uri"]):
            raise WayBroken(Fault.NO_BROWSER)
        answer: Mapping[str, Any] | None = receiver.get_auth_response(
            timeout=self._wait_s, state=flow["state"], success_template=DONE_PAGE, error_template=NOT_DONE_PAGE
        )
        if answer is None:
            self._knock()  # else MSAL's own thread would wait for ever
        return answer

    def end(self) -> None:
        """The user does not want to go on; `walk` ends within about a second."""
        self._ended = True
        threading.Thread(target=self._knock, name="microsoft-end", daemon=True).start()

    def _knock(self) -> None:
        """Come back in the user's place, with an error."""
        import httpx2

        with self._lock:
            back = self._back
        if back is None:
            return
        port, state = back
        with suppress(httpx2.HTTPError, OSError), httpx2.Client(trust_env=False, timeout=_END_WITHIN_S) as client:
            client.post(f"http://127.0.0.1:{port}", data={"error": "access_denied", "state": state})
