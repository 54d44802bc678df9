from __future__ import annotations

import asyncio
import struct
import time
from typing import cast

from aiortc import RTCCertificate
from aiortc.rtcicetransport import RTCIceTransport
from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpSendParameters
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    AnyRtcpPacket,
    HeaderExtensionsMap,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtpPacket,
    pack_remb_fci,
)

from vardklient.calls.adapter.install import TRANSPORT_CC_ID, TRANSPORT_CC_URI
from vardklient.calls.adapter.transport import MediaTransport, readable

SSRC, STRANGER = 7, 8
RR = RtcpRrPacket(1, [RtcpReceiverInfo(SSRC, 0, 0, 0, 0, 0, 0)])
NACK = RtcpRtpfbPacket(RTCP_RTPFB_NACK, 1, SSRC, [5, 9])
PLI = RtcpPsfbPacket(RTCP_PSFB_PLI, 1, SSRC)
REMB = RtcpPsfbPacket(RTCP_PSFB_APP, 1, 0, pack_remb_fci(500_000, [SSRC]))
WIDE = struct.pack("!BBHLL", 0x80 | 15, 205, 4, 1, SSRC) + bytes(8)
"""Transport-wide feedback."""


class Stamped(bytes):
    arrived_s = 12.5


class MadeUpIce:
    """An ICE transport that gives what is put in."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._recv = self.queue.get


class Listener:
    _ssrc = SSRC

    def __init__(self) -> None:
        self.rtt_s = 0.1
        self.heard: list[AnyRtcpPacket] = []
        self.media: list[RtpPacket] = []

    async def _handle_rtcp_packet(self, packet: AnyRtcpPacket) -> None:
        self.heard.append(packet)

    async def _handle_rtp_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        self.media.append(packet)


def made() -> tuple[MediaTransport, MadeUpIce, Listener]:
    ice, listener = MadeUpIce(), Listener()
    transport = MediaTransport(cast(RTCIceTransport, ice), [RTCCertificate.generateCertificate()])
    extension = RTCRtpHeaderExtensionParameters(id=TRANSPORT_CC_ID, uri=TRANSPORT_CC_URI)
    transport._register_rtp_sender(listener, RTCRtpSendParameters(headerExtensions=[extension]))
    transport._rtp_router.register_receiver(listener, [SSRC], [97])  # type: ignore[arg-type]
    return transport, ice, listener


async def test_a_datagram_has_the_stamp_of_its_arrival() -> None:
    transport, ice, _ = made()
    ice.queue.put_nowait(b"")
    ice.queue.put_nowait(Stamped(b"abc"))
    assert await transport.transport._recv() == b"abc", "an empty datagram is nothing"
    assert transport.arrived_s == 12.5
    ice.queue.put_nowait(b"def")
    before_s = time.monotonic()
    await transport.transport._recv()
    assert before_s <= transport.arrived_s <= time.monotonic()


async def test_a_sender_hears_what_is_about_it() -> None:
    transport, _, listener = made()
    for packet in (RR, NACK, PLI, REMB):
        await transport._handle_rtcp_data(bytes(packet))
    assert listener.heard == [RR, NACK, PLI, REMB]


async def test_transport_wide_feedback_is_not_taken_for_lost_packets() -> None:
    transport, _, listener = made()
    await transport._handle_rtcp_data(WIDE)
    assert listener.heard == []


def test_one_strange_packet_does_not_hide_the_others() -> None:
    padded_wide = bytes([WIDE[0] | 0x20]) + WIDE[1:-1] + b"\1"
    short_sdes = struct.pack("!BBHL", 0x81, 202, 1, SSRC)[:8]
    extended = struct.pack("!BBHL", 0x80, 207, 1, SSRC)
    truncated = bytes(RR)[:20]
    strange_rr = struct.pack("!BBHL", 0x83, 201, 1, SSRC)
    compound = b"".join(map(bytes, (padded_wide, RR, short_sdes, extended, strange_rr, NACK, PLI, truncated)))
    assert [p for p in readable(compound) if type(p).__name__ != "RtcpSdesPacket"] == [RR, NACK, PLI]
    assert list(readable(b"\x80")) == []


async def test_an_estimate_that_is_cut_off_is_ignored() -> None:
    transport, _, listener = made()
    short = RtcpPsfbPacket(RTCP_PSFB_APP, 1, 0, b"REMB\x02" + bytes(7))
    await transport._handle_rtcp_data(bytes(short) + bytes(PLI))
    assert PLI in listener.heard


async def test_media_reaches_its_receiver_and_the_feedback() -> None:
    transport, _, listener = made()
    await transport._handle_rtp_data(b"\x80", 0)
    broken = RtpPacket(payload_type=97, ssrc=SSRC)
    data = broken.serialize()
    # an extension of one byte where two belong
    await transport._handle_rtp_data(bytes([data[0] | 0x10]) + data[1:] + bytes([0xBE, 0xDE, 0, 1, 0x50, 1, 0, 0]), 0)
    assert listener.media == []
    assert not transport.feedback.used
    numbers = HeaderExtensionsMap()
    numbers.configure(
        RTCRtpSendParameters(headerExtensions=[RTCRtpHeaderExtensionParameters(TRANSPORT_CC_ID, TRANSPORT_CC_URI)])
    )
    packet = RtpPacket(payload_type=97, ssrc=SSRC)
    packet.extensions.transport_sequence_number = 3
    await transport._handle_rtp_data(packet.serialize(numbers), 0)
    assert len(listener.media) == 1
    assert transport.feedback.used


def test_receivers_learn_the_round_trip() -> None:
    transport, _, listener = made()
    transport.tell_round_trip(0.03)
    assert listener.rtt_s == 0.03
