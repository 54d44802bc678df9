"""Is somebody's media reaching us? Judged by what arrives; ICE says `connected` for up to 29 s after a cut."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vardklient.calls.settings import (
    AUDIBLE_DBFS,
    LOST_AFTER_S,
    PAUSED_AFTER_S,
    QUIET_FLOW_S,
    STUCK_AFTER_S,
    STUCK_LOSSY_AFTER_S,
    STUCK_LOSSY_SHARE,
    STUCK_PACKETS,
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
        picture_lost: packets of pictures that were lost, as the receiver counts them.
    """

    sound_packets: int = 0
    picture_packets: int = 0
    pictures: int = 0
    sound_dbfs: float | None = None
    picture_lost: int = 0


class MediaWatch:
    """Turns counts into a state. Time is handed in: seconds of any clock that never goes back.

    | state | when |
    |---|---|
    | connecting | nothing of substance has come yet |
    | flowing | a picture, audible sound, or sound packets alone for `QUIET_FLOW_S` |
    | weak | no packet of any kind for `WEAK_AFTER_S` |
    | lost | none for `LOST_AFTER_S`; or `STUCK_PACKETS` of pictures over `STUCK_AFTER_S` and no picture: over |
    | | `STUCK_LOSSY_AFTER_S` where many of them are lost, which a new connection does not change |

    A camera that is off sends black pictures, which are pictures; one that is not sent at all stops the packets, which
    is no fault while sound goes on.
    """

    def __init__(self, now_s: float) -> None:
        self.state = MediaState.CONNECTING
        self._last = Arrivals()
        self._packet_s = self._picture_packet_s = now_s
        self._sound_since_s: float | None = None
        self._stuck_since_s: float | None = None
        self._stuck_from = Arrivals()
        self._pictures_at_loss = 0

    def look(self, now_s: float, seen: Arrivals) -> MediaState:
        """The state now that `seen` has arrived."""
        before, self._last = self._last, seen
        if seen.sound_packets > before.sound_packets or seen.picture_packets > before.picture_packets:
            self._packet_s = now_s
        if seen.sound_packets > before.sound_packets and self._sound_since_s is None:
            self._sound_since_s = now_s
        self._note_pictures(now_s, before, seen)
        self.state = self._next(now_s, seen)
        return self.state

    def suspect(self) -> None:
        """Lost until something arrives again: there is a reason to think that nothing will."""
        self.state = MediaState.LOST
        self._packet_s = -math.inf

    def _note_pictures(self, now_s: float, before: Arrivals, seen: Arrivals) -> None:
        if seen.picture_packets > before.picture_packets:
            self._picture_packet_s = now_s
        paused = now_s - self._picture_packet_s >= PAUSED_AFTER_S
        if seen.pictures > before.pictures or not seen.pictures or paused:
            self._stuck_since_s = None
        elif seen.picture_packets > before.picture_packets and self._stuck_since_s is None:
            self._stuck_since_s, self._stuck_from = now_s, before

    def _next(self, now_s: float, seen: Arrivals) -> MediaState:
        if self.state is MediaState.CONNECTING:
            return MediaState.FLOWING if self._begins(now_s, seen) else MediaState.CONNECTING
        if self._is_lost(now_s, seen):
            self._pictures_at_loss, self._sound_since_s = seen.pictures, None
            return MediaState.LOST
        if self.state is MediaState.LOST and not self._is_back(now_s, seen):
            return MediaState.LOST
        return MediaState.WEAK if now_s - self._packet_s >= WEAK_AFTER_S else MediaState.FLOWING

    def _begins(self, now_s: float, seen: Arrivals) -> bool:
        if seen.pictures:
            return True
        if self._sound_since_s is None:
            return False
        audible = seen.sound_dbfs is not None and seen.sound_dbfs > AUDIBLE_DBFS
        return audible or now_s - self._sound_since_s >= QUIET_FLOW_S

    def _is_lost(self, now_s: float, seen: Arrivals) -> bool:
        if now_s - self._packet_s >= LOST_AFTER_S:
            return True
        if self._stuck_since_s is None:
            return False
        packets = seen.picture_packets - self._stuck_from.picture_packets
        lossy = seen.picture_lost - self._stuck_from.picture_lost > STUCK_LOSSY_SHARE * packets
        after_s = STUCK_LOSSY_AFTER_S if lossy else STUCK_AFTER_S
        return packets >= STUCK_PACKETS and now_s - self._stuck_since_s >= after_s

    def _is_back(self, now_s: float, seen: Arrivals) -> bool:
        if seen.pictures > self._pictures_at_loss:
            return True
        return self._sound_since_s is not None and now_s - self._sound_since_s >= QUIET_FLOW_S
