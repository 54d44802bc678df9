"""Shows a browser in the first seconds what the line can carry, by packets at even distances. Pure; clock handed in.

A browser that estimates for us (REMB) begins at what it received in the first five seconds and lets that rise by 8 % a
second. Until its first estimate, and in the first two seconds anyway, it also looks for series of at least five packets
of more than 200 bytes at even distances of a millisecond or more; when they arrive no more than 2 ms further apart than
they left, their rate is its estimate at once (libwebrtc's estimator by the time of sending). A line that is slower
spreads them, and nothing happens.
"""

from __future__ import annotations

PACKETS = 8
"""In a series; five are needed, and one may be lost. 10 kB: a third of a second of a line of 300 kbit/s, once."""
STEPS_BPS = (1_000_000, 2_000_000, 3_200_000)
"""Each is tried only where the one before went through. The last is more than may be sent, because a part of an
estimate is left free, and because timers make it some 10 % slower; so tight a series fails more often (measured)."""
THROUGH_SHARE = 0.7
"""Of a step: an estimate of so much says that it went through."""
FIRST_AFTER_S, AGAIN_AFTER_S = 0.4, 0.3
"""After the first packet, so that the first key frame is out and was reported; and between two series. Own choice."""
LONGEST_RTT_S = 0.07
"""With a longer round trip the key frame may still be queueing before a slow line, and a series would drown it. At
300 kbit/s and 40 ms it is above 0.15 s then (measured); there, series cost so many packets that calls began anew."""
TRIES = 2
"""Of each step; a loss may spoil a series."""
LAST_AFTER_S = 1.9
"""After the first packet a browser that has an estimate looks no more after 2 s."""


def offsets_s(bps: int, payload_bytes: int) -> list[float]:
    """When the packets of a series leave, from its beginning. Headers do not count: the browser leaves them out too."""
    return [k * payload_bytes * 8 / bps for k in range(PACKETS)]


class StartProbe:
    """When which series is due.

    Attributes:
        estimate_bps: the latest of the other side, None before the first.
    """

    def __init__(self) -> None:
        self.estimate_bps: float | None = None
        self._began_s: float | None = None
        self._tried_s = 0.0
        self._tries = [0] * len(STEPS_BPS)

    def due_bps(self, rtt_s: float | None, now_s: float) -> int | None:
        """How fast a series is to leave now; it then counts as sent. To be asked from the first packet on.

        Args:
            rtt_s: round trip, None while unknown.
            now_s: monotonic time.

        Returns:
            None when none is to leave.
        """
        if self._began_s is None:
            self._began_s, self._tried_s = now_s, now_s + FIRST_AFTER_S - AGAIN_AFTER_S
        step = self._step()
        if step is None or rtt_s is None or rtt_s > LONGEST_RTT_S:
            return None
        if now_s - self._began_s > LAST_AFTER_S or now_s - self._tried_s < AGAIN_AFTER_S:
            return None
        self._tries[step] += 1
        self._tried_s = now_s
        return STEPS_BPS[step]

    def _step(self) -> int | None:
        """The first that has not gone through, unless it has failed often enough."""
        through_bps = (self.estimate_bps or 0.0) / THROUGH_SHARE
        step = next((k for k, bps in enumerate(STEPS_BPS) if bps > through_bps), None)
        return step if step is not None and self._tries[step] < TRIES else None
