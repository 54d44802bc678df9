"""What MSAL asks Microsoft with: our HTTP library, limits, the system's trust with a clinic's own authority in it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any

import httpx2

from vardklient.schedule.web import system_trust

CONNECT_S, READ_S = 5.0, 10.0


class MsalHttp:
    """Implements MSAL's `HttpClient`. Each question has its own connection: there are few, an hour apart."""

    def __init__(self, trust: ssl.SSLContext | None = None) -> None:
        """`trust` None: the system's certificates."""
        self._trust = trust

    def get(
        self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, **_: Any
    ) -> httpx2.Response:
        """Ask for addresses."""
        with self._client() as client:
            return client.get(url, params=params, headers=headers)

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> httpx2.Response:
        """Ask for tokens."""
        with self._client() as client:
            return client.post(url, params=params, data=data, headers=headers)

    def close(self) -> None:
        """Nothing is open between questions."""

    def _client(self) -> httpx2.Client:
        return httpx2.Client(verify=self._trust or system_trust(), timeout=httpx2.Timeout(READ_S, connect=CONNECT_S))
