from __future__ import annotations

from aiortc.rtp import RTCP_PSFB_PLI, RtcpPacket, RtcpPsfbPacket, RtcpRrPacket, RtcpRtpfbPacket, unpack_remb_fci
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.adapter import said
from vardklient.calls.network.sources import Source

OWN, MEDIA = 1, 2


@given(st.sets(st.integers(65_400, 65_700), min_size=1, max_size=80))
def test_what_is_asked_for_is_read_as_it_was_meant_also_over_a_wrap(numbers: set[int]) -> None:
    (packet,) = RtcpPacket.parse(said.nack(OWN, MEDIA, sorted(numbers)))
    assert isinstance(packet, RtcpRtpfbPacket)
    assert (packet.fmt, packet.ssrc, packet.media_ssrc) == (1, OWN, MEDIA)
    assert [number & 0xFFFF for number in packet.lost] == [number & 0xFFFF for number in sorted(numbers)]


def test_a_key_frame_and_a_rate() -> None:
    (key,) = RtcpPacket.parse(said.picture_loss(OWN, MEDIA))
    assert key == RtcpPsfbPacket(RTCP_PSFB_PLI, OWN, MEDIA)
    (rate,) = RtcpPacket.parse(said.estimate(OWN, 1_000_000, [MEDIA, 3]))
    assert isinstance(rate, RtcpPsfbPacket)
    assert unpack_remb_fci(rate.fci) == (1_000_000, [MEDIA, 3])


def test_a_report_has_a_block_for_each_source_that_sent() -> None:
    silent = Source(48_000)
    assert said.receiver_report(OWN, {50: silent}, 1.0) is None
    sources = {n: Source(48_000) for n in range(40)}
    for source in sources.values():
        source.statistics.add(1, 2, 3.0)
    report = said.receiver_report(OWN, {50: silent, **sources}, 5.0)
    assert report is not None
    (packet,) = RtcpPacket.parse(report)
    assert isinstance(packet, RtcpRrPacket)
    assert [block.ssrc for block in packet.reports] == [n for n in range(40) if n < said.MAX_BLOCKS]
