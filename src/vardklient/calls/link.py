"""Visit links: `https://clinic.example/visit#TICKET`, the same kind for patients and clinicians."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from vardklient.base.errors import SignallingError

_TICKET = re.compile(r"[A-Za-z0-9_\-=.~]{16,512}")
_SOCKET_SCHEME = {"http": "ws", "https": "wss"}
_PAGE = "/visit"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a link leads.

    Attributes:
        socket: the address of the server's WebSocket.
        origin: the server's own origin.
        local: the server is on this machine, where no proxy leads.
        ticket: opens the visit once; a secret, never logged, which is why it stands in the fragment.
    """

    socket: str
    origin: str
    local: bool
    ticket: str

    def __repr__(self) -> str:
        return f"Address(socket={self.socket!r})"


def parse_link(link: str) -> Address:
    """Take a visit link apart.

    Raises:
        SignallingError: it is not a visit link; the text does not repeat it, as it may hold a ticket.
    """
    try:
        parts = urlsplit(link.strip())
        port = parts.port
    except ValueError:
        raise SignallingError("this is not a visit link") from None
    scheme, path = _SOCKET_SCHEME.get(parts.scheme), parts.path.rstrip("/")
    if scheme is None or not parts.hostname or parts.username is not None or parts.query or not path.endswith(_PAGE):
        raise SignallingError("this is not a visit link, which looks like https://clinic.example/visit#TICKET")
    if not _TICKET.fullmatch(parts.fragment):
        raise SignallingError("the visit link has no ticket after #")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    place = host if port is None else f"{host}:{port}"
    return Address(
        f"{scheme}://{place}{path[: -len(_PAGE)]}/ws",
        f"{parts.scheme}://{place}",
        is_local(parts.hostname),
        parts.fragment,
    )


def is_local(host: str) -> bool:
    """Is this host this very machine?"""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
