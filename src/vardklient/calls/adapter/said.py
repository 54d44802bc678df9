"""What a receiver says to its sender, as RTCP, and of itself, as statistics."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from aiortc.clock import current_datetime
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RTCP_RTPFB,
    RTCP_RTPFB_NACK,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    pack_remb_fci,
    pack_rtcp_packet,
)
from aiortc.stats import RTCInboundRtpStreamStats

from vardklient.calls.network.sources import Source

MAX_BLOCKS = 31
"""The count has five bits."""


def nack(own: int, media: int, numbers: Iterable[int]) -> bytes:
    """Send these packets again; unwrapped sequence numbers, oldest first.

    Written here, because aiortc's own fails where the numbers wrap.
    """
    fields: list[list[int]] = []
    for number in numbers:
        if fields and number - fields[-1][0] <= 16:
            fields[-1][1] |= 1 << (number - fields[-1][0] - 1)
        else:
            fields.append([number, 0])
    lost = b"".join(struct.pack("!HH", first & 0xFFFF, others) for first, others in fields)
    return pack_rtcp_packet(RTCP_RTPFB, RTCP_RTPFB_NACK, struct.pack("!LL", own, media) + lost)


def picture_loss(own: int, media: int) -> bytes:
    """Send a key frame."""
    return bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=own, media_ssrc=media))


def estimate(own: int, bps: int, sources: list[int]) -> bytes:
    """The line carries so much (REMB)."""
    return bytes(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=own, media_ssrc=0, fci=pack_remb_fci(bps, sources)))


def receiver_report(own: int, sources: Mapping[int, Source], now_s: float) -> bytes | None:
    """How everything came in since the last report; None before anything did."""
    blocks = [
        RtcpReceiverInfo(ssrc, r.fraction_lost, r.lost, r.highest, r.jitter, r.last_report, r.delay)
        for ssrc, source in sources.items()
        if (r := source.statistics.report(now_s)) is not None
    ]
    return bytes(RtcpRrPacket(ssrc=own, reports=blocks[:MAX_BLOCKS])) if blocks else None


def inbound(name: str, kind: str, transport: str, ssrc: int, source: Source) -> RTCInboundRtpStreamStats:
    """The row of a medium; `name` and `transport` are the rows' identities."""
    return RTCInboundRtpStreamStats(
        timestamp=current_datetime(),
        type="inbound-rtp",
        id=name,
        ssrc=ssrc,
        kind=kind,
        transportId=transport,
        packetsReceived=source.statistics.packets,
        packetsLost=source.statistics.lost,
        jitter=round(source.statistics.jitter_s * source.clock_hz),
    )
