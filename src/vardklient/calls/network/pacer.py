"""When packets leave: a picture is spread, a retransmission goes ahead of it. Pure; the clock is handed in.

Sound is never held here: it is sent at once, and so comes before everything that waits.
"""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

PACE = 2.5
"""Packets leave this much faster than the target, so that a picture is out before the next one comes. As browsers."""
BURST_S = 2 / 30
"""What may leave at once after a pause: as much as the target makes in this time, which is a picture of twice the usual
size at 30 a second. Pictures are then not held, and a key frame, ten times as large, is spread. With half of it the
last packet of the usual picture at 720p waited for 15 ms (measured)."""
LONGEST_S = 0.4
"""All that waits is out after so long, faster than the pace if need be. Own choice: below the time after which a
receiver gives up a hole."""
LOWEST_TARGET_BPS = 100_000
"""Below it a packet of 1300 bytes would take too long; own choice."""

P = TypeVar("P")


class Pacer(Generic[P]):
    """A bucket that fills at the pace, with two queues behind it.

    Args:
        target_bps: of the stream, headers included.
        now_s: monotonic time.
    """

    def __init__(self, target_bps: int, now_s: float) -> None:
        self.target_bps = target_bps
        self._again: deque[tuple[P, int]] = deque()
        self._pictures: deque[tuple[P, int]] = deque()
        self._queued_bytes = 0
        self._room_bytes = self._burst_bytes
        self._filled_s = now_s
        self._floor_bps = 0.0

    def put(self, packet: P, size_bytes: int, *, again: bool = False) -> None:
        """Queue a packet; `again`: it is a retransmission."""
        (self._again if again else self._pictures).append((packet, size_bytes))
        self._queued_bytes += size_bytes
        self._floor_bps = max(self._floor_bps, self._queued_bytes * 8 / LONGEST_S)

    def due(self, now_s: float) -> list[P]:
        """What may leave now, in its order. One packet may overdraw the bucket, which then pays it off."""
        rate = self._rate_bps / 8
        self._room_bytes = min(self._burst_bytes, self._room_bytes + rate * (now_s - self._filled_s))
        self._filled_s = now_s
        leaving: list[P] = []
        while self._room_bytes > 0 and (queue := self._again or self._pictures):
            packet, size_bytes = queue.popleft()
            self._room_bytes -= size_bytes
            self._queued_bytes -= size_bytes
            leaving.append(packet)
        if not self._queued_bytes:
            self._floor_bps = 0.0
        return leaving

    def next_s(self) -> float | None:
        """When something may leave again; None while nothing waits."""
        if not self._queued_bytes:
            return None
        return self._filled_s + max(0.0, -self._room_bytes) * 8 / self._rate_bps

    def waiting_s(self) -> float:
        """How long the last of what waits has still to wait, as of the latest `due`."""
        return max(0.0, self._queued_bytes - self._room_bytes) * 8 / self._rate_bps if self._queued_bytes else 0.0

    @property
    def _rate_bps(self) -> float:
        return max(PACE * max(LOWEST_TARGET_BPS, self.target_bps), self._floor_bps)

    @property
    def _burst_bytes(self) -> float:
        return max(LOWEST_TARGET_BPS, self.target_bps) / 8 * BURST_S
