"""The network part of `vardklient check`: measures against the clinic's visit server, and says what it will be like."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vardklient.base.errors import UsageError
from vardklient.domain.network import LinkKind, NetworkReading
from vardklient.domain.verdict import Verdict

if TYPE_CHECKING:
    from vardklient.ports.network import NetworkProgress

_PLATFORM = sys.platform


def network_verdict(url: str) -> Verdict:
    """The verdict on the network, after some ten seconds; without a server's address the network is not tried.

    Args:
        url: of the visit server, or "". Its key stands in the environment.

    Raises:
        UsageError: it is no address, or its key is not in the environment.
    """
    from vardklient.checks.network import UNASKED, judge, load_network_limits

    if not url:
        return UNASKED
    return judge(run_measurement(url, lambda _: None), load_network_limits())


def run_measurement(url: str, tell: Callable[[NetworkProgress], None]) -> NetworkReading:
    """Measure in this process, on a loop like that of calls.

    Raises:
        UsageError: see `network_verdict`.
    """
    key = _key(url)
    from vardklient.calls.adapter.loop import engine_loop
    from vardklient.calls.probe.measure import measure

    link = _link()
    with asyncio.Runner(loop_factory=engine_loop) as runner:
        return runner.run(measure(url, key, link, tell))


def _key(url: str) -> str:
    from vardklient.visitserver.config import KEY_VARIABLE

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"--server: {url!r} is no address such as https://visits.example.org")
    key = os.environ.get(KEY_VARIABLE, "")
    if not key:
        raise UsageError(f"--server needs the server's key in the environment variable {KEY_VARIABLE}")
    return key


def _link() -> Callable[[], LinkKind]:
    """How cable or wireless is found out on this system. Qt is asked on this thread, and only where no file tells."""
    from vardklient.calls.probe.medium import link_kind

    if _PLATFORM.startswith("linux"):
        return lambda: link_kind(lambda: LinkKind.UNKNOWN)
    from vardklient.media.medium import ask_system
    from vardklient.media.pump import application

    application()
    known = ask_system()
    return lambda: link_kind(lambda: known)
