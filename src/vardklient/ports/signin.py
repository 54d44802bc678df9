"""Signing in to the clinic's identity provider: who is asked, who the user is, what can go wrong, and the browser."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

LOCK_AFTER_S = 900.0
"""For a program with a locked screen: a quarter of an hour without use, as computers in clinics have it. Own choice."""
SCOPES = ("openid", "profile", "offline_access")
"""What is asked for where nothing else has been decided: who it is, and a refresh token."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """An identity provider that the clinic uses, and how this program is known there: a public client, no secret.

    Attributes:
        issuer: its address, exactly as it names itself ("https://login.region.example/realms/vard").
        client_id: the name under which the program is registered there.
        scopes: what is asked for; those that bring the HSA claims differ between providers.
        prompt: what the provider shall show in any case ("consent"); empty leaves it to the provider.
        lock_after_s: so long without use locks the program, which has to tell of each use then; 0 never.
        unlock_in_browser: is the user asked to prove again who it is? Else a lock is opened with the refresh token.
    """

    issuer: str
    client_id: str
    scopes: tuple[str, ...] = SCOPES
    prompt: str = ""
    lock_after_s: float = 0.0
    unlock_in_browser: bool = False

    @property
    def secret_name(self) -> str:
        """Where its refresh token is kept; of another issuer or client it is another name."""
        digest = hashlib.sha256(f"{self.issuer}\n{self.client_id}".encode()).hexdigest()
        return f"signin:{digest[:16]}"


AUTHORITY = "https://login.microsoftonline.com"
ANY_CLINIC = "organizations"
"""The tenant's name where none is given: any account of work or school."""


@dataclass(frozen=True, slots=True)
class Registration:
    """How the program is known to the clinic's tenant of Microsoft 365, whose calendar is read.

    A public client with the redirect address `http://localhost`.

    Attributes:
        client_id: what Entra calls it.
        tenant: the clinic's, by its id or a domain of it.
        authority: another one in national clouds and in tests.
    """

    client_id: str
    tenant: str = ANY_CLINIC
    authority: str = AUTHORITY


@dataclass(frozen=True, slots=True)
class Person:
    """Who has signed in, as the provider says. Personal data of the user: kept in memory, never logged.

    Attributes:
        subject: the provider's own name for the person.
        name: to be shown.
        employee_hsa_id: of the person; in HSA, the catalogue of Swedish health care.
        commission_hsa_id: of the commission (medarbetaruppdrag) that was chosen.
        unit_hsa_id: of the unit of health care.
    """

    subject: str
    name: str = ""
    employee_hsa_id: str = ""
    commission_hsa_id: str = ""
    unit_hsa_id: str = ""

    @property
    def shown(self) -> str:
        """What to call the person on the screen."""
        return self.name or self.employee_hsa_id or self.subject


class Fault(StrEnum):
    """Why a sign-in did not come about, or has ended; `ui/texts/signin.py` has a sentence for each."""

    REFUSED = "refused"
    CANCELLED = "cancelled"
    NOT_FINISHED = "not_finished"
    NO_BROWSER = "no_browser"
    NO_PORT = "no_port"
    NOT_A_PROVIDER = "not_a_provider"
    NOT_SAFE = "not_safe"
    NOT_REGISTERED = "not_registered"
    UNREACHABLE = "unreachable"
    SERVER_FAULT = "server_fault"
    BAD_ANSWER = "bad_answer"
    FORGED = "forged"
    CODE_SPENT = "code_spent"
    CLOCK_WRONG = "clock_wrong"
    ENDED = "ended"
    NOT_REVOKED = "not_revoked"
    NOT_FORGOTTEN = "not_forgotten"


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


def fault_of(error: object, grant: Fault = Fault.BAD_ANSWER) -> Fault:
    """What the provider's error code means; `grant` is what an invalid grant means at that step."""
    return grant if error == "invalid_grant" else _BY_ERROR.get(str(error), Fault.BAD_ANSWER)


class Browser(Protocol):
    """Shows a page to the user."""

    def open(self, url: str) -> bool:
        """Open the address in the user's own browser; False when there is none.

        It is called off the core loop and may take a few seconds, not longer.
        """
        ...
