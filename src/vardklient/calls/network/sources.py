"""One source of packets (an SSRC): its numbers without their wraps, its statistics, its sender's clock."""

from __future__ import annotations

from vardklient.calls.network.reception import ReceptionStatistics, SenderReport
from vardklient.calls.network.sequence import Unwrapper

MAX_BEHIND = 3000
"""A packet so far behind the newest is not late: either it is astray, or its sender has begun a new count (RFC 3550,
A.1, has the same figure for the other direction)."""


class Source:
    """Packets are put in place one by one.

    Args:
        clock_hz: of the timestamps.

    Attributes:
        clock_hz: as handed in.
        count: how often the sender has begun to count anew.
        statistics: for reports to the sender.
        sender_report: the newest one, None before the first.
    """

    def __init__(self, clock_hz: int) -> None:
        self.count = 0
        self.sender_report: SenderReport | None = None
        self.clock_hz = clock_hz
        self._begin()

    def _begin(self) -> None:
        self.statistics = ReceptionStatistics(self.clock_hz)
        self._sequences = Unwrapper(16)
        self._timestamps = Unwrapper(32)
        self._newest: int | None = None
        self._astray: int | None = None

    def place(self, sequence: int, timestamp: int) -> tuple[int, int] | None:
        """The packet's sequence number and timestamp, unwrapped; None for a packet to be left alone."""
        found = self._sequences.unwrap(sequence)
        if self._newest is not None and found < self._newest - MAX_BEHIND:
            expected, self._astray = self._astray, (sequence + 1) & 0xFFFF
            if sequence != expected:
                return None
            self._begin()
            self.count += 1
            found = self._sequences.unwrap(sequence)
        self._newest = found if self._newest is None else max(self._newest, found)
        return found, self._timestamps.unwrap(timestamp)

    def hear(self, ntp: int, timestamp: int, heard_s: float) -> None:
        """A sender report came: the NTP time in 1/2**32 s, and the timestamp that belongs to it."""
        self.statistics.hear(ntp, heard_s)
        self.sender_report = SenderReport(ntp / (1 << 32), self._timestamps.unwrap(timestamp), heard_s)
