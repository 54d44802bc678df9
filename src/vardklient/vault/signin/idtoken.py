"""The id_token: signed by the provider, for this program, for this sign-in, just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from vardklient.ports.signin import Fault, Person
from vardklient.vault.signin.discovery import Provider
from vardklient.vault.signin.faults import SignInFault

LEEWAY_S = 330.0
"""How far the computer's clock may be off: five minutes, as with Kerberos, and half a minute for the answer's way."""
_HEADER_MAX = 16_384
"""Bytes; some providers put their certificates into it."""
_CLAIM_MAX = 200
"""Characters of a claim that is kept; a longer one is none. Own choice."""


class UnknownKey(Exception):
    """It is signed with a key that is not in the set: the provider may have changed its keys."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token has to say.

    Attributes:
        nonce: of this sign-in; empty after a renewal, where none is sent.
        subject: who it has to be; empty where that is not known yet.
        asked_at: when the user was sent to prove who it is, seconds since 1970; None where it need not have been now.
    """

    client_id: str
    now_s: float
    access_token: str
    nonce: str = ""
    subject: str = ""
    asked_at: float | None = None


def verified(id_token: str, keys: KeySet, provider: Provider, expected: Expected) -> dict[str, Any]:
    """Its claims.

    Raises:
        UnknownKey: none of the keys is the one that it names.
        SignInFault: it is forged, meant for another sign-in, or the computer's clock is wrong.
    """
    registry = JWSRegistry(algorithms=provider.algorithms, strict_check_header=False)
    registry.max_header_length = _HEADER_MAX
    try:
        token = jwt.decode(id_token, keys, registry=registry)
        _check_claims(token.claims, token.header, provider, expected)
    except InvalidKeyIdError:
        raise UnknownKey from None
    except JoseError:
        raise SignInFault(Fault.FORGED) from None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise SignInFault(Fault.BAD_ANSWER) from None
    return token.claims


def _check_claims(claims: dict[str, Any], header: dict[str, Any], provider: Provider, expected: Expected) -> None:
    """Authlib checks iss, aud, exp, nbf, nonce, azp and at_hash; the rest is ours.

    The token has been made just now, so its `iat` tells how far the clocks are apart, in both directions and however
    long it is good for.
    """
    if not abs(expected.now_s - claims["iat"]) <= LEEWAY_S:
        raise SignInFault(Fault.CLOCK_WRONG)
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": expected.client_id},
    }
    given = {"nonce": expected.nonce, "client_id": expected.client_id, "access_token": expected.access_token}
    CodeIDToken(claims, header, options, given).validate(now=expected.now_s, leeway=LEEWAY_S)
    if not claims["sub"] or (expected.subject and claims["sub"] != expected.subject):
        raise SignInFault(Fault.FORGED)
    if expected.asked_at is not None and not claims.get("auth_time", 0) >= expected.asked_at - LEEWAY_S:
        raise SignInFault(Fault.FORGED)


def person_of(claims: Mapping[str, object]) -> Person:
    """Who it is; a claim of another kind than text is left out."""
    return Person(
        subject=_text(claims, "sub"),
        name=_text(claims, "name"),
        employee_hsa_id=_text(claims, "employeeHsaId"),
        commission_hsa_id=_text(claims, "commissionHsaId"),
        unit_hsa_id=_text(claims, "healthCareUnitHsaId"),
    )


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) and len(value) <= _CLAIM_MAX else ""
