"""Which web addresses may be asked: patient data, passwords and tokens go over TLS only, but for this very machine."""

from __future__ import annotations

import ipaddress
from enum import StrEnum
from urllib.parse import urlsplit


class Unfit(StrEnum):
    """Why an address may not be asked."""

    NO_ADDRESS = "no_address"
    NOT_SAFE = "not_safe"


def unfit(url: str) -> Unfit | None:
    """Why it may not be asked; None: it may."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return Unfit.NO_ADDRESS
    if parts.scheme not in ("https", "http") or not host:
        return Unfit.NO_ADDRESS
    return Unfit.NOT_SAFE if parts.scheme == "http" and not _is_this_machine(host) else None


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
