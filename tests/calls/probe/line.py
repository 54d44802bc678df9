"""A line to the relay and back in a time of its own: eight seconds of packets pass in a moment, alike every time."""

from __future__ import annotations

import heapq
import random

from bench.call.relay import Direction, Impairment

from vardklient.calls.probe.ledger import Ledger
from vardklient.calls.probe.stream import MediaStream
from vardklient.domain.network import MediaReading

FRAME_BYTES = 4


class TimelessLine:
    """Implements `stream.Sends`, and the clock.

    Args:
        spoiled: what is wrong with each direction.
        breaks_s: from then on nothing can be sent any more.
    """

    def __init__(self, spoiled: Impairment, seed: int, breaks_s: float = float("inf")) -> None:
        self.ledger = Ledger()
        self.progress: list[float] = []
        self.now_s = 1000.0
        self.sent_bits: list[tuple[float, int]] = []
        self._breaks_s = self.now_s + breaks_s
        self._up, self._down = (Direction(spoiled, random.Random(2 * seed + n)) for n in range(2))
        self._coming: list[tuple[float, int]] = []

    async def send(self, number: int, size_bytes: int) -> None:
        if self.now_s >= self._breaks_s:
            raise ConnectionError
        self.sent_bits.append((self.now_s, (size_bytes + FRAME_BYTES + 28) * 8))
        up_s = self._up.leaves_s(size_bytes + FRAME_BYTES, self.now_s)
        down_s = None if up_s is None else self._down.leaves_s(size_bytes + FRAME_BYTES, up_s)
        if down_s is not None:
            heapq.heappush(self._coming, (down_s, number))

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        while self._coming and self._coming[0][0] <= self.now_s:
            at_s, number = heapq.heappop(self._coming)
            self.ledger.arrive(number, at_s)

    async def measure(self) -> MediaReading | None:
        stream = MediaStream(self, self.ledger, self.progress.append, lambda: self.now_s, self.sleep)
        return await stream.measure()
