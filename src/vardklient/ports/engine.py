"""The call engine: peer connections, codecs, statistics. One engine serves one visit at a time.

Commands and events are frozen records, so that the engine can live in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vardklient.base.slot import Slot
from vardklient.ports.camera import Frame
from vardklient.ports.devices import DeviceList
from vardklient.ports.signalling import IceServer
from vardklient.ports.sound import SoundState


class MediaState(StrEnum):
    """What reaches us from a peer, judged by received media and never by ICE states."""

    CONNECTING = "connecting"
    FLOWING = "flowing"
    WEAK = "weak"
    LOST = "lost"
    CLOSED = "closed"


# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True)
class OpenPeer:
    """Make a connection to this person. `offer`: we describe first; otherwise we wait for their description."""

    peer: str
    epoch: int
    offer: bool
    ice: tuple[IceServer, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeDescription:
    """The other side's SDP. A newer epoch replaces the connection; an older one is dropped."""

    peer: str
    epoch: int
    type: str
    sdp: str


@dataclass(frozen=True, slots=True)
class TakeCandidate:
    """One of the other side's candidates."""

    peer: str
    epoch: int
    candidate: str


@dataclass(frozen=True, slots=True)
class ClosePeer:
    """Close the connection to this person."""

    peer: str


@dataclass(frozen=True, slots=True)
class SendSound:
    """Send the microphone, or silence."""

    on: bool


@dataclass(frozen=True, slots=True)
class SendPicture:
    """Send the camera, or nothing."""

    on: bool


@dataclass(frozen=True, slots=True)
class UseSound:
    """Open this microphone and this loudspeaker, by name or identity, "" being the system's choice.

    Also in the middle of a call. The engine owns the sound devices from here to `ReleaseSound`.
    """

    microphone: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseSound:
    """Let go of both sound devices; the system shows them as free."""


@dataclass(frozen=True, slots=True)
class KnowDevices:
    """What is plugged in now. A sound device in use that is not among it is gone."""

    present: DeviceList


@dataclass(frozen=True, slots=True)
class HeadsetProved:
    """The self-test has proved of these two, by name, that the one does not hear the other; empty: of none.

    With them nothing is cancelled; with any other device the proof is void.
    """

    microphone: str = ""
    speaker: str = ""


SoundCommand = UseSound | ReleaseSound | KnowDevices | HeadsetProved
EngineCommand = OpenPeer | TakeDescription | TakeCandidate | ClosePeer | SendSound | SendPicture | SoundCommand

# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Described:
    """Our SDP for this person, to be sent on."""

    peer: str
    epoch: int
    type: str
    sdp: str


@dataclass(frozen=True, slots=True)
class CandidateFound:
    """One of our candidates, to be sent on."""

    peer: str
    epoch: int
    candidate: str


@dataclass(frozen=True, slots=True)
class MediaChanged:
    """What reaches us from this person has changed."""

    peer: str
    epoch: int
    state: MediaState


@dataclass(frozen=True, slots=True)
class EngineFailed:
    """The connection to this person failed for good, or the engine itself (`peer` empty)."""

    peer: str
    reason: str


@dataclass(frozen=True, slots=True)
class SoundChanged:
    """How the sound devices in use are, and what people call them."""

    microphone: SoundState
    speaker: SoundState
    microphone_name: str = ""
    speaker_name: str = ""


@dataclass(frozen=True, slots=True)
class SpokeWhileMuted:
    """Somebody speaks into a microphone that is off. Only loudness is looked at, and only to say so."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of the last second of the connection to this person. None: not known.

    Attributes:
        fps_in, fps_out: pictures decoded, and pictures sent.
        fps_wanted: pictures that the camera gave and the rate allowed.
        height_in_px: of the pictures that came.
        frozen_s: how long no new picture was shown, of this second.
        loss_in_share, loss_out_share: RTP packets that did not reach us, or them, even so late.
        concealed_share: sound that had to be made up.
        busy_s: the longest that work in the engine waited for the processor.
    """

    peer: str
    epoch: int
    fps_in: float | None = None
    fps_out: float | None = None
    fps_wanted: float | None = None
    height_in_px: int | None = None
    frozen_s: float = 0.0
    loss_in_share: float | None = None
    loss_out_share: float | None = None
    concealed_share: float | None = None
    rtt_ms: float | None = None
    jitter_ms: float | None = None
    bitrate_in_kbps: float | None = None
    bitrate_out_kbps: float | None = None
    target_out_kbps: float | None = None
    busy_s: float = 0.0


EngineEvent = Described | CandidateFound | MediaChanged | EngineFailed | SoundChanged | SpokeWhileMuted | Measured


@dataclass(frozen=True, slots=True)
class VideoStatistics:
    """Units are the ends of the names; None = not measured.

    Attributes:
        latency_ms_p50, latency_ms_p95: an estimate: half the round trip and our own waiting, decoding and converting.
        target_kbps: what the encoder is told (of what we send).
        encoder: what makes the pictures that we send: "libvpx", "libx264", or "PyAV libvpx" where libvpx itself cannot
            be reached.
    """

    fps: float | None = None
    width: int | None = None
    height: int | None = None
    frames: int = 0
    freezes: int = 0
    frozen_share: float | None = None
    latency_ms_p50: float | None = None
    latency_ms_p95: float | None = None
    bitrate_kbps: float | None = None
    target_kbps: float | None = None
    key_frames: int = 0
    codec: str | None = None
    encoder: str | None = None


@dataclass(frozen=True, slots=True)
class AudioStatistics:
    """`level_dbfs` is the RMS of the last second that arrived; `latency_ms_p50` is an estimate as that of pictures."""

    latency_ms_p50: float | None = None
    concealed_share: float | None = None
    level_dbfs: float | None = None
    packets: int = 0
    bitrate_kbps: float | None = None
    codec: str | None = None


@dataclass(frozen=True, slots=True)
class CallStatistics:
    """The figures of one connection; the words of `join --json`."""

    seconds: float
    join_to_first_picture_ms: float | None
    video_in: VideoStatistics
    video_out: VideoStatistics
    audio_in: AudioStatistics
    bitrate_in_kbps: float | None = None
    bitrate_out_kbps: float | None = None
    loss_in_share: float | None = None
    rtt_ms: float | None = None
    rejoins: int = 0
    loss_out_share: float | None = None
    jitter_ms: float | None = None
    lip_sync_ms: float | None = None
    cpu_cores: float | None = None
    rss_mb: float | None = None


class CallEngine(Protocol):
    """Carries media between us and the people who were admitted."""

    def on_event(self, listener: Callable[[EngineEvent], None]) -> None:
        """Call `listener` on the core loop."""
        ...

    async def start(self) -> None:
        """Get ready: import, gather, warm up. Does not open a device."""
        ...

    async def do(self, command: EngineCommand) -> None:
        """Carry out a command; failures come as events."""
        ...

    def watch(self, peer: str, slot: Slot[Frame]) -> None:
        """Pictures of this person go into `slot` as BGRX frames ready to paint.

        `captured_at_s` of such a frame is the monotonic time at which its last packet arrived.
        """
        ...

    def unwatch(self, peer: str, slot: Slot[Frame]) -> None:
        """No more pictures into `slot`."""
        ...

    async def statistics(self, peer: str) -> CallStatistics | None:
        """The figures of the connection to this person, None when there is none."""
        ...

    async def close(self) -> None:
        """Close every connection; afterwards no thread or socket of the engine is left."""
        ...
