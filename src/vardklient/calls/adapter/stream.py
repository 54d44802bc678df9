"""One outgoing RTP stream: numbers, header extensions, what really left, and the report about it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from aiortc.codecs import is_rtx
from aiortc.rtcrtpparameters import RTCRtpCodecParameters, RTCRtpSendParameters
from aiortc.rtp import (
    RtcpByePacket,
    RtcpReceiverInfo,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
    RtpPacket,
    wrap_rtx,
)
from aiortc.utils import random32

from vardklient.calls.adapter.extensions import ExtensionsMap
from vardklient.calls.adapter.transport import MediaTransport
from vardklient.calls.network.losses import ReportedLoss
from vardklient.calls.network.timeline import Timeline

HEADER_BYTES = 72
"""Around every payload of a picture: IP 20, UDP 8, RTP 12, header extensions 16, encryption 16."""
RTT_NEW_SHARE = 0.25
"""How much a new measurement of the round trip counts; own choice."""
LONGEST_RTT_S = 10.0
NTP_1970_S = 2_208_988_800
_WALL_AHEAD_S = time.time() - time.monotonic()
"""Taken once, so that the time in reports cannot jump and is the same for sound and pictures."""
CNAME_ITEM = 1
SEQUENCE_HALF = 1 << 15
"""Streams begin in the lower half: if the numbers wrapped before a receiver has seen one, decryption would fail."""


@dataclass(slots=True)
class SentCounters:
    """What one sender has done.

    Attributes:
        packets, bytes: of media, without retransmissions; bytes without any header.
        frames, key_frames: that were sent, of pictures.
        retransmitted: packets.
        nacks: packets that the other side asked for again.
        plis: key frames that the other side asked for (PLI and FIR).
        width, height: of the newest picture.
        rtt_s: round trip.
        loss_share: of what was reported on last, some 50 packets.
        encoder, codec: names, None before the first frame.
    """

    packets: int = 0
    bytes: int = 0
    frames: int = 0
    key_frames: int = 0
    retransmitted: int = 0
    nacks: int = 0
    plis: int = 0
    width: int | None = None
    height: int | None = None
    rtt_s: float | None = None
    loss_share: float | None = None
    encoder: str | None = None
    codec: str | None = None


@dataclass(slots=True)
class StreamNumbers:
    """The numbers by which the other side knows the stream."""

    ssrc: int = field(default_factory=random32)
    rtx_ssrc: int = field(default_factory=random32)


class OutgoingStream:
    """Packets of one sender.

    No packet carries a transport-wide sequence number although the extension is agreed upon: a browser that sees them
    sends transport-wide feedback and leaves the estimating to us; without them it estimates itself and sends REMB.

    Args:
        transport: asked for each time, because it changes when m-lines are bundled.
        numbers: of the stream.
        parameters: as negotiated; the first codec that is no RTX is the one to send.
        clock: monotonic seconds.

    Attributes:
        codec: what is sent.
        counters: what was sent.
        timeline: the stream's time.
        began: set when the first packet left.
    """

    def __init__(
        self,
        transport: Callable[[], MediaTransport],
        numbers: StreamNumbers,
        parameters: RTCRtpSendParameters,
        counters: SentCounters,
        clock: Callable[[], float],
    ) -> None:
        self.codec, self._rtx_type = _choose(parameters.codecs)
        self.counters = counters
        counters.codec = self.codec.name
        self.timeline = Timeline(self.codec.clockRate)
        self.began = asyncio.Event()
        self._transport = transport
        self._numbers = numbers
        self._clock = clock
        self._extensions = ExtensionsMap()
        self._extensions.configure(parameters)
        self._mid, self._cname = parameters.muxId, parameters.rtcp.cname
        self._origin = random32()
        self._number = random.randrange(1, SEQUENCE_HALF)
        self._loss = ReportedLoss(self._number - 1)
        self._rtx_number = random.randrange(SEQUENCE_HALF)

    def packet(self, payload: bytes, stamp: int, *, marker: bool) -> RtpPacket:
        """The next packet of the stream.

        Args:
            payload: what it carries.
            stamp: of the stream's timeline.
            marker: last packet of a picture, or first one of a talk spurt.
        """
        packet = RtpPacket(
            payload_type=self.codec.payloadType or 0,
            marker=int(marker),
            sequence_number=self._number,
            timestamp=(self._origin + stamp) & 0xFFFFFFFF,
            ssrc=self._numbers.ssrc,
            payload=payload,
        )
        packet.extensions.mid = self._mid or None
        self._number = (self._number + 1) & 0xFFFF
        return packet

    def wrapped(self, packet: RtpPacket) -> RtpPacket:
        """The packet as a retransmission; as it is, where the other side does not know RTX."""
        if self._rtx_type is None:
            return packet
        number, self._rtx_number = self._rtx_number, (self._rtx_number + 1) & 0xFFFF
        return wrap_rtx(packet, self._rtx_type, number, self._numbers.rtx_ssrc)

    async def write(self, packet: RtpPacket) -> None:
        """Send a packet now.

        The other side's estimate compares times of sending and of arrival, so the time is set at the very last moment.

        Raises:
            ConnectionError: the connection is gone.
        """
        packet.extensions.abs_send_time = (ntp(self._clock()) >> 14) & 0xFFFFFF
        await self._transport()._send_rtp(packet.serialize(self._extensions))

    async def write_media(self, packet: RtpPacket) -> None:
        """Send a packet for the first time; it is counted."""
        await self.write(packet)
        self.counters.packets += 1
        self.counters.bytes += len(packet.payload)
        self.began.set()

    async def report(self) -> None:
        """Send a sender report: which of our time stamps is now.

        Raises:
            ConnectionError: the connection is gone.
        """
        now_s = self._clock()
        info = RtcpSenderInfo(
            ntp_timestamp=ntp(now_s),
            rtp_timestamp=(self._origin + self.timeline.at(now_s)) & 0xFFFFFFFF,
            packet_count=self.counters.packets & 0xFFFFFFFF,
            octet_count=self.counters.bytes & 0xFFFFFFFF,
        )
        compound = bytes(RtcpSrPacket(ssrc=self._numbers.ssrc, sender_info=info))
        if self._cname is not None:
            name = RtcpSourceInfo(ssrc=self._numbers.ssrc, items=[(CNAME_ITEM, self._cname.encode())])
            compound += bytes(RtcpSdesPacket(chunks=[name]))
        await self._transport()._send_rtp(compound)

    async def bye(self) -> None:
        """Say that the stream ends.

        Raises:
            ConnectionError: the connection is gone.
        """
        await self._transport()._send_rtp(bytes(RtcpByePacket(sources=[self._numbers.ssrc])))

    def take_report(self, report: RtcpReceiverInfo, arrived_s: float) -> tuple[int, int]:
        """What the other side says about what it got.

        Returns:
            Packets lost and packets expected since the report before.
        """
        self._take_round_trip(report, arrived_s)
        since = self._loss.take(report.highest_sequence, report.packets_lost)
        self.counters.loss_share = self._loss.share
        self._extensions.take_loss(self._loss.share)
        return since

    def _take_round_trip(self, report: RtcpReceiverInfo, arrived_s: float) -> None:
        if not report.lsr:
            return
        rtt_s = ((ntp(arrived_s) >> 16) - report.lsr - report.dlsr & 0xFFFFFFFF) / 65536
        if rtt_s > LONGEST_RTT_S:  # nonsense, or below zero
            return
        old_s = self.counters.rtt_s
        self.counters.rtt_s = rtt_s if old_s is None else old_s + RTT_NEW_SHARE * (rtt_s - old_s)


def ntp(now_s: float) -> int:
    """Monotonic seconds as NTP time with 32 bits of fraction."""
    return int((now_s + _WALL_AHEAD_S + NTP_1970_S) * (1 << 32))


def _choose(codecs: list[RTCRtpCodecParameters]) -> tuple[RTCRtpCodecParameters, int | None]:
    """The codec to send, and the payload type of its retransmissions."""
    codec = next(c for c in codecs if not is_rtx(c))
    rtx = (c.payloadType for c in codecs if is_rtx(c) and c.parameters.get("apt") == codec.payloadType)
    return codec, next(rtx, None)
