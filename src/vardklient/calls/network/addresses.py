"""Has the machine moved to another network? Noticed within a second: the cable is out, Wi-Fi has taken over.

Looking at the addresses is the only way that is the same on Linux, Windows and macOS, and costs less than a
millisecond on Linux; it is done on a thread, because Windows takes some milliseconds.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

LOOK_EVERY_S = 0.25
SETTLE_S = 0.5
"""A better way has to last so long before it counts: Wi-Fi comes and goes while it logs in. Own choice; together with
`LOOK_EVERY_S` within the second that a call may take to notice."""
_SAME_NETWORK_BITS = {4: 24, 6: 64}
"""Another address in the same network is not another way: IPv6 gives itself a new one every day."""
_FAR = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Documentation addresses (RFC 5737, RFC 3849). A datagram socket "connected" to them sends nothing, but tells which of
our addresses the system would use towards the world."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The machine's addresses at one moment, without loopback and link-local ones.

    Attributes:
        addresses: all of them.
        preferred: those that the system would use towards the world, at most one of IPv4 and of IPv6; all where there
            is no way to the world, as in a clinic's closed network.
    """

    addresses: frozenset[str]
    preferred: frozenset[str]


class AddressWatch:
    """Says when a call should move. Time is handed in: seconds of any clock that never goes back."""

    def __init__(self, seen: Seen) -> None:
        self._known = seen
        self._pending: Seen | None = None
        self._pending_since_s = 0.0

    def look(self, now_s: float, seen: Seen, in_use: frozenset[str] | None = None) -> bool:
        """Has the way to the world changed since this last said so?

        At once when an address in use is gone and another is there; after `SETTLE_S` when the system prefers another
        network. While there is no address at all there is nowhere to move to: it is said when one comes.

        Args:
            now_s: the time.
            seen: what is there now.
            in_use: our ends of the connections; None: those that the system preferred.
        """
        used = self._known.preferred if in_use is None else in_use
        if used - seen.addresses and seen.preferred:
            return self._changed(seen)
        if not seen.preferred or not _new_networks(self._known.preferred, seen.preferred):
            self._pending = None
            return False
        if self._pending is None or self._pending.preferred != seen.preferred:
            self._pending, self._pending_since_s = seen, now_s
        return now_s - self._pending_since_s >= SETTLE_S and self._changed(seen)

    def _changed(self, seen: Seen) -> bool:
        self._known, self._pending = seen, None
        return True


def _new_networks(before: frozenset[str], now: frozenset[str]) -> bool:
    known = {_network(address) for address in before}
    return any(_network(address) not in known for address in now)


def _network(address: str) -> object:
    bits = _SAME_NETWORK_BITS[ip_address(address).version]
    return ip_network(f"{address}/{bits}", strict=False)


async def address_changes(
    lister: Callable[[], Seen] | None = None,
    in_use: Callable[[], frozenset[str] | None] = lambda: None,
    monotonic_s: Callable[[], float] = time.monotonic,
    every_s: float = LOOK_EVERY_S,
) -> AsyncIterator[Seen]:
    """What is there after each change, for as long as somebody iterates.

    Args:
        lister: looks at the machine, on a thread; None: `see`.
        in_use: asked on the loop before each look.
        monotonic_s: the clock.
        every_s: the pause between two looks.
    """
    lister = see if lister is None else lister
    watch = AddressWatch(await asyncio.to_thread(lister))
    while True:
        await asyncio.sleep(every_s)
        seen = await asyncio.to_thread(lister)
        if watch.look(monotonic_s(), seen, in_use()):
            yield seen


def see() -> Seen:
    """Look at this machine."""
    import ifaddr

    found = set()
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            text = ip.ip if isinstance(ip.ip, str) else ip.ip[0]
            address = ip_address(text)
            if not address.is_loopback and not address.is_link_local:
                found.add(str(address))
    addresses = frozenset(found)
    preferred = frozenset(a for family, far in _FAR if (a := _towards(family, far)) is not None)
    return Seen(addresses, (preferred & addresses) or addresses)


def is_ours(place: tuple[Any, ...]) -> bool:
    """Is the address of this place (a socket's own) still one of the machine's? It is not when its cable is out."""
    family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((place[0], 0, *place[2:]))
    except OSError:
        return False
    return True


def _towards(family: socket.AddressFamily, far: str) -> str | None:
    """Our address on the way there; None when there is no way."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            return str(ip_address(probe.getsockname()[0]))
    except OSError:
        return None
