"""Our sender in the place of aiortc's: what `RTCPeerConnection` touches, and RTCP."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
import uuid
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from aiortc.clock import current_datetime
from aiortc.codecs import get_capabilities
from aiortc.exceptions import InvalidStateError
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.rtcrtpparameters import RTCRtpCapabilities, RTCRtpSendParameters
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSrPacket,
    unpack_remb_fci,
)
from aiortc.stats import RTCOutboundRtpStreamStats, RTCRemoteInboundRtpStreamStats, RTCStatsReport
from av.frame import Frame

from vardklient.calls.adapter.picturesending import PictureSending, Transform
from vardklient.calls.adapter.soundsending import SoundEncoder, SoundSending
from vardklient.calls.adapter.stream import OutgoingStream, SentCounters, StreamNumbers
from vardklient.calls.adapter.transport import UNREADABLE, MediaTransport
from vardklient.calls.network.sendrate import START_BPS

if TYPE_CHECKING:
    from vardklient.calls.video.encoding import VideoEncoder

log = logging.getLogger(__name__)

SOUND_BPS = 32_000
"""Opus, mono (the issue)."""
REPORT_S = (0.8, 1.2)
"""Pause between sender reports, drawn anew each time (RFC 3550 wants it irregular). The first leaves with the first
packet, because a receiver cannot put lips and voice together before it."""


class Sender:
    """Sends one track, and listens to what the other side says about it.

    Args:
        trackOrKind: what to send, or "audio" or "video" while there is nothing to send.
        transport: where to; changed when m-lines are bundled.
        picture_encoder: makes the picture encoder of a MIME type.
        sound_encoder: makes the sound encoder.
        clock: monotonic seconds.

    Attributes:
        counters: what was sent.
        transform: done to every coded picture or packet of sound; for end-to-end encryption. To be set before `send`.
        start_bps: what pictures may take at first. To be set before `send`.
    """

    def __init__(
        self,
        trackOrKind: MediaStreamTrack | str,
        transport: MediaTransport,
        picture_encoder: Callable[[str], VideoEncoder] | None = None,
        sound_encoder: Callable[[], SoundEncoder] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if transport.state == "closed":
            raise InvalidStateError
        self.counters = SentCounters()
        self.transform: Transform | None = None
        self.start_bps = START_BPS
        self._numbers = StreamNumbers()
        self._own_stream_id = self._track_id = str(uuid.uuid4())
        self._kind = trackOrKind if isinstance(trackOrKind, str) else trackOrKind.kind
        self._transport = transport
        self._picture_encoder = picture_encoder or _picture_encoder
        self._sound_encoder = sound_encoder or _sound_encoder
        self._clock = clock
        self._ssrc, self._rtx_ssrc = self._numbers.ssrc, self._numbers.rtx_ssrc
        self._stopped = False
        self._is_enabled = True
        self._stream: OutgoingStream | None = None
        self._sending: PictureSending | SoundSending | None = None
        self._remote: RTCRemoteInboundRtpStreamStats | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._reader: asyncio.Task[None] | None = None
        self._track: MediaStreamTrack | None = None
        self.replaceTrack(None if isinstance(trackOrKind, str) else trackOrKind)

    # ------------------------------------------------------------ what RTCPeerConnection touches

    @property
    def kind(self) -> str:
        """Sound or picture: "audio", "video"."""
        return self._kind

    @property
    def track(self) -> MediaStreamTrack | None:
        """What is sent."""
        return self._track

    @property
    def transport(self) -> MediaTransport:
        """Where to."""
        return self._transport

    @property
    def _stream_id(self) -> str:
        return self._own_stream_id

    @_stream_id.setter
    def _stream_id(self, shared: str) -> None:
        """The connection gives all of its senders the same. Pictures keep their own.

        In one stream a browser holds pictures back until their sound plays, which made the patient's picture 90 ms
        later than between two browsers on our page, whose tracks are in no stream (measured: 127 and 35 ms). Apart, the
        picture is some 60 ms ahead of its sound, half of what is noticed (ITU-R BT.1359-1).
        """
        if self._kind == "audio":
            self._own_stream_id = shared

    @property
    def _enabled(self) -> bool:
        return self._is_enabled

    @_enabled.setter
    def _enabled(self, enabled: bool) -> None:
        self._is_enabled = enabled
        if self._sending is not None:
            self._sending.enabled = enabled

    @property
    def target_bps(self) -> int:
        """What the encoder may use now; 0 before anything is sent."""
        if isinstance(self._sending, PictureSending):
            return self._sending.target_bps
        return 0 if self._sending is None else SOUND_BPS

    @classmethod
    def getCapabilities(cls, kind: str) -> RTCRtpCapabilities:
        """What can be sent."""
        return get_capabilities(kind)

    def replaceTrack(self, track: MediaStreamTrack | None) -> None:
        """Send another track of the same kind, or nothing."""
        self._track = track
        self._track_id = str(uuid.uuid4()) if track is None else track.id
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None
        if self._sending is not None and track is not None:
            self._reader = self._spawn(self._read(track, self._sending))

    def setTransport(self, transport: MediaTransport) -> None:
        """Another transport, before anything was sent."""
        self._transport = transport

    async def send(self, parameters: RTCRtpSendParameters) -> None:
        """Begin. Harmless when called again, or after the end."""
        if self._stream is not None or self._stopped:
            return
        self._transport._register_rtp_sender(self, parameters)
        stream = OutgoingStream(lambda: self._transport, self._numbers, parameters, self.counters, self._clock)
        sending: PictureSending | SoundSending
        if self._kind == "video":
            sending = PictureSending(stream, self._picture_encoder, self._clock, self.start_bps)
        else:
            sending = SoundSending(stream, self._sound_encoder, self._clock)
        sending.enabled, sending.transform = self._is_enabled, self.transform
        self._stream, self._sending = stream, sending
        for work in (*sending.work(), self._report(stream)):
            self._spawn(work)
        self.replaceTrack(self._track)

    async def stop(self) -> None:
        """End for good; the track is stopped. Afterwards no task and no thread of it is left."""
        self._stopped = True
        stream, sending, self._sending = self._stream, self._sending, None
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._track is not None:
            self._track.stop()
            self._track = None
        if stream is not None and sending is not None:
            self._transport._unregister_rtp_sender(self)
            await sending.close()
            with contextlib.suppress(ConnectionError):
                await stream.bye()

    # ------------------------------------------------------------ tasks

    async def _read(self, track: MediaStreamTrack, sending: PictureSending | SoundSending) -> None:
        """Always, because a track that nobody reads makes a queue."""
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, Frame):
                    await sending.take(frame)

    async def _report(self, stream: OutgoingStream) -> None:
        await stream.began.wait()
        while True:
            await stream.report()
            await asyncio.sleep(random.uniform(*REPORT_S))

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._until_disconnected(work))
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    @staticmethod
    async def _until_disconnected(work: Coroutine[None, None, None]) -> None:
        with contextlib.suppress(ConnectionError):
            await work

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("sending of %s failed", self._kind, exc_info=error)

    # ------------------------------------------------------------ what the other side says

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        sending = self._sending
        if sending is None:
            return
        if isinstance(packet, RtcpRrPacket | RtcpSrPacket):
            for report in packet.reports:
                if report.ssrc == self._ssrc and self._stream is not None:
                    self._take_report(packet.ssrc, report, self._stream, sending)
        elif isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
            self.counters.nacks += len(packet.lost)
            sending.send_again(packet.lost)
        elif isinstance(packet, RtcpPsfbPacket):
            self._take_feedback(packet, sending)

    def _take_feedback(self, packet: RtcpPsfbPacket, sending: PictureSending | SoundSending) -> None:
        if packet.fmt in (RTCP_PSFB_PLI, RTCP_PSFB_FIR):
            self.counters.plis += 1
            sending.want_key_frame()
        elif packet.fmt == RTCP_PSFB_APP:
            with contextlib.suppress(*UNREADABLE):
                bps, ssrcs = unpack_remb_fci(packet.fci)
                if self._ssrc in ssrcs:
                    sending.take_estimate(bps)

    def _take_report(
        self, ssrc: int, report: RtcpReceiverInfo, stream: OutgoingStream, sending: PictureSending | SoundSending
    ) -> None:
        lost, packets = stream.take_report(report, self._transport.arrived_s)
        if self.counters.rtt_s is not None:
            self._transport.tell_round_trip(self.counters.rtt_s)
        sending.take_loss(lost, packets)
        self._remote = RTCRemoteInboundRtpStreamStats(
            timestamp=current_datetime(),
            type="remote-inbound-rtp",
            id=f"remote-inbound-rtp_{id(self)}",
            ssrc=ssrc,
            kind=self._kind,
            transportId=self._transport._stats_id,
            packetsReceived=self.counters.packets - report.packets_lost,
            packetsLost=report.packets_lost,
            jitter=report.jitter,
            roundTripTime=self.counters.rtt_s,  # type: ignore[arg-type]  # aiortc's own sender gives None as well
            fractionLost=report.fraction_lost,
        )

    async def getStats(self) -> RTCStatsReport:
        """As aiortc's own; `counters` says more."""
        found = RTCStatsReport()
        found.add(
            RTCOutboundRtpStreamStats(
                timestamp=current_datetime(),
                type="outbound-rtp",
                id=f"outbound-rtp_{id(self)}",
                ssrc=self._ssrc,
                kind=self._kind,
                transportId=self._transport._stats_id,
                packetsSent=self.counters.packets,
                bytesSent=self.counters.bytes,
                trackId=str(id(self._track)),
            )
        )
        if self._remote is not None:
            found.add(self._remote)
        found.update(self._transport._get_stats())
        return found


def _picture_encoder(mime_type: str) -> VideoEncoder:
    """Only when it is needed: it loads the codec library."""
    from vardklient.calls.video.encoding import make_encoder

    return make_encoder(mime_type)


def _sound_encoder() -> SoundEncoder:
    """Only when it is needed: it loads the codec library."""
    from vardklient.calls.sound.opus import OpusEncoder

    return OpusEncoder(SOUND_BPS)
