"""Counting what comes and goes, and the figures made from it.

The counters belong to a person, not to a connection: over a new connection they go on, so that the gap shows as a
freeze.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vardklient.base.units import amplitude_to_db
from vardklient.calls.settings import FREEZE_S
from vardklient.ports.engine import AudioStatistics, CallStatistics, VideoStatistics

if TYPE_CHECKING:
    from aiortc import RTCStatsReport

LEVEL_OVER_S = 1.0


class PictureCounter:
    """Pictures of one direction, by the monotonic time at which they came."""

    def __init__(self) -> None:
        self.frames = self.freezes = 0
        self.width: int | None = None
        self.height: int | None = None
        self.first_s: float | None = None
        self._last_s = 0.0
        self._frozen_s = 0.0

    def add(self, now_s: float, width: int, height: int) -> None:
        """A picture came."""
        if self.first_s is None:
            self.first_s = now_s
        elif now_s - self._last_s > FREEZE_S:
            self.freezes += 1
            self._frozen_s += now_s - self._last_s
        self._last_s = now_s
        self.frames += 1
        self.width, self.height = width, height

    def figures(self, now_s: float) -> VideoStatistics:
        """The figures from the first picture until now; a freeze that still lasts counts."""
        if self.first_s is None:
            return VideoStatistics()
        running = now_s - self._last_s > FREEZE_S
        frozen_s = self._frozen_s + (now_s - self._last_s if running else 0.0)
        lasted_s = now_s - self.first_s
        return VideoStatistics(
            fps=self.frames / lasted_s if lasted_s > 0 else None,
            width=self.width,
            height=self.height,
            frames=self.frames,
            freezes=self.freezes + running,
            frozen_share=frozen_s / lasted_s if lasted_s > 0 else None,
        )


class LevelMeter:
    """The level of the last second of sound that arrived."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[float, float, int]] = deque()

    def add(self, now_s: float, energy: float, samples: int) -> None:
        """`energy`: the sum of the squares of `samples` samples in -1..1."""
        self._pieces.append((now_s, energy, samples))
        while self._pieces[0][0] <= now_s - LEVEL_OVER_S:
            self._pieces.popleft()

    def dbfs(self) -> float | None:
        """RMS over the second before the newest piece; None when nothing ever arrived."""
        samples = sum(p[2] for p in self._pieces)
        return amplitude_to_db(math.sqrt(sum(p[1] for p in self._pieces) / samples)) if samples else None


@dataclass(slots=True)
class Traffic:
    """What aiortc's own statistics say of one connection; bytes are those of the media packets."""

    bytes_in: int = 0
    bytes_out: int = 0
    sound_packets: int = 0
    picture_packets: int = 0
    lost: int = 0
    rtt_ms: float | None = None

    def __add__(self, other: Traffic) -> Traffic:
        rtt = other.rtt_ms if other.rtt_ms is not None else self.rtt_ms
        return Traffic(
            self.bytes_in + other.bytes_in,
            self.bytes_out + other.bytes_out,
            self.sound_packets + other.sound_packets,
            self.picture_packets + other.picture_packets,
            self.lost + other.lost,
            rtt,
        )


def read_traffic(report: RTCStatsReport) -> Traffic:
    """Sum up a report of `RTCPeerConnection.getStats`."""
    found = Traffic()
    rtt_s: list[float] = []
    for row in report.values():
        if row.type == "inbound-rtp":
            found.lost += max(0, row.packetsLost)
            if row.kind == "audio":
                found.sound_packets += row.packetsReceived
            else:
                found.picture_packets += row.packetsReceived
        elif row.type == "transport":
            found.bytes_in += row.bytesReceived
            found.bytes_out += row.bytesSent
        elif row.type == "remote-inbound-rtp" and row.roundTripTime is not None:
            rtt_s.append(row.roundTripTime)
    found.rtt_ms = max(0.0, min(rtt_s) * 1000) if rtt_s else None
    return found


@dataclass(slots=True)
class PeerCounters:
    """Everything that is counted for one person.

    Attributes:
        began_s: when the first connection was asked for.
        media_s: when the first media arrived.
        past: traffic of connections that are closed.
    """

    began_s: float
    pictures_in: PictureCounter = field(default_factory=PictureCounter)
    pictures_out: PictureCounter = field(default_factory=PictureCounter)
    level: LevelMeter = field(default_factory=LevelMeter)
    media_s: float | None = None
    rejoins: int = 0
    past: Traffic = field(default_factory=Traffic)

    def figures(self, now_s: float, traffic: Traffic, concealed_share: float | None) -> CallStatistics:
        """The figures of the call with this person. Rates are averages since the first media arrived.

        Latency is unknown: nothing in the picture or the sound tells when it was taken.
        """
        first_s = self.pictures_in.first_s
        over_s = 0.0 if self.media_s is None else now_s - self.media_s
        packets = traffic.sound_packets + traffic.picture_packets
        return CallStatistics(
            seconds=now_s - self.began_s,
            join_to_first_picture_ms=None if first_s is None else (first_s - self.began_s) * 1000,
            video_in=self.pictures_in.figures(now_s),
            video_out=self.pictures_out.figures(now_s),
            audio_in=AudioStatistics(
                concealed_share=concealed_share, level_dbfs=self.level.dbfs(), packets=traffic.sound_packets
            ),
            bitrate_in_kbps=traffic.bytes_in * 8 / 1000 / over_s if over_s > 0 else None,
            bitrate_out_kbps=traffic.bytes_out * 8 / 1000 / over_s if over_s > 0 else None,
            loss_in_share=traffic.lost / (packets + traffic.lost) if packets else None,
            rtt_ms=traffic.rtt_ms,
            rejoins=self.rejoins,
        )
