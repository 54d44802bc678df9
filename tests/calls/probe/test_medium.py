"""Cable or wireless, from what Linux writes about its interfaces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ifaddr
import pytest

from vardklient.calls.network.addresses import Seen
from vardklient.calls.probe.medium import link_kind
from vardklient.domain.network import LinkKind

HOME = Seen(frozenset({"127.0.0.1"}), frozenset({"127.0.0.1"}))
"""Loopback stands for the interface in use: it is there on every machine."""


def make(folder: Path, *parts: str, kind: str = "1") -> Path:
    name = next(a.name for a in ifaddr.get_adapters() if any(ip.ip == "127.0.0.1" for ip in a.ips))
    interface = folder / str(name)
    interface.mkdir()
    if kind:
        (interface / "type").write_text(f"{kind}\n")
    for part in parts:
        (interface / part).mkdir()
    return folder


def never() -> LinkKind:
    raise AssertionError("the system is not to be asked")


@pytest.mark.parametrize(
    ("parts", "kind", "found"),
    [
        (("device",), "1", LinkKind.CABLE),
        (("device", "wireless"), "1", LinkKind.WIRELESS),
        (("device", "phy80211"), "1", LinkKind.WIRELESS),
        ((), "1", LinkKind.UNKNOWN),
        (("device",), "65534", LinkKind.UNKNOWN),
        (("device",), "", LinkKind.UNKNOWN),
    ],
)
def test_what_linux_tells(tmp_path: Path, parts: tuple[str, ...], kind: str, found: LinkKind) -> None:
    assert link_kind(never, lambda: HOME, "linux", make(tmp_path, *parts, kind=kind)) is found


def test_an_interface_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    nowhere = Seen(frozenset({"192.0.2.99"}), frozenset({"192.0.2.99"}))
    assert link_kind(never, lambda: nowhere, "linux", tmp_path) is LinkKind.UNKNOWN


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_without_an_address_there_is_no_network(platform: str) -> None:
    assert link_kind(never, lambda: Seen(frozenset(), frozenset()), platform) is LinkKind.NONE


def test_elsewhere_the_system_is_asked() -> None:
    asked: Callable[[], LinkKind] = lambda: LinkKind.WIRELESS  # noqa: E731
    assert link_kind(asked, lambda: HOME, "darwin") is LinkKind.WIRELESS
