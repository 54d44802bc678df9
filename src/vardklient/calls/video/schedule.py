"""When a picture is due: evenly as the camera took them, though they arrive unevenly."""

from __future__ import annotations

from collections import deque

import numpy as np

PICTURE_CLOCK_HZ = 90_000
WINDOW = 150
"""Pictures, 5 s at 30 a second, of which the quickest tells how long the way is. A clock that is 100 ppm off moves by
0.5 ms in that time. Own choice."""
NEW_STREAM_S = 2.0
"""A timestamp so far from where it is expected belongs to a new count."""
UNEVEN_SHARE, UNEVEN_S, MOST_S = 0.8, 0.04, 0.1
"""When one picture in five comes later than this after the quickest, as where many packets are lost and sent again
over a round trip of 40 ms, all wait for so long (at most `MOST_S`): else a fifth of them were never painted, because
the next one was there (measured at 5 % loss). Below that, waiting would cost more than it smooths: with one in ten,
pictures were 35 ms later on a line of 300 kbit/s and 28 ms later at 2 % loss, where 4 % more are painted (measured)."""
BEGINNING = 90
"""Pictures, 3 s, whose lateness says nothing of the way: the first ones fill a thin line's queue and empty it again.
With them in the window all pictures waited 0.1 s for the first 7 s of a call over 300 kbit/s (measured)."""
RISE_S, FALL_S = 0.005, 0.003
"""By which waiting changes from one picture to the next, so that motion stays even. Own choice."""


class PictureSchedule:
    """Follows the pictures of one stream; one call per picture."""

    def __init__(self) -> None:
        self._lates_s: deque[float] = deque(maxlen=WINDOW)
        self._came = 0
        self._wait_s = 0.0

    def due_s(self, timestamp: int, ready_s: float) -> float:
        """When this picture is to be shown so that all are shown evenly; in the past when it is late for that.

        A picture that was held up on its way is due at the same time as if it had not been, so that those behind it
        need not be shown all at once.

        Args:
            timestamp: of RTP, unwrapped.
            ready_s: monotonic time at which it could be shown.
        """
        taken_s = timestamp / PICTURE_CLOCK_HZ
        late_s = ready_s - taken_s
        if self._lates_s and abs(late_s - self._lates_s[-1]) > NEW_STREAM_S:
            self._came = 0
        if self._came in (0, BEGINNING):
            self._lates_s.clear()
        self._came += 1
        self._lates_s.append(late_s)
        lates_s = np.fromiter(self._lates_s, np.float64)
        quickest_s = float(lates_s.min())
        uneven_s = float(np.partition(lates_s, rank := int(UNEVEN_SHARE * (len(lates_s) - 1)))[rank]) - quickest_s
        wanted_s = min(uneven_s, MOST_S) if uneven_s > UNEVEN_S and self._came > BEGINNING else 0.0
        self._wait_s += min(max(wanted_s - self._wait_s, -FALL_S), RISE_S)
        return taken_s + quickest_s + self._wait_s
