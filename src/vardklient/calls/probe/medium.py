"""Cable or wireless: what the machine is connected by, as far as the system tells."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from vardklient.calls.network.addresses import Seen, see
from vardklient.domain.network import LinkKind

NET_FOLDER = Path("/sys/class/net")
_ETHERNET = "1"
"""ARPHRD_ETHER of linux/if_arp.h, which radio interfaces have too."""


def link_kind(
    ask_system: Callable[[], LinkKind],
    look: Callable[[], Seen] = see,
    platform: str = sys.platform,
    folder: Path = NET_FOLDER,
) -> LinkKind:
    """What the interface on the way to the world is. May block for some milliseconds.

    Args:
        ask_system: for systems other than Linux, where files tell.
        look: finds the machine's addresses.
        platform: as `sys.platform`.
        folder: where Linux describes its interfaces.
    """
    seen = look()
    if not seen.addresses:
        return LinkKind.NONE
    if not platform.startswith("linux"):
        return ask_system()
    kinds = {_linux_kind(folder / name) for name in _interfaces(seen.preferred)}
    return kinds.pop() if len(kinds) == 1 else LinkKind.UNKNOWN


def _interfaces(addresses: frozenset[str]) -> set[str]:
    import ifaddr

    found = set()
    for adapter in ifaddr.get_adapters():
        own = {ip.ip if isinstance(ip.ip, str) else ip.ip[0] for ip in adapter.ips}
        if own & addresses:
            found.add(str(adapter.name))
    return found


def _linux_kind(interface: Path) -> LinkKind:
    """A tunnel or a bridge has no device behind it: what it goes over is not known."""
    if (interface / "wireless").exists() or (interface / "phy80211").exists():
        return LinkKind.WIRELESS
    try:
        kind = (interface / "type").read_text("ascii").strip()
    except (OSError, ValueError):
        return LinkKind.UNKNOWN
    return LinkKind.CABLE if kind == _ETHERNET and (interface / "device").exists() else LinkKind.UNKNOWN
