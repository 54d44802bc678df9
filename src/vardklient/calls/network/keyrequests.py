"""When a key frame that somebody asked for is made. Pure; the clock is handed in."""

from __future__ import annotations

APART_S = 0.5
"""Key frames that were asked for are at least so far apart (the issue; browsers: 0.3 s)."""
SAME_S = 0.1
"""What is asked so soon after a key frame, or within the round trip, was asked before it could arrive. A receiver that
still wants one asks again; that is never ignored for longer than `APART_S`, however long the round trip."""


class KeyRequests:
    """The first request is met at once, those that come together are one, later ones wait for their turn."""

    def __init__(self) -> None:
        self._wanted = False
        self._made_s: float | None = None

    def ask(self, now_s: float, rtt_s: float | None) -> None:
        """A receiver wants a key frame (PLI or FIR)."""
        if self._made_s is None or now_s - self._made_s > min(APART_S, max(SAME_S, rtt_s or 0.0)):
            self._wanted = True

    def due(self, now_s: float) -> bool:
        """Is the next frame to be a key frame?"""
        return self._wanted and (self._made_s is None or now_s - self._made_s >= APART_S)

    def made(self, now_s: float) -> None:
        """A key frame was made, for whatever reason."""
        self._wanted, self._made_s = False, now_s
