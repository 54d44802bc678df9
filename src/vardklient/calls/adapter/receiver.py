"""Receives one medium: stands where aiortc's own RTCRtpReceiver would.

Sound goes out as it came, undecoded; pictures leave decoded, as soon as each is whole. Nothing is queued in the track
that the connection announces: it stands for the medium, and ends with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable, Coroutine

from aiortc.codecs import get_capabilities, is_rtx
from aiortc.exceptions import InvalidStateError
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rate import RemoteBitrateEstimator
from aiortc.rtcrtpparameters import RTCRtpCapabilities, RTCRtpCodecParameters, RTCRtpReceiveParameters
from aiortc.rtcrtpreceiver import RemoteStreamTrack
from aiortc.rtp import AnyRtcpPacket, RtcpSrPacket, RtpPacket, unwrap_rtx
from aiortc.stats import RTCStatsReport

from vardklient.calls.adapter import said
from vardklient.calls.adapter.transport import MediaTransport
from vardklient.calls.network.reception import ReceivedCounters, SenderReport
from vardklient.calls.network.sources import Source
from vardklient.calls.sound.packet import SoundPacket
from vardklient.calls.video.decoding import PictureDecoder, ReceivedPicture
from vardklient.calls.video.intake import PictureIntake
from vardklient.calls.video.picturebuffer import MediaPacket

__all__ = ["ReceivedCounters", "ReceivedPicture", "Receiver"]

log = logging.getLogger(__name__)

REPAIR_EVERY_S = 0.005
"""How often holes are looked at while there is one. Own choice: the time that a packet may be out of order."""
REPORT_MIN_S, REPORT_MAX_S = 0.5, 1.0
"""Receiver reports leave at a random moment in between, so that many do not leave together."""


class Receiver:
    """What RTCPeerConnection and its transport touch of a receiver, and what the program needs.

    Args:
        kind: "audio" or "video".
        transport: shared by all media of the connection.

    Attributes:
        on_picture: gets decoded pictures, on the decoder's thread; must be quick.
        on_sound: gets packets of Opus, undecoded, on the loop.
        counters: what came so far.
    """

    def __init__(self, kind: str, transport: MediaTransport) -> None:
        if transport.state == "closed":
            raise InvalidStateError
        self.on_picture: Callable[[ReceivedPicture], None] = _ignore
        self.on_sound: Callable[[SoundPacket], None] = _ignore
        self._enabled = True
        self._track: RemoteStreamTrack | None = None
        self._kind = kind
        self._transport = transport
        self._counters = ReceivedCounters()
        self._rtcp_ssrc: int | None = None
        self._codecs: dict[int, RTCRtpCodecParameters] = {}
        self._repeats: dict[int, int] = {}
        self._sources: dict[int, Source] = {}
        self._media_ssrc: int | None = None
        self._estimator = RemoteBitrateEstimator()
        self._decoder = PictureDecoder(lambda picture: self.on_picture(picture), self._decoding_failed)
        self._intake = PictureIntake(self._decoder, self._counters)
        self._work = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    # ------------------------------------------------------------ what the connection touches

    @property
    def track(self) -> MediaStreamTrack | None:
        """What the connection announced, None before. Read nothing from it: see `on_picture` and `on_sound`."""
        return self._track

    @property
    def transport(self) -> MediaTransport:
        """What the packets come through."""
        return self._transport

    @classmethod
    def getCapabilities(cls, kind: str) -> RTCRtpCapabilities | None:
        """What can be received."""
        return get_capabilities(kind)

    def setTransport(self, transport: MediaTransport) -> None:
        """Another transport, before anything has come."""
        self._transport = transport

    def _set_rtcp_ssrc(self, ssrc: int) -> None:
        self._rtcp_ssrc = ssrc

    async def receive(self, parameters: RTCRtpReceiveParameters) -> None:
        """Begin."""
        if self._loop is not None:
            return
        self._loop = asyncio.get_running_loop()
        self._codecs = {c.payloadType: c for c in parameters.codecs if c.payloadType is not None}
        self._repeats = {e.rtx.ssrc: e.ssrc for e in parameters.encodings if e.rtx}
        self._transport._register_rtp_receiver(self, parameters)
        if self._rtcp_ssrc is not None:
            self._transport.feedback.attach(self._rtcp_ssrc)
        work: list[Coroutine[None, None, None]] = [self._report()]
        if self._kind == "video":
            self._decoder.start()
            work.append(self._repair())
        self._tasks = [asyncio.create_task(w) for w in work]

    async def stop(self) -> None:
        """End; afterwards neither a task nor a thread is left."""
        self._end_track()
        if self._loop is None:
            return
        self._transport._unregister_rtp_receiver(self)
        self._decoder.ask_to_stop()
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._rtcp_ssrc is not None:
            await self._transport.feedback.detach(self._rtcp_ssrc)
        self._decoder.join()

    def _handle_disconnect(self) -> None:
        """The transport is closed; `stop` follows, or not."""
        self._decoder.ask_to_stop()
        self._end_track()

    def _end_track(self) -> None:
        if self._track is not None and self._track.readyState == "live":
            self._track.stop()
            self._track._queue.put_nowait(None)  # whoever waits for it learns that it ended

    # ------------------------------------------------------------ figures

    @property
    def rtt_s(self) -> float:
        """Round trip of the connection in seconds, by which repeats are timed; to be set by whoever measures it."""
        return self._intake.rtt_s

    @rtt_s.setter
    def rtt_s(self, rtt_s: float) -> None:
        self._intake.rtt_s = rtt_s

    @property
    def counters(self) -> ReceivedCounters:
        """The same object every time, brought up to date."""
        self._intake.count()
        source = self._media_source
        if source is not None:
            self._counters.lost = max(0, source.statistics.lost)
            self._counters.jitter_s = source.statistics.jitter_s
        return self._counters

    @property
    def sender_report(self) -> SenderReport | None:
        """Which moment of the sender's clock a timestamp stands for, None before it said so."""
        return None if self._media_source is None else self._media_source.sender_report

    @property
    def _media_source(self) -> Source | None:
        return None if self._media_ssrc is None else self._sources.get(self._media_ssrc)

    async def getStats(self) -> RTCStatsReport:
        """The figures in WebRTC's form; those of the medium itself, without repeats."""
        report = RTCStatsReport()
        source = self._media_source
        if source is not None and self._media_ssrc is not None:
            own_id = f"inbound-rtp_{id(self)}"
            report.add(said.inbound(own_id, self._kind, self._transport._stats_id, self._media_ssrc, source))
        report.update(self._transport._get_stats())
        return report

    # ------------------------------------------------------------ packets

    async def _handle_rtp_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        arrived_s = self._transport.arrived_s
        await self._estimate(packet, arrived_s)
        codec = self._codecs.get(packet.payload_type)
        if codec is None or not self._enabled:
            return
        source = self._source(packet.ssrc, codec.clockRate)
        place = source.place(packet.sequence_number, packet.timestamp)
        if place is None:
            return
        source.statistics.add(*place, arrived_s)
        self._counters.bytes += len(packet.payload)
        if is_rtx(codec):
            self._take_again(packet, codec, arrived_s)
            return
        self._media_ssrc = packet.ssrc
        self._counters.packets += 1
        self._counters.codec = codec.name
        self._take(packet, codec, place, arrived_s, again=False)

    def _take_again(self, packet: RtpPacket, codec: RTCRtpCodecParameters, arrived_s: float) -> None:
        """A packet that was sent again, or padding in this guise."""
        payload_type = codec.parameters.get("apt")
        ssrc = self._repeats.get(packet.ssrc, self._media_ssrc)
        if len(packet.payload) < 2 or ssrc not in self._sources or payload_type not in self._codecs:
            return
        original = unwrap_rtx(packet, payload_type, ssrc)
        place = self._sources[ssrc].place(original.sequence_number, original.timestamp)
        if place is not None:
            self._take(original, self._codecs[payload_type], place, arrived_s, again=True)

    def _take(
        self, packet: RtpPacket, codec: RTCRtpCodecParameters, place: tuple[int, int], arrived_s: float, again: bool
    ) -> None:
        sequence, timestamp = place
        if self._kind == "audio":
            if packet.payload and codec.name.upper() == "OPUS":
                self._sound(SoundPacket(sequence, timestamp, packet.payload, arrived_s))
            return
        media = MediaPacket(sequence, timestamp, bool(packet.marker), packet.payload, arrived_s)
        stream = packet.ssrc, self._sources[packet.ssrc].count
        self._intake.take(stream, codec.name.upper(), media, again, time.monotonic())
        if self._intake.busy:
            self._work.set()

    def _sound(self, packet: SoundPacket) -> None:
        try:
            self.on_sound(packet)
        except Exception:
            log.exception("a listener to sound failed")

    def _source(self, ssrc: int, clock_hz: int) -> Source:
        if ssrc not in self._sources:
            self._sources[ssrc] = Source(clock_hz)
        return self._sources[ssrc]

    def _decoding_failed(self) -> None:
        """On the decoder's thread."""
        assert self._loop is not None
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._ask_for_key)

    def _ask_for_key(self) -> None:
        self._intake.break_off()
        self._work.set()

    # ------------------------------------------------------------ what we say

    async def _estimate(self, packet: RtpPacket, arrived_s: float) -> None:
        """Our own guess of what the line carries, for senders that cannot read transport-wide feedback; never both."""
        sent = packet.extensions.abs_send_time
        if self._kind != "video" or sent is None or self._transport.feedback.used:
            return
        size = len(packet.payload) + packet.padding_size
        remb = self._estimator.add(round(arrived_s * 1000), sent, size, packet.ssrc)
        if remb is not None and self._rtcp_ssrc is not None:
            await self._send(said.estimate(self._rtcp_ssrc, *remb))

    async def _repair(self) -> None:
        """Ask for what is missing, while anything is."""
        while True:
            await self._work.wait()
            packets, key = self._intake.due(time.monotonic())
            own, media = self._rtcp_ssrc, self._media_ssrc
            if own is not None and media is not None:
                if packets:
                    await self._send(said.nack(own, media, packets))
                if key:
                    await self._send(said.picture_loss(own, media))
            if not self._intake.busy:
                self._work.clear()
            await asyncio.sleep(REPAIR_EVERY_S)

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(random.uniform(REPORT_MIN_S, REPORT_MAX_S))
            if self._rtcp_ssrc is None:
                continue
            if report := said.receiver_report(self._rtcp_ssrc, self._sources, time.monotonic()):
                await self._send(report)

    async def _send(self, packet: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            await self._transport._send_rtp(packet)

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        """Sender reports; a source that says goodbye is simply silent from then on."""
        if isinstance(packet, RtcpSrPacket) and packet.ssrc in self._sources:
            info = packet.sender_info
            self._sources[packet.ssrc].hear(info.ntp_timestamp, info.rtp_timestamp, self._transport.arrived_s)


def _ignore(_: object) -> None:
    """Nobody listens yet."""
