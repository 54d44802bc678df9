"""Visit links."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.base.errors import SignallingError
from vardklient.calls.link import parse_link

TICKET = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("link", "socket", "origin", "local"),
    [
        ("http://127.0.0.1:8600/visit#", "ws://127.0.0.1:8600/ws", "http://127.0.0.1:8600", True),
        ("http://[::1]:8600/visit#", "ws://[::1]:8600/ws", "http://[::1]:8600", True),
        ("http://localhost/visit#", "ws://localhost/ws", "http://localhost", True),
        ("https://besok.region.se/visit#", "wss://besok.region.se/ws", "https://besok.region.se", False),
        ("https://region.se/vard/visit/#", "wss://region.se/vard/ws", "https://region.se", False),
        ("  https://10.0.0.5/visit#", "wss://10.0.0.5/ws", "https://10.0.0.5", False),
    ],
)
def test_links(link: str, socket: str, origin: str, local: bool) -> None:
    found = parse_link(link + TICKET)
    assert (found.socket, found.origin, found.local, found.ticket) == (socket, origin, local, TICKET)
    assert TICKET not in repr(found)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "nonsense",
        "ftp://a/visit#" + TICKET,
        "https:///visit#" + TICKET,
        "https://a/visit",
        "https://a/visit#short",
        "https://a/visit#" + TICKET + "/..",
        "https://a/other#" + TICKET,
        "https://a/visit?t=1#" + TICKET,
        "https://u:p@a/visit#" + TICKET,
        "https://a:99999/visit#" + TICKET,
        "https://[1/visit#" + TICKET,
    ],
)
def test_what_is_no_link(link: str) -> None:
    with pytest.raises(SignallingError) as refused:
        parse_link(link)
    assert TICKET not in str(refused.value)


@given(st.text())
def test_any_text_is_a_link_or_refused(text: str) -> None:
    with contextlib.suppress(SignallingError):
        assert parse_link(text).socket.startswith("ws")
