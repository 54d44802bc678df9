"""Which packets are missing, and when to ask for each of them again."""

from __future__ import annotations

REORDER_S, REORDER_PACKETS = 0.005, 2
"""A packet is first asked for after 5 ms, or when two newer ones have come: until then it may only be out of order.
Own choice; libwebrtc asks at once where nothing was ever out of order."""
MAX_TRIES = 25
"""Ten round trips, as libwebrtc."""
SPACING_SHARE, SPACING_MIN_S = 0.4, 0.02
"""From request to request, of the round trip. A request is lost as often as its answer, and senders answer once per
round trip however often they are asked. In a simulation of 10 % loss and a round trip of 46 ms, 1.2 gave 10.8 freezes
a minute, 0.6 gave 4.6, 0.4 gave 2.8, with the same number of repeats."""
BUDGET_START, BUDGET_MAX = 50.0, 150.0
BUDGET_PER_PACKET, BUDGET_PER_S = 1.0, 10.0
"""Requests, one for each packet asked for: at most as many as packets come, so that a line that is full is not filled
with requests and repeats. Own choice; at 10 % loss 0.35 is used."""
MAX_MISSING = 300
"""More at once is an outage, for which a key frame is cheaper: about a second of pictures. Own choice."""
START_RTT_S = 0.1


class MissingPackets:
    """Sequence numbers are handed in unwrapped; the clock is handed in too.

    Attributes:
        rtt_s: round trip of the connection; set by whoever measures it.
        requests: packets asked for, each time counted.
    """

    def __init__(self) -> None:
        self.rtt_s = START_RTT_S
        self.requests = 0
        self._newest: int | None = None
        self._missing: dict[int, _Hole] = {}
        self._budget = BUDGET_START
        self._budget_s: float | None = None

    @property
    def waiting(self) -> bool:
        """Is anything missing that may still be asked for?"""
        return bool(self._missing)

    def add(self, sequence: int, now_s: float) -> bool:
        """A packet came. True: it had been asked for."""
        self._budget = min(BUDGET_MAX, self._budget + BUDGET_PER_PACKET)
        if self._newest is None:
            self._newest = sequence
        if sequence <= self._newest:
            hole = self._missing.pop(sequence, None)
            return hole is not None and hole.tries > 0
        if sequence - self._newest - 1 + len(self._missing) > MAX_MISSING:
            self._missing.clear()
        else:
            for number in range(self._newest + 1, sequence):
                self._missing[number] = _Hole(now_s)
        self._newest = sequence
        return False

    def due(self, now_s: float) -> list[int]:
        """What to ask for now, oldest first; it counts as asked for."""
        if self._budget_s is not None:
            self._budget = min(BUDGET_MAX, self._budget + (now_s - self._budget_s) * BUDGET_PER_S)
        self._budget_s = now_s
        spacing_s = max(SPACING_MIN_S, self.rtt_s * SPACING_SHARE)
        asked: list[int] = []
        for number, hole in list(self._missing.items()):
            if self._budget < 1:
                break
            if not self._is_due(number, hole, now_s, spacing_s):
                continue
            if hole.tries == MAX_TRIES:
                del self._missing[number]
                continue
            hole.since_s, hole.tries = now_s, hole.tries + 1
            self._budget -= 1
            asked.append(number)
        self.requests += len(asked)
        return asked

    def _is_due(self, number: int, hole: _Hole, now_s: float, spacing_s: float) -> bool:
        if hole.tries:
            return now_s - hole.since_s >= spacing_s
        newest = number if self._newest is None else self._newest
        return now_s - hole.since_s >= REORDER_S or newest - number >= REORDER_PACKETS

    def give_up(self, before: int) -> None:
        """Nobody waits for packets before this one any more."""
        for number in [n for n in self._missing if n < before]:
            del self._missing[number]


class _Hole:
    """A missing packet: since when, or when it was last asked for, and how often."""

    __slots__ = ("since_s", "tries")

    def __init__(self, since_s: float) -> None:
        self.since_s = since_s
        self.tries = 0
