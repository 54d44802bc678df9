"""When a picture is due: evenly as the camera took them, though they arrive unevenly."""

from __future__ import annotations

from collections import deque

PICTURE_CLOCK_HZ = 90_000
WINDOW = 150
"""Pictures, 5 s at 30 a second, of which the quickest tells how long the way is. A clock that is 100 ppm off moves by
0.5 ms in that time. Own choice."""
NEW_STREAM_S = 2.0
"""A timestamp so far from where it is expected belongs to a new count."""


class PictureSchedule:
    """Follows the quickest pictures of a stream; for one connection, one call per picture."""

    def __init__(self) -> None:
        self._quick: deque[tuple[int, float]] = deque()
        self._number = 0

    def earliest_s(self, timestamp: int, ready_s: float) -> float:
        """When this picture would have been ready had it come as quickly as the quickest of late.

        A picture that was held up on its way (a packet had to be sent again) is due at the same time as if it had not
        been, so that those behind it need not be shown all at once.

        Args:
            timestamp: of RTP, unwrapped.
            ready_s: monotonic time at which it could be shown.
        """
        taken_s = timestamp / PICTURE_CLOCK_HZ
        late_s = ready_s - taken_s
        if self._quick and abs(late_s - self._quick[0][1]) > NEW_STREAM_S:
            self._quick.clear()
        self._number += 1
        while self._quick and self._quick[0][0] <= self._number - WINDOW:
            self._quick.popleft()
        while self._quick and self._quick[-1][1] >= late_s:
            self._quick.pop()
        self._quick.append((self._number, late_s))
        return taken_s + self._quick[0][1]
