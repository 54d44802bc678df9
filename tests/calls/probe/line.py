"""A line to the relay and back in a time of its own: eight seconds of packets pass in a moment, alike every time."""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence

from bench.call.relay import Direction, Impairment

from vardklient.calls.probe.ledger import Ledger
from vardklient.calls.probe.stream import MediaStream
from vardklient.domain.network import MediaReading

FRAME_BYTES = 4
Span = tuple[float, float]


class TimelessLine:
    """Implements `stream.Sends`, and the clock.

    Args:
        spoiled: what is wrong with each direction.
        breaks_s: from then on nothing can be sent any more.
        stalls: (from, to), seconds after the beginning: nothing arrives meanwhile, and everything afterwards.
        busy: the same, of this computer: what was to happen meanwhile happens afterwards.
    """

    def __init__(
        self,
        spoiled: Impairment,
        seed: int,
        breaks_s: float = float("inf"),
        stalls: Sequence[Span] = (),
        busy: Sequence[Span] = (),
    ) -> None:
        self.ledger = Ledger()
        self.progress: list[float] = []
        self.now_s = 1000.0
        self.sent_bits: list[tuple[float, int]] = []
        self._breaks_s = self.now_s + breaks_s
        self._stalls, self._busy = (_at(self.now_s, spans) for spans in (stalls, busy))
        self._up, self._down = (Direction(spoiled, random.Random(2 * seed + n)) for n in range(2))
        self._coming: list[tuple[float, int]] = []

    async def send(self, number: int, size_bytes: int) -> None:
        if self.now_s >= self._breaks_s:
            raise ConnectionError
        self.sent_bits.append((self.now_s, (size_bytes + FRAME_BYTES + 28) * 8))
        up_s = self._up.leaves_s(size_bytes + FRAME_BYTES, self.now_s)
        down_s = None if up_s is None else self._down.leaves_s(size_bytes + FRAME_BYTES, up_s)
        if down_s is not None:
            heapq.heappush(self._coming, (_after(down_s, self._stalls), number))

    async def sleep(self, seconds: float) -> None:
        self.now_s = _after(self.now_s + seconds, self._busy)
        while self._coming and self._coming[0][0] <= self.now_s:
            at_s, number = heapq.heappop(self._coming)
            self.ledger.arrive(number, at_s)

    async def measure(self) -> MediaReading | None:
        stream = MediaStream(self, self.ledger, self.progress.append, lambda: self.now_s, self.sleep)
        return await stream.measure()


def _at(began_s: float, spans: Sequence[Span]) -> list[Span]:
    return [(began_s + first_s, began_s + last_s) for first_s, last_s in spans]


def _after(at_s: float, spans: Sequence[Span]) -> float:
    return next((last_s for first_s, last_s in spans if first_s <= at_s < last_s), at_s)
