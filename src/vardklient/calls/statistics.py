"""Counting what comes and goes, and the figures made from it.

The counters belong to a person, not to a connection: over a new connection they go on, so that the gap shows as a
freeze.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from vardklient.calls.settings import FREEZE_S
from vardklient.ports.engine import AudioStatistics, CallStatistics, Measured, VideoStatistics

MEASURED_OVER_S = 1.0


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

    def frozen_s(self, now_s: float) -> float:
        """How long pictures stood still in all; a freeze that still lasts counts."""
        running = self.first_s is not None and now_s - self._last_s > FREEZE_S
        return self._frozen_s + (now_s - self._last_s if running else 0.0)

    def figures(self, now_s: float) -> VideoStatistics:
        """The figures from the first picture until now; a freeze that still lasts counts."""
        if self.first_s is None:
            return VideoStatistics()
        running = now_s - self._last_s > FREEZE_S
        frozen_s = self.frozen_s(now_s)
        lasted_s = now_s - self.first_s
        return VideoStatistics(
            fps=self.frames / lasted_s if lasted_s > 0 else None,
            width=self.width,
            height=self.height,
            frames=self.frames,
            freezes=self.freezes + running,
            frozen_share=frozen_s / lasted_s if lasted_s > 0 else None,
        )


@dataclass(frozen=True, slots=True)
class Traffic:
    """What was counted on one connection, or on several together. Bytes are those of RTP payloads and headers.

    Attributes:
        sound_in, picture_in, sound_out, picture_out: RTP packets.
        lost_in: packets that never came, not even when asked for again.
        frames_in, frames_out, keys_in, keys_out: pictures, and the key frames among them.
        taken: pictures that the camera gave.
        played, concealed: samples of sound, and those that had to be made up.
    """

    sound_in: int = 0
    picture_in: int = 0
    sound_out: int = 0
    picture_out: int = 0
    lost_in: int = 0
    sound_bytes_in: int = 0
    picture_bytes_in: int = 0
    sound_bytes_out: int = 0
    picture_bytes_out: int = 0
    frames_in: int = 0
    frames_out: int = 0
    keys_in: int = 0
    keys_out: int = 0
    taken: int = 0
    played: int = 0
    concealed: int = 0

    def __add__(self, other: Traffic) -> Traffic:
        return Traffic(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: Traffic) -> Traffic:
        return Traffic(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

    @property
    def bytes_in(self) -> int:
        """Of sound and pictures."""
        return self.sound_bytes_in + self.picture_bytes_in

    @property
    def bytes_out(self) -> int:
        """Of sound and pictures."""
        return self.sound_bytes_out + self.picture_bytes_out

    @property
    def packets_in(self) -> int:
        """Of sound and pictures."""
        return self.sound_in + self.picture_in


@dataclass(frozen=True, slots=True)
class Gauges:
    """How the connection in use is just now; None: not known.

    Attributes:
        picture_wait_ms, picture_wait_ms_p95, sound_wait_ms: from a packet's arrival to the screen's memory or the
            loudspeaker.
        lip_sync_ms: how much earlier pictures are shown than their sound is heard.
    """

    height_in: int | None = None
    width_out: int | None = None
    height_out: int | None = None
    target_kbps: float | None = None
    encoder: str | None = None
    codec_out: str | None = None
    codec_in: str | None = None
    sound_codec: str | None = None
    rtt_ms: float | None = None
    jitter_ms: float | None = None
    loss_out_share: float | None = None
    level_dbfs: float | None = None
    picture_wait_ms: float | None = None
    picture_wait_ms_p95: float | None = None
    sound_wait_ms: float | None = None
    lip_sync_ms: float | None = None


def share(part: float, whole: float) -> float | None:
    """`part` of `whole`; None where there is no whole."""
    return part / whole if whole > 0 else None


def _latency_ms(wait_ms: float | None, rtt_ms: float | None) -> float | None:
    """Half the round trip and the waiting at our end: what can be known without the other side's clock."""
    return None if wait_ms is None or rtt_ms is None else wait_ms + rtt_ms / 2


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
    media_s: float | None = None
    rejoins: int = 0
    past: Traffic = field(default_factory=Traffic)

    def figures(self, now_s: float, traffic: Traffic, now: Gauges) -> CallStatistics:
        """The figures of the call with this person. Rates are averages since the first media arrived."""
        first_s = self.pictures_in.first_s
        over_s = 0.0 if self.media_s is None else now_s - self.media_s

        def kbps(count: int) -> float | None:
            return share(count * 8 / 1000, over_s)

        return CallStatistics(
            seconds=now_s - self.began_s,
            join_to_first_picture_ms=None if first_s is None else (first_s - self.began_s) * 1000,
            video_in=self._pictures_in(now_s, traffic, now, kbps(traffic.picture_bytes_in)),
            video_out=VideoStatistics(
                fps=share(traffic.frames_out, over_s),
                width=now.width_out,
                height=now.height_out,
                frames=traffic.frames_out,
                bitrate_kbps=kbps(traffic.picture_bytes_out),
                target_kbps=now.target_kbps,
                key_frames=traffic.keys_out,
                codec=now.codec_out,
                encoder=now.encoder,
            ),
            audio_in=AudioStatistics(
                latency_ms_p50=_latency_ms(now.sound_wait_ms, now.rtt_ms),
                concealed_share=share(traffic.concealed, traffic.played),
                level_dbfs=now.level_dbfs,
                packets=traffic.sound_in,
                bitrate_kbps=kbps(traffic.sound_bytes_in),
                codec=now.sound_codec,
            ),
            bitrate_in_kbps=kbps(traffic.bytes_in),
            bitrate_out_kbps=kbps(traffic.bytes_out),
            loss_in_share=share(traffic.lost_in, traffic.packets_in + traffic.lost_in),
            rtt_ms=now.rtt_ms,
            rejoins=self.rejoins,
            loss_out_share=now.loss_out_share,
            jitter_ms=now.jitter_ms,
            lip_sync_ms=now.lip_sync_ms,
        )

    def _pictures_in(self, now_s: float, traffic: Traffic, now: Gauges, kbps: float | None) -> VideoStatistics:
        return replace(
            self.pictures_in.figures(now_s),
            latency_ms_p50=_latency_ms(now.picture_wait_ms, now.rtt_ms),
            latency_ms_p95=_latency_ms(now.picture_wait_ms_p95, now.rtt_ms),
            bitrate_kbps=kbps,
            key_frames=traffic.keys_in,
            codec=now.codec_in,
        )


class SecondMeter:
    """Turns what has been counted into figures of the last second.

    Args:
        peer, epoch: whose connection.
        now_s: monotonic time at which counting begins.
    """

    def __init__(self, peer: str, epoch: int, now_s: float) -> None:
        self._peer, self._epoch = peer, epoch
        self._from_s = now_s
        self._before = Traffic()
        self._frozen_before_s = 0.0
        self._busy_s = 0.0

    def note_late(self, late_s: float) -> None:
        """Work came so much later than it was due."""
        self._busy_s = max(self._busy_s, late_s)

    def read(self, now_s: float, traffic: Traffic, now: Gauges, frozen_s: float) -> Measured | None:
        """The figures, once a second is over; `frozen_s`: how long pictures stood still since the call began."""
        lasted_s = now_s - self._from_s
        if lasted_s < MEASURED_OVER_S:
            return None
        new = traffic - self._before
        found = Measured(
            self._peer,
            self._epoch,
            fps_in=new.frames_in / lasted_s,
            fps_out=new.frames_out / lasted_s,
            fps_wanted=new.taken / lasted_s,
            height_in_px=now.height_in,
            frozen_s=max(0.0, frozen_s - self._frozen_before_s),
            loss_in_share=share(max(0, new.lost_in), new.packets_in + max(0, new.lost_in)),
            loss_out_share=now.loss_out_share,
            concealed_share=share(new.concealed, new.played),
            rtt_ms=now.rtt_ms,
            jitter_ms=now.jitter_ms,
            bitrate_in_kbps=new.bytes_in * 8 / 1000 / lasted_s,
            bitrate_out_kbps=new.bytes_out * 8 / 1000 / lasted_s,
            target_out_kbps=now.target_kbps,
            busy_s=self._busy_s,
        )
        self._from_s, self._before, self._frozen_before_s, self._busy_s = now_s, traffic, frozen_s, 0.0
        return found
