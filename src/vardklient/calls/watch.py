"""Is somebody's media reaching us? Judged by what arrives; ICE says `connected` for up to 29 s after a cut."""

from __future__ import annotations

from dataclasses import dataclass

from vardklient.calls.settings import (
    AUDIBLE_DBFS,
    LOST_AFTER_S,
    QUIET_FLOW_S,
    STUCK_AFTER_S,
    WEAK_AFTER_S,
)
from vardklient.ports.engine import MediaState


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What has arrived on one connection so far.

    Attributes:
        sound_packets, picture_packets: RTP packets.
        pictures: decoded pictures.
        sound_dbfs: level of the newest decoded sound, None when there is none.
    """

    sound_packets: int = 0
    picture_packets: int = 0
    pictures: int = 0
    sound_dbfs: float | None = None


class MediaWatch:
    """Turns counts into a state. Time is handed in: seconds of any clock that never goes back."""

    def __init__(self, now_s: float) -> None:
        self.state = MediaState.CONNECTING
        self._last = Arrivals()
        self._packet_s = now_s
        self._sound_since_s: float | None = None
        self._stuck_since_s: float | None = None

    def look(self, now_s: float, seen: Arrivals) -> MediaState:
        """The state now that `seen` has arrived."""
        before, self._last = self._last, seen
        if seen.sound_packets > before.sound_packets or seen.picture_packets > before.picture_packets:
            self._packet_s = now_s
        if seen.sound_packets > before.sound_packets and self._sound_since_s is None:
            self._sound_since_s = now_s
        self._note_pictures(now_s, before, seen)
        if self.state is MediaState.CONNECTING:
            self.state = MediaState.FLOWING if self._begins(now_s, seen) else MediaState.CONNECTING
        else:
            self.state = self._judge(now_s)
        return self.state

    def _note_pictures(self, now_s: float, before: Arrivals, seen: Arrivals) -> None:
        if seen.pictures > before.pictures or not seen.pictures:
            self._stuck_since_s = None
        elif seen.picture_packets > before.picture_packets and self._stuck_since_s is None:
            self._stuck_since_s = now_s

    def _begins(self, now_s: float, seen: Arrivals) -> bool:
        if seen.pictures:
            return True
        if seen.sound_dbfs is None or self._sound_since_s is None:
            return False
        return seen.sound_dbfs > AUDIBLE_DBFS or now_s - self._sound_since_s >= QUIET_FLOW_S

    def _judge(self, now_s: float) -> MediaState:
        silent_s = now_s - self._packet_s
        stuck_s = 0.0 if self._stuck_since_s is None else now_s - self._stuck_since_s
        if silent_s >= LOST_AFTER_S or stuck_s >= STUCK_AFTER_S:
            return MediaState.LOST
        if silent_s >= WEAK_AFTER_S or stuck_s >= WEAK_AFTER_S:
            return MediaState.WEAK
        return MediaState.FLOWING
