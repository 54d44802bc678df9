"""Every way in which a provider can fail, as a `Fault`. No exception says what was sent or answered: tokens."""

from __future__ import annotations

from urllib.parse import urlsplit

from vardklient.base.addresses import Unfit, unfit
from vardklient.ports.signin import Fault


class SignInFault(Exception):
    """A step of the sign-in failed; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def check_safe(url: str) -> None:
    """Codes and tokens go over TLS only, but for this very machine.

    Raises:
        SignInFault: it is no web address, or not one over TLS.
    """
    why = unfit(url)
    if why is Unfit.NO_ADDRESS or "@" in urlsplit(url).netloc:
        raise SignInFault(Fault.NOT_A_PROVIDER)
    if why is not None:
        raise SignInFault(Fault.NOT_SAFE)


def fault_of_status(status: int) -> Fault:
    """What a status that is not wanted means."""
    if status in (401, 403):
        return Fault.NOT_REGISTERED
    return Fault.SERVER_FAULT if status >= 500 or status == 429 else Fault.BAD_ANSWER
