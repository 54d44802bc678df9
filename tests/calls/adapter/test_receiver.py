from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import av
import numpy as np
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, codecs
from aiortc.exceptions import InvalidStateError
from aiortc.mediastreams import MediaStreamError
from aiortc.rtcrtpparameters import RTCRtpDecodingParameters, RTCRtpReceiveParameters, RTCRtpRtxParameters
from aiortc.rtcrtpreceiver import RemoteStreamTrack
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    AnyRtcpPacket,
    RtcpByePacket,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
    RtpPacket,
    wrap_rtx,
)
from aiortc.stats import RTCStatsReport

from tests.calls.adapter.parts import FedTrack, picture, sound, until
from vardklient.calls.adapter.install import install
from vardklient.calls.adapter.packets import Vp8Cutter
from vardklient.calls.adapter.receiver import ReceivedPicture, Receiver
from vardklient.calls.adapter.sender import Sender
from vardklient.calls.adapter.transport import MediaTransport
from vardklient.calls.network.feedback import FeedbackReporter
from vardklient.calls.sound.packet import SoundPacket

VP8, VP8_RTX, OPUS = 97, 98, 96
MEDIA, REPEATS, OWN = 1000, 1001, 77


class Transport:
    """Records what the receiver says. The clock is that of the test."""

    state = "connected"
    _stats_id = "transport"

    def __init__(self) -> None:
        self.arrived_s = 100.0
        self.gone = False
        self.said: list[AnyRtcpPacket] = []
        self.receivers: list[object] = []
        self.feedback = FeedbackReporter(self._send_rtp)

    async def _send_rtp(self, data: bytes) -> None:
        if self.gone:
            raise ConnectionError
        self.said += RtcpPacket.parse(data)

    def _register_rtp_receiver(self, receiver: object, parameters: RTCRtpReceiveParameters) -> None:
        self.receivers.append(receiver)

    def _unregister_rtp_receiver(self, receiver: object) -> None:
        self.receivers = [r for r in self.receivers if r is not receiver]

    def _get_stats(self) -> RTCStatsReport:
        return RTCStatsReport()


def parameters(kind: str, rtx: bool = True) -> RTCRtpReceiveParameters:
    install()
    encoding = RTCRtpDecodingParameters(ssrc=MEDIA, payloadType=VP8)
    if rtx:
        encoding.rtx = RTCRtpRtxParameters(ssrc=REPEATS)
    return RTCRtpReceiveParameters(codecs=codecs.CODECS[kind], encodings=[encoding])


@dataclass
class Rig:
    kind: str = "video"
    rtx: bool = True
    transport: Transport = field(default_factory=Transport)
    pictures: list[ReceivedPicture] = field(default_factory=list)
    sounds: list[SoundPacket] = field(default_factory=list)
    repeats: int = 0

    @asynccontextmanager
    async def receiving(self) -> AsyncIterator[Rig]:
        threads = set(threading.enumerate())
        self.receiver = Receiver(self.kind, cast(MediaTransport, self.transport))
        self.receiver.on_picture = self.pictures.append
        self.receiver.on_sound = self.sounds.append
        self.receiver._track = RemoteStreamTrack(kind=self.kind)
        self.receiver._set_rtcp_ssrc(OWN)
        await self.receiver.receive(parameters(self.kind, self.rtx))
        await self.receiver.receive(parameters(self.kind, self.rtx))
        assert self.transport.receivers == [self.receiver]
        yield self
        await self.receiver.stop()
        await self.receiver.stop()
        assert self.transport.receivers == []
        assert self.receiver._track.readyState == "ended"
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert set(threading.enumerate()) <= threads, "those of other tests may end meanwhile"

    async def take(self, *packets: RtpPacket) -> None:
        for packet in packets:
            self.transport.arrived_s += 0.005
            await self.receiver._handle_rtp_packet(packet, arrival_time_ms=0)

    async def take_again(self, packet: RtpPacket, ssrc: int = REPEATS) -> None:
        await self.take(wrap_rtx(packet, VP8_RTX, self.repeats, ssrc))
        self.repeats += 1

    def heard(self, kind: type) -> list[AnyRtcpPacket]:
        return [p for p in self.transport.said if isinstance(p, kind)]

    def asked_for_key(self) -> int:
        return sum(1 for p in self.heard(RtcpPsfbPacket) if cast(RtcpPsfbPacket, p).fmt == RTCP_PSFB_PLI)

    async def pictures_come(self, count: int) -> None:
        await until(lambda: len(self.pictures) >= count)


def packets(count: int, start: int = 65_530, ssrc: int = MEDIA) -> list[list[RtpPacket]]:
    """Real pictures in VP8, by picture."""
    size = 320, 240
    cutter = Vp8Cutter(5)
    found: list[list[RtpPacket]] = []
    sequence = start
    rng = np.random.default_rng(1)
    encoder = av.CodecContext.create("libvpx", "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height = size
    encoder.pix_fmt, encoder.gop_size, encoder.bit_rate = "yuv420p", 1000, 4_000_000
    encoder.options = {"lag-in-frames": "0", "deadline": "realtime", "cpu-used": "8"}
    for n in range(count):
        given = av.VideoFrame.from_ndarray(
            rng.integers(0, 255, (size[1] * 3 // 2, size[0])).astype(np.uint8), format="yuv420p"
        )
        given.pts = n
        payloads = cutter.cut(b"".join(bytes(p) for p in encoder.encode(given)))
        assert len(payloads) > 2
        found.append([])
        for k, payload in enumerate(payloads):
            last = k == len(payloads) - 1
            found[-1].append(
                RtpPacket(VP8, int(last), sequence & 0xFFFF, (2**32 - 6000 + n * 3000) & 0xFFFFFFFF, ssrc, payload)
            )
            sequence += 1
    return found


def flat(pictures: list[list[RtpPacket]]) -> list[RtpPacket]:
    return [packet for one in pictures for packet in one]


async def test_packets_become_pictures_with_their_times() -> None:
    async with Rig().receiving() as rig:
        made = packets(6)
        await rig.take(*flat(made))
        await rig.pictures_come(6)
        assert [p.timestamp for p in rig.pictures] == [2**32 - 6000 + n * 3000 for n in range(6)]
        assert rig.pictures[0].arrived_s == pytest.approx(100.0 + 0.005 * len(made[0]))
        assert rig.pictures[0].picture.width == 320
        counters = rig.receiver.counters
        assert (counters.packets, counters.frames, counters.key_frames) == (len(flat(made)), 6, 1)
        assert (counters.lost, counters.recovered, counters.frames_dropped, counters.codec) == (0, 0, 0, "VP8")
        assert counters.bytes == sum(len(p.payload) for p in flat(made))
        assert not rig.heard(RtcpRtpfbPacket)
        assert rig.receiver.track is rig.receiver._track
        assert rig.receiver.transport is rig.transport


@pytest.mark.parametrize("known", [True, False])
async def test_a_lost_packet_is_asked_for_and_comes_again(known: bool) -> None:
    """Also where the description did not say which source sends repeats."""
    async with Rig(rtx=known).receiving() as rig:
        made = packets(6)
        lost = made[2].pop(1)
        await rig.take(*flat(made))
        await until(lambda: rig.heard(RtcpRtpfbPacket))
        asked = cast(RtcpRtpfbPacket, rig.heard(RtcpRtpfbPacket)[0])
        assert (asked.ssrc, asked.media_ssrc, asked.lost) == (OWN, MEDIA, [lost.sequence_number])
        await rig.pictures_come(2)
        await rig.take_again(lost)
        await rig.pictures_come(6)
        counters = rig.receiver.counters
        assert (counters.lost, counters.recovered) == (1, 1)
        assert counters.nacks_sent >= 1
        await rig.take_again(lost)
        padding = RtpPacket(VP8_RTX, 0, 500, lost.timestamp, REPEATS, b"")
        await rig.take(padding)
        assert rig.receiver.counters.recovered == 1


async def test_without_an_answer_a_key_frame_is_asked_for_and_gone_on_with() -> None:
    async with Rig().receiving() as rig:
        rig.receiver.rtt_s = 0.01
        assert rig.receiver.rtt_s == 0.01
        made = packets(4)
        del made[2][1]
        await rig.take(*flat(made))
        await until(rig.asked_for_key)
        # the same pictures once more, as what the sender makes after it was asked
        await rig.take(*flat(packets(3, start=made[-1][-1].sequence_number + 1)))
        await rig.pictures_come(5)
        assert rig.receiver.counters.frames_dropped == 2
        assert rig.receiver.counters.plis_sent == rig.asked_for_key()


async def test_a_stream_without_its_beginning_asks_for_a_key_frame() -> None:
    async with Rig().receiving() as rig:
        await rig.take(*flat(packets(4)[1:]))
        await until(rig.asked_for_key)
        assert rig.pictures == []


async def test_what_cannot_be_decoded_asks_for_a_key_frame() -> None:
    async with Rig().receiving() as rig:
        bad = RtpPacket(VP8, 1, 9, 9, MEDIA, b"\x10\x10\x00")
        await rig.take(bad)
        await until(rig.asked_for_key)
        await rig.take(*flat(packets(2, start=10)))
        await rig.pictures_come(2)
        assert rig.receiver.counters.frames_dropped == 1


async def test_another_source_begins_anew() -> None:
    async with Rig().receiving() as rig:
        await rig.take(*flat(packets(2)))
        await rig.take(*flat(packets(2, start=7, ssrc=5)))
        await rig.pictures_come(4)
        report = await rig.receiver.getStats()
        (row,) = report.values()
        assert (row.ssrc, row.type, row.kind) == (5, "inbound-rtp", "video")


async def test_reports_tell_the_sender_how_it_went() -> None:
    async with Rig("audio").receiving() as rig:
        assert rig.receiver.sender_report is None
        sent = [RtpPacket(OPUS, 0, (65_530 + n) & 0xFFFF, n * 960, MEDIA, b"\xf8ab") for n in range(20)]
        await rig.take(*[p for n, p in enumerate(sent) if n % 10 != 5])
        info = RtcpSenderInfo(ntp_timestamp=3 << 32 | 1 << 31, rtp_timestamp=960, packet_count=1, octet_count=1)
        await rig.receiver._handle_rtcp_packet(RtcpSrPacket(MEDIA, info))
        await rig.receiver._handle_rtcp_packet(RtcpSrPacket(MEDIA + 5, info))
        await rig.receiver._handle_rtcp_packet(RtcpByePacket([MEDIA]))
        await until(lambda: rig.heard(RtcpRrPacket))
        (block,) = cast(RtcpRrPacket, rig.heard(RtcpRrPacket)[0]).reports
        assert (block.ssrc, block.packets_lost, block.fraction_lost) == (MEDIA, 2, 2 * 256 // 20)
        assert block.highest_sequence == 65_530 + 19
        assert block.lsr == 3 << 16 | 1 << 15
        report = rig.receiver.sender_report
        assert report is not None
        assert (report.ntp_s, report.timestamp, report.heard_s) == (3.5, 960, rig.transport.arrived_s)
        assert rig.receiver.counters.lost == 2
        assert rig.receiver.counters.jitter_s > 0


async def test_sound_goes_out_at_once_as_it_came() -> None:
    async with Rig("audio").receiving() as rig:
        await rig.take(RtpPacket(OPUS, 0, 65_535, 2**32 - 960, MEDIA, b"one"))
        await rig.take(RtpPacket(OPUS, 0, 0, 0, MEDIA, b"two"), RtpPacket(OPUS, 0, 1, 960, MEDIA, b""))
        assert rig.sounds == [
            SoundPacket(65_535, 2**32 - 960, b"one", pytest.approx(100.005)),
            SoundPacket(65_536, 2**32, b"two", pytest.approx(100.01)),
        ]
        assert rig.receiver.counters.codec == "opus"


async def test_a_listener_that_fails_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fail(packet: SoundPacket) -> None:
        raise RuntimeError

    async with Rig("audio").receiving() as rig:
        rig.receiver.on_sound = fail
        await rig.take(RtpPacket(OPUS, 0, 1, 960, MEDIA, b"one"))
        assert "listener to sound failed" in "".join(caplog.messages)


async def test_what_is_unknown_or_switched_off_is_left_alone() -> None:
    async with Rig("audio").receiving() as rig:
        await rig.take(RtpPacket(13, 0, 1, 960, MEDIA, b"noise"))
        rig.receiver._enabled = False
        await rig.take(RtpPacket(OPUS, 0, 1, 960, MEDIA, b"one"))
        assert rig.sounds == []
        assert rig.receiver.counters.packets == 0


async def test_a_packet_of_long_ago_is_left_alone() -> None:
    async with Rig("audio").receiving() as rig:
        await rig.take(RtpPacket(OPUS, 0, 9000, 960, MEDIA, b"one"), RtpPacket(OPUS, 0, 1000, 960, MEDIA, b"old"))
        assert [p.payload for p in rig.sounds] == [b"one"]


async def estimated(rig: Rig) -> bool:
    """Packets of 1000 bytes with sending times, for 5 s: aiortc's guess takes 3."""
    for n in range(1000):
        packet = RtpPacket(VP8, 0, n, n * 90, MEDIA, b"\x00" + bytes(999))
        packet.extensions.abs_send_time = (n << 18) // 200 & 0xFFFFFF
        await rig.take(packet)
    return any(cast(RtcpPsfbPacket, p).fmt == RTCP_PSFB_APP for p in rig.heard(RtcpPsfbPacket))


async def test_a_guess_of_our_own_only_where_packets_have_no_transport_wide_numbers() -> None:
    async with Rig().receiving() as rig:
        assert await estimated(rig)
    async with Rig().receiving() as rig:
        rig.transport.feedback.add(1, 1.0, MEDIA)
        assert not await estimated(rig)


async def test_when_the_connection_is_gone_the_receiver_is_quiet_and_its_track_ends() -> None:
    async with Rig().receiving() as rig:
        assert rig.receiver._track is not None
        waiting = asyncio.create_task(rig.receiver._track.recv())
        await asyncio.sleep(0)
        rig.transport.gone = True
        await rig.take(*flat(packets(2)[1:]))
        rig.receiver._handle_disconnect()
        with pytest.raises(MediaStreamError):
            await waiting
        await rig.take(*flat(packets(2)[:1]))
        assert rig.pictures == []


async def test_a_receiver_that_never_received_ends_without_a_word() -> None:
    transport = Transport()
    receiver = Receiver("video", cast(MediaTransport, transport))
    receiver.setTransport(cast(MediaTransport, transport))
    assert receiver.track is None
    assert await receiver.getStats() == {}
    receiver._handle_disconnect()
    await receiver.stop()
    transport.state = "closed"
    with pytest.raises(InvalidStateError):
        Receiver("video", cast(MediaTransport, transport))
    assert Receiver.getCapabilities("audio") is not None


# ---------------------------------------------------------------- for real


@asynccontextmanager
async def call() -> AsyncIterator[tuple[RTCPeerConnection, RTCPeerConnection, dict[str, FedTrack]]]:
    """One sends, the other receives; connecting."""
    install()
    there, here = (RTCPeerConnection(RTCConfiguration(iceServers=[])) for _ in range(2))
    tracks = {kind: FedTrack(kind) for kind in ("audio", "video")}
    for track in tracks.values():
        there.addTrack(track)
    try:
        await there.setLocalDescription(await there.createOffer())
        await here.setRemoteDescription(there.localDescription)
        await here.setLocalDescription(await here.createAnswer())
        await there.setRemoteDescription(here.localDescription)
        yield there, here, tracks
    finally:
        await there.close()
        await here.close()


def feed(tracks: dict[str, FedTrack], ms: int) -> None:
    """A picture every 30 ms, sound every 20 ms."""
    if ms % 30 == 0:
        given = picture(ms * 90, 320, 240)
        for plane in given.planes:
            plane.update(bytes([ms % 200]) * plane.buffer_size)
        tracks["video"].feed(given)
    if ms % 20 == 0:
        tracks["audio"].feed(sound(ms * 48))


async def test_a_call_between_two_connections() -> None:
    """Our sender there, our receiver here, with ICE and DTLS between them; nothing is left afterwards."""
    threads = set(threading.enumerate())
    pictures: list[ReceivedPicture] = []
    sounds: list[SoundPacket] = []
    async with call() as (there, here, tracks):
        receivers = {r.track.kind: r for r in here.getReceivers()}
        assert all(isinstance(r, Receiver) for r in receivers.values())
        receivers["video"].on_picture, receivers["audio"].on_sound = pictures.append, sounds.append
        senders = [s for s in there.getSenders() if isinstance(s, Sender)]
        times = itertools.count()

        def enough() -> bool:
            feed(tracks, next(times))
            known = all(r.sender_report for r in receivers.values())
            known = known and all(s.counters.rtt_s is not None for s in senders)
            return len(pictures) > 20 and len(sounds) > 30 and known

        await until(enough)
        counters = receivers["video"].counters
        assert (counters.lost, counters.frames_dropped) == (0, 0)
        kinds = {row.type for row in (await here.getStats()).values()}
        assert {"inbound-rtp", "transport"} <= kinds
    assert [p.sequence for p in sounds] == list(range(sounds[0].sequence, sounds[0].sequence + len(sounds)))
    stamps = [p.arrived_s for p in pictures]
    assert stamps == sorted(stamps)
    assert all(r.track.readyState == "ended" for r in receivers.values())
    left = set(threading.enumerate()) - threads
    assert not [thread.name for thread in left if "decoder" in thread.name]
