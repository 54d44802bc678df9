"""What was sent and what came back, and what that says of the line. Pure: times are handed in, monotonic seconds.

Both ends of the loop are in one process, so that one clock times the way: nothing is estimated.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from vardklient.calls.network.reception import JITTER_SHARE
from vardklient.domain.network import MediaWindow

LINE_BYTES = 32
"""What the line carries on top of each datagram: IP and UDP 28, the relay's frame 4 (RFC 8656, 12.4)."""
WINDOW_S = 1.0
QUEUE_S = 0.06
"""So much later than before, packets stand in a queue: more came than the line takes. Own choice: well above what
half a second of a line's own unevenness moves a median, well below the 0.3 s that queues hold at least."""
QUEUE_TAIL = 1 / 3
"""Of the packets of a step, the last ones: they have met the queue."""
LOSS_MORE_SHARE = 0.25
"""So much more loss than before is a line, or a policer, that is full. Half a second holds some 50 packets: at 19 %
loss it is once in a hundred steps by chance (computed)."""
RATE_PACKETS = 6
"""Fewer arrivals tell no rate."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One packet. `arrived_s` is None while it has not come."""

    size_bytes: int
    sent_s: float
    arrived_s: float | None

    @property
    def line_bits(self) -> int:
        """What it took of the line."""
        return (self.size_bytes + LINE_BYTES) * 8


class Ledger:
    """Numbers what is sent, from 0, and takes down what arrives."""

    def __init__(self) -> None:
        self._sent: list[tuple[int, float]] = []
        self._arrived: dict[int, float] = {}

    @property
    def count(self) -> int:
        """How many were sent; the number of the next one."""
        return len(self._sent)

    def send(self, size_bytes: int, now_s: float) -> int:
        """One leaves; its number."""
        self._sent.append((size_bytes, now_s))
        return len(self._sent) - 1

    def arrive(self, number: int, at_s: float) -> None:
        """One came; a second copy, or one that was never sent, is nothing."""
        if 0 <= number < len(self._sent):
            self._arrived.setdefault(number, at_s)

    def part(self, first: int, end: int) -> list[Passage]:
        """Those numbered from `first` to before `end`."""
        return [Passage(*self._sent[n], self._arrived.get(n)) for n in range(first, min(end, len(self._sent)))]


def lost_share(part: Sequence[Passage]) -> float:
    """Of these, what has not come; 0 of nothing."""
    return sum(p.arrived_s is None for p in part) / len(part) if part else 0.0


def median_way_s(part: Sequence[Passage]) -> float | None:
    """How long the way took, the median; None when nothing came."""
    found = [p.arrived_s - p.sent_s for p in part if p.arrived_s is not None]
    return statistics.median(found) if found else None


def came_kbps(part: Sequence[Passage]) -> float | None:
    """The rate at which these came, with what the line carries on top; None: too few came."""
    came = sorted((p.arrived_s, p.line_bits) for p in part if p.arrived_s is not None)
    if len(came) < RATE_PACKETS:
        return None
    lasted_s = came[-1][0] - came[0][0]
    return sum(bits for _, bits in came[1:]) / max(1e-3, lasted_s) / 1000


def is_full(before: Sequence[Passage], step: Sequence[Passage]) -> bool:
    """Did packets of this step stand in a queue, not come in time at all, or were many more of them lost?

    Args:
        before: packets of the quiet line.
        step: those of the step.
    """
    quiet_s = median_way_s(before)
    late_s = median_way_s(step[-round(len(step) * QUEUE_TAIL) :])
    if quiet_s is not None and (late_s is None or late_s - quiet_s > QUEUE_S):
        return True
    return lost_share(step) > lost_share(before) + LOSS_MORE_SHARE


def windows(part: Sequence[Passage]) -> tuple[MediaWindow, ...]:
    """Whole seconds, by the time of sending."""
    if not part:
        return ()
    began_s = part[0].sent_s
    found: dict[int, list[Passage]] = {}
    for passage in part:
        found.setdefault(int((passage.sent_s - began_s) / WINDOW_S), []).append(passage)
    whole = int((part[-1].sent_s - began_s) / WINDOW_S + 0.05)  # a last second that lacks a moment is one
    return tuple(
        MediaWindow(len(found[n]), sum(p.arrived_s is None for p in found[n])) for n in range(whole) if n in found
    )


def jitter_ms(part: Sequence[Passage]) -> float | None:
    """How much the way's time varies: RFC 3550's smoothed figure, the median over the time; None: too few came."""
    came = sorted((p.arrived_s, p.arrived_s - p.sent_s) for p in part if p.arrived_s is not None)
    if len(came) <= JITTER_SHARE:
        return None
    smooth_s, found = 0.0, []
    for (_, before_s), (_, way_s) in pairwise(came):
        smooth_s += (abs(way_s - before_s) - smooth_s) / JITTER_SHARE
        found.append(smooth_s)
    return statistics.median(found[JITTER_SHARE - 1 :]) * 1000
