"""The encrypted transport of aiortc, made to know when a datagram arrived and to shrug at what it cannot read."""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from aiortc.rtcdtlstransport import RTCCertificate, RTCDtlsTransport
from aiortc.rtcicetransport import RTCIceTransport
from aiortc.rtp import RTCP_RTPFB, RTCP_RTPFB_NACK, AnyRtcpPacket, RtcpPacket, RtpPacket

from vardklient.calls.network.feedback import FeedbackReporter

UNREADABLE = (ValueError, IndexError, struct.error)
"""What aiortc's parsers raise. It catches the first alone; one of the others would end the whole connection."""


@runtime_checkable
class TimesRepeats(Protocol):
    """A receiver that asks again for what is missing, once per round trip."""

    rtt_s: float


class MediaTransport(RTCDtlsTransport):
    """What RTP and RTCP of a connection go through.

    Attributes:
        arrived_s: monotonic time at which the datagram that is being handled arrived: the stamp that the loop put on
            it, else the time at which it was taken from the queue. Only one is handled at a time.
        feedback: tells the other side when its packets arrived; sends while a receiver is attached.
    """

    def __init__(self, transport: RTCIceTransport, certificates: list[RTCCertificate]) -> None:
        super().__init__(transport, certificates)
        self.arrived_s = 0.0
        self.feedback = FeedbackReporter(self._send_rtp)
        self._take = transport._recv
        transport._recv = self._take_stamped

    def tell_round_trip(self, rtt_s: float) -> None:
        """A sender has measured it, for the receivers, who cannot."""
        for receiver in self._rtp_router.receivers:
            if isinstance(receiver, TimesRepeats):
                receiver.rtt_s = rtt_s

    async def _take_stamped(self) -> bytes:
        """The next datagram. Anybody may send an empty one, and aiortc would fall over it."""
        while not (data := await self._take()):
            pass
        stamp_s: float | None = getattr(data, "arrived_s", None)
        self.arrived_s = time.monotonic() if stamp_s is None else stamp_s
        return data

    async def _handle_rtcp_data(self, data: bytes) -> None:
        for packet in readable(data):
            try:
                recipients = self._rtp_router.route_rtcp(packet)
            except UNREADABLE:
                continue
            for recipient in recipients:
                await recipient._handle_rtcp_packet(packet)

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        try:
            packet = RtpPacket.parse(data, self._rtp_header_extensions_map)
        except UNREADABLE:
            return
        number = packet.extensions.transport_sequence_number
        if number is not None:  # padding and retransmissions count too, also those that no receiver wants
            self.feedback.add(number, self.arrived_s, packet.ssrc)
        receiver = self._rtp_router.route_rtp(packet)
        if receiver is not None:
            await receiver._handle_rtp_packet(packet, arrival_time_ms=arrival_time_ms)


def readable(compound: bytes) -> Iterator[AnyRtcpPacket]:
    """The packets of an RTCP datagram that aiortc understands.

    One by one, because aiortc drops the whole datagram when one packet in it is strange; and without generic feedback
    other than NACK, because aiortc reads any such (transport-wide feedback is format 15) as a list of lost packets.
    """
    pos = 0
    while len(compound) >= pos + 4:
        first, kind, words = struct.unpack_from("!BBH", compound, pos)
        end = pos + 4 + 4 * words
        piece, pos = compound[pos:end], end
        if kind == RTCP_RTPFB and first & 0x1F != RTCP_RTPFB_NACK:
            continue
        try:
            yield from RtcpPacket.parse(piece)
        except UNREADABLE:
            continue
