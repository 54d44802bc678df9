"""Every way in which a provider can fail, as a `Fault`. No exception says what was sent or answered: tokens."""

from __future__ import annotations

from urllib.parse import urlsplit

from vardklient.ports.signin import Fault

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_BY_ERROR = {
    "access_denied": Fault.REFUSED,
    "login_required": Fault.REFUSED,
    "consent_required": Fault.REFUSED,
    "interaction_required": Fault.REFUSED,
    "invalid_client": Fault.NOT_REGISTERED,
    "unauthorized_client": Fault.NOT_REGISTERED,
    "invalid_scope": Fault.NOT_REGISTERED,
    "server_error": Fault.SERVER_FAULT,
    "temporarily_unavailable": Fault.SERVER_FAULT,
}
"""Errors of RFC 6749 4.1.2.1 and 5.2 and of OpenID Connect Core 3.1.2.6; any other is an answer without a meaning."""


class SignInFault(Exception):
    """A step of the sign-in failed; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def fault_of(error: object, grant: Fault = Fault.BAD_ANSWER) -> Fault:
    """What the provider's error code means; `grant` is what an invalid grant means at that step."""
    return grant if error == "invalid_grant" else _BY_ERROR.get(str(error), Fault.BAD_ANSWER)


def check_safe(url: str) -> None:
    """Codes and tokens go over TLS only, but for this very machine.

    Raises:
        SignInFault: it is no web address, or not one over TLS.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise SignInFault(Fault.NOT_A_PROVIDER) from None
    if parts.scheme not in ("https", "http") or not host or parts.username is not None:
        raise SignInFault(Fault.NOT_A_PROVIDER)
    if parts.scheme == "http" and host not in _LOCAL:
        raise SignInFault(Fault.NOT_SAFE)


def fault_of_status(status: int) -> Fault:
    """What a status that is not wanted means."""
    if status in (401, 403):
        return Fault.NOT_REGISTERED
    return Fault.SERVER_FAULT if status >= 500 or status == 429 else Fault.BAD_ANSWER
