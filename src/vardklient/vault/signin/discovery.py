"""What a provider says of itself (OpenID Connect Discovery): where its doors are, and what it signs with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vardklient.ports.signin import Fault, Issuer
from vardklient.vault.signin.faults import SignInFault, check_safe
from vardklient.vault.signin.web import asking, document

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a key that only the provider has: neither "none" nor HS256, whose key both would know. EdDSA is left
out: Authlib 1.9 cannot compare its at_hash under the name that it has now (Ed25519)."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Its addresses; empty where it has no such door.

    Attributes:
        algorithms: what its id_tokens may be signed with.
        names_itself: does every answer through the browser carry its `iss` (RFC 9207)?
    """

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    revocation: str = ""
    end_session: str = ""
    algorithms: tuple[str, ...] = ("RS256",)
    names_itself: bool = False


async def discover(issuer: Issuer) -> Provider:
    """Ask it.

    Raises:
        SignInFault: it cannot be reached, or is no provider that this program can sign in to.
    """
    check_safe(issuer.issuer)
    address = issuer.issuer.rstrip("/") + "/.well-known/openid-configuration"
    try:
        async with asking(issuer) as asked:
            return provider_of(await document(asked, address), issuer.issuer)
    except SignInFault as fault:
        unfit = Fault.NOT_A_PROVIDER if fault.fault is Fault.BAD_ANSWER else fault.fault
        raise SignInFault(unfit) from None


def provider_of(found: Mapping[str, object], issuer: str) -> Provider:
    """The record in a discovery document.

    Raises:
        SignInFault: it is another issuer's, lacks a door, leads out of TLS, refuses PKCE with S256, or signs in no way
            that proves who has signed.
    """
    if found.get("issuer") != issuer:
        raise SignInFault(Fault.NOT_A_PROVIDER)
    methods = found.get("code_challenge_methods_supported")
    if isinstance(methods, list) and "S256" not in methods:
        raise SignInFault(Fault.NOT_A_PROVIDER)
    offered = found.get("id_token_signing_alg_values_supported")
    algorithms = tuple(name for name in ALGORITHMS if name in offered) if isinstance(offered, list) else ("RS256",)
    if not algorithms:
        raise SignInFault(Fault.NOT_A_PROVIDER)
    return Provider(
        issuer=issuer,
        authorization=_door(found, "authorization_endpoint", needed=True),
        token=_door(found, "token_endpoint", needed=True),
        keys=_door(found, "jwks_uri", needed=True),
        userinfo=_door(found, "userinfo_endpoint"),
        revocation=_door(found, "revocation_endpoint"),
        end_session=_door(found, "end_session_endpoint"),
        algorithms=algorithms,
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
    )


def _door(found: Mapping[str, object], name: str, *, needed: bool = False) -> str:
    url = found.get(name)
    if url is None and not needed:
        return ""
    if not isinstance(url, str):
        raise SignInFault(Fault.NOT_A_PROVIDER)
    check_safe(url)
    return url
