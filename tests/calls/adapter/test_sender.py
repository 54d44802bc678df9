from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import pytest
from aiortc.codecs.h264 import h264_depayload
from aiortc.codecs.vpx import VpxPayloadDescriptor
from aiortc.exceptions import InvalidStateError
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpByePacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSrPacket,
    RtpPacket,
    pack_remb_fci,
    unwrap_rtx,
)

from tests.calls.adapter.parts import (
    Clock,
    FedTrack,
    MadeUpEncoder,
    MadeUpSoundEncoder,
    RecordingTransport,
    parameters,
    picture,
    sound,
    until,
)
from vardklient.calls.adapter.install import PLAYOUT_DELAY_ID
from vardklient.calls.adapter.sender import Sender
from vardklient.calls.adapter.stream import ntp
from vardklient.calls.adapter.transport import MediaTransport
from vardklient.calls.network.sendrate import DRAIN_S, ESTIMATE_SHARE, LONG_RTT_S, START_BPS
from vardklient.calls.network.startprobe import FIRST_AFTER_S, PACKETS

VP8, VP8_RTX = 97, 98


@dataclass
class Rig:
    """A sender with everything around it made up; `made` are the encoders that it asked for."""

    kind: str = "video"
    codec: str = ""
    rtx: bool = True
    sizes: tuple[int, ...] = (3000, 500)
    transform: Callable[[bytes], bytes] | None = None
    clock: Clock = field(default_factory=Clock)
    made: list[MadeUpEncoder] = field(default_factory=list)
    voice: MadeUpSoundEncoder = field(default_factory=MadeUpSoundEncoder)
    highest: int = 0
    lost: int = 0

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[Rig]:
        threads = set(threading.enumerate())
        self.track = FedTrack(self.kind)
        self.transport = RecordingTransport(self.clock)
        self.sender = Sender(
            self.track, cast(MediaTransport, self.transport), self._encoder, lambda: self.voice, self.clock
        )
        self.sender.transform = self.transform
        await self.sender.send(parameters(self.kind, codec=self.codec, rtx=self.rtx))
        yield self
        await self.sender.stop()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert set(threading.enumerate()) <= threads, "those of other tests may end meanwhile"

    def _encoder(self, mime_type: str) -> MadeUpEncoder:
        self.made.append(MadeUpEncoder(self.sizes))
        return self.made[-1]

    async def picture(self, media: int = 0) -> list[RtpPacket]:
        """Feed one and wait until it has left; the clock goes with it."""
        frames, before = self.sender.counters.frames, len(self.transport.media)
        self.track.feed(picture(media))
        await until(lambda: self.sender.counters.frames > frames)
        await self.leave()
        return self.transport.packets[before:]

    async def leave(self) -> None:
        """Let time pass until all pictures have left."""

        def left() -> bool:
            ends = sum(p.marker for p in self.transport.packets if p.ssrc == self.sender._ssrc)
            return ends >= self.sender.counters.frames

        await self.comes(left)

    async def comes(self, condition: Callable[[], object]) -> None:
        """Wait for a condition while the clock goes on."""

        def later() -> object:
            self.clock.now_s += 0.001
            return condition()

        await until(later)

    async def says(self, packet: object) -> None:
        await self.sender._handle_rtcp_packet(packet)  # type: ignore[arg-type]

    async def wants_key_frame(self, fmt: int = RTCP_PSFB_PLI) -> None:
        await self.says(RtcpPsfbPacket(fmt=fmt, ssrc=1, media_ssrc=self.sender._ssrc))

    async def asks_again(self, *numbers: int) -> None:
        await self.says(RtcpRtpfbPacket(RTCP_RTPFB_NACK, 1, self.sender._ssrc, list(numbers)))

    async def reports(self, lost: float, lsr: int = 0, delay_s: float = 0.0) -> None:
        """On another 100 packets, of which that share was lost."""
        if not self.highest:
            self.highest = self.transport.packets[0].sequence_number - 1
        self.highest, self.lost = self.highest + 100, self.lost + round(100 * lost)
        fraction, delay = int(lost * 256), int(delay_s * 65536)
        info = RtcpReceiverInfo(self.sender._ssrc, fraction, self.lost, self.highest, 0, lsr, delay)
        await self.says(RtcpRrPacket(ssrc=1, reports=[info]))

    async def estimates(self, bps: int) -> None:
        fci = pack_remb_fci(bps, [self.sender._ssrc])
        await self.says(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=1, media_ssrc=0, fci=fci))

    def again(self) -> list[RtpPacket]:
        return [p for p in self.transport.packets if p.ssrc == self.sender._rtx_ssrc]


async def test_a_picture_becomes_packets() -> None:
    async with Rig(sizes=(3000,)).sending() as rig:
        packets = await rig.picture()
        assert [p.payload_type for p in packets] == [VP8] * 3
        assert [p.marker for p in packets] == [0, 0, 1]
        first = packets[0]
        assert [p.sequence_number - first.sequence_number for p in packets] == [0, 1, 2]
        assert {(p.timestamp, p.ssrc) for p in packets} == {(first.timestamp, rig.sender._ssrc)}
        parsed = [VpxPayloadDescriptor.parse(p.payload) for p in packets]
        assert [d.partition_start for d, _ in parsed] == [1, 0, 0]
        assert b"".join(data for _, data in parsed) == bytes(3000)
        later = await rig.picture(3000)
        assert later[0].timestamp == (first.timestamp + 3000) & 0xFFFFFFFF
        descriptor, _ = VpxPayloadDescriptor.parse(later[0].payload)
        assert descriptor.picture_id == ((parsed[0][0].picture_id or 0) + 1) % (1 << 15)
        counters = rig.sender.counters
        assert (counters.frames, counters.key_frames, counters.packets) == (2, 1, 6)
        assert (counters.width, counters.height) == (64, 48)
        assert (counters.encoder, counters.codec) == ("made up", "VP8")


async def test_every_packet_says_when_it_left() -> None:
    """And has no transport-wide number, although the extension is agreed upon: browsers would send no REMB."""
    async with Rig(sizes=(20_000,)).sending() as rig:
        await rig.picture()
        times_s = [at_s for at_s, _ in rig.transport.media]
        assert times_s[-1] > times_s[0], "the pacer spread it"
        for at_s, packet in rig.transport.media:
            assert packet.extensions.abs_send_time == (ntp(at_s) >> 14) & 0xFFFFFF
            assert packet.extensions.mid == "m"
            assert packet.extensions.transport_sequence_number is None


async def test_the_first_report_comes_with_the_first_packet() -> None:
    async with Rig().sending() as rig:
        (first, *_) = await rig.picture(90_000)
        await until(lambda: rig.transport.reports)
        report, name = rig.transport.reports[0]
        assert isinstance(report, RtcpSrPacket)
        assert isinstance(name, RtcpSdesPacket)
        assert name.chunks[0].items == [(1, b"somebody")]
        began_s = rig.transport.media[0][0]
        told_s = (report.sender_info.ntp_timestamp - ntp(began_s)) / (1 << 32)
        ticks = (report.sender_info.rtp_timestamp - first.timestamp) & 0xFFFFFFFF
        assert ticks / 90_000 == pytest.approx(told_s, abs=0.0015), "the two belong to the same moment"


async def test_a_key_frame_is_made_when_asked_for() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        rig.clock.now_s += 1.0
        await rig.wants_key_frame()
        await rig.wants_key_frame(RTCP_PSFB_FIR)
        await rig.picture(3000)
        await rig.wants_key_frame()
        await rig.picture(6000)
        assert [key for _, key in rig.made[0].coded] == [True, True, False]
        rig.clock.now_s += 0.2
        await rig.wants_key_frame()
        await rig.picture(9000)
        rig.clock.now_s += 0.5
        await rig.picture(12000)
        assert [key for _, key in rig.made[0].coded[3:]] == [False, True]
        assert rig.sender.counters.plis == 4
        assert rig.sender.counters.key_frames == 3


async def test_what_was_lost_is_sent_again_once_per_round_trip() -> None:
    async with Rig(sizes=(3000,)).sending() as rig:
        packets = await rig.picture()
        await rig.asks_again(packets[1].sequence_number, packets[1].sequence_number, packets[0].sequence_number - 1)
        await rig.comes(rig.again)
        await rig.asks_again(packets[1].sequence_number)
        (again,) = rig.again()
        assert again.payload_type == VP8_RTX
        original = unwrap_rtx(again, VP8, rig.sender._ssrc)
        assert original.payload == packets[1].payload
        assert (original.sequence_number, original.timestamp) == (packets[1].sequence_number, packets[1].timestamp)
        rig.clock.now_s += 1.0
        await rig.asks_again(packets[1].sequence_number, packets[2].sequence_number)
        await rig.comes(lambda: len(rig.again()) == 3)
        numbers = [p.sequence_number for p in rig.again()]
        assert [n - numbers[0] for n in numbers] == [0, 1, 2]
        counters = rig.sender.counters
        assert (counters.nacks, counters.retransmitted, counters.packets) == (6, 3, 3)


async def test_after_an_outage_a_key_frame_comes_instead_of_what_was_lost() -> None:
    async with Rig(sizes=(3000,)).sending() as rig:
        packets = await rig.picture()
        await rig.asks_again(packets[0].sequence_number)
        await rig.comes(rig.again)
        rig.clock.now_s += 5.0
        await rig.asks_again(packets[1].sequence_number, packets[2].sequence_number)
        await rig.picture(3000)
        assert [key for _, key in rig.made[0].coded] == [True, True]
        assert len(rig.again()) == 1


async def test_without_rtx_the_packet_itself_is_sent_again() -> None:
    async with Rig(rtx=False).sending() as rig:
        packets = await rig.picture()
        await rig.asks_again(packets[0].sequence_number)
        await rig.comes(lambda: len(rig.transport.packets) == len(packets) + 1)
        assert rig.transport.packets[-1].payload == packets[0].payload
        assert rig.transport.packets[-1].ssrc == rig.sender._ssrc


async def test_the_encoder_hears_the_rate() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        await rig.estimates(100_000)
        await rig.says(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=1, media_ssrc=0, fci=pack_remb_fci(9, [1])))
        await rig.says(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=1, media_ssrc=0, fci=b"REMB\x09"))
        await rig.picture(3000)
        assert rig.made[0].targets == [START_BPS, round(ESTIMATE_SHARE * 100_000)]
        assert rig.sender.target_bps == rig.made[0].target_bps


async def test_reports_tell_loss_and_round_trip() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        await until(lambda: rig.transport.reports)
        report = rig.transport.reports[0][0]
        assert isinstance(report, RtcpSrPacket)
        lsr = report.sender_info.ntp_timestamp >> 16 & 0xFFFFFFFF
        rig.transport.arrived_s = rig.clock.now_s + 0.3
        await rig.reports(0.25)
        assert rig.sender.counters.rtt_s is None
        sent_s = rig.clock.now_s - (ntp(rig.clock.now_s) - report.sender_info.ntp_timestamp) / (1 << 32)
        await rig.reports(0.25, lsr, delay_s=0.2)
        assert rig.sender.counters.rtt_s == pytest.approx(rig.transport.arrived_s - sent_s - 0.2, abs=0.001)
        assert rig.sender.counters.loss_share == 0.25
        assert rig.transport.told_rtt_s == [rig.sender.counters.rtt_s]
        before = rig.sender.counters.rtt_s
        await rig.reports(0.0, lsr, delay_s=5.0)
        assert rig.sender.counters.rtt_s == before, "a round trip below zero is nonsense"
        rows = {row.type: row for row in (await rig.sender.getStats()).values()}
        assert rows["remote-inbound-rtp"].roundTripTime == before
        assert rows["outbound-rtp"].packetsSent == rig.sender.counters.packets


async def test_reported_loss_changes_when_pictures_are_to_be_shown() -> None:
    at_once, evenly = (bytes([PLAYOUT_DELAY_ID << 4 | 2, *delay]) for delay in ((0, 0, 50), (0, 0x13, 0xE8)))
    async with Rig().sending() as rig:
        await rig.picture(0)
        assert at_once in rig.transport.newest
        await rig.reports(0.1)
        await rig.picture(3000)
        assert evenly in rig.transport.newest


async def test_heavy_loss_lowers_the_rate() -> None:
    async with Rig(sizes=(30_000,)).sending() as rig:
        for media in (0, 90_000, 180_000):
            rig.clock.now_s += 1.0
            await rig.picture(media)
            await rig.reports(0.2)
        assert rig.sender.target_bps < START_BPS


async def test_on_a_lossy_line_what_is_missing_is_sent_twice() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        number = rig.transport.packets[0].sequence_number
        for _ in range(3):
            rig.clock.now_s += 1.0
            await rig.estimates(2_000_000)
        await rig.reports(0.05)
        await rig.asks_again(number)
        await rig.comes(lambda: len(rig.again()) == 2)
        first, second = rig.again()
        assert first.payload == second.payload
        assert first.sequence_number != second.sequence_number


async def test_pictures_rest_while_a_queue_drains() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        await until(lambda: rig.transport.reports)
        report = rig.transport.reports[0][0]
        assert isinstance(report, RtcpSrPacket)
        rig.transport.arrived_s = rig.clock.now_s + LONG_RTT_S + 0.1
        await rig.reports(0.0, report.sender_info.ntp_timestamp >> 16 & 0xFFFFFFFF)
        await rig.asks_again(rig.transport.packets[0].sequence_number)
        for k in range(1, 4):
            rig.track.feed(picture(k * 3000))
            await until(lambda: rig.track.waiting == 0)
        rig.clock.now_s += DRAIN_S
        await rig.picture(12_000)
        assert rig.sender.counters.frames == 2
        assert rig.again() == []


async def test_a_browser_is_shown_what_the_line_can_carry() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        await until(lambda: rig.transport.reports)
        report = rig.transport.reports[0][0]
        assert isinstance(report, RtcpSrPacket)
        rig.transport.arrived_s = rig.clock.now_s
        await rig.reports(0.0, report.sender_info.ntp_timestamp >> 16 & 0xFFFFFFFF)
        assert rig.again() == []
        rig.clock.now_s += FIRST_AFTER_S
        await rig.picture(90_000)
        await rig.comes(lambda: len(rig.again()) == PACKETS)
        (payload,) = {unwrap_rtx(packet, VP8, rig.sender._ssrc).payload for packet in rig.again()}
        assert payload in [p.payload for p in rig.transport.packets if p.ssrc == rig.sender._ssrc]
        await rig.picture(180_000)  # pictures go on


async def test_without_a_stream_of_repairs_the_line_is_not_tried() -> None:
    async with Rig(rtx=False).sending() as rig:
        await rig.picture(0)
        rig.sender.counters.rtt_s = 0.01
        rig.clock.now_s += FIRST_AFTER_S
        for media in (90_000, 180_000, 270_000):
            await rig.picture(media)
        numbers = [p.sequence_number for p in rig.transport.packets]
        assert len(set(numbers)) == len(numbers)


async def test_while_the_encoder_is_busy_only_the_newest_frame_waits() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        encoder = rig.made[0]
        encoder.free.clear()
        rig.track.feed(picture(1))
        await until(lambda: len(encoder.coded) == 2)
        for media in (2, 3, 4):
            rig.track.feed(picture(media))
        await until(rig.track._frames.empty)
        encoder.free.set()
        await until(lambda: rig.sender.counters.frames == 3)
        assert [media for media, _ in encoder.coded] == [0, 1, 4]


async def test_while_the_pacer_is_full_no_frame_is_encoded() -> None:
    async with Rig(sizes=(60_000, 500)).sending() as rig:
        rig.track.feed(picture(0))
        await until(lambda: rig.sender.counters.frames == 1)
        for media in (3000, 6000, 9000):
            rig.track.feed(picture(media))
        await until(rig.track._frames.empty)
        sent = len(rig.transport.media)
        assert len(rig.made[0].coded) == 1
        await rig.leave()
        assert len(rig.transport.media) > sent
        await until(lambda: rig.sender.counters.frames == 2)
        assert [media for media, _ in rig.made[0].coded] == [0, 9000]
        await rig.leave()


async def test_a_sender_that_is_switched_off_sends_nothing() -> None:
    async with Rig().sending() as rig:
        rig.sender._enabled = False
        rig.track.feed(picture(0))
        await until(rig.track._frames.empty)
        rig.sender._enabled = True
        await rig.picture(3000)
        assert [media for media, _ in rig.made[0].coded] == [3000]


async def test_an_encoder_that_fails_is_replaced() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        rig.made[0].fails = True
        rig.track.feed(picture(3000))
        await until(lambda: rig.made[0].closed)
        rig.track.feed(picture(6000))
        await until(lambda: rig.sender.counters.frames == 2)
        await rig.leave()
        assert rig.made[1].coded == [(6000, True)]
    assert rig.made[1].closed


async def test_another_track_goes_on_in_the_same_stream() -> None:
    async with Rig().sending() as rig:
        (first, *_) = await rig.picture(500_000)
        old, rig.track = rig.track, FedTrack("video")
        rig.sender.replaceTrack(rig.track)
        rig.clock.now_s += 2.0
        old.feed(picture(503_000))
        packets = await rig.picture(0)
        ticks = (packets[-1].timestamp - first.timestamp) & 0xFFFFFFFF
        assert ticks / 90_000 == pytest.approx(2.0, abs=0.1)
        assert rig.sender._track_id == rig.track.id
        rig.sender.replaceTrack(None)
        assert rig.sender.track is None


async def test_a_track_may_end_and_another_follow() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        rig.track.end()
        await until(rig.track._frames.empty)
        rig.track = FedTrack("video")
        rig.sender.replaceTrack(rig.track)
        assert await rig.picture(0)


async def test_h264_goes_out_in_its_own_packets() -> None:
    unit = b"\0\0\0\1\x65" + bytes([7]) * 3000
    async with Rig(codec="H264", transform=lambda data: unit).sending() as rig:
        packets = await rig.picture()
        assert rig.sender.counters.codec == "H264"
        assert len(packets) == 3
        assert b"".join(h264_depayload(p.payload) for p in packets) == unit


async def test_pictures_can_be_transformed_before_they_are_cut() -> None:
    async with Rig(sizes=(100,), transform=lambda data: data + b"sealed").sending() as rig:
        (packet,) = await rig.picture()
        assert packet.payload.endswith(b"sealed")


async def test_when_the_connection_is_gone_the_sender_is_quiet(caplog: pytest.LogCaptureFixture) -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
        rig.transport.gone = True
        rig.track.feed(picture(3000))
        await until(lambda: rig.sender.counters.frames == 2)
        await rig.asks_again(1)
    assert not caplog.records


async def test_the_end_is_said_and_the_track_stopped() -> None:
    async with Rig().sending() as rig:
        await rig.picture(0)
    (bye,) = rig.transport.reports[-1]
    assert isinstance(bye, RtcpByePacket)
    assert bye.sources == [rig.sender._ssrc]
    assert rig.track.readyState == "ended"
    assert rig.transport.senders == []
    assert rig.made[0].closed
    await rig.sender.stop()
    await rig.says(RtcpRrPacket(ssrc=1))


async def test_ending_while_the_encoder_is_at_work_waits_for_it() -> None:
    rig = Rig()
    async with rig.sending():
        rig.track.feed(picture(0))
        await until(lambda: rig.made and rig.made[0].coded)
    assert rig.made[0].closed


async def test_a_sender_that_never_sent_ends_without_a_word() -> None:
    clock = Clock()
    transport = RecordingTransport(clock)
    sender = Sender("video", cast(MediaTransport, transport))
    assert (sender.kind, sender.track, sender.target_bps) == ("video", None, 0)
    await sender.stop()
    await sender.send(parameters("video"))
    assert transport.reports == transport.senders == []


async def test_nothing_is_sent_through_a_closed_transport() -> None:
    transport = RecordingTransport(Clock())
    transport.state = "closed"
    with pytest.raises(InvalidStateError):
        Sender("video", cast(MediaTransport, transport))


# ---------------------------------------------------------------- sound


async def said(rig: Rig, media: int, amplitude: int = 8000) -> None:
    rig.track.feed(sound(media, amplitude))
    await until(rig.track._frames.empty)
    await asyncio.sleep(0)


async def test_sound_is_sent_at_once() -> None:
    async with Rig("audio").sending() as rig:
        for k in range(3):
            await said(rig, 960 * k)
            await until(lambda k=k: len(rig.transport.media) == k + 1)
        packets = rig.transport.packets
        assert [(p.timestamp - packets[0].timestamp) & 0xFFFFFFFF for p in packets] == [0, 960, 1920]
        assert [p.marker for p in packets] == [1, 0, 0]
        assert packets[0].payload == b"sound 8000" or packets[0].payload.startswith(b"sound 79")
        assert packets[0].extensions.audio_level == (False, 15)
        assert packets[0].extensions.mid == "m"
        assert rig.sender.target_bps == 32_000


async def test_nothing_is_sent_in_a_pause_but_time_goes_on() -> None:
    async with Rig("audio").sending() as rig:
        for k, amplitude in enumerate((8000, 0, 0, 8000, 8000)):
            await said(rig, 960 * k, amplitude)
        await until(lambda: len(rig.transport.media) == 3)
        packets = rig.transport.packets
        assert [(p.timestamp - packets[0].timestamp) & 0xFFFFFFFF for p in packets] == [0, 2880, 3840]
        assert [p.sequence_number - packets[0].sequence_number for p in packets] == [0, 1, 2]
        assert [p.marker for p in packets] == [1, 1, 0]


async def test_the_sound_encoder_hears_of_loss() -> None:
    async with Rig("audio").sending() as rig:
        await said(rig, 0)
        await until(lambda: rig.transport.media)
        for lost in (0.0, 0.25, 0.0):
            await rig.reports(lost)
        await rig.wants_key_frame()
        await rig.asks_again(1)
        assert rig.voice.expected == [0.0, 0.25, pytest.approx(0.2)]
        assert rig.again() == []


async def test_sound_of_another_shape_is_not_sent(caplog: pytest.LogCaptureFixture) -> None:
    async with Rig("audio").sending() as rig:
        strange = sound(0)
        strange.sample_rate = 8000
        rig.track.feed(strange)
        rig.track.feed(strange)
        await said(rig, 960)
        await until(lambda: rig.transport.media)
        assert len(rig.transport.media) == 1
    assert len(caplog.records) == 1


async def test_a_fault_of_our_own_is_told_and_ends_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    async with Rig("audio").sending() as rig:
        rig.voice.encode = None  # type: ignore[assignment, method-assign]
        await said(rig, 0)
        await until(lambda: caplog.records)
    assert "sending of audio failed" in "".join(caplog.messages)
