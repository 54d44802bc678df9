"""When sound is to be heard: late enough for nearly all of its packets, early enough for a conversation. Pure."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from vardklient.ports.sound import SAMPLE_RATE_HZ

LEAST_S, MOST_S = 0.030, 0.200
"""How long after the fastest packet its sound is taken: at 30 ms, a lost packet's successor is there in time, with 10
ms to spare. With a sound card that takes 10 ms at once, sound then waits for 40 ms, like Chromium's."""
IN_TIME_SHARE, MARGIN_S = 0.97, 0.010
"""This share of the packets is in time, with so much to spare. The share is NetEq's. Measured with them: jitter of 20
and 60 ms conceals 0.1 and 1.1 %."""
COUNTED_LEAST = 250
"""As long as fewer packets were seen, the missing ones count as in time (own choice)."""
PACKETS_KEPT = 500
"""10 s of packets are judged (facts)."""
FALL_S_PER_S = 0.02
"""The delay grows at once and shrinks by so much in a second (own choice)."""
NEW_STREAM_S = 2.0
"""A timestamp so far from where it is expected belongs to a new count (own choice)."""
OUTAGE_S = 1.0
"""After so long without a packet the line may be another one: judged anew. DTX sends one every 0.4 s."""
BEYOND_MAX = 15
"""So many packets in a row beyond the longest delay: the line has become slower for good (own choice)."""
SETTLING_S, STALE_S = 3.0, 0.015
"""A call on a slow line begins with a queue, which drains within some seconds. For so long after a beginning, a
packet that is faster by this than all before shows that they came out of a jam, and say nothing about the line. Own
choice."""


class PlayoutDelay:
    """Follows the lateness of packets; `due_s` says when a timestamp is to be heard.

    A lateness is an arrival minus the timestamp's own time. Its zero means nothing: only differences count.

    Attributes:
        late_s: the lateness at which sound is played, None before the first packet.
        latest_s: what is played later than this was kept too long.
    """

    def __init__(self) -> None:
        self.late_s: float | None = None
        self.latest_s = math.inf
        self._seen = np.zeros(PACKETS_KEPT)
        self._count = 0
        self._newest_s = -math.inf
        self._settled_s = -math.inf
        self._beyond = 0

    def note(self, timestamp: int, now_s: float) -> bool:
        """A packet is here; False: it is the first of a new stream."""
        late_s = now_s - timestamp / SAMPLE_RATE_HZ
        before_s, since_s = self.late_s, now_s - self._newest_s
        same = before_s is not None and abs(late_s - before_s) < NEW_STREAM_S
        self._beyond = self._beyond + 1 if late_s > self.latest_s else 0
        if not same or since_s > OUTAGE_S or self._beyond > BEYOND_MAX:
            self._beyond = 0
            before_s, self._count, self._settled_s = None, 0, now_s + SETTLING_S
        elif now_s < self._settled_s and late_s < self._seen[: self._count].min() - STALE_S:
            before_s, self._count = None, 0
        self._newest_s = now_s
        self._seen[self._count % PACKETS_KEPT] = late_s
        self._count += 1
        self._follow(before_s, FALL_S_PER_S * max(0.0, since_s))
        return same

    def forget(self) -> None:
        """The next packet is the first of a new stream."""
        self.late_s = None

    def _follow(self, before_s: float | None, fall_s: float) -> None:
        seen = self._seen[: self._count]
        least_s = float(seen.min())
        rank = max(0, len(seen) - 1 - int((1 - IN_TIME_SHARE) * max(len(seen), COUNTED_LEAST)))
        wanted_s = max(float(np.partition(seen, rank)[rank]) + MARGIN_S, least_s + LEAST_S)
        if before_s is not None:
            wanted_s = max(wanted_s, before_s - fall_s)
        self.late_s = min(wanted_s, least_s + MOST_S)
        self.latest_s = least_s + MOST_S + MARGIN_S


PULLS_S, PART_S = 2.0, 0.25
"""The earliest pull of two seconds counts, looked up in parts: a sound card may pull 40 ms at once and then nothing."""
STALLED_S = 0.25
"""A card that pulls so much later than it should has been stopped, and starts anew (own choice)."""


class PullClock:
    """The sound card's count of samples against time."""

    def __init__(self) -> None:
        self._parts: deque[tuple[int, float]] = deque(maxlen=round(PULLS_S / PART_S))

    def pulled(self, count: int, now_s: float) -> float:
        """`count` samples are pulled with those that are wanted now: when must the 0th have been there, at this pace?

        The answer is the earliest of the last seconds, so that sound is there when the card is in a hurry, and all of
        it when it wants much at once.
        """
        began_s = now_s - count / SAMPLE_RATE_HZ
        if self._parts and began_s - min(part[1] for part in self._parts) > STALLED_S:
            self._parts.clear()
        part = int(now_s / PART_S)
        if self._parts and self._parts[-1][0] == part:
            self._parts[-1] = part, min(self._parts[-1][1], began_s)
        else:
            self._parts.append((part, began_s))
        return min(part[1] for part in self._parts)
