"""A transport that records, tracks that are fed, encoders that make up their data: what a sender needs in tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from fractions import Fraction

import numpy as np
from aiortc import codecs
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.rtcrtpparameters import RTCRtcpParameters, RTCRtpSendParameters
from aiortc.rtp import AnyRtcpPacket, HeaderExtensionsMap, RtcpPacket, RtpPacket, is_rtcp
from aiortc.stats import RTCStatsReport
from av import AudioFrame, VideoFrame
from av.frame import Frame
from numpy.typing import NDArray

from vardklient.calls.adapter.install import install
from vardklient.calls.video.coded import Encoded

DEADLINE_S = 60.0


async def until(condition: Callable[[], object]) -> None:
    """Wait for a condition; fail when it does not come."""
    async with asyncio.timeout(DEADLINE_S):
        while not condition():  # noqa: ASYNC110 - any condition at all
            await asyncio.sleep(0.001)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def parameters(kind: str, *, codec: str = "", rtx: bool = True) -> RTCRtpSendParameters:
    """As negotiated with somebody who takes all that we offer."""
    install()
    chosen = [c for c in codecs.CODECS[kind] if rtx or c.name != "rtx"]
    if codec:
        first = next(k for k, c in enumerate(chosen) if c.name == codec)
        chosen = chosen[first:]
    found = RTCRtpSendParameters(codecs=chosen, headerExtensions=codecs.HEADER_EXTENSIONS[kind], muxId="m")
    found.rtcp = RTCRtcpParameters(cname="somebody")
    return found


class RecordingTransport:
    """What was sent, with the time; `newest` as it went over the line. `gone`: the connection is closed."""

    state = "connected"
    _stats_id = "transport"

    def __init__(self, clock: Clock) -> None:
        self.arrived_s = clock.now_s
        self.gone = False
        self.senders: list[object] = []
        self.told_rtt_s: list[float] = []
        self.media: list[tuple[float, RtpPacket]] = []
        self.reports: list[list[AnyRtcpPacket]] = []
        self.newest = b""
        self._clock = clock
        self._map = HeaderExtensionsMap()

    async def _send_rtp(self, data: bytes) -> None:
        if self.gone:
            raise ConnectionError
        if is_rtcp(data):
            self.reports.append(RtcpPacket.parse(data))
        else:
            self.media.append((self._clock(), RtpPacket.parse(data, self._map)))
            self.newest = data

    @property
    def packets(self) -> list[RtpPacket]:
        return [packet for _, packet in self.media]

    def _register_rtp_sender(self, sender: object, given: RTCRtpSendParameters) -> None:
        self._map.configure(given)
        self.senders.append(sender)

    def _unregister_rtp_sender(self, sender: object) -> None:
        self.senders.remove(sender)

    def tell_round_trip(self, rtt_s: float) -> None:
        self.told_rtt_s.append(rtt_s)

    def _get_stats(self) -> RTCStatsReport:
        return RTCStatsReport()


class FedTrack(MediaStreamTrack):
    """Gives what it is fed."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._frames: asyncio.Queue[Frame | None] = asyncio.Queue()

    def feed(self, frame: Frame) -> None:
        self._frames.put_nowait(frame)

    def end(self) -> None:
        self._frames.put_nowait(None)

    @property
    def waiting(self) -> int:
        """What nobody has taken yet."""
        return self._frames.qsize()

    async def recv(self) -> Frame:
        frame = await self._frames.get()
        if frame is None:
            raise MediaStreamError
        return frame


def picture(media: int, width: int = 64, height: int = 48) -> VideoFrame:
    found = VideoFrame(width, height, "yuv420p")
    found.pts, found.time_base = media, Fraction(1, 90_000)
    return found


def sound(media: int, amplitude: int = 8000) -> AudioFrame:
    wave = (amplitude * np.sin(np.arange(960) / 10)).astype(np.int16)
    found = AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
    found.sample_rate, found.pts, found.time_base = 48_000, media, Fraction(1, 48_000)
    return found


class MadeUpEncoder:
    """Gives `sizes[n]` bytes for picture n, the last size for ever. It can be held, and it can fail.

    Attributes:
        coded: pts and key of every picture that reached it.
    """

    name = "made up"

    def __init__(self, sizes: tuple[int, ...] = (3000, 500)) -> None:
        self.target_bps = 0
        self.targets: list[int] = []
        self.coded: list[tuple[int | None, bool]] = []
        self.free = threading.Event()
        self.free.set()
        self.fails = False
        self.closed = False
        self._sizes = sizes

    def encode(self, given: VideoFrame, key: bool) -> Encoded | None:
        key = key or not self.coded
        self.coded.append((given.pts, key))
        self.targets.append(self.target_bps)
        assert self.free.wait(DEADLINE_S)
        if self.fails:
            raise RuntimeError("no more")
        size = self._sizes[min(len(self.coded), len(self._sizes)) - 1]
        return Encoded(bytes([0 if key else 1]) * size, key, given.width, given.height)

    def close(self) -> None:
        self.closed = True


class MadeUpSoundEncoder:
    """Silence gives nothing, sound gives its peak."""

    name = "made up"

    def __init__(self) -> None:
        self.expected: list[float] = []

    def encode(self, samples: NDArray[np.int16]) -> bytes:
        peak = int(np.abs(samples).max())
        return b"sound %d" % peak if peak else b""

    def expect_loss(self, share: float) -> None:
        self.expected.append(share)
