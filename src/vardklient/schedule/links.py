"""Which links to a meeting may be kept: those to a host that the clinic allows. Anybody can send an invitation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_HTTPS = re.compile(r"https://[^\s<>\"'\\]{4,2000}", re.IGNORECASE)


def first_allowed(texts: Iterable[str], hosts: frozenset[str]) -> str:
    """The first https link in these texts to one of the hosts or its subdomain; empty when there is none."""
    if not hosts:
        return ""
    for text in texts:
        for found in _HTTPS.finditer(text):
            if allowed(found[0], hosts):
                return found[0].rstrip(").,;>")
    return ""


def allowed(link: str, hosts: frozenset[str]) -> bool:
    """Does the link lead to one of the hosts or its subdomain, at the usual port and naming no user?"""
    try:
        parts = urlsplit(link)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return False
    named = parts.username is None and parts.password is None and port in (None, 443)
    return named and any(host == allowed or host.endswith("." + allowed) for allowed in hosts)
