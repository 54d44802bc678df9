"""How much may be sent: from the receiver's estimate and from loss. Pure; the clock is handed in."""

from __future__ import annotations

import math

LOWEST_BPS, START_BPS, HIGHEST_BPS = 30_000, 160_000, 2_500_000
"""Of the pictures. From 60 kbit/s on the smallest picture moves well (measured, see `video.ladder`), below it skips: on
a line of 120 kbit/s sound with its headers takes 55, and it must be whole.

With 400 kbit/s at first a line of 300 began with a queue of 0.3 s that took 9 s to drain, with 250 one of 0.2 s. On a
line of 120 the first seconds cost 2.1 % of the sound of half a minute with 200, 1.4 % with 160 and 0.8 % with 120
(measured); 160 is the least with which a call begins at 480x270. Where more goes, `startprobe` finds it within a
second."""
ESTIMATE_SHARE = 0.85
"""What pictures take of an estimate; the rest is for retransmissions and for the rate controller's overshoot (facts).

A browser's estimate (REMB) counts the payload of pictures alone, neither headers nor sound, and may rise to 1.5 times
what it received. To take sound and headers off as well would therefore take them off twice, and below an estimate of
some 400 kbit/s it could never rise again."""
RISE_PER_S = 1.5
"""A higher estimate is approached by no more than this factor in a second; a lower one is obeyed at once."""
STALE_S = 5.0
"""An estimate without news for so long allows no more rise. Browsers repeat theirs every second."""
OUTAGE_S = 2.0
"""Without any report for so long, the line was gone; the first report after it starts at half the rate."""
LOSS_OVER_S, LOSS_OVER_PACKETS = 0.9, 20
"""Reports are taken together until they speak of both so much time and so many packets. A browser reports with every
request for repeats, often about three packets: at 5 % loss every other one then says 33 % (measured)."""
LOSS_FREE_SHARE, LOSS_BAD_SHARE, BAD_TIMES = 0.02, 0.10, 2
"""Below the first the rate grows; above the second, twice in a row, it falls. Browsers use the same two limits."""
FALL_FACTOR = 0.9
FULL_SHARE, FULL_PACKETS = 0.25, 30
"""More loss than this share of so many packets is a line that is full. Before the first estimate, which may take 3 s on
such a line (measured: and half of the sound was lost), the rate falls at once, to what came through. The number keeps
it from happening by chance on a line that loses 10 % (once in 400 times, computed)."""
FULL_FACTOR = 0.85
"""Of what came through, so that the queue before the line drains. As browsers do after too much delay."""
LONG_RTT_S, LONG_RTT_LEAST_BPS = 0.4, 60_000
"""Before the first estimate, so long a round trip is a queue that our first packets made: the rate is halved, but on
its account alone not below the second, because a satellite is as far. The first report that tells comes after 1.2 s
(measured), and the first loss that counts 0.7 s later."""
DRAIN_S = 0.6
"""The first time, no picture leaves for so long: sound alone takes half of a line of 120 kbit/s, so that a queue of
0.3 s drains. At 60 kbit/s of pictures it took 4 s, in which sound was lost (measured)."""
SETTLE_S = 0.5
"""So long after such a fall, reports still speak of the time before it: the longest queues are of some 0.3 s."""
GROW_PER_S, RECOVER_PER_S = 1.08, 1.04
"""Growth without loss (as browsers do), and between the limits while a fresh estimate says that the path is free."""
LOSS_FLOOR_SHARE = 0.6
"""Loss below `FULL_SHARE` takes no more than 40 % off what a fresh estimate allows: on a radio link it does not come
from our rate, and without this floor steady loss of 10 % would starve the picture. Own choice."""
LONGEST_STEP_S = 1.0
"""Time counts at most so long in one step of growth, so that silence earns nothing."""
SOUND_BPS = 59_000
"""32 kbit/s of Opus and 50 times a second 68 bytes of headers and encryption."""


class SendRate:
    """The rate of one picture stream.

    Args:
        now_s: monotonic time.
        start_bps: what to begin with.

    Attributes:
        headers_bps: what headers and encryption of the picture packets take now, told by the sender.
        rests_until_s: no picture should leave before.
    """

    def __init__(self, now_s: float, start_bps: int = START_BPS) -> None:
        self.headers_bps = 0
        self.rests_until_s = -math.inf
        self._allowed_bps = float(HIGHEST_BPS)  # by estimate
        self._cap_bps = float(start_bps)  # by loss
        self._estimated_s: float | None = None
        self._reported_s = self._stepped_s = now_s
        self._heard_s: float | None = None
        self._bad = 0
        self._settled_s = now_s
        self._packets = self._lost = 0

    @property
    def picture_bps(self) -> int:
        """What the encoder may use, without headers."""
        return round(min(HIGHEST_BPS, max(LOWEST_BPS, min(self._allowed_bps, self._cap_bps))))

    @property
    def total_bps(self) -> int:
        """Pictures and sound with all their headers, as the line sees it."""
        return self.picture_bps + self.headers_bps + SOUND_BPS

    def hear(self, now_s: float) -> None:
        """The other side said anything at all."""
        if self._heard_s is not None and now_s - self._heard_s > OUTAGE_S:
            half_bps = max(START_BPS, self.picture_bps / 2)
            if self._estimated_s is None:
                self._cap_bps = min(self._cap_bps, half_bps)
            else:
                self._allowed_bps = min(self._allowed_bps, half_bps)
                self._stepped_s = now_s
            self._settle(now_s)
        self._heard_s = now_s

    def take_estimate(self, bps: float, now_s: float) -> None:
        """The receiver's estimate (REMB), in bit/s of payload."""
        self.hear(now_s)
        wanted_bps = min(HIGHEST_BPS, max(LOWEST_BPS, ESTIMATE_SHARE * bps))
        if self._estimated_s is None:  # from now on loss is no more than a cap
            self._allowed_bps, self._cap_bps = float(self.picture_bps), float(HIGHEST_BPS)
        rise = RISE_PER_S ** min(LONGEST_STEP_S, now_s - self._stepped_s)
        self._allowed_bps = min(wanted_bps, self._allowed_bps * rise)
        self._estimated_s = self._stepped_s = now_s

    def take_loss(self, lost: int, packets: int, now_s: float) -> None:
        """A receiver report.

        Args:
            lost: packets that have not come since the report before; less than nothing where late ones came after all.
            packets: that should have come since then.
            now_s: monotonic time.
        """
        self.hear(now_s)
        if now_s < self._settled_s:
            return
        self._packets += packets
        self._lost += lost
        if self._estimated_s is None and self._lost > FULL_SHARE * self._packets:
            if self._packets >= FULL_PACKETS:
                self._fall_to_what_comes(self._lost / self._packets, now_s)
        elif self._packets >= LOSS_OVER_PACKETS and now_s - self._reported_s >= LOSS_OVER_S:
            self._judge_loss(max(0.0, self._lost / self._packets), now_s)
            self._packets = self._lost = 0

    def take_round_trip(self, rtt_s: float, now_s: float) -> None:
        """From a receiver report."""
        if self._estimated_s is None and rtt_s > LONG_RTT_S and now_s >= self._settled_s:
            if self.rests_until_s == -math.inf:
                self.rests_until_s = now_s + DRAIN_S
            self._cap_bps = min(self._cap_bps, max(LONG_RTT_LEAST_BPS, self._cap_bps / 2))
            self._settle(now_s)

    def _settle(self, now_s: float) -> None:
        """What was lost before this fall is not to make it fall again."""
        self._packets = self._lost = 0
        self._settled_s = now_s + SETTLE_S

    def _fall_to_what_comes(self, share: float, now_s: float) -> None:
        through_bps = FULL_FACTOR * (1 - share) * self.total_bps - SOUND_BPS
        payload = self.picture_bps / (self.picture_bps + self.headers_bps)
        self._cap_bps = min(self._cap_bps, max(LOWEST_BPS, payload * through_bps))
        self._bad = 0
        self._reported_s = now_s
        self._settle(now_s)

    def _judge_loss(self, share: float, now_s: float) -> None:
        step_s = min(LONGEST_STEP_S, now_s - self._reported_s)
        self._reported_s = now_s
        if share > LOSS_BAD_SHARE:
            self._bad += 1
            if self._bad >= BAD_TIMES:
                self._fall(share, now_s)
            return
        self._bad = 0
        fresh = self._is_fresh(now_s)
        if share < LOSS_FREE_SHARE and (fresh or self._estimated_s is None):
            self._cap_bps = min(HIGHEST_BPS, self._cap_bps * GROW_PER_S**step_s)
        elif fresh:
            self._cap_bps = min(HIGHEST_BPS, self._cap_bps * RECOVER_PER_S**step_s)

    def _fall(self, share: float, now_s: float) -> None:
        lower_bps = self.picture_bps * min(FALL_FACTOR, 1 - share / 2)
        if self._is_fresh(now_s) and share < FULL_SHARE:
            lower_bps = max(lower_bps, min(self._cap_bps, LOSS_FLOOR_SHARE * self._allowed_bps))
        self._cap_bps = max(LOWEST_BPS, lower_bps)

    def _is_fresh(self, now_s: float) -> bool:
        return self._estimated_s is not None and now_s - self._estimated_s <= STALE_S
