"""What receiver reports say about loss, put together. Pure.

A browser reports with every request for repeats, often about three packets, so that the share in a report ("fraction
lost") jumps between nothing and two thirds. The sums in it (RFC 3550, 6.4.1) tell the truth over any number of reports.
"""

from __future__ import annotations

SHARE_OVER_PACKETS = 50
"""The share is told anew after so many: a second of sound, half a second of pictures at 1 Mbit/s. Own choice."""


class ReportedLoss:
    """Of one outgoing stream.

    Args:
        before: the sequence number before its first one.

    Attributes:
        share: lost of the newest `SHARE_OVER_PACKETS` or more, 0..1; None before so many were reported on.
    """

    def __init__(self, before: int) -> None:
        self.share: float | None = None
        self._highest = before
        self._lost = 0
        self._new_packets = self._new_lost = 0

    def take(self, highest: int, lost: int) -> tuple[int, int]:
        """A report.

        Args:
            highest: extended highest sequence number received, modulo 2**32.
            lost: packets lost in all.

        Returns:
            Packets lost since the report before, negative where late ones came after all, and those expected since.
        """
        packets, new_lost = _ahead(highest, self._highest), lost - self._lost
        self._highest, self._lost = highest, lost
        self._new_packets += packets
        self._new_lost += new_lost
        if self._new_packets >= SHARE_OVER_PACKETS:
            self.share = min(1.0, max(0.0, self._new_lost / self._new_packets))
            self._new_packets = self._new_lost = 0
        return new_lost, packets


def _ahead(number: int, before: int) -> int:
    """How far, in a ring of 2**32; 0 when it has gone back."""
    distance = number - before & 0xFFFFFFFF
    return distance if distance < 1 << 31 else 0
