"""Lips and voice: how long a picture must wait so that it is not ahead of its sound."""

from __future__ import annotations

from vardklient.calls.network.reception import SenderReport

PICTURE_CLOCK_HZ, SOUND_CLOCK_HZ = 90_000, 48_000
EARLY_S, CHEAP_S = 0.055, 0.01
"""A picture so far ahead of its sound waits if a moment that nobody feels is enough: the call has set itself 60 ms
(painting takes some ms more). Where it is not enough the moment would be lost, and conversation needs a quick picture:
on a line of 300 kbit/s sound is 100 ms behind (measured)."""
ACCEPTED_S = 0.15
"""Sound that is late by 125 ms is noticed, and accepted up to 185 ms (ITU-R BT.1359-1): beyond this a picture waits
for as long as it takes."""
MAX_HOLD_S = 0.2
"""No picture waits longer: in a conversation delay is worse than lips. The issue's limit."""
DEADBAND_S = 0.004
SMOOTHING = 1 / 30
"""Of the measured offset, for each picture: about a second. Own choice."""
MAX_STEP_S = 0.005
"""By which the wait changes from one picture to the next, so that motion stays even. Own choice."""
ABSURD_S = 2.0
"""Larger offsets are a sender whose reports cannot be trusted. Own choice."""


class LipSync:
    """For one connection; one call per picture, just before it would be shown.

    Attributes:
        hold_s: how long pictures must wait now, 0..0.2 s.
        offset_ms: how far pictures are shown ahead of their sound, the wait included; negative: behind it, for which
            nothing can be done. None while unknown.
    """

    def __init__(self) -> None:
        self.hold_s = 0.0
        self.offset_ms: float | None = None
        self._early_s: float | None = None

    def measure(
        self,
        timestamp: int,
        now_s: float,
        picture: SenderReport | None,
        sound: SenderReport | None,
        playing: tuple[int, float] | None,
    ) -> float:
        """Take a picture into account that could be shown now.

        Args:
            timestamp: of the picture, unwrapped.
            now_s: monotonic time at which it would be shown without waiting.
            picture: the newest sender report of that stream.
            sound: the newest sender report of the sound.
            playing: a timestamp of the sound, unwrapped, and the monotonic time at which it is heard.

        Returns:
            `hold_s`.
        """
        early_s = _early(timestamp, now_s, picture, sound, playing)
        if early_s is None:
            self._early_s = self.offset_ms = None
            self._move(0.0)
            return self.hold_s
        before_s = early_s if self._early_s is None else self._early_s
        self._early_s = before_s + (early_s - before_s) * SMOOTHING
        wanted_s = max(0.0, self._early_s - EARLY_S)
        if wanted_s > CHEAP_S:
            wanted_s = min(max(0.0, self._early_s - ACCEPTED_S), MAX_HOLD_S)
        if not wanted_s or abs(wanted_s - self.hold_s) > DEADBAND_S:
            self._move(wanted_s)
        self.offset_ms = (self._early_s - self.hold_s) * 1000
        return self.hold_s

    def _move(self, wanted_s: float) -> None:
        self.hold_s += min(max(wanted_s - self.hold_s, -MAX_STEP_S), MAX_STEP_S)


def _early(
    timestamp: int,
    now_s: float,
    picture: SenderReport | None,
    sound: SenderReport | None,
    playing: tuple[int, float] | None,
) -> float | None:
    """How much later than the sound that is heard now the picture was taken, by the sender's clock."""
    if picture is None or sound is None or playing is None:
        return None
    taken_s = picture.ntp_s + (timestamp - picture.timestamp) / PICTURE_CLOCK_HZ
    heard_timestamp, heard_s = playing
    spoken_s = sound.ntp_s + (heard_timestamp - sound.timestamp) / SOUND_CLOCK_HZ + (now_s - heard_s)
    early_s = taken_s - spoken_s
    return early_s if abs(early_s) < ABSURD_S else None
