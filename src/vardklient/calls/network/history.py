"""What was sent, so that it can be sent again: not too often, and not too much. Pure; the clock is handed in."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Generic, TypeVar

KEEP_PACKETS, KEEP_S = 1000, 2.0
"""A packet is forgotten when it is both older than this time and behind so many others. aiortc keeps 128, which is
0.6 s at 2 Mbit/s (computed)."""
DEFAULT_RTT_S, SHORTEST_RTT_S, LONGEST_RTT_S = 0.1, 0.01, 0.5
"""A packet is sent again at most once per round trip; the first stands while the round trip is unknown."""
AGAIN_SHARE = 0.3
"""Retransmissions may take this share of the target: enough for every packet at 20 % loss, little enough not to drown a
line that loses because it is full. Own choice."""
AGAIN_OVER_S = 1.0
"""The share is counted over this time, so that a burst of loss can be mended at once."""
AGAIN_LEAST_BYTES = 2_500
"""But so much per that time at any rate: two packets. With six they were half of what a line of 120 kbit/s carries."""

P = TypeVar("P")


@dataclass(slots=True)
class _Sent(Generic[P]):
    packet: P
    size_bytes: int
    sent_s: float
    again_s: float | None = None


class History(Generic[P]):
    """Packets by their 16-bit sequence number.

    Args:
        now_s: monotonic time.

    Attributes:
        rtt_s: the round trip, None while unknown.
        target_bps: what the budget of retransmissions is a share of.
    """

    def __init__(self, target_bps: int, now_s: float) -> None:
        self.rtt_s: float | None = None
        self.target_bps = target_bps
        self._sent: OrderedDict[int, _Sent[P]] = OrderedDict()
        self._budget_bytes = self._most_bytes
        self._filled_s = now_s

    def __len__(self) -> int:
        return len(self._sent)

    def keep(self, number: int, packet: P, size_bytes: int, now_s: float) -> None:
        """Remember a packet that is sent for the first time."""
        self._sent.pop(number, None)
        self._sent[number] = _Sent(packet, size_bytes, now_s)
        while len(self._sent) > KEEP_PACKETS and next(iter(self._sent.values())).sent_s < now_s - KEEP_S:
            self._sent.popitem(last=False)

    def forget(self) -> None:
        """Nothing of what was sent so far is of any use any more."""
        self._sent.clear()

    def again(self, number: int, now_s: float) -> P | None:
        """The packet, if it may be sent again now; it then counts as sent."""
        found = self._sent.get(number)
        if found is None or (found.again_s is not None and now_s - found.again_s < self._rtt_s()):
            return None
        if not self.affords(found.size_bytes, now_s):
            return None
        found.again_s = now_s
        return found.packet

    def affords(self, size_bytes: int, now_s: float) -> bool:
        """May so much more be sent again now? It then counts as sent."""
        share = (now_s - self._filled_s) / AGAIN_OVER_S
        self._budget_bytes = min(self._most_bytes, self._budget_bytes + share * self._most_bytes)
        self._filled_s = now_s
        if self._budget_bytes < size_bytes:
            return False
        self._budget_bytes -= size_bytes
        return True

    def _rtt_s(self) -> float:
        rtt_s = DEFAULT_RTT_S if self.rtt_s is None else self.rtt_s
        return min(LONGEST_RTT_S, max(SHORTEST_RTT_S, rtt_s))

    @property
    def _most_bytes(self) -> float:
        return max(AGAIN_LEAST_BYTES, AGAIN_SHARE * self.target_bps / 8 * AGAIN_OVER_S)
