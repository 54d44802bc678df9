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
from vardklient.ports.signalling import IceServer


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


EngineCommand = OpenPeer | TakeDescription | TakeCandidate | ClosePeer | SendSound | SendPicture

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


EngineEvent = Described | CandidateFound | MediaChanged | EngineFailed


@dataclass(frozen=True, slots=True)
class VideoStatistics:
    """Units are the ends of the names; None = not measured."""

    fps: float | None = None
    width: int | None = None
    height: int | None = None
    frames: int = 0
    freezes: int = 0
    frozen_share: float | None = None
    latency_ms_p50: float | None = None
    latency_ms_p95: float | None = None


@dataclass(frozen=True, slots=True)
class AudioStatistics:
    """`level_dbfs` is the RMS of the last second that arrived."""

    latency_ms_p50: float | None = None
    concealed_share: float | None = None
    level_dbfs: float | None = None
    packets: int = 0


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
        """Pictures of this person go into `slot` as BGRX frames ready to paint."""
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
