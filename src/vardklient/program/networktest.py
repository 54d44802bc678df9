"""The test of the network for the windowed program: measured in a process of its own.

Painting, picture checks and the measurement would otherwise share one interpreter: pauses of ours would look like
jitter of the line. For the same reason the call's engine is a process.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence

from vardklient.base.errors import WireError
from vardklient.calls.network.addresses import Seen, see
from vardklient.calls.probe.messages import MAX_LINE_BYTES, PROBE
from vardklient.checks.network import NetworkLimits, NetworkWatch
from vardklient.domain.network import NetworkReading
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.ports.clock import Clock
from vardklient.ports.network import NetworkProgress
from vardklient.program.children import Child
from vardklient.program.command import own_command
from vardklient.visitserver.config import KEY_VARIABLE

ENDS_WITHIN_S = 30.0
"""It takes some nine usually, 15 at a round trip of 0.6 s (measured); the rest is for a machine that has just started
and is slow to start a process."""


def probe_command(url: str) -> list[str]:
    """The process that measures, and tells in lines of `calls.probe.messages`."""
    return own_command(("probe", "--server", url, "--follow-parent"))


class ChildNetworkTest:
    """Implements `ports.network.NetworkTest`.

    Args:
        server: address and key of the visit server; the key goes by the environment.
        make_command: what is to be run, by the address.
        look: finds the machine's addresses; another network is judged without regard to the one before.
        ends_within_s: a test that takes longer is given up.

    A verdict that was shown is kept while the figures differ from it by no more than lines do from minute to minute.
    """

    def __init__(
        self,
        server: tuple[str, str],
        limits: NetworkLimits,
        clock: Clock,
        make_command: Callable[[str], Sequence[str]] = probe_command,
        look: Callable[[], Seen] = see,
        ends_within_s: float = ENDS_WITHIN_S,
    ) -> None:
        self._server, self._limits, self._clock, self._make_command = server, limits, clock, make_command
        self._look, self._ends_within_s = look, ends_within_s
        self._watch, self._on = NetworkWatch(), frozenset[str]()
        self._turn = asyncio.Lock()

    async def run(self, tell: Callable[[NetworkProgress], None]) -> Verdict:
        """See the port."""
        async with self._turn:
            reading = None
            with contextlib.suppress(TimeoutError, WireError, OSError, ValueError):
                reading = await self._measure(tell)
            if reading is None:
                return Verdict(Check.NETWORK, Severity.UNKNOWN, Advice.NETWORK_UNSURE)
            on = (await asyncio.to_thread(self._look)).preferred
            if on != self._on:
                self._watch, self._on = NetworkWatch(), on
            self._watch = self._watch.after(reading, self._clock.monotonic_s(), self._limits)
            return self._watch.verdict

    async def _measure(self, tell: Callable[[NetworkProgress], None]) -> NetworkReading | None:
        url, key = self._server
        child = Child(self._make_command(url), environment={KEY_VARIABLE: key}, quiet=True, line_bytes=MAX_LINE_BYTES)
        await child.start()
        try:
            async with asyncio.timeout(self._ends_within_s):
                async for line in child.lines():
                    told = PROBE.parse(line.decode())
                    if isinstance(told, NetworkReading):
                        return told
                    tell(told)
        finally:
            await asyncio.shield(child.stop())
        return None
